"""What uses are counted by, summed up as far as the store's numbers reach: events, blocked ones, bytes up and down."""

from collections.abc import Iterable
from typing import Final

Counts = list[int | None]
MOST: Final = (2**31 - 1, 2**31 - 1, 2**63 - 1, 2**63 - 1)


def nothing() -> Counts:
    """Give the counts of no use; bytes are unknown."""
    return [0, 0, None, None]


def add(sums: Counts, more: Iterable[int | None]) -> None:
    """Add counts to others, those that are known."""
    for place, count in enumerate(more):
        if count is not None:
            sums[place] = min((sums[place] or 0) + count, MOST[place])
