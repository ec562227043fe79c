"""Cisco Umbrella's proxy (secure web gateway) logs, CSV, https://docs.umbrella.com/umbrella-user-guide/docs/proxy-log-formats.

Traps: no header, 20 to over 50 columns by the schema's version; UTC; "Last, First (mail)" holds a comma; sizes may be
empty; a URL may hold JSON with doubled quotes; the size of the answer stands before that of its body; all identities
stood behind the first one in old versions.
"""

from catalog.discovery import entry, fields, times
from catalog.discovery.formats.umbrella_dns import at, columns_of, entries, person
from catalog.discovery.record import Record, Unreadable

TITLE = "Cisco Umbrella, proxy"
TIME, IDENTITY, INTERNAL, EXTERNAL, VERDICT, URL, STATUS, UP, DOWN, TYPE, ALL, TYPES, METHOD = (
    *(0, 1, 2, 3, 6, 7, 10, 11, 12, 21, 23, 24, 25),
)
FEWEST = 11
VERDICTS = ("allowed", "blocked", "proxied", "isolated", "warned", "quotad")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its rows that it reads."""
    return fields.share(head, read, entries=entries)


def read(row: bytes) -> Record | None:
    """Read a row; None for blank ones and a header."""
    columns = columns_of(row)
    if columns is None:
        return None
    if at(columns, VERDICT + 1).lower() in VERDICTS and at(columns, VERDICT).lower() not in VERDICTS:
        del columns[INTERNAL]  # all identities
    time = times.utc(columns[TIME]) if len(columns) >= FEWEST else None
    if time is None or columns[VERDICT].lower() not in VERDICTS:
        raise Unreadable("no row like time, identity, addresses, type, verdict, URL, referer, agent, status, sizes")
    url = columns[URL]
    return entry.record(
        time=time,
        user=person(columns[IDENTITY], at(columns, TYPE), at(columns, ALL), at(columns, TYPES)),
        client=columns[INTERNAL] or columns[EXTERNAL],
        host=url if "." in url else None,
        url=url,
        method=at(columns, METHOD),
        action=entry.verdict(columns[VERDICT], status=columns[STATUS]),
        status=columns[STATUS],
        up=at(columns, UP),
        down=at(columns, DOWN),
    )
