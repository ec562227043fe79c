"""`byot check`: may I use it?"""

from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer()


@app.command()
def check(
    query: Annotated[str, typer.Argument(help="A tool's name, alias, slug, domain or URL.")],
    plan: Annotated[
        str | None, typer.Option(help="The plan: its slug, name or alias. [the free one, or the lowest]")
    ] = None,
    industry: Annotated[str | None, typer.Option(help="legal, financial, medical or general. [general]")] = None,
    data: Annotated[list[str] | None, typer.Option(help="A data class; say it once for each. [internal]")] = None,
    account: Annotated[str, typer.Option(help="company or personal.")] = "company",
    person: Annotated[str | None, typer.Option(help="Who asks: gives the industry of their department.")] = None,
    as_of: Annotated[str | None, typer.Option(help="What held then: a day like 2020-04-15. [today]")] = None,
    known_at: Annotated[str | None, typer.Option(help="What was known by then. [today]")] = None,
    as_json: AsJson = False,
) -> None:
    """Say if a tool is fine to use on a plan, in an industry, for some data, and why.

    Ends with 1 where the answer is *denied*.

    $ byot check slack --plan free --industry medical --data phi
    """
    from catalog.check import Question
    from catalog.check import check as answer
    from catalog.cli._answers import tell
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    question = Question(query, plan, industry, tuple(data or ()), account, as_of, known_at, person)
    with open_store(settings()) as store, store.session() as session:
        told = answer(session, question).document()
    if as_json:
        document(told)
    else:
        tell(told, plan_was_given=plan is not None)
    raise typer.Exit(1 if told["verdict"] == "denied" else 0)
