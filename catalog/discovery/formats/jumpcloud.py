"""JumpCloud's Directory Insights, JSON, https://docs.jumpcloud.com/api/insights/directory/1.0/index.html.

Traps: who acts stands in initiated_by (username or email), whom it concerns in resource; success or sso_token_success
tells the outcome; the application's name may be empty; nanoseconds.
"""

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "JumpCloud, Directory Insights"
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of an event."""
    return objects.share(head, lambda row: {"event_type", "initiated_by", "timestamp"} <= row.keys())


def read(entry_: bytes) -> Record | None:
    """Read an event."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    time = times.utc(objects.word(row, "timestamp") or "")
    if time is None:
        raise Unreadable("no timestamp")
    failed = row.get("success") is False or row.get("sso_token_success") is False
    return entry.record(
        time=time,
        user=objects.word(row, "initiated_by.username", "initiated_by.email", "username"),
        client=objects.word(row, "client_ip"),
        action="blocked" if failed else "allowed",
        app=objects.word(row, "application.display_label", "application.name"),
    )
