"""People: under which names they are known, who is one person under two names, and merges that can be undone."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.adoption import merging
from catalog.errors import BadUse, Conflicting
from web import notices
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.errors import in_words
from web.render import page

router = APIRouter()
MOST = 200
Text = Annotated[str, Form(max_length=300)]


@router.get("/people")
def show(
    request: Request, session: SessionDep, actor: ReviewerDep, q: Annotated[str, Query(max_length=100)] = ""
) -> Response:
    """Show the people whose name or login holds some letters, and the merges."""
    return _page(request, session, q)


@router.post("/people/merge")
def merge(
    request: Request, session: SessionDep, site: SiteDep, actor: ReviewerDep, kept: Text = "", gone: Text = ""
) -> Response:
    """Merge one person into another."""
    problems = {name: "Say who." for name, said in (("kept", kept), ("gone", gone)) if not said.strip()}
    if not problems:
        try:
            site.store.transact(lambda writing: merging.merge(writing, kept, gone, actor.person))
            return notices.tell(RedirectResponse("/people#merges", 303), "merged")
        except (BadUse, Conflicting) as error:
            problems = {"gone": in_words(error)}
    return _page(request, session, "", problems, {"kept": kept, "gone": gone})


@router.post("/people/merges/{reference}/undo")
def undo(site: SiteDep, actor: ReviewerDep, reference: str) -> Response:
    """Undo a merge: what was moved goes back."""
    site.store.transact(lambda writing: merging.unmerge(writing, reference, actor.person))
    return notices.tell(RedirectResponse("/people#merges", 303), "undone")


@router.post("/people/names")
def name(
    request: Request, session: SessionDep, site: SiteDep, actor: ReviewerDep, who: Text = "", called: Text = ""
) -> Response:
    """Give a person a further name: a login, a mail address."""
    problems = {field: "Say it." for field, said in (("who", who), ("called", called)) if not said.strip()}
    if not problems:
        try:
            site.store.transact(lambda writing: merging.name(writing, who, [called], actor.person))
            return notices.tell(RedirectResponse("/people", 303), "named")
        except (BadUse, Conflicting) as error:
            problems = {"called": in_words(error)}
    return _page(request, session, "", problems, {"who": who, "called": called})


def _page(
    request: Request,
    session: Session,
    q: str,
    problems: dict[str, str] | None = None,
    said: dict[str, Any] | None = None,
) -> Response:
    every = merging.listing(session)
    wanted = q.strip().lower()
    found = [one for one in every if wanted in " ".join((one["person"], one["name"], *one["names"])).lower()]
    return page(
        request,
        "people.html",
        status=422 if problems else 200,
        q=q,
        people=found[:MOST],
        count=len(found),
        merges=merging.merges(session),
        problems=problems or {},
        said={"kept": "", "gone": "", "who": "", "called": "", **(said or {})},
    )
