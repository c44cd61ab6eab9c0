"""The commands ``narrext run`` and ``narrext summary``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from narrext.batch.progress import Progress

EXIT_DONE, EXIT_STOPPED = 0, 130  # as shells report an interrupt


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("-o", "--output", required=True, metavar="OUT", help="The dataset's folder, or an fsspec URL.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; by default one a core.")
@click.option("--resume", is_flag=True, help="Go on with the run that OUT holds: do only what is missing.")
@click.option("--retry-failed", is_flag=True, help="As --resume, and try again what failed.")
@click.option("--time-limit", type=click.FloatRange(min=0), default=60.0, show_default=True,
              metavar="SECONDS", help="Of one document; 0 for none.")  # fmt: skip
@click.option("--memory-limit", type=click.IntRange(min=0), default=2048, show_default=True, metavar="MB",
              help="Of one document; 0 for none.")  # fmt: skip
@click.option("--text-column", metavar="NAME", help="Of tables: the column of releases.")
@click.option("--id-column", metavar="NAME", help="Of tables: the column of their names.")
@click.option("--part-size", type=click.IntRange(min=1), default=64, show_default=True, metavar="N",
              help="About so many documents make a file of each table.")  # fmt: skip
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True,
              help="Processes of this machine, or a Ray cluster.")  # fmt: skip
@click.option("--address", help="Of the Ray cluster; by default the one that this machine belongs to.")
@click.option("--patterns", type=click.Path(file_okay=False, exists=True, path_type=Path), metavar="DIR",
              help="Add the rules and lexicons of this folder.")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help="Do not show how far it has come.")
def run(
    sources: tuple[str, ...],
    output: str,
    workers: int | None,
    resume: bool,
    retry_failed: bool,
    time_limit: float,
    memory_limit: int,
    text_column: str | None,
    id_column: str | None,
    part_size: int,
    engine: str,
    address: str | None,
    patterns: Path | None,
    quiet: bool,
) -> int:
    """Check many releases and write a Parquet dataset of documents, claims, line_items and findings.

    SOURCE is a file, a folder, a glob in quotes, a zip or tar archive, a JSONL or Parquet file with a
    column of texts, or an fsspec URL of these. Pictures and data files in folders and archives are left
    aside. A document that cannot be checked is a row in findings and does not stop the run.

    \b
    Examples:
      narrext run filings/ -o checked
      narrext run filings/ -o checked --resume
      narrext run 2003.zip 'more/*.txt' releases.parquet -o checked --workers 8
      narrext run s3://bucket/filings -o s3://bucket/checked --engine ray --address auto
    """
    from narrext.batch.checking import Settings
    from narrext.batch.runner import run as run_all

    settings = Settings(
        str(patterns.resolve()) if patterns else None, time_limit or None, memory_limit or None
    )
    progress = _progress(sources, output, quiet, (text_column, id_column, part_size))
    try:
        result = run_all(
            sources, output, workers=workers, resume=resume, retry_failed=retry_failed, engine=engine,
            address=address, settings=settings, text_column=text_column, id_column=id_column,
            part_size=part_size, progress=progress,
        )  # fmt: skip
    except KeyboardInterrupt:
        progress.close()
        click.echo("narrext: stopped; what is done is kept. Add --resume to go on.", err=True)
        return EXIT_STOPPED
    finally:
        progress.close()
    _close(result.documents, result.failed, result.kept, progress.rate(), output)
    return EXIT_DONE


def _progress(
    sources: tuple[str, ...], output: str, quiet: bool, columns: tuple[str | None, str | None, int]
) -> Progress:
    from narrext.batch.parts import Plan
    from narrext.batch.progress import Progress, progress_for

    if quiet:
        return Progress()
    return progress_for(Plan(sources, *columns, output).count(), sys.stderr)


def _close(documents: int, failed: int, kept: int, rate: float, output: str) -> None:
    from narrext.report.words import count

    words = [f"{count(documents, 'document')} in {output}"]
    if kept:
        words.append(f"{kept:,} of them from before")
    if documents > kept:
        words.append(f"{rate:,.1f} a second")
    words.append(f"{failed:,} failed" if failed else "none failed")
    click.echo(f"narrext: {', '.join(words)}. Look at it with: narrext summary {output}", err=True)


@click.command()
@click.argument("output", metavar="OUT")
@click.option("--format", "form", type=click.Choice(["text", "html", "json"]), default="text",
              show_default=True, help="Form of the summary.")  # fmt: skip
@click.option("-o", "--output", "file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write here, the whole summary or nothing.")  # fmt: skip
@click.option("--top", type=click.IntRange(min=0), default=20, show_default=True, metavar="N",
              help="So many candidates, slow and failed documents.")  # fmt: skip
def summary(output: str, form: str, file: Path | None, top: int) -> int:
    """Sum up the dataset of a run.

    Verdicts, reasons, coverage, likely false alarms ranked, slowest and failed documents.

    \b
    Examples:
      narrext summary checked
      narrext summary checked --format html -o checked.html
    """
    from narrext.batch.summary import summarize
    from narrext.batch.summary_text import render_text
    from narrext.report.files import write_whole

    found = summarize(output, top=top)
    if form == "html":
        from narrext.batch.summary_html import render_html

        content = render_html(found)
    elif form == "json":
        content = found.to_json() + "\n"
    else:
        content = render_text(found)
    if file is not None:
        write_whole(file, content)
    else:
        click.echo(content.encode("utf-8", "replace"), nl=False)
    return EXIT_DONE
