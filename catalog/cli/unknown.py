"""`byot unknown`: what do we not know, and would it change the answer?"""

from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer()


@app.command()
def unknown(
    query: Annotated[str, typer.Argument(help="A tool's name, alias, slug, domain or URL.")],
    plan: Annotated[str | None, typer.Option(help="The plan. [the free one, or the lowest]")] = None,
    industry: Annotated[str | None, typer.Option(help="legal, financial, medical or general. [general]")] = None,
    data: Annotated[list[str] | None, typer.Option(help="A data class; say it once for each. [internal]")] = None,
    account: Annotated[str, typer.Option(help="company or personal.")] = "company",
    letter: Annotated[bool, typer.Option("--letter", help="Print a letter that asks the vendor.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what is not known of a tool on a plan, what would change the answer first, and ask the vendor for it.

    $ byot unknown calendly --plan teams --industry legal --data client_confidential
    """
    from catalog.check import Question
    from catalog.check.lacking import lacking
    from catalog.cli._answers import tell_unknown
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.session() as session:
        told = lacking(session, Question(query, plan, industry, tuple(data or ()), account))
    if as_json:
        document(told)
    elif letter:
        typer.echo(told["letter"]["text"] if told["letter"] else "Nothing is unknown.")
    else:
        tell_unknown(told)
