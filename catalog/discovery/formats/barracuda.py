"""Barracuda's Web Security Gateway, syslog.

https://campus.barracuda.com/product/websecuritygateway/doc/6160426/syslog-and-the-barracuda-web-security-gateway/

    http_scan[2365]: 1795507200 1 10.20.1.15 192.0.2.7 text/html 10.20.1.15 http://board.example/a 27 3 0 ALLOWED ...

Traps: the time is an epoch behind the tag; the client stands twice; the user is in brackets far behind, with the
directory in front; ANON is nobody.
"""

import re
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.record import Record, Unreadable

TITLE = "Barracuda Web Security Gateway"
LINE: Final = re.compile(
    r"(?:^|\s)(?P<time>\d{10}) \d+ (?P<client>[0-9A-Fa-f.:]+) [0-9A-Fa-f.:-]+ \S+ [0-9A-Fa-f.:]+ "
    r"(?P<url>\S+) (?P<size>\d+) (?:\S+ ){1,3}?(?P<action>ALLOWED|BLOCKED|WARNED|MONITORED|DETECTED) (?P<rest>.*)"
)
WITHIN: Final = 160
USER: Final = re.compile(r"\[(?:ldap\d*:|[a-z]+\d*:)?([^\]]*)\]")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    return fields.share(head, read)


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones."""
    text = fields.text(line).strip()
    if not text:
        return None
    found = LINE.search(text)
    if found is None or found.start() > WITHIN:
        raise Unreadable("no request as Barracuda's gateway logs it")
    named = USER.search(found["rest"])
    user = named[1] if named else None
    return entry.record(
        time=times.epoch(found["time"]),
        user=None if user in ("ANON", "") else user,
        client=found["client"],
        host=found["url"],
        url=found["url"],
        action=entry.verdict(found["action"]),
        down=found["size"],
    )
