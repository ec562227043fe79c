"""What was ruled: the decisions in force, those that end soon first, and those that wait for a second yes."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from catalog.models.review import Decision
from catalog.models.tool import Tool
from catalog.review import conditions, deciding, seconding
from web.dependencies import ReviewerDep, SessionDep, SiteDep
from web.render import page
from web.sheet import csv_file

router = APIRouter()
SOON = timedelta(days=30)
COLUMNS = (
    "id", "tool", "status", "scope", "conditions", "open_conditions", "overrides", "reason", "by", "confirmed_by",
    "from", "until", "in_force",
)  # fmt: skip
Text = Annotated[str, Query(max_length=40)]


@router.get("/decisions")
def show(request: Request, session: SessionDep, site: SiteDep, actor: ReviewerDep, state: Text = "") -> Response:
    """Show the decisions in force, what ends first at the top; or those that end soon, or have ended."""
    at = site.clock()
    every = _every(session, at)
    held = [one for one in every if one["in_force"]]
    soon = [one for one in held if one["soon"]]
    shown = {"soon": soon, "ended": [one for one in every if not one["in_force"]]}.get(state, held)
    return page(
        request,
        "decisions.html",
        rows=shown,
        state=state,
        held=len(held),
        soon=len(soon),
        proposals=seconding.proposals(session),
    )


@router.get("/decisions.csv")
def sheet(session: SessionDep, site: SiteDep, actor: ReviewerDep) -> Response:
    """Give every decision that was not taken back as a file."""
    return csv_file("decisions", COLUMNS, map(_flat, _every(session, site.clock())))


def _every(session: Session, at: datetime) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Decision, Tool)
        .join(Tool, col(Decision.tool_id) == col(Tool.id))
        .where(col(Decision.retracted_at).is_(None))
        .order_by(col(Decision.valid_to), col(Tool.slug))
    ).all()
    told = []
    for decision, tool in rows:
        one = deciding.document(decision, tool, at)
        met = conditions.checklist(session, decision, at) if decision.conditions and one["in_force"] else []
        soon = decision.valid_to is not None and at < decision.valid_to <= at + SOON
        told.append({**one, "name": tool.name, "open": [each["condition"] for each in met if not each["met"]],
                     "soon": soon and one["in_force"]})  # fmt: skip
    return told


def _flat(one: dict[str, Any]) -> dict[str, Any]:
    said = {key: ", ".join(value) if isinstance(value, list) else value for key, value in one["scope"].items()}
    scope = "; ".join(f"{key} {value}" for key, value in said.items())
    return {**one, "scope": scope, "open_conditions": one["open"]}
