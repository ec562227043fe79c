"""Elements nested deeper than a browser nests them are opened: a parser's time grows with the depth."""

from __future__ import annotations

import re
from collections.abc import Iterator

DEEPEST = 512  # the depth at which browsers stop nesting, too
_TAG = re.compile(r"<(?P<end>/)?(?P<name>[a-zA-Z][\w-]*)[^<>]*>")
_PIECE = 8192
_CLOSING = re.compile("</")  # found in half the time that `str.count` takes for two signs
_SHALLOW = frozenset(
    "area base br col dd dt embed hr img input li link meta option p param path source td th tr track use wbr".split()
)


def flat(source: str) -> str:
    """Give the source without the tags that nest deeper than `DEEPEST`; its text stays."""
    deep = list(_too_deep(source)) if _may_be_deep(source) else []
    if not deep:
        return source
    kept = []
    here = 0
    for start, end in deep:
        kept.append(source[here:start])
        here = end
    return " ".join([*kept, source[here:]])


def _may_be_deep(source: str) -> bool:
    """Tell, roughly and fast, whether more than `DEEPEST` elements may be open anywhere."""
    return _deepest(source, ()) > DEEPEST and _deepest(source, ("/>", "<!", "<br>")) > DEEPEST


def _deepest(source: str, alone: tuple[str, ...]) -> int:
    """Give a depth that no element exceeds, counted piece by piece; what is in `alone` opens nothing."""
    depth = most = 0
    for first in range(0, len(source), _PIECE):
        part = source[first : first + _PIECE]
        closed = len(_CLOSING.findall(part))
        opened = part.count("<") - closed - sum(map(part.count, alone))
        most = max(most, depth + opened)
        depth = max(depth + opened - closed, opened, 0)
    return most


def _too_deep(source: str) -> Iterator[tuple[int, int]]:
    depth = 0
    for tag in _TAG.finditer(source):
        if tag["name"].lower() in _SHALLOW or tag[0].endswith("/>"):
            continue
        if tag["end"]:
            if depth > DEEPEST:
                yield tag.span()
            depth = max(0, depth - 1)
        else:
            depth += 1
            if depth > DEEPEST:
                yield tag.span()
