"""dnscrypt-proxy's query log, https://github.com/DNSCrypt/dnscrypt-proxy/wiki/Query-log.

    [2026-11-24 08:00:00]<tab>10.20.1.15<tab>board.example<tab>A<tab>PASS<tab>12ms<tab>server

Traps: the time has no zone; the word behind the type says what was done; what was cloaked or made up is no block.
"""

import re
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.record import Record, Unreadable

TITLE = "dnscrypt-proxy, queries"
TIME: Final = re.compile(r"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]")
FEWEST: Final = 5
BLOCKED: Final = ("REJECT", "DROP")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    return fields.share(head, read) if head.lstrip().startswith(b"[") and b"]\t" in head else 0.0


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    columns = text.split("\t")
    if len(columns) < FEWEST or not TIME.fullmatch(columns[0]) or not fields.is_address(columns[1]):
        raise Unreadable("no time, client, name, type and verdict between tabs")
    return entry.record(
        time=times.moment(columns[0]),
        client=columns[1],
        host=columns[2],
        action="blocked" if columns[4] in BLOCKED else "allowed",
    )
