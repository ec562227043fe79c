"""Answers that rest on a page which nobody has looked at for longer than its half-life, while nothing newer answers."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from catalog.dataset.answers import Answers, answers
from catalog.dataset.files import FactPart
from catalog.dataset.reading import Dataset, Problem, place_of
from catalog.evidence.price import price_of
from catalog.evidence.resolve import age_days, holds
from catalog.models.evidence import Fact
from catalog.moment import Moment
from catalog.rubric import Criterion, Rubric, half_life_days


def unseen_for_long(dataset: Dataset, present: datetime) -> Iterator[Problem]:
    """Give a notice for each fact that is past its half-life and still answers a criterion for a plan of its tool."""
    if dataset.rubric is None:
        return
    moment = Moment(present, present)
    for tool in dataset.tools:
        it = answers(dataset, tool, moment)
        stale: dict[int, Criterion] = {}
        for fact, criterion in _answering(it, dataset.rubric):
            if _is_stale(fact, criterion, moment):
                stale.setdefault(it.positions[fact.key], criterion)
        for position, criterion in stale.items():
            yield _notice(place_of(dataset, tool, "facts", position), tool.facts[position], criterion)


def _answering(it: Answers, rubric: Rubric) -> Iterator[tuple[Fact, Criterion]]:
    """Give the facts that answer something, each with the criterion."""
    for criterion in rubric.criteria.values():
        name = criterion.reads.fact if criterion.reads else criterion.criterion
        if criterion.half_life_months is None or name not in it.facts:
            continue
        if criterion.type == "price":
            found: Iterable[Fact] = _prices(it, criterion)
        elif criterion.type == "limit":
            found = _limits(it, name)
        else:
            found = _answers(it, criterion)
        yield from ((fact, criterion) for fact in found)


def _answers(it: Answers, criterion: Criterion) -> Iterator[Fact]:
    for plan in it.plans:
        yield from (one.fact for one in it.resolutions(criterion, plan) if one.known and one.fact is not None)


def _prices(it: Answers, criterion: Criterion) -> Iterator[Fact]:
    for plan in it.ladder:
        price = price_of(it.facts, plan, it.moment, criterion.half_life_months)
        if price is not None:
            yield price.fact


def _limits(it: Answers, name: str) -> Iterator[Fact]:
    """Give the newest word on each limit of each plan."""
    newest: dict[tuple[Any, ...], Fact] = {}
    for fact in it.facts[name]:
        key = (fact.plan, fact.applies, fact.value["what"])
        if holds(fact, it.moment) and (key not in newest or newest[key].observed_at < fact.observed_at):
            newest[key] = fact
    yield from newest.values()


def _is_stale(fact: Fact, criterion: Criterion, moment: Moment) -> bool:
    days, life = age_days(fact, moment), half_life_days(criterion.half_life_months or 0)
    return life < days <= 2 * life


def _notice(at: tuple[str, int], part: FactPart, criterion: Criterion) -> Problem:
    months = criterion.half_life_months or 0
    until = part.as_of + timedelta(days=2 * half_life_days(months))
    plans = ", ".join(part.plans) or part.plan or part.from_plan
    where = f" of {plans}" if plans else ""
    what = f"{part.fact}{where} was last seen on {part.as_of}, more than {months:g} months ago"
    return Problem(*at, what, f"look again before {until}, then it counts for nothing: {part.source}")
