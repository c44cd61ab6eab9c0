"""How far the lexicons generalise: each issuer checked without the entries that only its own releases have.

    python tests/benchmarks/leave_one_out.py corpus ../shared/gold --filings ../shared/filings

For each issuer every alias of ``line_items.csv`` and every cue of ``cues.toml`` is switched off that stands in
its releases and in nobody else's: whoever wrote that entry down can only have met it there. Then its releases
are scored again. Names of line items that the release's own tables print are found either way.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADING = "claims F1, ties F1, whole: with all -> without"
MEASURES = ("claims F1", "ties F1", "whole")


def documents(folders: Sequence[Path], filings: Path | None) -> Iterator[tuple[str, Path, Path]]:
    """``(issuer, gold file, release)`` of all documents at hand."""
    from narrext.corpus.folder import read_corpus

    for folder in folders:
        for document in read_corpus(folder, filings).documents:
            if document.source is not None:
                yield issuer_of(document.name), document.gold, document.source


def issuer_of(name: str) -> str:
    """``2003_pericom_FY2004Q1`` and ``orrinvale_2005q2`` are named by year and issuer, in either order."""
    return next(part for part in name.split("_") if not part[0].isdigit())


def words_of(source: Path) -> str:
    """The text of a release, lower case, words with single blanks between and around them."""
    from narrext.release import read

    return f" {' '.join(re.findall(r'[a-z0-9&%]+', read(source).text.lower()))} "


def stands_in(phrase: str, text: str) -> bool:
    return f" {' '.join(re.findall(r'[a-z0-9&%]+', phrase.lower()))} " in text


def phrases() -> set[str]:
    """All aliases and cues."""
    with (ROOT / "patterns" / "line_items.csv").open(encoding="utf-8", newline="") as lines:
        found = {row["alias"] for row in csv.DictReader(lines)}
    cues = tomllib.loads((ROOT / "patterns" / "cues.toml").read_text(encoding="utf-8"))["cue"]
    return found | {word for cue in cues for word in cue["words"]}


def own_phrases(texts: dict[str, str]) -> dict[str, set[str]]:
    """Issuer -> the phrases that stand in its releases alone."""
    found: dict[str, set[str]] = defaultdict(set)
    for phrase in phrases():
        users = [issuer for issuer, text in texts.items() if stands_in(phrase, text)]
        if len(users) == 1:
            found[users[0]].add(phrase)
    return found


def without(gone: set[str], folder: Path) -> Path:
    """A copy of the patterns in `folder` that lacks some phrases."""
    copy = Path(shutil.copytree(ROOT / "patterns", folder / "patterns"))
    items = copy / "line_items.csv"
    with items.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    with items.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(row for row in rows if row[1] not in gone)
    cues = copy / "cues.toml"
    text = cues.read_text(encoding="utf-8")
    for word in gone:
        text = text.replace(f'"{word}", ', "").replace(f', "{word}"', "")
    cues.write_text(text, encoding="utf-8")
    return copy


def score(golds: Sequence[tuple[Path, Path]], patterns: Path | None) -> list[float]:
    """The measures of documents under other patterns, in a process of their own: lexicons are read once."""
    given = json.dumps([[str(gold), str(source)] for gold, source in golds])
    command = [
        sys.executable,
        __file__,
        "--score",
        given,
        *(["--patterns", str(patterns)] if patterns else []),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return [float(value) for value in json.loads(done.stdout)]


def score_here(golds: Iterable[Sequence[str]], patterns: Path | None) -> list[float]:
    from narrext import lexicons

    if patterns is not None:
        lexicons.patterns_folder = lambda: patterns  # type: ignore[assignment]
    from narrext.api import check
    from narrext.corpus.gold import read_gold
    from narrext.corpus.records import SETTLED
    from narrext.release import read
    from narrext.score.measure import count, measures, outcomes
    from narrext.score.run import gold_in, said_in

    found = []
    for gold, source in golds:
        release = read(source)
        claims = tuple(claim for claim in read_gold(Path(gold)) if claim.status in SETTLED)
        found += outcomes(gold_in(release.text, claims, Path(gold)), said_in(check(release)))
    told = measures(count(found))
    return [told[name] or 0.0 for name in MEASURES]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", nargs="*", type=Path, default=[ROOT / "corpus"])
    parser.add_argument("--filings", type=Path)
    parser.add_argument("--score", help=argparse.SUPPRESS)
    parser.add_argument("--patterns", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.score:
        json.dump(score_here(json.loads(given.score), given.patterns), sys.stdout)
        return 0
    golds: dict[str, list[tuple[Path, Path]]] = defaultdict(list)
    for issuer, gold, source in documents(given.corpora, given.filings):
        golds[issuer].append((gold.resolve(), source.resolve()))
    texts = {issuer: "".join(words_of(source) for _, source in own) for issuer, own in golds.items()}
    only = own_phrases(texts)
    sys.stdout.write(f"{'issuer':<14}{'documents':>10}{'switched off':>14}   {HEADING}\n")
    for issuer, own in sorted(golds.items()):
        with tempfile.TemporaryDirectory() as folder:
            before, after = score(own, None), score(own, without(only[issuer], Path(folder)))
        shown = "   ".join(f"{a:.1%} -> {b:.1%}" for a, b in zip(before, after, strict=True))
        sys.stdout.write(f"{issuer:<14}{len(own):>10}{len(only[issuer]):>14}   {shown}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # this checkout, installed or not
    sys.exit(main())
