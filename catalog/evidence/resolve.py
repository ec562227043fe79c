"""Which fact answers a criterion for a plan at a moment, or why none does. Pure: facts in, resolution out.

The rules are those of docs/way.md, "Resolve".
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any, Literal

from catalog.models.evidence import STRENGTHS, Fact
from catalog.models.tool import Plan
from catalog.moment import Moment
from catalog.rubric import Criterion, Rubric, as_word, half_life_days

State = Literal["current", "stale", "absent", "too_old", "conflict", "plan_not_stated", "personal"]
Nearness = Literal["plan", "inherited", "tool"]
NEAR: dict[Nearness, int] = {"plan": 2, "inherited": 1, "tool": 0}
STRONG = {strength: rank for rank, strength in enumerate(STRENGTHS)}
FULL_CREDIT = 1.0
Ladder = Sequence[Plan]
FactsByName = Mapping[str, Sequence[Fact]]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The fact that answers a criterion, or why none does.

    `credit` is what the answer counts for, in [0, 1], None where it is unknown. `good` is None where it is unknown
    whether the answer is good. `passed_over` are the facts that were heard and did not answer.
    """

    criterion: str
    state: State
    answer: Any = None
    credit: float | None = None
    good: bool | None = None
    fact: Fact | None = None
    nearness: Nearness | None = None
    rival: Fact | None = None
    passed_over: tuple[Fact, ...] = ()

    @property
    def known(self) -> bool:
        """Say whether there is an answer."""
        return self.credit is not None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Give the facts to show as evidence: the answer, and in a conflict both."""
        return tuple(fact for fact in (self.fact, self.rival) if fact is not None)


@dataclass(frozen=True, slots=True)
class Heard:
    """A fact that applies to the plan asked about, with how near it is."""

    fact: Fact
    nearness: Nearness
    age_days: float
    answer: Any


def resolve(
    facts: Iterable[Fact], criterion: Criterion, ladder: Ladder, plan: Plan | None, moment: Moment
) -> Resolution:
    """Give the fact that answers a criterion for a plan at a moment, or why none does.

    `facts` are those of one tool that bear on the criterion (one value of it, where it has several); `ladder` its
    plans in rank order. The plan's own facts come before inherited ones, these before the tool's; then current before
    stale, then the strongest, then the newest.
    """
    held = [fact for fact in facts if holds(fact, moment)]
    if not held:
        return _absent(criterion.criterion)
    heard = _newest_per_source_and_plan(_heard(held, criterion, ladder, plan, moment))
    fresh = [one for one in heard if not too_old(one, criterion)]
    if not fresh:
        return _unanswered(held, heard, criterion, moment)
    ranked = sorted(fresh, key=lambda one: _rank(one, criterion), reverse=True)
    best, others = ranked[0], ranked[1:]
    passed_over = tuple(one.fact for one in others)
    rival = next((one for one in others if _disputes(one, best, criterion, moment)), None)
    if rival is not None:
        return Resolution(
            criterion.criterion,
            "conflict",
            fact=best.fact,
            rival=rival.fact,
            nearness=best.nearness,
            passed_over=passed_over,
        )
    year = moment.as_of.year
    return Resolution(
        criterion.criterion,
        "stale" if _stale(best, criterion) else "current",
        answer=best.answer,
        credit=criterion.credit(best.answer, year),
        good=criterion.is_good(best.answer, year),
        fact=best.fact,
        nearness=best.nearness,
        passed_over=passed_over,
    )


@cache
def _absent(criterion: str) -> Resolution:
    return Resolution(criterion, "absent")


def resolve_values(
    facts: Iterable[Fact], criterion: Criterion, ladder: Ladder, plan: Plan | None, moment: Moment
) -> dict[str, Resolution]:
    """Resolve a criterion that has several values (regions, certificates, data classes) value by value."""
    by_value: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_value[str(fact.value)].append(fact)
    return {value: resolve(some, criterion, ladder, plan, moment) for value, some in by_value.items()}


def resolve_criterion(
    facts: FactsByName, criterion: Criterion, ladder: Ladder, plan: Plan | None, moment: Moment, account: str
) -> Resolution:
    """Resolve one criterion of the rubric, whatever its type, under an account."""
    if criterion.reads is not None:
        resolution = _certificate(facts, criterion, ladder, plan, moment)
    elif criterion.type == "per_value":
        resolution = _any_value(facts.get(criterion.criterion, ()), criterion, ladder, plan, moment)
    else:
        resolution = resolve(facts.get(criterion.criterion, ()), criterion, ladder, plan, moment)
    return _under(account, resolution, criterion, plan)


class Resolutions(Mapping[str, Resolution]):
    """Every criterion's resolution for a plan under an account; each is worked out when it is first asked for."""

    def __init__(
        self, facts: FactsByName, rubric: Rubric, ladder: Ladder, plan: Plan | None, moment: Moment, account: str
    ) -> None:
        """Remember what to resolve from; nothing is resolved yet."""
        self._criteria = rubric.criteria
        self._asked = (facts, ladder, plan, moment, account)
        self._found: dict[str, Resolution] = {}

    def __getitem__(self, name: str) -> Resolution:
        if name not in self._found:
            facts, ladder, plan, moment, account = self._asked
            criterion = self._criteria[name]
            self._found[name] = resolve_criterion(facts, criterion, ladder, plan, moment, account)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._criteria)

    def __len__(self) -> int:
        return len(self._criteria)


def by_name(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Give facts by their name."""
    named: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        named[fact.fact].append(fact)
    return named


def holds(fact: Fact, moment: Moment) -> bool:
    """Say whether a fact of the vendor itself held at `as_of` and was believed at `known_at`."""
    return (
        fact.subject == "vendor"
        and fact.valid_from <= moment.as_of
        and (fact.valid_to is None or moment.as_of < fact.valid_to)
        and believed(fact, moment)
        and (fact.unsupported_at is None or fact.unsupported_at > min(moment.as_of, moment.known_at))
    )


def believed(fact: Fact, moment: Moment) -> bool:
    """Say whether a fact was recorded and not retracted at `known_at`."""
    return fact.recorded_at <= moment.known_at and (fact.retracted_at is None or moment.known_at < fact.retracted_at)


def answer_of(fact: Fact, criterion: Criterion) -> Any:
    """Give what a fact answers to a criterion: its status where the value only names what it is about."""
    if criterion.type in ("certificate", "per_value"):
        return fact.status or "yes"
    return as_word(fact.value)


def age_days(fact: Fact, moment: Moment) -> float:
    """Give a fact's age: since it was last seen; a dated fact does not age before its end. Never below 0."""
    last = fact.valid_to if fact.dated and fact.valid_to else fact.observed_at
    return max(0.0, (moment.as_of - last) / timedelta(days=1))


def too_old(heard: Heard, criterion: Criterion) -> bool:
    """Say whether a fact is older than twice its half-life: too long ago to count on."""
    return _older(heard.age_days, criterion, 2)


def _stale(heard: Heard, criterion: Criterion) -> bool:
    return _older(heard.age_days, criterion, 1)


def _older(days: float, criterion: Criterion, times: int) -> bool:
    months = criterion.half_life_months
    return months is not None and days > times * half_life_days(months)


def _heard(
    held: Sequence[Fact], criterion: Criterion, ladder: Ladder, plan: Plan | None, moment: Moment
) -> list[Heard]:
    own_plans = {
        fact.plan for fact in held if fact.applies == "plan" and not _older(age_days(fact, moment), criterion, 2)
    }
    heard = []
    for fact in held:
        answer = answer_of(fact, criterion)
        good = criterion.is_good(answer, moment.as_of.year)
        nearness = _nearness(fact, good, criterion, ladder, plan, own_plans)
        if nearness is not None:
            heard.append(Heard(fact, nearness, age_days(fact, moment), answer))
    return heard


def _nearness(
    fact: Fact, good: bool, criterion: Criterion, ladder: Ladder, plan: Plan | None, own_plans: set[str | None]
) -> Nearness | None:
    """How near a fact is to a plan; None where it says nothing about it."""
    if fact.applies == "plan":
        if plan is not None and fact.plan == plan.slug:
            return "plan"
        return "inherited" if good and _inherits(fact.plan, ladder, plan, own_plans) else None
    if fact.applies == "all_plans" or criterion.holds_for == "vendor" or len(ladder) <= 1:
        return "tool"
    return None if good else "tool"


def _inherits(source: str | None, ladder: Ladder, plan: Plan | None, own_plans: set[str | None]) -> bool:
    """Whether a plan inherits from a lower one of its family: no plan above that one answers for itself."""
    if plan is None:
        return False
    family = [step for step in ladder if step.family == plan.family and step.rank <= plan.rank]
    slugs = [step.slug for step in family]
    if source not in slugs or source == plan.slug:
        return False
    between = slugs[slugs.index(source) + 1 :]
    return not any(slug in own_plans for slug in between)


def _newest_per_source_and_plan(heard: list[Heard]) -> list[Heard]:
    newest: dict[tuple[int, str, str | None], Any] = {}
    for one in heard:
        key = (one.fact.source_id, one.fact.applies, one.fact.plan)
        if key not in newest or one.fact.observed_at > newest[key]:
            newest[key] = one.fact.observed_at
    return [
        one for one in heard if one.fact.observed_at == newest[(one.fact.source_id, one.fact.applies, one.fact.plan)]
    ]


def _rank(one: Heard, criterion: Criterion) -> tuple[int, bool, int, Any, str]:
    fact = one.fact
    return (NEAR[one.nearness], not _stale(one, criterion), STRONG[fact.strength], fact.observed_at, fact.key)


def _disputes(rival: Heard, best: Heard, criterion: Criterion, moment: Moment) -> bool:
    """Whether a passed-over fact leaves the question open instead of being superseded; two words for one are none."""
    if rival.answer == best.answer or _counts(rival, criterion, moment) == _counts(best, criterion, moment):
        return False
    a, b = rival.fact, best.fact
    if rival.nearness == best.nearness and a.source_id == b.source_id and a.observed_at == b.observed_at:
        return True
    apart = abs((a.observed_at - b.observed_at) / timedelta(days=1))
    months = criterion.half_life_months
    together = months is None or apart <= half_life_days(months)
    if rival.nearness == best.nearness and a.source_id != b.source_id and a.strength == b.strength and together:
        return True
    year = moment.as_of.year
    return (
        criterion.is_good(best.answer, year)
        and not criterion.is_good(rival.answer, year)
        and a.applies == "tool"
        and STRONG[a.strength] >= STRONG[b.strength]
        and a.observed_at > b.observed_at
    )


def _counts(heard: Heard, criterion: Criterion, moment: Moment) -> tuple[bool, float]:
    year = moment.as_of.year
    return criterion.is_good(heard.answer, year), criterion.credit(heard.answer, year)


def _unanswered(held: list[Fact], heard: list[Heard], criterion: Criterion, moment: Moment) -> Resolution:
    name = criterion.criterion
    if heard:
        newest = max(heard, key=lambda one: (one.fact.observed_at, one.fact.key))
        return Resolution(name, "too_old", fact=newest.fact, passed_over=tuple(one.fact for one in heard))
    unplaced = [fact for fact in held if fact.applies == "tool" and criterion.holds_for == "plan"]
    if unplaced:
        newest_of_all = max(unplaced, key=lambda fact: (fact.observed_at, fact.key))
        return Resolution(name, "plan_not_stated", fact=newest_of_all, passed_over=tuple(unplaced))
    return Resolution(name, "absent")


def _certificate(
    facts: FactsByName, criterion: Criterion, ladder: Ladder, plan: Plan | None, moment: Moment
) -> Resolution:
    """Answer a certificate's criterion from the values that count for it, the one that counts most first.

    Only a value of full credit makes it good or bad; a lesser one counts its share and leaves the rest unknown.
    """
    assert criterion.reads is not None
    shares = criterion.reads.values
    some = [fact for fact in facts.get(criterion.reads.fact, ()) if fact.value in shares]
    resolved = resolve_values(some, criterion, ladder, plan, moment)
    ranked = sorted(resolved.items(), key=lambda item: -shares[item[0]])
    for value, resolution in ranked:
        if resolution.good:
            share = shares[value]
            return replace(resolution, credit=share, good=True if share == FULL_CREDIT else None)
    for value, resolution in ranked:
        if shares[value] == FULL_CREDIT and resolution.state != "absent":
            return resolution
    return Resolution(criterion.criterion, "absent")


def _any_value(
    facts: Iterable[Fact], criterion: Criterion, ladder: Ladder, plan: Plan | None, moment: Moment
) -> Resolution:
    """Answer for all values together: the best of them."""
    resolved = list(resolve_values(facts, criterion, ladder, plan, moment).values())
    best = max(resolved, key=lambda one: (one.known, one.credit or 0.0), default=None)
    return best or _absent(criterion.criterion)


def _under(account: str, resolution: Resolution, criterion: Criterion, plan: Plan | None) -> Resolution:
    """What needs a contract or an administrator is bad in a personal account, and on a personal plan unless stated."""
    if criterion.needs == "nothing":
        return resolution
    fact = resolution.fact
    about_the_plan = fact is not None and (
        fact.applies == "all_plans" or (plan is not None and fact.applies == "plan" and fact.plan == plan.slug)
    )
    stated = about_the_plan and resolution.state != "too_old"
    if account == "personal" or (plan is not None and plan.family == "personal" and not stated):
        if resolution.good is False:
            return resolution
        return Resolution(criterion.criterion, "personal", answer="no", credit=0.0, good=False)
    return resolution
