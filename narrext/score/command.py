"""`narrext score`."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="CORPUS")
@click.option(
    "--filings", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
    help="Folder that holds the real filings; by default what NARREXT_FILINGS names.",
)  # fmt: skip
@click.option("--split", type=click.Choice(["dev", "test"]), help="Score the documents of this split only.")
@click.option("--misses", is_flag=True, help="Also print every claim that is not wholly right.")
@click.option(
    "--compare", "old", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="OLD.json",
    help="Print what changed since a score saved with --json, claim by claim.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON (narrext.score/1).")
@click.option("--seed", default=0, show_default=True, help="Of the bootstrap.")
@click.option("--resamples", default=1000, show_default=True, help="Of the bootstrap; 0 leaves it off.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write here, the whole output or nothing.",
)  # fmt: skip
def score(
    folder: Path,
    filings: Path | None,
    split: str | None,
    misses: bool,
    old: Path | None,
    as_json: bool,
    seed: int,
    resamples: int,
    output: Path | None,
) -> int:
    """Hold what narrext says of a corpus against its gold: claims, ties, fields, verdicts, alarms.

    CORPUS is a folder with gold/ and releases/, or one of bare gold files whose documents --filings holds.

    \b
    Examples:
      narrext score corpus/
      narrext score corpus/ --json -o before.json
      narrext score corpus/ --compare before.json --misses
    """
    from narrext.corpus import read_corpus
    from narrext.score.encode import compare, encode_score, read_score
    from narrext.score.render import render_changes, render_misses, render_score
    from narrext.score.run import score_corpus

    earlier = read_score(old) if old else None
    encoded = encode_score(
        score_corpus(read_corpus(folder, filings), split=split), seed=seed, resamples=resamples
    )
    if as_json:
        _write(json.dumps(encoded, ensure_ascii=False, indent=1) + "\n", output)
        return 0
    parts = [render_score(encoded)]
    if misses:
        parts.append(render_misses(encoded))
    if earlier is not None:
        parts.append(render_changes(compare(earlier, encoded)))
    _write("\n".join(parts), output)
    return 0


def _write(content: str, output: Path | None) -> None:
    if output is None:
        click.echo(content, nl=False)
        return
    from narrext.report.files import write_whole

    write_whole(output, content)
