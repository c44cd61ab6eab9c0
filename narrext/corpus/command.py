"""`narrext corpus`."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def corpus() -> None:
    """Work on an annotated corpus.

    Example: narrext corpus fetch corpus/ --into filings --user-agent "Jane Roe jane@example.com"
    """


@corpus.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="CORPUS")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), required=True, metavar="DIR",
    help="Folder to put the filings in; it is made if need be.",
)  # fmt: skip
@click.option(
    "--user-agent", required=True, metavar="TEXT",
    help="Who asks, as EDGAR wants to know it: a name and an e-mail address.",
)  # fmt: skip
@click.option(
    "--gap", type=click.FloatRange(min=0.1), default=0.5, show_default=True, metavar="SECONDS",
    help="Wait so long between two requests; EDGAR allows ten a second.",
)  # fmt: skip
@click.option(
    "--server", default="https://www.sec.gov", show_default=True, metavar="URL", help="A mirror of EDGAR's."
)
def fetch(folder: Path, names: tuple[str, ...], into: Path, user_agent: str, gap: float, server: str) -> int:
    """Bring the real filings that the corpus names from EDGAR, and check that they are those annotated.

    All that are not in the folder yet, or the NAMEs given. Exits with 1 where one could not be had.

    \b
    Example:
      narrext corpus fetch corpus/ --into filings --user-agent "Jane Roe jane@example.com"
      NARREXT_FILINGS=filings narrext score corpus/
    """
    from narrext.corpus.fetch import Fetcher, chosen, fetch_all
    from narrext.corpus.folder import read_filings

    filings = chosen(read_filings(folder / "filings.jsonl"), names)
    results = fetch_all(filings, into, Fetcher(user_agent, server, gap))
    failed = 0
    for result in results:
        click.echo(f"{result.filing.name}: {result.message}", err=not result.here)
        failed += not result.here
    return 1 if failed else 0
