"""The command ``narrext foot``."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrext.errors import NarrextError

if TYPE_CHECKING:
    from narrext.footing.listing import Footed
    from narrext.report.view import View

EXIT_FOOTS, EXIT_DOES_NOT, EXIT_BAD = 0, 1, 2


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True,
    help="Form of the output.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write here, the whole output or nothing.",
)  # fmt: skip
@click.option("--all", "every", is_flag=True, help="Also show the checks that hold, with their working.")
@click.option(
    "--exhibit", metavar="TYPE", help="Of a full submission, read this document: 99.1, EX-99.2 or a file name.",
)  # fmt: skip
def foot(files: tuple[str, ...], form: str, output: Path | None, every: bool, exhibit: str | None) -> int:
    """Foot the tables of a release: print what does not add up, with its working.

    Totals and subtotals, columns that are sums of others, changes and changes in percent, shares of a
    line, earnings per share, the balance of the balance sheet, cash from beginning to end, and items that
    several statements print, each within the rounding of its parts.

    Exits with 0 when all that was checked foots, 1 when something does not, 2 when the call or a file is bad.

    \b
    Examples:
      narrext foot release.txt
      narrext foot --all release.htm
      narrext foot --format csv -o checks.csv q1.txt q2.txt
    """
    from narrext.footing.listing import LISTINGS

    footed: list[Footed] = []
    bad = False
    for file in files:
        try:
            footed.append(_foot_file(file, exhibit, every))
        except NarrextError as error:
            click.echo(f"narrext: {' '.join(str(error).split())}", err=True)
            bad = True
    if footed:
        _write(LISTINGS[form](footed, _view(output)), output)
    if bad:
        return EXIT_BAD
    failed = any(footing.failed for each in footed for footing in each.footings)
    return EXIT_DOES_NOT if failed else EXIT_FOOTS


def _foot_file(file: str, exhibit: str | None, every: bool) -> Footed:
    from narrext.footing.foot import foot as foot_tables
    from narrext.footing.foot import sum_up
    from narrext.footing.listing import Footed
    from narrext.release import read
    from narrext.segment import segment
    from narrext.tables.read import read_tables

    source = sys.stdin.buffer.read() if file == "-" else Path(file)
    release = read(source, name="standard input" if file == "-" else None, exhibit=exhibit)
    tables = read_tables(release, segment(release))
    return Footed(release, tables, sum_up(tables, foot_tables(tables)), every)


def _view(output: Path | None) -> View:
    from narrext.report.view import View

    terminal = output is None and sys.stdout.isatty()
    color = (terminal or bool(os.environ.get("FORCE_COLOR"))) and not os.environ.get("NO_COLOR")
    return View(width=shutil.get_terminal_size((100, 24)).columns, color=color)


def _write(content: str, output: Path | None) -> None:
    """To the file, whole or not at all, or to standard output."""
    if output is None:
        click.echo(content, nl=False)
        return
    from narrext.report.files import write_whole

    write_whole(output, content)
