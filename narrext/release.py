"""A release as it came: decoded, its parts told apart, and the exact text that offsets refer to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from narrext.errors import Finding, NarrextError
from narrext.layout import HtmlCell, LayoutBlock
from narrext.source import decode, read_bytes
from narrext.submission import Document, choose, is_html, is_submission, split_documents

__all__ = ["HtmlCell", "LayoutBlock", "Part", "Release", "read"]

# Between two documents of a submission; wide enough that no reader takes them for one paragraph.
_BETWEEN_PARTS = "\n\n\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a submission (or the whole file), at ``text[start:end]``."""

    type: str  # "EX-99.1", "8-K"; "" for a bare file
    name: str
    description: str
    start: int
    end: int
    used: bool  # the release is read from it
    why: str  # why it was used or left


@dataclass(frozen=True, slots=True)
class Release:
    """A release: what every offset of narrext refers to is `text`, half-open and in characters.

    Of a plain-text file `text` is the decoded file, unchanged; of HTML it is the rendered text.
    `layout` covers the parts that are HTML, in reading order; the rest is plain text.
    """

    name: str
    sha256: str
    format: str  # "text", "html", "submission"
    text: str
    parts: tuple[Part, ...]
    layout: tuple[LayoutBlock, ...] = ()
    findings: tuple[Finding, ...] = ()


def read(source: str | Path | bytes, *, name: str | None = None, exhibit: str | None = None) -> Release:
    """Read a release from a file, from the bytes of one, or from a text that holds line breaks.

    `name` stands in reports and errors, by default the file's own. `exhibit` chooses a document of a
    full submission by its type, number or file name (``"99.1"``); by default exhibits 99.x are read.
    Raises NarrextError, one sentence that names the file and says what to do, where it cannot be read.
    """
    if isinstance(source, str) and ("\n" in source or "\r" in source):
        source = source.encode("utf-8", errors="surrogatepass")
    if isinstance(source, bytes):
        data, name = source, name or "the text"
    else:
        path = Path(source)
        data, name = read_bytes(path), name or path.name
    return _read_text(decode(data, name), hashlib.sha256(data).hexdigest(), name, exhibit)


def _read_text(text: str, sha256: str, name: str, exhibit: str | None) -> Release:
    if is_submission(text):
        return _read_submission(text, sha256, name, exhibit)
    if exhibit is not None:
        raise NarrextError(
            f"{name} is one document, not a submission: it has no exhibit {exhibit} to choose."
        )
    if not is_html(text):
        return Release(name, sha256, "text", text, (_whole(name, text),))
    rendered, layout = _render(text, 0)
    if not layout:
        raise NarrextError(
            f"{name} shows no text, only pictures or scripts: give a file that holds a release."
        )
    return Release(name, sha256, "html", rendered, (_whole(name, rendered),), layout)


def _whole(name: str, text: str) -> Part:
    return Part("", name, "", 0, len(text), True, "the whole file")


def _read_submission(text: str, sha256: str, name: str, exhibit: str | None) -> Release:
    documents = split_documents(text)
    used, reasons = choose(documents, exhibit, name)
    layout: tuple[LayoutBlock, ...] = ()
    if any(documents[index].html for index in used):
        spans, text, layout = _render_documents(text, documents, used)
    else:
        spans = [(document.start, document.end) for document in documents]
    parts = []
    for index, (document, (start, end), why) in enumerate(zip(documents, spans, reasons, strict=True)):
        blank = index in used and text[start:end].isspace()
        shown, reason = (False, "no text, only pictures") if blank else (index in used, why)
        parts.append(Part(document.type, document.name, document.description, start, end, shown, reason))
    if not any(part.used for part in parts):
        raise NarrextError(
            f"The exhibits of {name} show no text, only pictures: give one that holds a release."
        )
    return Release(name, sha256, "submission", text, tuple(parts), layout)


def _render_documents(
    text: str, documents: list[Document], used: frozenset[int]
) -> tuple[list[tuple[int, int]], str, tuple[LayoutBlock, ...]]:
    """The used documents one after another, HTML rendered: their spans, their text, their layout."""
    spans: list[tuple[int, int]] = []
    pieces: list[str] = []
    layout: list[LayoutBlock] = []
    place = 0
    for index, document in enumerate(documents):
        if index not in used:
            spans.append((place, place))
            continue
        if pieces:
            pieces.append(_BETWEEN_PARTS)
            place += len(_BETWEEN_PARTS)
        body = text[document.start : document.end]
        if document.html:
            body, blocks = _render(body, place)
            layout.extend(blocks)
        spans.append((place, place + len(body)))
        pieces.append(body)
        place += len(body)
    return spans, "".join(pieces), tuple(layout)


def _render(html: str, offset: int) -> tuple[str, tuple[LayoutBlock, ...]]:
    # The parser is a C library of some size: plain text does without it.
    from narrext.html import render

    return render(html, offset)
