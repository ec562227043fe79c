"""`/api/v1/origins`: what each kind of log covers, and what none of them sees; for reviewers."""

from typing import Any

from fastapi import APIRouter

from catalog.exporters import _origins
from web.dependencies import ReviewerDep, SessionDep, SiteDep

router = APIRouter()


@router.get("/origins")
def every(session: SessionDep, site: SiteDep, actor: ReviewerDep) -> dict[str, Any]:
    """Hold what people told against what logs showed, with an estimate of what is neither, and its assumptions."""
    return _origins.covered(session, site.clock())
