"""Look it up now: a tool that nobody knows is read while one waits, step by step, until there is an answer."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Form, Header, Path, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.errors import AddressRefused, BadUse
from catalog.models.review import Review
from catalog.models.tool import Tool
from web.answers import answer
from web.asked import Asked, AskedDep, problem
from web.dependencies import ActorDep, SessionDep, SiteDep
from web.errors import in_words
from web.found import Seen
from web.kept_lookups import Progress
from web.lookups import Lookups, LookupsDep, TooMany
from web.render import page, templates

router = APIRouter()
LOOK_AGAIN = 0.25
STREAMED = 600.0
Words = Annotated[str, Form()]
Reference = Annotated[str, Path(pattern=r"^l-[0-9a-f]{10}$")]


@router.post("/lookups")
def begin(
    request: Request,
    lookups: LookupsDep,
    actor: ActorDep,
    q: Words = "",
    industry: Words = "",
    data: Annotated[list[str] | None, Form()] = None,
    account: Words = "company",
) -> Response:
    """Begin to look a domain up, and lead to the page that tells of it."""
    asked = Asked(q.strip(), industry=industry, data=tuple(data or ()), account=account)
    try:
        begun = lookups.begin(asked.q, actor.person)
    except TooMany as refused:
        return _refused(request, asked, refused, 429)
    except AddressRefused as refused:
        return _refused(request, asked, refused, 422)
    except BadUse as wrong:
        return _refused(request, asked, wrong, 422)
    where = asked.address(f"/lookups/{begun}") if begun else asked.address()
    if "HX-Request" in request.headers:
        return Response(headers={"HX-Redirect": where})
    return RedirectResponse(where, 303)


@router.get("/lookups/{reference}")
def show(
    request: Request,
    reference: Reference,
    session: SessionDep,
    lookups: LookupsDep,
    asked: AskedDep,
    actor: ActorDep,
    site: SiteDep,
) -> Response:
    """Show how far a look-up is, and at its end the answer; one that nobody knows ends in a check."""
    found = lookups.find(reference)
    if found is None:
        return RedirectResponse(asked.address() if asked.q else "/", 303)
    shown = case = None
    if found.state == "found" and found.tool:
        shown = answer(session, Asked(found.tool, industry=asked.industry, data=asked.data, account=asked.account),
                       actor.person, site.clock())  # fmt: skip
        case = session.exec(
            select(Review.reference).join(Tool).where(Tool.slug == found.tool).order_by(col(Review.id).desc())
        ).first()
    return page(
        request,
        "lookup.html",
        it=found,
        steps=found.steps,
        asked=asked,
        shown=shown,
        case=case if actor.may("reviewer") else None,
        problem=found.problem,
    )


@router.get("/lookups/{reference}/steps", response_class=EventSourceResponse)
async def follow(
    reference: Reference,
    lookups: LookupsDep,
    after: Annotated[int, Query(ge=0, le=10_000)] = 0,
    last_event_id: Annotated[str, Header(max_length=9)] = "",
) -> AsyncIterator[ServerSentEvent]:
    """Send each further step as it ends, then *done*. A step's number is its id: who was cut off goes on from there."""
    told = int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() else after
    async for number, step in _steps(lookups, reference, told):
        yield ServerSentEvent(raw_data=_as_html(step), id=str(number))
    yield ServerSentEvent(raw_data="done", event="done")


async def _steps(lookups: Lookups, reference: str, told: int) -> AsyncIterator[tuple[int, Seen]]:
    """Give the steps after the first so many, until the look-up ends."""
    ends = asyncio.get_running_loop().time() + STREAMED
    while (found := await asyncio.to_thread(lookups.find, reference, told)) is not None:
        over = found.ended or asyncio.get_running_loop().time() > ends
        for step in found.steps:
            told += 1
            yield told, step
        if over:
            return
        await asyncio.sleep(LOOK_AGAIN)


def _as_html(step: Seen) -> str:
    """Give a step as the page shows it, on one line."""
    macros = templates.env.get_template("macros/lookup.html").make_module()
    return " ".join(str(macros.step(step)).split())  # type: ignore[attr-defined]


def _refused(request: Request, asked: Asked, error: TooMany | AddressRefused | BadUse, status: int) -> Response:
    """Say kindly why nothing is looked up."""
    words = in_words(error)
    if isinstance(error, BadUse):
        words = " ".join(problem(error).values())
    elif isinstance(error, AddressRefused):
        words = "That address is inside a network, not on the public web. Give the address of the tool's own site."
    none = Progress("", asked.q[:60] or "a tool", "failed")
    return page(
        request, "lookup.html", status=status, it=none, steps=(), asked=asked, shown=None, case=None, problem=words
    )
