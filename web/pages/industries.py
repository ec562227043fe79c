"""The kinds of work for which we have rules."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from catalog.moment import Moment
from catalog.rubric import stored_at
from web import rulebook
from web.dependencies import SessionDep, SiteDep
from web.render import page

router = APIRouter()


@router.get("/industries")
def show(request: Request, session: SessionDep, site: SiteDep) -> Response:
    """Show the kinds of work."""
    rubric = stored_at(session, Moment(site.clock(), site.clock()))
    return page(request, "industries.html", rubric=rubric, rulebook=rulebook)
