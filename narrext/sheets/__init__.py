"""Tables from elsewhere (data frames, CSV files, workbooks), read by the code that reads a release's own."""

from narrext.sheets.laying import read_sheets, with_sheets

__all__ = ["read_sheets", "with_sheets"]
