"""Requests: what keeps the business running, and where does mine stand?"""

from typing import Annotated

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.consolidation import triage
from catalog.errors import ByotError
from web import notices
from web.auth import Actor
from web.dependencies import ActorDep, PlannerDep, SessionDep, SiteDep
from web.errors import in_words
from web.render import page

router = APIRouter()
LISTS = {"now": "Now", "next": "Next", "later": "Later"}
URGENCIES = {"low": "It can wait", "normal": "It slows me down", "high": "I cannot work without it"}
Text = Annotated[str, Form(max_length=500)]


@router.get("/requests")
def show(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """Show the lists; who does not plan sees their own requests, their place and why."""
    return _page(request, session, actor, {}, {})


@router.post("/requests")
def ask(
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    site: SiteDep,
    title: Text = "",
    text: Annotated[str, Form(max_length=4_000)] = "",
    urgency: Text = "normal",
    reach: Text = "1",
) -> Response:
    """Ask for help or for a tool."""
    said = {"title": title, "text": text, "urgency": urgency, "reach": reach}
    try:
        count = int(reach) if reach.strip().isdecimal() and len(reach) < 9 else 0
        site.store.transact(
            lambda writing: triage.ask(
                writing, actor.person, title, text=text, urgency=urgency, reach=count, at=site.clock()
            )
        )
    except ByotError as error:
        return _page(request, session, actor, said, {error.where or "title": in_words(error)})
    return notices.tell(RedirectResponse("/requests", 303), "saved")


@router.post("/requests/{reference}")
def move(
    request: Request,
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    reference: str,
    state: Text = "",
    why: Text = "",
) -> Response:
    """Move a request to another list, with a word why."""
    try:
        site.store.transact(
            lambda writing: triage.move(writing, reference, state, why, by=actor.person, at=site.clock())
        )
    except ByotError as error:
        if error.where != "why":
            raise
        return _page(request, session, actor, {}, {f"why-{reference}": in_words(error)})
    return notices.tell(RedirectResponse("/requests", 303), "saved")


def _page(request: Request, session: Session, actor: Actor, said: dict[str, str], problems: dict[str, str]) -> Response:
    every = triage.board(session)
    planner = actor.may("planner")
    return page(
        request,
        "requests.html",
        status=422 if problems else 200,
        rows=[one for one in every if planner or one["by"] == actor.person],
        planner=planner,
        lists=LISTS,
        urgencies=URGENCIES,
        demand=triage.demand(session) if planner else [],
        said={"title": "", "text": "", "urgency": "normal", "reach": "1", **said},
        problems=problems,
    )
