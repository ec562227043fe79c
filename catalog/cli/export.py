"""`byot export`: the register, the trail, an auditor's pack and block lists, in the formats of other programs."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="The format; an unknown one names them all.")],
    file: Annotated[Path, typer.Argument(help="The file to write; - is standard output.")],
) -> None:
    """Write an export into a file that is there whole or not at all.

    $ byot export csv register.csv
    """
    from catalog import exporters
    from catalog.cli._exports import onto
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    plugin = exporters.load(form)
    with open_store(settings()) as store, store.session() as session, onto(file, plugin.SUFFIX) as out:
        exporters.export(session, form, out)
