"""Resolutions to a rating: what is known at least and at most, and how much is known. Pure.

For weights w >= 0 and column v in [0, 1], unknown where there is no answer:
`low = sum(w v, unknown as 0) / sum(w)`, `high = sum(w v, unknown as 1) / sum(w)`, `confidence` = known share of weight.
Plain weights do about as well as fitted ones: Dawes, "The robust beauty of improper linear models", 1979.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from catalog.evidence.resolve import Resolution
from catalog.rubric import Rubric

if TYPE_CHECKING:
    import numpy

Resolutions = Mapping[str, Resolution]


@dataclass(frozen=True, slots=True)
class Rating:
    """Bounds in [0, 1], the known share of weight, the grade of `low`, and the rubric's version."""

    low: float
    high: float
    confidence: float
    grade: str
    rubric: str


def rate(resolutions: Resolutions, rubric: Rubric, industry: str) -> Rating:
    """Rate one plan of a tool for an industry."""
    low = unknown = total = 0.0
    for name, weight in weights(rubric, industry).items():
        credit = resolutions[name].credit
        total += weight
        if credit is None:
            unknown += weight
        else:
            low += weight * credit
    return _rating(low, unknown, total, rubric)


def rate_all(many: Sequence[Resolutions], rubric: Rubric, industry: str) -> list[Rating]:
    """Rate many at once; the same sums in the same order as `rate`, so the same figures to the last bit."""
    import numpy

    low, unknown = numpy.zeros(len(many)), numpy.zeros(len(many))
    total = 0.0
    for name, weight in weights(rubric, industry).items():
        column = _column(many, name)
        known = ~numpy.isnan(column)
        total += weight
        unknown += numpy.where(known, 0.0, weight)
        low += numpy.where(known, weight * column, 0.0)
    return [_rating(float(a), float(b), total, rubric) for a, b in zip(low, unknown, strict=True)]


def weights(rubric: Rubric, industry: str) -> dict[str, float]:
    """Give the criteria that count in an industry, with their weights."""
    given = {name: c.weights[industry].weight for name, c in rubric.criteria.items() if industry in c.weights}
    return {name: weight for name, weight in given.items() if weight > 0}


def _column(many: Sequence[Resolutions], name: str) -> "numpy.ndarray":
    import numpy

    return numpy.array([numpy.nan if (credit := each[name].credit) is None else credit for each in many], dtype=float)


def _rating(low: float, unknown: float, total: float, rubric: Rubric) -> Rating:
    if total == 0.0:
        return Rating(0.0, 1.0, 0.0, rubric.grade(0.0), rubric.version)
    bottom = low / total
    return Rating(bottom, (low + unknown) / total, (total - unknown) / total, rubric.grade(bottom), rubric.version)
