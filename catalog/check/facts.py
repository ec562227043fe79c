"""What is known of a tool, as a document: the facts that `byot facts`, the page and the API share."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from catalog import moment as moments
from catalog import search
from catalog.check.known import Known, known
from catalog.errors import BadUse, UnknownTool
from catalog.evidence.known import rows
from catalog.models.tool import Tool
from catalog.moment import Moment
from catalog.rubric import Rubric, stored_at


def known_tool(session: Session, query: str) -> Tool:
    """Give the tool that a query means; raise `UnknownTool`, naming near matches, where it means none."""
    tool = search.find(session, query)
    if tool is None:
        raise UnknownTool(query[:60], [near.slug for near in search.suggest(session, query)])
    return tool


def tool_at(session: Session, tool: Tool, as_of: str | None = None, at: datetime | None = None) -> Known:
    """Give what is known today of a tool as of a day."""
    present = at or moments.now()
    moment = Moment(moments.read(as_of, option="--as-of", at=present), present)
    return known(session, [tool], stored_at(session, moment), moment)[tool.slug]


def facts_of(
    session: Session,
    query: str,
    *,
    plan: str | None = None,
    fact: str | None = None,
    as_of: str | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Give the facts of a tool, of all plans or of one, as the contract's document."""
    it = tool_at(session, known_tool(session, query), as_of, at)
    chosen = it.plan(plan) if plan is not None else None
    if fact is not None and fact not in names(it.rubric):
        raise BadUse(f"{fact[:60]!r} is no fact's name", mend=f"choose one of: {', '.join(names(it.rubric))}")
    said = [one for some in it.facts.values() for one in some if fact in (None, one.fact)]
    return {
        "tool": {
            "slug": it.tool.slug,
            "name": it.tool.name,
            "category": it.category.slug if it.category else None,
        },
        "facts": rows(said, it.rubric, it.ladder, chosen, it.moment),
    }


def names(rubric: Rubric) -> list[str]:
    """Give the names that facts have: the criteria's own, and those that certificates are read from."""
    read = {criterion.reads.fact for criterion in rubric.criteria.values() if criterion.reads}
    return sorted(read | {name for name, criterion in rubric.criteria.items() if criterion.reads is None})
