"""`byot mine`: what is known of me."""

from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer()


@app.command()
def mine(
    by: Annotated[str, typer.Option("--by", help="Who asks: a name, a login or a mail address.", metavar="WHO")],
    as_json: AsJson = False,
) -> None:
    """Show all that is known of a person's use: each tool with its sources, their names in logs, what they asked.

    $ byot adopt trello --by anna --data internal
    $ byot mine --by anna --json
    """
    from catalog.adoption.erasing import known_of
    from catalog.cli._adoptions import tell
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.session() as session:
        told = known_of(session, by)
    if as_json:
        document(told)
        return
    tell(told["adoptions"])
    names = ", ".join(one["name"] for one in told["names"])
    typer.echo(f"Logs know you as: {names}" if names else "Logs know you by no name yet.")
    for wish in told["erasures"]:
        typer.echo(f"{wish['id']}  erasure of {wish['adoption'] or 'all of it'}: {wish['state']}, due {wish['due']}")
