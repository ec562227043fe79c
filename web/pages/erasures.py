"""What people asked to have erased: for reviewers, who answer."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from catalog.adoption import erasing
from catalog.errors import BadUse
from web import notices
from web.adoptions import names
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page

router = APIRouter()


@router.get("/erasures")
def show(request: Request, session: SessionDep, actor: ReviewerDep) -> Response:
    """Show what waits for an answer, what is due first at the top; and what was answered."""
    return _page(request, session)


@router.post("/erasures/{reference}")
def answer(
    request: Request,
    session: SessionDep,
    site: SiteDep,
    actor: ReviewerDep,
    reference: str,
    erase: Annotated[bool, Form()] = False,
    text: Annotated[str, Form()] = "",
) -> Response:
    """Erase it, or decline with the reason."""
    try:
        site.store.transact(
            lambda writing: erasing.answer(writing, reference, actor.person, erase=erase, text=text, at=site.clock())
        )
    except BadUse as error:
        if error.where != "--why":
            raise
        return _page(request, session, {f"text-{reference}": "Say why it is not erased. The person reads it."})
    return notices.tell(RedirectResponse("/erasures", 303), "answered")


def _page(request: Request, session: SessionDep, problems: dict[str, str] | None = None) -> Response:
    every = erasing.wishes(session, None)
    return page(
        request,
        "erasures.html",
        status=422 if problems else 200,
        problems=problems or {},
        named=names(session, {each["tool"] for each in every if each["tool"]}),
        waiting=[each for each in every if each["state"] == "open"],
        answered=[each for each in every if each["state"] != "open"],
    )
