"""The questions of the rubric, by group, found by our words or by those of others."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlmodel import func, select
from starlette.requests import Request
from starlette.responses import Response

from catalog.check.across import heard
from catalog.dataset.mapping import mappings
from catalog.models.tool import Tool
from catalog.moment import Moment
from catalog.rubric import stored_at
from catalog.settings import settings
from web.dependencies import SessionDep, SiteDep
from web.render import page
from web.rulebook import matching

router = APIRouter()


@router.get("/criteria")
def show(
    request: Request, session: SessionDep, site: SiteDep, q: Annotated[str, Query(max_length=200)] = ""
) -> Response:
    """Show the questions, all of them or those that a reviewer's words lead to."""
    moment = Moment(site.clock(), site.clock())
    rubric, mapped = stored_at(session, moment), mappings(settings().data)
    tools = session.exec(select(func.count()).select_from(Tool).where(Tool.origin == "data")).one()
    return page(
        request,
        "criteria.html",
        groups=matching(rubric, mapped, q),
        total=len(rubric.criteria),
        heard=heard(session, rubric, moment),
        tools=tools,
        checklists=mapped.checklists,
        reasons=mapped.reasons,
        q=q,
    )
