"""`/api/v1/unknown`: the document of `byot unknown --json`."""

from typing import Any

from fastapi import APIRouter

from catalog.check.lacking import lacking
from web.asked import AskedDep
from web.dependencies import ActorDep, SessionDep, SiteDep

router = APIRouter()


@router.get("/unknown")
def show(session: SessionDep, asked: AskedDep, actor: ActorDep, site: SiteDep) -> dict[str, Any]:
    """Give what is not known of a tool on a plan, and what knowing it would change."""
    return lacking(session, asked.question(actor.person), at=site.clock())
