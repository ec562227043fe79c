"""Exports as tables: CSV with any separator and encoding, a workbook, or the objects of an API; by names of columns.

A row may span lines; it is told by the line on which it begins. Cells are text and are never calculated: one that
looks like a formula stays the text that it is.
"""

import csv
import io
import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from catalog.adoption import documents, flat, workbook
from catalog.adoption.entries import Content, Unusable, likely, moment, said
from catalog.adoption.naming import words

HEADER_WITHIN = 20
DELIMITERS = ",;\t|"
MOST_STARTS = 100
PACKED = b"PK\x03\x04"
NUMBER = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{2,4})")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPELLED = re.compile(r"(?:(\d{1,2})[ .-]+)?([A-Za-z]{3})[a-z]*[ .-]+(?:(\d{1,2}),? +)?(\d{4})")
UNITS = {"": 1, "b": 1, "bytes": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
UNITS |= {"kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40}
Cells = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its line, and its cells by the names of their columns, written without blanks in lower case."""

    line: int
    cells: dict[str, str]
    day_first: bool = False

    def get(self, *columns: str) -> str:
        """Give the first cell that is filled, of columns in order; an empty text where none is."""
        return next((cell for name in columns if (cell := self.cells.get(name, ""))), "")

    def at(self, *columns: str) -> datetime | None:
        """Give a time, None where none is said; raise `ValueError` for what is none."""
        text = self.get(*columns)
        return when(text, self.day_first) if text else None

    def count(self, *columns: str) -> int | None:
        """Give a whole number or an amount of bytes ("1.2 MB"); None where none is said or what is said is none."""
        return amount(self.get(*columns))


def rows(content: Content, *needed: Sequence[str]) -> Iterator[Row | Unusable]:
    """Give the rows under the header, which has one column of each of the sets that are needed.

    Objects are rows with such columns. Raises `BadData` where there is no such header, or object.
    """
    if not content.body.startswith(PACKED) and documents.is_json(content):
        objects = list(_objects(content, needed))
        if any(isinstance(one, Row) for one in objects):
            return iter(objects)
    for table in _tables(content):
        for count, found in enumerate(table):
            if not isinstance(found, Unusable):
                header = ["".join(words(cell)) for cell in found[1]]
                if _has(header, needed):
                    return _under(header, table)
            if count >= HEADER_WITHIN:
                break
    wanted = ", ".join(f"{names[0]!r}" for names in needed)
    raise content.refused(
        f"no header has the columns {wanted}", mend="export it with these columns, blanks and capitals as you like"
    )


def _objects(content: Content, needed: Sequence[Sequence[str]]) -> Iterator[Row | Unusable]:
    for found in documents.entries(content):
        if isinstance(found, Unusable):
            yield found
            continue
        line, entry = found
        fitting = [table for table in flat.tables(entry) if any(_has(cells, needed) for cells in table)]
        yield from (Row(line, cells) for table in fitting for cells in table)
        if not fitting:
            yield Unusable(line, "has none of the keys that tell of a use")


def _has(header: Collection[str], needed: Sequence[Sequence[str]]) -> bool:
    return all(any(name in header for name in names) for names in needed)


def _tables(content: Content) -> Iterator[Iterator[Cells | Unusable]]:
    """Give the content as the tables that it may be: a workbook, or cut by one separator or another."""
    if content.body.startswith(PACKED):
        yield _workbook(content)
        return
    lines = list(io.StringIO(content.text(), newline=""))
    if lines and re.match(r'"?sep=(.)"?\s*$', lines[0]):
        lines[0] = "\n"
    head = "".join(lines[:HEADER_WITHIN])
    for delimiter in sorted(DELIMITERS, key=head.count, reverse=True):
        yield _cut(lines, delimiter)


def _under(header: list[str], table: Iterator[Cells | Unusable]) -> Iterator[Row | Unusable]:
    found = list(table)
    dated = [place for place, name in enumerate(header) if "date" in name or "time" in name or "seen" in name]
    day_first = any(
        _begins_with_day(cells[1][place])
        for cells in found
        if not isinstance(cells, Unusable)
        for place in dated
        if place < len(cells[1])
    )
    for one in found:
        if isinstance(one, Unusable):
            yield one
        elif any(one[1]):
            line, cells = one
            if any(cells[len(header) :]):
                yield Unusable(line, f"has {len(cells)} cells under {len(header)} columns")
                continue
            named: dict[str, str] = {}
            for name, cell in zip(header, cells, strict=False):
                named[name] = named.get(name) or cell
            yield Row(line, named, day_first)


def when(text: str, day_first: bool = False) -> datetime:
    """Give a time as tables write it; a day is its start, UTC. Raises `ValueError` for what is none."""
    spelled = SPELLED.search(text)
    number = NUMBER.match(text)
    try:
        if spelled and spelled[2].lower() in MONTHS:
            return _start(int(spelled[4]), MONTHS.index(spelled[2].lower()) + 1, int(spelled[1] or spelled[3] or 1))
        if number and len(number[1]) < 4:
            first, second = int(number[1]), int(number[2])
            year = int(number[3]) + (2000 if len(number[3]) == 2 else 0)
            day, month = (first, second) if day_first or first > 12 or "." in text[: number.end()] else (second, first)
            return _start(year, month, day)
        found = moment(re.sub(r"^(\d{4})/(\d\d?)/(\d\d?)", _dashed, text).removesuffix(" UTC"))
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise ValueError(f"{text[:40]!r} is no day in the past")
    return found


def amount(text: str) -> int | None:
    """Give a whole number or an amount of bytes ("1,204", "1.2 MB"); None for what is none."""
    found = re.fullmatch(r"([\d.,  ]*\d)\s*([A-Za-z]*)", text.strip()[:40])
    unit = UNITS.get(found[2].lower()) if found else None
    if found is None or unit is None:
        return None
    number = re.sub(r"[  ]|[.,](?=\d{3}(?:\D|$))", "", found[1]).replace(",", ".")
    try:
        return int(float(number) * unit)
    except ValueError:
        return None


def _start(year: int, month: int, day: int) -> datetime:
    return likely(datetime(year, month, day, tzinfo=UTC))


def _dashed(found: "re.Match[str]") -> str:
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"


def _begins_with_day(text: str) -> bool:
    number = NUMBER.match(text)
    return number is not None and len(number[1]) < 4 and int(number[1]) > 12 and int(number[2]) <= 12


def _cut(lines: list[str], delimiter: str) -> Iterator[Cells | Unusable]:
    start = 0
    for _ in range(MOST_STARTS):
        reader = csv.reader(itertools.islice(lines, start, None), delimiter=delimiter, strict=True)
        begun = start
        try:
            for cells in reader:
                if cells:
                    yield begun + 1, [_cell(cell) for cell in cells]
                begun = start + reader.line_num
            return
        except csv.Error as error:
            yield Unusable(begun + 1, f"is no CSV: {error}")
            start = begun + 1
    for line in range(start, len(lines)):
        yield Unusable(line + 1, "is no CSV: too many rows before it are not")


def _cell(text: str) -> str:
    clean = said(text, 2000)
    return clean[1:] if len(clean) > 1 and clean[0] == "'" and clean[1] in "=+-@" else clean


def _workbook(content: Content) -> Iterator[Cells | Unusable]:
    for line, cells in workbook.rows(content):
        yield line, [_cell(cell) for cell in cells]
