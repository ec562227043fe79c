"""`byot import`: what other systems and surveys know of the tools in use."""

from pathlib import Path
from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer()


@app.command()
def import_(
    export: Annotated[str, typer.Argument(metavar="FORMAT", help="The export's format, or: undo.")] = "",
    file: Annotated[str, typer.Argument(metavar="FILE", help="The export; for undo the batch, or: last.")] = "",
    listed: Annotated[bool, typer.Option("--list", help="List the formats and the batches instead.")] = False,
    by: Annotated[str, typer.Option("--by", help="Whom the trail names.", metavar="WHO")] = "import",
    as_json: AsJson = False,
) -> None:
    """Take an export into the register: what it shows is proposed, what people say in it is declared.

    A content counts once, however often it is imported. Entries that cannot be read are counted, the first ones shown
    with their line and why. Each import is a batch; to undo it takes back what rests on it alone.

    $ byot import --list

    $ byot import survey survey.csv

    $ byot import undo last
    """
    from catalog import people
    from catalog.adoption import batches
    from catalog.adoption.importing import formats, import_file
    from catalog.cli import _imports
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    if not listed and not (export and file):
        raise typer.BadParameter("name a format and a file, or give --list")
    with open_store(settings()) as store:
        if listed:
            with store.session() as session:
                told = {"formats": formats(), "batches": batches.listing(session)}
            tell = _imports.tell_list
        elif export == "undo":
            told = store.transact(lambda session: batches.undo(session, file, by=people.clean(by)))
            tell = _imports.tell_undone
        else:
            store.transact(people.settle)
            told = import_file(store, export, Path(file), by=people.clean(by))
            tell = _imports.tell_import
    if as_json:
        document(told)
    else:
        tell(told)
