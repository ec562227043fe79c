"""`byot facts`: what is known of a tool."""

from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer()


@app.command()
def facts(
    tool: Annotated[str, typer.Argument(help="A tool's name, alias, slug, domain or URL.")],
    plan: Annotated[str | None, typer.Option(help="Only what applies to this plan.")] = None,
    fact: Annotated[str | None, typer.Option(help="Only facts of this name.")] = None,
    as_of: Annotated[str | None, typer.Option(help="What held then: a day like 2020-04-15. [today]")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is known of a tool, fact by fact, with the evidence of each.

    $ byot facts slack --plan free --fact hipaa_baa
    """
    from catalog.check.facts import facts_of
    from catalog.cli._answers import tell_facts
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.session() as session:
        told = facts_of(session, tool, plan=plan, fact=fact, as_of=as_of)
    if as_json:
        document(told)
    else:
        tell_facts(told["facts"])
