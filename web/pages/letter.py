"""A letter about a case, ready for one's own mail: to the vendor, or to the people who use the tool, asked or told."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from catalog import review
from catalog.errors import NotFound
from catalog.review import Case, Wish, case
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
    it = case(session, reference, site.clock())
    return page(request, "letter.html", it=it, to=to, letter=_written(session, it, to, site.clock()))


@router.get("/reviews/{reference}/addresses.txt")
def addresses(session: SessionDep, actor: ReviewerDep, site: SiteDep, reference: str, to: str = "people") -> Response:
    """Give all addresses that a letter is for, one on a line: a link holds only some."""
    written = _written(session, case(session, reference, site.clock()), to, site.clock())
    return PlainTextResponse("".join(f"{address}\n" for address in written.addresses))


def _written(session: Session, it: Case, to: str, at: datetime) -> letters.Letter:
    _require(to)
    if to == REACHED:
        return letters.to_reached(session, it, at)
    return letters.to_vendor(session, it, at) if to == "vendor" else letters.to_people(session, it)


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
