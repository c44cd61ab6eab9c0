"""Lints a folder of patterns: rules that cannot work, and those that stand in each other's way."""

from narrext.lint.check import check_folder
from narrext.lint.records import Slip

__all__ = ["Slip", "check_folder"]
