"""What we do not know about a tool on a plan, and what knowing it would change: the bounds put to use. Pure.

An unknown answer is supposed good, then bad, and the question is decided again. All of them good and all of them bad
give the mildest and the strictest verdict that knowing more could lead to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from catalog.check.known import Known
from catalog.check.question import Circumstances
from catalog.evidence.resolve import Resolution
from catalog.models.tool import Plan
from catalog.rating import weights
from catalog.rubric import Criterion
from catalog.verdict import rules
from catalog.verdict.case import Case
from catalog.verdict.gates import outcomes

STATES = ("absent", "too_old", "conflict", "plan_not_stated")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A criterion without an answer: why, its share of the weight, and the verdicts that either answer would give."""

    criterion: Criterion
    state: str
    share: float
    if_good: str
    if_bad: str
    in_a_gate: bool

    def document(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {
            "criterion": self.criterion.criterion,
            "question": self.criterion.question,
            "state": self.state,
            "share": round(self.share, 4),
            "if_good": self.if_good,
            "if_bad": self.if_bad,
            "gate": self.in_a_gate,
        }


@dataclass(frozen=True, slots=True)
class Unknowns:
    """The verdict, what it could become by knowing more, and the unknown criteria, those that count most first."""

    verdict: str
    mildest: str
    strictest: str
    criteria: tuple[Unknown, ...]

    @property
    def may_change(self) -> bool:
        """Say whether knowing more could change the verdict at all."""
        return not self.verdict == self.mildest == self.strictest

    def document(self) -> dict[str, Any]:
        """Give all as JSON."""
        return {
            "verdict": self.verdict,
            "could_become": {"mildest": self.mildest, "strictest": self.strictest},
            "may_change": self.may_change,
            "unknown": [one.document() for one in self.criteria],
        }


def how_many(it: Known, plan: Plan | None, asked: Circumstances) -> tuple[int, bool]:
    """Give how many criteria that count are unknown, and whether knowing them could change the verdict at all."""
    case = it.case(plan, asked)
    lacking = _lacking(case, _in_gates(case))
    ends = {_word(case, dict.fromkeys(lacking, side)) for side in (True, False)}
    return len(lacking), ends != {it.verdict(plan, asked).word}


def unknowns(it: Known, plan: Plan | None, asked: Circumstances) -> Unknowns:
    """Give what is unknown of a plan under the circumstances of a question, what would change its verdict first."""
    case = it.case(plan, asked)
    verdict = it.verdict(plan, asked)
    in_gates = _in_gates(case)
    counted = weights(case.rubric, case.industry)
    total = sum(counted.values()) or 1.0
    lacking = _lacking(case, in_gates)
    found = [
        Unknown(
            criterion=case.criterion(name),
            state=case.resolutions[name].state,
            share=counted.get(name, 0.0) / total,
            if_good=_word(case, {name: True}),
            if_bad=_word(case, {name: False}),
            in_a_gate=name in in_gates,
        )
        for name in lacking
    ]
    found.sort(key=lambda one: (-_turns(one, verdict.word), not one.in_a_gate, -one.share, one.criterion.criterion))
    return Unknowns(
        verdict=verdict.word,
        mildest=_word(case, dict.fromkeys(lacking, True)),
        strictest=_word(case, dict.fromkeys(lacking, False)),
        criteria=tuple(found),
    )


def _lacking(case: Case, in_gates: set[str]) -> list[str]:
    counted = weights(case.rubric, case.industry)
    asked_for = [name for name in case.resolutions if name in counted or name in in_gates]
    return [name for name in asked_for if case.resolutions[name].state in STATES]


def _turns(one: Unknown, word: str) -> int:
    """Count the answers that would turn the verdict by themselves."""
    return (one.if_good != word) + (one.if_bad != word)


def _in_gates(case: Case) -> set[str]:
    gates, _ = outcomes(case)
    return {resolution.criterion for one in gates for resolution in one.resolutions}


def _word(case: Case, answers: Mapping[str, bool]) -> str:
    return rules.decide(supposing(case, answers)).word


def supposing(case: Case, answers: Mapping[str, bool]) -> Case:
    """Give the case with some criteria answered as well, or as badly, as they can be."""
    return replace(case, resolutions=_Supposed(case, answers))


class _Supposed(Mapping[str, Resolution]):
    """The resolutions of a case, some answers supposed."""

    def __init__(self, case: Case, answers: Mapping[str, bool]) -> None:
        self._case, self._known = case, case.resolutions
        self._answers = answers

    def __getitem__(self, name: str) -> Resolution:
        supposed = self._answers.get(name)
        if supposed is None:
            return self._known[name]
        answer = _answer(self._case.criterion(name), supposed, self._case.moment.as_of.year)
        return Resolution(name, "current", answer=answer, credit=float(supposed), good=supposed)

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _answer(criterion: Criterion, good: bool, year: int) -> Any:
    """Give an answer that is as good, or as bad, as the criterion knows."""
    if criterion.type in ("number", "year"):
        highest = (max if good else min)(criterion.line, key=lambda point: point[1])[0]
        return year - highest if criterion.type == "year" else highest
    if good:
        return criterion.good[0] if criterion.good else "yes"
    return "no" if "yes" in criterion.good else "yes"
