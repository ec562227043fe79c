"""JSON objects and what their keys say.

Traps: an object that is wrapped (`{"event": {...}}`); dotted keys beside nested ones; numbers as texts.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from catalog.discovery.layouts import lists
from catalog.discovery.record import Entry, Lines, Unreadable

SAMPLE: Final = 200
Object = Mapping[str, Any]
entries = lists.entries


def entries_or(lines: Lines, others: Callable[[Lines], Iterator[Entry]]) -> Iterator[Entry]:
    """Put together objects where the first line begins one or a list of them, else what another way puts together."""
    first = next(lines, None)
    together = chain([first] if first is not None else [], lines)
    is_object = first is not None and first[1].lstrip().startswith((b"{", b"["))
    return entries(together) if is_object else others(together)


def parsed(entry: bytes) -> Object | None:
    """Give the object of an entry, None for a blank one or a lone bracket; raise `Unreadable` for anything else."""
    text = entry.strip().removesuffix(b",")
    if not text or text in (b"[", b"]", b"{", b"}", b"],", b"]}"):
        return None
    try:
        value = json.loads(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        try:
            value = json.loads(text.removesuffix(b"]").removesuffix(b",").decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise Unreadable("no JSON object") from None
    if not isinstance(value, dict):
        raise Unreadable("no JSON object")
    return value


def share(head: bytes, fits: Callable[[Object], bool]) -> float:
    """Give the share of a head's objects that fit; lines without one do not count, broken ones do."""
    found, broken = sample(head)
    return sum(map(fits, found)) / (len(found) + broken) if found else 0.0


@lru_cache(4)
def sample(head: bytes) -> tuple[tuple[Object, ...], int]:
    """Give the first objects of a head, and how many of its entries are none. Remembered: many formats ask."""
    if not head.lstrip().startswith((b"{", b"[")) and head.count(b"\n{") * 2 < head.count(b"\n"):
        return (), 0
    found: list[Object] = []
    broken = 0
    for entry in of_head(head):
        try:
            value = parsed(entry.text)
        except Unreadable:
            broken += 1
            continue
        if value is not None:
            found.append(value)
        if len(found) >= SAMPLE:
            break
    return tuple(found), broken


def of_head(head: bytes) -> Iterator[Entry]:
    """Give the objects of a head, but for one that it cuts."""
    if lists.starts_array(head):
        return (entry for entry in lists.streamed(iter([head])) if entry.text.endswith(b"}"))
    return entries((number, line.rstrip(b"\r")) for number, line in enumerate(head.split(b"\n"), start=1))


def plain(row: Object) -> Object:
    """Give an object without lists of objects and without texts that are one.

    Of a list of pairs of key and value (headers, OpenTelemetry) there are the values by their keys, else the first.
    """
    if not any(type(value) in NESTED or (type(value) is str and value[:2] == '{"') for value in row.values()):
        return row
    return {key: _plain(value) for key, value in row.items()}


def of_text(value: Any) -> Object | None:
    """Give the object that a text is, None where it is none."""
    if not (isinstance(value, str) and value.startswith('{"') and value.endswith("}")):
        return None
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _plain(value: Any) -> Any:
    told = of_text(value)
    if told is not None:
        return _plain(told)
    if isinstance(value, dict):
        typed = [name for name in value if name.endswith(TYPED)]
        return value[typed[0]] if len(value) == len(typed) == 1 else {name: _plain(one) for name, one in value.items()}
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
        return value
    for key in ("key", "name"):
        if all(key in one and "value" in one for one in value):
            return {str(one[key]): _plain(one["value"]) for one in value}
    return _plain(value[0])


def paths(row: Object) -> tuple[str, ...]:
    """Give the keys of a plain object, those of nested ones with dots."""
    found: list[str] = []
    for key, value in row.items():
        if type(value) is dict:
            found += [f"{key}.{name}" for name in paths(value)]
        else:
            found.append(key)
    return tuple(found)


def said(row: Object, *paths: str) -> Any:
    """Give the value of the first of some keys (dotted: nested, or a key with dots) that says something, else None."""
    for path in paths:
        value = row.get(path)
        if value is None and "." in path:
            value = _nested(row, path)
        if isinstance(value, str):
            value = value.strip()
            if len(value) <= LONGEST_EMPTY and value.lower() in EMPTY:
                continue
        if value is not None and (value or not isinstance(value, list | dict)):
            return value
    return None


def word(row: Object, *paths: str) -> str | None:
    """Give that value as text where it is a text or a number, else None."""
    for path in paths:
        value = row.get(path)
        if type(value) is str:
            text = value.strip()
            if len(text) > LONGEST_EMPTY or text.lower() not in EMPTY:
                return text.replace("\0", "\N{REPLACEMENT CHARACTER}") if "\0" in text else text
        elif value is not None or "." in path:
            value = said(row, path)
            if value is not None:
                return _word(value)
    return None


def _word(value: Any) -> str | None:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value)
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}") if "\0" in text else text


def _nested(row: Any, path: str) -> Any:
    name, _, rest = path.partition(".")
    inner = row.get(name)
    if not isinstance(inner, dict):
        return None
    found = inner.get(rest)
    return _nested(inner, rest) if found is None and "." in rest else found


NESTED: Final = (list, dict)
TYPED: Final = ("stringValue", "intValue", "boolValue", "doubleValue", "string_value", "int_value")
"""How OpenTelemetry says what kind a value is."""
EMPTY: Final = frozenset(("", "-", "none", "n/a", "na", "null", "unknown"))
LONGEST_EMPTY: Final = max(map(len, EMPTY))
