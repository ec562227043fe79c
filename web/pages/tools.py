"""The tools that we know, by kind."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from catalog import search
from catalog.models.tool import Category, Tool, ToolState
from web.dependencies import SessionDep
from web.render import page

router = APIRouter()


@router.get("/tools")
def show(request: Request, session: SessionDep, category: Annotated[str, Query(max_length=100)] = "") -> Response:
    """Show the tools of one kind, or of all."""
    listed = by_category(session)
    kept = [group for group in listed if not category or group["slug"] == category]
    return page(request, "tools.html", groups=kept, categories=listed, category=category)


def by_category(session: Session) -> list[dict[str, object]]:
    """Give the categories with their tools, both in the order of their names."""
    rows = session.exec(
        select(Tool, ToolState.category)
        .join(ToolState, col(ToolState.tool_id) == col(Tool.id))
        .where(col(ToolState.retracted_at).is_(None), search.apart())
        .order_by(col(Tool.name))
    ).all()
    names = {
        each.slug: each.name for each in session.exec(select(Category).where(col(Category.retracted_at).is_(None)))
    }
    names[""] = "Named by people here, not looked at yet"
    groups: dict[str, dict[str, Tool]] = {}
    for tool, category in rows:
        groups.setdefault(category, {})[tool.slug] = tool
    ranked = sorted(groups.items(), key=lambda each: names.get(each[0], each[0]))
    return [{"slug": slug, "name": names.get(slug, slug), "tools": list(tools.values())} for slug, tools in ranked]
