"""PowerDNS: queries of the server and of the recursor, https://doc.powerdns.com.

    Remote 10.20.1.15 wants 'board.example|A', do = 0, bufsize = 512: packetcache MISS
    3 [4/1] question for 'board.example|A' from 10.20.1.15

Traps: the time is the carrier's; a port may stand behind the client; most lines tell how an answer was found.
"""

import re
from typing import Final

from catalog.discovery import entry, fields
from catalog.discovery.record import Record, Unreadable

TITLE = "PowerDNS, queries"
SERVER: Final = re.compile(r"Remote (?P<client>[0-9A-Fa-f.:\[\]]+)(?:<-\S+)? wants '(?P<name>[^|']+)\|(?P<type>\w+)'")
RECURSOR: Final = re.compile(
    r"question for '(?P<name>[^|']+)\|(?P<type>\w+)' from "
    r"(?P<client>(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?|[0-9A-Fa-f:]+)"
)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that one of the programs wrote."""
    if b" wants '" not in head and b"question for '" not in head:
        return 0.0
    return fields.share_accepted(head, read)


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and for those that tell of no client's query."""
    text = fields.text(line).strip()
    found = SERVER.search(text) or RECURSOR.search(text)
    if found is not None:
        return entry.record(client=found["client"], host=found["name"])
    if not text or "pdns" in text[:120]:
        return None
    raise Unreadable("no line of PowerDNS")
