"""Objects that carry what another program wrote: what shippers, collectors and search engines wrap around an entry.

Docker and Kubernetes (`log`), journald (`MESSAGE`), Beats and Logstash (`message`, `event.original`), Splunk (`result`,
`_raw`), Elasticsearch (`_source`), CloudWatch (`message`), Cloud Logging (`textPayload`, `jsonPayload`), Loki (`line`);
also the name of a log around each of its entries.

Traps: an envelope may lie in another one, and syslog's carrier in it; `message` may be a remark of the object's own
program, so that only recognition can tell whether an object is an envelope; an entry without a time has its envelope's,
one without a zone its envelope's where their clocks say the same.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from catalog.discovery.layouts import carrier, cef_names, objects
from catalog.discovery.record import Entry, Lines, Read, Record, Unreadable

WHOLE: Final = ("_source", "result", "jsonPayload")
"""Objects in them are all that there is."""
TEXTS: Final = (
    "event.original log.original SyslogMessage _raw @rawstring rawstring full_log raw raw_log rawLog raw_message "
    "rawMessage RawData RawEvent log message MESSAGE @message Message msg line textPayload full_message event "
    "body.stringValue body.string_value body Body data value text content payload short_message"
).split()
OBJECTS: Final = "event log message record payload properties data body detail json msg Event attributes".split()
TIMES: Final = (
    "@timestamp timestamp time _time __REALTIME_TIMESTAMP date ts Timestamp timestamp_ns TimeGenerated timeUnixNano"
).split()
SHORTEST: Final = 20
"""Letters of a text that may be an entry."""
HEADER: Final = "#"
"""How lines begin that name what stands in the columns, however short."""
LAYERS: Final = 3
Take = Callable[[bytes], tuple[str | None, bytes]]
"""Gives the time of an envelope as written, and what it carries."""
Outer = Callable[[Lines], Iterator[Entry]]
MOST_HELD: Final = 10_000
"""Envelopes of entries that are still to be read."""


def opened(entry: bytes) -> tuple[str | None, bytes]:
    """Give the time of an envelope as written and what it carries; None and the entry itself where it is none."""
    try:
        row = objects.parsed(entry)
    except Unreadable:
        return None, entry
    inner = _inner(row) if row else None
    return (objects.word(row, *TIMES), inner) if row and inner is not None else (None, entry)


def _inner(row: objects.Object) -> bytes | None:
    event = cef_names.event({name: word for name in row if (word := objects.word(row, name)) is not None})
    if event is not None:
        return event.encode()
    held = _held(row)
    if held is None:
        return None
    value = held[1]
    return value.strip().encode() if isinstance(value, str) else json.dumps(value).encode()


def _held(row: objects.Object) -> tuple[str, str | dict[str, Any]] | None:
    """Give what an object carries, a text or an object, and the name of its key; None where it carries nothing."""
    for name in WHOLE:
        if isinstance(row.get(name), dict):
            return name, row[name]
    for name in TEXTS:
        text = objects.said(row, name)
        if isinstance(text, str) and (len(text) >= SHORTEST or text.startswith(HEADER)):
            return name, text
    for name in (*OBJECTS, *(row if len(row) == 1 else ())):
        if isinstance(row.get(name), dict) and len(row[name]) > 1:
            return name, row[name]
    return None


def parted(row: objects.Object) -> tuple[objects.Object, objects.Object] | None:
    """Give the object that an object carries, and what lies around it; None where it carries none."""
    held = _held(row)
    if held is None:
        return None
    name, value = held
    found = objects.of_text(value) if isinstance(value, str) else value
    return None if found is None else (found, _without(row, name))


def _without(row: objects.Object, name: str) -> objects.Object:
    """Give an object without one of its keys, or one of a nested object's."""
    first, _, rest = name.partition(".")
    inner = row.get(first)
    if name in row or not (rest and isinstance(inner, dict)):
        return {key: value for key, value in row.items() if key != name}
    return {**row, first: _without(inner, rest)}


def layers(head: bytes) -> Iterator[bytes]:
    """Give a head without one envelope around each of its entries, without two, and so on."""
    for _ in range(LAYERS):
        if b'{"' not in head and b"{\n" not in head and b"{\r" not in head:
            return
        entries = [entry.text for entry in objects.of_head(head) if entry.text]
        found = [opened(text)[1] for text in entries]
        if found == entries:
            return
        head = b"\n".join(found)
        yield head


def taken_off(depth: int) -> Take:
    """Give what takes so many envelopes off, one after another."""

    def take(text: bytes) -> tuple[str | None, bytes]:
        written = None
        for _ in range(depth):
            time, text = opened(text)
            written = time or written
        return written, text

    return take


class Opening:
    """Reads the entries of a log by what puts them together and reads them once their envelopes are off.

    Its two methods go together: an entry is read before the next one is asked for.
    """

    def __init__(
        self, take: Take, entries: Callable[[Lines], Iterator[Entry]], read: Read, outer: Outer = objects.entries
    ) -> None:
        """Take what opens an envelope, and how a format puts entries together and reads them.

        `outer` puts the envelopes together.
        """
        self._take, self._entries, self._read, self._outer = take, entries, read, outer
        self._held: dict[int, tuple[Entry, str | None]] = {}
        self._written: str | None = None

    def entries(self, lines: Lines) -> Iterator[Entry]:
        """Give the entries without their envelopes."""
        return self.apart(self._outer(lines))

    def apart(self, envelopes: Iterator[Entry]) -> Iterator[Entry]:
        """Give the entries that lie in envelopes."""
        for entry in self._entries(self._inside(envelopes)):
            outer, self._written = self._held.pop(entry.line)
            yield Entry(outer.line, outer.lines + entry.lines - 1, entry.text)

    def read(self, entry: bytes) -> Record | None:
        """Read an entry; one without a time or a zone has its envelope's."""
        record = self._read(entry)
        return record if record is None or self._written is None else carrier.timed(record, self._written)

    def _inside(self, envelopes: Iterator[Entry]) -> Lines:
        """Give what lies in the envelopes as lines, with numbers of their own."""
        for number, entry in enumerate(envelopes):
            written, text = self._take(entry.text)
            if len(self._held) > MOST_HELD:  # those that became part of others are never asked for
                del self._held[next(iter(self._held))]
            self._held[number] = entry, written
            yield number, text
