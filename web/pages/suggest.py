"""Suggestions for the search box: an update for htmx, a page of links for everybody else."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from catalog import search
from catalog.errors import BadUse
from web.dependencies import SessionDep
from web.render import page

router = APIRouter()

Box = Annotated[str, Query(alias="for", pattern="^[a-z-]{1,20}$")]


@router.get("/suggest")
def show(request: Request, session: SessionDep, q: str = "", box: Box = "q") -> Response:
    """Show which tools a beginning may mean."""
    try:
        found = search.suggest(session, q)
    except BadUse:
        found = []
    return page(request, "suggest.html", q=q, box=box, found=found)
