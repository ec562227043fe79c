"""How pressing it is to look at a source again: the age of what rests on it, by how much that could change.

A fact's age is counted in half-lives of its criterion. It weighs what the criterion weighs where that is most, and
more for each person for whom it decides: whose kind of data has a gate that asks for it, or whom a known bad concerns.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from sqlmodel import Session, col, func, select

from catalog.adoption.listing import ACTIVE
from catalog.adoption.presence import present
from catalog.errors import BadUse
from catalog.models.evidence import Fact, Source
from catalog.models.register import Adoption
from catalog.moment import Moment, now
from catalog.rubric import Criterion, Rubric, half_life_days, stored_at

OLDEST = 2.0
"""A fact of so many half-lives counts for nothing any more; older it cannot get."""
PLAIN = 1.0
DECIDES = 4.0
"""What a criterion weighs more for each person for whom it decides: as much as a weighty one does by itself."""
NAMED = 2


@dataclass(frozen=True, slots=True)
class Pressing:
    """How pressing a source is (more is more), and why, in words."""

    rank: float
    why: str


NOT_PRESSING = Pressing(0.0, "nothing that we know rests on it")


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on a source: its name, how old it is in half-lives, what it weighs, for how many people it decides."""

    tool_id: int
    source_id: int
    title: str
    age: float
    weight: float
    people: int

    @property
    def swing(self) -> float:
        """Give how much it could change."""
        return self.weight + DECIDES * self.people


class Stakes:
    """What depends on each tool: who uses it, with which kinds of data, and which criteria decide about these."""

    def __init__(self, session: Session, at: datetime, tool_id: int | None = None) -> None:
        """Read it for one tool or for all; nothing decides as long as no release was loaded."""
        rubric = _rubric(session, at)
        self._uses = _uses(session, tool_id)
        self._resting: dict[int, list[Resting]] = defaultdict(list)
        for one in () if rubric is None else self._read(session, rubric, at, tool_id):
            self._resting[one.tool_id].append(one)

    def people(self, tool_id: int) -> int:
        """Give how many people use a tool."""
        return len(self._uses.get(tool_id, {}))

    def age(self, tool_id: int) -> float | None:
        """Give how old what we know of a tool is, in half-lives, by how much it could change; None for nothing."""
        newest: dict[str, Resting] = {}
        for one in self._resting.get(tool_id, ()):
            if one.title not in newest or one.age < newest[one.title].age:
                newest[one.title] = one
        swing = sum(one.swing for one in newest.values())
        return sum(one.swing * one.age for one in newest.values()) / swing if swing else None

    def sources(self) -> dict[int, Pressing]:
        """Give how pressing each source is on which something rests, by its number."""
        by_source: dict[int, list[Resting]] = defaultdict(list)
        for one in chain.from_iterable(self._resting.values()):
            by_source[one.source_id].append(one)
        return {number: _pressing(rest) for number, rest in by_source.items()}

    def _read(self, session: Session, rubric: Rubric, at: datetime, tool_id: int | None) -> list[Resting]:
        rules = _rules(rubric)
        newest = select(Fact.tool_id, Fact.source_id, Fact.fact, func.max(Fact.observed_at)).join(Source)
        newest = newest.where(Source.kind != "registry", col(Fact.retracted_at).is_(None))
        if tool_id is not None:
            newest = newest.where(Fact.tool_id == tool_id)
        grouped: tuple[Any, ...] = (Fact.tool_id, Fact.source_id, Fact.fact)
        found = []
        for tool, source, name, seen in session.exec(newest.group_by(*map(col, grouped))):
            rule = rules.get(name)
            if rule is None:
                continue
            uses = self._uses.get(tool, {})
            people = len(uses) if rule.known_bad else sum(not rule.gated.isdisjoint(data) for data in uses.values())
            age = min((at - seen) / rule.half_life, OLDEST)
            found.append(Resting(tool, source, rule.title, age, rule.weight, people))
        return found


def _pressing(rest: list[Resting]) -> Pressing:
    ranked = sorted(rest, key=lambda one: (-one.swing * one.age, one.title))
    named = ", ".join(one.title for one in ranked[:NAMED])
    more = f" and {len(rest) - NAMED} more" if len(rest) > NAMED else ""
    rests = "rests" if len(rest) == 1 else "rest"
    people = max(one.people for one in rest)
    decides = f"; for {people} {'person' if people == 1 else 'people'} it decides" if people else ""
    oldest = max(one.age for one in rest)
    return Pressing(
        sum(one.swing * one.age for one in rest),
        f"{named}{more} {rests} on it, up to {oldest:.1f} half-lives old{decides}",
    )


@dataclass(frozen=True, slots=True)
class _Rule:
    """What the rubric says of all facts of one name, and for whom one of them decides."""

    title: str
    half_life: timedelta
    weight: float
    known_bad: bool
    gated: frozenset[str]


def _rules(rubric: Rubric) -> Mapping[str, _Rule]:
    """Give the rule for each name of a fact that grows old."""
    answering: dict[str, list[Criterion]] = defaultdict(list)
    for criterion in rubric.criteria.values():
        if criterion.half_life_months is not None:
            answering[criterion.reads.fact if criterion.reads else criterion.criterion].append(criterion)
    gated: dict[str, set[str]] = defaultdict(set)
    for gate in (*rubric.gates, *(gate for rules in rubric.industries.values() for gate in rules.gates)):
        for name in gate.expression.criteria:
            gated[name].update(gate.data_classes)
    return {name: _rule(name, criteria, rubric, gated) for name, criteria in answering.items()}


def _rule(name: str, criteria: list[Criterion], rubric: Rubric, gated: Mapping[str, set[str]]) -> _Rule:
    named = [one.criterion for one in criteria]
    return _Rule(
        criteria[0].title if len(criteria) == 1 else name.replace("_", " "),
        timedelta(days=min(half_life_days(one.half_life_months or 0) for one in criteria)),
        max(each.weight for one in criteria for each in one.weights.values()) or PLAIN,
        not set(named).isdisjoint(rubric.known_bad),
        frozenset(data for one in named for data in gated.get(one, ())),
    )


def _uses(session: Session, tool_id: int | None) -> dict[int, dict[str, set[str]]]:
    """Give the kinds of data that each person puts into each tool."""
    active = select(Adoption.tool_id, Adoption.who, Adoption.data).where(col(Adoption.state).in_(ACTIVE))
    active = active.where(present(now().date()))
    if tool_id is not None:
        active = active.where(Adoption.tool_id == tool_id)
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for number, who, data in session.exec(active):
        found[number][who].update(data)
    return found


def _rubric(session: Session, at: datetime) -> Rubric | None:
    try:
        return stored_at(session, Moment(at, at))
    except BadUse:
        return None  # no release was loaded yet
