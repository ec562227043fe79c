"""Whose account is it? A reviewer says of a host that logs show whether it is the company's or people's own."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.adoption import whose
from catalog.settings import settings
from web import notices
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page

router = APIRouter()
MOST = 200


@router.get("/tenants")
def show(request: Request, session: SessionDep, actor: ReviewerDep) -> Response:
    """Show the hosts, those that nobody has named yet first."""
    told = whose.seen(session, settings().policy)
    return page(request, "tenants.html", tenants=told[:MOST], count=len(told))


@router.post("/tenants")
def say(
    site: SiteDep,
    actor: ReviewerDep,
    host: Annotated[str, Form(max_length=300)] = "",
    account: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Say whose account a host shows."""
    policy, at = settings().policy, site.clock()
    site.store.transact(lambda writing: whose.say(writing, host, account, actor.person, policy, at))
    return notices.tell(RedirectResponse("/tenants", 303), "whose")
