"""E2guardian's and DansGuardian's own access log, https://github.com/e2guardian/e2guardian.

    2026.11.24 8:00:00 kim 10.20.1.15 http://board.example/a *DENIED* Banned site: ... GET 27 0 Banned 1 403 ...

Traps: what was done and why stands between the URL and the method, in words; the time has no zone; a hyphen is nobody;
an exception, a scan or an override of a block is no block.
"""

import re
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.record import Record, Unreadable

TITLE = "E2guardian and DansGuardian"
LINE: Final = re.compile(
    r"(?P<time>\d{4}\.\d\d?\.\d\d? \d\d?:\d\d:\d\d) (?P<user>\S+) (?P<client>[0-9A-Fa-f.:]+) (?P<url>\S+) "
    r"(?P<told>[^\n]*?) ?(?P<method>GET|POST|HEAD|CONNECT|PUT|DELETE|OPTIONS|PATCH|PROPFIND) (?P<size>\d+) -?\d+.*"
)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    return fields.share(head, read)


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones."""
    text = fields.text(line).strip()
    if not text:
        return None
    found = LINE.fullmatch(text)
    if found is None:
        raise Unreadable("no request as the filter logs it")
    return entry.record(
        time=times.moment(found["time"]),
        user=found["user"],
        client=found["client"],
        host=found["url"],
        url=found["url"],
        method=found["method"],
        action="blocked" if "*DENIED*" in found["told"] else "allowed",
        down=found["size"],
    )
