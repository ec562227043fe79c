"""The budget desk: may I buy this?"""

from typing import Annotated

from fastapi import APIRouter, Form
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.consolidation import budget
from catalog.consolidation.money import amount_of
from catalog.errors import ByotError
from web import notices
from web.auth import Actor
from web.dependencies import ActorDep, PlannerDep, SessionDep, Site, SiteDep
from web.errors import in_words
from web.render import page

router = APIRouter()
Text = Annotated[str, Form(max_length=300)]


@router.get("/budget")
def show(request: Request, session: SessionDep, actor: ActorDep, site: SiteDep) -> Response:
    """Show the rest of one's sum, one's claims, and for planners those that wait."""
    return _page(request, session, actor, site, {}, {})


@router.post("/budget")
def claim(
    request: Request,
    session: SessionDep,
    actor: ActorDep,
    site: SiteDep,
    item: Text = "",
    amount: Text = "",
    why: Text = "",
) -> Response:
    """Ask to buy something."""
    try:
        price = amount_of(amount, "amount")
        site.store.transact(lambda writing: budget.claim(writing, actor.person, item, price, why, at=site.clock()))
    except ByotError as error:
        said = {"item": item, "amount": amount, "why": why}
        return _page(request, session, actor, site, said, {error.where or "item": in_words(error)})
    return notices.tell(RedirectResponse("/budget", 303), "saved")


@router.post("/budget/{reference}")
def answer(
    request: Request,
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    reference: str,
    state: Text = "",
    why: Text = "",
) -> Response:
    """Say yes or no."""
    try:
        site.store.transact(
            lambda writing: budget.answer(writing, reference, state, by=actor.person, why=why, at=site.clock())
        )
    except ByotError as error:
        if error.where != "why":
            raise
        return _page(request, session, actor, site, {}, {f"why-{reference}": in_words(error)})
    return notices.tell(RedirectResponse("/budget", 303), "answered")


@router.post("/budget/{reference}/spent")
def spend(actor: ActorDep, site: SiteDep, reference: str) -> Response:
    """Record that one bought what was approved."""
    site.store.transact(lambda writing: budget.spend(writing, reference, actor.person, site.clock()))
    return notices.tell(RedirectResponse("/budget", 303), "saved")


def _page(
    request: Request, session: Session, actor: Actor, site: Site, said: dict[str, str], problems: dict[str, str]
) -> Response:
    return page(
        request,
        "budget.html",
        status=422 if problems else 200,
        it=budget.of_person(session, actor.person, site.clock()),
        waiting=budget.waiting(session, site.clock()) if actor.may("planner") else [],
        sums=budget.of_all(session, site.clock()) if actor.may("planner") else None,
        items=budget.ITEMS,
        said={"item": "", "amount": "", "why": "", **said},
        problems=problems,
    )
