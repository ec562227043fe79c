"""What do we not know of a tool, would it change the answer, and how does one ask the vendor?"""

from urllib.parse import quote, urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.check.lacking import lacking
from web import sentences
from web.asked import AskedDep
from web.dependencies import ActorDep, SessionDep, SiteDep
from web.render import page

router = APIRouter()
MOST_SOURCES = 8


@router.get("/unknown")
def show(request: Request, session: SessionDep, asked: AskedDep, actor: ActorDep, site: SiteDep) -> Response:
    """Show what is not known, what would change the answer first, and the letter."""
    if not asked.q:
        return RedirectResponse("/", 303)
    told = lacking(session, asked.question(actor.person), at=site.clock())
    letter = told["letter"]
    mail = f"mailto:?subject={quote(letter['subject'])}&body={quote(letter['text'])}" if letter else None
    return page(
        request,
        "unknown.html",
        it=told,
        asked=asked,
        lead=sentences.may_change(told),
        sources=_one_per_place(told["looked_at"]),
        mail=mail,
    )


def _one_per_place(addresses: list[str]) -> list[str]:
    """Give the first address of each host, so that a long list stays short."""
    first: dict[str, str] = {}
    for address in addresses:
        first.setdefault(urlsplit(address).netloc, address)
    return list(first.values())[:MOST_SOURCES]
