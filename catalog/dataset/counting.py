"""How much `data/` covers, always with its denominator."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from catalog.dataset.files import FactPart, ToolFile
from catalog.dataset.reading import read
from catalog.errors import BadData
from catalog.moment import now
from catalog.rubric import Criterion, half_life_days


def count(folder: Path) -> dict[str, Any]:
    """Give the numbers of a data folder: tools, plans, facts, and per criterion the tools with a (fresh) answer."""
    dataset = read(folder)
    if dataset.rubric is None:
        raise BadData(str(dataset.problems[0]), mend="run: byot data check", where=str(folder))
    today = now().date()
    aging = fresh = 0
    criteria: dict[str, dict[str, int]] = {}
    for name, criterion in dataset.rubric.criteria.items():
        known = [[fact for fact in tool.facts if _answers(fact, criterion)] for tool in dataset.tools]
        new = [[fact for fact in facts if _is_fresh(fact, criterion, today)] for facts in known]
        criteria[name] = {"known": sum(map(bool, known)), "fresh": sum(map(bool, new))}
        aging += sum(map(len, known))
        fresh += sum(map(len, new))
    return {
        "release": dataset.releases[-1].name,
        "tools": len(dataset.tools),
        "plans": sum(len(tool.plans) for tool in dataset.tools),
        "facts": sum(len(tool.facts) for tool in dataset.tools),
        "aging": aging,
        "fresh": fresh,
        "criteria": criteria,
        "facts_per_tool": {tool.slug: len(tool.facts) for tool in _fewest_first(dataset.tools)},
    }


def _answers(fact: FactPart, criterion: Criterion) -> bool:
    if fact.subject != "vendor" or fact.until is not None:
        return False
    if criterion.reads is not None:
        return fact.fact == criterion.reads.fact and fact.value in criterion.reads.values
    return fact.fact == criterion.criterion


def _is_fresh(fact: FactPart, criterion: Criterion, today: date) -> bool:
    months = criterion.half_life_months
    return months is None or today - fact.as_of <= timedelta(days=half_life_days(months))


def _fewest_first(tools: list[ToolFile]) -> list[ToolFile]:
    return sorted(tools, key=lambda tool: (len(tool.facts), tool.slug))
