"""The queue: what does security look at next? For reviewers."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from catalog.models.review import REVIEW_STATES
from catalog.review import queue
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page
from web.sheet import csv_file

router = APIRouter()
COLUMNS = ("id", "tool", "why", "state", "people", "plans", "data", "verdict", "rank", "due", "owner", "opened_at")
Text = Annotated[str, Query(max_length=100)]


@router.get("/reviews")
def show(
    request: Request, session: SessionDep, actor: ReviewerDep, site: SiteDep, state: Text = "", owner: Text = ""
) -> Response:
    """Show the open cases, the first to look at first; or those of one state, or one's own."""
    at = site.clock()
    open_cases = queue(session, at=at)
    known = state if state in REVIEW_STATES else ""
    rows = queue(session, state=known or None, owner=actor.person if owner == "me" else None, at=at)
    late = [row for row in open_cases if row["due"] and row["due"] < at.date().isoformat()]
    dues = sorted(row["due"] for row in open_cases if row["due"])
    return page(
        request, "reviews.html", rows=late if state == "late" else rows, state=state, owner=owner,
        open_count=len(open_cases), late_count=len(late), next_due=dues[0] if dues else None,
    )  # fmt: skip


@router.get("/reviews.csv")
def sheet(session: SessionDep, actor: ReviewerDep, site: SiteDep, state: Text = "", owner: Text = "") -> Response:
    """Give the cases as a file."""
    known = state if state in REVIEW_STATES else None
    rows = queue(session, state=known, owner=actor.person if owner == "me" else None, at=site.clock())
    return csv_file("reviews", COLUMNS, rows)
