"""Documents on a case: given with who, since when and until when; read again; taken back."""

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.errors import BadUse, NotFound
from catalog.models.tool import Tool
from catalog.review import documents
from catalog.review import find as find_case
from catalog.review.documents import Paper, Stored
from web.dependencies import ReviewerDep, SessionDep, Site, SiteDep
from web.errors import in_words
from web.render import page
from web.words import DOCUMENTS

router = APIRouter()
Text = Annotated[str, Form(max_length=300)]
DAYS = {"since": "Give the first day, like 2026-11-24.", "until": "Write the day like 2026-11-24, or leave it out."}


@router.post("/reviews/{reference}/documents")
def add(
    request: Request,
    session: SessionDep,
    site: SiteDep,
    actor: ReviewerDep,
    reference: str,
    kind: Text = "",
    title: Text = "",
    party: Text = "",
    since: Text = "",
    until: Text = "",
    plan: Text = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Record a document; its file is kept by the hash of its bytes."""
    tool = session.get_one(Tool, find_case(session, reference).tool_id)
    days = {"since": _day(since), "until": _day(until)}
    problems = {name: words for name, words in DAYS.items() if days[name] is None and (name == "since" or until)}
    said = {"kind": kind, "title": title, "party": party, "since": since, "until": until, "plan": plan}
    first = days["since"]
    if not problems and first is not None:
        try:
            paper = Paper(tool.slug, kind, title, party, first, days["until"], plan or None, _kept(site, file))
            site.store.transact(lambda writing: documents.add(writing, paper, actor.person, site.clock()))
            return RedirectResponse(f"/reviews/{reference}#documents", 303)
        except BadUse as error:
            field = (error.where or "").removeprefix("--")
            problems = {field if field in said else "kind": in_words(error)}
    return page(request, "document.html", status=422, problems=problems, said=said, kinds=DOCUMENTS, tool=tool,
                reference=reference)  # fmt: skip


@router.post("/documents/{reference}/remove")
def remove(site: SiteDep, actor: ReviewerDep, reference: str, case: Annotated[str, Form()] = "") -> Response:
    """Take a document back, with the conditions that rest on it."""
    site.store.transact(lambda writing: documents.retract(writing, reference, actor.person, site.clock()))
    return RedirectResponse(f"/reviews/{case}#documents" if case.isascii() and case else "/reviews", 303)


@router.get("/documents/{reference}/file")
def read(session: SessionDep, site: SiteDep, actor: ReviewerDep, reference: str) -> Response:
    """Give the file, as it was given; the browser is never to open it as a page of ours."""
    row = documents.find(session, reference)
    if row.sha256 is None:
        raise NotFound("No file was given with this document.", "Ask who recorded it.")
    name = re.sub(r"[^A-Za-z0-9._-]", "_", row.file or "file")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(site.snapshots.read(row.sha256), media_type="application/octet-stream", headers=headers)


def _kept(site: Site, file: UploadFile | None) -> Stored | None:
    body = file.file.read() if file is not None and file.filename else b""
    if file is None or not body:
        return None
    media_type = file.content_type or "application/octet-stream"
    return Stored(file.filename or "file", site.snapshots.store(body), len(body), media_type)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        return None
