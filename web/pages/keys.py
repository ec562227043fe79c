"""The keyboard shortcuts, on one page."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from web.render import page

router = APIRouter()


@router.get("/keys")
def show(request: Request) -> Response:
    """Show the shortcuts."""
    return page(request, "keys.html")
