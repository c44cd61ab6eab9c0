"""The command line: a thin skin over the library."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from narrext import __version__
from narrext.errors import NarrextError

# What computes is imported by the command that needs it: `narrext --help` waits for nothing.
if TYPE_CHECKING:
    from narrext.release import Release
    from narrext.report.records import Report
    from narrext.report.view import View

_T = TypeVar("_T")

# Of `narrext diff`: nothing mismatches, something does, the call or a file is bad.
EXIT_MATCH, EXIT_MISMATCH, EXIT_BAD = 0, 1, 2

_FILES = click.argument("files", nargs=-1, required=True, metavar="FILE...")
_EXHIBIT = click.option(
    "--exhibit",
    metavar="TYPE",
    help="Of a full submission, read this document: 99.1, EX-99.2 or a file name.",
)
_PATTERNS = click.option(
    "--patterns", type=click.Path(file_okay=False, exists=True, path_type=Path), metavar="DIR",
    help="Add the rules and lexicons of this folder.",
)  # fmt: skip
_OUTPUT = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write here, the whole output or nothing.",
)  # fmt: skip


def _format(*names: str) -> Callable[[Any], Any]:
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default="text",
        show_default=True,
        help="Form of the output.",
    )


# Commands that live beside what they run: name -> module and function, imported when called.
_ELSEWHERE = {
    "corpus": "narrext.corpus.command:corpus",
    "foot": "narrext.footing.command:foot",
    "patterns": "narrext.lint.command:patterns",
    "run": "narrext.batch.commands:run",
    "review": "narrext.review.command:review",
    "score": "narrext.score.command:score",
    "seed-errors": "narrext.seeding.command:seed_errors",
    "summary": "narrext.batch.commands:summary",
}


class _Commands(click.Group):
    """The commands of this file and those of `_ELSEWHERE`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, _, name = _ELSEWHERE[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


# What ends the name of a table that `--tables` is followed by.
_TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm")


class _TakesTables(click.Command):
    """A command whose ``--tables`` is followed by one file or several: ``--tables a.csv b.xlsx``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        spread: list[str] = []
        open_ended = False
        for arg in args:
            if open_ended and arg.lower().endswith(_TABLE_SUFFIXES):
                spread.append("--tables")
            else:
                open_ended = arg.startswith("--tables=") or spread[-1:] == ["--tables"]
            spread.append(arg)
        return super().parse_args(ctx, spread)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="narrext", message="%(prog)s %(version)s")
def cli() -> None:
    """Check the prose of an earnings release against the tables of the same release.

    FILE is a plain-text or HTML release or a full EDGAR submission; - is standard input.

    Example: narrext diff release.txt
    """


@cli.command(cls=_TakesTables)
@_FILES
@_format("text", "json", "jsonl", "csv", "markdown", "html")
@_OUTPUT
@click.option(
    "--only", multiple=True, type=click.Choice(["match", "rounding", "mismatch", "unsupported"]),
    help="Show only claims of this verdict; may be given again.",
)  # fmt: skip
@click.option("--trends", is_flag=True, help="Also list claims of a direction without a number.")
@click.option(
    "--tables", multiple=True, type=click.Path(dir_okay=False, exists=True), metavar="FILE...",
    help="Hold the prose against these tables instead of its own: .csv, .tsv or .xlsx files.",
)  # fmt: skip
@_EXHIBIT
@_PATTERNS
def diff(
    files: tuple[str, ...],
    form: str,
    output: Path | None,
    only: tuple[str, ...],
    trends: bool,
    tables: tuple[str, ...],
    exhibit: str | None,
    patterns: Path | None,
) -> int:
    """Tie each claim of the prose to the tables and print what does not agree.

    Exits with 0 when nothing mismatches, 1 when something does, 2 when the call or a file is bad.

    \b
    Examples:
      narrext diff release.txt
      narrext diff --only mismatch --only rounding q1.htm q2.htm
      narrext diff --format json -o report.json release.txt
      narrext diff draft.txt --tables results.xlsx segments.csv
    """
    from narrext.api import check
    from narrext.report.render import render

    def compare(release: Release) -> Report:
        return check(release, tables=tables or None, patterns=patterns, trends=trends)

    reports, bad = _each(files, exhibit, compare)
    if reports:
        _write(render(form, reports, _view(output, only, trends)), output)
    if bad:
        return EXIT_BAD
    # A trend counts where the caller asked for trends.
    judged = [verdict for report in reports for verdict in (report.verdicts if trends else report.claims)]
    return EXIT_MISMATCH if any(verdict.verdict == "mismatch" for verdict in judged) else EXIT_MATCH


@cli.command()
@_FILES
@_format("text", "json", "jsonl", "csv")
@_OUTPUT
@_EXHIBIT
@_PATTERNS
def claims(
    files: tuple[str, ...], form: str, output: Path | None, exhibit: str | None, patterns: Path | None
) -> int:
    """Print the claims of the prose as read, before they are held against anything.

    Example: narrext claims --format csv release.txt
    """
    from narrext.api import extract
    from narrext.report.listings import CLAIMS

    extracts, bad = _each(files, exhibit, lambda release: (release, extract(release, patterns=patterns)))
    if extracts:
        _write(CLAIMS[form](extracts, _view(output)), output)
    return EXIT_BAD if bad else EXIT_MATCH


@cli.command()
@_FILES
@click.option("--wide/--tidy", default=True, help="A line item a line (the default), or a figure a line.")
@_format("text", "csv", "json")
@_OUTPUT
@_EXHIBIT
def tables(files: tuple[str, ...], wide: bool, form: str, output: Path | None, exhibit: str | None) -> int:
    """Print the line items of the tables as read, values in full units.

    \b
    Examples:
      narrext tables release.txt
      narrext tables --tidy --format csv release.txt
    """
    from narrext.api import tables as read_tables
    from narrext.report.listings import TABLES

    sets, bad = _each(files, exhibit, lambda release: (release, read_tables(release)))
    if sets:
        _write(TABLES["wide" if wide else "tidy", form](sets, _view(output)), output)
    return EXIT_BAD if bad else EXIT_MATCH


@cli.command()
@click.argument("file")
@_OUTPUT
@_EXHIBIT
def text(file: str, output: Path | None, exhibit: str | None) -> int:
    """Print the text that offsets refer to, to the character.

    Of a plain-text release it is the file, decoded; of HTML it is the rendered text. Output is UTF-8.

    Example: narrext text release.htm
    """
    texts, bad = _each((file,), exhibit, lambda release: release.text)
    for each in texts:
        _write(each, output)
    return EXIT_BAD if bad else EXIT_MATCH


# Imports alone make hundreds of thousands of objects that stay: looking through them for garbage every
# few hundred, and once more at the end, would take a sixth of the time of a short command.
_GARBAGE_EVERY = 100_000


def main() -> None:
    """Run the command line; a bad call or file ends in one sentence on standard error."""
    gc.set_threshold(_GARBAGE_EVERY, *gc.get_threshold()[1:])
    try:
        code = cli.main(standalone_mode=False)
    except click.ClickException as error:
        code = _complain(error.format_message())
    except NarrextError as error:
        code = _complain(str(error))
    except click.Abort:
        code = 130  # as shells report an interrupt
    gc.freeze()  # the process ends: its memory is given back whole
    sys.exit(code)


def _complain(message: str) -> int:
    click.echo(f"narrext: {' '.join(message.split())}", err=True)
    return EXIT_BAD


def _each(files: Sequence[str], exhibit: str | None, make: Callable[[Release], _T]) -> tuple[list[_T], bool]:
    """What `make` gives for each file that can be read; the others are named, and the flag is set."""
    from narrext.release import read

    made: list[_T] = []
    bad = False
    for file in files:
        try:
            if file == "-":
                release = read(sys.stdin.buffer.read(), name="standard input", exhibit=exhibit)
            else:
                release = read(Path(file), exhibit=exhibit)
            made.append(make(release))
        except NarrextError as error:
            _complain(str(error))
            bad = True
    return made, bad


def _view(output: Path | None, only: Sequence[str] = (), trends: bool = False) -> View:
    from narrext.report.view import View

    terminal = output is None and sys.stdout.isatty()
    color = (terminal or bool(os.environ.get("FORCE_COLOR"))) and not os.environ.get("NO_COLOR")
    width = shutil.get_terminal_size((100, 24)).columns
    return View(frozenset(only), trends, width, color)


def _write(content: str, output: Path | None) -> None:
    """To the file, whole or not at all, or to standard output; always UTF-8 to a file or a pipe."""
    if output is not None:
        from narrext.report.files import write_whole

        write_whole(output, content)
        return
    encoding = (sys.stdout.encoding or "utf-8") if sys.stdout.isatty() else "utf-8"
    try:
        click.echo(content.encode(encoding, errors="replace"), nl=False)
    except BrokenPipeError:
        # The reader has seen enough (`| head`); what the verdicts say still decides the exit code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
