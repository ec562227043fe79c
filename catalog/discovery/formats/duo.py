"""Duo's authentication log by its Admin API, JSON, https://duo.com/docs/adminapi#authentication-logs.

Traps: the second version nests the user, the application and the device; in the first the application is the
integration; isotimestamp is UTC, timestamp an epoch; fraud is what the person themselves refused.
"""

from catalog.discovery.layouts import objects
from catalog.discovery.layouts.sign_ins import Keys
from catalog.discovery.record import Read, Record, Unreadable

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
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of either version."""
    return max(NESTED.recognises(head), PLAIN.recognises(head))


def start() -> Read:
    """Give the reader: each object stands for itself."""
    return read


def read(entry_: bytes) -> Record | None:
    """Read an event of either version."""
    try:
        return NESTED.read(entry_)
    except Unreadable:
        return PLAIN.read(entry_)
