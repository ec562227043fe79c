"""A decision's conditions, met or open again; and the second yes to a proposal, or the no."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from catalog.errors import NotFound
from catalog.review import conditions, seconding
from web import notices
from web.dependencies import ReviewerDep, SiteDep

router = APIRouter()
Text = Annotated[str, Form()]


@router.post("/decisions/{reference}/conditions/{number}/{act}")
def turn(
    site: SiteDep, actor: ReviewerDep, reference: str, number: int, act: str, case: Text = "", document: Text = ""
) -> Response:
    """Mark a condition as met, by a document where one is chosen, or as open again."""
    works: dict[str, Callable[[Any], Any]] = {
        "meet": lambda writing: conditions.meet(
            writing, reference, number, actor.person, document or None, site.clock()
        ),
        "reopen": lambda writing: conditions.reopen(writing, reference, number, actor.person, site.clock()),
    }
    if act not in works:
        raise NotFound("Nothing lives here.", "Look at the case again.")
    site.store.transact(works[act])
    return RedirectResponse(f"/reviews/{case}" if case.isascii() and case else "/reviews", 303)


@router.post("/proposals/{reference}/confirm")
def confirm(site: SiteDep, actor: ReviewerDep, reference: str, case: Text = "") -> Response:
    """Say the second yes."""
    site.store.transact(lambda writing: seconding.confirm(writing, reference, actor.person, site.clock()).reference)
    return _back(case, "confirmed")


@router.post("/proposals/{reference}/decline")
def decline(site: SiteDep, actor: ReviewerDep, reference: str, case: Text = "", why: Text = "") -> Response:
    """Say no, or take back what one proposed."""
    site.store.transact(
        lambda writing: seconding.decline(writing, reference, actor.person, why, site.clock()).reference
    )
    return _back(case, "answered")


def _back(case: str, notice: str) -> Response:
    return notices.tell(RedirectResponse(f"/reviews/{case}" if case.isascii() and case else "/reviews", 303), notice)
