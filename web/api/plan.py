"""`/api/v1/plan`: the document of `byot plan --json`, for planners."""

from typing import Any

from fastapi import APIRouter

from web.dependencies import PlannerDep, SessionDep, SiteDep
from web.planned import RulesDep, scenario_of

router = APIRouter()


@router.get("/plan")
def document(
    session: SessionDep, actor: PlannerDep, site: SiteDep, asked: RulesDep, scenario: str = "optimum", as_of: str = ""
) -> dict[str, Any]:
    """Give a scenario: optimum, keep or best; under limits, as the options of `byot plan` name them.

    What was gathered up to ten minutes ago counts as long as nothing was recorded since; `as_of` says when that was.
    """
    return scenario_of(site, session, scenario, as_of, asked)[2]
