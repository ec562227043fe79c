"""The amnesty: tell us by this day what you picked up. Everybody reads it with its count; reviewers begin and end."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.adoption import campaigns
from catalog.errors import BadUse
from web.dependencies import ActorDep, ReviewerDep, SessionDep, SiteDep
from web.render import page

router = APIRouter()


@router.get("/campaign")
def show(request: Request, session: SessionDep, site: SiteDep, actor: ActorDep) -> Response:
    """Show the campaign that runs, with its count; and those of before."""
    return _page(request, session, site, {}, "", "")


@router.post("/campaign")
def begin(
    request: Request,
    session: SessionDep,
    site: SiteDep,
    actor: ReviewerDep,
    until: Annotated[str, Form()] = "",
    title: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Begin one."""
    try:
        last = date.fromisoformat(until.strip())
        site.store.transact(lambda writing: campaigns.begin(writing, last, actor.person, title, at=site.clock()))
    except (BadUse, ValueError):
        problems = {"until": "Give its last day, like 2026-11-30, within a year."}
        return _page(request, session, site, problems, until, title)
    return RedirectResponse("/campaign", 303)


@router.post("/campaign/end")
def end(site: SiteDep, actor: ReviewerDep) -> Response:
    """End the one that runs."""
    site.store.transact(lambda writing: campaigns.end(writing, actor.person, site.clock()))
    return RedirectResponse("/campaign", 303)


def _page(
    request: Request, session: SessionDep, site: SiteDep, problems: dict[str, str], until: str, title: str
) -> Response:
    running = campaigns.current(session, site.clock())
    every = campaigns.campaigns(session)
    now = next((one for one in every if running is not None and one["id"] == running.reference), None)
    return page(
        request,
        "campaign.html",
        status=422 if problems else 200,
        it=now,
        before=[one for one in every if one != now],
        problems=problems,
        until=until,
        title=title,
    )
