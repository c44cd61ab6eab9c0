"""A full submission -> its documents, and which of them hold the release.

EDGAR wraps the documents of a filing in SGML tags that stand on lines of their own: <DOCUMENT>, then
<TYPE>, <SEQUENCE>, <FILENAME>, <DESCRIPTION> with their value on the line, then <TEXT> … </TEXT>.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from narrext.errors import NarrextError

_DOCUMENT = re.compile(r"<DOCUMENT>\s*<TYPE>", re.IGNORECASE)
_END = re.compile(r"</DOCUMENT>", re.IGNORECASE)
_TEXT = re.compile(r"<TEXT>[ \t]*\r?\n?", re.IGNORECASE)
_TEXT_END = re.compile(r"</TEXT>", re.IGNORECASE)
_FIELD = re.compile(r"<(TYPE|FILENAME|DESCRIPTION)>[ \t]*([^\r\n]*)", re.IGNORECASE)

# A part's head is a handful of lines; what follows <TEXT> belongs to the document.
_HEAD: Final = 4000

# Tags that stand in HTML and never in EDGAR's plain-text documents, which know <TABLE>, <CAPTION>,
# <S>, <C>, <PAGE> and <FN> alone. Names only: this tells kinds apart, it does not parse.
_HTML = re.compile(r"<(?:!doctype\s+html|html|body|/td|/tr|/p|/div|/font|br|/pre)\b", re.IGNORECASE)
_UUENCODED = re.compile(r"\s*(?:<(?:PDF|ZIP|XLS|EXCEL|JPG|GIF)>\s*)?begin [0-7]{3,4} \S", re.IGNORECASE)
_XML = re.compile(r"\s*(?:<(?:XML|XBRL)>\s*)?<\?xml\b", re.IGNORECASE)
_WRAPPED_PDF = re.compile(r"\s*<PDF>", re.IGNORECASE)

_EXHIBIT = re.compile(r"\s*(?:EX(?:HIBIT)?[-_. ]*)?(\d+)(?:\.(\d+))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a submission: its head, and its body at ``text[start:end]`` of the file."""

    type: str
    name: str
    description: str
    start: int
    end: int
    unreadable: str  # why it cannot be read as text, or ""
    html: bool

    @property
    def number(self) -> tuple[int, int] | None:
        """The exhibit's number in the exhibit table of Regulation S-K: 99.01 is (99, 1), 99 is (99, 0)."""
        if not self.type.upper().startswith("EX"):
            return None
        return exhibit_number(self.type)


def is_html(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether ``text[start:end]`` is HTML rather than plain text."""
    stop = len(text) if end is None else end
    return _HTML.search(text, start, min(stop, start + 65536)) is not None


def is_submission(text: str) -> bool:
    """Whether `text` has parts: a full submission, or documents cut from one with their heads."""
    return _DOCUMENT.search(text) is not None


def split_documents(text: str) -> list[Document]:
    """The documents of a submission in their order; every one ends before the next begins."""
    starts = [match.start() for match in _DOCUMENT.finditer(text)]
    return [
        _read_document(text, start, stop)
        for start, stop in zip(starts, [*starts[1:], len(text)], strict=True)
    ]


def _read_document(text: str, start: int, stop: int) -> Document:
    closed = _END.search(text, start, stop)
    stop = closed.start() if closed else stop
    opened = _TEXT.search(text, start, min(stop, start + _HEAD))
    body = opened.end() if opened else start
    head = {
        match[1].upper(): match[2].strip()
        for match in _FIELD.finditer(text, start, opened.start() if opened else min(stop, start + _HEAD))
    }
    ended = _TEXT_END.search(text, body, stop)
    end = ended.start() if ended else stop
    kind = head.get("TYPE", "")
    return Document(
        kind,
        head.get("FILENAME", ""),
        head.get("DESCRIPTION", ""),
        body,
        end,
        _why_unreadable(kind, text, body, end),
        is_html(text, body, end),
    )


def _why_unreadable(kind: str, text: str, start: int, end: int) -> str:
    upper = kind.upper()
    if upper == "GRAPHIC":
        return "a picture"
    if upper.startswith("EX-101") or upper in ("XML", "JSON"):
        return "XBRL or other data for programs"
    if upper in ("ZIP", "EXCEL"):
        return f"a packed file ({upper})"
    if _WRAPPED_PDF.match(text, start, end) or upper == "PDF":
        return "a PDF"
    if _UUENCODED.match(text, start, end):
        return "an uuencoded file"
    if not text[start : min(end, start + 2000)].strip():
        return "empty"
    if _XML.match(text, start, end) and not is_html(text, start, end):
        return "XML, not a document for readers"
    return ""


def exhibit_number(text: str) -> tuple[int, int] | None:
    """``EX-99.1``, ``99.01`` and ``exhibit 99.1`` are all (99, 1); None where it is no number."""
    match = _EXHIBIT.match(text)
    return (int(match[1]), int(match[2] or 0)) if match else None


def choose(documents: list[Document], exhibit: str | None, name: str) -> tuple[frozenset[int], list[str]]:
    """Which documents hold the release, by index, and for each of all the reason why it does or not.

    Earnings releases are furnished as exhibit 99.x (Regulation S-K, Item 601; 8-K Item 2.02, before
    2003 Items 5, 9 and 12). Where there is none: exhibits that are by their number reports to
    security holders (13, 19, 20, and 28 of before 1993), in a 6-K any exhibit; else the body of the
    form. Raises NarrextError where nothing can be read or `exhibit` is not there.
    """
    readable = [index for index, document in enumerate(documents) if not document.unreadable]
    if exhibit is not None:
        used = _asked_for(documents, exhibit, name)
        why = f"chosen as {exhibit}"
    else:
        used, why = _by_type(documents, readable)
    if not used:
        raise NarrextError(f"{name} holds no document that can be read as text: {_list(documents)}.")
    reasons = [
        why if index in used else document.unreadable or "not the release"
        for index, document in enumerate(documents)
    ]
    return frozenset(used), reasons


def _asked_for(documents: list[Document], exhibit: str, name: str) -> list[int]:
    wanted, number = exhibit.strip().upper(), exhibit_number(exhibit)
    exact = [i for i, each in enumerate(documents) if wanted in (each.type.upper(), each.name.upper())]
    same = [i for i, each in enumerate(documents) if number is not None and each.number == number]
    family = [
        i
        for i, each in enumerate(documents)
        if number is not None and number[1] == 0 and each.number is not None and each.number[0] == number[0]
    ]
    found = exact or same or family
    if not found:
        raise NarrextError(f"{name} has no exhibit {exhibit}: it holds {_list(documents)}.")
    used = [i for i in found if not documents[i].unreadable]
    if not used:
        raise NarrextError(
            f"Exhibit {exhibit} of {name} cannot be read: it is {documents[found[0]].unreadable}."
        )
    return used


def _by_type(documents: list[Document], readable: list[int]) -> tuple[list[int], str]:
    numbers = {index: documents[index].number for index in readable}
    exhibits = [i for i, number in numbers.items() if number and number[0] == 99]
    if exhibits:
        return exhibits, "an exhibit 99"
    reports = [i for i, number in numbers.items() if number and number[0] in (13, 19, 20, 28)]
    if reports:
        return reports, "a report to security holders; there is no exhibit 99"
    body = [i for i, number in numbers.items() if number is None]
    if body and documents[body[0]].type.upper().startswith("6-K"):
        return sorted(readable), "of a 6-K without exhibit 99"
    if body:
        return body[:1], "the body of the form; there is no exhibit 99"
    return readable, "there is no exhibit 99"


def _list(documents: list[Document]) -> str:
    return ", ".join(
        f"{document.type or 'a document'} ({document.unreadable})" if document.unreadable else document.type
        for document in documents
    )
