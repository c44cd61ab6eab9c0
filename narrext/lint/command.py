"""``narrext patterns``: what users do with rules of their own."""

from __future__ import annotations

from pathlib import Path

import click

from narrext.errors import NarrextError

# As of all commands: 0 nothing to say, 2 the call or a file is bad.
EXIT_CLEAN, EXIT_BAD = 0, 2


@click.group()
def patterns() -> None:
    """Rules and lexicons: narrext's own and those of a folder given with --patterns.

    Example: narrext patterns check my-rules
    """


@patterns.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR")
def check(folder: Path) -> int:
    """Name what is wrong with the rules of a folder, by file and line.

    Found are unknown keys and files, examples that are not read as their rule says, rules that never
    match and rules that another one shadows. Exits with 0 where nothing is wrong, with 2 where something is.

    Example: narrext patterns check my-rules
    """
    # The checks bring spaCy along: `--help` does without it.
    from narrext.lint.check import check_folder

    try:
        slips = check_folder(folder)
    except NarrextError as error:
        raise click.ClickException(str(error)) from error
    for slip in slips:
        click.echo(str(slip))
    if slips:
        click.echo(f"{len(slips)} to mend in {folder}.", err=True)
        return EXIT_BAD
    click.echo(f"{folder}: nothing wrong.")
    return EXIT_CLEAN
