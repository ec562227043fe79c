"""How use grows: over time, what is new this week, by department, by source; and the open cases by risk and reach."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from catalog.adoption.trends import trends
from catalog.exporters import _trends
from catalog.review import queue
from web import trends as drawn
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page
from web.sheet import sheet_file

router = APIRouter()
SOURCES = {"declared": "told by people", "detected": "seen in a log", "both": "told and seen"}
MOST = 20


@router.get("/trends")
def show(request: Request, session: SessionDep, actor: ReviewerDep, site: SiteDep) -> Response:
    """Show the pictures, each with its numbers."""
    at = site.clock()
    told = trends(session, at)
    cases = queue(session, at=at)
    sources = [{"source": SOURCES[one["source"]], "uses": one["uses"]} for one in told["sources"]]
    return page(
        request,
        "trends.html",
        it=told,
        finding=drawn.finding(told),
        line=drawn.lines(told["weeks"]),
        departments=drawn.bars(told["departments"][:MOST], "department", "uses"),
        sources=drawn.bars(sources, "source", "uses"),
        dots=drawn.dots(cases),
        first=drawn.first(cases),
        cases=cases,
    )


@router.get("/trends.{ending}")
def sheet(session: SessionDep, actor: ReviewerDep, site: SiteDep, ending: str) -> Response:
    """Give the weeks as a file; as a workbook or as JSON all the counts."""
    return sheet_file("trends", ending, _trends.sheet(_trends.counts(session, site.clock())))
