"""How far the use of a tool reaches: how many people, how many of them new, on which plans, for which data.

The database counts, so that of a hundred thousand people only sums come here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from catalog.adoption.presence import IN_USE, present
from catalog.models.register import Adoption
from catalog.moment import start_of
from catalog.verdict.case import STRICTNESS

NEW_WITHIN = timedelta(days=30)
FEW = 20
"""Tools that are looked up one by one; of more, one look at all adoptions is sooner done."""


@dataclass(slots=True)
class Reach:
    """Who uses a tool, on which plans, for which data, and the strictest verdict that one of them was given."""

    people: int = 0
    new: int = 0
    plans: set[str] = field(default_factory=set)
    data: set[str] = field(default_factory=set)
    industries: set[str] = field(default_factory=set)
    verdict: str = "allowed"

    def add(self, plan: str | None, data: Sequence[str], verdict: str | None, industry: str) -> None:
        """Add a kind of use; one without a verdict is one to ask about."""
        self.data |= set(data)
        self.industries.add(industry)
        if plan:
            self.plans.add(plan)
        self.verdict = max(self.verdict, verdict or "ask", key=STRICTNESS.__getitem__)


def reach(session: Session, tool_ids: Sequence[int], today: date) -> dict[int, Reach]:
    """Give the reach of tools on a day (UTC): declared, and shown by logs; nobody counts twice.

    Who has left, or disputes it, counts not at all. New is who began with a tool within the last 30 days.
    """
    found: dict[int, Reach] = {}
    counts: list[ColumnElement[bool]] = [
        col(Adoption.state).in_(IN_USE), present(today), col(Adoption.linked_id).is_(None),
    ]  # fmt: skip
    if len(tool_ids) <= FEW:
        counts.append(col(Adoption.tool_id).in_(tool_ids))
    named = col(Adoption.person_id).is_not(None)
    for who, which in ((col(Adoption.person_id), named), (col(Adoption.who), ~named)):
        for tool_id, people, new in session.execute(_people(who, [*counts, which], today - NEW_WITHIN)):
            its = found.setdefault(tool_id, Reach())
            its.people, its.new = its.people + people, its.new + int(new)
    for tool_id, plan, data, verdict in session.execute(_kinds(counts)):
        given = verdict or {}
        found[tool_id].add(plan, data, given.get("verdict"), given.get("industry") or "general")
    return found


def _people(who: Any, counts: Sequence[ColumnElement[bool]], day: date) -> Any:
    """Give the statement that counts the people of each tool by who they are, and those who began after a day."""
    recorded, since = col(Adoption.recorded_at), col(Adoption.since)
    before = or_(since <= day, and_(since.is_(None), recorded < start_of(day + timedelta(days=1))))
    each = (
        columns(col(Adoption.tool_id), func.max(case((before, 1), else_=0)).label("before"))
        .where(*counts)
        .group_by(col(Adoption.tool_id), who)
        .subquery()
    )
    return columns(each.c.tool_id, func.count(), func.sum(1 - each.c.before)).group_by(each.c.tool_id)


def _kinds(counts: Sequence[ColumnElement[bool]]) -> Any:
    """Give the statement that lists what differs among the uses of each tool, each once."""
    tool = col(Adoption.tool_id) + 0  # no index holds what differs: by one, SQLite would look up row after row
    return columns(tool, col(Adoption.plan), col(Adoption.data), col(Adoption.verdict)).where(*counts).distinct()
