"""My tools: what is known of me, where it comes from, and what I may do about it."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from web.adoptions import GONE, names, told_by
from web.dependencies import ActorDep, SessionDep
from web.render import page

router = APIRouter()


@router.get("/me")
def show(request: Request, session: SessionDep, actor: ActorDep) -> Response:
    """Show each tool with its source, the answer and the day by which it comes."""
    told = told_by(session, actor)
    named = names(session, {document["tool"] for document in told})
    using = [document for document in told if document["state"] not in GONE]
    before = [document for document in told if document["state"] in GONE]
    return page(request, "me.html", using=using, before=before, named=named)
