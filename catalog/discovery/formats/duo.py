"""Duo's authentication log by its Admin API, JSON, https://duo.com/docs/adminapi#authentication-logs.

Traps: the second version nests the user, the application and the device; in the first the application is the
integration; isotimestamp is UTC, timestamp an epoch; fraud is what the person themselves refused; the logs of what
administrators did and of telephone calls come along, and host is Duo's own.
"""

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.layouts.sign_ins import Keys
from catalog.discovery.record import Record

TITLE = "Duo, authentication log"
NESTED = Keys(
    marks=frozenset(("application", "factor", "result", "user")),
    time=("timestamp", "isotimestamp"),
    user=("email", "user.name"),
    client=("access_device.ip",),
    app=("application.name",),
    result=("result",),
)
PLAIN = Keys(
    marks=frozenset(("integration", "factor", "result", "username")),
    time=NESTED.time,
    user=("email", "username"),
    client=("ip",),
    app=("integration",),
    result=NESTED.result,
)
DEEDS = ("admin_log", "offline_log")
CALLS = "telephony_log"
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of either version."""
    return objects.share(head, lambda row: NESTED.fit(row) or PLAIN.fit(row) or row.get("eventtype") in (*DEEDS, CALLS))


def read(entry_: bytes) -> Record | None:
    """Read an event of either version; None for a telephone call."""
    row = objects.parsed(entry_)
    if row is None or row.get("eventtype") == CALLS:
        return None
    if row.get("eventtype") in DEEDS:
        return entry.record(
            time=times.utc(objects.word(row, "isotimestamp", "timestamp") or ""),
            user=objects.word(row, "username"),
            action="blocked" if "error" in (objects.word(row, "action") or "") else "allowed",
        )
    return NESTED.read(entry_) if NESTED.fit(row) else PLAIN.read(entry_)
