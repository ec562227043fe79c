"""`byot erasure`: ask that what is known of your use be erased, and answer such a wish."""

from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer(help="Ask that what is known of your use be erased; answer those who ask.")
By = Annotated[str, typer.Option("--by", help="Who acts.", metavar="WHO")]


@app.command()
def ask(
    by: By,
    adoption: Annotated[str | None, typer.Option(help="Only this adoption. [all of mine]")] = None,
    text: Annotated[str, typer.Option(help="What you want to add.")] = "",
    as_json: AsJson = False,
) -> None:
    """Ask that what is known of your use be erased. You are answered within 30 days.

    $ byot adopt trello --by anna --data internal
    $ byot erasure ask --by anna
    """
    from catalog.adoption import erasing
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store:
        told = store.transact(lambda session: erasing.ask(session, by, adoption, text))
    if as_json:
        document({"erasure": told})
    else:
        typer.echo(f"{told['id']}  You hear from us by {told['due']}.")


@app.command()
def withdraw(
    erasure: Annotated[str, typer.Argument(help="Its id, from: byot mine; or: last.")], by: By, as_json: AsJson = False
) -> None:
    """Take back what you asked to have erased, while it waits for its answer.

    $ byot adopt trello --by anna --data internal
    $ byot erasure ask --by anna
    $ byot erasure withdraw last --by anna
    """
    from catalog.adoption import erasing
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store:
        told = store.transact(lambda session: erasing.withdraw(session, erasure, by))
    if as_json:
        document({"erasure": told})
    else:
        typer.echo(f"{told['id']}  {told['person']}: {told['state']}")


@app.command("list")
def list_(
    every: Annotated[bool, typer.Option("--all", help="Those that were answered too.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what people asked to have erased, what is due first at the top.

    $ byot erasure list --all
    """
    from catalog.adoption import erasing
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.session() as session:
        told = erasing.wishes(session, None if every else "open")
    if as_json:
        document({"erasures": told})
        return
    for one in told:
        typer.echo(f"{one['id']}  {one['person']}: {one['adoption'] or 'all'}; {one['state']}, due {one['due']}")
    if not told:
        typer.echo("Nobody has asked.")


@app.command()
def answer(
    erasure: Annotated[str, typer.Argument(help="Its id, from: byot erasure list; or: first.")],
    by: By,
    decline: Annotated[bool, typer.Option("--decline", help="Do not erase it; --why says the reason.")] = False,
    why: Annotated[str, typer.Option(help="What the person is told.")] = "",
    as_json: AsJson = False,
) -> None:
    """Erase what somebody asked for: their name, purpose and team; that somebody used the tool stays, as a count.

    $ byot adopt trello --by anna --data internal
    $ byot erasure ask --by anna
    $ byot erasure answer first --by bo
    """
    from sqlmodel import Session

    from catalog import people
    from catalog.adoption import erasing
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    def work(session: Session) -> dict[str, object]:
        people.settle(session)
        asked = erasing.wishes(session)
        which = str(asked[0]["id"]) if erasure == "first" and asked else erasure
        return erasing.answer(session, which, by, erase=not decline, text=why)

    with open_store(settings()) as store:
        told = store.transact(work)
    if as_json:
        document({"erasure": told})
    else:
        typer.echo(f"{told['id']}  {told['person']}: {told['state']}")
