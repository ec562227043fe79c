"""`byot adoptions`: who uses what."""

from typing import Annotated

import typer

from catalog.cli._show import AsJson, documents

app = typer.Typer()


@app.command()
def adoptions(
    tool: Annotated[str | None, typer.Option(help="Only those of this tool.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Only those of this person.", metavar="WHO")] = None,
    as_json: AsJson = False,
) -> None:
    """List who uses what, newest first: what people declared and what logs showed.

    $ byot adoptions --tool trello
    """
    from catalog.adoption.listing import each
    from catalog.cli._adoptions import tell
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.session() as session:
        told = each(session, tool=tool, by=by)
        if as_json:
            documents("adoptions", told)
        else:
            tell(told)
