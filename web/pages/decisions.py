"""What was ruled: the decisions in force, those that end soon first, and those that wait for a second yes."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from catalog.exporters import _decisions
from catalog.review import seconding
from catalog.review.ruled import ruled
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page
from web.sheet import sheet_file

router = APIRouter()
Text = Annotated[str, Query(max_length=40)]


@router.get("/decisions")
def show(request: Request, session: SessionDep, site: SiteDep, actor: ReviewerDep, state: Text = "") -> Response:
    """Show the decisions in force, what ends first at the top; or those that end soon, or have ended."""
    every = ruled(session, site.clock())
    held = [one for one in every if one["in_force"]]
    soon = [one for one in held if one["soon"]]
    shown = {"soon": soon, "ended": [one for one in every if not one["in_force"]]}.get(state, held)
    return page(
        request,
        "decisions.html",
        rows=shown,
        state=state,
        held=len(held),
        soon=len(soon),
        proposals=seconding.proposals(session),
    )


@router.get("/decisions.{ending}")
def sheet(session: SessionDep, site: SiteDep, actor: ReviewerDep, ending: str) -> Response:
    """Give every decision that was not taken back as a file."""
    return sheet_file("decisions", ending, _decisions.sheet(ruled(session, site.clock())))
