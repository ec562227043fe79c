"""The logs that use is seen in: what each covers, which are silent, what nobody sees, how long people are kept."""

from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from catalog.exporters import _origins
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page
from web.sheet import sheet_file

router = APIRouter()
MOST = 30


@router.get("/origins")
def show(request: Request, session: SessionDep, site: SiteDep, actor: ReviewerDep) -> Response:
    """Show what people told against what logs showed, and each kind of log."""
    told = _origins.covered(session, site.clock())
    return page(
        request,
        "origins.html",
        it=told,
        tools=told["tools"][:MOST],
        pairs=[pair for pair in told["pairs"] if pair["in_both"]],
        kept_from=_kept_from(told, site.clock().date()),
    )


@router.get("/origins.{ending}")
def sheet(session: SessionDep, site: SiteDep, actor: ReviewerDep, ending: str) -> Response:
    """Give the tools as a file; as a workbook or as JSON the logs too."""
    return sheet_file("origins", ending, _origins.sheet(_origins.covered(session, site.clock())))


def _kept_from(told: dict[str, Any], today: date) -> dict[str, date]:
    """Give for each kind of log with a limit the first day whose people are still shown."""
    return {one["origin"]: today - timedelta(days=one["days"]) for one in told["origins"] if one["days"]}
