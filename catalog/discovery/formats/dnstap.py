"""dnstap as text, one line a message: what `dnstap-read` of BIND prints, and collectors of dnstap.

    24-Nov-2026 08:00:00.250 CQ 192.0.2.1:40001 -> 192.0.2.53:53 UDP 40b example.com/IN/A
    2026-11-24T08:00:00.250Z resolver CLIENT_QUERY NOERROR 192.0.2.1 40001 IPv4 UDP 40b example.com A 0.000000

https://dnstap.info, https://bind9.readthedocs.io/en/stable/manpages.html#std-iscman-dnstap-read

Traps: one query shows as several messages, of which only the client's are a use (CQ), its answer (CR) where the query
was not written down; the arrow of an answer points back; `dnstap-read` names no zone.
"""

import re
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import verdicts
from catalog.discovery.record import Read, Record, Unreadable

TITLE = "dnstap as text"
KIND: Final = r"(?P<kind>(?:CLIENT|RESOLVER|AUTH|FORWARDER|STUB|TOOL|UPDATE)_(?:QUERY|RESPONSE)|[CRAFSTU][QR])"
ADDRESS: Final = r"(?P<client>[0-9A-Fa-f.:]+)"
LINE: Final = re.compile(
    rf"(?P<time>\S+(?: \d\d:\d\d:\d\d[.\d]*)?) (?:\S+ )??{KIND} (?:[A-Z]+ )?{ADDRESS}[ :](?P<port>\d+) .*?"
    r"\b(?:UDP|TCP|DOT|DOH|DOQ|DoT|DoH|DoQ|DNSCryptUDP|DNSCryptTCP) \d+b "
    r'"?(?P<name>[^\s"/]+)"?(?:/(?P<class>[A-Z0-9]+)/|(?: IN)? )(?P<type>[A-Z0-9]+)(?: .*)?'
)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that tell of a message."""
    return fields.share(head, Messages().read) if b"_QUERY " in head or b"Q " in head or b"R " in head else 0.0


def start() -> Read:
    """Give a reader that remembers the last queries."""
    return Messages().read


class Messages:
    """Reads lines, and passes over answers whose queries were read."""

    def __init__(self) -> None:
        """Begin without queries."""
        self.asked = verdicts.Remembered()

    def read(self, line: bytes) -> Record | None:
        """Read a message; None for those between servers and for blank lines."""
        text = fields.text(line).strip()
        if not text:
            return None
        found = LINE.fullmatch(text)
        if found is None:
            raise Unreadable("no message of dnstap")
        if not found["kind"].startswith("C"):
            return None
        key = (found["client"], found["port"], found["name"].lower(), found["type"])
        if found["kind"] in ("CQ", "CLIENT_QUERY"):
            self.asked.add(key)
        elif self.asked.take(key):
            return None
        return entry.record(time=times.moment(found["time"]), client=found["client"], host=found["name"])
