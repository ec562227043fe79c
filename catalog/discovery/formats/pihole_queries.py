"""Pi-hole's queries as its API gives them, JSON, https://ftl.pi-hole.net/master/docs/.

Traps: the status is a word, of which only some mean a block; the epoch has fractions; a client has an address and
perhaps a name.
"""

from catalog.discovery import entry, times
from catalog.discovery.layouts import objects
from catalog.discovery.record import Record, Unreadable

TITLE = "Pi-hole, queries of its API"
MARKS = frozenset(("domain", "client", "status", "reply", "time"))
STOPPED = ("GRAVITY", "REGEX", "DENYLIST", "BLACKLIST", "EXTERNAL_BLOCKED", "SPECIAL_DOMAIN", "DBBUSY")
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by the keys of a query."""
    return objects.share(head, lambda row: row.keys() >= MARKS)


def read(entry_: bytes) -> Record | None:
    """Read a query."""
    row = objects.parsed(entry_)
    if row is None:
        return None
    if not row.keys() >= MARKS:
        raise Unreadable("no query with domain, client, status, reply and time")
    status = (objects.word(row, "status") or "").upper()
    return entry.record(
        time=times.epoch(row["time"]),
        client=objects.word(row, "client.ip", "client"),
        host=objects.word(row, "domain"),
        action="blocked" if status.startswith(STOPPED) else "allowed",
    )
