"""Objects that an export took apart into the columns of a table: `actor.alternateId`, `target{}.type`, `target.0.type`.

Rows are put together into objects again, so that each product's own reading of its objects holds.

Traps: an empty column is a key that was not there; several values of a list stand one a line in a column; words of
truth are texts in a table; objects and lists may stand in a column as they are.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from catalog.discovery import fields
from catalog.discovery.layouts import rows
from catalog.discovery.record import Read, Record, Unreadable

DELIMITERS: Final = (",", "\t", ";")
FEWEST: Final = 4
SPELLED: Final = "id."
"""How keys begin that a sensor spells so by itself."""
SAMPLE: Final = 200
NAME: Final = re.compile(r"[@_A-Za-z][\w@:/{}.() -]{0,120}")
LIST: Final = re.compile(r"(.+?)\{\}")
TRUTH: Final = {"true": True, "false": False}
MOST_OF_LIST: Final = 64


class Columns:
    """Puts the rows of a table together into objects, by the header that came before."""

    def __init__(self) -> None:
        """Begin without a header."""
        self._names: tuple[str, ...] = ()
        self._delimiter = ","

    def open(self, row: bytes) -> bytes | None:
        """Give a row as an object; None for the header and blank ones."""
        text = fields.text(row).strip("\r\n\ufeff")
        if not text.strip():
            return None
        if not self._names:
            found = header(text)
            if found is None:
                raise Unreadable("no header line that names keys of objects")
            self._names, self._delimiter = found
            return None
        columns = rows.commas(text, self._delimiter)
        if tuple(columns) == self._names:
            return None
        if len(columns) > len(self._names):
            raise Unreadable(f"{len(columns)} columns, where the header names {len(self._names)}")
        return json.dumps(deep(rows.named(columns, self._names))).encode()


def header(text: str) -> tuple[tuple[str, ...], str] | None:
    """Give the names of a header line, and what is between them; None for any other line."""
    for delimiter in DELIMITERS:
        if text.count(delimiter) >= FEWEST - 1:
            names = tuple(name.strip() for name in rows.commas(text, delimiter))
            if len(set(names)) == len(names) and all(map(NAME.fullmatch, names)):
                return names, delimiter
    return None


def opened(head: bytes) -> bytes | None:
    """Give the rows of a head of a table as objects, None where it is none."""
    first = fields.text(head.lstrip().partition(b"\n")[0]).strip("\r\n\ufeff")
    if first.startswith(("{", "[", "#")) or header(first) is None:
        return None
    table = Columns()
    numbered = ((number, line.rstrip(b"\r")) for number, line in enumerate(head.split(b"\n")[:SAMPLE], start=1))
    return b"\n".join(_each(table, numbered)) or None


def _each(table: Columns, numbered: Iterator[tuple[int, bytes]]) -> Iterator[bytes]:
    for entry in rows.entries(numbered):
        try:
            found = table.open(entry.text)
        except Unreadable:
            continue
        if found is not None:
            yield found


def through(read: Read) -> Read:
    """Give a reader for such a table."""
    table = Columns()

    def taken(row: bytes) -> Record | None:
        found = table.open(row)
        return None if found is None else read(found)

    return taken


def deep(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give an object whose keys are paths as a deep one."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if not isinstance(value, str) or value.strip():
            _put(found, name.removeprefix("_source.").split("."), value)
    return found


def _put(into: dict[str, Any], path: list[str], text: Any) -> None:
    """Put a value where its path says: into a nested object, or into each of a list's."""
    name, *rest = path
    listed = LIST.fullmatch(name)
    if listed is not None and rest and isinstance(text, str):
        values = into.setdefault(listed[1], [])
        for place, value in enumerate(text.split("\n")[:MOST_OF_LIST]):
            _put(_at(values, place), rest, value)
    elif len(rest) > 1 and rest[0].isdigit() and int(rest[0]) < MOST_OF_LIST:
        _put(_at(into.setdefault(name, []), int(rest[0])), rest[1:], text)
    elif rest:
        inner = into.setdefault(name, {})
        if isinstance(inner, dict):
            _put(inner, rest, text)
    else:
        into[listed[1] if listed else name] = _value(text) if isinstance(text, str) else text


def _at(values: Any, place: int) -> dict[str, Any]:
    """The object at a place of a list, which grows to hold it; one of nowhere where it is no list."""
    if not isinstance(values, list):
        return {}
    values.extend({} for _ in range(place + 1 - len(values)))
    return values[place] if isinstance(values[place], dict) else {}


def _value(text: str) -> Any:
    word = text.strip()
    if word.lower() in TRUTH:
        return TRUTH[word.lower()]
    if word[:1] in ("{", "[") and word[-1:] in ("}", "]"):
        try:
            return json.loads(word)
        except (ValueError, RecursionError):
            return text
    return text
