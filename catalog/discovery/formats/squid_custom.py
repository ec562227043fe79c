"""Squid's access log with columns of one's own (`logformat`) around those of the native one, or in another order.

https://www.squid-cache.org/Doc/config/logformat/

Traps: columns are known by what they look like: the time in front, in seconds or in words; code, with the status or
without, method, URL, hierarchy/peer. The size of the answer follows code/status, as in the native log; where the status
is a column of its own, it follows the code or comes after the URL, then one size or those of request and answer; a
protocol's version and a type may stand behind the URL. What has another order wants a format of one's own.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from catalog.discovery import entry, fields, times
from catalog.discovery.formats import squid
from catalog.discovery.record import Record, Unreadable

TITLE = "Squid, native with further columns"
TIME = re.compile(
    r"(\d{9,10}\.\d{3,6}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?|"
    r"\[?\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d(?:\.\d+)?(?: [+-]\d{4})?\]?) "
)
RESULT = re.compile(r"((?:TCP|UDP|NONE|TAG|NONE_NONE)(?:_[A-Z_]+)?)(?:/(\d{3}))?")
METHOD = re.compile(r"[A-Z][A-Z_]{2,20}")
HIERARCHY = re.compile(r"[A-Z][A-Z_0-9]*/\S+")
VERSION = re.compile(r"(?:HTTP/)?\d\.\d")
STATUS = re.compile(r"[1-5]\d\d|0{1,3}")
WHERE = re.compile(r"[a-z]+://\S+|[^\s:]+:\d{1,5}|\[[0-9A-Fa-f:]+\]:\d{1,5}|error:\S+")
ENOUGH = 0.5


class Places(NamedTuple):
    """Where the columns of a line stand."""

    code: int
    method: int
    peer: int


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that it reads, none for the native log."""
    if b"#Fields:" in head[: squid.HEADERS] or squid.recognises(head) >= ENOUGH:
        return 0.0
    return 0.8 * fields.share(head, lambda line: None if squid.TAGGED.search(line) else read(line))


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    stamp = TIME.match(text)
    if stamp is None:
        raise Unreadable("no time in front")
    parts = text[stamp.end() :].split()
    places = _places(parts)
    code, method, peer = places
    client = next((part for part in parts if fields.is_address(part)), None)
    result, apart, status = parts[code].partition("/")
    up, down = None, parts[code + 1] if apart and code + 1 < len(parts) else None
    if not apart:
        status, up, down = _answered(parts, places)
    url = parts[method + 1]
    told = parts[peer].encode() if peer < len(parts) else b""
    return entry.record(
        time=times.moment(stamp[1]),
        user=fields.user(_user(parts, places).encode(), client),
        client=client,
        host=squid.host(parts[method], url),
        url=url,
        method=parts[method],
        action=squid.action(result.encode(), int(status) if status.isdigit() else 0, told, url),
        status=status,
        up=up,
        down=down,
    )


def _places(parts: Sequence[str]) -> Places:
    code = _find(parts, 0, RESULT.fullmatch, "result like TCP_MISS/200")
    before = [at for at in range(code - 1) if METHOD.fullmatch(parts[at]) and WHERE.fullmatch(parts[at + 1])]
    method = before[-1] if before else _find(parts, code + 1, METHOD.fullmatch, "method")
    if method + 1 >= len(parts):
        raise Unreadable("no URL")
    after = max(code + 1, method + 2)
    if "/" not in parts[code] and not any(map(HIERARCHY.fullmatch, parts[after:])):
        return Places(code, method, after)  # the peer may be written without what it was
    return Places(code, method, _find(parts, after, HIERARCHY.fullmatch, "field like HIER_DIRECT/192.0.2.1"))


def _answered(parts: Sequence[str], places: Places) -> tuple[str, str | None, str | None]:
    """The status and the sizes of request and answer, which stand behind the code or between URL and code."""
    code, method, _ = places
    if method > code:
        status, between = parts[code + 1], parts[code + 2 : method]
    else:
        between = [part for part in parts[method + 2 : code] if not VERSION.fullmatch(part)]
        at = next((at for at, part in enumerate(between) if STATUS.fullmatch(part)), len(between))
        status, between = (between[at] if at < len(between) else ""), between[at + 1 :]
    sizes = [part for part in between if part.isdigit()]
    return status, sizes[-2] if len(sizes) > 1 else None, sizes[-1] if sizes else None


def _user(parts: Sequence[str], places: Places) -> str:
    """The user behind the URL; in front of the method where the code comes later."""
    code, method, peer = places
    if method < code:
        said = parts[method - 1] if method else "-"
        return "-" if said.isdigit() or said.endswith("]") else said
    after = [part for part in parts[method + 2 : peer] if not VERSION.fullmatch(part)]
    return after[-1] if after else "-"


def _find(parts: Sequence[str], start_: int, fits: Callable[[str], object], what: str) -> int:
    """The place of the first part that fits; raise `Unreadable` where none does."""
    for place in range(start_, len(parts)):
        if fits(parts[place]):
            return place
    raise Unreadable(f"no {what}")
