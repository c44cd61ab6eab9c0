"""Reading a release: what its bytes are, which documents of a submission hold it, what is refused."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from narrext.errors import NarrextError
from narrext.release import Release, read
from narrext.source import MAX_BYTES

PLAIN = "Tamberly Mills, Inc.\n\nNet sales rose 4% to $12.5 million.\n"
HTML = "<html><body><p>Net sales rose 4% to <b>$12.5 million</b>.</p></body></html>"


def document(kind: str, body: str, name: str = "", description: str = "") -> str:
    head = f"<DOCUMENT>\n<TYPE>{kind}\n<SEQUENCE>1\n"
    head += f"<FILENAME>{name}\n" if name else ""
    head += f"<DESCRIPTION>{description}\n" if description else ""
    return f"{head}<TEXT>\n{body}\n</TEXT>\n</DOCUMENT>\n"


def submission(*documents: str) -> str:
    header = (
        "<SEC-DOCUMENT>0000000000-03-000001.txt : 20030729\n<SEC-HEADER>\nFORM TYPE: 8-K\n</SEC-HEADER>\n"
    )
    return header + "".join(documents) + "</SEC-DOCUMENT>\n"


def used(release: Release) -> list[str]:
    return [part.type for part in release.parts if part.used]


# Plain text


def test_plain_text_is_kept_to_the_character() -> None:
    text = "One\r\n\r\n  two  \tthree\rfour\n"
    release = read(text.encode())
    assert release.text == text
    assert release.format == "text"
    assert release.layout == ()


def test_a_path_and_its_bytes_give_the_same_text_and_checksum(tmp_path: Path) -> None:
    path = tmp_path / "tamberly.txt"
    path.write_bytes(PLAIN.encode())
    by_path, by_bytes, by_name = read(path), read(PLAIN.encode()), read(str(path))
    assert by_path.text == by_bytes.text == by_name.text == PLAIN
    assert by_path.sha256 == by_bytes.sha256 == hashlib.sha256(PLAIN.encode()).hexdigest()
    assert by_path.name == "tamberly.txt"


def test_a_text_with_line_breaks_is_read_as_the_release_itself() -> None:
    assert read(PLAIN).text == PLAIN


def test_a_bare_text_is_one_used_part_over_the_whole_of_it() -> None:
    (part,) = read(PLAIN, name="draft").parts
    assert (part.name, part.start, part.end, part.used) == ("draft", 0, len(PLAIN), True)


ENCODINGS = {
    "UTF-8": "Café – “up 5%”\n".encode(),
    "UTF-8 with a byte order mark": "\ufeffCafé – “up 5%”\n".encode(),
    "UTF-16 little endian": "\ufeffCafé – “up 5%”\n".encode("utf-16-le"),
    "UTF-16 big endian": "\ufeffCafé – “up 5%”\n".encode("utf-16-be"),
    "Windows-1252": "Café – “up 5%”\n".encode("windows-1252"),
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_every_usual_encoding_gives_the_same_text(data: bytes) -> None:
    assert read(data).text == "Café – “up 5%”\n"


def test_latin_1_bytes_that_windows_1252_leaves_free_are_kept() -> None:
    assert read(b"caf\xe9 \x81\n").text == "café \x81\n"


def test_utf_8_with_a_byte_of_windows_1252_pasted_in_stays_utf_8() -> None:
    assert read("Café Zürich naïve ".encode() + b"\x96 up\n").text == "Café Zürich naïve – up\n"


def test_the_charset_that_an_html_head_declares_is_used() -> None:
    html = '<html><head><meta charset="iso-8859-2"></head><body><p>Łódź 5%</p></body></html>'
    assert "Łódź 5%" in read(html.encode("iso-8859-2")).text


def test_a_stray_nul_in_a_text_is_a_blank() -> None:
    text = "Net sales rose 4%. " * 200
    assert read((text + "\0 End\n").encode()).text == text + "  End\n"


# What is refused


def docx(folder: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(f"{folder}content.xml", "<x/>")
    return held.getvalue()


REFUSED = {
    "empty file": (b"", "is empty"),
    "blank file": (b" \n\n ", "is empty"),
    "PDF": (b"%PDF-1.4\n%\xe2\xe3\n", "is a PDF: save it as plain text or HTML first"),
    "DOCX": (docx("word/"), "is a Word document (DOCX)"),
    "XLSX": (docx("xl/"), "is an Excel workbook (XLSX)"),
    "zip": (docx("notes/"), "is a zip archive: unpack it first"),
    "gzip": (gzip.compress(PLAIN.encode()), "is compressed with gzip: unpack it first"),
    "old Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "is an old Office file"),
    "Rich Text": (b"{\\rtf1 text}", "is a Rich Text document"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(20), "is a picture"),
    "NULs": (b"MZ\x00\x00\x03\x00", "is binary"),
}


@pytest.mark.parametrize(("data", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_release_is_refused_by_name_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(NarrextError) as caught:
        read(data, name="draft.bin")
    message = str(caught.value)
    assert message.startswith("draft.bin ")
    assert sentence in message
    assert message.endswith(".")
    assert message.count("\n") == 0


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(NarrextError, match=r"absent\.txt does not exist"):
        read(tmp_path / "absent.txt")
    with pytest.raises(NarrextError, match="is a folder"):
        read(tmp_path)
    with pytest.raises(NarrextError, match="cannot be read"):
        read("with a \0 in it")


def test_a_file_larger_than_any_release_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(NarrextError, match="is larger than 64 MB"):
        read(path)


# Submissions


def test_the_exhibit_99_is_the_release_and_the_cover_is_not() -> None:
    text = submission(document("8-K", "Item 12. Results"), document("EX-99.1", PLAIN, "ex99.txt", "RELEASE"))
    release = read(text)
    assert release.format == "submission"
    assert release.text == text
    assert used(release) == ["EX-99.1"]
    part = release.parts[1]
    assert text[part.start : part.end].strip() == PLAIN.strip()
    assert (part.name, part.description) == ("ex99.txt", "RELEASE")


def test_prose_in_one_exhibit_and_tables_in_others_belong_together() -> None:
    text = submission(
        document("8-K", "cover"), document("EX-99.01", PLAIN), document("EX-99.02", "Sales   1   2\n")
    )
    assert used(read(text)) == ["EX-99.01", "EX-99.02"]


def test_a_privacy_enhanced_header_is_part_of_no_document() -> None:
    text = "-----BEGIN PRIVACY-ENHANCED MESSAGE-----\nProc-Type: 2001,MIC-CLEAR\n\n" + submission(
        document("EX-99", PLAIN)
    )
    release = read(text)
    (part,) = release.parts
    assert release.text[part.start : part.end].strip() == PLAIN.strip()


def test_a_document_cut_from_a_submission_with_its_head_is_read() -> None:
    release = read(document("EX-99.1", PLAIN))
    assert used(release) == ["EX-99.1"]


def test_line_ends_of_windows_do_not_hide_the_documents() -> None:
    release = read(submission(document("8-K", "x"), document("EX-99.1", PLAIN)).replace("\n", "\r\n"))
    assert used(release) == ["EX-99.1"]


def test_a_document_whose_end_tag_is_missing_ends_where_the_next_begins() -> None:
    unclosed = document("EX-99.1", PLAIN).replace("</TEXT>\n</DOCUMENT>\n", "")
    text = submission(unclosed, document("EX-99.2", "more"))
    first, second = read(text).parts
    assert first.end <= second.start
    assert "more" not in text[first.start : first.end]


def test_an_8_k_without_exhibit_99_may_hold_the_release_in_its_body() -> None:
    release = read(submission(document("8-K", PLAIN), document("EX-10.1", "Lease agreement")))
    assert used(release) == ["8-K"]
    assert release.parts[1].why == "not the release"


def test_every_readable_document_of_a_6_k_without_exhibit_99_is_read() -> None:
    release = read(submission(document("6-K", "cover"), document("EX-1", PLAIN)))
    assert used(release) == ["6-K", "EX-1"]


def test_a_report_to_security_holders_comes_before_the_body() -> None:
    assert used(read(submission(document("8-K", "cover"), document("EX-20", PLAIN)))) == ["EX-20"]


UNREADABLE = {
    "GRAPHIC": ("begin 644 logo.gif\nM1TE&.#EA\nend", "a picture"),
    "EX-99.2": ("<PDF>\nbegin 644 slides.pdf\nM)5!$1BTQ\nend\n</PDF>", "a PDF"),
    "EX-99.3": ("begin 644 chart.jpg\nM_]C_X``02D9)\nend", "an uuencoded file"),
    "EX-101.INS": ("<XBRL>\n<?xml version='1.0'?><xbrl/>\n</XBRL>", "XBRL or other data for programs"),
    "XML": ("<XML>\n<?xml version='1.0'?><InstanceReport/>\n</XML>", "XBRL or other data for programs"),
    "ZIP": ("begin 644 all.zip\nM4$L#!\nend", "a packed file (ZIP)"),
    "EXCEL": ("begin 644 all.xlsx\nM4$L#!\nend", "a packed file (EXCEL)"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_is_no_text_is_left_with_its_reason(kind: str) -> None:
    body, why = UNREADABLE[kind]
    release = read(submission(document("EX-99.1", PLAIN), document(kind, body)))
    assert used(release) == ["EX-99.1"]
    assert release.parts[1].why == why


@pytest.mark.parametrize("wanted", ["99.2", "EX-99.2", "ex-99.02", "Exhibit 99.2", "tables.txt"])
def test_an_exhibit_is_chosen_by_type_number_or_file_name(wanted: str) -> None:
    text = submission(document("EX-99.1", PLAIN), document("EX-99.2", "Sales  1  2\n", "tables.txt"))
    assert used(read(text, exhibit=wanted)) == ["EX-99.2"]


def test_a_number_without_its_part_chooses_the_whole_family() -> None:
    text = submission(document("8-K", "x"), document("EX-99.1", PLAIN), document("EX-99.2", "Sales  1\n"))
    assert used(read(text, exhibit="99")) == ["EX-99.1", "EX-99.2"]


def test_an_exhibit_that_is_not_there_is_refused_with_what_there_is() -> None:
    text = submission(document("8-K", "x"), document("EX-99.1", PLAIN))
    with pytest.raises(NarrextError, match=r"july\.txt has no exhibit 99\.7: it holds 8-K, EX-99\.1\."):
        read(text, name="july.txt", exhibit="99.7")
    with pytest.raises(NarrextError, match="is one document, not a submission"):
        read(PLAIN, exhibit="99.1")


def test_a_submission_of_pictures_alone_is_refused() -> None:
    with pytest.raises(NarrextError, match="holds no document that can be read"):
        read(submission(document("GRAPHIC", "begin 644 a.gif\nM1TE\nend")))


def test_html_exhibits_are_rendered_one_after_another_and_text_between_them_is_kept() -> None:
    release = read(
        submission(
            document("8-K", "<html><body>cover</body></html>"),
            document("EX-99.1", HTML),
            document("EX-99.2", "Sales    12.5    12.0\n"),
        )
    )
    cover, prose, table = release.parts
    assert cover.start == cover.end
    assert release.text[prose.start : prose.end] == "Net sales rose 4% to $12.5 million.\n"
    assert release.text[table.start : table.end].strip() == "Sales    12.5    12.0"
    assert [(block.start, block.end) for block in release.layout] == [(0, prose.end - 1)]


def test_exhibits_of_pictures_alone_are_left_or_refused() -> None:
    slides = document("EX-99.2", '<html><body><img src="slide1.jpg"></body></html>')
    release = read(submission(document("EX-99.1", HTML), slides))
    assert used(release) == ["EX-99.1"]
    assert release.parts[1].why == "no text, only pictures"
    with pytest.raises(NarrextError, match="show no text, only pictures"):
        read(submission(slides))
    with pytest.raises(NarrextError, match="shows no text"):
        read("<html>\n<body></body></html>", name="blank.htm")


def test_plain_text_with_the_tags_of_edgar_tables_is_no_html() -> None:
    text = "<PAGE>\n<TABLE>\n<CAPTION>\n    2003   2002\n<S>  <C>  <C>\nSales  5  4\n</TABLE>\n"
    assert read(text).format == "text"
    assert read(text).text == text
