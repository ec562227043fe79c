"""What a drawn icon shows: a tick, a cross or a dash, told by its lines where no class or label says it.

An icon that is drawn inline has often nothing but its path. Those made of straight lines are read as they are drawn
(SVG 2, chapter 9); of those drawn as outlines, the ones that icon sets in wide use begin with are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from scrapers.page.model import Mark

Point = tuple[float, float]
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LONGEST = 120
_STEEPER = 1.3  # the second stroke of a tick is the longer one; those of an arrow's head are equal
_TICKS: tuple[str, ...] = (
    *("M16.707 5.293", "M16.704 4.153", "M10 18a8 8 0 100-16 8 8 0 000 16zm3.707-9.293", "M11.4669 3.72684"),
    *("M13.854 3.646", "M10.97 4.97", "M12.736 3.97", "M9 16.17", "M173.898 439.404", "M438.6 105.4"),
)
_CROSSES = (
    "M4.293 4.293a1 1",
    "M6.28 5.22",
    "M10 18a8 8 0 100-16 8 8 0 000 16zM8.707 7.293",
    "M4.646 4.646",
    "M19 6.41",
)


@lru_cache(maxsize=512)
def mark_of(drawn: tuple[str, ...]) -> Mark | None:
    """Give what an icon's paths show together, or None."""
    if any(path.startswith(_TICKS) for path in drawn):
        return "yes"
    if any(path.startswith(_CROSSES) for path in drawn):
        return "no"
    strokes = [stroke for path in drawn if len(path) <= _LONGEST for stroke in _strokes(path)]
    if len(strokes) == 1 and len(strokes[0]) == 2 and strokes[0][0][1] == strokes[0][1][1]:
        return "no"
    if len(strokes) == 1 and _is_tick(strokes[0]):
        return "yes"
    return "no" if len(strokes) == 2 and _is_cross(*strokes) else None


def _is_tick(stroke: Sequence[Point]) -> bool:
    if len(stroke) != 3:
        return False
    (ax, ay), (bx, by), (cx, cy) = stroke if stroke[0][0] < stroke[2][0] else reversed(stroke)
    return ax < bx < cx and ay < by > cy and (cx - bx) > _STEEPER * (bx - ax)


def _is_cross(one: Sequence[Point], other: Sequence[Point]) -> bool:
    if len(one) != 2 or len(other) != 2:
        return False
    slopes = [(b[0] - a[0]) * (b[1] - a[1]) for a, b in (one, other)]
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in (one, other)]
    return slopes[0] * slopes[1] < 0 and all(abs(x - y) < 1 for x, y in zip(*middles, strict=True))


def _strokes(path: str) -> Iterator[list[Point]]:
    """Give the strokes of a path as points; a path with curves has none."""
    tokens = _TOKEN.findall(path)
    if any(token.isalpha() and token.lower() not in _STRAIGHT for token in tokens):
        return
    stroke: list[Point] = []
    order, x, y, at = "", 0.0, 0.0, 0
    while at < len(tokens):
        token = tokens[at]
        if token.isalpha():
            order = token
            at += 1
            if order in "mM" and stroke:
                yield stroke
                stroke = []
            continue
        across = 0.0 if order in "vV" else float(token)
        down = 0.0 if order in "hH" else float(token if order in "vV" else (tokens[at + 1 : at + 2] or ["0"])[0])
        absolute = order.isupper()
        x = across if absolute and order != "V" else x + across
        y = down if absolute and order != "H" else y + down
        stroke.append((x, y))
        at += 1 if order in "hHvV" else 2
    if stroke:
        yield stroke


_STRAIGHT = frozenset("mlhvz")
