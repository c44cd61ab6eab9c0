"""The report as one self-contained HTML page: the release beside its tables, claims tied to cells.

The scene, the templates and the style sheet are shared with the review page, which adds what acts.
"""

from narrext.report.html.page import render_html

__all__ = ["render_html"]
