"""`byot people`: who is who in logs, exports and the directory."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer(
    help="See who is known by which names, merge two who are one, give roles, say who has left and what is left behind."
)
FEW = 10
By = Annotated[str, typer.Option("--by", help="Who acts: a person with the role reviewer.", metavar="WHO")]
Who = Annotated[str, typer.Argument(help="A person: slug, name, login or mail address.", metavar="WHO")]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the people with the names by which logs and exports know them, and the merges.

    $ byot people list
    """
    from catalog import people
    from catalog.adoption import merging
    from catalog.cli import _acting
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store:
        store.transact(people.settle)
        with store.session() as session:
            told, merges = merging.listing(session), merging.merges(session)
    if as_json:
        document({"people": told, "merges": merges})
        return
    for one in told:
        known = f"{', '.join(one['names'])}{_left(one)}"
        typer.echo(f"{one['person']}  {one['name']}  {one['adoptions']} adoptions  {known}".rstrip())
    _acting.listed(merges)


@app.command("name")
def name_(
    who: Who,
    names: Annotated[list[str], typer.Argument(help="Logins, mail addresses, names.", metavar="NAME...")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Give a person further names: a login, a mail address, a name as the directory writes it.

    $ byot people name anna anna.berg@example.com "Berg, Anna" --by bo
    """
    told = _act("name", who, names, by)
    if as_json:
        document({"person": told})
    else:
        typer.echo(f"{told['person']} is known as {', '.join(told['names'])}; {told['adoptions']} adoptions.")


@app.command()
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The directory as a table, CSV or XLSX.")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Read the organisation's directory: people with their logins, mail addresses, departments and teams.

    What logs showed under any of these names becomes the person's. A day of leaving, or a status that says so, is taken
    over; nobody has left because the file lacks them.

    $ byot people load directory.csv --by bo
    """
    from catalog import people
    from catalog.adoption.directory import load_people
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store:
        store.transact(people.settle)
        told = load_people(store, file, by)
    if as_json:
        document(told)
        return
    for one in told["unusable"][:FEW]:
        typer.echo(f"line {one['line']}: {one['why']}")
    typer.echo(
        f"{told['file']}: {told['entries']} entries, {told['people']} people, {told['left']} left,"
        f" {told['rejected']} rejected"
    )


@app.command()
def merge(
    kept: Annotated[str, typer.Argument(help="The person who is kept.", metavar="KEPT")],
    other: Annotated[str, typer.Argument(help="The person who is the same.", metavar="OTHER")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Merge two persons who are one: names, adoptions and cases of the other go to the one who is kept.

    Roles do not travel. Decisions that name the other are listed: renew them for the one who is kept.

    $ byot adopt slack --by annab
    $ byot people merge anna annab --by bo
    """
    from catalog.cli import _acting

    told = _act("merge", kept, other, by)
    if as_json:
        document(told)
        return
    _acting.merged(told, "people", by)
    if told["decisions"]:
        typer.echo(f"These decisions name {told['gone']} still: {', '.join(told['decisions'])}")


@app.command()
def undo(
    reference: Annotated[str, typer.Argument(help="The merge, or: last.", metavar="MERGE")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Undo a merge: what was moved goes back.

    $ byot adopt slack --by annab
    $ byot people merge anna annab --by bo
    $ byot people undo last --by bo
    """
    from catalog.cli import _acting

    told = _act("unmerge", reference, by)
    if as_json:
        document(told)
    else:
        _acting.parted(told)


@app.command()
def role(
    who: Who,
    named: Annotated[str, typer.Argument(help="reviewer or planner.", metavar="ROLE")],
    by: By,
    take: Annotated[bool, typer.Option("--take", help="Take it back instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give a person a role, or take it back. A second reviewer says the second yes to a prohibition.

    $ byot people role cy reviewer --by bo
    $ byot people role cy reviewer --take --by bo
    """
    from catalog.adoption import roles
    from catalog.cli._acting import done

    told = done(lambda session: (roles.take if take else roles.give)(session, who, named, by))
    if as_json:
        document(told)
    else:
        typer.echo(f"{told['person']} is {', '.join(told['roles'])} now.")


@app.command()
def left(
    who: Who,
    by: By,
    on: Annotated[str | None, typer.Option("--on", help="The first day without them; today.", metavar="DAY")] = None,
    as_json: AsJson = False,
) -> None:
    """Say that somebody leaves, or has left: from that day they count nowhere, and what they used is left behind.

    $ byot adopt slack --by annab
    $ byot people left annab --on 2026-11-20 --by bo
    """
    from catalog.adoption import leaving
    from catalog.cli._acting import done
    from catalog.cli._adoptions import day

    told = done(lambda session: leaving.left(session, who, by, day(on, "--on")))
    if as_json:
        document(told)
        return
    mend = f" See what to do: byot people behind. Undo: byot people back {told['person']} --by {by}"
    typer.echo(f"{told['person']} leaves on {told['left_on']}; {len(told['adoptions'])} adoptions stay behind.{mend}")


@app.command()
def back(who: Who, by: By, as_json: AsJson = False) -> None:
    """Take it back that somebody has left: what they use counts again.

    $ byot adopt slack --by annab
    $ byot people left annab --by bo
    $ byot people back annab --by bo
    """
    from catalog.adoption import leaving
    from catalog.cli._acting import done

    told = done(lambda session: leaving.back(session, who, by))
    if as_json:
        document(told)
    else:
        typer.echo(f"{told['person']} is there again.")


@app.command()
def behind(as_json: AsJson = False) -> None:
    """List what leavers left behind: whose, at which tool, which data, since when, and what to do with it.

    Those come first whose account a log still showed in use after the day.

    $ byot people behind
    """
    from catalog.adoption import leaving
    from catalog.cli._acting import done

    told = done(leaving.listing)
    if as_json:
        document({"left_behind": told})
        return
    for one in told:
        plan = f" {one['plan']}" if one["plan"] else ""
        since, used = one["left_behind"]["since"], one["left_behind"]["used_until"]
        after = f", used until {used}" if used else ""
        data = ", ".join(one["data"]) or "not said"
        typer.echo(f"{one['person']}: {one['tool']}{plan}, {one['account']} account, data {data}; left {since}{after}")
        typer.echo(f"  {one['todo']}")
        for fact in one["exit"]:
            on_plan = f" on {fact['plan']}" if fact["plan"] else ""
            typer.echo(f"  {fact['fact']}{on_plan}: {fact['value']}  {fact['url']}")
    if not told:
        typer.echo("Nothing is left behind.")


@app.command()
def clear(
    who: Who,
    tool: Annotated[str, typer.Argument(help="The tool: name, domain or URL.", metavar="TOOL")],
    did: Annotated[str, typer.Option("--did", help="deleted or taken_over.", metavar="WHAT")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Record that what a leaver left behind at a tool is deleted or taken over.

    $ byot adopt slack --by annab
    $ byot people left annab --by bo
    $ byot people clear annab slack --did deleted --by bo
    """
    from catalog.adoption import leaving
    from catalog.cli._acting import done

    told = done(lambda session: leaving.clear(session, who, tool, did, by))
    if as_json:
        document(told)
    else:
        count = len(told["adoptions"])
        typer.echo(f"{count} of {told['person']} at {told['tool']}: {leaving.DEEDS[told['did']]}.")


@app.command()
def reveal(
    pseudonym: Annotated[str, typer.Argument(help="A pseudonym of an export, like p-574efc….", metavar="PSEUDONYM")],
    reason: Annotated[str, typer.Option("--reason", help="Why you have to know; the trail keeps it.")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Say who is behind a pseudonym; who asked and why goes onto the trail.

    It needs the BYOT_PSEUDONYM_KEY that the export was made with.

    $ byot people reveal p-574efc33ccc51ca275ac --reason "Data of patients were sent out" --by bo
    """
    from catalog import pseudonyms
    from catalog.cli._acting import done
    from catalog.settings import settings

    key = pseudonyms.key_of(settings())
    told = done(lambda session: pseudonyms.reveal(session, key, pseudonym, reason, by))
    if as_json:
        document(told)
    else:
        typer.echo(
            f"{told['pseudonym']} is {told['name']} ({', '.join(told['names'])}). The trail keeps why you asked."
        )


def _act(what: str, *arguments: Any) -> dict[str, Any]:
    from catalog.adoption import merging
    from catalog.cli._acting import done

    act: Callable[..., dict[str, Any]] = getattr(merging, what)
    return done(lambda session: act(session, *arguments))


def _left(one: dict[str, Any]) -> str:
    """Say when a person left, and how much stays behind; empty where they are there."""
    if one["left_on"] is None:
        return ""
    return f"  left {one['left_on']}, {one['left_behind']} left behind"
