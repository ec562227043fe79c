"""JSON objects: one a line, over several lines, or in arrays.

Traps: a log as one JSON array, on one line or over many; an object that is wrapped (`{"event": {...}}`); dotted keys
beside nested ones; numbers as texts.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final

from catalog.discovery.layouts.rows import one_by_one
from catalog.discovery.record import Entry, Lines, Unreadable

MOST_LINES: Final = 5_000
MOST_BYTES: Final = 1 << 20
SAMPLE: Final = 200
WRAPPED: Final = re.compile(
    rb'\{(?:\s*"(?:events|data|logs|result|results|entries|hits|resourceLogs|resource_logs)"|'
    rb'(?:[^{}\[\]]|\[[^{}\[\]]{0,200}\]){0,600}"(?:value|[Rr]ecords|items|entries|activities|logEvents)"|'
    rb'[^\[\]]{0,600}"(?:hits|result)")\s*:\s*\['
)
TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|[{}\[\]]')
RECORDS: Final = ("scopeLogs", "scope_logs", "logRecords", "log_records")
"""In OpenTelemetry's logs lists of a resource's, then of a scope's."""
Object = Mapping[str, Any]


def entries(lines: Lines) -> Iterator[Entry]:
    """Put together objects that go over several lines, and take apart arrays. A line that begins `{"` begins anew."""
    held: list[tuple[int, bytes]] = []
    depth = size = 0
    for number, line in lines:
        text = line.strip()
        if held and (line.startswith(b'{"') or len(held) >= MOST_LINES or size > MOST_BYTES):
            yield from one_by_one(held)
            held, depth, size = [], 0, 0
        if not held:
            if text.startswith(b"["):
                yield from _elements(number, text)
                continue
            if not text.startswith(b"{") or _whole(text):
                yield from _unwrapped(Entry(number, 1, text))
                continue
        held.append((number, line))
        depth += _depth(text)
        size += len(line)
        if depth <= 0:
            yield from _unwrapped(Entry(held[0][0], len(held), b"\n".join(line for _, line in held)))
            held, depth, size = [], 0, 0
    yield from one_by_one(held)


def _whole(text: bytes) -> bool:
    """Say whether a line holds a whole object; the brackets in its texts are looked at only where they matter."""
    if not text.endswith((b"}", b"},", b"}]")):
        return False
    return text.count(b"{") == text.count(b"}") or _depth(text) <= 0


def _depth(text: bytes) -> int:
    """How many brackets a line opens and does not close."""
    depth = 0
    for token in TOKEN.findall(text):
        if token in (b"{", b"["):
            depth += 1
        elif token in (b"}", b"]"):
            depth -= 1
    return depth


def _unwrapped(entry: Entry) -> Iterator[Entry]:
    """Give the objects of a list that an object wraps (`{"value": [...]}`), else the object itself."""
    if b"]" not in entry.text[-60:] or WRAPPED.match(entry.text) is None:
        yield entry
        return
    try:
        values = _list(json.loads(entry.text.rstrip(b", ")))
    except (ValueError, RecursionError):
        values = None
    if values is None:
        yield entry
        return
    told = [value for each in values for value in _streamed(each)]
    for place, value in enumerate(told or [None]):
        yield Entry(entry.line, entry.lines if place == 0 else 0, _inner(value))


def _list(value: Any) -> list[Any] | None:
    """The list that is last in an object, or in the object that is last in it."""
    for one in reversed(value.values()) if isinstance(value, dict) else ():
        if isinstance(one, list):
            return one
        if isinstance(one, dict) and (found := _list(one)) is not None:
            return found
    return None


def _streamed(value: Any) -> Iterator[Any]:
    """The entries of a stream of Loki's, each a time and a line, or of OpenTelemetry's; any other object itself."""
    inner = next((value[name] for name in RECORDS if name in value), None) if isinstance(value, dict) else None
    if isinstance(inner, list):
        for one in inner:
            yield from _streamed(one)
        return
    lines = value.get("values") if isinstance(value, dict) and "stream" in value else None
    if not isinstance(lines, list):
        yield value
        return
    for line in lines:
        if isinstance(line, list) and len(line) > 1:
            yield {"timestamp": line[0], "line": line[1]}


def _unstreamed(text: bytes) -> Iterator[Entry]:
    """The entries of an object of an array: one, or those of a stream."""
    if b'"stream"' in text[:20] or b'ecords"' in text:
        with suppress(ValueError, RecursionError):
            yield from (Entry(1, 0, json.dumps(one).encode()) for one in _streamed(json.loads(text)))
            return
    yield Entry(1, 0, text)


def _inner(value: Any) -> bytes:
    """An object of a list; the one that it carries as a text where a collector put it there."""
    message = value.get("message") if isinstance(value, dict) else None
    if isinstance(message, str) and message.lstrip().startswith("{"):
        return message.encode()
    return b"" if value is None else json.dumps(value).encode()


def starts_array(head: bytes) -> bool:
    """Say whether a head is the beginning of one long line that holds an array, bare or wrapped."""
    return b"\n" not in head and (head.lstrip().startswith(b"[") or WRAPPED.match(head.lstrip()) is not None)


def streamed(pieces: Iterator[bytes]) -> Iterator[Entry]:
    """Give the objects of an array on one line of any length; the line itself is told at the end, as blank."""
    rest, at, begun, depth = b"", 0, -1, 0
    first = True
    for piece in pieces:
        rest += piece
        if first:
            found = WRAPPED.match(rest.lstrip())
            at = len(rest) - len(rest.lstrip()) + (found.end() if found else 1)
            first = False
        for token in TOKEN.finditer(rest, at):
            if token[0].startswith(b'"'):
                if token.end() == len(rest):  # a text that the next piece goes on with
                    break
            elif token[0] in (b"{", b"["):
                begun = token.start() if depth == 0 else begun
                depth += 1
            else:
                depth -= 1
                if depth == 0:
                    yield from _unstreamed(rest[begun : token.end()])
                    begun = -1
            at = token.end()
        keep = begun if begun >= 0 else at
        if len(rest) - keep > MOST_BYTES:
            yield Entry(1, 0, rest[keep:])
            begun, depth, keep = -1, 0, len(rest)
        rest, at, begun = rest[keep:], max(at - keep, 0), 0 if begun >= 0 else -1
    if begun >= 0:
        yield Entry(1, 0, rest)
    yield Entry(1, 1, b"")


def _elements(number: int, text: bytes) -> Iterator[Entry]:
    """Give the objects of a line that begins an array; the rest where it is none."""
    if text == b"[":
        yield Entry(number, 1, b"")
        return
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        yield Entry(number, 1, text.removeprefix(b"["))
        return
    for place, value in enumerate(values or [None]):
        yield Entry(number, int(place == 0), b"" if value is None else json.dumps(value).encode())


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
    if starts_array(head):
        return (entry for entry in streamed(iter([head])) if entry.text.endswith(b"}"))
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
    value = said(row, *paths)
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
