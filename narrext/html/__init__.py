"""HTML -> rendered text and its layout."""

from __future__ import annotations

from narrext.html.render import render

__all__ = ["render"]
