"""HTML -> rendered text: each case of html_text.toml states its fact."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from narrext.html import render

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "html_text.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["fact"] for case in CASES])
def test_html_is_rendered_as_a_reader_sees_it(case: dict[str, Any]) -> None:
    text, blocks = render(case["html"])
    assert [[block.kind, text[block.start : block.end]] for block in blocks] == case["blocks"]


@pytest.mark.parametrize("case", CASES, ids=[case["fact"] for case in CASES])
def test_blocks_are_in_order_and_every_cell_stands_in_its_block(case: dict[str, Any]) -> None:
    text, blocks = render(case["html"], 100)
    place = 100
    for block in blocks:
        assert place <= block.start < block.end <= 100 + len(text)
        place = block.end
        for cell in block.cells:
            assert block.start <= cell.start < cell.end <= block.end
            printed = text[cell.start - 100 : cell.end - 100]
            assert printed == printed.strip()


HOSTILE = {
    "tables inside tables": "<table>" * 3000 + "<tr><td>x",
    "tables inside cells": "<table><tr><td>" * 300 + "end",
    "blocks never closed": "<div>" * 3000 + "end",
    "spans beyond any page": "<table>" + "<tr><td colspan=1000 rowspan=65000>x<td>1" * 300 + "</table>",
    "spans that are no numbers": "<table><tr><td colspan=x rowspan=-1>Wool<td>1<td>2</table>",
    "a lone cell": "<td>Sales 5%",
    "nothing at all": "<html></html>",
    "tags alone": "<p><br><hr><table></table><ul><li></ul>",
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_broken_markup_is_read_without_harm(html: str) -> None:
    text, blocks = render(html)
    assert all(0 <= block.start < block.end <= len(text) for block in blocks)
