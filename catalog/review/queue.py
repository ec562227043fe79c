"""What security looks at next: risk times reach times sensitivity times newness, each with its reason in words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from catalog import moment as moments
from catalog import search
from catalog.adoption import cases, disputes
from catalog.models.desk import Proposal
from catalog.models.register import Person
from catalog.models.review import Review
from catalog.models.tool import Tool
from catalog.moment import Moment
from catalog.review.reach import Reach, reach
from catalog.rubric import DataClass, stored_at

RISK = {"allowed": 1, "conditions": 2, "ask": 4, "denied": 8}
SENSITIVE = 2
NOBODY = "none"
SORTS = ("rank", "due", "people", "opened")
DUES = ("late", "week")
WORDS = {
    "allowed": "fine so far",
    "conditions": "fine under conditions",
    "ask": "not known enough",
    "denied": "a rule stands against it",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are asked for, in which order. Empty: any; those that are snoozed only where they are asked for."""

    state: str = ""
    owner: str = ""
    tool: str = ""
    industry: str = ""
    data: str = ""
    verdict: str = ""
    due: str = ""
    snoozed: bool = False
    sort: str = "rank"

    @property
    def states(self) -> tuple[str, ...]:
        """Give the states of a case that are asked for."""
        return (self.state,) if self.state else tuple(cases.OPEN)

    def keeps(self, row: Mapping[str, Any], today: date) -> bool:
        """Say whether a case of the queue is asked for."""
        sleeps = row["snoozed_until"] is not None and row["snoozed_until"] > today.isoformat()
        return (
            sleeps == self.snoozed
            and (not self.owner or (row["owner"] or NOBODY) == self.owner)
            and (not self.tool or self.tool.lower() in (row["tool"], row["name"].lower()))
            and (not self.industry or self.industry in row["industries"])
            and (not self.data or self.data in row["data"])
            and (not self.verdict or row["verdict"] == self.verdict)
            and (not self.due or self._due(row["due"], today))
        )

    def _due(self, due: str | None, today: date) -> bool:
        last = today - timedelta(days=1) if self.due == "late" else today + timedelta(days=7)
        return due is not None and due <= last.isoformat()


def queue(
    session: Session,
    *,
    owner: str | None = None,
    state: str | None = None,
    at: datetime | None = None,
    wanted: Wanted | None = None,
) -> list[dict[str, Any]]:
    """Give the open cases, the first to look at first: by rank, then the earlier due day.

    `state` keeps the cases in one state (*decided* too), `owner` those of one person (slug); `wanted` says more.
    """
    at = at or moments.now()
    asked = _of_tool(session, wanted or Wanted(state=state or "", owner=owner or ""))
    rows = [row for row in _rows(session, asked.states, at) if asked.keeps(row, at.date())]
    return sorted(rows, key=ORDERS[asked.sort])


def open_and_asked(session: Session, asked: Wanted, at: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the open cases that are not put away, and those asked for, both in order; the people are counted once."""
    asked, usual = _of_tool(session, asked), Wanted()
    rows = _rows(session, {*usual.states, *asked.states}, at)
    found = [row for row in rows if row["state"] in usual.states and usual.keeps(row, at.date())]
    wanted = [row for row in rows if row["state"] in asked.states and asked.keeps(row, at.date())]
    return sorted(found, key=ORDERS[usual.sort]), sorted(wanted, key=ORDERS[asked.sort])


def _of_tool(session: Session, asked: Wanted) -> Wanted:
    """Give what is asked with its tool by its slug, whatever name, domain or merged tool was said."""
    if not asked.tool:
        return asked
    found = search.find(session, asked.tool)
    return replace(asked, tool=found.slug) if found else asked


def _rows(session: Session, states: Collection[str], at: datetime) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Review, Tool, Person.slug)
        .join(Tool, col(Review.tool_id) == col(Tool.id))
        .join(Person, col(Review.owner_id) == col(Person.id), isouter=True)
        .where(col(Review.state).in_(states))
    ).all()
    reached = reach(session, [tool.id or 0 for _, tool, _ in rows], at.date())
    classes = stored_at(session, Moment(at, at)).data_classes
    found = [
        row_of(case, tool, who, reached.get(tool.id or 0, Reach()), classes, at.date()) for case, tool, who in rows
    ]
    waiting = select(Tool.slug).join(Proposal, col(Proposal.tool_id) == col(Tool.id)).where(Proposal.state == "open")
    proposed = set(session.exec(waiting))
    disputed = disputes.counted(session)
    for row, (_, tool, _) in zip(found, rows, strict=True):
        if count := disputed[tool.id or 0]:
            row["why"] = f"{count} {'says' if count == 1 else 'say'} it was not them, {row['why']}"
        if row["tool"] in proposed:
            row["why"] = f"a second yes is asked, {row['why']}"
    return found


ORDERS: dict[str, Any] = {
    "rank": lambda row: (-row["rank"], row["due"] or "9999", row["tool"]),
    "due": lambda row: (row["due"] or "9999", -row["rank"], row["tool"]),
    "people": lambda row: (-row["people"], -row["rank"], row["tool"]),
    "opened": lambda row: (row["opened_at"], row["tool"]),
}


def row_of(
    case: Review, tool: Tool, owner: str | None, reach: Reach, classes: Mapping[str, DataClass], today: date
) -> dict[str, Any]:
    """Give one case as the queue tells it."""
    sensitive = sorted(name for name in reach.data if classes[name].sensitive)
    risk = RISK[reach.verdict] * (SENSITIVE if sensitive else 1)
    nouns = _named([classes[name].noun for name in sensitive])
    count, new = reach.people, reach.new
    people = f"{count} {'person' if count == 1 else 'people'}"
    lately = "new" if new == count else f"{new} new this month"
    draft = tool.origin == "crawl" and not count
    verdict = "ask" if draft else reach.verdict
    told = case.why if draft else WORDS[verdict]
    late = "late" if case.due is not None and case.due < today and case.state != "decided" else ""
    return {
        "id": case.reference,
        "tool": tool.slug,
        "name": tool.name,
        "state": case.state,
        "why": ", ".join(part for part in (late, nouns, people, lately if new else "", told) if part),
        "opened_because": case.why,
        "rank": risk * (count + new),
        "risk": risk,
        "people": count,
        "new": new,
        "industries": sorted(reach.industries),
        "plans": sorted(reach.plans),
        "data": sorted(reach.data),
        "verdict": verdict,
        "due": case.due.isoformat() if case.due else None,
        "snoozed_until": case.snoozed_until.isoformat() if case.snoozed_until else None,
        "outcome": case.outcome,
        "owner": owner,
        "opened_at": moments.written(case.opened_at),
    }


def _named(nouns: Sequence[str]) -> str:
    """Name a few kinds of data, and count the others."""
    if len(nouns) <= 3:
        return " and ".join([", ".join(nouns[:-1]), nouns[-1]] if len(nouns) > 1 else nouns)
    return f"{nouns[0]}, {nouns[1]} and {len(nouns) - 2} more kinds of sensitive data"
