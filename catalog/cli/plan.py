"""`byot plan`: what is in use, what would replace it, at which cost, and who moves when."""

from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer()


@app.command()
def plan(
    scenario: Annotated[
        str,
        typer.Option(help="optimum: cheapest over all; best: of each category, our contracts first; keep: as it is."),
    ] = "optimum",
    as_of: Annotated[str | None, typer.Option(help="What held then: a day like 2026-04-15. [today]")] = None,
    people_per_week: Annotated[int, typer.Option(min=1, help="How many people IT can move in a week.")] = 100,
    switching: Annotated[
        str, typer.Option(help="What one person's change of one tool costs, in USD: about an hour of their time.")
    ] = "45",
    most: Annotated[
        list[str] | None, typer.Option(help="How many tools a category may have: 2, or meetings=2. [1]")
    ] = None,
    pin: Annotated[list[str] | None, typer.Option(help="A tool that must be there: zoom, or zoom:business.")] = None,
    forbid: Annotated[list[str] | None, typer.Option(help="A tool that must not be there.")] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="In what it can do, choose only from the tools named so.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show which tools overlap, which company solutions would replace them at which cost, and who moves when.

    $ byot plan --scenario best
    $ byot plan --pin zoom --forbid discord --most team-chat=2
    """
    from catalog.cli._plans import amount, tell
    from catalog.consolidation.limits import Asked
    from catalog.consolidation.plan import plan as draw
    from catalog.consolidation.scenario import Assumptions
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.session() as session:
        asked = Asked(most or (), pin or (), forbid or (), only or ())
        assumed = Assumptions(amount(switching, "--switching"), people_per_week)
        told = draw(session, scenario, as_of, asked=asked, assumed=assumed)
    if as_json:
        document(told)
    else:
        tell(told)
