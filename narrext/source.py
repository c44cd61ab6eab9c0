"""Bytes -> text: what can be read is decoded, what cannot is refused in one clear sentence."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from narrext.errors import NarrextError

# Full submissions with uuencoded pictures reach some 30 MB; nothing that a person reads is larger.
MAX_BYTES = 64 * 2**20

# A text of old mainframes may hold a NUL or two; one in so many characters is a binary file.
_STRAY_NULS = 1000

# Statements without prose still name their lines; where hardly a letter stands among so many
# characters, nothing is said that could be checked, and reading it would take minutes.
_LONG_WITHOUT_WORDS, _CHARACTERS_A_LETTER = 20_000, 100
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

_SAVE_AS = "save it as plain text or HTML first"

# First bytes of what is not text, and what to tell the reader to do about it.
_MAGIC = (
    (b"%PDF", f"is a PDF: {_SAVE_AS}"),
    (b"\x1f\x8b", "is compressed with gzip: unpack it first"),
    (b"BZh", "is compressed with bzip2: unpack it first"),
    (b"\xfd7zXZ\x00", "is compressed with xz: unpack it first"),
    (b"7z\xbc\xaf", "is a 7z archive: unpack it first"),
    (b"\xd0\xcf\x11\xe0", f"is an old Office file (DOC, XLS or PPT): {_SAVE_AS}"),
    (b"{\\rtf", f"is a Rich Text document: {_SAVE_AS}"),
    (b"\x89PNG", "is a picture: narrext reads text and HTML"),
    (b"\xff\xd8\xff", "is a picture: narrext reads text and HTML"),
    (b"GIF8", "is a picture: narrext reads text and HTML"),
    (b"PAR1", "is a Parquet file: narrext reads one release, as text or HTML"),
)

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises NarrextError where there is no file, or one too large to be a release."""
    try:
        if path.is_dir():
            raise NarrextError(f"{path} is a folder: name a file in it.")
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(str(path))
        return path.read_bytes()
    except FileNotFoundError:
        raise NarrextError(f"{path} does not exist: check the name and the folder.") from None
    except PermissionError:
        raise NarrextError(f"{path} may not be read: check its permissions.") from None
    except (OSError, ValueError) as error:
        # ValueError: a NUL in the path
        raise NarrextError(f"{path} cannot be read ({error}): check the name.") from None


def decode(data: bytes, name: str) -> str:
    """The text of `data`, line ends as they are. Raises NarrextError where it is not text.

    UTF-16 by its byte order mark, UTF-8 where it is valid, else what an HTML head declares, else
    Windows-1252, which is what EDGAR filers meant by Latin-1; bytes that it leaves free are Latin-1.
    """
    _refuse_binary(data, name)
    text = _decode_marked(data)
    if text is None:
        text = _decode_unmarked(data)
    if "\0" in text:
        if text.count("\0") * _STRAY_NULS > len(text):
            raise NarrextError(f"{name} is binary: narrext reads releases as text or HTML.")
        text = text.replace("\0", " ")
    if not text or text.isspace():
        raise NarrextError(f"{name} is empty: give a file that holds a release.")
    if len(data) > _LONG_WITHOUT_WORDS and _letters(data) * _CHARACTERS_A_LETTER < len(data):
        raise NarrextError(f"{name} holds hardly a word: give the release with its prose, as text or HTML.")
    return text


def _letters(data: bytes) -> int:
    """How many letters of English; in bytes, for that is quick and holds in every encoding we read."""
    return len(data) - len(data.translate(None, _LETTERS))


def _refuse_binary(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    if data.startswith(b"PK\x03\x04"):
        raise NarrextError(f"{name} {_zip_kind(data)}.")
    for magic, advice in _MAGIC:
        if data.startswith(magic):
            raise NarrextError(f"{name} {advice}.")
    # Some writers put a line or a mark before the PDF's own first line.
    if b"%PDF-" in data[:1024] and b"\nendobj" in data:
        raise NarrextError(f"{name} is a PDF: {_SAVE_AS}.")


def _zip_kind(data: bytes) -> str:
    if b"word/" in data:
        return f"is a Word document (DOCX): {_SAVE_AS}"
    if b"xl/" in data:
        return "is an Excel workbook (XLSX): give the release as text or HTML, and the workbook as a table"
    return "is a zip archive: unpack it first"


def _too_large(name: str) -> NarrextError:
    limit = MAX_BYTES // 2**20
    return NarrextError(f"{name} is larger than {limit} MB: a release is not; give the exhibit alone.")


def _decode_marked(data: bytes) -> str | None:
    """By the byte order mark, or None where there is none that holds."""
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
        return _decode_unmarked(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    return None


def _decode_unmarked(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(data, 0, 4096)
    if declared is not None:
        try:
            encoding = codecs.lookup(declared[1].decode("ascii")).name
            if encoding not in ("utf-8", "iso8859-1", "ascii"):
                return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            pass
    return _decode_mixed(data)


def _decode_mixed(data: bytes) -> str:
    """Windows-1252, or UTF-8 with some bytes of Windows-1252 pasted in: whichever explains more."""
    text = data.decode("utf-8", errors="surrogateescape")
    odd = sum("\udc80" <= char <= "\udcff" for char in text if char > "\x7f")
    valid = sum(char > "\x7f" for char in text) - odd
    table = {0xDC80 + byte - 0x80: _windows_1252(byte) for byte in range(0x80, 0x100)}
    if valid > odd:
        return text.translate(table)
    return data.decode("latin-1").translate({byte: _windows_1252(byte) for byte in range(0x80, 0xA0)})


def _windows_1252(byte: int) -> str:
    raw = bytes((byte,))
    try:
        return raw.decode("windows-1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
