"""IIS' own log format (not W3C's): columns between commas, without a header.

https://learn.microsoft.com/previous-versions/iis/6.0-sdk/ms525807(v=vs.90)

    client, user, date, time, service, server, its address, milliseconds, received, sent, status, code, method, path,

Traps: times are the server's local ones, and the date is written by its locale, so there is no time; bytes received
stand before those sent; the server's own name and address are no host that was asked for.
"""

import re

from catalog.discovery import entry, fields
from catalog.discovery.layouts import rows
from catalog.discovery.record import Record, Unreadable

TITLE = "IIS, its own format"
CLIENT, USER, DATE, TIME, RECEIVED, SENT, STATUS, METHOD, PATH = 0, 1, 2, 3, 8, 9, 10, 12, 13
FEWEST = 14
DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
CLOCK = re.compile(r"\d{1,2}:\d\d:\d\d")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    return fields.share(head, read)


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    columns = [column.strip() for column in rows.commas(text)]
    if len(columns) < FEWEST or not DAY.fullmatch(columns[DATE]) or not CLOCK.fullmatch(columns[TIME]):
        raise Unreadable("not like: client, user, date, time, service, server, ...")
    asks = columns[STATUS] == "401" and columns[USER] in ("-", "")
    return entry.record(
        user=columns[USER],
        client=columns[CLIENT],
        url=columns[PATH],
        method=columns[METHOD],
        action=None if asks else "allowed",
        status=columns[STATUS],
        up=columns[RECEIVED],
        down=columns[SENT],
    )
