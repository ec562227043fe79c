"""Cisco Umbrella's DNS logs, CSV, https://docs.umbrella.com/deployment-umbrella/docs/dns-log-formats.

Traps: no header, 10 to 17 columns by the schema's version; UTC; quoted columns may hold line ends; a name asked for
ends in a dot; the identity is a network, a machine or a person, "First Last (mail)" among them, by its type; a mail
address may be written as a link.
"""

import re
from collections.abc import Iterator, Sequence

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import rows
from catalog.discovery.record import Entry, Lines, Record, Unreadable

TITLE = "Cisco Umbrella, DNS"
START = re.compile(rb'\s*"?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ?"?,')
TIME, IDENTITY, ALL, INTERNAL, EXTERNAL, ACTION, KIND, CODE, DOMAIN, TYPE, TYPES = 0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11
FEWEST = 9
PERSONS = ("user", "people", "person")
ACCOUNT = re.compile(r"[^\\/,]+\\[^\\/,]+")
MAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)*")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its rows that it reads."""
    return fields.share(head, read, entries=entries)


def entries(lines: Lines) -> Iterator[Entry]:
    """Put together the lines of a row."""
    return rows.entries(lines, START)


def read(row: bytes) -> Record | None:
    """Read a row; None for blank ones and a header."""
    columns = columns_of(row)
    if columns is None:
        return None
    time = times.utc(columns[TIME]) if len(columns) >= FEWEST else None
    if time is None or columns[ACTION].lower() not in ("allowed", "blocked", "proxied", "allow", "block"):
        raise Unreadable("no row like time, identity, identities, addresses, action, type, code, domain")
    if not columns[KIND][:1].isdigit() and columns[KIND].lower() != "other" and columns[KIND]:
        raise Unreadable(f"{columns[KIND][:20]!r} is no type of DNS query")
    return entry.record(
        time=time,
        user=person(columns[IDENTITY], at(columns, TYPE), at(columns, ALL), at(columns, TYPES)),
        client=columns[INTERNAL] or columns[EXTERNAL],
        host=columns[DOMAIN],
        action=entry.verdict(columns[ACTION]),
    )


def columns_of(row: bytes) -> list[str] | None:
    """Give the columns of a row of Umbrella's; None for blank ones and a header."""
    text = fields.text(row).strip()
    if not text or text.lower().startswith(('"timestamp"', "timestamp", '"date"', "#")):
        return None
    return [column.replace("\n", "") for column in rows.commas(text)]


def at(columns: Sequence[str], place: int) -> str:
    """Give a column, empty where the row is too short for it."""
    return columns[place] if place < len(columns) else ""


def person(identity: str, kind: str, identities: str = "", kinds: str = "") -> str | None:
    """Give the person that the identities of a row name, a mail address where there is one."""
    if not kind or any(word in kind.lower() for word in PERSONS):
        mail = MAIL.search(identity)
        if mail:
            return mail[0]
        return identity.strip() or None if kind or ACCOUNT.fullmatch(identity.strip()) else None
    for name, of in zip(identities.split(","), kinds.split(","), strict=False):
        if any(word in of.lower() for word in PERSONS):
            mail = MAIL.search(name)
            return mail[0] if mail else name.strip() or None
    return None
