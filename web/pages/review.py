"""One case: what do we rule? And the acts on it: take it, see it, comment, undo a decision, open it again."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog import people, review
from catalog.adoption import disputes
from catalog.errors import BadUse
from catalog.models.review import Review
from catalog.models.tool import Tool
from catalog.review import Case, Wish, case, commenting, queue
from web import acted, notices
from web.adoptions import names
from web.changed import changed
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page
from web.trail import MOST, events_of
from web.using import came_up, let_at, persons, using
from web.words import DOCUMENTS

router = APIRouter()
Text = Annotated[str, Form()]
MOST_NAMED = 8


@router.get("/reviews/{reference}")
def show(
    request: Request,
    session: SessionDep,
    actor: ReviewerDep,
    site: SiteDep,
    reference: str,
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """Show the case: who is affected, the verdicts, documents, what was decided, what happened."""
    at = site.clock()
    it = case(session, reference, at)
    order = [row["id"] for row in queue(session, at=at)]
    reviewers = people.holders(session, "reviewer", at.date())
    place = order.index(it.review.reference) if it.review.reference in order else -1
    uses = using(session, it.tool.id or 0, at.date())
    return page(
        request,
        "review.html",
        it=it,
        uses=uses,
        let_at=let_at(session, it.tool.id or 0),
        most_named=MOST_NAMED,
        touched=persons(session, (one for each in it.reopenings for one in each["adoptions"][:MOST_NAMED])),
        named=names(session, {it.tool.slug}, (each["person"] for each in uses.first)),
        events=_happened(session, it),
        before=order[place - 1] if place > 0 else None,
        after=order[place + 1] if 0 <= place < len(order) - 1 else None,
        done=acted.told(session, done) if done else None,
        kinds=DOCUMENTS,
        others=[(one.slug, one.name) for one in reviewers if one.slug != actor.person],
    )


def _happened(session: Session, it: Case) -> list[dict[str, Any]]:
    """Give what happened around a tool, the newest first: the trail, uses told and seen, changes on its pages."""
    told = [
        {"at": one.at.isoformat(), "by": urlsplit(one.url).hostname, "text": one.text}
        for one in changed(session, it.tool.id or 0)[:MOST]
    ]
    events = [*events_of(session, f"tool:{it.tool.slug}"), *came_up(session, it.tool.id or 0), *told]
    return sorted(events, key=lambda one: datetime.fromisoformat(one["at"]), reverse=True)[:MOST]


@router.post("/reviews")
def open_case(site: SiteDep, actor: ReviewerDep, tool: Text = "") -> Response:
    """Show a tool's case, opened where nobody has opened one."""
    reference = site.store.transact(lambda writing: review.of_tool(writing, tool, actor.person, site.clock()).reference)
    return RedirectResponse(f"/reviews/{reference}", 303)


@router.post("/reviews/{reference}/acts")
def act(site: SiteDep, actor: ReviewerDep, reference: str, kind: Text = "", owner: Text = "") -> Response:
    """Take the case (or give it to somebody), or mark it as seen."""
    wish = Wish(kind, actor.person, owner=owner or None)
    done = site.store.transact(lambda writing: review.act(writing, [reference], wish, site.clock()))
    if done.left:
        return notices.tell(RedirectResponse(f"/reviews/{reference}", 303), "left")
    return RedirectResponse(f"/reviews/{reference}?done={done.reference}", 303)


@router.post("/disputes/{reference}")
def answer(site: SiteDep, actor: ReviewerDep, reference: str, said: Text = "", case: Text = "") -> Response:
    """Say whose a use is that somebody disputes."""
    if said not in ("theirs", "not_theirs"):
        raise BadUse("That is no answer.", "Say whether it is theirs.")
    theirs = said == "theirs"
    site.store.transact(
        lambda writing: disputes.answer(writing, reference, actor.person, theirs=theirs, at=site.clock()).reference
    )
    return notices.tell(RedirectResponse(f"/reviews/{case}" if case else f"/adoptions/{reference}", 303), "answered")


@router.post("/reviews/{reference}/comments")
def comment(site: SiteDep, actor: ReviewerDep, reference: str, text: Text = "") -> Response:
    """Write a comment; one without words is not written."""
    if text.strip():
        site.store.transact(lambda writing: review.comment(writing, reference, actor.person, text, site.clock()))
    return RedirectResponse(f"/reviews/{reference}#comments", 303)


@router.post("/comments/{number}/remove")
def uncomment(site: SiteDep, actor: ReviewerDep, number: int) -> Response:
    """Take a comment of one's own back."""
    case = site.store.transact(lambda writing: commenting.withdraw(writing, number, actor.person, site.clock()))
    return notices.tell(RedirectResponse(f"/reviews/{case}#comments", 303), "undone")


@router.post("/reviews/{reference}/reopen")
def reopen(site: SiteDep, actor: ReviewerDep, reference: str, why: Text = "") -> Response:
    """Open a decided case again; the decision stays in force until another takes its place."""
    site.store.transact(lambda writing: review.reopen(writing, reference, actor.person, why, site.clock()).reference)
    return RedirectResponse(f"/reviews/{reference}", 303)


@router.post("/decisions/{reference}/undo")
def undo(site: SiteDep, actor: ReviewerDep, reference: str) -> Response:
    """Take a decision back."""
    case_id, tool_id = site.store.transact(
        lambda writing: (
            (made := review.undo(writing, reference, actor.person, site.clock())).review_id,
            made.tool_id,
        )
    )
    with site.store.session() as session:
        found = session.get(Review, case_id) if case_id else None
        where = found.reference if found else session.get_one(Tool, tool_id).slug
    return RedirectResponse(f"/reviews/{where}", 303)
