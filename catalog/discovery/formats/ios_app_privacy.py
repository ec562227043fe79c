"""The App Privacy Report of an iPhone or iPad, JSON lines.

https://support.apple.com/102188

Traps: two kinds of records in one file, access to data and network activity; `context` is the page that asked, not the
host; times with the local offset.
"""

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "iOS App Privacy Report"
KINDS = ("access", "networkActivity")
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the two kinds of records."""
    return objects.share(head, lambda row: row.get("type") in KINDS and ("bundleID" in row or "accessor" in row))


def read(entry_: bytes) -> Record | None:
    """Read a record."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    time = times.moment(objects.word(row, "timeStamp", "firstTimeStamp") or "")
    if time is None or row.get("type") not in KINDS:
        raise Unreadable("no timeStamp, or neither access nor networkActivity")
    return entry.record(
        time=time,
        host=objects.word(row, "domain"),
        app=objects.word(row, "bundleID", "accessor.identifier"),
    )
