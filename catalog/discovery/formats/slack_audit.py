"""Slack's audit log, JSON, https://docs.slack.dev/admins/audit-logs-api.

Traps: date_create is an epoch in seconds, or a text in UTC; the app stands in entity.app; the workspace's domain is no
host; some deeds forbid something, and are neither use nor block.
"""

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "Slack, audit log"
FORBIDS = ("restricted", "denied", "blocked", "rejected")
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of an event."""
    return objects.share(
        head,
        lambda row: isinstance(row.get("actor"), dict) and "action" in row and ("context" in row or "entity" in row),
    )


def read(entry_: bytes) -> Record | None:
    """Read an event."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    action = objects.word(row, "action")
    if action is None or not isinstance(row.get("actor"), dict):
        raise Unreadable("no action and actor")
    return entry.record(
        time=times.utc(row.get("date_create", "")),
        user=objects.word(row, "actor.user.email", "actor.user.name"),
        client=objects.word(row, "context.ip_address"),
        action=None if any(part in action for part in FORBIDS) else "allowed",
        app=objects.word(row, "entity.app.name"),
    )
