"""Netskope's transaction events without a `#Fields` line: W3C's columns in Netskope's order, the same as CSV, or JSON.

https://docs.netskope.com/en/transaction-events-fields

Traps: without the header the columns are known by their place; the user may be the client's address; sc-bytes are
followed by the sum; the policy's action stands far behind, and "auth-redirect" asks to sign in.
"""

import re

from catalog.discovery import fields
from catalog.discovery.formats import w3c
from catalog.discovery.layouts import objects, rows
from catalog.discovery.record import Record, Unreadable

TITLE = "Netskope, transactions without a header"
NAMES = (
    "date time time-taken cs-bytes sc-bytes bytes c-ip s-ip cs-username cs-method cs-uri-scheme cs-uri-query "
    "cs-user-agent cs-content-type sc-status sc-content-type cs-dns cs-host cs-uri-path cs-uri-port cs-referer"
).split()
LINE = re.compile(rb'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:\d+|-) (?:\d+|-) (?:\d+|-) (?:\d+|-) [0-9A-Fa-f.:]+ \S+ "')
ACTIONS = frozenset(
    ("allow", "block", "auth-redirect", "useralert", "alert", "bypass", "isolate", "blockpage", "reset")
)
COMMAS = re.compile(r"\d{4}-\d\d-\d\d,\d\d:\d\d:\d\d,(?:\d+|-),(?:\d+|-),(?:\d+|-),(?:\d+|-),[0-9A-Fa-f.:]+,")
FEWEST = 40
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that begin like it and are as long."""
    if head.lstrip().startswith((b"{", b"[")):
        return objects.share(head, fits)
    return fields.share(head, read)


def fits(row: objects.Object) -> bool:
    """Say whether an object is such an event."""
    return "c-ip" in row and "x-cs-access-method" in row


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    if text.startswith(("{", "[", "]")):
        row = objects.parsed(line)
        if row and not fits(row):
            raise Unreadable("no object with W3C's names and the way of access")
        return w3c.record({key.lower(): value for key in row if (value := objects.word(row, key))}) if row else None
    columns = rows.blanks(text) if LINE.match(line.lstrip()) else rows.commas(text) if COMMAS.match(text) else []
    if len(columns) < FEWEST:
        raise Unreadable("no transaction: date, time, time taken, three counts of bytes, addresses, user, ...")
    policy = next((word for word in reversed(columns) if word.lower() in ACTIONS), "")
    return w3c.record(dict(zip(NAMES, columns, strict=False)) | {"x-policy-action": policy or "allow"})
