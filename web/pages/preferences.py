"""How a person likes the pages."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from web import notices, preferences
from web.render import page

router = APIRouter()


@router.get("/preferences")
def show(request: Request) -> Response:
    """Show the choices."""
    return page(request, "preferences.html", choices=preferences.CHOICES)


@router.post("/preferences")
def keep(theme: Annotated[str, Form()], density: Annotated[str, Form()], keys: Annotated[str, Form()]) -> Response:
    """Keep what was chosen, in a cookie."""
    response = RedirectResponse("/preferences", 303)
    said = {"theme": theme, "density": density, "keys": keys}
    kept = {name: value for name, value in said.items() if value in preferences.CHOICES[name]}
    preferences.keep(response, preferences.Preferences(**kept))
    return notices.tell(response, "saved")
