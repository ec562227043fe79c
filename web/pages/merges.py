"""Tools that are one: what people only named, which known tool it may be, merged and taken apart again."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.adoption import joining
from catalog.errors import BadUse, Conflicting
from web import notices
from web.adoptions import names
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.errors import in_words
from web.render import page

router = APIRouter()
MOST = 50
Text = Annotated[str, Form(max_length=300)]
Asked = Annotated[str, Query(max_length=300)]


@router.get("/merges")
def show(
    request: Request, session: SessionDep, site: SiteDep, actor: ReviewerDep, kept: Asked = "", gone: Asked = ""
) -> Response:
    """Show what people only named, and the merges; of two that are named, what merging them would move."""
    return _page(request, session, site.clock(), actor.person, {"kept": kept, "gone": gone})


@router.post("/merges")
def merge(
    request: Request, session: SessionDep, site: SiteDep, actor: ReviewerDep, kept: Text = "", gone: Text = ""
) -> Response:
    """Merge one tool into another."""
    said = {"kept": kept, "gone": gone}
    problems = {name: "Say which tool." for name, text in said.items() if not text.strip()}
    if not problems:
        try:
            site.store.transact(lambda writing: joining.merge(writing, kept, gone, actor.person, site.clock()))
            return notices.tell(RedirectResponse("/merges#merged", 303), "joined")
        except (BadUse, Conflicting) as error:
            problems = {"gone": in_words(error)}
    return _page(request, session, site.clock(), actor.person, said, problems)


@router.post("/merges/{reference}/undo")
def undo(site: SiteDep, actor: ReviewerDep, reference: str) -> Response:
    """Undo a merge: what was moved goes back."""
    site.store.transact(lambda writing: joining.unmerge(writing, reference, actor.person, site.clock()))
    return notices.tell(RedirectResponse("/merges#merged", 303), "undone")


def _page(
    request: Request,
    session: Session,
    at: datetime,
    by: str,
    said: dict[str, str],
    problems: dict[str, str] | None = None,
) -> Response:
    found: dict[str, Any] | None = None
    problems = problems or {}
    if not problems and said["kept"].strip() and said["gone"].strip():
        try:
            found = joining.rehearse(session, said["kept"], said["gone"], by, at)
        except (BadUse, Conflicting) as error:
            problems = {"gone": in_words(error)}
    named = joining.named_only(session)
    merges = joining.merges(session)
    slugs = {slug for one in named for slug in one["near"]} | {one[end] for one in merges for end in ("kept", "gone")}
    return page(
        request,
        "merges.html",
        status=422 if problems else 200,
        said=said,
        found=found,
        named=named[:MOST],
        count=len(named),
        merges=merges,
        called=names(session, slugs),
        problems=problems,
    )
