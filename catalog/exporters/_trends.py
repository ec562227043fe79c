"""How use grows as sheets: the weeks; in a workbook also new tools, departments, sources and logs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from catalog.adoption import trends
from catalog.exporters._sheet import Sheet

COUNTED = ("uses", "declared", "detected", "new", "people", "events")
MORE = {
    "new": ("New this week", ("tool", "people", "since")),
    "departments": ("Departments", ("department", "uses", "people")),
    "sources": ("Sources", ("source", "uses")),
    "logs": ("Logs", ("format", "last", "events")),
}


def counts(session: Session, at: datetime) -> dict[str, Any]:
    """Give the counts."""
    return trends.trends(session, at)


def sheet(told: Mapping[str, Any]) -> Sheet:
    """Give counts as a sheet of weeks, with the others behind it."""
    days = ("until", "since", "last")
    more = tuple(
        Sheet(name, columns, told[part], {}, days=days, counts=COUNTED) for part, (name, columns) in MORE.items()
    )
    weeks = ("until", "uses", "declared", "detected", "new")
    return Sheet("Weeks", weeks, told["weeks"], told, days=days, counts=COUNTED, more=more)
