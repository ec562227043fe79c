"""Logs with lines of several products, as a relay's file holds them: each line is read by the format that it is of.

A general format that reads a log gives way to products' own formats where lines of the head are of one. What a format
cannot read is asked of the others.

Traps: most of what a format cannot read is broken, so that only formats that tell by a mark of their own are asked, and
for few lines of one kind; a kind is that of lines with a carrier or of those without.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from catalog.discovery.layouts import carrier
from catalog.discovery.record import Read, Record, Unreadable

SAMPLE: Final = 200
TRIED: Final = 3
"""Lines of a kind that are asked for in vain before the kind is given up."""
KINDS: Final = 400
BEGINNING: Final = 24
EVENT: Final = re.compile(rb"(?:CEF|LEEF): ?\d[^|]{0,4}\|[^|]{0,80}\|[^|]{0,80}\|")
KEY: Final = re.compile(rb'"([^"]{1,40})"\s*:')
FIGURES: Final = re.compile(rb"\d+")
Ask = Callable[[bytes], Read | None]
"""Gives what reads a line, None where no format knows it for its own."""


class Several:
    """Reads entries by one format, and by others what is theirs."""

    def __init__(self, read: Read, ask: Ask, before: Ask | None = None) -> None:
        """Take what reads most entries, what knows readers of others, and what is asked before it, if anything is."""
        self._read, self._others = read, Known(ask)
        self._before = Known(before) if before is not None else None

    def read(self, entry: bytes) -> Record | None:
        """Read an entry."""
        reader = self._before.reader(entry) if self._before is not None else None
        if reader is not None:
            try:
                return reader(entry)
            except Unreadable:  # the general format may yet know it
                return self._read(entry)
        try:
            return self._read(entry)
        except Unreadable:
            reader = self._others.reader(entry)
            if reader is None:
                raise
            return reader(entry)


class Known:
    """Readers by kinds of lines, asked for once."""

    def __init__(self, ask: Ask) -> None:
        """Begin without any."""
        self._ask = ask
        self._readers: dict[bytes, Read] = {}
        self._tried: Counter[bytes] = Counter()

    def reader(self, line: bytes) -> Read | None:
        """Give what reads such lines, None where nothing is known to."""
        kind = kind_of(line)
        found = self._readers.get(kind)
        if found is not None or self._tried[kind] >= TRIED or (kind not in self._tried and len(self._tried) >= KINDS):
            return found
        found = self._ask(line)
        if found is None:
            self._tried[kind] += 1
        else:
            self._readers[kind] = found
        return found

    def any(self, head: bytes) -> bool:
        """Say whether a reader is known of any of the first lines of a head."""
        return any(self.reader(line) is not None for line in sample(head))


def sample(head: bytes) -> list[bytes]:
    """Give the first lines of a head that are not blank."""
    return [line.rstrip(b"\r") for line in head.split(b"\n")[:SAMPLE] if line.strip()]


def kind_of(line: bytes) -> bytes:
    """Give what lines of one kind have in common: an event's vendor and product, an object's keys, how others begin."""
    message = carrier.split(line)[1]
    event = EVENT.search(message, 0, 600)
    if event is not None:
        return event[0] if message is line else b" " + event[0]
    if message.startswith(b"{"):
        return b" ".join(KEY.findall(message[:400]))
    return FIGURES.sub(b"0", message[:80])[:BEGINNING]
