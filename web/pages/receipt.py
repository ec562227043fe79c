"""The receipt of a declaration: thanks, the answer, who looks at it until when; and undo."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.adoption import disputes, register
from catalog.errors import BadUse, NotFound
from catalog.models.register import Adoption
from web import declaring, notices
from web.adoptions import mine_or_reviewed, receipt
from web.declaring import SaidDep
from web.dependencies import ActorDep, SessionDep, Site, SiteDep
from web.pages.declare import form
from web.render import page
from web.told import answer_now

router = APIRouter()
Act = Callable[[Session, str, str, datetime], Adoption]
ACTS: dict[str, Act] = {
    "withdraw": register.withdraw,
    "restore": register.restore,
    "stop": lambda session, reference, by, at: register.stop(session, reference, by, at=at),
    "dispute": disputes.dispute,
}


@router.get("/adoptions/{reference}")
def show(
    request: Request, session: SessionDep, site: SiteDep, actor: ActorDep, reference: str, new: bool = False
) -> Response:
    """Show the receipt."""
    told = receipt(session, mine_or_reviewed(session, reference, actor), actor, site.clock())
    now = answer_now(session, told.document, actor.person, site.clock()) if told.mine and not told.gone else None
    return page(request, "receipt.html", it=told, new=new, now=now if now and now.decided_on else None)


@router.get("/adoptions/{reference}/edit")
def ask(request: Request, session: SessionDep, actor: ActorDep, reference: str) -> Response:
    """Show the form with what was said."""
    adoption, _ = register.own(session, reference, actor.person)
    return form(request, session, declaring.again(session, adoption), {}, f"/adoptions/{reference}/edit")


@router.post("/adoptions/{reference}/edit")
def edit(
    request: Request, session: SessionDep, site: SiteDep, actor: ActorDep, reference: str, fields: SaidDep
) -> Response:
    """Replace what was said."""
    problems = fields.problems(site.clock().date())
    if not problems:
        try:
            said = fields.declaration(actor.person)
            site.store.transact(lambda writing: register.edit(writing, reference, said, site.clock()).reference)
            return notices.tell(RedirectResponse(f"/adoptions/{reference}", 303), "saved")
        except NotFound:
            raise
        except BadUse as error:
            problems = declaring.problem(error)
    return form(request, session, fields, problems, f"/adoptions/{reference}/edit")


@router.post("/adoptions/{reference}/{act}")
def turn(site: SiteDep, actor: ActorDep, reference: str, act: str) -> Response:
    """Withdraw, stop, dispute, or undo one of these."""
    if act not in ACTS:
        raise NotFound("Nothing lives here.", "Try the box above.")
    _turned(site, actor.person, reference, ACTS[act])
    return RedirectResponse(f"/adoptions/{reference}", 303)


def _turned(site: Site, by: str, reference: str, act: Act) -> None:
    site.store.transact(lambda writing: act(writing, reference, by, site.clock()).reference)
