"""How use grows: week by week, what is new, by department, by source. Counted once per person and tool.

The database sums up alike uses, so that of a hundred thousand people only some thousand sums come here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Subquery, case, func, literal_column, or_, tuple_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from catalog.adoption.presence import IN_USE, source_of
from catalog.models.columns import utc_day
from catalog.models.register import Adoption, Department, Origin, Person
from catalog.models.tool import Tool

WEEKS = 26
WEEK = timedelta(days=7)
NOBODYS = "not said"


class Use(NamedTuple):
    """A use of a tool: since and until when, known from where, in which department."""

    since: date
    until: date | None
    source: str
    department: int | None


def trends(session: Session, at: datetime, weeks: int = WEEKS) -> dict[str, Any]:
    """Give the counts: `weeks` (the last one is this week), `new` tools this week, by `department`, by `source`."""
    today = at.date()
    ends = [today - WEEK * back for back in reversed(range(weeks))]
    every = _every()
    uses = Counter(_once(session, every)) + _open(session, every, ends[0] - WEEK)
    current = [(use, count) for use, count in uses.items() if use.until is None or use.until >= today]
    sources: Counter[str] = Counter()
    for use, count in current:
        sources[use.source] += count
    return {
        "at": today.isoformat(),
        "weeks": [_week(uses, end) for end in ends],
        "new": _new(session, every, today),
        "departments": _departments(session, every, current, today),
        "sources": [{"source": name, "uses": count} for name, count in sources.most_common()],
        "logs": _logs(session),
    }


def _week(uses: Counter[Use], end: date) -> dict[str, Any]:
    """Give the uses in force on a day, told and seen, and those that began in the week before it."""
    held = [(use, n) for use, n in uses.items() if use.since <= end and (use.until is None or use.until >= end)]
    count, told = sum(n for _, n in held), sum(n for use, n in held if use.source != "detected")
    new = sum(n for use, n in held if use.since > end - WEEK)
    return {"until": end.isoformat(), "uses": count, "declared": told, "detected": count - told, "new": new}


def _every() -> Subquery:
    """Give all uses that count."""
    return (
        columns(
            col(Adoption.tool_id),
            col(Adoption.person_id),
            case((col(Adoption.person_id).is_(None), col(Adoption.who))).label("nobodys"),
            func.coalesce(col(Adoption.since), utc_day(col(Adoption.recorded_at))).label("since"),
            col(Adoption.until),
            source_of().label("source"),
            col(Person.department_id),
            col(Person.left_on),
        )
        .join(Person, col(Person.id) == col(Adoption.person_id), isouter=True)
        .where(col(Adoption.state).in_((*IN_USE, "ended", "moved")), col(Adoption.linked_id).is_(None))
        .subquery()
    )


def _open(session: Session, every: Subquery, floor: date) -> Counter[Use]:
    """Count what has no last day of its own, as alike as the weeks need it: all that began before the first is one."""
    use = every.c
    first, last = func.min(use.source), func.max(use.source)
    each = (
        columns(
            func.min(case((use.since < floor, floor), else_=use.since)).label("since"),
            case((first == last, first), else_=literal_column("'both'")).label("source"),
            func.min(use.department_id).label("department_id"),
            func.min(use.left_on).label("left_on"),
        )
        .group_by(use.tool_id, use.person_id, use.nobodys)
        .having(func.count(use.until) == 0)
        .subquery()
    )
    found: Counter[Use] = Counter()
    for since, source, department, left_on, count in session.execute(columns(each, func.count()).group_by(*each.c)):
        found[Use(since, _sooner(None, left_on), source, department)] += count
    return found


def _once(session: Session, every: Subquery) -> Iterator[Use]:
    """Take together what overlaps of one person's uses of one tool, where one has ended: others may have begun since.

    Several uses are of two accounts, or were told under two names.
    """
    use, ended = every.c, every.alias().c
    which = columns(*_key(ended)).where(ended.until.is_not(None))
    told = (use.tool_id, use.person_id, use.nobodys, use.since, use.until, use.left_on, use.source, use.department_id)
    rows = session.execute(columns(*told).where(tuple_(*_key(use)).in_(which)))
    by_key: dict[tuple[Any, ...], list[Use]] = defaultdict(list)
    for *key, since, until, left_on, source, department in rows:
        by_key[tuple(key)].append(Use(since, _sooner(until, left_on), source, department))
    for some in by_key.values():
        yield from _joined(sorted(some, key=lambda one: one.since))


def _key(use: Any) -> tuple[Any, ...]:
    """Give the expressions that tell a person at a tool, none of them null."""
    return use.tool_id, func.coalesce(use.person_id, 0), func.coalesce(use.nobodys, "")


def _joined(some: Iterable[Use]) -> Iterator[Use]:
    first, *others = some
    for use in others:
        if first.until is not None and use.since > first.until:
            yield first
            first = use
            continue
        until = None if first.until is None or use.until is None else max(first.until, use.until)
        source = first.source if first.source == use.source else "both"
        first = first._replace(until=until, source=source)
    yield first


def _sooner(until: date | None, left_on: date | None) -> date | None:
    """Give the last day of a use: its own, or the one before its person was gone."""
    last = left_on - timedelta(days=1) if left_on else None
    return min((day for day in (until, last) if day), default=None)


def _current(every: Subquery, today: date) -> tuple[ColumnElement[bool], ...]:
    use = every.c
    return or_(use.until.is_(None), use.until >= today), or_(use.left_on.is_(None), use.left_on > today)


def _new(session: Session, every: Subquery, today: date) -> list[dict[str, Any]]:
    """Give the tools that nobody used before this week, with how many people do."""
    use, begun = every.c, func.min(every.c.since)
    first = dict(session.execute(columns(use.tool_id, begun).group_by(use.tool_id).having(begun > today - WEEK)).all())
    people = columns(use.tool_id, use.person_id, use.nobodys).where(use.tool_id.in_(first), *_current(every, today))
    each = people.distinct().subquery()
    counted = columns(each.c.tool_id, func.count()).group_by(each.c.tool_id)
    found = dict(session.execute(counted).all()) if first else {}
    names = session.exec(select(Tool.id, Tool.name).where(col(Tool.id).in_(found))).all()
    rows = [{"tool": name, "people": found[tool], "since": first[tool].isoformat()} for tool, name in names]
    return sorted(rows, key=lambda row: (-row["people"], row["tool"]))


def _departments(
    session: Session, every: Subquery, current: Iterable[tuple[Use, int]], today: date
) -> list[dict[str, Any]]:
    """Give each department's uses, and the people who have them; those with the most first."""
    use, now = every.c, _current(every, today)
    known = col(Person.id).in_(columns(use.person_id).where(*now))
    by_department = columns(col(Person.department_id), func.count()).where(known).group_by(col(Person.department_id))
    people: dict[int | None, int] = dict(session.execute(by_department).all())
    strangers = columns(func.count(func.distinct(use.nobodys))).where(*now)
    people[None] = people.get(None, 0) + session.execute(strangers).scalar_one()
    names: dict[int | None, str] = dict(session.exec(select(Department.id, Department.name)).all())
    counted: Counter[int | None] = Counter()
    for one, count in current:
        counted[one.department] += count
    return [
        {"department": names.get(number, NOBODYS), "uses": count, "people": people.get(number, 0)}
        for number, count in counted.most_common()
    ]


def _logs(session: Session) -> list[dict[str, Any]]:
    """Give what each kind of log and export showed last, those that went silent first."""
    rows = session.execute(
        columns(col(Origin.format), func.max(col(Origin.last_at)), func.sum(col(Origin.events)))
        .where(col(Origin.grown_into_id).is_(None), col(Origin.events) > 0)
        .group_by(col(Origin.format))
    ).all()
    told = [
        {"format": log, "last": last.date().isoformat() if last else None, "events": int(events)}
        for log, last, events in rows
    ]
    return sorted(told, key=lambda one: (one["last"] or "", one["format"]))
