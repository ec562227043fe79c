"""`byot review`: security's cases and decisions."""

from pathlib import Path
from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer(help="Look at security's cases, and decide them.")
By = Annotated[str, typer.Option("--by", help="Who acts: a person with the role reviewer.", metavar="WHO")]
About = Annotated[str, typer.Argument(help="A case's id, or a tool's name.", metavar="CASE")]


@app.command("list")
def list_(
    state: Annotated[
        str | None, typer.Option(help="opened, in_review, waiting_for_vendor or decided. [all that are open]")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Only the cases of this person.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the open cases, the first to look at first: risk times reach, with the reason.

    $ byot review list
    """
    from catalog.cli import _reviews
    from catalog.review import queue

    state = _reviews.state(state)
    with _reviews.opened() as store, store.session() as session:
        told = queue(session, state=state, owner=owner)
    if as_json:
        document({"reviews": told})
    else:
        _reviews.tell_queue(told)


@app.command()
def show(case: About, as_json: AsJson = False) -> None:
    """Show a case: verdicts per industry, who uses the tool for what, decisions.

    $ byot adopt slack --by anna --data phi
    $ byot review show slack
    """
    from catalog.cli import _reviews
    from catalog.review import case as find

    with _reviews.opened() as store, store.session() as session:
        told = find(session, case).document(session)
    if as_json:
        document(told)
    else:
        _reviews.tell_case(told)


@app.command()
def decide(
    tool: Annotated[str, typer.Argument(help="A tool's name, alias, slug, domain or URL.")],
    status: Annotated[str, typer.Option(help="sanctioned, tolerated, restricted or prohibited.")],
    reason: Annotated[str, typer.Option(help="Why, in a sentence; people read it.")],
    expires: Annotated[str, typer.Option(help="The last day, at most a year away: 2027-05-31, 90d, 6m or 1y.")],
    by: By,
    plan: Annotated[str | None, typer.Option(help="Only on this plan.")] = None,
    account: Annotated[str | None, typer.Option(help="Only with a company or a personal account.")] = None,
    industry: Annotated[str | None, typer.Option(help="Only in this industry.")] = None,
    department: Annotated[str | None, typer.Option(help="Only in this department.")] = None,
    team: Annotated[str | None, typer.Option(help="Only for this team.")] = None,
    person: Annotated[str | None, typer.Option(help="Only for this person.")] = None,
    data: Annotated[list[str] | None, typer.Option(help="Only for this data class; one each.")] = None,
    condition: Annotated[list[str] | None, typer.Option(help="What has to be done; one each.")] = None,
    override: Annotated[
        list[str] | None, typer.Option(help="A gate (or what is known bad) that it lifts although it fails; one each.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Decide what holds for a tool. In force at once; one of the same scope ends. A prohibition, and a rule that is
    lifted, are proposed where there is a second reviewer to confirm them.

    $ byot review decide slack --status tolerated --expires 6m --reason "Until Teams is there" --by bo
    """
    from catalog.cli import _reviews
    from catalog.review import Draft

    scope = {
        "plan": plan, "account": account, "industry": industry, "department": department, "team": team,
        "person": person, "data": data,
    }  # fmt: skip
    last = _reviews.last_day(expires)
    draft = Draft(tool, status, reason, last, by, scope, tuple(condition or ()), tuple(override or ()))
    told = _reviews.decided(draft)
    if as_json:
        document(told)
    else:
        _reviews.tell_decided(told)


@app.command()
def proposals(
    confirm: Annotated[str | None, typer.Option(help="Say the second yes to this proposal; --by says who.")] = None,
    decline: Annotated[str | None, typer.Option(help="Say no to this one; who proposed it takes it back so.")] = None,
    why: Annotated[str, typer.Option(help="Why not.")] = "",
    by: Annotated[str | None, typer.Option("--by", help="Who answers: another reviewer.", metavar="WHO")] = None,
    as_json: AsJson = False,
) -> None:
    """List the decisions that wait for a second reviewer; confirm one, or decline it.

    $ byot review proposals
    """
    from catalog.cli import _reviews
    from catalog.review import seconding

    which = confirm or decline
    if which is not None:
        if by is None:
            raise typer.BadParameter("say who answers: --by WHO")
        answer = _reviews.answered(which, by, None if confirm else why)
        document(answer) if as_json else _reviews.tell_decided(answer)
        return
    with _reviews.opened() as store, store.session() as session:
        told = seconding.proposals(session)
    if as_json:
        document({"proposals": told})
    for one in () if as_json else told:
        typer.echo(f"{one['id']}  {one['tool']}: {one['status']}, by {one['by']}. {one['reason']}")


@app.command()
def undo(
    decision: Annotated[str, typer.Argument(help="A decision's id, or a tool: its newest one in force.")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Take a decision back. Within a day it counts as never made; later it ends now.

    $ byot review decide slack --status tolerated --expires 6m --reason "Until Teams is there" --by bo
    $ byot review undo slack --by bo
    """
    from catalog.cli import _reviews

    told = _reviews.undone(decision, by)
    if as_json:
        document({"decision": told})
    else:
        typer.echo(f"taken back: {_reviews.line(told)}")


@app.command()
def take(
    case: About,
    by: By,
    snooze: Annotated[str | None, typer.Option(help="Put it away until this day: 2027-05-31, 90d or 6m.")] = None,
    no_use: Annotated[str | None, typer.Option("--no-use", help="Close it: what logs showed was no use. Why?")] = None,
    comment: Annotated[str | None, typer.Option(help="Write a comment on it.")] = None,
    give: Annotated[str | None, typer.Option("--give", help="Give it to another reviewer.", metavar="WHO")] = None,
    undo: Annotated[str | None, typer.Option(help="Take this act back instead, by its id.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take a case, or give it to another, put it away, close it as no use, comment on it.

    Each can be taken back for a day.

    $ byot adopt slack --by anna --data phi
    $ byot review take slack --by bo --snooze 14d
    """
    from catalog.cli import _reviews

    told = _reviews.taken(case, by, snooze=snooze, no_use=no_use, comment=comment, give=give, undo=undo)
    if as_json:
        document(told)
    else:
        _reviews.tell_taken(told)


@app.command("document")
def document_(
    tool: Annotated[str, typer.Argument(help="A tool's name, alias, slug, domain or URL.")],
    kind: Annotated[str, typer.Option(help="baa, dpa, nda, soc_report, certificate, pentest, questionnaire or other.")],
    party: Annotated[str, typer.Option(help="Who signed or issued it.")],
    since: Annotated[str, typer.Option(help="The first day on which it holds.", metavar="DAY")],
    by: By,
    until: Annotated[str | None, typer.Option(help="Its last day.", metavar="DAY")] = None,
    plan: Annotated[str | None, typer.Option(help="Only for this plan. [all plans]")] = None,
    title: Annotated[str, typer.Option(help="How it is called.")] = "",
    file: Annotated[Path | None, typer.Option(help="The file, kept by the hash of its bytes.")] = None,
    as_json: AsJson = False,
) -> None:
    """Record a document on a tool: a signed BAA, a DPA, a SOC report. While it holds, it does what a gate asks for.

    $ byot review document slack --kind baa --party Salesforce --since 2026-01-02 --plan enterprise-grid --by bo
    """
    from catalog.cli import _reviews

    told = _reviews.documented(tool, kind, party, since, until, plan, title, file, by)
    if as_json:
        document({"document": told})
    else:
        until_day = f" to {told['until']}" if told["until"] else ""
        typer.echo(f"{told['id']}  {told['title']}, {told['party']}, from {told['since']}{until_day}: {told['state']}")


@app.command()
def met(
    decision: Annotated[str, typer.Argument(help="A decision's id, or a tool: its newest one in force.")],
    number: Annotated[int, typer.Argument(help="Which of its conditions, counted from 1.")],
    by: By,
    because: Annotated[str | None, typer.Option(help="The document that it rests on, by its id.")] = None,
    again: Annotated[bool, typer.Option("--open-again", help="It is not met any more.")] = False,
    as_json: AsJson = False,
) -> None:
    """Mark a decision's condition as met: the check asks for it no more, as long as the document holds.

    $ byot review decide slack --status tolerated --condition "SSO on" --expires 6m --reason "Until Teams" --by bo
    $ byot review met slack 1 --by bo
    """
    from catalog.cli import _reviews

    told = _reviews.met(decision, number, by, because, again)
    if as_json:
        document({"conditions": told})
    for one in () if as_json else told:
        typer.echo(f"{one['number']}. {one['condition']}: {'met by ' + one['by'] if one['met'] else 'open'}")


@app.command()
def dispute(
    adoption: Annotated[str, typer.Argument(help="The disputed use, by its id.", metavar="ADOPTION")],
    by: By,
    theirs: Annotated[bool, typer.Option("--theirs/--not-theirs", help="Whether it is their use after all.")],
    as_json: AsJson = False,
) -> None:
    """Answer somebody who says that what a log showed was not them: it is taken back, or counts again.

    $ byot adopt trello --by anna
    $ byot adoption dispute last --by anna
    $ byot review dispute last --not-theirs --by bo
    """
    from catalog.cli import _reviews

    told = _reviews.dispute_answered(adoption, by, theirs)
    if as_json:
        document({"adoption": told})
    else:
        typer.echo(f"{told['id']}  {told['tool']}, {told['by']}: {told['state']}")


@app.command()
def recheck(as_json: AsJson = False) -> None:
    """Hold the standing decisions against what is known now; where a fact moved for the worse, the case opens again.

    The queue does so by itself when somebody looks at it. Run this on a schedule to be told sooner.

    $ byot review recheck
    """
    from catalog.cli import _reviews

    told = _reviews.rechecked()
    if as_json:
        document({"moved": told})
        return
    for one in told:
        touched = f"{len(one['adoptions'])} {'use' if len(one['adoptions']) == 1 else 'uses'}"
        typer.echo(f"{one['review']}  {one['tool']}: {one['text']} It touches {touched}.")
    if not told:
        typer.echo("Nothing moved for the worse under a decision.")


@app.command()
def reopen(
    case: About,
    by: By,
    why: Annotated[str, typer.Option(help="Why it needs another look.")] = "",
    as_json: AsJson = False,
) -> None:
    """Open a decided case again. Its decision stays in force until another takes its place.

    $ byot review decide slack --status tolerated --expires 6m --reason "Until Teams is there" --by bo
    $ byot review reopen slack --why "The BAA page changed" --by bo
    """
    from catalog.cli import _reviews

    told = _reviews.reopened(case, by, why)
    if as_json:
        document(told)
    else:
        _reviews.tell_case(told)
