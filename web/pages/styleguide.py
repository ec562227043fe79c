"""The style guide: every component in every state, in both themes, with its HTML."""

from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from web import preferences
from web.pages import _specimens
from web.render import page

router = APIRouter()


@router.get("/styleguide")
def show(request: Request, theme: str = "") -> Response:
    """Show every component; `theme` looks at one theme whatever was chosen."""
    liked = preferences.read(request)
    if theme in preferences.CHOICES["theme"]:
        liked = replace(liked, theme=theme)
    return page(request, "styleguide.html", liked=liked, specimens=_specimens)
