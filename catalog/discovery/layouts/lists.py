"""The objects of a log put together from its lines, and taken out of the lists that hold them.

Traps: a log as one JSON array, on one line or over many; an object around such a list, alone or with a count beside it,
of any length; an event may hold a list of objects of its own.
"""

import json
import re
from collections.abc import Generator, Iterator
from contextlib import suppress
from itertools import chain
from typing import Any, Final

from catalog.discovery.layouts.rows import one_by_one
from catalog.discovery.record import Entry, Lines

MOST_LINES: Final = 5_000
MOST_BYTES: Final = 1 << 20
WRAPPED: Final = re.compile(
    rb'\{(?:\s*"(?:events|data|logs|result|results|entries|hits|queries|resourceLogs|resource_logs)"|'
    rb'(?:[^{}\[\]]|\[[^{}\[\]]{0,200}\]){0,600}"(?:value|[Rr]ecords|items|entries|activities|logEvents)"|'
    rb'[^\[\]]{0,600}"(?:hits|result)")\s*:\s*\['
)
LISTED: Final = re.compile(rb'\{\s*"[A-Za-z][\w .-]{5,60}"\s*:\s*\[(?=\s*\{)')
"""An object that begins with a list of objects, which wraps them where it is all that there is, or long."""
NAMED: Final = re.compile(
    rb"\{(?:[^{}\[\]]|\[[^{}\[\]]{0,200}\]|\{[^{}\[\]]{0,300}\}){0,600}"
    rb'"(?:data|events|logs|results?|rows|requests|queries|history|visits)"\s*:\s*\[(?=\s*\{)'
)
OF_OBJECTS: Final = re.compile(rb"\[\s*\{")
TOLD: Final = re.compile(
    rb'"(?:@?time(?:stamp)?|ts|date|when|\w*(?:[Tt]ime|_at)|user\w*|actor|action|host\w*|src\w*|client\w*)"\s*:'
)
"""A key that tells of an event, which may have a list of such a name itself."""
LONG: Final = 1 << 15
MANY: Final = 200
"""Bytes of a line, and lines, that hold more than an event's own list."""
OPENING: Final = 40
"""Lines in which an object that goes over many opens the list that it wraps."""
TOKEN: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|[{}\[\]]')
RECORDS: Final = ("scopeLogs", "scope_logs", "logRecords", "log_records")
"""In OpenTelemetry's logs lists of a resource's, then of a scope's."""
Held = list[tuple[int, bytes]]
"""Lines with their numbers."""


def entries(lines: Lines) -> Iterator[Entry]:
    """Put together objects that go over several lines, and take apart arrays. A line that begins `{"` begins anew."""
    again: Held | None = []
    while again is not None:
        again = yield from _entries(again, lines)


def _entries(again: Held, lines: Lines) -> Generator[Entry, None, Held | None]:
    """Give entries until an object opens a list that is too long to be held: then the lines to go on with."""
    held: Held = []
    depth = size = 0
    rest = iter(again)
    for number, line in chain(rest, lines) if again else lines:
        text = line.strip()
        if held and (line.startswith(b'{"') or len(held) >= MOST_LINES or size > MOST_BYTES):
            inside = _opened(held)
            if inside is not None:
                yield Entry(held[0][0], inside[0][0] - held[0][0], b"")
                return [*inside, (number, line), *rest]
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
    inside = _opened(held)
    if inside is not None:
        yield Entry(held[0][0], inside[0][0] - held[0][0], b"")
        return inside
    yield from one_by_one(held)
    return None


def _opened(held: Held) -> Held | None:
    """Give the lines behind the opening of a list that an object wraps, None where it wraps none."""
    text = b"\n".join(line for _, line in held[:OPENING])
    found = _named(text) or (LISTED.match(text) if len(held) >= MANY else None)
    if found is None:
        return None
    before = text.count(b"\n", 0, found.end())
    rest = text[found.end() :].partition(b"\n")[0]
    return [(held[before][0], rest), *held[before + 1 :]]


def _named(text: bytes) -> re.Match[bytes] | None:
    """Find the opening of a list by a name that wraps, or by one that may where nothing before it tells of an event."""
    found = WRAPPED.match(text)
    if found is not None:
        return found
    found = NAMED.match(text)
    return found if found is not None and TOLD.search(text, 0, found.end()) is None else None


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
    wraps = _ends_list(entry.text) and (_named(entry.text) or LISTED.match(entry.text))
    if not wraps:
        yield entry
        return
    try:
        whole = json.loads(entry.text.rstrip(b", "))
        values = _list(whole) if wraps.re is not LISTED or len(whole) == 1 else None
    except (ValueError, RecursionError):
        values = None
    if values is None:
        yield entry
        return
    told = [value for each in values for value in _streamed(each)]
    for place, value in enumerate(told or [None]):
        yield Entry(entry.line, entry.lines if place == 0 else 0, _inner(value))


def _ends_list(text: bytes) -> bool:
    """Say whether an object has a list of objects, and ends with one, or with little that tells of no event."""
    behind = text[-300:].rpartition(b"]")[2]
    ends = len(behind) < min(len(text), 300) and (len(behind) < 60 or TOLD.search(behind) is None)
    return ends and OF_OBJECTS.search(text) is not None


def _list(value: Any) -> list[Any] | None:
    """The list that is last in an object, or in the object that is last in it."""
    for one in reversed(value.values()) if isinstance(value, dict) else ():
        if isinstance(one, list) and one:
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
    return b"\n" not in head and (head.lstrip().startswith(b"[") or _wraps(head.lstrip()) is not None)


def _wraps(head: bytes) -> re.Match[bytes] | None:
    return _named(head) or (LISTED.match(head) if len(head) >= LONG else None)


def streamed(pieces: Iterator[bytes]) -> Iterator[Entry]:
    """Give the objects of an array on one line of any length; the line itself is told at the end, as blank."""
    rest, at, begun, depth = b"", 0, -1, 0
    first = True
    for piece in pieces:
        rest += piece
        if first:
            found = _wraps(rest.lstrip())
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
