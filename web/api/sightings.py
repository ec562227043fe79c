"""`/api/v1/sightings`: use seen in logs, for reviewers; a page at a time."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlmodel import col, select

from catalog.check.facts import known_tool
from catalog.models.register import Sighting
from catalog.models.tool import Tool
from web.dependencies import ReviewerDep, SessionDep

router = APIRouter()


@router.get("/sightings")
def every(
    session: SessionDep,
    actor: ReviewerDep,
    tool: str = "",
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> dict[str, Any]:
    """List sightings in the order they were recorded; `next` continues, null at the end."""
    found = (
        select(Sighting, Tool.slug).join(Tool, col(Sighting.tool_id) == col(Tool.id)).where(col(Sighting.id) > after)
    )
    if tool:
        found = found.where(Sighting.tool_id == known_tool(session, tool).id)
    rows = session.exec(found.order_by(col(Sighting.id)).limit(limit + 1)).all()
    shown = rows[:limit]
    return {
        "sightings": [
            {
                "tool": slug,
                "user": seen.user,
                "tenant": seen.tenant or None,
                "day": seen.day.isoformat() if seen.day else None,
                "events": seen.events,
                "blocked": seen.blocked,
                "bytes_up": seen.bytes_up,
                "bytes_down": seen.bytes_down,
            }
            for seen, slug in shown
        ],
        "next": shown[-1][0].id if len(rows) > limit else None,
    }
