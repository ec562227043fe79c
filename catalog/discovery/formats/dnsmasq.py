"""dnsmasq's query log, Pi-hole's among them (pihole.log), https://docs.pi-hole.net/ftldns/.

    Nov 24 08:00:00 dnsmasq[676]: query[A] example.com from 192.0.2.1

Traps: only `query[...]` lines are a use; `gravity blocked` and its like belong to the query before; there is neither
year nor zone; with log-queries=extra a serial number and the client's address stand before; the daemon's other lines
are no queries.
"""

import re
from collections.abc import Hashable, Iterator

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import carrier, verdicts
from catalog.discovery.record import Entry, Lines, Record, Unreadable

TITLE = "dnsmasq and Pi-hole, query log"
OWN = re.compile(
    r"(?:(?P<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) )?(?:\S+ )?(?:dnsmasq(?:-\w+)?|pihole-FTL)(?:\[\d+\])?: "
)
EXTRA = r"(?:(?:TCP |UDP )?\d+ (?:[0-9A-Fa-f.:%\w]+/\d+ )?)?"
QUERY = re.compile(EXTRA + r"query\[(?P<kind>[^\]]+)\] (?P<name>\S*) from (?P<client>\S+)")
BLOCKED = re.compile(
    EXTRA + r"(?:(?:gravity|exactly|regex|wildcard|external|database)? ?(?:blocked|blacklisted|denied)(?: \(CNAME\))?"
    r"|blocked upstream with (?:\w+ address|\w+)|special domain)"
    r" (?P<name>\S+) is .*"
)
NOWHERE = re.compile(EXTRA + r"(?:config|/\S+) (?P<name>\S+) is (?:NXDOMAIN|NODATA|0\.0\.0\.0|::|127\.0\.0\.1)")
OTHER = re.compile(
    EXTRA + r"(?:reply|forwarded|cached(?:-stale)?|config|validation|dnssec-\w+|auth|exactly|regex"
    r"|Rate-limiting|Apple|Mozilla|DHCP\w*"
    r"|/\S+|started|using|reading|read|cleared|compile|exiting|ignoring|failed|bad|warning|nameserver|domain|tftp|"
    r"possible|Maximum)\b.*"
)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that bear dnsmasq's name.

    Without it, queries do, and the lines that tell what became of them.
    """
    lines = [fields.text(line) for line in head.split(b"\n")[: fields.SAMPLE_LINES] if line.strip()]
    asked = any(QUERY.match(text) for text in lines)
    good = sum(any(one.match(text) for one in ((OWN, QUERY, BLOCKED, OTHER) if asked else (OWN,))) for text in lines)
    return good / len(lines) if lines else 0.0


def entries(lines: Lines) -> Iterator[Entry]:
    """Put the lines that say blocked to their queries."""
    return verdicts.entries(lines, _asked, _blocked)


def read(entry_: bytes) -> Record | None:
    """Read a query with its verdict; None for the daemon's other lines."""
    first, *verdict = fields.text(entry_).split("\n")
    time, message = _message(first)
    found = QUERY.fullmatch(message)
    if found:
        return entry.record(
            time=times.moment(time or ""),
            client=found["client"],
            host=found["name"],
            action="blocked" if verdict else "allowed",
        )
    alone = BLOCKED.fullmatch(message)
    if alone:
        return entry.record(time=times.moment(time or ""), host=alone["name"], action="blocked")
    if not message or OWN.match(first.strip()) or OTHER.fullmatch(message):
        return None
    raise Unreadable("no line of dnsmasq")


def _message(text: str) -> tuple[str | None, str]:
    text = text.strip()
    found = OWN.match(text)
    if found:
        return found["time"] or _carried(text), text[found.end() :]
    written, message = carrier.split(text.encode())
    return (written.decode() if written else None), fields.text(message)


def _carried(text: str) -> str | None:
    written, _ = carrier.split(text.encode())
    return written.decode("ascii", "replace") if written else None


def _asked(line: bytes) -> Hashable | None:
    found = QUERY.fullmatch(_message(fields.text(line))[1])
    return found["name"].lower() if found else None


def _blocked(line: bytes) -> Hashable | None:
    message = _message(fields.text(line))[1]
    found = BLOCKED.fullmatch(message) or NOWHERE.fullmatch(message)
    return found["name"].lower() if found else None
