"""Lines of key=value, of any program: logfmt, and what firewalls and proxies send to a collector.

https://brandur.org/logfmt

Traps: programs name their keys as they like, so they are known by what such names usually mean; values with blanks are
quoted; a time without a key may stand in front of the pairs, and in seconds it says more than one without a zone.
"""

import re

from catalog.discovery import fields, times
from catalog.discovery.layouts import extension, headings, pairs
from catalog.discovery.record import Record, Unreadable

TITLE = "key=value lines of any program"
GENERAL = True
FEWEST = 4
TIME = re.compile(
    r"(\d{4}[-/:]\d\d[-/:]\d\d[T -]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?|\d{10}(?:\.\d+)?)[\s,]"
)

EPOCH = re.compile(r"\d{10}")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines with pairs that tell of a request."""
    return 0.85 * fields.share(head, read, lambda record: record.host is not None) if b"=" in head else 0.0


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    if extension.CEF.match(text) or extension.LEEF.match(text):
        raise Unreadable("an event of CEF or LEEF")
    row = pairs.quoted(text)
    known = headings.of(tuple(row))
    stamp = TIME.match(text)
    if len(row) < FEWEST or not headings.enough(known, timed=stamp is not None):
        raise Unreadable("no key=value pairs that name a time, a user or a client, and a host or URL")
    record = headings.record(row, known)
    if stamp is None or (record.time is not None and (record.time.tzinfo is not None or not EPOCH.match(stamp[1]))):
        return record
    return record._replace(time=times.moment(stamp[1].replace(",", ".")))
