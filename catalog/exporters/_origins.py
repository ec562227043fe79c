"""What was told against what was seen as sheets: by tool; in a workbook also each kind of log, and log against log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from catalog.adoption import origins, retention
from catalog.exporters._sheet import Sheet
from catalog.settings import settings

FOUND = ("in_first", "in_second", "in_both", "found")
ESTIMATED = ("total", "low", "high", "unseen")
KINDS = ("origin", "kind", "files", "first", "last", "silent_since", "people", "tools", "uses", "only_here", "declared",
         "days", "people_since")  # fmt: skip
COUNTED = (*FOUND, *ESTIMATED, "files", "people", "tools", "uses", "only_here", "declared", "days")
DAYS = ("first", "last", "silent_since", "people_since")


def covered(session: Session, at: datetime) -> dict[str, Any]:
    """Give what each kind of log covers, with the limits of the policy."""
    return origins.coverage(session, at, retention.limits(session, settings().policy))


def sheet(told: Mapping[str, Any]) -> Sheet:
    """Give it as a sheet of tools, with all of them together first."""
    every = [{"tool": "", "name": "all tools", **told["overall"]}, *told["tools"]]
    logs = Sheet("Logs", KINDS, told["origins"], {}, days=DAYS, counts=COUNTED)
    columns = (*FOUND, *ESTIMATED, "why_none")
    pairs = Sheet("Log against log", ("first", "second", *columns), _flat(told["pairs"]), {}, counts=COUNTED)
    return Sheet("Tools", ("tool", "name", *columns), _flat(every), told, counts=COUNTED, more=(logs, pairs))


def _flat(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, **(row["estimate"] or dict.fromkeys(ESTIMATED))} for row in rows]
