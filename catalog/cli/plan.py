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
    as_json: AsJson = False,
) -> None:
    """Show which tools overlap, which company solutions would replace them at which cost, and who moves when.

    $ byot plan --scenario best
    """
    from catalog.cli._plans import amount, tell
    from catalog.consolidation.plan import plan as draw
    from catalog.consolidation.scenario import Assumptions
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.session() as session:
        told = draw(session, scenario, as_of, assumed=Assumptions(amount(switching, "--switching"), people_per_week))
    if as_json:
        document(told)
    else:
        tell(told)
