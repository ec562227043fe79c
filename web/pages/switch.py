"""How to switch: the sheet of a pair of tools, for everybody who moves."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from catalog.consolidation.switching import sheet
from web.dependencies import SessionDep
from web.render import page

router = APIRouter()
Name = Annotated[str, Query(max_length=100)]


@router.get("/switch")
def show(request: Request, session: SessionDep, begin: Annotated[Name, Query(alias="from")], to: Name) -> Response:
    """Show what is exported how, what is lost, and how deletion is proven."""
    return page(request, "switch.html", it=sheet(session, begin, to))
