"""A letter about a case, ready for one's own mail: to the vendor, or to the people who use the tool."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog import review
from catalog.errors import NotFound
from catalog.review import Wish, case
from web import letters
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page

router = APIRouter()
KINDS = {"vendor": "ask_vendor", "people": "ask_people"}


@router.get("/reviews/{reference}/letter")
def show(
    request: Request, session: SessionDep, actor: ReviewerDep, site: SiteDep, reference: str, to: str = "vendor"
) -> Response:
    """Show the letter, with a link that opens it in one's own mail."""
    if to not in KINDS:
        raise NotFound("Nothing lives here.", "Ask the vendor, or the people who use it.")
    it = case(session, reference, site.clock())
    written = letters.to_vendor(session, it, site.clock()) if to == "vendor" else letters.to_people(session, it)
    return page(request, "letter.html", it=it, to=to, letter=written)


@router.post("/reviews/{reference}/letter")
def sent(
    site: SiteDep,
    actor: ReviewerDep,
    reference: str,
    to: Annotated[str, Form()] = "vendor",
    text: Annotated[str, Form()] = "",
) -> Response:
    """Keep what was sent on the case, which waits for the answer now."""
    if to not in KINDS:
        raise NotFound("Nothing lives here.", "Ask the vendor, or the people who use it.")
    wish = Wish(KINDS[to], actor.person, text=text)
    done = site.store.transact(lambda writing: review.act(writing, [reference], wish, site.clock()))
    return RedirectResponse(f"/reviews/{reference}?done={done.reference or ''}", 303)
