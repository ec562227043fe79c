"""How use grows as sheets: the weeks; each other picture alone, and in a workbook all of them behind the weeks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from catalog.adoption import trends
from catalog.exporters._sheet import Sheet
from catalog.review import queue

DAYS = ("until", "since", "last")
COUNTED = ("uses", "declared", "detected", "new", "people", "events", "risk", "rank")
MORE = {
    "new": ("New this week", ("tool", "people", "since")),
    "departments": ("Departments", ("department", "uses", "people")),
    "sources": ("Sources", ("source", "uses")),
    "logs": ("Logs", ("format", "last", "events")),
    "cases": ("Risk and reach", ("tool", "risk", "people", "rank")),
}


def counts(session: Session, at: datetime) -> dict[str, Any]:
    """Give the counts, with the open cases by risk and reach."""
    cases = [{name: row[name] for name in MORE["cases"][1]} for row in queue(session, at=at)]
    return {**trends.trends(session, at), "cases": cases}


def sheet(told: Mapping[str, Any]) -> Sheet:
    """Give counts as a sheet of weeks, with the others behind it."""
    weeks = ("until", "uses", "declared", "detected", "new")
    more = tuple(part(name, told) for name in MORE)
    return Sheet("Weeks", weeks, told["weeks"], told, days=DAYS, counts=COUNTED, more=more)


def part(name: str, told: Mapping[str, Any]) -> Sheet:
    """Give one picture as a sheet of its own."""
    title, columns = MORE[name]
    return Sheet(title, columns, told[name], {"at": told["at"], name: told[name]}, days=DAYS, counts=COUNTED)
