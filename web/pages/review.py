"""One case: what do we rule? And the acts on it: undo a decision, open the case again."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog import review
from catalog.models.review import Review
from catalog.models.tool import Tool
from catalog.review import case
from web.adoptions import names
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page
from web.trail import events_of

router = APIRouter()


@router.get("/reviews/{reference}")
def show(request: Request, session: SessionDep, actor: ReviewerDep, site: SiteDep, reference: str) -> Response:
    """Show the case: who is affected, the verdicts, what was decided, what happened."""
    it = case(session, reference, site.clock())
    return page(
        request,
        "review.html",
        it=it,
        named=names(session, {it.tool.slug}),
        events=events_of(session, f"tool:{it.tool.slug}"),
    )


@router.post("/reviews/{reference}/reopen")
def reopen(site: SiteDep, actor: ReviewerDep, reference: str, why: Annotated[str, Form()] = "") -> Response:
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
