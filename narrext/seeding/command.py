"""`narrext seed-errors`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from narrext.seeding.records import KINDS


@click.command("seed-errors")
@click.argument("releases", nargs=-1, required=True, metavar="RELEASE...")
@click.option("--seed", default=0, show_default=True, help="The same seed plants the same errors.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(KINDS),
    help="Plant only errors of this kind; may be given again.",
)  # fmt: skip
@click.option("--where", type=click.Choice(["prose", "table"]), help="Plant only there.")
@click.option("--misses", is_flag=True, help="Also print each error that was missed or felt elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON (narrext.seeding/1).")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write here, the whole output or nothing.",
)  # fmt: skip
@click.option("--exhibit", metavar="TYPE", help="Of a full submission, read this document: 99.1.")
def seed_errors(
    releases: tuple[str, ...],
    seed: int,
    kinds: tuple[str, ...],
    where: str | None,
    misses: bool,
    as_json: bool,
    output: Path | None,
    exhibit: str | None,
) -> int:
    """Plant errors into copies of releases, one at a time, and count which are flagged.

    Each claim that agrees with its cells gets, one after another, a wrong digit, digits exchanged, a
    slip of ten or of a thousand, up for down, a loss for an income, the wrong period, last year's
    figure, the year to date for the quarter, another line's figure or name, percent for points, a
    percentage of the wrong base; and each cell that a claim rests on, wrong figures. The files stay
    as they are.

    \b
    Examples:
      narrext seed-errors corpus/releases/tarnwell_2003q3.txt
      narrext seed-errors --seed 7 --misses corpus/releases/*
    """
    from narrext.release import read
    from narrext.seeding.plant import seed_release
    from narrext.seeding.render import encode_seeding, render_misses, render_seeding

    seeded = [
        seed_release(
            read(Path(release), exhibit=exhibit),
            seed=seed,
            where=(where,) if where else ("prose", "table"),
            kinds=kinds or KINDS,
        )
        for release in releases
    ]
    if as_json:
        content = json.dumps(encode_seeding(seeded, seed), ensure_ascii=False, indent=1) + "\n"
    else:
        content = render_seeding(seeded, seed) + ("\n" + render_misses(seeded) if misses else "")
    if output is None:
        click.echo(content, nl=False)
    else:
        from narrext.report.files import write_whole

        write_whole(output, content)
    return 0
