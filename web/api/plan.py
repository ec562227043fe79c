"""`/api/v1/plan`: the document of `byot plan --json`, for planners."""

from typing import Any

from fastapi import APIRouter

from catalog.consolidation.plan import plan
from web.dependencies import PlannerDep, SessionDep, SiteDep

router = APIRouter()


@router.get("/plan")
def document(
    session: SessionDep, actor: PlannerDep, site: SiteDep, scenario: str = "optimum", as_of: str = ""
) -> dict[str, Any]:
    """Give a scenario: optimum, keep or best."""
    return plan(session, scenario, as_of or None, at=site.clock())
