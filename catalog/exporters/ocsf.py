"""The trail for a SIEM as OCSF 1.3, https://schema.ocsf.io: class Entity Management (3004), one JSON object a line."""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from catalog.exporters._events import Told

TITLE = "The trail as OCSF"
SUFFIX = "ocsf.jsonl"
MEDIA_TYPE = "application/x-ndjson"
KIND = "trail"
CLASS, CATEGORY = 3004, 3
CREATE, UPDATE, DELETE = 1, 3, 4
NEW = ("declared", "opened", "proposed", "added", "decided", "named", "asked", "saved", "recorded")
GONE = ("withdrawn", "undone", "taken back", "removed", "ended", "done")
NAMES = {CREATE: "Create", UPDATE: "Update", DELETE: "Delete"}


def write(told: Iterable[Told], out: BinaryIO) -> None:
    """Write one line for each event."""
    for event in told:
        line = json.dumps(event_of(event), ensure_ascii=False, separators=(",", ":"), default=str)
        out.write(line.encode() + b"\n")


def event_of(event: Told) -> dict[str, Any]:
    """Give an event as OCSF has it; `time` in milliseconds since 1970, UTC."""
    activity = CREATE if event.what.endswith(NEW) else DELETE if event.what.endswith(GONE) else UPDATE
    return {
        "activity_id": activity,
        "activity_name": NAMES[activity],
        "category_uid": CATEGORY,
        "category_name": "Identity & Access Management",
        "class_uid": CLASS,
        "class_name": "Entity Management",
        "type_uid": CLASS * 100 + activity,
        "type_name": f"Entity Management: {NAMES[activity]}",
        "severity_id": 1,
        "severity": "Informational",
        "status_id": 1,
        "status": "Success",
        "time": event.at // 1000,
        "message": event.what,
        "actor": {"user": {"name": event.who}},
        "entity": {"type": event.kind, "name": event.name or event.kind, "data": event.content},
        "metadata": {
            "version": "1.3.0",
            "product": {"name": "byot", "vendor_name": "byot"},
            "uid": event.sha256,
            "sequence": event.number,
        },
    }
