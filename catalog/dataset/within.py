"""What is wrong within one tool's file: plans, dates, values, and facts that say a thing twice or two ways."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

from catalog.dataset.expanding import placements
from catalog.dataset.files import RANGES, UNITS, VALUED, FactPart, PlanPart, ToolFile
from catalog.dataset.reading import Dataset, Problem, place_of
from catalog.rubric import DATA_CLASSES, Rubric

Told = Iterator[tuple[str, str]]
EARLIEST = date(2000, 1, 1)
ANNOUNCED = timedelta(days=366)
LATER = date.max
MONTHS = {"month": 1, "year": 12}


def problems_within(dataset: Dataset, tool: ToolFile, today: date) -> Iterator[Problem]:
    """Give the problems of a tool's file that its shape does not show."""
    if tool.category not in {category.slug for category in dataset.categories}:
        yield Problem(*place_of(dataset, tool, "category"), f"no category {tool.category}", "see categories.yaml")
    capabilities = {one["slug"] for category in dataset.categories for one in category.capabilities}
    for slug in sorted(set(tool.capabilities) - capabilities):
        yield Problem(*place_of(dataset, tool, "capabilities"), f"no capability {slug}", "see categories.yaml")
    if tool.vendor.homepage is not None and not _is_address(tool.vendor.homepage):
        yield Problem(*place_of(dataset, tool, "vendor"), f"{tool.vendor.homepage!r} is no web address")
    yield from _plans(dataset, tool)
    yield from _dates_of_names(dataset, tool)
    for position, fact in enumerate(tool.facts):
        at = place_of(dataset, tool, "facts", position)
        told = [*_named(fact, tool), *_dated(fact, today), *_valued(fact, today), *_known(dataset, fact)]
        yield from (Problem(*at, what, mend) for what, mend in told)
    yield from _said_before(dataset, tool)
    yield from _free_and_priced(dataset, tool)


def notices_within(dataset: Dataset, tool: ToolFile) -> Iterator[Problem]:
    """Give plans that cost less than the one below them, by prices of one page and day."""
    prices: dict[tuple[Any, ...], dict[str, tuple[float, int]]] = defaultdict(dict)
    for position, fact in enumerate(tool.facts):
        if fact.fact == "plan_price" and fact.value.get("amount") and fact.until is None:
            value = fact.value
            unit = (value["currency"], value["per"], value.get("billed"), fact.source, fact.as_of)
            for _, plan, _ in placements(fact, tool):
                prices[unit][plan or ""] = (value["amount"] / MONTHS[value["period"]], position)
    seen = set()
    for known in prices.values():
        for family in _families(tool).values():
            for lower, upper in pairwise(plan.slug for plan in family if plan.slug in known):
                if known[upper][0] < known[lower][0] and (lower, upper) not in seen:
                    seen.add((lower, upper))
                    at = place_of(dataset, tool, "facts", known[upper][1])
                    yield Problem(*at, f"{upper} costs less than {lower}, the plan below it", "see the plans' order")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host and not (set(text) & set(" \t\n<>")) and not parts.username


def _families(tool: ToolFile) -> dict[str, list[PlanPart]]:
    """Give the plans of each family in rank order."""
    families: dict[str, list[PlanPart]] = defaultdict(list)
    for plan in tool.plans:
        families[plan.family].append(plan)
    return families


def _plans(dataset: Dataset, tool: ToolFile) -> Iterator[Problem]:
    """Find plans that stand twice, and a free plan above one with a price."""
    slugs = [plan.slug for plan in tool.plans]
    for position, slug in enumerate(slugs):
        if slug in slugs[:position]:
            yield Problem(*place_of(dataset, tool, "plans", position), f"plan {slug} stands twice", "keep one")
    priced, free = _sold(tool, "plan_price"), _sold(tool, "free_plan")
    for family in _families(tool).values():
        below: list[str] = []
        for plan in family:
            if plan.slug in free and plan.slug not in priced and below:
                at = place_of(dataset, tool, "plans", tool.plans.index(plan))
                yield Problem(*at, f"{plan.slug} is free and stands above {below[0]}, which is not", "lowest first")
            if plan.slug in priced and plan.slug not in free:
                below.append(plan.slug)


def _sold(tool: ToolFile, name: str) -> set[str | None]:
    """Give the plans that are free, or have a price, and for all that is known still so."""
    return {
        plan
        for fact in tool.facts
        if fact.fact == name and fact.until is None and fact.value is not False
        for _, plan, _ in placements(fact, tool)
    }


def _dates_of_names(dataset: Dataset, tool: ToolFile) -> Iterator[Problem]:
    """Find plans and names that ended before they began."""
    spans: list[tuple[str, PlanPart | Any, tuple[object, ...]]] = []
    for position, plan in enumerate(tool.plans):
        spans.append((f"plan {plan.slug}", plan, ("plans", position)))
        spans += [(repr(one.name), one, ("plans", position, "aliases")) for one in plan.aliases]
    spans += [(repr(one.name), one, ("aliases", position)) for position, one in enumerate(tool.aliases)]
    for what, one, path in spans:
        if one.since is not None and one.until is not None and one.until <= one.since:
            at = place_of(dataset, tool, *path)
            yield Problem(*at, f"{what}: `until` lies before `since`", "mend the dates")


def _named(fact: FactPart, tool: ToolFile) -> Told:
    """Find plans that the tool does not have, or that were not for sale."""
    plans = {plan.slug: plan for plan in tool.plans}
    for slug in sorted({*fact.plans, *(slug for slug in (fact.plan, fact.from_plan) if slug)}):
        plan = plans.get(slug)
        if plan is None:
            yield f"{fact.fact} names plan {slug}, which the tool does not have", "name one of its plans"
        elif plan.until is not None and (fact.since or fact.as_of) >= plan.until:
            yield f"{fact.fact} is of a day when plan {slug} was no longer sold", "mend the dates of one of them"
        elif plan.since is not None and (fact.until or fact.as_of) < plan.since:
            yield f"{fact.fact} is of a day when plan {slug} was not sold yet", "mend the dates of one of them"


def _dated(fact: FactPart, today: date) -> Told:
    """Find days that cannot be."""
    if fact.as_of > today:
        yield f"{fact.fact} was seen on {fact.as_of}, which is to come", "write the day on which it was seen"
    if fact.as_of < EARLIEST:
        yield f"{fact.fact} was seen on {fact.as_of}, before there were such pages", "write the day of the page"
    if fact.since is not None and fact.since > fact.as_of + ANNOUNCED:
        yield f"{fact.fact} begins on {fact.since}, more than a year after it was seen", "mend `since` or `as_of`"


def _valued(fact: FactPart, today: date) -> Told:
    """Find values that are no value of their fact."""
    if not _is_address(fact.source):
        yield f"{fact.source!r} is no address that can be visited", "write it as the browser shows it"
    if fact.fact == "excluded_data" and fact.value not in DATA_CLASSES:
        yield f"{fact.value!r} is no data class", f"one of {', '.join(DATA_CLASSES)}"
    for name in sorted(set(fact.data) - set(DATA_CLASSES)):
        yield f"{name!r} is no data class", f"one of {', '.join(DATA_CLASSES)}"
    if fact.fact == "free_limit" and fact.value["unit"] not in UNITS:
        near = get_close_matches(fact.value["unit"].lower(), [unit.lower() for unit in UNITS], 1)
        mend = f"did you mean {next(unit for unit in UNITS if unit.lower() == near[0])}?" if near else ""
        yield f"{fact.value['unit']!r} is no unit", f"{mend} one of {', '.join(UNITS)}".strip()
    if fact.fact in RANGES:
        least, most = RANGES[fact.fact]
        most = today.year if most is None else most
        if not least <= fact.value <= most:
            yield f"{fact.fact} of {fact.value} cannot be", f"from {least} to {most}"


def _known(dataset: Dataset, fact: FactPart) -> Told:
    """Find names that nothing bears: releases, facts."""
    names = [release.name for release in dataset.releases]
    for release in (fact.recorded, fact.retracted):
        if release is not None and release not in names:
            yield f"no release {release}", "see releases.yaml"
    if fact.retracted in names and fact.recorded in names and _order(names, fact) <= 0:
        yield f"{fact.fact} was retracted no later than it was recorded", "mend the releases"
    rubric: Rubric | None = dataset.rubric
    if rubric is not None and not rubric.criterion_of(fact.fact, fact.value) and fact.fact != "certification":
        yield f"{fact.fact} is no fact's name", "see rubric/criteria"


def _order(names: list[str], fact: FactPart) -> int:
    return names.index(fact.retracted or "") - names.index(fact.recorded or "")


def _said_before(dataset: Dataset, tool: ToolFile) -> Iterator[Problem]:
    """Find what a page is said to state twice of one plan on one day, in the same words, other words or two ways."""
    whole: dict[str, int] = {}
    said: dict[tuple[object, ...], tuple[str, int]] = {}
    for position, fact in enumerate(tool.facts):
        name, line = place_of(dataset, tool, "facts", position)
        twin = whole.setdefault(fact.model_dump_json(), line)
        if twin != line:
            yield Problem(name, line, "the fact stands twice", f"it is on line {twin} too")
            continue
        if fact.retracted is not None:
            continue
        for applies, plan, value in placements(fact, tool):
            key, answer = _statement(fact, value)
            where = (*key, applies, plan, fact.source, fact.as_of, fact.since, fact.until, fact.subject)
            first, other = said.setdefault(where, (answer, line))
            if other == line:
                continue
            if first != answer:
                yield Problem(
                    name, line, f"{fact.fact} for {plan or 'the tool'} has two answers of one page and day",
                    f"line {other} says otherwise",
                )  # fmt: skip
            else:
                yield Problem(name, line, f"{fact.fact} for {plan or 'the tool'} stands twice", f"line {other} says it")


def _statement(fact: FactPart, value: Any) -> tuple[tuple[object, ...], str]:
    """Give what a fact is about, and what it says of that."""
    if fact.fact == "plan_price":
        told = fact.value
        return (fact.fact, *(told.get(key) for key in ("currency", "per", "period", "billed"))), str(told.get("amount"))
    if fact.fact == "free_limit":
        return (fact.fact, fact.value["what"], fact.value["unit"]), str(fact.value["amount"])
    if fact.fact in VALUED:
        return (fact.fact, fact.value), f"{fact.status}{value}"
    return (fact.fact, fact.data), str(value)


def _free_and_priced(dataset: Dataset, tool: ToolFile) -> Iterator[Problem]:
    """Find prices of a plan for days on which it is said to be free."""
    free: dict[str | None, list[FactPart]] = defaultdict(list)
    for fact in tool.facts:
        if fact.fact == "free_plan" and fact.value is True:
            for _, plan, _ in placements(fact, tool):
                free[plan].append(fact)
    for position, fact in enumerate(tool.facts):
        if fact.fact != "plan_price" or fact.value.get("amount") is None:
            continue
        for _, plan, _ in placements(fact, tool):
            if any(_meet(fact, one) for one in free[plan]):
                at = place_of(dataset, tool, "facts", position)
                yield Problem(*at, f"{plan or 'the tool'} has a price, and is free at the same time", "end one of them")


def _meet(a: FactPart, b: FactPart) -> bool:
    """Say whether two facts held on some same day."""
    return (a.since or a.as_of) < (b.until or LATER) and (b.since or b.as_of) < (a.until or LATER)
