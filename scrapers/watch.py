"""What to look at next: tools whose pages nobody has fetched lately, the ones that matter most first.

A tool matters by who depends on it, and by how old what we know of it is: each fact's age is measured by the half-life
of its criterion, and counts by the weight that the criterion has where it has most. What is due follows from what
stands in the store alone, so a job that was lost is found again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from catalog.adoption.listing import ACTIVE
from catalog.errors import BadUse
from catalog.models.evidence import Fact, Source
from catalog.models.register import Adoption
from catalog.models.tool import Tool
from catalog.moment import Moment
from catalog.rubric import Criterion, half_life_days, stored_at
from scrapers.gate import Gate
from scrapers.goal import Goal, every_goal
from scrapers.kinds import site_of

OLDEST = 2.0
"""A fact of so many half-lives counts for nothing any more; older it cannot get."""
PLAIN = 1.0


@dataclass(frozen=True, slots=True)
class Due:
    """A tool to crawl: its slug, the site that is asked, how much it matters, and since when it has been due."""

    tool: str
    site: str
    rank: float
    last: datetime | None


def due(session: Session, gate: Gate, at: datetime, every: timedelta, only: Collection[str] | None = None) -> list[Due]:
    """Give the tools whose pages were last fetched so long ago, or never, the ones that matter most first."""
    last = _last_fetched(session)
    people, old = _people(session), _age(session, at)
    found = []
    for number, goal in _goals(session, gate, only):
        seen = last.get(number)
        if seen is None or at - seen >= every:
            rank = (1 + people.get(number, 0)) * (1 + old.get(number, OLDEST))
            found.append(Due(goal.tool or "", site_of(goal.home), rank, seen))
    return sorted(found, key=lambda one: (-one.rank, one.tool))


def people_of(session: Session, tool_id: int) -> int:
    """Give how many people use a tool."""
    return _people(session).get(tool_id, 0)


def _goals(session: Session, gate: Gate, only: Collection[str] | None) -> Iterator[tuple[int, Goal]]:
    numbers = dict(session.exec(select(Tool.slug, Tool.id)).all())
    for goal in every_goal(session, gate):
        if goal.tool is not None and (only is None or goal.tool in only):
            yield numbers[goal.tool] or 0, goal


def _last_fetched(session: Session) -> dict[int, datetime]:
    """Give when a page of each tool was last fetched; registries and what was seen from outside are no pages."""
    fetched = select(Source.tool_id, func.max(Source.fetched_at)).where(Source.kind != "registry")
    rows = session.exec(fetched.where(col(Source.fetched_at).is_not(None)).group_by(col(Source.tool_id))).all()
    return {number: when for number, when in rows if when is not None}


def _people(session: Session) -> dict[int, int]:
    """Give how many people use each tool."""
    counted = select(Adoption.tool_id, func.count(func.distinct(Adoption.who)))
    return dict(session.exec(counted.where(col(Adoption.state).in_(ACTIVE)).group_by(col(Adoption.tool_id))).all())


def _age(session: Session, at: datetime) -> dict[int, float]:
    """Give how old what we know of each tool is, in half-lives, by the weights of what it answers."""
    criteria = _criteria(session, at)
    newest = select(Fact.tool_id, Fact.fact, func.max(Fact.observed_at)).where(col(Fact.retracted_at).is_(None))
    ages: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for number, name, seen in session.exec(newest.group_by(col(Fact.tool_id), col(Fact.fact))):
        criterion = criteria.get(name)
        if criterion is None or criterion.half_life_months is None:
            continue
        weight = max((one.weight for one in criterion.weights.values()), default=0) or PLAIN
        ages[number].append(
            (weight, min((at - seen) / timedelta(days=half_life_days(criterion.half_life_months)), OLDEST))
        )
    return {number: sum(w * age for w, age in told) / sum(w for w, _ in told) for number, told in ages.items()}


def _criteria(session: Session, at: datetime) -> dict[str, Criterion]:
    try:
        return dict(stored_at(session, Moment(at, at)).criteria)
    except BadUse:
        return {}  # no release was loaded yet
