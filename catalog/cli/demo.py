"""`byot demo`: something to look at."""

from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer(help="Fill the store with something to look at.")


@app.callback()
def demo() -> None:
    """Fill the store with something to look at."""


@app.command()
def company(
    people: Annotated[int, typer.Option(help="How many people work there.")] = 120,
    seed: Annotated[int, typer.Option(help="The same number gives the same company.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Fill an empty store with a made-up company: people, what they use, contracts and decisions.

    A store with people of its own is left as it is.

    $ byot demo company --people 40
    """
    from catalog.consolidation.demonstration import fill
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store:
        told = store.transact(lambda session: fill(session, people, seed))
    if as_json:
        document({"demonstration": told})
        return
    typer.echo("DEMONSTRATION. Nobody of these people exists." if told["new"] else "The demonstration stands already.")
    for name in ("people", "departments", "teams", "adoptions", "sightings", "solutions", "decisions"):
        typer.echo(f"  {told[name]:>6} {name}")
    typer.echo("Look at it: byot plan, byot adoptions, byot serve")
