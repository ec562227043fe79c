"""Rows of columns: CSV with quoted line ends, and columns split by blanks where quotes hold blanks together."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Final

from catalog.discovery.record import Entry, Lines, Unreadable

MOST_LINES: Final = 64
MOST_BYTES: Final = 1 << 18
COLUMN: Final = re.compile(r'"((?:[^"\\]|""|\\.)*)"(?=\s|$)|(\S+)')


def entries(lines: Lines, start: re.Pattern[bytes] | None = None) -> Iterator[Entry]:
    """Put together the lines of a row: it goes on while a quote is open, and no line begins like a row (`start`).

    A quote that never closes costs no more than some lines: they are then given one by one.
    """
    held: list[tuple[int, bytes]] = []
    is_open, size = False, 0
    for number, line in lines:
        odd = line.count(b'"') % 2 == 1
        if held and (len(held) >= MOST_LINES or size > MOST_BYTES or (start is not None and start.match(line))):
            yield from one_by_one(held)
            held = []
        if not held:
            if not odd:
                yield Entry(number, 1, line)
                continue
            is_open, size = True, 0
        elif odd:
            is_open = False
        held.append((number, line))
        size += len(line)
        if not is_open:
            yield Entry(held[0][0], len(held), b"\n".join(line for _, line in held))
            held = []
    yield from one_by_one(held)


def one_by_one(held: Sequence[tuple[int, bytes]]) -> Iterator[Entry]:
    """Give lines each as an entry."""
    for number, line in held:
        yield Entry(number, 1, line)


def commas(text: str, delimiter: str = ",") -> list[str]:
    """Give the columns of one row of CSV; raise `Unreadable` where it is none."""
    try:
        return next(csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error as error:
        raise Unreadable(f"no row of columns: {error}") from None


def blanks(text: str) -> list[str]:
    """Give the columns of a line split by blanks, quotes undone."""
    return [found[2] if found[1] is None else found[1] for found in COLUMN.finditer(text)]


def named(columns: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Give columns by their names; raise `Unreadable` for a row that is shorter than its header."""
    if len(columns) < len(names):
        raise Unreadable(f"{len(columns)} columns, where the header names {len(names)}")
    return dict(zip(names, columns, strict=False))
