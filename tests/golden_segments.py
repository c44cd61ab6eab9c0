"""Renders the blocks of a release, a line each, and writes the golden files of ``tests/cases/segments``.

    python tests/golden_segments.py

Read what changed before it is committed.
"""

from __future__ import annotations

from pathlib import Path

from narrext.release import read
from narrext.segment import segment, sentence_text

CASES = Path(__file__).parent / "cases" / "segments"
GOLDEN = Path(__file__).parent / "golden" / "segments"


def render_blocks(path: Path) -> str:
    """Kind and words of each block, white space folded; long ones without their middle."""
    release = read(path)
    lines = []
    for block in segment(release):
        words = " ".join(sentence_text(release.text, block).split())
        lines.append(f"{block.kind:<12}{words if len(words) < 150 else f'{words[:90]} … {words[-50:]}'}")
    return "\n".join(lines) + "\n"


def main() -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for path in sorted(CASES.glob("*.txt")):
        (GOLDEN / path.name).write_text(render_blocks(path), encoding="utf-8")


if __name__ == "__main__":
    main()
