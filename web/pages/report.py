"""The plan to take along: a report to print, a workbook, a calendar, a list of services. For planners."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from catalog.consolidation.exports.writing import FORMATS, write
from web import drawing
from web.adoptions import names
from web.dependencies import PlannerDep, SessionDep, SiteDep
from web.pages.consolidation import categories_of, slugs_of
from web.planned import PER_WEEK, SCENARIOS, PerWeek, RulesDep, scenario_of
from web.render import page
from web.ruling import ruling, tools_of
from web.words import cost

router = APIRouter()
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar; charset=utf-8",
    "cdx.json": "application/vnd.cyclonedx+json; version=1.6",
    "focus.csv": "text/csv; charset=utf-8",
    "dora.zip": "application/zip",
    "pricing.yaml": "application/yaml",
}
Text = Annotated[str, Query(max_length=100)]


@router.get("/consolidation/report")
def show(
    request: Request,
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    asked: RulesDep,
    scenario: Text = "optimum",
    as_of: Text = "",
    per_week: PerWeek = PER_WEEK,
) -> Response:
    """Show the report for a steering committee, ready to print."""
    there, rules, document = scenario_of(site, session, scenario, as_of, asked, per_week)
    named = names(session, slugs_of(document) | {one["tool"] for one in there.upgrades} | tools_of(request))
    points, kinds = there.curve(rules), categories_of(session)
    return page(
        request,
        "report.html",
        it=document,
        register=there.register,
        named=named,
        category_names=kinds,
        scenarios=SCENARIOS,
        ruling=ruling(request, named, kinds),
        upgrades=there.upgrades[:10],
        flows=drawing.sankey(document, named.tool),
        curve=drawing.curve(points, lambda point: cost(point.document(there.market.currency)["cost"]), kinds),
        drawn=drawing.timeline(document["waves"], there.register["due"]),
    )


@router.get("/consolidation.{ending}")
def give(
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    asked: RulesDep,
    ending: str,
    scenario: Text = "optimum",
    as_of: Text = "",
    per_week: PerWeek = PER_WEEK,
) -> Response:
    """Give the plan as a file for another program."""
    if ending not in FORMATS:
        return Response(status_code=404)
    there, _, document = scenario_of(site, session, scenario, as_of, asked, per_week)
    headers = {"Content-Disposition": f'attachment; filename="plan.{ending}"', "Cache-Control": "private, no-store"}
    return Response(write(session, ending, there.market, document), media_type=MEDIA[ending], headers=headers)
