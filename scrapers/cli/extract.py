"""`byot extract`: what saved pages state."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Saved pages: HTML, Markdown or text.")],
    url: Annotated[str | None, typer.Option(help="The address that the pages were saved from.")] = None,
    kind: Annotated[str | None, typer.Option(help="pricing, security, dpa ... [guessed]")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Print facts beyond those of the contract too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Say what saved pages state: prices, certificates, sign-in, encryption and more. No network, no database.

    Ends with 2 where a file cannot be read; the others are still printed.

    $ byot extract fernwood--pricing.html --kind pricing --json
    """
    from scrapers.cli import _extracted

    bad = _extracted.show(files, url=url, kind=kind, everything=everything, as_json=as_json)
    raise typer.Exit(2 if bad else 0)
