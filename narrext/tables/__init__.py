"""Table blocks -> tables whose every cell knows its line item, its column and its place."""
