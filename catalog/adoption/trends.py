"""How use grows: week by week, what is new, by department, by source. Counted once per person and tool."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from catalog.adoption.presence import IN_USE, left_days
from catalog.models.register import Adoption, Department, Origin, Person, Sighting
from catalog.models.tool import Tool

WEEKS = 26
WEEK = timedelta(days=7)
NOBODYS = "not said"


class Use(NamedTuple):
    """One person's use of one tool: since and until when, known from where, in which department."""

    tool: str
    who: int | str
    since: date
    until: date | None
    source: str
    department: str


def trends(session: Session, at: datetime, weeks: int = WEEKS) -> dict[str, Any]:
    """Give the counts: `weeks` (the last one is this week), `new` tools this week, by `department`, by `source`."""
    today = at.date()
    uses = list(_once(_uses(session)))
    current = [use for use in uses if use.until is None or use.until >= today]
    ends = [today - WEEK * back for back in reversed(range(weeks))]
    first: dict[str, date] = {}
    for use in uses:
        first[use.tool] = min(use.since, first.get(use.tool, use.since))
    fresh = Counter(use.tool for use in current if first[use.tool] > today - WEEK)
    by_department: dict[str, set[int | str]] = defaultdict(set)
    for use in current:
        by_department[use.department].add(use.who)
    counted = Counter(use.department for use in current)
    new = [{"tool": tool, "people": count, "since": first[tool].isoformat()} for tool, count in fresh.most_common()]
    departments = [
        {"department": name, "uses": count, "people": len(by_department[name])} for name, count in counted.most_common()
    ]
    sources = Counter(use.source for use in current).most_common()
    return {
        "at": today.isoformat(),
        "weeks": [_week(uses, end) for end in ends],
        "new": new,
        "departments": departments,
        "sources": [{"source": name, "uses": count} for name, count in sources],
        "logs": _logs(session),
    }


def _week(uses: list[Use], end: date) -> dict[str, Any]:
    """Give the uses in force on a day, told and seen, and those that began in the week before it."""
    held = [use for use in uses if use.since <= end and (use.until is None or use.until >= end)]
    began = [use for use in held if use.since > end - WEEK]
    told = sum(use.source != "detected" for use in held)
    return {
        "until": end.isoformat(), "uses": len(held), "declared": told, "detected": len(held) - told, "new": len(began),
    }  # fmt: skip


def _once(uses: Iterable[Use]) -> Iterator[Use]:
    """Take together what overlaps of one person's uses of one tool: under two accounts, or told under two names."""
    by_key: dict[tuple[str, int | str], list[Use]] = defaultdict(list)
    for use in uses:
        by_key[use.tool, use.who].append(use)
    for some in by_key.values():
        first, *others = sorted(some, key=lambda use: use.since)
        for use in others:
            if first.until is not None and use.since > first.until:
                yield first
                first = use
                continue
            until = None if first.until is None or use.until is None else max(first.until, use.until)
            source = first.source if first.source == use.source else "both"
            first = first._replace(until=until, source=source)
        yield first


def _uses(session: Session) -> Iterator[Use]:
    departments = dict(session.exec(select(Department.id, Department.name)).all())
    people = dict(session.exec(select(Person.id, Person.department_id)).all())
    gone = left_days(session)
    linked = set(
        session.exec(
            select(Adoption.linked_id).where(Adoption.kind == "detected", col(Adoption.linked_id).is_not(None))
        )
    )
    rows = session.exec(
        select(
            Adoption.id, Tool.name, Adoption.person_id, Adoption.who, Adoption.since, Adoption.recorded_at,
            Adoption.until, Adoption.kind,
        )  # type: ignore[call-overload]
        .join(Tool, col(Adoption.tool_id) == col(Tool.id))
        .where(col(Adoption.state).in_((*IN_USE, "ended", "moved")))
        .where(col(Adoption.linked_id).is_(None))
    )  # fmt: skip
    for number, tool, person, who, since, recorded, until, kind in rows:
        source = "both" if kind == "declared" and number in linked else kind
        department = departments.get(people.get(person), NOBODYS)
        yield Use(tool, person or who, since or recorded.date(), _sooner(until, gone.get(person)), source, department)


def _sooner(until: date | None, left_on: date | None) -> date | None:
    """Give the last day of a use: its own, or the one before its person was gone."""
    last = left_on - timedelta(days=1) if left_on else None
    return min((day for day in (until, last) if day), default=None)


def _logs(session: Session) -> list[dict[str, Any]]:
    """Give what each kind of log and export showed last, those that went silent first."""
    rows = session.execute(
        columns(col(Origin.format), func.max(col(Sighting.day)), func.sum(col(Sighting.events)))
        .join(Sighting, col(Sighting.origin_id) == col(Origin.id))
        .group_by(col(Origin.format))
    ).all()
    told = [
        {"format": log, "last": last.isoformat() if last else None, "events": int(events)} for log, last, events in rows
    ]
    return sorted(told, key=lambda one: (one["last"] or "", one["format"]))
