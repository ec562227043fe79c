"""What to look at next: tools whose pages nobody has fetched lately, the ones that matter most first, and their pages.

A tool matters by who depends on it, and by how old what we know of it is; a page by what rests on it
(`scrapers/pressing.py`). What is due follows from what stands in the store alone: a job that was lost is found again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from catalog.adoption.listing import ACTIVE
from catalog.adoption.presence import present
from catalog.models.evidence import Source
from catalog.models.register import Adoption
from catalog.models.tool import Tool
from catalog.moment import now
from scrapers.gate import Gate
from scrapers.goal import Goal, every_goal
from scrapers.kinds import site_of
from scrapers.pressing import OLDEST, Pressing, Stakes
from scrapers.sources import Candidate


@dataclass(frozen=True, slots=True)
class Due:
    """A tool to crawl: its slug, the site that is asked, how much it matters and why, and since when it has been due.

    `pages` are those of its site that the catalog watches, in the order in which they are taken.
    """

    tool: str
    site: str
    rank: float
    why: str
    last: datetime | None
    pages: tuple[Candidate, ...] = ()


def due(session: Session, gate: Gate, at: datetime, every: timedelta, only: Collection[str] | None = None) -> list[Due]:
    """Give the tools whose pages were last fetched so long ago, or never, the ones that matter most first."""
    last, stakes = _last_fetched(session), Stakes(session, at)
    found = []
    for number, goal in _goals(session, gate, stakes.sources(), only):
        seen = last.get(number)
        if seen is None or at - seen >= every:
            people, age = stakes.people(number), stakes.age(number)
            ordered = tuple(sorted(goal.known, key=lambda one: (-one.score, one.address.url)))
            rank = (1 + people) * (1 + (OLDEST if age is None else age))
            found.append(Due(goal.tool or "", site_of(goal.home), rank, _why(people, age, seen), seen, ordered))
    return sorted(found, key=lambda one: (-one.rank, one.tool))


def people_of(session: Session, tool_id: int) -> int:
    """Give how many people use a tool."""
    active = select(func.count(func.distinct(Adoption.who))).where(Adoption.tool_id == tool_id)
    return session.exec(active.where(col(Adoption.state).in_(ACTIVE), present(now().date()))).one()


def _why(people: int, age: float | None, seen: datetime | None) -> str:
    """Say why a tool matters as much as it does."""
    used = {0: "nobody is known to use it", 1: "one person uses it"}.get(people, f"{people} people use it")
    known = "nothing is known of it yet" if age is None else f"what we know is {age:.1f} half-lives old"
    looked = "its pages were never looked at" if seen is None else f"its pages were looked at on {seen.date()}"
    return f"{used}, {known}, {looked}"


def _goals(
    session: Session, gate: Gate, pressing: dict[int, Pressing], only: Collection[str] | None
) -> Iterator[tuple[int, Goal]]:
    numbers = dict(session.exec(select(Tool.slug, Tool.id)).all())
    for goal in every_goal(session, gate, pressing):
        if goal.tool is not None and (only is None or goal.tool in only):
            yield numbers[goal.tool] or 0, goal


def _last_fetched(session: Session) -> dict[int, datetime]:
    """Give when a page of each tool was last fetched; registries and what was seen from outside are no pages."""
    fetched = select(Source.tool_id, func.max(Source.fetched_at)).where(Source.kind != "registry")
    rows = session.exec(fetched.where(col(Source.fetched_at).is_not(None)).group_by(col(Source.tool_id))).all()
    return {number: when for number, when in rows if when is not None}
