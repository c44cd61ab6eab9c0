"""Verdicts -> report: JSON is the truth; text, CSV, Markdown and data frames are renderings of it."""

from narrext.report.records import SCHEMA, VERDICTS, Document, Report, Summary

__all__ = ["SCHEMA", "VERDICTS", "Document", "Report", "Summary"]
