"""What security looks at next: open cases by risk times reach, each with its reason in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col, or_, select

from catalog import moment as moments
from catalog.adoption import cases
from catalog.adoption.listing import ACTIVE
from catalog.models.register import Adoption, Person
from catalog.models.review import Review
from catalog.models.tool import Tool
from catalog.moment import Moment
from catalog.rubric import DataClass, stored_at
from catalog.verdict.case import STRICTNESS

RISK = {"allowed": 1, "conditions": 2, "ask": 4, "denied": 8}
SENSITIVE = 2
WORDS = {
    "allowed": "fine so far",
    "conditions": "fine under conditions",
    "ask": "not known enough",
    "denied": "a rule stands against it",
}


@dataclass(slots=True)
class Reach:
    """Who uses a tool, on which plans, for which data, and the strictest verdict that one of them was given."""

    people: set[int | str] = field(default_factory=set)
    plans: set[str] = field(default_factory=set)
    data: set[str] = field(default_factory=set)
    verdict: str = "allowed"

    def add(self, person: int | str, plan: str | None, data: Sequence[str], verdict: str | None) -> None:
        """Count an adoption in; one without a verdict is one to ask about."""
        self.people.add(person)
        self.data |= set(data)
        if plan:
            self.plans.add(plan)
        self.verdict = max(self.verdict, verdict or "ask", key=STRICTNESS.__getitem__)


def queue(
    session: Session, *, owner: str | None = None, state: str | None = None, at: datetime | None = None
) -> list[dict[str, Any]]:
    """Give the open cases, the first to look at first: risk times reach, then the earlier due day.

    `state` keeps the cases in one state (*decided* too), `owner` those of one person (slug).
    """
    at = at or moments.now()
    wanted = col(Review.state) == state if state else col(Review.state).in_(cases.OPEN)
    rows = session.exec(
        select(Review, Tool, Person.slug)
        .join(Tool, col(Review.tool_id) == col(Tool.id))
        .join(Person, col(Review.owner_id) == col(Person.id), isouter=True)
        .where(wanted)
    ).all()
    if owner is not None:
        rows = [row for row in rows if row[2] == owner]
    reached = reach(session, [tool.id or 0 for _, tool, _ in rows])
    classes = stored_at(session, Moment(at, at)).data_classes
    found = [
        row_of(case, tool, who, reached.get(tool.id or 0, Reach()), classes, at.date()) for case, tool, who in rows
    ]
    return sorted(found, key=lambda row: (-row["rank"], row["due"] or "9999", row["tool"]))


def row_of(
    case: Review, tool: Tool, owner: str | None, reach: Reach, classes: Mapping[str, DataClass], today: date
) -> dict[str, Any]:
    """Give one case as the queue tells it."""
    sensitive = sorted(name for name in reach.data if classes[name].sensitive)
    risk = RISK[reach.verdict] * (SENSITIVE if sensitive else 1)
    nouns = " and ".join(classes[name].noun for name in sensitive)
    count = len(reach.people)
    people = f"{count} {'person' if count == 1 else 'people'}"
    draft = tool.origin == "crawl" and not count
    verdict = "ask" if draft else reach.verdict
    told = case.why if draft else WORDS[verdict]
    late = "late" if case.due is not None and case.due < today and case.state != "decided" else ""
    return {
        "id": case.reference,
        "tool": tool.slug,
        "name": tool.name,
        "state": case.state,
        "why": ", ".join(part for part in (late, nouns, people, told) if part),
        "opened_because": case.why,
        "rank": risk * count,
        "risk": risk,
        "people": count,
        "plans": sorted(reach.plans),
        "data": sorted(reach.data),
        "verdict": verdict,
        "due": case.due.isoformat() if case.due else None,
        "owner": owner,
        "opened_at": moments.written(case.opened_at),
    }


def reach(session: Session, tool_ids: Sequence[int]) -> dict[int, Reach]:
    """Give the reach of tools: what was declared, and what logs showed beside it; nobody counts twice."""
    found: dict[int, Reach] = {}
    word = col(Adoption.verdict)["verdict"].as_string()
    rows = session.execute(
        columns(*map(col, (Adoption.tool_id, Adoption.person_id, Adoption.who, Adoption.plan, Adoption.data)), word)
        .where(col(Adoption.tool_id).in_(tool_ids), col(Adoption.state).in_(ACTIVE))
        .where(or_(col(Adoption.kind) == "declared", col(Adoption.linked_id).is_(None)))
    )
    for tool_id, person_id, who, plan, data, verdict in rows:
        found.setdefault(tool_id, Reach()).add(person_id or who, plan, data, verdict)
    return found
