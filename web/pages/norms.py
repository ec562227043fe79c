"""Norms: how does this team work?"""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.consolidation import norms
from catalog.errors import NotAllowed
from web import notices
from web.dependencies import ActorDep, SessionDep, SiteDep
from web.render import page

router = APIRouter()
Text = Annotated[str, Form(max_length=4_000)]
LABELS = {
    "hours": "Hours",
    "availability": "When somebody is away",
    "channels": "What we use for what",
    "deliverables": "What we hand in, and when",
}


@router.get("/teams/{name}/norms")
def show(request: Request, session: SessionDep, actor: ActorDep, name: str) -> Response:
    """Show how a team works, or the template; its members may write."""
    may = norms.may_write(session, name, actor.person) or actor.may("planner")
    return page(request, "norms.html", it=norms.of_team(session, name), labels=LABELS, may=may)


@router.post("/teams/{name}/norms")
def write(
    session: SessionDep,
    actor: ActorDep,
    site: SiteDep,
    name: str,
    hours: Text = "",
    availability: Text = "",
    channels: Text = "",
    deliverables: Text = "",
) -> Response:
    """Keep how a team works."""
    if not (norms.may_write(session, name, actor.person) or actor.may("planner")):
        raise NotAllowed("this is for the people of the team", "ask one of them")
    content = {"hours": hours, "availability": availability, "channels": channels, "deliverables": deliverables}
    site.store.transact(lambda writing: norms.write(writing, name, content, by=actor.person, at=site.clock()))
    return notices.tell(RedirectResponse(f"/teams/{name}/norms", 303), "saved")
