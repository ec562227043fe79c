"""Which verdicts differ between two states of the catalog, and why: answers, and the facts that came or went."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from catalog.check.known import Known
from catalog.check.question import Circumstances
from catalog.dataset.sides import Side, Tell
from catalog.errors import BadUse, UnknownTool
from catalog.evidence.resolve import Resolution, believed
from catalog.models.evidence import Fact
from catalog.models.tool import Plan
from catalog.moment import written
from catalog.rating import weights
from catalog.rubric import DATA_CLASSES, INDUSTRIES, USUAL_DATA, Rubric
from catalog.search import plain
from catalog.verdict.case import Case, Reason, Verdict

ACCOUNT = "company"
TOLD_EVERY = 50
BLOCKING = ("gate_failed", "gate_unknown", "known_bad")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is compared: one tool or all, one industry or all, the usual data classes or all.

    Raises `BadUse`, naming the choices, for an industry that is none.
    """

    tool: str | None = None
    industry: str | None = None
    all_data: bool = False

    def __post_init__(self) -> None:
        if self.industry is not None and self.industry not in INDUSTRIES:
            what = f"{self.industry[:60]!r} is no industry"
            raise BadUse(what, mend=f"choose one of: {', '.join(INDUSTRIES)}", where="--industry")

    @property
    def data(self) -> dict[str, tuple[str, ...]]:
        """Give the data classes asked about, by industry."""
        industries = (self.industry,) if self.industry else INDUSTRIES
        return {industry: DATA_CLASSES if self.all_data else USUAL_DATA[industry] for industry in industries}


def compare(before: Side, after: Side, scope: Scope, tell: Tell) -> dict[str, Any]:
    """Give what differs between two sides as a document; a change is a verdict of another word.

    Raises `UnknownTool` where neither side has the tool that the scope names.
    """
    slugs = _slugs(before, after, scope.tool)
    both = [slug for slug in slugs if slug in before.tools and slug in after.tools]
    changed: list[dict[str, Any]] = []
    verdicts = 0
    for position, slug in enumerate(both):
        if position % TOLD_EVERY == 0 and position:
            tell(f"compared {position} of {len(both)} tools, {len(changed)} verdicts changed")
        for plan in _plans(before.tools[slug], after.tools[slug]):
            for industry, classes in scope.data.items():
                verdicts += len(classes)
                changed += [one for data in classes if (one := _change(before, after, slug, plan, industry, data))]
    return {
        "before": _told(before),
        "after": _told(after),
        "as_of": written(after.moment.as_of),
        "data": {industry: list(classes) for industry, classes in scope.data.items()},
        "compared": {"tools": len(both), "verdicts": verdicts, "changed": len(changed)},
        "tools": {"came": _only(after, before, slugs), "went": _only(before, after, slugs)},
        "plans": {"came": _steps(before, after, both), "went": _steps(after, before, both)},
        "changed": changed,
    }


def _slugs(before: Side, after: Side, wanted: str | None) -> list[str]:
    names = {slug: side.tools[slug].tool.name for side in (before, after) for slug in side.tools}
    if wanted is None:
        return sorted(names)
    key = plain(wanted)
    found = [slug for slug, name in names.items() if key and key in (plain(slug), plain(name))]
    if not found:
        raise UnknownTool(wanted[:60], get_close_matches(wanted.lower(), sorted(names)))
    return found[:1]


def _told(side: Side) -> dict[str, Any]:
    return {
        "release": side.release,
        "named": side.named,
        "known_at": written(side.moment.known_at),
        "rubric": side.rubric.version,
        "tools": len(side.tools),
    }


def _only(there: Side, missing: Side, slugs: Iterable[str]) -> list[dict[str, Any]]:
    """Give the tools that only one side has."""
    only = [there.tools[slug] for slug in slugs if slug in there.tools and slug not in missing.tools]
    return [
        {"slug": it.tool.slug, "name": it.tool.name, "plans": [plan.slug for plan in _ladder(it).values()]}
        for it in only
    ]


def _steps(first: Side, second: Side, both: Iterable[str]) -> list[dict[str, str]]:
    """Give the plans that only the second side has, of the tools that both have."""
    return [
        {"tool": slug, "plan": plan.slug, "name": plan.name}
        for slug in both
        for plan in _ladder(second.tools[slug]).values()
        if plan.slug not in _ladder(first.tools[slug])
    ]


def _ladder(it: Known) -> dict[str, Plan]:
    return {plan.slug: plan for plan in it.ladder}


def _plans(before: Known, after: Known) -> list[str | None]:
    """Give the plans that both sides have; None for a tool that has plans on neither."""
    held = _ladder(before)
    shared: list[str | None] = [plan.slug for plan in after.ladder if plan.slug in held]
    return shared or ([] if before.ladder or after.ladder else [None])


def _change(before: Side, after: Side, slug: str, plan: str | None, industry: str, data: str) -> dict[str, Any] | None:
    """Give how one verdict changed, None where its word is the same."""
    views = [_View(side, slug, plan, industry, data) for side in (before, after)]
    first, second = views
    if first.verdict.word == second.verdict.word:
        return None
    return {
        "tool": slug,
        "plan": plan,
        "industry": industry,
        "data": data,
        "before": first.document(),
        "after": second.document(),
        "why": _why(first, second, before.rubric != after.rubric),
    }


class _View:
    """One question answered on one side."""

    def __init__(self, side: Side, slug: str, plan: str | None, industry: str, data: str) -> None:
        self.rubric: Rubric = side.rubric
        self.moment = side.moment
        self.it = side.tools[slug]
        self.plan = _ladder(self.it)[plan] if plan else None
        self.asked = Circumstances(industry, (data,), ACCOUNT, side.moment)
        self.data = data
        self.verdict: Verdict = self.it.verdict(self.plan, self.asked)

    @cached_property
    def case(self) -> Case:
        """Give the case that the verdict was given on."""
        return self.it.case(self.plan, self.asked)

    @cached_property
    def reasons(self) -> dict[str, Reason]:
        """Give the reasons by criterion, the first of each."""
        found: dict[str, Reason] = {}
        for reason in self.verdict.reasons:
            found.setdefault(reason.criterion, reason)
        return found

    @property
    def by_rating(self) -> bool:
        """Say whether the rating had a say."""
        return self.verdict.basis in ("rating", "posture")

    @cached_property
    def keys(self) -> set[str]:
        """Give the keys of the facts that this side states of the tool."""
        return {fact.key for some in self.it.facts.values() for fact in some if believed(fact, self.moment)}

    def document(self) -> dict[str, Any]:
        """Give the verdict in short."""
        return {"verdict": self.verdict.word, "basis": self.verdict.basis, "low": round(self.case.rating.low, 4)}

    def answer(self, criterion: str) -> dict[str, Any]:
        """Give what the side answers to a criterion, and what that did to the verdict."""
        reason, resolution = self.reasons.get(criterion), self._resolution(criterion)
        return {
            "value": resolution.answer if resolution else reason.value if reason else None,
            "state": resolution.state if resolution else None,
            "effect": reason.effect if reason else None,
        }

    def _resolution(self, criterion: str) -> Resolution | None:
        if criterion == "excluded_data" and self.data in self.case.excluded:
            return self.case.excluded[self.data]
        return self.case.resolutions[criterion] if criterion in self.rubric.criteria else None

    def facts(self, criterion: str) -> list[Fact]:
        """Give the facts that were heard about a criterion for the plan."""
        reason = self.reasons.get(criterion)
        resolution = self._resolution(criterion)
        found = [*(reason.facts if reason else ()), *(resolution.facts if resolution else ())]
        found += resolution.passed_over if resolution else ()
        return list({fact.key: fact for fact in found}.values())


def _why(first: _View, second: _View, new_rules: bool) -> list[dict[str, Any]]:
    """Give the criteria whose answers differ, and under new rules what stands in the way on one side alone.

    Where there is neither, everything whose effect differs. The facts beside each are those that only one side states.
    """
    rows = [_row(first, second, name) for name in _bearing(first, second)]
    answered = [row for row in rows if _answer(row["before"]) != _answer(row["after"])]
    if new_rules:
        answered += [row for row in rows if row not in answered and _blocks(row["before"]) != _blocks(row["after"])]
    return answered or [row for row in rows if row["before"] != row["after"]]


def _row(first: _View, second: _View, name: str) -> dict[str, Any]:
    told = {"criterion": name, "before": first.answer(name), "after": second.answer(name)}
    return {**told, "facts": _moved(first, second, name)}


def _answer(told: dict[str, Any]) -> Any:
    """Give what counts of an answer: its value, or why there is none."""
    return told["state"] if told["value"] is None else told["value"]


def _blocks(told: dict[str, Any]) -> bool:
    return told["effect"] in BLOCKING


def _moved(first: _View, second: _View, name: str) -> list[dict[str, Any]]:
    gone = [_fact(fact, "gone") for fact in first.facts(name) if fact.key not in second.keys]
    return gone + [_fact(fact, "new") for fact in second.facts(name) if fact.key not in first.keys]


def _bearing(first: _View, second: _View) -> list[str]:
    """Give the criteria that had a say: those of the reasons, and all with weight where the rating counted."""
    named = [*first.reasons, *second.reasons]
    if first.by_rating or second.by_rating:
        industry = first.asked.industry
        counted = {**weights(first.rubric, industry), **weights(second.rubric, industry)}
        named += [name for name in counted if _credit(first, name) != _credit(second, name)]
    return list(dict.fromkeys(named))


def _credit(view: _View, name: str) -> float | None:
    return view.case.resolutions[name].credit if name in view.rubric.criteria else None


def _fact(fact: Fact, what: str) -> dict[str, Any]:
    return {
        "is": what,
        "fact": fact.fact,
        "plan": fact.plan,
        "value": fact.value,
        "status": fact.status,
        "url": fact.url,
        "as_of": fact.observed_at.date().isoformat(),
        "since": fact.valid_from.date().isoformat() if fact.dated else None,
        "until": fact.valid_to.date().isoformat() if fact.valid_to else None,
        "strength": fact.strength,
        "says": fact.says,
    }
