"""People: under which names they are known, who is one under two names, who has left and what they left behind."""

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.adoption import leaving, merging
from catalog.errors import BadUse, Conflicting, NotFound
from web import log, notices
from web.adoptions import names
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.errors import in_words
from web.render import page

router = APIRouter()
MOST = 200
MOST_BEHIND = 50
MOST_NOBODYS = 30
Text = Annotated[str, Form(max_length=300)]


@router.get("/people")
def show(
    request: Request,
    session: SessionDep,
    site: SiteDep,
    actor: ReviewerDep,
    q: Annotated[str, Query(max_length=100)] = "",
    called: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """Show the people whose name or login holds some letters, what leavers left behind, and the merges."""
    return _page(request, session, site.clock(), q, said={"called": called})


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
    return _page(request, session, site.clock(), "", problems, {"kept": kept, "gone": gone})


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
    return _page(request, session, site.clock(), "", problems, {"who": who, "called": called})


@router.post("/people/left")
def left(
    request: Request, session: SessionDep, site: SiteDep, actor: ReviewerDep, leaver: Text = "", on: Text = ""
) -> Response:
    """Say that somebody leaves, or has left, on a day; today where none is said."""
    problems = {} if leaver.strip() else {"leaver": "Say who."}
    try:
        day = date.fromisoformat(on.strip()) if on.strip() else None
    except ValueError:
        problems["on"] = "Write the day like 2026-11-24."
    if not problems:
        try:
            site.store.transact(lambda writing: leaving.left(writing, leaver, actor.person, day, site.clock()))
            return notices.tell(RedirectResponse("/people#behind", 303), "leaves")
        except (BadUse, Conflicting, NotFound) as error:
            problems = {"leaver": in_words(error)}
    return _page(request, session, site.clock(), "", problems, {"leaver": leaver, "on": on})


@router.post("/people/back")
def back(site: SiteDep, actor: ReviewerDep, who: Text = "") -> Response:
    """Take it back that somebody has left."""
    site.store.transact(lambda writing: leaving.back(writing, who, actor.person))
    return notices.tell(RedirectResponse("/people", 303), "back")


@router.post("/people/behind")
def clear(site: SiteDep, actor: ReviewerDep, who: Text = "", tool: Text = "", did: Text = "") -> Response:
    """Record that what somebody left behind at a tool is deleted or taken over."""
    site.store.transact(lambda writing: leaving.clear(writing, who, tool, did, actor.person, site.clock()))
    return notices.tell(RedirectResponse("/people#behind", 303), "cleared")


def _page(
    request: Request,
    session: Session,
    at: datetime,
    q: str,
    problems: dict[str, str] | None = None,
    said: dict[str, Any] | None = None,
) -> Response:
    wanted = q.strip()
    stays = leaving.listing(session, at, MOST_BEHIND)
    strangers, strangers_in_all = merging.nobodys(session, MOST_NOBODYS)
    return page(
        request,
        "people.html",
        status=422 if problems else 200,
        q=q,
        people=merging.listing(session, wanted, MOST),
        count=merging.count(session, wanted),
        merges=merging.merges(session),
        nobodys=strangers,
        nobodys_in_all=strangers_in_all,
        stays=stays,
        stays_in_all=log.left_behind(session),
        named=names(session, {one["tool"] for one in stays}),
        problems=problems or {},
        said={"kept": "", "gone": "", "who": "", "called": "", "leaver": "", "on": "", **(said or {})},
    )
