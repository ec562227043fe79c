"""`/api/v1/check`: the document of `byot check --json`."""

from typing import Any

from fastapi import APIRouter

from catalog.check import check
from web.asked import AskedDep
from web.dependencies import ActorDep, SessionDep, SiteDep

router = APIRouter()


@router.get("/check")
def answer(session: SessionDep, asked: AskedDep, actor: ActorDep, site: SiteDep) -> dict[str, Any]:
    """Answer: may I use it?"""
    return check(session, asked.question(actor.person), at=site.clock()).document()
