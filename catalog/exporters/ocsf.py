"""The trail for a SIEM as OCSF, https://schema.ocsf.io/1.4.0/classes/entity_management: one JSON object a line.

Trap: before 1.4 the class has no `actor` unless the profile *host* is named. An entity of no listed type is 99, Other.
"""

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from catalog.exporters._events import Told, product_version

TITLE = "The trail as OCSF"
SUFFIX = "ocsf.jsonl"
MEDIA_TYPE = "application/x-ndjson"
KIND = "trail"
VERSION = "1.4.0"
CLASS, CATEGORY = 3004, 3
CREATE, READ, UPDATE, DELETE = 1, 2, 3, 4
INFORMATIONAL, SUCCESS, OTHER = 1, 1, 99
NAMES = {CREATE: "Create", READ: "Read", UPDATE: "Update", DELETE: "Delete"}
ENDS = {
    CREATE: (
        "added", "asked", "begun", "decided", "declared", "imported", "made", "named", "opened", "proposed",
        "published", "recorded", "reported", "saved", "written",
    ),
    READ: ("read", "looked up", "revealed"),
    DELETE: ("ended", "erasure done", "purged", "removed", "taken back", "undone", "withdrawn"),
}  # fmt: skip


def write(told: Iterable[Told], out: BinaryIO) -> None:
    """Write one line for each event."""
    for event in told:
        line = json.dumps(event_of(event), ensure_ascii=False, separators=(",", ":"), default=str)
        out.write(line.encode() + b"\n")


def event_of(event: Told) -> dict[str, Any]:
    """Give an event as OCSF has it; `time` in milliseconds since 1970, UTC."""
    activity = activity_of(event.what)
    return {
        "activity_id": activity,
        "activity_name": NAMES[activity],
        "category_uid": CATEGORY,
        "category_name": "Identity & Access Management",
        "class_uid": CLASS,
        "class_name": "Entity Management",
        "type_uid": CLASS * 100 + activity,
        "type_name": f"Entity Management: {NAMES[activity]}",
        "severity_id": INFORMATIONAL,
        "severity": "Informational",
        "status_id": SUCCESS,
        "status": "Success",
        "time": event.at // 1000,
        "timezone_offset": 0,
        "message": event.what,
        "actor": {"user": {"name": event.who}},
        "entity": {
            "type_id": OTHER,
            "type": event.kind,
            "name": event.name or event.kind,
            "data": event.content,
        },
        "metadata": {
            "version": VERSION,
            "product": {"name": "byot", "vendor_name": "byot", "version": product_version()},
            "log_name": "trail",
            "uid": event.sha256,
            "sequence": event.number,
        },
    }


def activity_of(what: str) -> int:
    """Give the number of what was done, by the words that end it: what is not known as another is an update."""
    told = f" {what}"
    return next((number for number, ends in ENDS.items() if any(told.endswith(f" {end}") for end in ends)), UPDATE)
