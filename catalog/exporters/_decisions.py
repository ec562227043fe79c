"""What was ruled as a sheet: the decisions that were not taken back, those that end first at the top."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from catalog.exporters._sheet import Sheet
from catalog.moment import written
from catalog.review.ruled import ruled

COLUMNS = (
    "id", "tool", "status", "scope", "conditions", "open_conditions", "overrides", "reason", "by", "confirmed_by",
    "from", "until", "in_force",
)  # fmt: skip


def decisions(session: Session, at: datetime) -> list[dict[str, Any]]:
    """Give the decisions."""
    return ruled(session, at)


def decisions_at(session: Session, at: datetime) -> list[dict[str, Any]]:
    """Give the decisions that had been made by a moment, each as it held then."""
    return [one for one in ruled(session, at) if one["from"] <= written(at)]


def sheet(rows: Sequence[dict[str, Any]]) -> Sheet:
    """Give decisions as a sheet."""
    lists = ("conditions", "open_conditions", "overrides")
    return Sheet(
        "Decisions", COLUMNS, [_flat(one) for one in rows], {"decisions": rows}, lists=lists, flags=("in_force",)
    )


def _flat(one: dict[str, Any]) -> dict[str, Any]:
    said = {key: ", ".join(value) if isinstance(value, list) else value for key, value in one["scope"].items()}
    scope = "; ".join(f"{key} {value}" for key, value in said.items())
    return {**one, "scope": scope, "open_conditions": one["open"]}
