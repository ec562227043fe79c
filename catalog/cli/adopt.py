"""`byot adopt`: I'm using it."""

from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer()


@app.command()
def adopt(
    tool: Annotated[str, typer.Argument(help="A tool's name, alias, slug, domain or URL; an unknown one too.")],
    by: Annotated[str, typer.Option("--by", help="Who uses it: a name, a login or a mail address.", metavar="WHO")],
    plan: Annotated[str | None, typer.Option(help="The plan, where you know it.")] = None,
    account: Annotated[str, typer.Option(help="company or personal.")] = "company",
    data: Annotated[
        list[str] | None, typer.Option(help="What goes into it, a data class each. [not sure]", metavar="CLASS")
    ] = None,
    purpose: Annotated[str | None, typer.Option(help="What for, in a sentence.")] = None,
    team: Annotated[str | None, typer.Option(help="The team that uses it.")] = None,
    since: Annotated[str | None, typer.Option(help="Since when: a day like 2026-11-24.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option(help="The last day, where you know it.", metavar="DAY")] = None,
    as_json: AsJson = False,
) -> None:
    """Say that you use a tool. You are thanked, and told what is fine and by when security answers.

    $ byot adopt trello --by anna --data internal --purpose "plan the move"
    """
    from sqlmodel import Session

    from catalog import people
    from catalog.adoption import register
    from catalog.cli._adoptions import day, thank
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    days = {"since": day(since, "--since"), "until": day(until, "--until")}
    said = register.Declaration(tool, by, plan, account, tuple(data or ()), purpose, team, **days)

    def work(session: Session) -> dict[str, object]:
        people.settle(session)
        return register.document(session, register.declare(session, said))

    with open_store(settings()) as store:
        told = store.transact(work)
    if as_json:
        document({"adoption": told})
    else:
        thank(told)
