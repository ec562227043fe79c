"""People who have left: they stay in the register without access, and what they used is shown as left behind.

Somebody says so, or the directory does; nobody has left because a list lacks them. From the day on their adoptions
count in no seat, plan or reach (`presence`). What is left behind is taken over or deleted, and then it has ended.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit, people
from catalog import moment as moments
from catalog.adoption.listing import documents
from catalog.adoption.presence import IN_USE, absent, behind
from catalog.check.facts import facts_of, known_tool
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.register import Adoption, Person

ROLE = "reviewer"
ANOTHER = "make somebody else one first: byot people role WHO reviewer --by WHO"
EARLIEST = date(1970, 1, 1)
DEEDS = {"deleted": "deleted", "taken_over": "taken over"}
EXIT = ("data_export", "export_format", "admin_export", "account_claim", "deletion_days", "data_ownership")
"""The criteria that tell how data gets out, who may take an account over, and when what was deleted is gone."""
Document = dict[str, Any]


def left(session: Session, who: str, by: str, on: date | None = None, at: datetime | None = None) -> Document:
    """Say that a person leaves, or has left, on a day (today where none is said); another day corrects it.

    Raises `NotAllowed` unless `by` is a reviewer, `NotFound` for somebody unknown, `Conflicting` where it is said
    already or the person is the only reviewer.
    """
    audit.take_turn(session)
    people.with_role(session, by, ROLE)
    person, today = _person(session, who), (at or moments.now()).date()
    day = on or today
    if person.left_on == day:
        raise Conflicting(f"{person.slug} leaves on {day} already", mend="look: byot people list")
    return record(session, person, day, by, today)


def record(session: Session, person: Person, day: date, by: str, today: date) -> Document:
    """Record the day on which a person leaves; give it with the adoptions that stay behind."""
    if day < EARLIEST:
        raise BadUse(f"nobody left on {day}", mend="write the day like 2026-11-24")
    if ROLE in person.roles and not _others(session, person):
        raise Conflicting(f"{person.slug} is the only reviewer", mend=ANOTHER)
    person.left_on = day
    session.add(person)
    session.flush()
    stays = session.exec(
        select(Adoption.reference)
        .where(Adoption.person_id == person.id, col(Adoption.state).in_(IN_USE))
        .order_by(col(Adoption.id))
    ).all()
    told = {"person": person.slug, "left_on": day.isoformat(), "adoptions": list(stays)}
    what = "person left" if day <= today else "person leaves"
    audit.append(session, who=by.strip(), what=what, subject=f"person:{person.slug}", content=told)
    return told


def back(session: Session, who: str, by: str) -> Document:
    """Take it back: the person is there, and what they use counts again. Raises `Conflicting` where nobody said so."""
    audit.take_turn(session)
    people.with_role(session, by, ROLE)
    person = _person(session, who)
    if person.left_on is None:
        raise Conflicting(f"{person.slug} has not left", mend="look: byot people list")
    told = {"person": person.slug, "left_on": person.left_on.isoformat()}
    person.left_on = None
    session.add(person)
    session.flush()
    audit.append(session, who=by.strip(), what="person is back", subject=f"person:{person.slug}", content=told)
    return told


def clear(session: Session, who: str, tool: str, deed: str, by: str, at: datetime | None = None) -> Document:
    """Record that what a leaver left behind at a tool is *deleted* or *taken_over*: these adoptions have ended.

    Raises `NotFound` where nothing of theirs is left behind there.
    """
    audit.take_turn(session)
    today = (at or moments.now()).date()
    reviewer = people.with_role(session, by, ROLE)
    if deed not in DEEDS:
        raise BadUse(f"{deed[:40]!r} is not what can be done with it", mend=f"choose one of: {', '.join(DEEDS)}")
    person, at_tool = _person(session, who), known_tool(session, tool)
    theirs = select(Adoption).where(Adoption.person_id == person.id, Adoption.tool_id == at_tool.id)
    rows = list(session.exec(theirs.where(behind(today)).order_by(col(Adoption.id))).all())
    rows += [one for one, _ in _used_again(session, theirs, today)]
    if not rows:
        mend = "see what is: byot people behind"
        raise NotFound(f"nothing of {person.slug} is left behind at {at_tool.slug}", mend=mend)
    for one in rows:
        one.state, one.until, one.changed_at = "ended", today, at or moments.now()
        session.add(one)
        content = {"tool": at_tool.slug, "state": "ended", "until": today.isoformat(), "left behind": DEEDS[deed]}
        audit.append(session, who=reviewer.slug, what="left behind cleared", subject=f"adoption:{one.reference}",
                     content=content)  # fmt: skip
    return {"person": person.slug, "tool": at_tool.slug, "did": deed, "adoptions": [one.reference for one in rows]}


def listing(session: Session, at: datetime | None = None, most: int | None = None) -> list[Document]:
    """Give what is left behind, by person and tool: those first whose account somebody still uses, then the oldest.

    `todo` says what to do; `exit` are the facts that help with it: how data gets out, and when deleted data is gone.
    """
    today = (at or moments.now()).date()
    each_once = select(Adoption).where(col(Adoption.linked_id).is_(None))
    rows = session.exec(each_once.where(behind(today)).order_by(col(Adoption.id))).all()
    told_of = [*zip(rows, documents(session, rows, today), strict=True), *_used_again(session, each_once, today)]
    persons = {one.id: one for one in session.exec(select(Person).where(col(Person.left_on) <= today))}
    found = [
        {**told, "person": persons[one.person_id].slug, "name": persons[one.person_id].name,
         "todo": _todo(told)}
        for one, told in told_of
    ]  # fmt: skip
    found.sort(key=lambda one: (one["left_behind"]["used_until"] is None, one["left_behind"]["since"], one["tool"]))
    shown = found[:most]
    facts = {slug: _exit(session, slug) for slug in sorted({one["tool"] for one in shown})}
    return [{**one, "exit": facts[one["tool"]]} for one in shown]


def _used_again(session: Session, chosen: Any, today: date) -> list[tuple[Adoption, Document]]:
    """Give, of some adoptions of leavers, those that have ended and that a log showed in use since."""
    ended = chosen.where(col(Adoption.state) == "ended", absent(today)).order_by(col(Adoption.id))
    rows = session.exec(ended).all()
    told = zip(rows, documents(session, rows, today), strict=True)
    return [(one, document) for one, document in told if document["left_behind"]]


def _todo(told: Document) -> str:
    """Say what to do with something left behind."""
    if told["left_behind"]["used_until"]:
        return "Somebody still uses the account: lock it, then take over or delete what is in it."
    if told["account"] == "personal":
        return "It is their own account: ask them to hand over what is ours and to delete it there."
    return "Take over what is still needed, then have the account and the rest deleted."


def _exit(session: Session, tool: str) -> list[Document]:
    """Give what is known of getting data out of a tool: a line for each criterion and answer."""
    answers: dict[str, list[Document]] = defaultdict(list)
    for one in facts_of(session, tool)["facts"]:
        if one["fact"] in EXIT and one["state"] in ("current", "stale"):
            answers[one["fact"]].append(
                {"fact": one["fact"], "value": one["value"], "plan": one["plan"], "url": one["evidence"]["url"]}
            )
    return [one for fact in EXIT for one in _distinct(answers[fact])]


def _distinct(answers: Sequence[Document]) -> list[Document]:
    return list({(str(one["value"]), one["plan"]): one for one in reversed(answers)}.values())[::-1]


def _others(session: Session, person: Person) -> bool:
    """Say whether another reviewer is there."""
    there = (col(Person.left_on).is_(None), col(Person.merged_into_id).is_(None), people.holds(ROLE))
    return session.exec(select(Person.id).where(Person.id != person.id, *there)).first() is not None


def _person(session: Session, who: str) -> Person:
    person = people.find(session, who)
    if person is None:
        raise NotFound(f"nobody is known as {people.clean(who)[:60]!r}", mend="see who is: byot people list")
    return person
