"""What each kind of log and export covers, which of them are silent, and how much none of them sees.

Compared is what people told, and what each kind of log showed within the last days. A use is a person at a tool; names
that belong to nobody yet are counted apart: they cannot be found again under another name.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as columns
from sqlmodel import Session, and_, col, or_, select

from catalog.adoption import retention
from catalog.adoption.presence import IN_USE, by_source
from catalog.adoption.recapture import ASSUMPTIONS, estimate, overlap, why_none
from catalog.models.register import Adoption, Batch, Grant, Origin, Sighting
from catalog.models.tool import Tool
from catalog.moment import start_of

WITHIN = timedelta(days=90)
SILENT = {"log": timedelta(days=7), "export": timedelta(days=35)}
"""A log comes by itself, an export when somebody makes one: after so long without news it is silent."""
Document = dict[str, Any]


class Use(NamedTuple):
    """A person at a tool."""

    tool_id: int
    person_id: int


Found = Mapping[str, set[Use]]


def coverage(session: Session, at: datetime, limits: retention.Limits) -> Document:
    """Give who found what: what was told against what was seen, per tool and in all, and each kind of log.

    `limits` say for how many days persons are shown (`days`, None: for good). `tools` begins with those of which most
    is unseen, `origins` with those that went silent first.
    """
    since = (at - WITHIN).date()
    told, (seen, nobodys) = _told(session), _seen(session, since)
    every: set[Use] = set().union(*seen.values())
    pairs, people_since = combinations(sorted(seen), 2), retention.kept_since(session)
    return {
        "at": at.date().isoformat(),
        "since": since.isoformat(),
        "reconciled": _reconciled(session),
        "overall": _compared(told, every),
        "tools": _tools(session, told, every),
        "origins": [
            {
                **_origin(row, seen, told),
                "days": retention.limit_of(limits, row["origin"]),
                "people_since": people_since.get(row["origin"]),
            }
            for row in _read(session, at)
        ],
        "pairs": [{"first": one, "second": other, **_compared(seen[one], seen[other])} for one, other in pairs],
        "under_nobodys_name": nobodys,
        "assumptions": list(ASSUMPTIONS),
    }


def _compared(first: set[Use], second: set[Use]) -> Document:
    """Give how far two sources overlap, and what neither of them found by that."""
    found = overlap(first, second)
    total = estimate(found)
    return {
        "in_first": found.first,
        "in_second": found.second,
        "in_both": found.both,
        "found": found.seen,
        "estimate": None if total is None else {
            "total": total.total, "low": total.low, "high": total.high, "unseen": total.total - found.seen,
        },
        "why_none": why_none(found),
    }  # fmt: skip


def _tools(session: Session, told: set[Use], seen: set[Use]) -> list[Document]:
    by_tool: dict[int, tuple[set[Use], set[Use]]] = defaultdict(lambda: (set(), set()))
    for place, uses in enumerate((told, seen)):
        for use in uses:
            by_tool[use.tool_id][place].add(use)
    named = session.exec(select(Tool.id, Tool.slug, Tool.name).where(col(Tool.id).in_(by_tool))).all()
    rows = [{"tool": slug, "name": name, **_compared(*by_tool[number or 0])} for number, slug, name in named]
    return sorted(rows, key=lambda row: (-(row["estimate"] or {"unseen": -1})["unseen"], -row["found"], row["tool"]))


def _origin(row: Document, seen: Found, told: set[Use]) -> Document:
    uses = seen.get(row["origin"], set())
    others = told.union(*(found for name, found in seen.items() if name != row["origin"]))
    return {
        **row,
        "uses": len(uses),
        "people": len({use.person_id for use in uses}),
        "tools": len({use.tool_id for use in uses}),
        "only_here": len(uses - others),
    }


def _read(session: Session, at: datetime) -> list[Document]:
    """Give each kind of log and export: how many were read, their first and last day, since when it is silent."""
    exports: dict[str, int] = defaultdict(int)
    for name, declared in session.exec(select(Batch.format, Batch.declared).where(col(Batch.undone_at).is_(None))):
        exports[name] += len(declared)
    last = func.max(func.coalesce(Origin.last_at, Origin.read_at))
    rows = session.execute(
        columns(col(Origin.format), func.count(), func.min(Origin.first_at), last, func.max(Origin.read_at))
        .where(col(Origin.grown_into_id).is_(None))
        .group_by(col(Origin.format))
        .order_by(last, col(Origin.format))
    ).all()
    return list(_kinds(rows, exports, at))


def _kinds(rows: Iterable[Any], exports: Mapping[str, int], at: datetime) -> Iterator[Document]:
    for name, count, first, last, read in rows:
        kind = "export" if name in exports else "log"
        yield {
            "origin": name,
            "kind": kind,
            "files": count,
            "first": _day(first),
            "last": _day(last),
            "read": _day(read),
            "declared": exports.get(name, 0),
            "silent_since": _day(last) if at - last > SILENT[kind] else None,
        }


def _told(session: Session) -> set[Use]:
    rows = session.exec(
        select(Adoption.tool_id, Adoption.person_id)
        .where(Adoption.kind == "declared", col(Adoption.state).in_(IN_USE), col(Adoption.person_id).is_not(None))
    )  # fmt: skip
    return {Use(tool, person or 0) for tool, person in rows}


def _seen(session: Session, since: date) -> tuple[Found, int]:
    """Give the uses that each kind of log showed since a day; and how many were under names that are nobody's."""
    used = col(Sighting.events) > col(Sighting.blocked)
    found: dict[str, set[Use]] = defaultdict(set)
    nobodys: set[tuple[int, str]] = set()
    for table, counts in ((Sighting, used), (Grant, col(Grant.tool_id).is_not(None))):
        for tool, who, person, origin in session.execute(_shown(table, counts, since)):
            if person is None:
                nobodys.add((tool, who))
            else:
                found[origin].add(Use(tool, person))
    return found, len(nobodys)


def _shown(table: type[Sighting] | type[Grant], counts: ColumnElement[bool], since: date) -> Any:
    undated = and_(col(table.day).is_(None), col(Origin.read_at) >= start_of(since))
    seen = (
        columns(col(table.tool_id), col(table.user), col(Origin.format))
        .join(Origin, col(table.origin_id) == col(Origin.id))
        .where(counts, or_(col(table.day) >= since, undated))
        .distinct()
        .subquery()  # days are many: they are put together before anybody is looked up
    )
    its = and_(col(Adoption.tool_id) == seen.c.tool_id, col(Adoption.who) == seen.c.user)
    return (
        columns(col(Adoption.tool_id), col(Adoption.who), col(Adoption.person_id), seen.c.format)
        .join(seen, its)
        .where(col(Adoption.kind) == "detected", col(Adoption.state).in_(IN_USE))
    )


def _reconciled(session: Session) -> dict[str, int]:
    """Count the uses that stand: told alone, seen alone, told and seen; under whatever name."""
    return by_source(session, col(Adoption.state).in_(IN_USE))


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None
