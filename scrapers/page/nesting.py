"""Elements nested deeper than a browser nests them are opened: a parser's time grows with the depth."""

from __future__ import annotations

import re
from collections.abc import Iterator

DEEPEST = 512  # the depth at which browsers stop nesting, too
_TAG = re.compile(r"<(?P<end>/)?(?P<name>[a-zA-Z][\w-]*)[^<>]*>")
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
    depth = 0
    for part in source.split("</"):
        depth += part.count("<") - 1
        if depth > DEEPEST:
            return True
        depth = max(depth, -1)
    return False


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
