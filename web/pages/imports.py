"""Imports: an export, a log or the directory is given, what came of it is shown; batches can be taken back."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, UploadFile
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog import scratch
from catalog.adoption import batches
from catalog.errors import BadData, BadUse, Conflicting
from web import notices
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.errors import in_words
from web.given import kinds, take_in
from web.render import page

router = APIRouter()
LONGEST_NAME = 100


@router.get("/imports")
def show(request: Request, session: SessionDep, actor: ReviewerDep) -> Response:
    """Show the batches, and ask for an export."""
    return _page(request, session, None, {}, "")


@router.post("/imports")
def take(
    request: Request,
    session: SessionDep,
    site: SiteDep,
    actor: ReviewerDep,
    form: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Take an export, a log or the directory into the register; the same content counts once."""
    problems = {} if form in kinds() else {"form": "Choose what it is."}
    body = file.file.read() if file is not None and file.filename else b""
    if file is None or not body:
        problems["file"] = "Choose a file with something in it."
    if problems or file is None:
        return _page(request, session, None, problems, form)
    with scratch.folder() as folder:
        path = folder / "export"
        path.write_bytes(body)
        try:
            name = Path(file.filename or "export").name[:LONGEST_NAME]
            taken = take_in(site.store, form, path, name, actor.person)
        except (BadUse, BadData, Conflicting) as error:
            return _page(request, session, None, {"file": in_words(error)}, form)
    return _page(request, session, taken, {}, form)


@router.post("/imports/{batch}/undo")
def undo(site: SiteDep, actor: ReviewerDep, batch: str) -> Response:
    """Take a batch back: what rests on it alone."""
    site.store.transact(lambda writing: batches.undo(writing, batch, site.clock(), actor.person))
    return notices.tell(RedirectResponse("/imports", 303), "undone")


def _page(
    request: Request, session: Session, taken: dict[str, Any] | None, problems: dict[str, str], form: str
) -> Response:
    return page(
        request,
        "imports.html",
        status=422 if problems else 200,
        taken=taken or {},
        problems=problems,
        form=form,
        formats=[("", "Choose one"), *kinds().items()],
        batches=batches.listing(session),
    )
