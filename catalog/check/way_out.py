"""The smallest change that would turn a verdict: another plan of the tool, or another tool."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session, col, or_, select

from catalog.check.known import Known
from catalog.check.question import Circumstances
from catalog.evidence.price import price_of
from catalog.models.company import CompanySolution
from catalog.models.review import Decision
from catalog.models.tool import Plan, Tool, ToolState
from catalog.verdict.case import STRICTNESS, Verdict

MOST_LOOKED_AT = 6
MOST_OFFERED = 3
WORKING = ("allowed", "conditions")


def plan_that_works(it: Known, plan: Plan | None, verdict: Verdict, asked: Circumstances) -> dict[str, Any] | None:
    """Give the lowest plan with a milder verdict that lets one go ahead, with its price; None where there is none."""
    for other in it.ladder:
        if plan is not None and other.slug == plan.slug:
            continue
        word = it.verdict(other, asked).word
        if word in WORKING and STRICTNESS[word] < STRICTNESS[verdict.word]:
            price = price_of(it.facts, other, it.moment, it.rubric.criteria["plan_price"].half_life_months)
            return {"plan": other.slug, "price": price.document() if price else None, "verdict": word}
    return None


def alternatives(others: Mapping[str, Known], verdict: Verdict, asked: Circumstances) -> Iterator[dict[str, Any]]:
    """Give up to three of the other tools that would do, in the order in which `candidates` gave them."""
    if verdict.word == "allowed":
        return
    offered = 0
    for slug, other in others.items():
        found = _working_plan(other, asked, verdict)
        if found is None:
            continue
        plan, why = found
        yield {"slug": slug, "plan": plan.slug if plan else None, "why": why}
        offered += 1
        if offered == MOST_OFFERED:
            return


def candidates(session: Session, tool: Tool) -> list[Tool]:
    """Give the other tools worth a look.

    Company solutions first, then what was decided on, named alternatives, and of the category those that can do most of
    what the tool can do.
    """
    category = select(ToolState.category).where(ToolState.tool_id == tool.id, col(ToolState.retracted_at).is_(None))
    ours = select(CompanySolution.id).where(
        CompanySolution.tool_id == Tool.id, col(CompanySolution.retracted_at).is_(None)
    )
    decided = select(Decision.id).where(Decision.tool_id == Tool.id, Decision.status == "sanctioned")
    rows = session.exec(
        select(Tool, ours.exists(), decided.exists())
        .join(ToolState, col(ToolState.tool_id) == col(Tool.id))
        .where(or_(col(ToolState.category).in_(category), col(Tool.slug).in_(tool.alternatives)))
        .where(col(ToolState.retracted_at).is_(None), col(ToolState.state) == "active")
        .where(col(Tool.id) != tool.id)
    )
    wanted = set(tool.capabilities)
    ranked = sorted(
        rows,
        key=lambda row: (
            not row[1],
            not row[2],
            row[0].slug not in tool.alternatives,
            -len(wanted & set(row[0].capabilities)),
            row[0].slug,
        ),
    )
    return [row[0] for row in ranked[:MOST_LOOKED_AT]]


def _working_plan(other: Known, asked: Circumstances, verdict: Verdict) -> tuple[Plan | None, str] | None:
    ours = {solution.plan for solution in other.solutions}
    for plan in sorted(other.ladder, key=lambda plan: (plan.slug not in ours, plan.rank)):
        found = other.verdict(plan, asked)
        if found.word in WORKING and STRICTNESS[found.word] < STRICTNESS[verdict.word]:
            if plan.slug in ours:
                return plan, "company solution"
            decided = found.basis == "decision"
            return plan, "approved by us" if decided else _why(found)
    return None


def _why(verdict: Verdict) -> str:
    return "fine for this" if verdict.word == "allowed" else "fine for this, under conditions"
