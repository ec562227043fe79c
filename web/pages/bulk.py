"""Many cases at once: whom it reaches is shown, then it is done to exactly those, and can be taken back."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog import audit, review
from catalog.errors import BadUse, NotFound
from catalog.review import Done, acts
from catalog.review.acts import BULK_STATUSES
from catalog.review.ruled import ruled
from web import acted, queueing
from web.dependencies import ReviewerDep, SessionDep, Site, SiteDep
from web.errors import in_words
from web.pages.reviews import address_of
from web.queueing import ACTS, AskedDep, Doing, DoingDep, chosen
from web.render import page

router = APIRouter()
Cases = Annotated[list[str] | None, Query(max_length=1000)]
AT_ONCE = ("assign", "acknowledge")
GONE = "it is not in the queue any more"


@router.get("/reviews/bulk")
def ask(
    request: Request,
    session: SessionDep,
    actor: ReviewerDep,
    site: SiteDep,
    wanted: AskedDep,
    act: str = "",
    case: Cases = None,
    every: bool = False,
) -> Response:
    """Show what would be done to which cases, and ask for the reason."""
    at = site.clock()
    rows = chosen(session, wanted, actor, case or [], every, at)
    if act not in ACTS or act in AT_ONCE:
        raise NotFound("Nothing lives here.", "Go back to the queue.")
    return _form(request, session, site, wanted, rows, queueing.blank(act, at.date()), {}, every)


@router.post("/reviews/bulk")
def carry_out(
    request: Request,
    session: SessionDep,
    actor: ReviewerDep,
    site: SiteDep,
    wanted: AskedDep,
    doing: DoingDep,
    case: Annotated[list[str] | None, Form()] = None,
    every: Annotated[bool, Form()] = False,
) -> Response:
    """Do it to these cases, or to all that match, if they are still as many as were shown."""
    at = site.clock()
    rows = chosen(session, wanted, actor, case or [], every, at)
    if every and doing.count not in (-1, len(rows)):
        return _form(request, session, site, wanted, rows, doing, {}, every, moved=True)
    ids = [row["id"] for row in rows]
    gone = [] if every else [{"review": one, "why": GONE} for one in dict.fromkeys(case or []) if one not in ids]
    if not rows:
        return _left(request, session, wanted, Done(None, "assign", [], gone))
    if problems := doing.problems():
        return _form(request, session, site, wanted, rows, doing, problems, every)
    try:
        done = site.store.transact(lambda writing: _done(writing, doing, actor.person, ids, site))
    except BadUse as error:
        field = "until" if error.where == "--until" else "expires" if error.where == "--expires" else "reason"
        return _form(request, session, site, wanted, rows, doing, {field: in_words(error)}, every)
    return _left(request, session, wanted, replace(done, left=[*done.left, *gone]))


@router.post("/acts/{reference}/undo")
def undo(request: Request, session: SessionDep, site: SiteDep, actor: ReviewerDep, reference: str) -> Response:
    """Take it back, case by case."""
    done = site.store.transact(lambda writing: acts.undo(writing, reference, actor.person, site.clock()))
    if done.left:
        names = acted.names_of(session, [one["review"] for one in done.left])
        return page(request, "bulk_done.html", done=done, text=queueing.said(done, names), back="/reviews")
    return RedirectResponse(f"/reviews?done={reference}", 303)


def _left(request: Request, session: Session, wanted: AskedDep, done: Done) -> Response:
    """Name what was left as it was; go back to the queue where nothing was."""
    if not done.left:
        return RedirectResponse(address_of(wanted, **({"done": done.reference} if done.reference else {})), 303)
    names = acted.names_of(session, [*done.done, *(one["review"] for one in done.left)])
    return page(request, "bulk_done.html", done=done, text=queueing.said(done, names), back=address_of(wanted))


def _done(writing: Session, doing: Doing, by: str, cases: list[str], site: Site) -> Done:
    audit.take_turn(writing)  # who waited for it acts after whoever went before
    at = site.clock()
    if doing.act in BULK_STATUSES:
        return review.decide_all(writing, cases, doing.draft(by), at)
    return review.act(writing, cases, doing.wish(by), at)


def _form(
    request: Request,
    session: Session,
    site: Site,
    wanted: AskedDep,
    rows: list[Any],
    doing: Doing,
    problems: dict[str, str],
    every: bool,
    *,
    moved: bool = False,
) -> Response:
    """Show the form; `moved`: other cases match than when it was shown last."""
    rules = doing.act in BULK_STATUSES
    tools = {row["tool"] for row in rows}
    stands = [
        one["name"] for one in (ruled(session, site.clock()) if rules else ())
        if one["in_force"] and not one["scope"] and one["tool"] in tools
    ]  # fmt: skip
    return page(
        request,
        "bulk.html",
        status=409 if moved else 422 if problems else 200,
        rows=rows,
        doing=doing,
        problems=problems,
        moved=moved,
        every=every,
        label=ACTS.get(doing.act, doing.act),
        rules=rules,
        stands=stands,
        action=address_of(wanted).replace("/reviews", "/reviews/bulk", 1),
        back=address_of(wanted),
        people=sum(row["people"] for row in rows),
    )
