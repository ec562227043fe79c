"""Adoptions as the contract tells them, each with its evidence: declared, detected, or both."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, or_, select

from catalog import people
from catalog.adoption import cases
from catalog.adoption.presence import IN_USE, left_days
from catalog.check.facts import known_tool
from catalog.errors import NotFound
from catalog.models.register import Adoption, Grant, Origin, Person, Sighting, StoredVerdict, Team
from catalog.models.review import Review
from catalog.models.tool import Tool
from catalog.moment import now

ACTIVE = ("proposed", "declared", "confirmed", "disputed")
ASKED_AT_ONCE = 400
NOBODY = (None, None)
Document = dict[str, Any]
One = TypeVar("One")


def document(session: Session, adoption: Adoption) -> Document:
    """Give one adoption by the contract."""
    return documents(session, [adoption])[0]


def listing(session: Session, *, tool: str | None = None, by: str | None = None) -> list[Document]:
    """Give the adoptions of a tool, of a person or of all, as `each` does."""
    return list(each(session, tool=tool, by=by))


def each(
    session: Session,
    *,
    tool: str | None = None,
    by: str | None = None,
    states: Sequence[str] | None = None,
    today: date | None = None,
) -> Iterator[Document]:
    """Give the adoptions of a tool, of a person or of all, newest first; what logs showed of a declared one with it.

    They come one after another. `states` keeps those in some states, `today` (UTC) tells what is left behind by now.
    Raises `UnknownTool` for a tool, `NotFound` for a person that is not there.
    """
    found = select(Adoption).where(col(Adoption.linked_id).is_(None))
    if tool is not None:
        found = found.where(Adoption.tool_id == known_tool(session, tool).id)
    if by is not None:
        found = found.where(of(session, by))
    if states is not None:
        found = found.where(col(Adoption.state).in_(states))
    return streamed(session, found.order_by(col(Adoption.recorded_at).desc(), col(Adoption.id).desc()), today)


def streamed(session: Session, chosen: Any, today: date | None = None) -> Iterator[Document]:
    """Give the adoptions that a statement selects by the contract; only some hundred of them are in memory at once."""
    today = today or now().date()
    for some in session.exec(chosen.execution_options(yield_per=ASKED_AT_ONCE)).partitions():
        yield from _documents(session, some, today)


def of(session: Session, who: str) -> ColumnElement[bool]:
    """Give the condition under which an adoption is somebody's: of the person of a name, or of a name in logs."""
    person = people.find(session, who)
    same = func.lower(col(Adoption.who)) == who.strip().lower()
    return or_(col(Adoption.person_id) == person.id, same) if person is not None else same


def team_id() -> ColumnElement[int]:
    """Give the expression of an adoption's team: the one that was named, else its person's."""
    its = select(Person.team_id).where(Person.id == Adoption.person_id).scalar_subquery()
    return func.coalesce(col(Adoption.team_id), its)


def get(session: Session, reference: str) -> Adoption:
    """Give the adoption of a reference; raise `NotFound` where there is none."""
    adoption = session.exec(select(Adoption).where(Adoption.reference == reference)).first()
    if adoption is None:
        raise NotFound(f"there is no adoption {reference[:40]!r}", mend="see them all: byot adoptions")
    return adoption


def documents(session: Session, adoptions: Sequence[Adoption], today: date | None = None) -> list[Document]:
    """Give adoptions by the contract, in their order; a fixed number of queries for each few hundred.

    `today` (UTC) tells what is left behind by now.
    """
    today = today or now().date()
    told: list[Document] = []
    for some in pieces(adoptions):
        told += _documents(session, some, today)
    return told


def pieces(asked: Sequence[One]) -> Iterator[Sequence[One]]:
    """Give what is asked for in pieces that one query takes."""
    return (asked[start : start + ASKED_AT_ONCE] for start in range(0, len(asked), ASKED_AT_ONCE))


def _documents(session: Session, adoptions: Sequence[Adoption], today: date) -> list[Document]:
    ids = [one.tool_id for one in adoptions]
    tools = dict(session.exec(select(Tool.id, Tool.slug).where(col(Tool.id).in_(ids))).all())
    persons = _persons(session, adoptions)
    teams = dict(session.exec(select(Team.id, Team.slug)).all())
    waiting = set(session.exec(select(Review.tool_id).where(col(Review.state).in_(cases.OPEN))))
    given = _given(session, adoptions)
    detected = _detected(session, adoptions)
    sightings = _sightings(session, [seen for group in detected.values() for seen in group])
    for key, grants in _grants(session, [seen for group in detected.values() for seen in group]).items():
        sightings[key] += grants
    gone = left_days(session, (one.person_id for one in adoptions))
    evidence = [list(_evidence(one, detected[one.id or 0], sightings)) for one in adoptions]
    return [
        {
            "id": one.reference,
            "tool": tools[one.tool_id],
            "plan": one.plan,
            "by": one.who,
            "person": persons.get(one.person_id, NOBODY)[0],
            "account": one.account,
            "data": list(one.data),
            "purpose": one.purpose,
            "team": teams.get(one.team_id or persons.get(one.person_id, NOBODY)[1]),
            "since": _iso(one.since),
            "until": _iso(one.until),
            "state": one.state,
            "evidence": its,
            "verdict": given.get(one.verdict_id, one.verdict),
            "review_by": _iso(one.review_by) if one.tool_id in waiting and one.state in ACTIVE else None,
            "left_behind": left_behind(one.state, one.until, its, gone.get(one.person_id), today),
        }
        for one, its in zip(adoptions, evidence, strict=True)
    ]


def left_behind(
    state: str, until: date | None, evidence: Iterable[Document], day: date | None, today: date
) -> Document | None:
    """Say since when an adoption is left behind by who left on a day, None where it is not.

    `used_until` is the last day on which a log still showed use after that; None where none did. What has ended is left
    behind again where a log showed use since.
    """
    if day is None or day > today or state not in (*IN_USE, "ended"):
        return None
    over = max(day, until) if state == "ended" and until else day
    used = max((one["last"] for one in evidence if one.get("last") and one["last"] > over.isoformat()), default=None)
    return None if state == "ended" and used is None else {"since": day.isoformat(), "used_until": used}


def _persons(session: Session, adoptions: Iterable[Adoption]) -> dict[int | None, tuple[str | None, int | None]]:
    """Give whose adoptions are, by their number: slug and team."""
    its = select(Person.id, Person.slug, Person.team_id)
    rows = session.exec(its.where(col(Person.id).in_({one.person_id for one in adoptions if one.person_id})))
    return {number: (slug, team) for number, slug, team in rows}


def _given(session: Session, adoptions: Iterable[Adoption]) -> dict[int | None, Document]:
    """Give the whole verdicts that adoptions share."""
    ids = {one.verdict_id for one in adoptions} - {None}
    if not ids:
        return {}
    return {one.id: one.document for one in session.exec(select(StoredVerdict).where(col(StoredVerdict.id).in_(ids)))}


def _detected(session: Session, adoptions: Iterable[Adoption]) -> dict[int, list[Adoption]]:
    """Give what logs showed for each adoption: itself, or those that are linked to it; and what else was declared."""
    found: dict[int, list[Adoption]] = defaultdict(list)
    for one in adoptions:
        if one.kind == "detected":
            found[one.id or 0].append(one)
    for linked in session.exec(select(Adoption).where(col(Adoption.linked_id).in_([one.id for one in adoptions]))):
        found[linked.linked_id or 0].append(linked)
    return found


def _sightings(session: Session, detected: Sequence[Adoption]) -> dict[tuple[int, str], list[Document]]:
    """Give the sightings of tools and users, summed up per origin and tenant."""
    rows = session.exec(
        select(
            Sighting.tool_id, Sighting.user, Sighting.tenant, Origin.file, Origin.format,
            func.min(Sighting.day), func.max(Sighting.day), func.sum(Sighting.events), func.sum(Sighting.blocked),
        )  # type: ignore[call-overload]
        .join(Origin, col(Sighting.origin_id) == col(Origin.id))
        .where(col(Sighting.user).in_([one.who for one in detected]))
        .where(col(Sighting.tool_id).in_({one.tool_id for one in detected}))
        .group_by(Sighting.tool_id, Sighting.user, Sighting.tenant, Origin.id, Origin.file, Origin.format)
        .order_by(Origin.id)
    ).all()  # fmt: skip
    found: dict[tuple[int, str], list[Document]] = defaultdict(list)
    for tool_id, user, tenant, file, log, first, last, events, blocked in rows:
        found[tool_id, user].append(
            {
                "kind": "detected",
                "user": user,
                "tenant": tenant or None,
                "origin": file,
                "format": log,
                "first": _iso(first),
                "last": _iso(last),
                "events": int(events),
                "blocked": int(blocked),
            }
        )
    return found


def _grants(session: Session, detected: Sequence[Adoption]) -> dict[tuple[int, str], list[Document]]:
    """Give what apps were let at, by tool and user."""
    rows = session.exec(
        select(Grant, Origin.file, Origin.format)
        .join(Origin, col(Grant.origin_id) == col(Origin.id))
        .where(col(Grant.user).in_([one.who for one in detected]))
        .where(col(Grant.tool_id).in_({one.tool_id for one in detected}))
        .order_by(col(Grant.id))
    ).all()
    found: dict[tuple[int, str], list[Document]] = defaultdict(list)
    for grant, file, export in rows:
        day = _iso(grant.day)
        found[grant.tool_id or 0, grant.user].append(
            {
                "kind": "granted",
                "user": grant.user,
                "tenant": None,
                "origin": file,
                "format": export,
                "first": day,
                "last": day,
                "events": 1,
                "client": grant.client,
                "scopes": list(grant.scopes),
                "risk": grant.risk,
            }
        )
    return found


def _evidence(
    adoption: Adoption, detected: Iterable[Adoption], sightings: Mapping[tuple[int, str], list[Document]]
) -> Iterable[Document]:
    if adoption.kind == "declared":
        yield {"kind": "declared", "by": adoption.who, "at": _moment(adoption)}
    for seen in detected:
        if seen.kind == "declared":
            yield {"kind": "declared", "by": seen.who, "at": _moment(seen)}
            continue
        shown = [told for told in sightings.get((seen.tool_id, seen.who), ())
                 if told["tenant"] in (None, seen.tenant or None)]  # fmt: skip
        yield from shown or [_past_keeping(seen)]


def _past_keeping(seen: Adoption) -> Document:
    """Give what is left to say of use whose log's days are past their keeping."""
    return {
        "kind": "detected", "user": None, "tenant": seen.tenant or None, "origin": None, "format": None,
        "first": _iso(seen.since), "last": _iso(seen.until), "events": 0, "blocked": 0,
    }  # fmt: skip


def _moment(adoption: Adoption) -> str:
    return adoption.recorded_at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _iso(day: date | str | None) -> str | None:
    return day if day is None or isinstance(day, str) else day.isoformat()
