"""Columns under a header line, of any program: CSV, or split by semicolons, tabs or bars.

https://www.rfc-editor.org/rfc/rfc4180

Traps: programs name their columns as they like, so they are known by what such names usually mean; a quoted value holds
the delimiter, quotes and line ends; the header may come again in the midst, and another one where exports were put
together; lines of remarks may stand before it; a delimiter without quotes in a value moves all later ones.
"""

import re
from collections.abc import Iterator
from typing import Final

from catalog.discovery import fields
from catalog.discovery.layouts import headings, objects, rows
from catalog.discovery.record import Entry, Lines, Read, Record, Unreadable

TITLE = "CSV with a header line, of any program"
GENERAL = True
DELIMITERS: Final = (",", "\t", ";", "|")
FEWEST: Final = 3
BEFORE_HEADER: Final = 10
LONGEST_NAME: Final = 60
FIGURE: Final = re.compile(r"[0-9]")


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: a header that tells of requests, and rows as long as it."""
    if head.lstrip().startswith((b"{", b"[", b"#Fields")):
        return 0.0
    return 0.9 * fields.share(head, Table().read, entries=entries)


def entries(lines: Lines) -> Iterator[Entry]:
    """Put together the lines of a row."""
    return rows.entries(lines)


def start() -> Read:
    """Give a reader that heeds the header of its log."""
    return Table().read


class Table:
    """Reads rows by the header that came before."""

    def __init__(self) -> None:
        """Begin without a header."""
        self.names: tuple[str, ...] = ()
        self.delimiter = ","
        self.before = 0

    def read(self, row: bytes) -> Record | None:
        """Read a row; None for the header and what stands before it."""
        text = fields.text(row).strip("\r\n")
        if not text.strip() or text.startswith("#"):
            return None
        if not self.names:
            self._seek(text)
            return None
        columns = rows.commas(text, self.delimiter)
        if columns[0].strip() in self.names or not FIGURE.search(text):
            names = _header(columns)
            if names:
                self.names = names
                return None
        if any(map(str.strip, columns[len(self.names) :])):
            raise Unreadable(f"{len(columns)} columns, where the header names {len(self.names)}")
        found = rows.named(columns, self.names)
        if '{"' not in text and '{""' not in text:
            return headings.record(found, headings.of(self.names))
        inner = objects.plain(found)
        names = objects.paths(inner)
        return headings.record({name: objects.word(inner, name) or "" for name in names}, headings.of(names))

    def _seek(self, text: str) -> None:
        """Take a line for the header where its names tell of requests; raise `Unreadable` where none came in time."""
        for delimiter in DELIMITERS:
            names = _header(rows.commas(text, delimiter)) if delimiter in text else ()
            if names:
                self.names, self.delimiter = names, delimiter
                return
        self.before += 1
        if self.before > BEFORE_HEADER or text.count(",") > FEWEST:
            raise Unreadable("no header line that names a time, a user or a client, and a host or URL")


def _header(columns: list[str]) -> tuple[str, ...]:
    """Give the names in a header that tells of requests, none for any other row."""
    names = tuple(column.strip() for column in columns)
    known = headings.of(names)
    told = len(names) >= FEWEST and all(map(_named, names)) and (headings.enough(known) or headings.of_sign_ins(known))
    told = told and not headings.of_document(names)
    return names if told else ()


def _named(name: str) -> bool:
    """Say whether a text may be the name of a column."""
    return len(name) <= LONGEST_NAME and "://" not in name and not name[:1].isdigit() and "@" not in name[1:]
