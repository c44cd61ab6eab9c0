"""`narrext review`: serve the review page to a browser on this machine."""

from __future__ import annotations

import getpass
import re
import secrets
import socket
import webbrowser
from pathlib import Path

import click

from narrext.errors import NarrextError

# Only this machine can reach it; there is no option to change that.
HOST = "127.0.0.1"


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--reviewer", metavar="NAME", help="Whose layer is shown and written. [default: your login]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0, the default, takes a free one.")
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
@click.option(
    "--start", type=click.Choice(["narrext", "gold"]), default="narrext", show_default=True,
    help="What a new layer begins with: the program's claims, or the gold of the corpus.",
)  # fmt: skip
@click.option(
    "--state", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Keep the reviews here. [default: review/ beside the source]",
)  # fmt: skip
def review(
    source: Path, reviewer: str | None, port: int, no_browser: bool, start: str, state: Path | None
) -> None:
    """Accept, correct and add claims on a local page, the release beside its tables.

    SOURCE is a corpus folder (releases/ and gold/), a release, or a folder of releases or of reports.
    Every action is on disk before the page says so; Ctrl-C ends the server.

    \b
    Examples:
      narrext review corpus/
      narrext review --reviewer ann release.htm
    """
    try:
        import uvicorn

        from narrext.review.app import make_app
    except ModuleNotFoundError as error:
        raise NarrextError(f"The review page needs {error.name}: pip install 'narrext[review]'.") from error
    from narrext.review.desk import Reviews, check_reviewer
    from narrext.review.source import find_source
    from narrext.review.store import Store
    from narrext.review.subject import Shelf

    name = check_reviewer(reviewer or re.sub(r"[^\w.@-]", "-", getpass.getuser()))
    found = find_source(source, state)
    reviews = Reviews(found, Shelf(found.entries), Store(found.folder), start)
    listening = listen(port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(18)
    app = make_app(reviews, name, token, port)
    address = f"http://{HOST}:{port}/{token}/"
    click.echo(
        f"Reviewing {len(found.entries)} in {found.name} as {name}; reviews are kept in {found.folder}."
    )
    click.echo(address)
    if not no_browser:
        webbrowser.open(address)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, proxy_headers=False
    )
    uvicorn.Server(config).run(sockets=[listening])


def listen(port: int) -> socket.socket:
    """A socket on this machine alone; raises NarrextError where the port is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
        made.listen(128)
    except OSError as error:
        made.close()
        raise NarrextError(
            f"Port {port} cannot be used: {error.strerror}. Leave --port out to take a free one."
        ) from error
    return made
