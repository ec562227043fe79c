"""The answer to a question, and its document: the JSON that the command line, the pages and the API share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from catalog import search
from catalog.check.known import Known, known
from catalog.check.question import Circumstances, Question, circumstances
from catalog.check.way_out import alternatives, candidates, plan_that_works
from catalog.evidence.known import evidence
from catalog.models.tool import Plan
from catalog.moment import written
from catalog.rubric import Rubric, stored_at
from catalog.search import Suggestion
from catalog.verdict import rules
from catalog.verdict.case import Reason, ToDo, Verdict

DIGITS = 4


@dataclass(frozen=True, slots=True)
class Answer:
    """A verdict with the question it answers and the ways out; `known` and `plan` are None for an unknown tool."""

    question: Question
    asked: Circumstances
    verdict: Verdict
    rubric: Rubric
    known: Known | None = None
    plan: Plan | None = None
    suggestions: tuple[Suggestion, ...] = ()
    plan_that_works: dict[str, Any] | None = None
    alternatives: tuple[dict[str, Any], ...] = ()

    def document(self) -> dict[str, Any]:
        """Give the answer as the contract's JSON document."""
        rule = self.verdict.exception
        return {
            "query": self.question.query,
            "tool": _tool(self.known),
            "plan": self.plan.slug if self.plan else None,
            "account": self.asked.account,
            "industry": self.asked.industry,
            "data": list(self.asked.data),
            "as_of": written(self.asked.moment.as_of),
            "known_at": written(self.asked.moment.known_at),
            "verdict": self.verdict.word,
            "basis": self.verdict.basis,
            "exception": None if rule is None else {"name": rule.exception, "title": rule.title,
                                                    "from": rule.from_.isoformat(), "until": rule.until.isoformat(),
                                                    "url": rule.citation.url},
            "rating": self._rating(),
            "reasons": [_reason(reason) for reason in self.verdict.reasons],
            "conditions": list(self.verdict.conditions),
            "to_do": [_to_do(to_do) for to_do in self.verdict.to_do],
            "plan_that_works": self.plan_that_works,
            "alternatives": list(self.alternatives),
            "suggestions": [{"slug": one.slug, "name": one.name, "why": one.why} for one in self.suggestions],
        }  # fmt: skip

    def _rating(self) -> dict[str, Any] | None:
        if self.known is None:
            return None
        rating = self.known.case(self.plan, self.asked).rating
        return {
            "low": round(rating.low, DIGITS),
            "high": round(rating.high, DIGITS),
            "confidence": round(rating.confidence, DIGITS),
            "grade": rating.grade,
            "rubric": rating.rubric,
        }


def check(session: Session, question: Question, at: datetime | None = None) -> Answer:
    """Answer a question; `at` is the present moment, for tests.

    An unknown tool is answered too (*ask*). Raises `BadUse` for a word that is none of the choices, `UnknownPlan` for
    a plan that the tool does not have.
    """
    asked = circumstances(session, question, at)
    rubric = stored_at(session, asked.moment)
    known_at = asked.moment.known_at
    tool = search.find(session, question.query, known_at)
    if tool is None:
        near = tuple(search.suggest(session, question.query, known_at=known_at))
        return Answer(question, asked, rules.unknown_tool(), rubric, suggestions=near)
    others = known(session, [tool, *candidates(session, tool, asked.moment)], rubric, asked.moment, priced=[tool])
    it = others.pop(tool.slug)
    plan = it.plan(question.plan)
    verdict = it.verdict(plan, asked)
    if verdict.basis == "unknown_tool":
        return Answer(question, asked, verdict, rubric)
    return Answer(
        question,
        asked,
        verdict,
        rubric,
        known=it,
        plan=plan,
        plan_that_works=plan_that_works(it, plan, verdict, asked),
        alternatives=tuple(alternatives(others, verdict, asked)),
    )


def _tool(it: Known | None) -> dict[str, Any] | None:
    if it is None:
        return None
    return {"slug": it.tool.slug, "name": it.tool.name, "category": it.category.slug if it.category else None}


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "criterion": reason.criterion,
        "value": reason.value,
        "effect": reason.effect,
        "text": reason.text,
        "evidence": list(_evidence(reason)),
    }


def _evidence(reason: Reason) -> Iterable[dict[str, Any]]:
    state = "stale" if reason.state == "too_old" else reason.state
    for fact in reason.facts:
        yield evidence(fact, state if state in ("stale", "conflict") else "current")


def _to_do(to_do: ToDo) -> dict[str, Any]:
    return {"gate": to_do.gate, "text": to_do.text, "done": to_do.done.isoformat() if to_do.done else None}
