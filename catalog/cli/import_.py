"""`byot import`: what other systems and surveys know of the tools in use."""

from pathlib import Path
from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer()


@app.command()
def import_(
    export: Annotated[str, typer.Argument(metavar="FORMAT", help="The export's format: survey.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The export.")],
    as_json: AsJson = False,
) -> None:
    """Take an export into the register: each row that says who uses what is declared, the others are shown.

    $ byot import survey survey.csv
    """
    from catalog import people
    from catalog.adoption.importing import import_file
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store:
        store.transact(people.settle)
        told = import_file(store, export, file)
    if as_json:
        document(told)
        return
    for one in told["unusable"]:
        typer.echo(f"line {one['line']}: {one['why']}")
    typer.echo(f"{told['file']}: {told['declared']} declared, {len(told['unusable'])} not usable")
