"""Local mode only: as whom this browser acts."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.errors import BadUse
from web import notices
from web.dependencies import SiteDep
from web.render import page

router = APIRouter()


@router.get("/acting")
def show(request: Request, site: SiteDep) -> Response:
    """Show the named people."""
    return page(request, "acting.html", people=site.sign_in.people)


@router.post("/acting")
def choose(site: SiteDep, person: Annotated[str, Form()] = "") -> Response:
    """Act as one of them from now on."""
    chosen = site.sign_in.named(person)
    if chosen is None:
        raise BadUse("Nobody of that name is here.", "Choose one of the people on the list.")
    response = RedirectResponse("/", 303)
    site.sign_in.choose(response, chosen)
    return notices.tell(response, "acting")
