"""PingFederate's audit log as pairs, https://docs.pingidentity.com/pingfederate/latest/administrators_reference_guide/.

    2026-11-24 08:00:00,682 trackingid="..." event="SSO" subject="kim" ip="..." connectionname="Board" status="success"

Traps: a sign-in makes several lines, of which only SSO and OAuth tell of one that came to an end; the time has no zone;
the application may be told by its connection's name, by its address or by an identity alone; pfhost is the server.
"""

import re

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import pairs
from catalog.discovery.layouts.pairs import first
from catalog.discovery.record import Record, Unreadable

TITLE = "PingFederate, audit"
MARKS = frozenset(("event", "subject", "connectionid", "status"))
STAMP = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[,.]\d+) ")
ENDED = ("sso", "oauth")
PENDING = ("inprogress", "")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that are events."""
    return fields.share_accepted(head, read) if b"connectionid=" in head else 0.0


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and for events in the midst of a sign-in."""
    text = fields.text(line).strip()
    if not text:
        return None
    row = pairs.quoted(text)
    if not row.keys() >= MARKS:
        raise Unreadable("no event, subject, connectionid and status among its pairs")
    status = row["status"].lower()
    if row["event"].lower() not in ENDED or status in PENDING:
        return None
    stamp = STAMP.search(text)
    return entry.record(
        time=times.moment(stamp[1].replace(",", ".")) if stamp else None,
        user=first(row, "subject"),
        client=first(row, "ip"),
        action="allowed" if status == "success" else "blocked",
        app=first(row, "connectionname", "app", "connectionid"),
    )
