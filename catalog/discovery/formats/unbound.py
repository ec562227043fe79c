"""Unbound's log of queries, replies and local actions, https://nlnetlabs.nl/documentation/unbound/unbound.conf/.

    [time ...] unbound[pid:thread] info: client name type class

Traps: an epoch (or a date) in brackets in its own file, syslog's time or none at all otherwise; a local zone's action
may stand before the client, a port behind it; a reply counts only where its query was not logged; SERVFAIL is no
block; statistics and errors are no queries.
"""

import re
from collections.abc import Hashable, Iterator
from datetime import datetime

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import carrier, verdicts
from catalog.discovery.record import Entry, Lines, Read, Record, Unreadable

TITLE = "Unbound, queries and replies"
LINE = re.compile(
    r"(?:\[(?P<time>\d{9,13}|\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?)\] )?"
    r"(?:unbound(?:\[[\w:]+\])?:? )?(?:\[\d+:\w+\] )?"
    r"(?P<level>info|query|reply|notice|error|warning|debug|fatal error): (?P<rest>.*)"
)
ASKED = re.compile(
    r"(?:(?P<rpz>rpz): applied (?:\[[^\]]*\] )?)?(?:(?P<zone>\S+\.) )?(?:(?P<done>[a-z_-]+(?:-[a-z]+)*) )?"
    r"(?P<client>(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)(?:@\d+)? (?P<name>\S+) (?P<type>[A-Z][A-Z0-9]*) "
    r"(?P<class>IN|CH|HS|ANY|CLASS\d+)(?P<answer> .*)?"
)
HARMLESS = ("transparent", "typetransparent", "always_transparent", "inform", "nodefault", "noview", "rpz-passthru")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads."""
    return fields.share(head, Resolver().read, lambda record: record.client is not None)


def entries(lines: Lines) -> Iterator[Entry]:
    """Put the lines of local actions to their queries."""
    return verdicts.entries(lines, _asked, _blocked)


def start() -> Read:
    """Give a reader that remembers the last queries."""
    return Resolver().read


class Resolver:
    """Reads lines, and passes over replies and local actions whose queries were read."""

    def __init__(self) -> None:
        """Begin without queries."""
        self.asked = verdicts.Remembered()

    def read(self, entry_: bytes) -> Record | None:
        """Read a query with its verdict; None for the resolver's own messages."""
        first, *verdict = fields.text(entry_).split("\n")
        if not first.strip():
            return None
        time, line = _line(first)
        if line is None:
            raise Unreadable("no line of Unbound")
        found = ASKED.fullmatch(line["rest"])
        if found is None:
            return None
        key = (found["client"], found["name"].lower(), found["type"])
        done = found["done"]
        if done is None and not found["answer"]:
            self.asked.add(key)
        elif done is None and self.asked.take(key):
            return None
        blocked = bool(verdict) or (done is not None and done not in HARMLESS)
        return entry.record(
            time=time, client=found["client"], host=found["name"], action="blocked" if blocked else "allowed"
        )


def _line(text: str) -> tuple[datetime | None, re.Match[str] | None]:
    text = text.strip()
    written, message = carrier.split(text.encode())
    found = LINE.fullmatch(fields.text(message)) or LINE.fullmatch(text)
    time = carrier.time_of(written) if written else None
    return (times.moment(found["time"]) if found and found["time"] else time), found


def _parts(line: bytes) -> re.Match[str] | None:
    found = _line(fields.text(line))[1]
    return ASKED.fullmatch(found["rest"]) if found else None


def _asked(line: bytes) -> Hashable | None:
    found = _parts(line)
    plain = found and found["done"] is None and not found["answer"]
    return (found["client"], found["name"].lower(), found["type"]) if found and plain else None


def _blocked(line: bytes) -> Hashable | None:
    found = _parts(line)
    if found is None or found["done"] is None or found["done"] in HARMLESS:
        return None
    return (found["client"], found["name"].lower(), found["type"])
