"""What a reviewer does to one case or to many at once, and takes back: each case by its own event, the whole as an act.

Cases that somebody else has open are left as they are, and named. An act is undone within a day, case by case: what has
changed since stays.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit, people
from catalog import moment as moments
from catalog.adoption import cases
from catalog.errors import BadUse, ByotError, Conflicting, NotFound
from catalog.models.desk import Act
from catalog.models.register import Adoption, Person
from catalog.models.review import Decision, Review
from catalog.models.tool import Tool
from catalog.moment import written
from catalog.review import commenting, deciding
from catalog.review.deciding import Draft

UNDO_WITHIN = timedelta(hours=24)
LONGEST_SNOOZE = timedelta(days=366)
FIELDS = ("state", "owner_id", "due", "snoozed_until", "outcome", "closed_at", "why")
BULK_STATUSES = ("sanctioned", "tolerated")
DISMISSED = {"proposed": "adoptions", "disputed": "disputed"}
SAID = {
    "assign": "review assigned",
    "acknowledge": "review acknowledged",
    "snooze": "review snoozed",
    "false_positive": "review closed as a false positive",
    "ask_vendor": "vendor asked",
    "ask_people": "people asked",
}


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act: its reference, the cases that it was done to, and those left, each with why."""

    reference: str | None
    kind: str
    done: list[str]
    left: list[dict[str, str]]

    def document(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {"act": self.reference, "kind": self.kind, "done": self.done, "left": self.left}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done. `owner` for *assign* (None: oneself), `until` for *snooze*, `text`: why, or the letter."""

    kind: str
    by: str
    owner: str | None = None
    until: date | None = None
    text: str = ""


def act(session: Session, references: Sequence[str], wish: Wish, at: datetime | None = None) -> Done:
    """Do something to open cases: assign, acknowledge, snooze, false_positive, ask_vendor, ask_people.

    Raises `NotAllowed` unless `by` is a reviewer, `BadUse` for a wish that cannot be.
    """
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, wish.by, "reviewer")
    owner = _require(session, wish, person, at)
    work: dict[str, Callable[[Review], dict[str, Any]]] = {
        "assign": lambda case: _assign(session, case, owner),
        "acknowledge": lambda case: _take_up(case, person, "in_review"),
        "snooze": lambda case: _snooze(case, wish.until),
        "false_positive": lambda case: _dismiss(session, case, person, at),
        "ask_vendor": lambda case: _write(session, case, person, wish, "vendor_letter", at),
        "ask_people": lambda case: _write(session, case, person, wish, "people_letter", at),
    }

    def one(case: Review) -> dict[str, Any]:
        more = work[wish.kind](case)
        content = {
            "review": case.reference, "owner": owner.slug, "why": wish.text or None,
            "until": wish.until.isoformat() if wish.until else None, "state": case.state,
        }  # fmt: skip
        tool = session.get_one(Tool, case.tool_id)
        said = {key: value for key, value in content.items() if value is not None}
        audit.append(session, who=person.slug, what=SAID[wish.kind], subject=f"tool:{tool.slug}", content=said)
        return more

    anyones = wish.kind == "assign"
    return _each(session, references, wish.kind, person, one, at, anyones=anyones)


def decide_all(session: Session, references: Sequence[str], draft: Draft, at: datetime | None = None) -> Done:
    """Decide many cases alike: approve them, or accept them for now. `draft` says all but the tool."""
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, draft.by, "reviewer")
    if draft.status not in BULK_STATUSES:
        mend = f"choose one of: {', '.join(BULK_STATUSES)}; decide the others one by one"
        raise BadUse(f"{draft.status[:40]!r} is no decision for many cases at once", mend=mend)

    def one(case: Review) -> dict[str, Any]:
        tool = session.get_one(Tool, case.tool_id)
        given = {name: getattr(draft, name) for name in Draft.__slots__ if name != "tool"}
        made = deciding.decide(session, Draft(tool=tool.slug, **given), at)
        return {"decision": made.reference}

    done = _each(session, references, "decide", person, one, at)
    if done.reference is not None:
        row = _found(session, done.reference)
        made = [entry["decision"] for entry in row.content]
        for decision in session.exec(select(Decision).where(col(Decision.reference).in_(made))):
            decision.act_id = row.id
            session.add(decision)
        session.flush()
    return done


def undo(session: Session, reference: str, by: str, at: datetime | None = None) -> Done:
    """Take an act back, case by case. Raises `Conflicting` where a day has passed or it was taken back already."""
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, by, "reviewer")
    row = _found(session, reference)
    if row.undone_at is not None:
        raise Conflicting("this was taken back already", mend="look at the cases again")
    if at - row.at > UNDO_WITHIN:
        raise Conflicting("a day has passed since", mend="change the cases one by one")
    done: list[str] = []
    left: list[dict[str, str]] = []
    for entry in row.content:
        why = _take_back(session, entry, person, at)
        if why:
            left.append({"review": entry["review"], "why": why})
        else:
            done.append(entry["review"])
    row.undone_at = at
    session.add(row)
    session.flush()
    return Done(row.reference, row.kind, done, left)


def find(session: Session, reference: str) -> dict[str, Any]:
    """Give an act as JSON; raise `NotFound` where there is none."""
    row = _found(session, reference)
    return {
        "act": row.reference, "kind": row.kind, "by": row.who, "at": written(row.at),
        "cases": [entry["review"] for entry in row.content],
        "undone_at": written(row.undone_at) if row.undone_at else None,
    }  # fmt: skip


def _each(
    session: Session,
    references: Sequence[str],
    kind: str,
    person: Person,
    work: Callable[[Review], dict[str, Any]],
    at: datetime,
    *,
    anyones: bool = False,
) -> Done:
    entries: list[dict[str, Any]] = []
    left: list[dict[str, str]] = []
    for reference in dict.fromkeys(references):
        case = session.exec(select(Review).where(Review.reference == reference)).first()
        why = _in_the_way(session, case, person, anyones, at)
        if why or case is None:
            left.append({"review": reference, "why": why})
            continue
        before = _fields(case)
        more = work(case)
        session.add(case)
        session.flush()
        entries.append({"review": reference, "before": before, "after": _fields(case), **more})
    if not entries:
        return Done(None, kind, [], left)
    row = Act(reference=cases.reference("k"), kind=kind, who=person.slug, content=entries, at=at)
    session.add(row)
    session.flush()
    return Done(row.reference, kind, [entry["review"] for entry in entries], left)


def _in_the_way(session: Session, case: Review | None, person: Person, anyones: bool, at: datetime) -> str:
    if case is None:
        return "there is no such case"
    if case.state not in cases.OPEN:
        return "it is closed already"
    if case.owner_id is not None and case.owner_id != person.id and not anyones:
        owner = session.get_one(Person, case.owner_id)
        return "" if people.has_left(owner, at.date()) else f"{owner.name} has it open"
    return ""


def _require(session: Session, wish: Wish, person: Person, at: datetime) -> Person:
    """Hold a wish to what can be; give whose the cases are afterwards."""
    if wish.kind not in SAID:
        raise BadUse(f"{wish.kind[:40]!r} is nothing that can be done", mend=f"choose one of: {', '.join(SAID)}")
    if wish.kind == "snooze":
        today = at.date()
        if wish.until is None or not today < wish.until <= today + LONGEST_SNOOZE:
            raise BadUse(
                "a snoozed case needs the day on which it comes back",
                mend="give a later day, within a year",
                where="--until",
            )
    if wish.kind == "false_positive" and not wish.text.strip():
        raise BadUse("a false positive needs its reason", mend="say why it is no use", where="--why")
    return people.with_role(session, wish.owner, "reviewer") if wish.owner else person


def _assign(session: Session, case: Review, owner: Person) -> dict[str, Any]:
    case.owner_id = owner.id
    return {}


def _take_up(case: Review, person: Person, state: str) -> dict[str, Any]:
    case.owner_id, case.state = person.id, state
    return {}


def _snooze(case: Review, until: date | None) -> dict[str, Any]:
    case.snoozed_until = until
    return {}


def _dismiss(session: Session, case: Review, person: Person, at: datetime) -> dict[str, Any]:
    """Close a case: what logs showed was no use, which answers who disputed it. Nobody's declaration is touched."""
    _take_up(case, person, "decided")
    case.outcome, case.closed_at, case.snoozed_until = "false_positive", at, None
    seen = select(Adoption).where(Adoption.tool_id == case.tool_id, Adoption.kind == "detected")
    before: dict[str, list[str]] = {}
    for state, what in DISMISSED.items():
        rows = session.exec(seen.where(Adoption.state == state)).all()
        before[what] = [one.reference for one in rows]
        for one in rows:
            one.state, one.changed_at = "withdrawn", at
            session.add(one)
    return before


def _write(session: Session, case: Review, person: Person, wish: Wish, kind: str, at: datetime) -> dict[str, Any]:
    _take_up(case, person, "waiting_for_vendor" if kind == "vendor_letter" else "in_review")
    text = wish.text or "Asked."
    return {"comment": commenting.record(session, case, person.slug, text, kind, at).id}


def _take_back(session: Session, entry: Mapping[str, Any], person: Person, at: datetime) -> str:
    """Put one case back as it was; give why not, where it has changed since."""
    case = session.exec(select(Review).where(Review.reference == entry["review"])).one()
    if _fields(case) != entry["after"]:
        return "it has changed since"
    try:
        if entry.get("decision"):
            deciding.undo(session, entry["decision"], person.slug, at)
    except ByotError as error:
        return error.message
    for name, value in entry["before"].items():
        setattr(case, name, _read(name, value))
    session.add(case)
    for state, what in DISMISSED.items():
        for one in session.exec(select(Adoption).where(col(Adoption.reference).in_(entry.get(what, ())))):
            one.state, one.changed_at = state, at
            session.add(one)
    if entry.get("comment"):
        commenting.retract(session, entry["comment"], at)
    session.flush()
    tool = session.get_one(Tool, case.tool_id)
    content = {"review": case.reference, "state": case.state}
    audit.append(session, who=person.slug, what="act undone", subject=f"tool:{tool.slug}", content=content)
    return ""


def _fields(case: Review) -> dict[str, Any]:
    return {name: _plain(getattr(case, name)) for name in FIELDS}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(name: str, value: Any) -> Any:
    if value is None or name not in ("due", "snoozed_until", "closed_at"):
        return value
    return datetime.fromisoformat(value) if name == "closed_at" else date.fromisoformat(value)


def _found(session: Session, reference: str) -> Act:
    row = session.exec(select(Act).where(Act.reference == reference)).first()
    if row is None:
        raise NotFound(f"there is no act {reference[:40]!r}", mend="look at the queue")
    return row
