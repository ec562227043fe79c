"""Every plan of 100,000 tools rated for all industries, beside the bare product of the same matrices."""

import sys

import numpy
from beside import compare

from catalog.dataset.reading import read
from catalog.rating import STEPS, bounds
from catalog.rubric import INDUSTRIES
from catalog.settings import Settings

PLANS = 300_000
CRITERIA = 70


def main() -> None:
    """Compare over 21 rounds, on made-up answers of which a third is unknown."""
    rubric = read(Settings().data).rubric
    assert rubric is not None
    some = list(rubric.criteria.items())
    repeated = {f"{name}-{turn}": criterion for turn in range(2) for name, criterion in some}
    rubric = rubric.model_copy(update={"criteria": dict(list(repeated.items())[:CRITERIA])})
    chance = numpy.random.default_rng(7)
    answers = (chance.integers(0, STEPS + 1, (PLANS, CRITERIA)) / STEPS).astype(numpy.float32)
    unknown = chance.random((PLANS, CRITERIA)) < 1 / 3
    at_least = numpy.where(unknown, numpy.float32(0), answers)
    at_most = numpy.where(unknown, numpy.float32(1), answers)
    matrix = chance.integers(0, 9, (CRITERIA, len(INDUSTRIES))).astype(numpy.float32)
    sys.stdout.write(f"{PLANS:,} plans x {CRITERIA} criteria x {len(INDUSTRIES)} industries\n")
    compare(
        ("both bounds and confidence", "one bare product"),
        lambda: bounds(at_least, at_most, rubric),
        lambda: answers @ matrix,
        rounds=21,
    )


if __name__ == "__main__":
    main()
