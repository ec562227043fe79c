"""What was ruled: every decision that was not taken back by a moment, those that end first at the top."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from catalog.models.columns import known_by
from catalog.models.review import Decision
from catalog.models.tool import Tool
from catalog.review import conditions, deciding

SOON = timedelta(days=30)


def ruled(session: Session, at: datetime) -> list[dict[str, Any]]:
    """Give the decisions with their tool's `name`, the conditions still `open`, and whether they end `soon`."""
    rows = session.exec(
        select(Decision, Tool)
        .join(Tool, col(Decision.tool_id) == col(Tool.id))
        .where(*known_by(Decision, at))
        .order_by(col(Decision.valid_to), col(Tool.slug))
    ).all()
    return [_told(session, decision, tool, at) for decision, tool in rows]


def _told(session: Session, decision: Decision, tool: Tool, at: datetime) -> dict[str, Any]:
    one = deciding.document(decision, tool, at)
    met = conditions.checklist(session, decision, at) if decision.conditions and one["in_force"] else []
    soon = decision.valid_to is not None and at < decision.valid_to <= at + SOON
    waiting = [each["condition"] for each in met if not each["met"]]
    return {**one, "name": tool.name, "open": waiting, "soon": soon and one["in_force"]}
