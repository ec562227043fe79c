"""Objects and rows as a product's own format knows them, where an export or a shipper wrote their keys another way.

Keys that are paths (`actor.alternateId`) become deep objects, keys in small letters (`actor.alternate_id`) those of an
API, and flat objects with the keys of a firewall's pairs such pairs.

Traps: many a program has keys in small letters, so that a way is gone only where a key says whose it may be; collectors
put a stroke before keys; a list's objects may be numbered in their names (`target0.id`).
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from catalog.discovery.layouts import columns, objects
from catalog.discovery.record import Read, Record

Remake = Callable[[objects.Object], bytes | None]
"""Gives an object another way, None where it is none that is written so."""
SMALL: Final = re.compile(r"(?<=[a-z0-9])_([a-z0-9])")
NUMBERED: Final = re.compile(r"([A-Za-z]+)(\d{1,2})")
IN_SMALL: Final = frozenset(("event_type", "created_date_time", "activity_date_time"))
"""Keys of directories' events, spelled in small letters."""
OF_PAIRS: Final = frozenset(("logid", "devid", "log_type", "log_component", "fw", "requested_host"))
"""Keys by which formats of pairs know theirs."""


def deep(row: objects.Object) -> bytes | None:
    """Give an object whose keys are paths as a deep one."""
    paths = any("." in name and not name.startswith(columns.SPELLED) for name in row)
    return json.dumps(columns.deep(row)).encode() if paths else None


def spelled(row: objects.Object) -> bytes | None:
    """Give an object with keys in small letters as an API writes it."""
    return json.dumps(with_capitals(columns.deep(row))).encode() if not IN_SMALL.isdisjoint(row) else None


def paired(row: objects.Object) -> bytes | None:
    """Give a flat object as pairs."""
    told = {name.lstrip("_"): word for name in row if (word := objects.word(row, name)) is not None}
    if OF_PAIRS.isdisjoint(told):
        return None
    quoted = ((name, word.replace('"', "'").replace("\n", " ")) for name, word in told.items())
    return " ".join(f'{name}="{word}"' for name, word in quoted).encode()


SURE: Final[tuple[Remake, ...]] = (deep,)
"""Ways that count before the objects as they are."""
LIKELY: Final[tuple[Remake, ...]] = (spelled, paired)


def heads(head: bytes, ways: tuple[Remake, ...]) -> Iterator[tuple[bytes, Remake]]:
    """Give a head of objects each of some ways that its first object may be written in."""
    if not head.lstrip().startswith((b"{", b"[")):
        return
    found, _ = objects.sample(head)
    for way in ways:
        if found and way(found[0]) is not None:
            yield b"\n".join(way(row) or json.dumps(row).encode() for row in found), way


def through(read: Read, way: Remake) -> Read:
    """Give a reader for objects that are written another way."""

    def remade(entry: bytes) -> Record | None:
        row = objects.parsed(entry)
        return None if row is None else read(way(row) or entry)

    return remade


def with_capitals(row: objects.Object) -> objects.Object:
    """Give an object, and those in it, with keys like `alternateId` for `alternate_id`, and numbered ones as a list."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        inner = _inner(value)
        numbered = NUMBERED.fullmatch(name) if isinstance(inner, dict) else None
        if numbered is not None:
            found.setdefault(numbered[1], []).append(inner)
        else:
            found[SMALL.sub(lambda letter: letter[1].upper(), name)] = inner
    return found


def _inner(value: Any) -> Any:
    if isinstance(value, list):
        return [_inner(one) for one in value]
    return with_capitals(value) if isinstance(value, dict) else value
