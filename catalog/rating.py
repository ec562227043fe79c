"""Resolutions to a rating: what is known at least and at most, and how much is known. Pure.

For weights w >= 0 and credits v in [0, 1], unknown where there is no answer:
`low = sum(w v, unknown as 0) / sum(w)`, `high = sum(w v, unknown as 1) / sum(w)`, `confidence` = known share of weight.
Plain weights do about as well as fitted ones: Dawes, "The robust beauty of improper linear models", 1979.

Credits count in steps of 1/1024 and weights in steps of 1/8 up to 16, so every sum is exact in 32 bits, in any order:
one plan rated alone and a hundred thousand rated at once get the same figures to the last bit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalog.evidence.resolve import Resolution
from catalog.rubric import INDUSTRIES, Rubric

if TYPE_CHECKING:
    from numpy import float32, float64
    from numpy.typing import NDArray

Resolutions = Mapping[str, Resolution]
STEPS = 1024
MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Rating:
    """Bounds in [0, 1], the known share of weight, the grade of `low`, and the rubric's version."""

    low: float
    high: float
    confidence: float
    grade: str
    rubric: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """Ratings of many at once: each an array of a row per plan and a column per industry, as `INDUSTRIES` has them."""

    low: "NDArray[float64]"
    high: "NDArray[float64]"
    confidence: "NDArray[float64]"


def rate(resolutions: Resolutions, rubric: Rubric, industry: str) -> Rating:
    """Rate one plan of a tool for an industry."""
    low = unknown = total = 0.0
    for name, weight in weights(rubric, industry).items():
        credit = resolutions[name].credit
        total += weight
        if credit is None:
            unknown += weight
        else:
            low += weight * stepped(credit)
    if total == 0.0:
        return Rating(0.0, 1.0, 0.0, rubric.grade(0.0), rubric.version)
    bottom = low / total
    return Rating(bottom, (low + unknown) / total, (total - unknown) / total, rubric.grade(bottom), rubric.version)


def rate_all(many: Sequence[Resolutions], rubric: Rubric, industry: str) -> list[Rating]:
    """Rate many for an industry."""
    found, column = bounds(*credits_of(many, rubric), rubric), INDUSTRIES.index(industry)
    rows = zip(found.low[:, column], found.high[:, column], found.confidence[:, column], strict=True)
    return [Rating(float(a), float(b), float(c), rubric.grade(float(a)), rubric.version) for a, b, c in rows]


def bounds(at_least: "NDArray[float32]", at_most: "NDArray[float32]", rubric: Rubric) -> Bounds:
    """Rate rows of credits for all industries: a column per criterion in the rubric's order, unknown as 0 and as 1.

    A product of matrices for each bound, and nothing else of their size.
    """
    import numpy

    matrix = numpy.array(
        [[c.weights[one].weight if one in c.weights else 0 for one in INDUSTRIES] for c in rubric.criteria.values()],
        dtype=numpy.float32,
    )
    total = matrix.sum(axis=0, dtype=numpy.float64)
    some = numpy.where(total > 0, total, 1.0)
    low, high = (side @ matrix for side in (at_least, at_most))
    unknown = (high - low).astype(numpy.float64)
    return Bounds(
        low=low.astype(numpy.float64) / some,
        high=numpy.where(total > 0, high.astype(numpy.float64) / some, 1.0),
        confidence=(total - unknown) / some,
    )


def credits_of(many: Sequence[Resolutions], rubric: Rubric) -> "tuple[NDArray[float32], NDArray[float32]]":
    """Give the credits of many, at least and at most: a row for each, a column per criterion in the rubric's order."""
    import numpy

    shape = (len(many), len(rubric.criteria))
    at_least, at_most = numpy.zeros(shape, numpy.float32), numpy.ones(shape, numpy.float32)
    for row, resolutions in enumerate(many):
        for column, name in enumerate(rubric.criteria):
            credit = resolutions[name].credit
            if credit is not None:
                at_least[row, column] = at_most[row, column] = stepped(credit)
    return at_least, at_most


def stepped(credit: float) -> float:
    """Give a credit in the steps that it counts in."""
    return round(credit * STEPS) / STEPS


def weights(rubric: Rubric, industry: str) -> dict[str, float]:
    """Give the criteria that count in an industry, with their weights."""
    kept = _WEIGHTS.get((id(rubric), industry))
    if kept is not None and kept[0] is rubric:
        return kept[1]
    given = {name: c.weights[industry].weight for name, c in rubric.criteria.items() if industry in c.weights}
    counted = {name: weight for name, weight in given.items() if weight > 0}
    if len(_WEIGHTS) >= MOST_KEPT:
        _WEIGHTS.clear()
    _WEIGHTS[id(rubric), industry] = (rubric, counted)
    return counted


_WEIGHTS: dict[tuple[int, str], tuple[Rubric, dict[str, float]]] = {}  # a rubric never changes once it is made
