"""Guides: how do I do it?"""

from typing import Annotated

from fastapi import APIRouter, Form, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.consolidation import guides
from catalog.errors import ByotError
from web import notices
from web.auth import Actor
from web.dependencies import ActorDep, PlannerDep, SessionDep, SiteDep
from web.errors import in_words
from web.render import page

router = APIRouter()
Text = Annotated[str, Form(max_length=200)]


@router.get("/guides")
def show(
    request: Request, session: SessionDep, actor: ActorDep, tool: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """Show the guides, those first that save most."""
    return _page(request, session, actor, tool, {}, {})


@router.post("/guides")
def add(
    request: Request,
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    title: Text = "",
    tool: Text = "",
    steps: Annotated[str, Form(max_length=8_000)] = "",
    saved: Text = "",
    made: Text = "15",
) -> Response:
    """Record a guide."""
    said = {"title": title, "for": tool, "steps": steps, "saved": saved, "made": made}
    minutes = [int(text) if text.strip().isdecimal() and len(text) < 6 else 0 for text in (saved, made)]
    try:
        site.store.transact(
            lambda writing: guides.add(
                writing, title, steps.splitlines(), *minutes, by=actor.person, tool=tool or None, at=site.clock()
            )
        )
    except ByotError as error:
        return _page(request, session, actor, "", said, {error.where or "tool": in_words(error)})
    return notices.tell(RedirectResponse("/guides", 303), "saved")


@router.get("/guides/{reference}")
def one(request: Request, session: SessionDep, actor: ActorDep, reference: str) -> Response:
    """Show a guide's steps."""
    return page(request, "guide.html", it=guides.one(session, reference))


@router.post("/guides/{reference}")
def read(actor: ActorDep, site: SiteDep, reference: str, helped: Annotated[bool | None, Form()] = None) -> Response:
    """Record that somebody read it, and whether it helped."""
    site.store.transact(lambda writing: guides.read(writing, reference, actor.person, helped, site.clock()))
    return notices.tell(RedirectResponse(f"/guides/{reference}", 303), "saved")


def _page(
    request: Request,
    session: Session,
    actor: Actor,
    tool: str,
    said: dict[str, str],
    problems: dict[str, str],
) -> Response:
    return page(
        request,
        "guides.html",
        status=422 if problems else 200,
        rows=guides.listed(session, tool or None),
        tool=tool,
        planner=actor.may("planner"),
        said={"title": "", "for": "", "steps": "", "saved": "", "made": "15", **said},
        problems=problems,
    )
