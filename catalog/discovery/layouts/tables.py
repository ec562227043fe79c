"""Tables that carry lines of a log in a column, as searches of SIEMs export them: `_raw`, `SyslogMessage`, `message`.

Where the events were taken apart into CEF's columns, they are put together again (`cef_names`).

Traps: other columns hold shorter texts, so that the longest one under such a name is the line; without a header a line
shows itself by its carrier or its mark; the table's time is when the line was taken in, and counts only where the line
has none.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple

from catalog.discovery import fields, times
from catalog.discovery.layouts import cef_names, headings, rows
from catalog.discovery.layouts.envelope import Take
from catalog.discovery.record import Unreadable

NAMES: Final = frozenset(
    "message msg raw rawlog rawdata rawmessage rawevent rawtext logmessage syslogmessage originalmessage fullmessage "
    "shortmessage log line event eventoriginal original text textpayload payload body content".split()
)
SHORTEST: Final = 16
SAMPLE: Final = 200
ENOUGH: Final = 0.5
DELIMITERS: Final = (",", "\t", ";")
MARKED: Final = r'(?:<\d{1,3}>|[^"|]{0,120}?(?:CEF|LEEF): ?\d)'
LINE: Final = re.compile(MARKED)
QUOTED: Final = re.compile(rb'^[^<"|{][^"|]{0,200}[,;\t]"%b' % MARKED.encode())
"""A row without a header: columns, then a line in quotes that its carrier or its format's mark tells."""


class Carried(NamedTuple):
    """A line, and when it was taken in."""

    line: bytes
    time: datetime | None


class Table:
    """Opens rows of a table by the header that came before."""

    def __init__(self) -> None:
        """Begin without a header."""
        self._names: tuple[str, ...] = ()
        self._delimiter = ","
        self._headless = False

    def open(self, row: bytes) -> Carried | None:
        """Give the line that a row carries; None for the header and blank ones."""
        text = fields.text(row).strip("\r\n")
        if not text.strip():
            return None
        if not self._names and not self._headless:
            found = _header(row)
            self._headless = found is None and QUOTED.search(row) is not None
            if found is None and not self._headless:
                raise Unreadable("no header line that names a column of lines")
            if found is not None:
                self._names, self._delimiter = found
                return None
        if self._headless:
            return _alone(text)
        columns = rows.commas(text, self._delimiter)
        if tuple(columns) == self._names:
            return None
        return _carried(rows.named(columns, self._names))


def _alone(text: str) -> Carried:
    """The line that a row of a table without a header holds, and the first time beside it."""
    delimiter = max(DELIMITERS, key=lambda one: text.count(f'"{one}') + text.count(f'{one}"'))
    columns = rows.commas(text, delimiter)
    line = max((column.strip() for column in columns if LINE.match(column)), key=len, default="")
    if not line:
        raise Unreadable("no line of a log among its columns")
    taken = (time for column in columns if column != line and (time := times.moment(column)) is not None)
    return Carried(line.encode(), next(taken, None))


def _header(line: bytes) -> tuple[tuple[str, ...], str] | None:
    """The names of a header that has a column of lines, or those of CEF; and what is between them."""
    text = fields.text(line).strip("\r\n\ufeff")
    for delimiter in DELIMITERS:
        if delimiter in text:
            names = tuple(name.strip() for name in rows.commas(text, delimiter))
            plain = {headings.plain(name) for name in names}
            if plain & NAMES or plain >= cef_names.MARKS:
                return names, delimiter
    return None


def _carried(row: Mapping[str, str]) -> Carried:
    """The event that a row's columns tell of, else the longest of its texts."""
    event = line = cef_names.event(row)
    if line is None:
        line = max((value.strip() for name, value in row.items() if headings.plain(name) in NAMES), key=len)
    if not line:
        raise Unreadable("no line of a log among its columns")
    known = headings.of(tuple(row)).get("time", ())
    zone = UTC if event or any(headings.IN_UTC.search(name.lower()) for name in known[:1]) else None
    taken = next((time for name in known if (time := times.moment(row[name], zone))), None)
    return Carried(line.encode(), taken)


def opened(head: bytes) -> bytes | None:
    """Give the lines that a head of a table carries, None where it is none, or few of its rows carry any."""
    first = head.lstrip().partition(b"\n")[0]
    headed = _header(first) is not None
    if not headed and not QUOTED.search(first):
        return None
    table, lines, of = Table(), [], 0
    numbered = ((number, line.rstrip(b"\r")) for number, line in enumerate(head.split(b"\n")[:SAMPLE], start=1))
    for entry in rows.entries(numbered):
        of += bool(entry.text.strip())
        try:
            carried = table.open(entry.text)
        except Unreadable:
            continue
        if carried is not None:
            lines.append(carried.line)
    enough = sum(len(line) >= SHORTEST for line in lines) > ENOUGH * (of - headed)
    return b"\n".join(lines) if enough else None


def taking() -> Take:
    """Give what takes the lines out of such a table, one row after another; a row that holds none is given itself."""
    table = Table()

    def take(row: bytes) -> tuple[str | None, bytes]:
        try:
            found = table.open(row)
        except Unreadable:
            return None, row
        if found is None:
            return None, b""
        return found.time.isoformat() if found.time is not None else None, found.line

    return take
