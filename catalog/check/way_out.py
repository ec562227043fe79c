"""The smallest change that would turn a verdict: another plan of the tool, or another tool."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, bindparam, literal, union_all
from sqlalchemy import select as core_select
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from catalog import search
from catalog.check.known import Known, states
from catalog.check.question import Circumstances
from catalog.models.columns import AS_OF, KNOWN_AT, begun_by, known_by, unended_by
from catalog.models.company import CompanySolution
from catalog.models.review import Decision
from catalog.models.tool import Plan, Tool, ToolState
from catalog.moment import Moment
from catalog.verdict.case import STRICTNESS, Verdict

MOST_LOOKED_AT = 5
MOST_OFFERED = 3
WORKING = ("allowed", "conditions")


def plan_that_works(it: Known, plan: Plan | None, verdict: Verdict, asked: Circumstances) -> dict[str, Any] | None:
    """Give the lowest plan with a milder verdict that lets one go ahead, with its price; None where there is none."""
    for other in it.ladder:
        if plan is not None and other.slug == plan.slug:
            continue
        word = it.verdict(other, asked).word
        if word in WORKING and STRICTNESS[word] < STRICTNESS[verdict.word]:
            price = it.price(other)
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


def candidates(session: Session, tool: Tool, moment: Moment) -> list[Tool]:
    """Give the other tools worth a look, as was known at a moment.

    Company solutions first, then what was decided on, named alternatives, and of the category those that can do most of
    what the tool can do.
    """
    its = next(iter(states(session, moment, col(Tool.id) == tool.id).values()), None)
    if its is None or not its.category:
        return []
    near = or_(col(ToolState.category) == its.category, col(Tool.slug).in_(its.alternatives))
    others = states(session, moment, near, col(Tool.id) != tool.id, search.apart(moment.known_at))
    ours, decided = _spoken_for(session, others, moment)
    active = [number for number, one in others.items() if one.state == "active"]
    rows = session.exec(_tools(), params={"tools": active})
    wanted = set(its.capabilities)
    ranked = sorted(
        rows,
        key=lambda row: (
            row.id not in ours,
            row.id not in decided,
            row.slug not in its.alternatives,
            -len(wanted & set(others[row.id or 0].capabilities)),
            row.slug,
        ),
    )
    return ranked[:MOST_LOOKED_AT]


@cache
def _tools() -> SelectOfScalar[Tool]:
    return select(Tool).where(col(Tool.id).in_(bindparam("tools", expanding=True)))


def _spoken_for(session: Session, tools: Iterable[int], moment: Moment) -> tuple[set[int], set[int]]:
    """Give the tools, of some, that a company solution in force is about, and those that were sanctioned."""
    asked = {"tools": list(tools), "as_of": moment.as_of, "known_at": moment.known_at}
    rows = session.connection().execute(_spoken(), asked).all()
    return ({number for kind, number in rows if kind == "company_solution"},
            {number for kind, number in rows if kind == "decision"})  # fmt: skip


@cache
def _spoken() -> CompoundSelect[str, int]:
    return union_all(_about(CompanySolution), _about(Decision).where(col(Decision.status) == "sanctioned"))


def _about(table: type[CompanySolution] | type[Decision]) -> "Select[str, int]":
    held = (begun_by(table, AS_OF), unended_by(table, AS_OF), *known_by(table, KNOWN_AT))
    named = literal(str(table.__tablename__)).label("kind")
    return core_select(named, col(table.tool_id)).where(
        col(table.tool_id).in_(bindparam("tools", expanding=True)), *held
    )


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
