"""The adoptions of a tool that is merged into another: moved and judged anew, folded where both showed one, given back.

What is kept of a folded one names nobody: its name is that of the one it was folded into, so that who is erased in
between is erased here too.
"""

from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from catalog.adoption import cases, clock, linking, tenants
from catalog.adoption.judging import Judging, give
from catalog.adoption.listing import ACTIVE, pieces
from catalog.adoption.proposing import Verdicts
from catalog.check.facts import tool_at
from catalog.check.known import Known
from catalog.errors import UnknownPlan
from catalog.models.register import Adoption, Person
from catalog.models.tool import Tool, ToolMerge

BEFORE = ("plan", "verdict", "verdict_id", "review_by", "changed_at")
JOINED = (*BEFORE, "data", "since")
OWN = ("reference", "state", "plan", "account", "data", "tenant", "since", "until", "review_by", "verdict",
       "verdict_id", "imported", "recorded_at", "changed_at")  # fmt: skip
DAYS, MOMENTS = ("since", "until", "review_by"), ("recorded_at", "changed_at")
WHO = "register"
Moved = dict[str, Any]
Whose = Set[int | None] | None
"""The people whose uses are linked anew; None for all: where tenants come to show whose account it is."""


def move(session: Session, stays: Tool, goes: Tool, at: datetime) -> Moved:
    """Move them; give what each was before, and those folded into one of the tool that is kept."""
    session.expire_all()
    rows = session.exec(select(Adoption).where(Adoption.tool_id == goes.id).order_by(col(Adoption.id))).all()
    theirs = _alongside(session, stays, rows)
    whose = None if tenants.shown(session, goes.id) else {one.person_id for one in rows}
    linked = _links(session, (stays.id, goes.id), whose)
    twins = {(one.tenant, one.who): one for one in theirs if one.kind == "detected"}
    judge, moved = Judge(session, stays, at, rows), []
    doubles: list[tuple[Adoption, Adoption]] = []
    for one in rows:
        twin = twins.get((one.tenant, one.who)) if one.kind == "detected" else None
        if twin is not None:
            doubles.append((one, twin))
            continue
        moved.append({"adoption": one.reference, **_plain(one, BEFORE)})
        one.tool_id, one.changed_at = stays.id or 0, at
        judge.use(one)
        session.add(one)
    folded = _fold(session, doubles)
    joined = _join(session, rows, theirs, judge, at)
    session.flush()
    _link(session, stays, whose)
    judge.open_case()
    return {"adoptions": moved, "folded": folded, "joined": joined, "links": linked}


def give_back(session: Session, stays: Tool, goes: Tool, merge: ToolMerge, at: datetime) -> None:
    """Give them back. What somebody has changed since stays as they said it, judged by the tool it goes back to."""
    session.expire_all()
    moved, judge = merge.moved, Judge(session, goes, at)
    before = {told["adoption"]: told for told in moved["adoptions"]}
    for some in pieces(list(before)):
        mine = select(Adoption).where(Adoption.tool_id == stays.id, col(Adoption.reference).in_(some))
        for one in session.exec(mine.order_by(col(Adoption.id))):
            one.tool_id = goes.id or 0
            if one.changed_at == merge.merged_at:
                _restore(one, {name: before[one.reference][name] for name in BEFORE})
            else:
                judge.use(one)
            session.add(one)
    session.flush()
    _part(session, moved["joined"], merge)
    _unfold(session, moved["folded"], stays, goes)
    _relink(session, moved["links"])
    _mend_links(session, (stays.id, goes.id))


def data_of(session: Session, joined: Sequence[Moved]) -> dict[str, list[str]]:
    """Give the data of the uses to which others were joined, by reference."""
    found: dict[str, list[str]] = {}
    for some in pieces([told["into"] for told in joined]):
        named = select(Adoption.reference, Adoption.data).where(col(Adoption.reference).in_(some))
        found |= {reference: list(data) for reference, data in session.exec(named)}
    return found


class Judge:
    """Gives uses of one tool the verdict of a moment, the plan by its slug, and the day by which security answers."""

    def __init__(self, session: Session, tool: Tool, at: datetime, uses: Sequence[Adoption] = ()) -> None:
        """Fetch whose the uses are; others' people are asked for one by one."""
        self._session, self._tool, self._at = session, tool, at
        numbers = sorted({one.person_id for one in uses if one.person_id is not None})
        whose = (session.exec(select(Person).where(col(Person.id).in_(some))) for some in pieces(numbers))
        self._people = {person.id: person for some in whose for person in some}
        self._known: Known = tool_at(session, tool, at=at)
        self._seen, self._told = Verdicts(session, tool, at), Judging(session, at)
        self._due: date | None = None

    def use(self, one: Adoption) -> None:
        """Judge a use that is not over."""
        if one.state not in ACTIVE:
            return
        person = self._person(one.person_id) if one.person_id is not None else None
        if one.kind == "detected":
            give(self._session, one, self._seen.of(person, one.account))
            return
        if self._known.ladder:
            one.plan = self._plan(one.plan)
        given = self._told.verdict(self._tool, person, self._tool.slug, one.plan, one.data, one.account)
        give(self._session, one, given)
        due = clock.review_by(given.document, self._at.date(), self._told.clocks)
        one.review_by = min(due, one.review_by or due) if due else None
        self._due = min((day for day in (self._due, one.review_by) if day), default=None)

    def open_case(self) -> None:
        """Open the tool's case where one of them needs an answer; an earlier day moves it forward."""
        self._seen.open_case()
        if self._due is not None:
            why = "merged with another tool"
            cases.open_for(self._session, self._tool, why=why, due=self._due, who=WHO, at=self._at)

    def _person(self, number: int) -> Person | None:
        return self._people.get(number) or self._session.get(Person, number)

    def _plan(self, said: str | None) -> str | None:
        try:
            plan = self._known.plan(said) if said else None
        except UnknownPlan:
            return None
        return plan.slug if plan else None


def _join(
    session: Session, rows: Sequence[Adoption], theirs: Sequence[Adoption], judge: Judge, at: datetime
) -> list[Moved]:
    """Link what somebody declared of both tools under one account: the main row counts, with the data of both."""
    main = {(one.person_id, one.account): one for one in reversed(theirs) if _says(one)}
    joined = []
    for one in filter(_says, rows):
        if (into := main.get((one.person_id, one.account))) is None or one.person_id is None:
            continue
        joined.append({"one": one.reference, "into": into.reference, **_plain(into, JOINED)})
        into.data = list(dict.fromkeys([*into.data, *one.data]))
        into.since = min((day for day in (into.since, one.since) if day), default=None)
        into.changed_at, one.linked_id = at, into.id
        judge.use(into)
        session.add_all([one, into])
    session.flush()
    return joined


def _says(one: Adoption) -> bool:
    return one.kind == "declared" and one.state in ACTIVE and one.linked_id is None


def _part(session: Session, joined: Sequence[Moved], merge: ToolMerge) -> None:
    found = _named(session, {told[name] for told in joined for name in ("one", "into")})
    for told in joined:
        if (one := found.get(told["one"])) is not None:
            one.linked_id = None
        into = found.get(told["into"])
        if into is not None and into.changed_at == merge.merged_at:
            _restore(into, {name: told[name] for name in JOINED})
    session.flush()


def _fold(session: Session, doubles: Sequence[tuple[Adoption, Adoption]]) -> list[Moved]:
    """Fold uses into what the other tool's logs showed of the same name; give what each was."""
    into = {one.id: twin.id for one, twin in doubles}
    for some in pieces(list(into)):
        for linked in session.exec(select(Adoption).where(col(Adoption.linked_id).in_(some))):
            linked.linked_id = into[linked.linked_id]
    told = [_folded(one, twin) for one, twin in doubles]
    for one, _ in doubles:
        session.delete(one)
    session.flush()
    return told


def _folded(one: Adoption, twin: Adoption) -> Moved:
    told = {"into": twin.reference, "since": _iso(twin.since), "own": _plain(one, OWN)}
    twin.since = min((day for day in (twin.since, one.since) if day), default=None)
    return told | {"since_after": _iso(twin.since)}


def _unfold(session: Session, folded: Sequence[Moved], stays: Tool, goes: Tool) -> None:
    found = _named(session, {told["into"] for told in folded})
    for told in folded:
        twin = found.get(told["into"])
        if twin is None or twin.tool_id != stays.id:
            continue
        own = {"tool_id": goes.id or 0, "who": twin.who, "person_id": twin.person_id, **_read(told["own"])}
        one = Adoption(kind="detected", **own)
        if twin.state == "ended" and one.state == "proposed":
            one.state, one.until = "ended", twin.until
        if _iso(twin.since) == told["since_after"]:
            twin.since = date.fromisoformat(told["since"]) if told["since"] else None
        session.add(one)
    session.flush()


def _named(session: Session, references: Set[str]) -> dict[str, Adoption]:
    """Give the uses of some references."""
    found: dict[str, Adoption] = {}
    for some in pieces(sorted(references)):
        found |= {one.reference: one for one in session.exec(select(Adoption).where(col(Adoption.reference).in_(some)))}
    return found


def _alongside(session: Session, stays: Tool, rows: Sequence[Adoption]) -> list[Adoption]:
    """Give the uses of the tool that is kept by those who use the other: by their person, or their name in logs."""
    found: dict[int | None, Adoption] = {}
    for some in pieces(rows):
        persons = {one.person_id for one in some if one.person_id is not None}
        names = {name for one in some for name in (one.who.lower(), one.who.encode().lower().decode())}
        theirs = or_(col(Adoption.person_id).in_(persons), func.lower(col(Adoption.who)).in_(names))
        found |= {one.id: one for one in session.exec(select(Adoption).where(Adoption.tool_id == stays.id, theirs))}
    return [found[number] for number in sorted(found, key=lambda number: number or 0)]


def _links(session: Session, tools: Sequence[int | None], whose: Whose) -> dict[str, str | None]:
    """Give what each detected use of some tools and people is linked to, by references."""
    main = aliased(Adoption)
    rows = session.exec(
        select(Adoption.reference, main.reference, Adoption.person_id)
        .join(main, col(main.id) == col(Adoption.linked_id), isouter=True)
        .where(col(Adoption.tool_id).in_(tools), Adoption.kind == "detected")
    )
    return {one: to for one, to, person_id in rows if whose is None or person_id in whose}


def _link(session: Session, tool: Tool, whose: Whose) -> None:
    """Link anew what people have more of at a tool than one row."""
    several = session.exec(
        select(Adoption.person_id)
        .where(Adoption.tool_id == tool.id, col(Adoption.person_id).is_not(None))
        .group_by(col(Adoption.person_id))
        .having(func.count() > 1)
    ).all()
    linking.link(session, [one for one in several if whose is None or one in whose], tool.id or 0)


def _relink(session: Session, links: Mapping[str, str | None]) -> None:
    rows = _named(session, {one for pair in links.items() for one in pair if one})
    for reference, main in links.items():
        if (one := rows.get(reference)) is not None:
            to = rows.get(main) if main else None
            one.linked_id = to.id if to is not None else None
            session.add(one)
    session.flush()


def _mend_links(session: Session, tools: Sequence[int | None]) -> None:
    """Let go of links from one of two tools to the other, which only came since, and link these anew."""
    main = aliased(Adoption)
    rows = session.exec(
        select(Adoption)
        .join(main, col(main.id) == col(Adoption.linked_id))
        .where(col(Adoption.tool_id).in_(tools), col(main.tool_id) != col(Adoption.tool_id))
    ).all()
    for one in rows:
        one.linked_id = None
        session.add(one)
    session.flush()
    linking.link_each(session, {(one.person_id, one.tool_id) for one in rows if one.person_id is not None})


def _plain(one: Adoption, names: Sequence[str]) -> Moved:
    values = {name: getattr(one, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _read(told: Mapping[str, Any]) -> Moved:
    found = dict(told)
    for names, kind in ((DAYS, date), (MOMENTS, datetime)):
        for name in names:
            if found.get(name):
                found[name] = kind.fromisoformat(found[name])
    return found


def _restore(one: Adoption, told: Mapping[str, Any]) -> None:
    for name, value in _read(told).items():
        setattr(one, name, value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
