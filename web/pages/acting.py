"""Local mode only: as whom this browser acts."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.errors import BadUse
from web import auth, notices
from web.dependencies import SessionDep, SiteDep
from web.render import page

router = APIRouter()


@router.get("/acting")
def show(request: Request, session: SessionDep, site: SiteDep) -> Response:
    """Show the named people; as who has left nobody acts."""
    site.sign_in.settle(site.store)
    left = auth.left_on(session, site.sign_in.people, site.clock())
    return page(request, "acting.html", people=site.sign_in.people, left=left)


@router.post("/acting")
def choose(session: SessionDep, site: SiteDep, person: Annotated[str, Form()] = "") -> Response:
    """Act as one of them from now on."""
    chosen = site.sign_in.named(person)
    if chosen is None:
        raise BadUse("Nobody of that name is here.", "Choose one of the people on the list.")
    auth.require_there(session, chosen, site.clock())
    response = RedirectResponse("/", 303)
    site.sign_in.choose(response, chosen)
    return notices.tell(response, "acting")
