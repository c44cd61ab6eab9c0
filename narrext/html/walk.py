"""One walk over an HTML tree -> paragraphs, tables and page breaks in reading order."""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborNode

from narrext.html.flow import Cell, Item, PageBreak, TableBox
from narrext.html.runs import Runs
from narrext.html.styles import (
    BOLD,
    CENTER,
    LINK,
    PLAIN,
    PREFORMATTED,
    SUPERSCRIPT,
    SYMBOL,
    UNDERLINE,
    UNSEEN,
    Style,
    is_symbol_font,
    is_white,
    read_style,
)

# fmt: off
# What no reader sees, or no release consists of. `ix:header` holds the hidden facts of inline XBRL;
# all other ix: tags are transparent.
DROPPED: Final = frozenset(
    (
        "head", "script", "style", "title", "meta", "link", "noscript", "template", "svg", "math",
        "iframe", "object", "embed", "applet", "canvas", "audio", "video", "select", "option", "button",
        "textarea", "input", "datalist", "map", "dialog", "colgroup", "col", "ix:header", "ix:hidden",
        "ix:references", "ix:resources", "-comment", "-doctype", "!doctype", "-pi", "-cdata",
    )
)
FURNITURE: Final = frozenset(("nav", "footer", "aside", "menu"))
_FURNITURE_ROLES: Final = frozenset(
    (
        "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "alert",
        "toolbar", "menu", "menubar",
    )
)
_BLOCKS: Final = frozenset(
    (
        "p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol",
        "li", "dl", "dt", "dd", "blockquote", "center", "address", "figure", "figcaption", "fieldset",
        "form", "body", "html", "details", "summary", "caption", "hgroup", "pre", "xmp", "listing",
        "table", "tr", "td", "th", "thead", "tbody", "tfoot", "legend", "nav", "footer", "aside", "menu",
    )
)
# fmt: on
_FLAGS: Final = {
    "b": BOLD,
    "strong": BOLD,
    "th": BOLD,
    "center": CENTER,
    "sup": SUPERSCRIPT,
    "u": UNDERLINE,
    "pre": PREFORMATTED,
    "xmp": PREFORMATTED,
    "listing": PREFORMATTED,
    **{f"h{level}": BOLD for level in range(1, 7)},
}
_FLAGGED: Final = frozenset(("font", "a"))  # by their attributes
_HEADING_LEVELS: Final = {f"h{level}": level for level in range(1, 7)}
# What a style's `display` can make a block of, or not.
_FLEXIBLE: Final = frozenset(("div", "p", "span", "li", "a", "font", "b", "strong", "i", "em"))
_INLINE_DISPLAYS: Final = frozenset(("inline", "contents"))
_BLOCK_DISPLAYS: Final = frozenset(("block", "flex", "grid", "list-item", "table", "table-row", "table-cell"))
_CLOSED: Final = frozenset(("table", "li", "ul", "ol", *_HEADING_LEVELS))

# Tables inside tables inside tables: deeper ones are broken markup, and read as plain text.
_DEEPEST_TABLE: Final = 20

# Steps of indentation that browsers give on their own, in characters.
_OWN_INDENT: Final = {"blockquote": 4.0, "dd": 4.0, "ul": 4.0, "ol": 4.0}


class Walker:
    """Walks a tree once; `flow` then holds what it read.

    `start` and `stop` are nodes (by `mem_id`): text before the one and behind the other is left out.
    `web_page` leaves out navigation, footers and asides. `classes` are the styles of its style sheet.
    """

    def __init__(
        self,
        *,
        web_page: bool = False,
        start: int = 0,
        stop: int = 0,
        classes: dict[str, str] | None = None,
    ) -> None:
        self.flow: list[Item] = []
        self._web_page = web_page
        self._classes = classes or {}
        self._muted = start != 0
        self._start = start
        self._stop = stop
        # Of every open element: its tag where it is a block, and the flags and indent that it restores.
        self._stack: list[tuple[str, int, float]] = []
        self._flags = 0
        self._indent = 0.0
        self._styles: dict[str, Style] = {}
        self._tables: list[tuple[TableBox, list[Item]]] = []  # with the flow that goes on behind it
        self._too_deep = 0  # open tables that are read as plain text
        self._lists: list[int] = []  # the next number of an ordered list, or -1
        self._marks: list[str] = []  # of the list item whose text is yet to come
        self._level = 0
        self._runs = Runs()

    def walk(self, root: LexborNode) -> list[Item]:
        """The flow of `root` and all below it; deep trees take no stack of Python's own."""
        node, stack, stop = root, self._stack, self._stop
        while True:
            tag = node.tag or ""
            if tag == "-text":
                if not self._muted:
                    self._runs.add(node.text_content or "", self._flags)
            elif tag not in DROPPED and self._enter(node, tag):
                child = node.child
                if child is not None:
                    node = child
                    continue
                self._leave()
            # Nothing left below `node`: on to its next sibling, or that of the nearest parent that has one.
            while (following := node.next) is None and stack and not (stop and node.mem_id == stop):
                node = node.parent  # type: ignore[assignment]
                self._leave()
            if not stack or following is None or (stop and node.mem_id == stop):
                break
            node = following
        while stack:
            self._leave()
        self._close_paragraph()
        return self.flow

    # Elements

    def _enter(self, node: LexborNode, tag: str) -> bool:
        """Open an element; False where it is to be left out with all below it."""
        if self._muted and node.mem_id == self._start:
            self._muted = False
        attributes = node.attributes
        style = PLAIN
        if attributes:
            css = attributes.get("style")
            if self._classes and "class" in attributes:
                css = self._with_classes(attributes["class"] or "", css or "")
            if css:
                style = self._styles.get(css) or self._styles.setdefault(css, read_style(css))
            if style.hidden or "hidden" in attributes or attributes.get("aria-hidden") == "true":
                return False
        if tag == "br" or tag == "hr":
            self._break_line(tag, style)
            return False
        if self._web_page and self._is_furniture(tag, attributes.get("role")):
            return False
        block = tag in _BLOCKS
        if style.display and tag in _FLEXIBLE:
            block = style.display in _BLOCK_DISPLAYS or (block and style.display not in _INLINE_DISPLAYS)
        if block and self._runs:
            self._close_paragraph()
        self._stack.append((tag if block else "", self._flags, self._indent))
        if style is not PLAIN or tag in _FLAGS or tag in _FLAGGED or "align" in attributes:
            self._flags = self._new_flags(tag, attributes, style, block)
        if block:
            self._open_block(tag, attributes, style)
        return True

    def _with_classes(self, names: str, css: str) -> str:
        """The element's own style behind those of its classes, so that it has the last word."""
        return ";".join((*(self._classes[name] for name in names.split() if name in self._classes), css))

    def _is_furniture(self, tag: str, role: str | None) -> bool:
        """Whether an element of a web page is there for browsing; an article's own header is not."""
        if tag == "header":
            return not any(each in ("main", "article", "section") for each, _, _ in self._stack)
        return tag in FURNITURE or role in _FURNITURE_ROLES

    def _new_flags(self, tag: str, attributes: dict[str, str | None], style: Style, block: bool) -> int:
        flags = self._flags | _FLAGS.get(tag, 0)
        if tag == "a" and "href" in attributes:
            flags |= LINK
        flags = (flags & ~style.off) | (style.on & ~SUPERSCRIPT if block else style.on)
        align = attributes.get("align")
        if align:
            flags = flags | CENTER if align.lower() == "center" else flags & ~CENTER
        if tag == "font":
            if is_symbol_font(attributes.get("face") or ""):
                flags |= SYMBOL
            color = attributes.get("color")
            if color:
                flags = flags | UNSEEN if is_white(color) else flags & ~UNSEEN
        return flags

    def _open_block(self, tag: str, attributes: dict[str, str | None], style: Style) -> None:
        if style.page_break:
            self.flow.append(PageBreak())
        if tag == "td" or tag == "th":
            self._open_cell(attributes, style)
            return
        self._indent += style.indent
        if tag == "tr":
            if self._tables and self._too_deep == 0:
                self._tables[-1][0].rows.append([])
        elif tag == "table":
            if len(self._tables) < _DEEPEST_TABLE:
                self._tables.append((TableBox(), self.flow))
            else:
                self._too_deep += 1
        elif tag in _HEADING_LEVELS:
            self._level = _HEADING_LEVELS[tag]
        elif tag in _OWN_INDENT:
            self._indent += _OWN_INDENT[tag]
            if tag == "ul" or tag == "ol":
                self._lists.append(_number(attributes.get("start"), 1) if tag == "ol" else -1)
        elif tag == "li":
            self._marks.append(self._next_mark())

    def _open_cell(self, attributes: dict[str, str | None], style: Style) -> None:
        self._indent = style.indent
        if not self._tables or self._too_deep:
            return
        rows = self._tables[-1][0].rows
        if not rows:
            rows.append([])
        down, across = attributes.get("rowspan"), attributes.get("colspan")
        cell = Cell(_number(down, 1) if down else 1, _number(across, 1) if across else 1, style.indent)
        rows[-1].append(cell)
        self.flow = cell.flow

    def _leave(self) -> None:
        """Close the innermost element."""
        tag, flags, indent = self._stack.pop()
        if tag:
            if self._runs:
                self._close_paragraph()
            if tag in _CLOSED:
                self._close_block(tag)
        self._flags, self._indent = flags, indent

    def _close_block(self, tag: str) -> None:
        if tag == "table":
            if self._too_deep:
                self._too_deep -= 1
            elif self._tables:
                table, self.flow = self._tables.pop()
                if table.rows and not self._muted:
                    self.flow.append(table)
        elif tag == "li":
            self._marks.clear()
        elif tag in _HEADING_LEVELS:
            self._level = 0
        elif self._lists:
            self._lists.pop()

    def _next_mark(self) -> str:
        number = self._lists[-1] if self._lists else -1
        if number < 0:
            return "•"
        self._lists[-1] = number + 1
        return f"{number}."

    # Text

    def _break_line(self, tag: str, style: Style) -> None:
        if self._muted:
            return
        if tag == "br" and not style.page_break:
            if self._runs or self._tables:
                self._runs.add_break()
            return
        if self._runs:
            self._close_paragraph()
        self.flow.append(PageBreak())

    def _close_paragraph(self) -> None:
        """What was gathered since the last border goes into the flow."""
        for paragraph in self._runs.close(self._indent, keep_lines=bool(self._tables)):
            if self._web_page and paragraph.linked and len(paragraph.text) < 80 and not self._level:
                continue  # a button or a menu's entry
            paragraph.center = self._flags & CENTER != 0
            paragraph.level = self._level
            if self._marks:
                paragraph.mark = self._marks[-1]
                self._marks.clear()
            self.flow.append(paragraph)


def _number(text: str | None, default: int) -> int:
    """A span as browsers read it: between 1 and 1000."""
    digits = (text or "").strip()[:4]
    return min(max(int(digits), 1), 1000) if digits.isascii() and digits.isdigit() else default
