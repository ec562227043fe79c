"""Cases and decisions for a terminal: the store with its local people, days as people type them, text."""

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from catalog import people, review
from catalog.adoption import disputes, listing
from catalog.adoption.entries import load
from catalog.cli._adoptions import day
from catalog.dataset.opening import open_store
from catalog.errors import BadUse
from catalog.models.desk import Proposal
from catalog.models.review import REVIEW_STATES
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.review import Wish, acts, conditions, deciding, documents, reopening, seconding
from catalog.review.documents import Paper, Stored
from catalog.settings import settings
from catalog.snapshots import Snapshots
from catalog.store import Store

DAYS = {"d": 1, "m": 30, "y": 365}
EXPIRES = "--expires"
LAST = "last"


def opened() -> Store:
    """Give the store."""
    return open_store(settings())


def state(word: str | None) -> str | None:
    """Give the state of a case; raise `BadUse` for a word that is none."""
    if word is not None and word not in REVIEW_STATES:
        raise BadUse(f"{word[:60]!r} is no state of a case", mend=f"choose one of: {', '.join(REVIEW_STATES)}")
    return word


def last_day(text: str) -> date:
    """Give the day of a text like 2027-05-31, or that lies 90d, 6m or 1y from today; raise `BadUse` for others."""
    found = re.fullmatch(r"(\d{1,4})([dmy])", text.strip())
    if found is not None:
        return now().date() + timedelta(days=int(found[1]) * DAYS[found[2]])
    return day(text, EXPIRES) or now().date()


def decided(draft: review.Draft) -> dict[str, Any]:
    """Record a decision and give it; where it takes two reviewers, the proposal."""

    def work(session: Session) -> dict[str, Any]:
        people.settle(session)
        made = seconding.rule(session, draft)
        tool = session.get_one(Tool, made.tool_id)
        if isinstance(made, Proposal):
            return {"proposal": seconding.document(made, tool.slug)}
        return {"decision": review.document(made, tool)}

    with opened() as store:
        return store.transact(work)


def answered(reference: str, by: str, no: str | None) -> dict[str, Any]:
    """Confirm a proposal and give the decision; or say no (`no` says why) and give the proposal."""

    def work(session: Session) -> dict[str, Any]:
        people.settle(session)
        if no is not None:
            row = seconding.decline(session, reference, by, no)
            return {"proposal": seconding.document(row, session.get_one(Tool, row.tool_id).slug)}
        made = seconding.confirm(session, reference, by)
        return {"decision": review.document(made, session.get_one(Tool, made.tool_id))}

    with opened() as store:
        return store.transact(work)


def taken(case: str, by: str, **wanted: str | None) -> dict[str, Any]:
    """Do one thing to a case, take it where nothing else is named, and give what was done; or take an act back."""

    def work(session: Session) -> dict[str, Any]:
        people.settle(session)
        if wanted["undo"]:
            return acts.undo(session, wanted["undo"], by).document()
        found = review.find(session, case)
        if wanted["comment"]:
            return {"comment": review.comment(session, found.reference, by, wanted["comment"])}
        wish = Wish("assign", by, owner=wanted["give"])
        if wanted["snooze"]:
            wish = Wish("snooze", by, until=last_day(wanted["snooze"]))
        elif wanted["no_use"]:
            wish = Wish("false_positive", by, text=wanted["no_use"])
        return review.act(session, [found.reference], wish).document()

    with opened() as store:
        return store.transact(work)


def dispute_answered(adoption: str, by: str, theirs: bool) -> dict[str, Any]:
    """Say whose a disputed use is (`last`: the one disputed last), and give it."""

    def work(session: Session) -> dict[str, Any]:
        people.settle(session)
        reference = disputes.last(session) if adoption == LAST else adoption
        return listing.document(session, disputes.answer(session, reference, by, theirs=theirs))

    with opened() as store:
        return store.transact(work)


def tell_taken(told: Mapping[str, Any]) -> None:
    """Print what was done to a case."""
    if "comment" in told:
        sys.stdout.write("written\n")
        return
    for reference in told["done"]:
        sys.stdout.write(f"{reference}: {told['kind']}; take it back with --undo {told['act']}\n")
    for left in told["left"]:
        sys.stdout.write(f"{left['review']} is left as it is: {left['why']}\n")


def documented(
    tool: str, kind: str, party: str, since: str, until: str | None, plan: str | None, title: str, file: Path | None,
    by: str,
) -> dict[str, Any]:  # fmt: skip
    """Record a document, with its file where one is named, and give it."""
    days = day(since, "--since"), day(until, "--until")
    kept = None
    place = settings().snapshots
    if file is not None and not isinstance(place, Path):
        raise BadUse("files are kept in a store far away", mend="give the file on the case's page", where="--file")
    if file is not None:
        content = load(file)
        name = Snapshots(place).store(content.body)
        kept = Stored(file.name, name, len(content.body), "application/octet-stream")
    paper = Paper(tool, kind, title, party, days[0] or now().date(), days[1], plan, kept)

    def work(session: Session) -> dict[str, Any]:
        people.settle(session)
        return documents.add(session, paper, by)

    with opened() as store:
        return store.transact(work)


def met(decision: str, number: int, by: str, because: str | None, again: bool) -> list[dict[str, Any]]:
    """Mark a condition as met, or as open again, and give the checklist."""

    def work(session: Session) -> list[dict[str, Any]]:
        people.settle(session)
        reference = deciding.standing(session, decision, now()).reference
        if again:
            return conditions.reopen(session, reference, number, by)
        return conditions.meet(session, reference, number, by, because)

    with opened() as store:
        return store.transact(work)


def rechecked() -> list[dict[str, Any]]:
    """Hold the standing decisions against the facts and give what moved."""
    with opened() as store:
        return store.transact(reopening.recheck)


def undone(reference: str, by: str) -> dict[str, Any]:
    """Take a decision back and give it."""

    def work(session: Session) -> dict[str, Any]:
        people.settle(session)
        made = review.undo(session, reference, by)
        return review.document(made, session.get_one(Tool, made.tool_id))

    with opened() as store:
        return store.transact(work)


def reopened(reference: str, by: str, why: str) -> dict[str, Any]:
    """Open a case again and give it."""

    def work(session: Session) -> dict[str, Any]:
        people.settle(session)
        return review.case(session, review.reopen(session, reference, by, why).reference).document(session)

    with opened() as store:
        return store.transact(work)


def tell_queue(told: Sequence[Mapping[str, Any]]) -> None:
    """Print the queue, one line each."""
    for one in told:
        due = f", due {one['due']}" if one["due"] else ""
        owner = f", {one['owner']}" if one["owner"] else ""
        sys.stdout.write(f"{one['id']}  {one['name']}: {one['why']}{due}{owner} ({one['state']})\n")
    if not told:
        sys.stdout.write("All clear.\n")


def tell_case(told: Mapping[str, Any]) -> None:
    """Print a case."""
    tell_queue([told["review"]])
    words = ", ".join(f"{industry} {word}" for industry, word in told["verdicts"].items())
    sys.stdout.write(f"  verdicts: {words}\n")
    for one in told["adoptions"]:
        data = ", ".join(one["data"]) or "not said"
        who = one["person"] or one["by"]
        sys.stdout.write(f"  {who}: {one['plan'] or 'plan not said'}, data {data}; {one['verdict']}\n")
    for one in told["decisions"]:
        sys.stdout.write(f"  {line(one)}\n")


def tell_decided(told: Mapping[str, Any]) -> None:
    """Print a decision, or the proposal that another reviewer has to confirm."""
    if "decision" in told:
        sys.stdout.write(f"{line(told['decision'])}\n")
        return
    proposed = told["proposal"]
    if proposed["state"] != "open":
        sys.stdout.write(f"{proposed['id']}  {proposed['state']}\n")
        return
    sys.stdout.write(
        f"{proposed['id']}  proposed: {proposed['tool']} {proposed['status']}. {proposed['needs']} takes two reviewers;"
        f" another one runs: byot review proposals --confirm {proposed['id']} --by WHO\n"
    )


def line(told: Mapping[str, Any]) -> str:
    """Give a decision in one line."""
    scope = "; ".join(f"{key} {_listed(value)}" for key, value in told["scope"].items())
    held = "" if told["in_force"] else " (not in force)"
    lifts = f", lifts {_listed(told['overrides'])}" if told["overrides"] else ""
    conditions = f", if: {'; '.join(told['conditions'])}" if told["conditions"] else ""
    return (
        f"{told['id']}  {told['tool']}: {told['status']}{f' for {scope}' if scope else ''} until {told['until']},"
        f" by {told['by']}{lifts}{conditions}{held}. {told['reason']}"
    )


def _listed(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
