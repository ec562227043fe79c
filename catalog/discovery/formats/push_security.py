"""Push Security's events: SaaS accounts and sign-ins seen by a browser extension, JSON.

https://pushsecurity.com/help

Traps: times are epochs as floats; an update has old and new; the app stands in appType, or in type for a new app;
creation and last use are other times than the event's.
"""

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "Push Security, SaaS accounts"
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of an event."""
    return objects.share(head, lambda row: "object" in row and isinstance(row.get("new"), dict) and "id" in row)


def read(entry_: bytes) -> Record | None:
    """Read an event."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    if "object" not in row:
        raise Unreadable("no object that the event is about")
    return entry.record(
        time=times.utc(objects.word(row, "timestamp") or ""),
        user=objects.word(row, "new.email", "old.email"),
        client=objects.word(row, "new.sourceIpAddress"),
        app=objects.word(row, "new.appType", "new.type", "old.appType"),
    )
