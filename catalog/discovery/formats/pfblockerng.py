"""pfBlockerNG's log of names that it blocked on a pfSense, https://docs.netgate.com/pfsense/en/latest/packages/pfblocker.html.

    DNSBL-python,Nov 24 08:00:00,bad.example,10.20.1.15,Python,DNSBL,DNSBL_Ads,bad.example,Ads,+

Traps: every line is a block; the time has neither year nor zone.
"""

import re
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.record import Record, Unreadable

TITLE = "pfBlockerNG, blocked names"
LINE: Final = re.compile(
    r"DNSBL[\w -]*,(?P<time>[A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d),(?P<name>[^,\s]+),(?P<client>[^,\s]+),.*"
)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    return fields.share(head, read) if b"DNSBL" in head else 0.0


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones."""
    text = fields.text(line).strip()
    if not text:
        return None
    found = LINE.fullmatch(text)
    if found is None:
        raise Unreadable("no blocked name as pfBlockerNG logs it")
    return entry.record(time=times.moment(found["time"]), client=found["client"], host=found["name"], action="blocked")
