"""Syslog in front of a line: RFC 3164, RFC 5424, what rsyslog writes to files, only a priority, or a host and a tag.

https://www.rfc-editor.org/rfc/rfc5424, https://www.rfc-editor.org/rfc/rfc3164

Traps: a message may begin with what looks like a tag (`CEF:0|`, `LEEF:1.0|`) or like structured data (Check Point's
`[action:"Accept"; ...]`), or be glued to its tag (`ASM:CEF:0|`); some write RFC 5424's beginning and then the message;
RFC 3164 has neither year nor zone; relays put theirs in front of another; OpenWrt writes the seconds since 1970 in
brackets behind the local time; streams count the letters of a message in front of it.
"""

import re
from datetime import datetime
from typing import Final, NamedTuple

from catalog.discovery import times
from catalog.discovery.record import Read, Record

PRIORITY = rb"<\d{1,3}> ?"
CUT = rb"<?\d{1,3}> ?"
WORD = rb"[^\s|=]+"
OLD_TIME = (
    rb"(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2} [ 0-3]?\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d+)?(?: \d{4})?"
    rb"(?: (?:[A-Z]{3,4}|[+-]\d{4}))?"
)
NEW_TIME = rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"
TAG = rb"(?!(?:CEF|LEEF):|[A-Za-z_]+=)[\w./()-]{1,64}(?:\[[\w.:-]*\])?:(?: |(?=CEF:|LEEF:))"
DATA = rb'(?:-|(?:\[[^\s\]=:"]+(?: [^\s\]=:"]+="(?:[^"\\]|\\.)*")*\])+)'
CONTAINER = rb"(?:stdout|stderr) [FP] "
FIFTH: Final = re.compile(rb"(?:%b)?1 (%b|-)(?: %b){4} (?:%b(?: |$))?(?:\xef\xbb\xbf)?" % (CUT, NEW_TIME, WORD, DATA))
THIRD: Final = re.compile(
    rb"(?:%b)?(?:\d+: |1 (?=\d{4}-))?(?:%b \[(\d{9,10}\.\d{1,6})\]|(%b|%b)):? "
    rb"(?:%b|(?:[^\s=|,:\[\]<>{}\"]+ )?(?:%b)?)" % (CUT, OLD_TIME, OLD_TIME, NEW_TIME, CONTAINER, TAG)
)
COUNTED: Final = re.compile(rb"(?:\d{1,6} ){1,2}(?=<\d{1,3}>)")
"""How many letters follow, in front of a carrier (RFC 6587)."""
RELAYED: Final = re.compile(rb"(?:\d{1,6} ){0,2}<\d{1,3}>(?!CEF:|LEEF:)[1A-Z ]")
INNER: Final = re.compile(rb"(?:%b|%b) (?:%b ){0,2}%b" % (OLD_TIME, NEW_TIME, WORD, TAG))
"""A carrier in another without a priority: its time, a host and a tag."""
BEFORE_ROWS: Final = re.compile(rb" ?(?:[\w.-]+ )?(%b) [\w.-]+ (?=#[A-Z]|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d )" % NEW_TIME)
"""A relay's carrier in front of W3C's rows and comments, without a priority."""
BARE: Final = re.compile(PRIORITY + rb"(?:%b)?" % TAG)
HOSTED: Final = re.compile(rb"(?!\d+:)[\w.-]{1,64} (?!https?:)%b" % TAG)
"""Neither priority nor time, as journals and collectors hand lines on."""
SAMPLE: Final = 100
FIRST: Final = frozenset(b"<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def split(line: bytes) -> tuple[bytes | None, bytes]:
    """Give the carrier's time as written (None where it has none) and the message; the line itself without carrier."""
    if not line or line[0] not in FIRST:
        return None, line
    counted = COUNTED.match(line)
    line = line[counted.end() :] if counted else line
    for pattern in (FIFTH, THIRD):
        found = pattern.match(line)
        if found:
            return _innermost(found[found.lastindex or 0], line[found.end() :])
    found = BARE.match(line) or HOSTED.match(line)
    return None, line[found.end() :] if found else line


def _innermost(written: bytes, message: bytes) -> tuple[bytes, bytes]:
    """Take off the carrier in a carrier, which a relay leaves on: its time counts, unless only the outer has a zone."""
    relayed = BEFORE_ROWS.match(message)
    if relayed:
        return written, message[relayed.end() :]
    if not (RELAYED.match(message) or INNER.match(message)):
        return written, message
    inner, message = split(message)
    return (inner if inner is not None and (_zoned(inner) or not _zoned(written)) else written), message


def _zoned(written: bytes) -> bool:
    return times.ZONED.search(written.decode("ascii", "replace")) is not None


def stripped(head: bytes) -> bytes | None:
    """Give a head without the carriers of its lines, None where no line has one."""
    lines = head.split(b"\n")
    messages = [split(line)[1] for line in lines]
    return b"\n".join(messages) if messages != lines else None


def through(read: Read) -> Read:
    """Give a reader for lines with carriers. A record without a time or a zone takes the carrier's."""

    def carried(line: bytes) -> Record | None:
        written, message = split(line)
        record = read(message)
        return record if record is None or written is None else timed(record, written.decode("ascii", "replace"))

    return carried


class Passed(NamedTuple):
    """The carriers of a head that a format passes over itself: whether they tell a time, and whether with its zone."""

    timed: bool
    zoned: bool

    @classmethod
    def over(cls, head: bytes) -> "Passed":
        """Give what the carriers of most lines of a head tell."""
        lines = [line for line in head.split(b"\n")[:SAMPLE] if line.strip()]
        found = [written for line in lines if (written := split(line)[0]) is not None]
        zoned = any(map(_zoned, found))
        return cls(2 * len(found) > len(lines), zoned)

    def through(self, read: Read) -> Read:
        """Give a reader for such lines: a record without a time or a zone takes the carrier's."""

        def passed(entry: bytes) -> Record | None:
            record = read(entry)
            if record is None or (record.time is not None and (record.time.tzinfo is not None or not self.zoned)):
                return record
            written, _ = split(entry)
            return record if written is None else timed(record, written.decode("ascii", "replace"))

        return passed if self.timed else read


def timed(record: Record, written: str) -> Record:
    """Give a record without a time with the one that its carrier has written, one without a zone with that zone."""
    if record.time is None:
        return record._replace(time=times.moment(written))
    return record if record.time.tzinfo else record._replace(time=times.beside(record.time, written))


def time_of(written: bytes) -> datetime | None:
    """Give the time of a carrier."""
    return times.moment(written.decode("ascii", "replace"))
