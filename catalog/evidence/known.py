"""What is known of a tool, fact by fact, each with its state and its evidence: the document of `byot facts`."""

from collections.abc import Iterable, Iterator
from typing import Any

from catalog.evidence.resolve import (
    FactsByName,
    Ladder,
    Resolution,
    age_days,
    answer_of,
    believed,
    by_name,
    holds,
    resolve,
    resolve_values,
)
from catalog.models.evidence import Fact
from catalog.models.tool import Plan
from catalog.moment import Moment
from catalog.rubric import Criterion, Rubric, half_life_days


def evidence(fact: Fact, state: str) -> dict[str, Any]:
    """Give the evidence of a fact as a document."""
    return {
        "url": fact.url,
        "quote": fact.quote,
        "says": fact.says,
        "observed_at": fact.observed_at.date().isoformat(),
        "strength": fact.strength,
        "state": state,
        "snapshot": fact.snapshot_id,
    }


def rows(
    facts: Iterable[Fact], rubric: Rubric, ladder: Ladder, plan: Plan | None, moment: Moment
) -> list[dict[str, Any]]:
    """Give a row per fact that was known: those that apply to `plan`, or all of them without one.

    Facts that no longer hold, were superseded or retracted are rows too; their state says so.
    """
    recorded = [fact for fact in facts if fact.recorded_at <= moment.known_at and fact.valid_from <= moment.as_of]
    named = by_name(recorded)
    resolved = {name: list(_resolutions(name, named, rubric, ladder, plan, moment)) for name in named}
    shown = [
        (fact, nearness)
        for fact in recorded
        if (nearness := _nearness(fact, resolved[fact.fact], ladder, plan)) is not None
    ]
    order = {step.slug: step.rank for step in ladder}
    shown.sort(key=lambda one: (one[0].fact, order.get(one[0].plan or "", -1), str(one[0].value), one[0].observed_at))
    criteria = {name: next(iter(_criteria(name, rubric)), None) for name in named}
    states = {fact.key: _state(fact, resolved[fact.fact], named, criteria[fact.fact], moment) for fact, _ in shown}
    return [_row(fact, nearness, states[fact.key]) for fact, nearness in shown]


def _row(fact: Fact, nearness: str, state: str) -> dict[str, Any]:
    return {
        "id": fact.id,
        "fact": fact.fact,
        "plan": fact.plan,
        "value": fact.value,
        "status": fact.status,
        "subject": fact.subject,
        "nearness": nearness,
        "state": state,
        "valid_from": fact.valid_from.date().isoformat(),
        "valid_to": fact.valid_to.date().isoformat() if fact.valid_to else None,
        "evidence": evidence(fact, state),
    }


def _resolutions(
    name: str, named: FactsByName, rubric: Rubric, ladder: Ladder, plan: Plan | None, moment: Moment
) -> Iterator[Resolution]:
    """How the facts of one name come out, value by value, for the plan asked about or for each plan they name."""
    for criterion in _criteria(name, rubric):
        slugs = {fact.plan for fact in named[name] if fact.applies == "plan"}
        named_plans: list[Plan | None] = [step for step in ladder if step.slug in slugs]
        plans = [plan] if plan is not None else named_plans or [None]
        for step in plans:
            if criterion.reads is not None or criterion.type == "per_value":
                yield from resolve_values(named[name], criterion, ladder, step, moment).values()
            elif criterion.resolves:
                yield resolve(named[name], criterion, ladder, step, moment)


def _criteria(name: str, rubric: Rubric) -> list[Criterion]:
    if name in rubric.criteria:
        return [rubric.criteria[name]]
    return [criterion for criterion in rubric.criteria.values() if criterion.reads and criterion.reads.fact == name][:1]


def _nearness(fact: Fact, resolutions: list[Resolution], ladder: Ladder, plan: Plan | None) -> str | None:
    if fact.applies != "plan":
        return "tool"
    if plan is None or fact.plan == plan.slug:
        return "plan"
    inherited = any(fact is one.fact and one.nearness == "inherited" for one in resolutions)
    passed = any(fact in one.passed_over for one in resolutions if one.nearness == "inherited")
    return "inherited" if inherited or passed else None


def _state(
    fact: Fact, resolutions: list[Resolution], named: FactsByName, criterion: Criterion | None, moment: Moment
) -> str:
    if not believed(fact, moment):
        return "retracted"
    if fact.unsupported_at is not None and fact.unsupported_at <= moment.as_of:
        return "unsupported"
    if fact.valid_to is not None and fact.valid_to <= moment.as_of:
        return "superseded"
    for one in resolutions:
        if one.state == "conflict" and fact in (one.fact, one.rival):
            return "conflict"
    if any(fact is one.fact for one in resolutions):
        stale = all(one.state in ("stale", "too_old") for one in resolutions if fact is one.fact)
        return "stale" if stale else "current"
    answering = [one for one in resolutions if fact in one.passed_over and one.fact is not None]
    if any(one.fact and one.fact.observed_at > fact.observed_at and one.fact.value != fact.value for one in answering):
        return "superseded"
    if not holds(fact, moment) and fact.subject == "vendor":
        return "superseded"
    return _unheard(fact, bool(answering), named[fact.fact], criterion, moment)


def _unheard(fact: Fact, heard: bool, others: Iterable[Fact], criterion: Criterion | None, moment: Moment) -> str:
    """Give the state of a fact that no resolution answers with: prices, limits, and what is long ago."""
    months = criterion.half_life_months if criterion else None
    if criterion is None or months is None:
        return "current"
    halves = age_days(fact, moment) / half_life_days(months)
    newer = [one for one in others if one.observed_at > fact.observed_at and holds(one, moment)]
    counts = not criterion.resolves or (halves > 2 and not heard)
    if counts and any(_overtakes(one, fact, criterion) for one in newer):
        return "superseded"
    return "stale" if halves > 1 else "current"


def _overtakes(newer: Fact, fact: Fact, criterion: Criterion) -> bool:
    """Whether a newer fact says otherwise of the same: the price of a plan, one limit of it, one answer."""
    if (newer.plan, newer.applies, newer.subject) != (fact.plan, fact.applies, fact.subject):
        return False
    if criterion.resolves:
        several = criterion.type in ("certificate", "per_value")
        same = not several or newer.value == fact.value
        return bool(same and answer_of(newer, criterion) != answer_of(fact, criterion))
    if not isinstance(newer.value, dict) or not isinstance(fact.value, dict) or newer.value == fact.value:
        return False
    if criterion.type == "limit":
        return bool(newer.value.get("what") == fact.value.get("what"))
    published = [one.value.get("amount") is not None for one in (newer, fact)]
    terms = [(one.value.get("currency"), one.value.get("billed")) for one in (newer, fact)]
    return published[0] != published[1] or terms[0] == terms[1]
