"""Declare: what do you use, for what? One page, prefilled."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.adoption import campaigns, register
from catalog.errors import BadUse
from web import declaring
from web.declaring import Said, SaidDep
from web.dependencies import ActorDep, SessionDep, SiteDep
from web.render import page

router = APIRouter()
Text = Annotated[str, Query()]
BOOKMARK = "javascript:location.href='{}adoptions/new?tool='+encodeURIComponent(location.hostname)"


@router.get("/adoptions/new")
def ask(
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    tool: Text = "",
    plan: Text = "",
    account: Text = "company",
    data: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """Show the form with all that is known already; what one has told before is there to be changed."""
    fields = Said(tool, plan, account if account in ("company", "personal") else "company", tuple(data or ()))
    before = declaring.told_before(session, actor.person, fields)
    if before is None:
        return form(request, session, fields, {})
    return form(request, session, declaring.more(session, before, fields), {}, f"/adoptions/{before.reference}/edit")


@router.post("/adoptions")
def declare(request: Request, session: SessionDep, site: SiteDep, actor: ActorDep, fields: SaidDep) -> Response:
    """Record it, and lead to the receipt."""
    problems = fields.problems(site.clock().date())
    if problems:
        return form(request, session, fields, problems)
    try:
        made = site.store.transact(
            lambda writing: register.declare(writing, fields.declaration(actor.person), site.clock()).reference
        )
    except BadUse as error:
        return form(request, session, fields, declaring.problem(error))
    return RedirectResponse(f"/adoptions/{made}?new=1", 303)


def form(
    request: Request, session: Session, fields: Said, problems: dict[str, str], action: str = "/adoptions"
) -> Response:
    """Show the form, with what is wrong where something is."""
    status = 422 if problems else 200
    context = declaring.form_context(session, fields, problems)
    campaign = campaigns.current(session, request.app.state.site.clock())
    bookmark = BOOKMARK.format(request.base_url)
    return page(request, "declare.html", status=status, action=action, campaign=campaign, bookmark=bookmark, **context)
