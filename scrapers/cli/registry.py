"""`byot registry`: public lists of certificates, breaches, prices and terms."""

from typing import TYPE_CHECKING, Annotated

import typer

from catalog.cli._show import AsJson, document, progress

if TYPE_CHECKING:
    from scrapers.registry import Reading

app = typer.Typer(help="Read public registries, and see what came of it.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the registries: source, age of the newest copy read, entries, facts that came of it.

    $ byot registry list
    """
    from catalog.dataset.opening import open_store
    from catalog.settings import settings
    from scrapers.cli import _registries
    from scrapers.registry import overview

    with open_store(settings()) as store, store.session() as session:
        rows = overview(session)
    if as_json:
        document({"registries": rows})
    else:
        _registries.tell(rows)


@app.command()
def read(
    name: Annotated[str, typer.Argument(help="A registry's name; `byot registry list` shows them.")],
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE...", help="Saved copies, or an address. [fetched]")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(help="The day when it was saved, where it does not say: 2026-11-24.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Record what a registry states of the tools that are known, and say how many of its entries are of no known tool.

    Without a file the registry is fetched, if it has an address. The same copy read again records nothing. Ends with 2
    where one of several files is no copy; the others are still recorded.

    $ byot registry read fedramp fedramp.data.json
    """
    from scrapers.cli import _registries

    told, problems = _registries.recorded(name, files or [], as_of)
    if as_json:
        document(told.document())
    else:
        typer.echo(_line(told))
    for problem in problems:
        progress(f"byot: {problem.one_line()}")
    if problems:
        raise typer.Exit(2)


@app.command()
def export(
    tool: Annotated[str, typer.Argument(help="A tool's name, alias, slug, domain or URL.")],
    as_of: Annotated[str | None, typer.Option(help="What held then: a day like 2020-04-15. [today]")] = None,
    as_json: AsJson = False,
) -> None:
    """Write what is known of a tool's plans and prices as a Pricing2Yaml file.

    $ byot registry export slack
    """
    from catalog.dataset.opening import open_store
    from catalog.settings import settings
    from scrapers.pricing import as_yaml, pricing_of

    with open_store(settings()) as store, store.session() as session:
        pricing = pricing_of(session, tool, as_of)
    if as_json:
        document({"pricing": pricing})
    else:
        typer.echo(as_yaml(pricing), nl=False)


def _line(told: "Reading") -> str:
    about = f"{told.matched} of them about {told.tools} known tools"
    facts = f"{told.facts} facts, {told.new} new"
    gone = f", {told.unsupported} no longer supported" if told.unsupported else ""
    plans = f" {told.plans_unknown} are about plans that are not known." if told.plans_unknown else ""
    pages = f" {told.pages} new pages to watch." if told.pages else ""
    rest = f"{len(told.unmatched)} entries matched no tool.{plans}{pages}"
    return f"{told.registry} of {told.as_of}: {told.entries} entries, {about}. {facts}{gone}. {rest}"
