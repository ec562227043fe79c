"""A letter about a case, ready for one's own mail: to the vendor, or to the people who use the tool, asked or told."""

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
ASKED = {"vendor": "ask_vendor", "people": "ask_people"}
REACHED = "reached"


@router.get("/reviews/{reference}/letter")
def show(
    request: Request, session: SessionDep, actor: ReviewerDep, site: SiteDep, reference: str, to: str = "vendor"
) -> Response:
    """Show the letter, with a link that opens it in one's own mail."""
    _require(to)
    it, at = case(session, reference, site.clock()), site.clock()
    if to == REACHED:
        written = letters.to_reached(session, it, at)
    else:
        written = letters.to_vendor(session, it, at) if to == "vendor" else letters.to_people(session, it)
    return page(request, "letter.html", it=it, to=to, letter=written)


@router.post("/reviews/{reference}/letter")
def sent(
    site: SiteDep,
    actor: ReviewerDep,
    reference: str,
    to: Annotated[str, Form()] = "vendor",
    text: Annotated[str, Form()] = "",
) -> Response:
    """Keep what was sent on the case, which waits for the answer now, where one is asked for."""
    _require(to)
    if to == REACHED:
        site.store.transact(lambda writing: review.letter(writing, reference, actor.person, text, site.clock()))
        return RedirectResponse(f"/reviews/{reference}#comments", 303)
    wish = Wish(ASKED[to], actor.person, text=text)
    done = site.store.transact(lambda writing: review.act(writing, [reference], wish, site.clock()))
    return RedirectResponse(f"/reviews/{reference}?done={done.reference or ''}", 303)


def _require(to: str) -> None:
    if to not in (*ASKED, REACHED):
        raise NotFound("Nothing lives here.", "Ask the vendor, or write to the people who use it.")
