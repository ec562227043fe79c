"""The queue as a sheet: the cases, the first to look at first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from catalog.exporters._sheet import Sheet
from catalog.review import queue

COLUMNS = (
    "id", "tool", "why", "state", "people", "new", "plans", "data", "industries", "verdict", "rank", "risk", "due",
    "owner", "opened_at", "snoozed_until", "outcome",
)  # fmt: skip


def cases(session: Session, at: datetime) -> list[dict[str, Any]]:
    """Give the open cases."""
    return queue(session, at=at)


def sheet(rows: Sequence[dict[str, Any]]) -> Sheet:
    """Give cases as a sheet."""
    return Sheet(
        "Queue", COLUMNS, rows, {"reviews": rows}, days=("due", "snoozed_until"),
        counts=("people", "new", "rank", "risk"), lists=("plans", "data", "industries"),
    )  # fmt: skip
