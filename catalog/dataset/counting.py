"""How much `data/` covers, always with its denominator."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Any

from catalog.dataset.answers import Answers, answers
from catalog.dataset.files import FactPart
from catalog.dataset.reading import read
from catalog.errors import BadData
from catalog.evidence.resolve import age_days, holds
from catalog.models.tool import Plan
from catalog.moment import Moment, now
from catalog.rubric import Criterion, Rubric, half_life_days


@dataclass(slots=True)
class Tally:
    """How many of `of` have an answer, and how many one that was verified within its half-life."""

    of: int = 0
    known: int = 0
    fresh: int = 0

    def add(self, states: Sequence[str]) -> None:
        """Count one more, by the states of its answers: the best stands for it."""
        self.of += 1
        self.known += any(states)
        self.fresh += "current" in states

    def document(self) -> dict[str, int]:
        """Give it as JSON."""
        return {"known": self.known, "fresh": self.fresh, "of": self.of}


@dataclass(slots=True)
class Coverage:
    """How a criterion is covered: over the tools, and over the plans that are for sale."""

    tools: Tally = field(default_factory=Tally)
    plans: Tally = field(default_factory=Tally)


def count(folder: Path) -> dict[str, Any]:
    """Give the numbers of a data folder: tools, plans, facts; then how much is known and fresh, by criterion and tool.

    `aging` counts the facts that are told of the present and can age, `fresh` those of them within their half-life.
    Raises `BadData` where the folder's rubric cannot be read.
    """
    dataset = read(folder)
    rubric = dataset.rubric
    if rubric is None:
        raise BadData(str(dataset.problems[0]), mend="run: byot data check", where=str(folder))
    moment = Moment(now(), now())
    covered = {name: Coverage() for name in rubric.criteria}
    by_tool = {tool.slug: _of_tool(answers(dataset, tool, moment), rubric, covered) for tool in dataset.tools}
    return {
        "release": dataset.releases[-1].name,
        "day": moment.as_of.date().isoformat(),
        "tools": len(dataset.tools),
        "plans": sum(one["plans"] for one in by_tool.values()),
        "facts": sum(one["facts"] for one in by_tool.values()),
        "aging": sum(one["aging"] for one in by_tool.values()),
        "fresh": sum(one["fresh"] for one in by_tool.values()),
        "criteria": {name: _of_criterion(rubric.criteria[name], one) for name, one in covered.items()},
        "per_tool": by_tool,
        "facts_per_tool": {slug: by_tool[slug]["facts"] for slug in _fewest_first(by_tool)},
    }


def _of_criterion(criterion: Criterion, covered: Coverage) -> dict[str, Any]:
    return {
        **covered.tools.document(),
        "plans": covered.plans.document(),
        "group": criterion.group,
        "holds_for": criterion.holds_for,
        "half_life_months": criterion.half_life_months,
    }


def _of_tool(it: Answers, rubric: Rubric, covered: dict[str, Coverage]) -> dict[str, Any]:
    """Count a tool, into the criteria's numbers too."""
    criteria = Tally()
    for name, criterion in rubric.criteria.items():
        states = [_state(it, criterion, plan) for plan in it.plans]
        criteria.add(states)
        covered[name].tools.add(states)
        for state in states[: len(it.ladder)]:
            covered[name].plans.add([state])
    lives = [(fact, life) for fact in it.tool.facts if (life := _life(fact, rubric)) is not None]
    today = it.moment.as_of.date()
    return {
        "facts": len(it.tool.facts),
        "aging": len(lives),
        "fresh": sum((today - fact.as_of).days <= life for fact, life in lives),
        "plans": len(it.tool.plans),
        "criteria": criteria.document(),
    }


def _state(it: Answers, criterion: Criterion, plan: Plan | None) -> str:
    """Give `current` or `stale` where a fact answers for a plan, an empty text where none does."""
    name = criterion.reads.fact if criterion.reads else criterion.criterion
    if name not in it.facts:
        return ""
    if criterion.resolves:
        found = it.resolution(criterion, plan)
        return found.state if found.known and found.fact is not None else ""
    told = [fact for fact in it.facts[name] if plan is not None and fact.plan == plan.slug and holds(fact, it.moment)]
    halves = [age_days(fact, it.moment) / half_life_days(criterion.half_life_months or inf) for fact in told]
    youngest = min(halves, default=inf)
    return "current" if youngest <= 1 else "stale" if youngest <= 2 else ""


def _life(fact: FactPart, rubric: Rubric) -> float | None:
    """Give a fact's half-life in days; None where it cannot age, or tells of the past or of another than the vendor."""
    if fact.subject != "vendor" or fact.until is not None or fact.retracted is not None:
        return None
    months = [one.half_life_months for one in rubric.criterion_of(fact.fact, fact.value) if one.half_life_months]
    return half_life_days(max(months)) if months else None


def _fewest_first(by_tool: dict[str, dict[str, Any]]) -> list[str]:
    return sorted(by_tool, key=lambda slug: (by_tool[slug]["facts"], slug))
