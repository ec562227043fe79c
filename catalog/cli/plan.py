"""`byot plan`: what is in use, what would replace it, at which cost, and who moves when."""

from pathlib import Path
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
    to: Annotated[
        Path | None,
        typer.Option(
            help="Write it into a file instead: .xlsx, .ics, .cdx.json (SaaSBOM), .focus.csv, .dora.zip, .pricing.yaml."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show which tools overlap, which company solutions would replace them at which cost, and who moves when.

    $ byot plan --scenario best
    $ byot plan --pin zoom --forbid discord --most team-chat=2
    $ byot plan --to plan.xlsx
    """
    from catalog.cli._plans import tell
    from catalog.consolidation.limits import Asked, read
    from catalog.consolidation.money import amount_of
    from catalog.consolidation.plan import draw, gather
    from catalog.consolidation.scenario import Assumptions, require_name
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    require_name(scenario)
    per_move, form = amount_of(switching, "--switching"), None
    if to is not None:
        from catalog.consolidation.exports.writing import format_of, write

        form = format_of(to.name)
    with open_store(settings()) as store, store.session() as session:
        it = gather(session, as_of)
        asked = read(session, Asked(most or (), pin or (), forbid or (), only or ()), it.moment)
        told = draw(it, scenario, Assumptions(per_move, people_per_week, asked)).document
        content = b"" if form is None else write(session, form, it, told)
    if to is not None:
        _keep(to, content)
    if as_json:
        document(told)
    elif to is None:
        tell(told)


def _keep(file: Path, content: bytes) -> None:
    from catalog.errors import BadUse

    try:
        file.write_bytes(content)
    except OSError as error:
        raise BadUse(f"cannot be written: {error.strerror}", mend="name a file to write", where=str(file)) from None
    typer.echo(f"Wrote {len(content):,} bytes to {file}", err=True)
