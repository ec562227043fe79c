"""`/api/v1/tools`: the tools that are known, one of them, and what is known of it."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session, col, select

from catalog import search
from catalog.check.facts import facts_of
from catalog.models.tool import Domain, Plan, Tool, ToolState
from web.dependencies import SessionDep, SiteDep
from web.dossier import find_tool

router = APIRouter()


@router.get("/tools")
def every(session: SessionDep) -> dict[str, Any]:
    """List the tools that are known."""
    rows = session.exec(
        select(Tool.slug, Tool.name, ToolState.category)
        .join(ToolState, col(ToolState.tool_id) == col(Tool.id))
        .where(col(ToolState.retracted_at).is_(None), search.apart())
        .order_by(Tool.slug)
    ).all()
    tools = {slug: {"slug": slug, "name": name, "category": category} for slug, name, category in rows}
    return {"tools": list(tools.values())}


@router.get("/tools/{name}")
def one(session: SessionDep, name: str) -> dict[str, Any]:
    """Give one tool with its plans in rank order and its domains."""
    return {"tool": _document(session, find_tool(session, name))}


@router.get("/tools/{name}/facts")
def facts(
    session: SessionDep,
    site: SiteDep,
    name: str,
    plan: str = "",
    fact: str = "",
    as_of: str = "",
) -> dict[str, Any]:
    """Give what is known of a tool, fact by fact, with the evidence of each."""
    tool = find_tool(session, name)
    return facts_of(session, tool.slug, plan=plan or None, fact=fact or None, as_of=as_of or None, at=site.clock())


def _document(session: Session, tool: Tool) -> dict[str, Any]:
    state = session.exec(
        select(ToolState).where(ToolState.tool_id == tool.id, col(ToolState.retracted_at).is_(None))
    ).first()
    plans = session.exec(
        select(Plan).where(Plan.tool_id == tool.id, col(Plan.retracted_at).is_(None)).order_by(col(Plan.rank))
    )
    domains = session.exec(
        select(Domain.host).where(Domain.tool_id == tool.id, col(Domain.retracted_at).is_(None)).order_by(Domain.host)
    )
    return {
        "slug": tool.slug,
        "name": tool.name,
        "category": state.category if state else None,
        "state": state.state if state else None,
        "description": tool.description,
        "plans": [{"slug": plan.slug, "name": plan.name, "family": plan.family} for plan in plans],
        "domains": list(domains),
        "alternatives": tool.alternatives,
    }
