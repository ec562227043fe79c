"""`byot adoption`: change what you told: edit it, stop, take it back, say that it is not yours."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer(help="Change what you told us, or say that what was seen is not yours.")
Which = Annotated[str, typer.Argument(help="The adoption's id, from: byot adoptions.", metavar="ADOPTION")]
By = Annotated[str, typer.Option("--by", help="Who says so: the person whose use it is.", metavar="WHO")]


@app.command()
def edit(
    adoption: Which,
    by: By,
    plan: Annotated[str | None, typer.Option(help="The plan. Empty: not sure.")] = None,
    account: Annotated[str | None, typer.Option(help="company or personal.")] = None,
    data: Annotated[list[str] | None, typer.Option(help="What goes into it, a data class each.")] = None,
    purpose: Annotated[str | None, typer.Option(help="What for, in a sentence.")] = None,
    team: Annotated[str | None, typer.Option(help="The team that uses it.")] = None,
    since: Annotated[str | None, typer.Option(help="Since when: a day like 2026-11-24.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option(help="The last day.", metavar="DAY")] = None,
    as_json: AsJson = False,
) -> None:
    """Change what you told of a use; what you do not name stays as it was. Without an option it is shown.

    $ byot adopt trello --by anna --data internal
    $ byot adoption edit last --by anna --data pii --purpose "plan the move"
    """
    from catalog.adoption import register
    from catalog.cli import _adoption
    from catalog.cli._adoptions import day

    changes = {
        "plan": plan, "account": account, "data": tuple(data) if data else None, "purpose": purpose, "team": team,
        "since": day(since, "--since"), "until": day(until, "--until"),
    }  # fmt: skip
    told = _adoption.done(
        by, adoption, lambda session, found: register.edit(session, found, _adoption.over(session, found, by, changes))
    )
    _show(told, as_json)


@app.command()
def stop(
    adoption: Which,
    by: By,
    until: Annotated[str | None, typer.Option(help="The last day. [today]", metavar="DAY")] = None,
    as_json: AsJson = False,
) -> None:
    """Say that you stopped using a tool.

    $ byot adopt trello --by anna --data internal
    $ byot adoption stop last --by anna
    """
    from catalog.adoption import register
    from catalog.cli._adoptions import day

    last = day(until, "--until")
    _turn(adoption, by, lambda session, found: register.stop(session, found, by, last), as_json)


@app.command()
def withdraw(adoption: Which, by: By, as_json: AsJson = False) -> None:
    """Take back what you told: it was said by mistake.

    $ byot adopt trello --by anna --data internal
    $ byot adoption withdraw last --by anna
    """
    from catalog.adoption import register

    _turn(adoption, by, lambda session, found: register.withdraw(session, found, by), as_json)


@app.command()
def restore(adoption: Which, by: By, as_json: AsJson = False) -> None:
    """Undo what you did last to it: stop, withdraw or dispute.

    $ byot adopt trello --by anna --data internal
    $ byot adoption stop last --by anna
    $ byot adoption restore last --by anna
    """
    from catalog.adoption import register

    _turn(adoption, by, lambda session, found: register.restore(session, found, by), as_json)


@app.command()
def dispute(adoption: Which, by: By, as_json: AsJson = False) -> None:
    """Say that what a log showed is not your use. Somebody looks at the log again.

    $ byot adopt trello --by anna --data internal
    $ byot adoption dispute last --by anna
    """
    from catalog.adoption import disputes

    _turn(adoption, by, lambda session, found: disputes.dispute(session, found, by), as_json)


def _turn(adoption: str, by: str, work: Callable[[Any, str], Any], as_json: bool) -> None:
    from catalog.cli import _adoption

    _show(_adoption.done(by, adoption, work), as_json)


def _show(told: dict[str, Any], as_json: bool) -> None:
    from catalog.cli._adoptions import tell

    if as_json:
        document({"adoption": told})
    else:
        tell([told])
