"""Squid's access log with further columns (`logformat` of one's own) around those of the native one.

https://www.squid-cache.org/Doc/config/logformat/

Traps: columns are known by what they look like: the time in seconds in front, code/status, method, URL and
hierarchy/peer in this order; the size of the answer follows the code, as in the native log; a protocol's version may
stand between URL and user; the status may be a column of its own, then the sizes of request and answer stand before
the method. What has another order wants a format of one's own.
"""

import re
from collections.abc import Callable

from catalog.discovery import entry, fields, times
from catalog.discovery.formats import squid
from catalog.discovery.record import Read, Record, Unreadable

TITLE = "Squid, native with further columns"
TIME = re.compile(r"\d{9,10}\.\d{3,6}")
RESULT = re.compile(r"((?:TCP|UDP|NONE|TAG|NONE_NONE)(?:_[A-Z_]+)?)(?:/(\d{3}))?")
METHOD = re.compile(r"[A-Z][A-Z_]{2,20}")
HIERARCHY = re.compile(r"[A-Z][A-Z_0-9]*/\S+")
VERSION = re.compile(r"(?:HTTP/)?\d\.\d")
ENOUGH = 0.5


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads, none for the native log."""
    if b"#Fields:" in head[: squid.HEADERS] or squid.recognises(head) >= ENOUGH:
        return 0.0
    return 0.8 * fields.share(head, lambda line: None if squid.TAGGED.search(line) else read(line))


def start() -> Read:
    """Give the reader: each line stands for itself."""
    return read


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    parts = fields.text(line).split()
    if not parts or parts[0].startswith("#"):
        return None
    if not TIME.fullmatch(parts[0]):
        raise Unreadable("no time in seconds in front")
    code = _find(parts, 1, RESULT.fullmatch, "result like TCP_MISS/200")
    method = _find(parts, code + 1, METHOD.fullmatch, "method")
    peer = _peer(parts, method + 2, code)
    client = next((part for part in parts[1:code] if fields.is_address(part)), None)
    result, apart, status = parts[code].partition("/")
    sizes = [part for part in parts[code + 1 : method] if part.isdigit()]
    if not apart:
        status, sizes = parts[code + 1], [part for part in parts[code + 2 : method] if part.isdigit()]
    url = parts[method + 1]
    after = [part for part in parts[method + 2 : peer] if not VERSION.fullmatch(part)]
    told = parts[peer].encode() if peer < len(parts) else b""
    return entry.record(
        time=times.epoch(parts[0]),
        user=fields.user(after[-1].encode(), client) if after else None,
        client=client,
        host=squid.host(parts[method], url),
        url=url,
        method=parts[method],
        action=squid.action(result.encode(), int(status) if status.isdigit() else 0, told, url),
        status=status,
        up=None if apart or len(sizes) < 2 else sizes[-2],
        down=parts[code + 1] if apart else sizes[-1] if sizes else None,
    )


def _peer(parts: list[str], after: int, code: int) -> int:
    """The place of hierarchy/peer; where the result is written without its status, the peer may be too."""
    if "/" not in parts[code] and not any(map(HIERARCHY.fullmatch, parts[after:])):
        return after
    return _find(parts, after, HIERARCHY.fullmatch, "field like HIER_DIRECT/192.0.2.1")


def _find(parts: list[str], start_: int, fits: Callable[[str], object], what: str) -> int:
    """The place of the first part that fits; raise `Unreadable` where none does."""
    for place in range(start_, len(parts)):
        if fits(parts[place]):
            return place
    raise Unreadable(f"no {what}")
