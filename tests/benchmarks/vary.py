"""Many releases from few: copies that differ in names, figures, line breaks and markup.

    python tests/benchmarks/vary.py OUT --count 20000 --seed 7

Copy number n of a seed is the same wherever and whenever it is made. Figures are changed one digit at a
time and keep their width, so tables stay tables; some claims then mismatch, as they should.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

RELEASES = Path(__file__).resolve().parents[2] / "corpus" / "releases"

_FIGURE = re.compile(r"(?<![\w.,&#/-])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.,&#/-])\d{1,3}\.\d(?![\w])")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s[^<>]*)?)>")
# Blanks of running prose in HTML: between words, never within a tag.
_BLANK = re.compile(r"(?<=[a-z,;]) (?=[a-z])(?![^<>]*>)")
_PROSE = re.compile(r"(?m)^(?:[A-Za-z$(\"'].*[a-z,.;)\"'](?:\n|\Z)){3,}")
_WIDE = re.compile(r"\S {3,}\S")

_STARTS = [
    "b",
    "bl",
    "br",
    "c",
    "ch",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gl",
    "h",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "qu",
    "r",
    "s",
    "sh",
    "st",
    "t",
    "th",
    "tr",
    "v",
    "w",
]
_MIDDLES = ["a", "e", "i", "o", "u", "ea", "ou"]
_ENDS = [
    "ck",
    "ld",
    "ll",
    "lm",
    "m",
    "n",
    "nd",
    "ng",
    "nt",
    "r",
    "rn",
    "rt",
    "s",
    "sk",
    "ss",
    "st",
    "t",
    "th",
    "x",
]
_SWAPS = {
    "b": "strong",
    "strong": "b",
    "i": "em",
    "em": "i",
    "font": "FONT",
    "p": "P",
    "td": "TD",
    "tr": "TR",
}


def vary(content: str, stem: str, random: Random, *, html: bool) -> str:
    """A copy of a release with another issuer, other figures, other line breaks and other markup."""
    text = _rename(content.replace("\r\n", "\n"), stem, random)
    text = _change_figures(text, random)
    text = _change_markup(text, random) if html else _wrap(text, random)
    if random.random() < 0.3:
        text = _enclose(text, random)
    return text.replace("\n", "\r\n") if random.random() < 0.3 else text


def _rename(text: str, stem: str, random: Random) -> str:
    """Another name of the same length in place of the issuer's, as it is cased."""
    name = ""
    while len(name) < len(stem):
        name += random.choice(_STARTS) + random.choice(_MIDDLES) + random.choice(_ENDS)
    name = name[: len(stem)]

    def cased(found: re.Match[str]) -> str:
        if found[0].isupper():
            return name.upper()
        return name.capitalize() if found[0][0].isupper() else name

    return re.sub(re.escape(stem), cased, text, flags=re.IGNORECASE)


def _change_figures(text: str, random: Random) -> str:
    """One digit of about every twentieth figure, never the first."""

    def changed(found: re.Match[str]) -> str:
        if random.random() > 0.05:
            return found[0]
        places = [place for place, char in enumerate(found[0]) if char.isdigit() and place > 0]
        place = random.choice(places) if places else 0
        return found[0][:place] + random.choice("0123456789") + found[0][place + 1 :]

    return _FIGURE.sub(changed, text)


def _wrap(text: str, random: Random) -> str:
    """Paragraphs set to another width."""
    import textwrap

    width = random.randint(62, 84)

    def set_anew(found: re.Match[str]) -> str:
        # A table's lines have wide gaps; a list's lines are short.
        if _WIDE.search(found[0]) or max(map(len, found[0].splitlines())) < 50:
            return found[0]
        return textwrap.fill(" ".join(found[0].split()), width, break_on_hyphens=False) + "\n"

    return _PROSE.sub(set_anew, text)


def _change_markup(text: str, random: Random) -> str:
    """Tags in other letters or of the same meaning, attributes that say nothing, breaks between words."""
    swapped = {name for name in _SWAPS if random.random() < 0.5}
    shouting = random.random() < 0.3
    breaks = random.random() * 0.15

    def tag(found: re.Match[str]) -> str:
        slash, name, rest = found.groups()
        if name in swapped:
            name = _SWAPS[name]
        elif shouting and name.islower():
            name = name.upper()
        if not slash and not rest.endswith("/") and random.random() < 0.05:
            rest += f' data-cell="{random.randint(1, 999)}"'
        return f"<{slash}{name}{rest}>"

    text = _TAG.sub(tag, text)
    return _BLANK.sub(lambda _: "\n" if random.random() < breaks else " ", text)


def _enclose(text: str, random: Random) -> str:
    """The release as an exhibit of a full submission."""
    number = f"{random.randint(10**9, 10**10 - 1)}-{random.randint(0, 99):02}-{random.randint(1, 999999):06}"
    cover = "<DOCUMENT>\n<TYPE>8-K\n<SEQUENCE>1\n<TEXT>\nCURRENT REPORT\n\nThe release is Exhibit 99.1.\n</TEXT>\n</DOCUMENT>\n"
    exhibit = f"<DOCUMENT>\n<TYPE>EX-99.1\n<SEQUENCE>2\n<TEXT>\n{text}\n</TEXT>\n</DOCUMENT>\n"
    return f"<SEC-DOCUMENT>{number}.txt\n<SEC-HEADER>\nFORM TYPE: 8-K\n</SEC-HEADER>\n{cover}{exhibit}</SEC-DOCUMENT>\n"


def copies(count: int, seed: int, releases: Sequence[Path] = ()) -> Iterator[tuple[str, str]]:
    """Name and content of so many copies, of every release in turn."""
    sources = list(releases) or sorted(path for path in RELEASES.iterdir() if path.is_file())
    contents = [path.read_text(encoding="utf-8", errors="replace") for path in sources]
    for number in range(count):
        path, content = sources[number % len(sources)], contents[number % len(sources)]
        random = Random(f"{seed}-{number}")
        text = vary(content, issuer(path), random, html=path.suffix != ".txt")
        yield f"{number // 1000:03}/{number:06}_{path.name}", text


def issuer(path: Path) -> str:
    """The issuer's name by the name of its file: the first word of letters in it."""
    words = re.findall(r"[a-z]{4,}", path.stem.lower())
    return words[0] if words else "corporation"


def write_copies(folder: Path, count: int, seed: int, releases: Sequence[Path] = ()) -> None:
    """The copies as files, a thousand to a folder."""
    for name, text in copies(count, seed, releases):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    write_copies(args.folder, args.count, args.seed)
