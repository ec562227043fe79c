"""The queue: what does security look at next? For reviewers. And views of it, kept under a name."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.exporters import _queue
from catalog.review import Wanted, queue, reopening
from catalog.review.queue import open_and_asked
from catalog.review.views import remove, save, views
from web import acted
from web.adoptions import names
from web.dependencies import ReviewerDep, SessionDep, Site, SiteDep
from web.queueing import ACTS, PAGE, AskedDep
from web.render import page
from web.sheet import sheet_file

router = APIRouter()


@router.get("/reviews")
def show(
    request: Request,
    session: SessionDep,
    actor: ReviewerDep,
    site: SiteDep,
    wanted: AskedDep,
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Show the open cases, the first to look at first; or those that the address asks for."""
    at = site.clock()
    _hold_against_facts(site, at)
    open_cases, rows = open_and_asked(session, wanted.wanted(actor), at)
    today, shown = at.date(), rows[wanted.after : wanted.after + PAGE]
    return page(
        request,
        "reviews.html",
        rows=shown,
        named=names(session, {row["tool"] for row in shown}),
        count=len(rows),
        size=PAGE,
        wanted=wanted,
        acts=ACTS,
        views=views(session, actor.person, "reviews"),
        done=acted.told(session, done) if done else None,
        open_count=len(open_cases),
        mine_count=sum(row["owner"] == actor.person for row in open_cases),
        late_count=sum(Wanted(due="late").keeps(row, today) for row in open_cases),
        next_due=min((row["due"] for row in open_cases if row["due"]), default=None),
    )


@router.get("/reviews.{ending}")
def sheet(session: SessionDep, actor: ReviewerDep, site: SiteDep, wanted: AskedDep, ending: str) -> Response:
    """Give exactly the cases that the address asks for, all pages of them."""
    rows = queue(session, at=site.clock(), wanted=wanted.wanted(actor))
    return sheet_file("reviews", ending, _queue.sheet(rows))


@router.post("/views")
def keep(
    site: SiteDep,
    actor: ReviewerDep,
    name: Annotated[str, Form()] = "",
    where: Annotated[str, Form()] = "reviews",
    question: Annotated[str, Form()] = "",
) -> Response:
    """Keep a filter under a name."""
    kept = site.store.transact(lambda writing: save(writing, actor.person, where, name, question, site.clock()))
    return RedirectResponse(f"/{kept['page']}?{kept['question']}", 303)


@router.post("/views/{number}/remove")
def let_go(site: SiteDep, actor: ReviewerDep, number: int) -> Response:
    """Take a view of one's own away."""
    where = site.store.transact(lambda writing: remove(writing, actor.person, number))
    return RedirectResponse(f"/{where}", 303)


def _hold_against_facts(site: Site, at: datetime) -> None:
    """Open the cases again under whose decisions facts have moved, before anybody looks at the queue."""
    with site.store.session() as looking:
        due = reopening.is_due(looking, at)
    if due:
        site.store.transact(lambda writing: len(reopening.recheck_if_due(writing, at)))


def address_of(wanted: AskedDep, **more: str) -> str:
    """Give the address of the queue as it was asked for."""
    asked = urlencode({**wanted.question, **more})
    return f"/reviews?{asked}" if asked else "/reviews"
