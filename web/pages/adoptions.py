"""The adoption log: who uses what? For reviewers."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from web import log
from web.adoptions import flat, names
from web.dependencies import ReviewerDep, SessionDep
from web.log import FilterDep
from web.render import page
from web.sheet import csv_file

router = APIRouter()
COLUMNS = (
    "id", "tool", "plan", "by", "team", "account", "data", "purpose", "since", "until", "state", "source", "verdict",
    "review_by",
)  # fmt: skip


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
        named=names(session, {row["tool"] for row in rows}),
        counts=log.counts(session),
        left_behind=log.left_behind(session),
        logs=log.logs_read(session),
        sources=log.SOURCES,
        states=log.STATES,
        size=log.PAGE,
    )


@router.get("/adoptions.csv")
def sheet(session: SessionDep, actor: ReviewerDep, wanted: FilterDep) -> Response:
    """Give exactly what the filter shows, all pages of it."""
    return csv_file("adoptions", COLUMNS, map(flat, log.every(session, wanted)))
