"""CoreDNS' query log, https://coredns.io/plugins/log/.

    [INFO] 10.20.1.15:50759 - 29008 "A IN board.example. udp 41 false 4096" NOERROR qr,rd,ra 68 0.037990251s

Traps: a time stands in front only where whoever runs it puts it there; an IPv6 client is in brackets; the sizes are
those of DNS messages, no traffic; other lines are the server's own.
"""

import re
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.record import Record, Unreadable

TITLE = "CoreDNS, queries"
QUERY: Final = re.compile(
    r"(?:(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) )?\[INFO\] (?:plugin/log: )?"
    r'(?P<client>\S+:\d+) - \d+ "(?P<type>[A-Z0-9]+) (?P<class>[A-Z]+) (?P<name>\S+) [a-z]+ \d+ [a-z]+ \d+" .*'
)
OWN: Final = re.compile(r"(?:\S+ )?\[(?:INFO|WARNING|ERROR|DEBUG|FATAL|NOTICE)\] .*|\.:\d+|CoreDNS-.*|linux/.*")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that are queries."""
    return fields.share(head, read) if b" IN " in head else 0.0


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and for the server's own."""
    text = fields.text(line).strip()
    found = QUERY.fullmatch(text)
    if found is None:
        if not text or OWN.fullmatch(text):
            return None
        raise Unreadable("no query as CoreDNS logs it")
    return entry.record(time=times.moment(found["time"] or ""), client=found["client"], host=found["name"])
