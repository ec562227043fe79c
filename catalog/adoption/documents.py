"""Exports in JSON, entry by entry with its line: a list, a document that holds one, or one document after another.

A broken entry is told and the next one looked for; what follows a cut is told as one entry. Consoles export the same
entries as tables, their keys as columns: those are put together again.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from catalog.adoption.entries import Content, Unusable
from catalog.discovery.layouts import columns
from catalog.discovery.layouts import rows as of_rows
from catalog.discovery.record import Unreadable

LISTS = ("value", "items", "entries", "events", "records", "Records", "results", "data", "logs", "rows", "apps")
BLANK = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder()
Found = tuple[int, dict[str, Any]]


def entries(content: Content, lists: Sequence[str] = LISTS) -> Iterator[Found | Unusable]:
    """Give each object of an export with its line; raise `BadData` where the file is neither JSON nor a table.

    `lists` are the names under which a document may hold its entries.
    """
    text = _Text(content.text())
    start = text.skip(0)
    if text.at(start) not in ("[", "{"):
        if columns.header(text.text[start:].partition("\n")[0].strip()) is None:
            raise content.refused("is no JSON", mend="export it as JSON")
        return _table(text.text)
    if text.at(start) == "[":
        return _list(text, start)
    held = _held(text, start, lists) if text.alone(start) else None
    return _one_by_one(text, start) if held is None else _list(text, held)


def is_json(content: Content) -> bool:
    """Say whether an export begins as JSON does."""
    text = _Text(content.text())
    return text.at(text.skip(0)) in ("[", "{")


def _table(text: str) -> Iterator[Found | Unusable]:
    """Give the objects of a table's rows; an empty cell is a key that is not there."""
    table = columns.Columns()
    numbered = ((number, line.strip("\r").encode()) for number, line in enumerate(text.split("\n"), start=1))
    for entry in of_rows.entries(numbered):
        try:
            made = table.open(entry.text)
        except Unreadable as error:
            yield Unusable(entry.line, error.message)
            continue
        if made is not None:
            yield entry.line, json.loads(made)


def dig(entry: Any, *path: str | int) -> Any:
    """Give what stands at a path of keys and places; None where the path ends before."""
    for step in path:
        if isinstance(step, str):
            entry = entry.get(step) if isinstance(entry, dict) else None
        else:
            entry = entry[step] if isinstance(entry, list) and len(entry) > step else None
    return entry


def each(entry: Any, *path: str) -> Iterator[dict[str, Any]]:
    """Give the objects of the list at a path."""
    found = dig(entry, *path)
    return (one for one in found if isinstance(one, dict)) if isinstance(found, list) else iter(())


class _Text:
    """A text that knows its lines; places are asked for in rising order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._place, self._line = 0, 1

    def at(self, place: int) -> str:
        return self.text[place : place + 1]

    def skip(self, place: int) -> int:
        found = BLANK.match(self.text, place)
        return found.end() if found else place

    def line(self, place: int) -> int:
        if place < self._place:
            self._place, self._line = 0, 1
        self._line += self.text.count("\n", self._place, place)
        self._place = place
        return self._line

    def value(self, place: int) -> tuple[Any, int]:
        """Decode the value at a place; raise `ValueError` where there is none."""
        try:
            return DECODER.raw_decode(self.text, place)
        except RecursionError:
            raise ValueError("it is nested too deeply") from None

    def alone(self, place: int) -> bool:
        """Say whether nothing comes after the value at a place; a value that is cut off or broken may be alone."""
        try:
            _, end = self.value(place)
        except ValueError:
            return True
        return self.skip(end) == len(self.text)

    def alike(self, place: int) -> int:
        """Give the next place where a line begins like that of this place, with an object; -1 where there is none."""
        start = self.text.rfind("\n", 0, place)
        indent = self.text[start + 1 : place]
        if indent.strip():
            return -1
        found = self.text.find(f"\n{indent}{{", place)
        return -1 if found < 0 else found + 1 + len(indent)


def _held(text: _Text, place: int, lists: Sequence[str]) -> int | None:
    """Give the place of the first list of such a name in the object at a place."""
    place = text.skip(place + 1)
    try:
        while text.at(place) == '"':
            key, place = text.value(place)
            place = text.skip(place)
            if text.at(place) != ":":
                return None
            place = text.skip(place + 1)
            if key in lists and text.at(place) == "[":
                return place
            _, place = text.value(place)
            place = text.skip(place)
            place = text.skip(place + 1) if text.at(place) == "," else place
    except ValueError:
        return None
    return None


def _list(text: _Text, place: int) -> Iterator[Found | Unusable]:
    place = text.skip(place + 1)
    while text.at(place) != "]":
        line = text.line(place)
        try:
            value, end = text.value(place)
        except ValueError as error:
            yield Unusable(line, f"is no JSON from here on: {_why(error)}")
            place = text.alike(place)
            if place < 0:
                return
            continue
        yield (line, value) if isinstance(value, dict) else Unusable(line, "is no JSON object")
        place = text.skip(end)
        if text.at(place) == ",":
            place = text.skip(place + 1)
        elif text.at(place) != "]":
            yield Unusable(text.line(place), "the list is cut off here")
            return


def _one_by_one(text: _Text, place: int) -> Iterator[Found | Unusable]:
    while place < len(text.text):
        line = text.line(place)
        try:
            value, end = text.value(place)
            yield (line, value) if isinstance(value, dict) else Unusable(line, "is no JSON object")
        except ValueError as error:
            yield Unusable(line, f"is no JSON: {_why(error)}")
            end = text.text.find("\n", place)
            end = len(text.text) if end < 0 else end
        place = text.skip(end)
        if text.at(place) == ",":
            place = text.skip(place + 1)


def _why(error: ValueError) -> str:
    return str(getattr(error, "msg", error))[:100]
