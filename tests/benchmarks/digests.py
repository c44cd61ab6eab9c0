"""A digest of the whole report of each release, to hold against those of another version.

    python tests/benchmarks/digests.py > before.txt
    # … make it faster …
    python tests/benchmarks/digests.py --against before.txt

Work on speed changes no report: the second call names each release whose report is another, and then ends
with 1. Releases are those of the folder that NARREXT_FILINGS names, else of ../shared/filings, and those of
corpus/releases.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "corpus" / "releases"


def filings() -> list[Path]:
    """Real filings, where they are there."""
    place = os.environ.get("NARREXT_FILINGS")
    folder = Path(place) if place else ROOT.parent / "shared" / "filings"
    return files_of(folder) if folder.is_dir() else []


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".htm", ".html"))


def digests(paths: Iterable[Path]) -> dict[str, str]:
    """By the name of each release, a digest of its report as JSON, claims of a direction included."""
    from narrext import check, read
    from narrext.report.render import render
    from narrext.report.view import View

    view = View(frozenset(), True, 100, False)
    found = {}
    for path in paths:
        report = check(read(path.read_bytes(), name=path.name), trends=True)
        found[path.name] = hashlib.sha256(render("json", [report], view).encode()).hexdigest()
    return found


def differences(now: dict[str, str], before: dict[str, str]) -> list[str]:
    """The releases that both know and that have another report now."""
    return sorted(name for name in now.keys() & before.keys() if now[name] != before[name])


def read_digests(lines: Iterable[str]) -> dict[str, str]:
    """What this program has printed."""
    return {name: digest for digest, _, name in (line.strip().partition("  ") for line in lines) if name}


def main(args: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("releases", nargs="*", type=Path)
    parser.add_argument("--against", type=Path, metavar="FILE", help="what this program printed before")
    given = parser.parse_args(args)
    found = digests(given.releases or [*filings(), *files_of(OWN)])
    if given.against is None:
        sys.stdout.writelines(f"{digest}  {name}\n" for name, digest in found.items())
        return 0
    changed = differences(found, read_digests(given.against.read_text(encoding="utf-8").splitlines()))
    sys.stdout.writelines(f"{name}\n" for name in changed)
    sys.stdout.write(f"{len(changed)} of {len(found)} reports are others\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # this checkout, installed or not
    sys.exit(main())
