"""Table blocks -> tables whose every cell knows its line item, its column and its place."""

from narrext.tables.read import read_tables
from narrext.tables.records import Column, Fact, GridCell, LineItem, Table

__all__ = ["Column", "Fact", "GridCell", "LineItem", "Table", "read_tables"]
