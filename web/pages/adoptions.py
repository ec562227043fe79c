"""The adoption log: who uses what? For reviewers."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from catalog.exporters import _register
from catalog.review.views import views
from web import log
from web.adoptions import names
from web.dependencies import ReviewerDep, SessionDep
from web.log import FilterDep
from web.render import page
from web.sheet import sheet_file

router = APIRouter()


@router.get("/adoptions")
def show(request: Request, session: SessionDep, actor: ReviewerDep, wanted: FilterDep) -> Response:
    """Show one page of the log."""
    problems = wanted.problems()
    rows, count = ([], 0) if problems else log.page_of(session, wanted)
    return page(
        request,
        "adoptions.html",
        status=422 if problems else 200,
        wanted=wanted,
        problems=problems,
        rows=rows,
        count=count,
        named=names(session, {row["tool"] for row in rows}, (row["person"] for row in rows)),
        counts=log.counts(session),
        left_behind=log.left_behind(session),
        logs=log.logs_read(session),
        sources=log.SOURCES,
        states=log.STATES,
        size=log.PAGE,
        views=views(session, actor.person, "adoptions"),
    )


@router.get("/adoptions.{ending}")
def sheet(session: SessionDep, actor: ReviewerDep, wanted: FilterDep, ending: str) -> Response:
    """Give exactly what the filter shows, all pages of it."""
    return sheet_file("adoptions", ending, _register.sheet(log.every(session, wanted)))
