"""Fingerprints keep the numbers that they got when they came first."""

import numpy as np
import pytest

from catalog.discovery import numbering
from catalog.discovery.numbering import Numbers


@pytest.mark.parametrize("bits", [3, 6, 18])
def test_numbers_count_what_is_new_and_know_it_again(bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbering, "FEWEST_BITS", bits)
    monkeypatch.setattr(numbering, "MOST_BITS", bits + 4)
    chance = np.random.default_rng(6)
    prints = chance.integers(0, 2**64, 5_000, dtype=np.uint64)
    prints[:3] = 0, 1, 2**64 - 1
    numbers, known = Numbers(), dict[int, int]()
    for size in (1, 10, 0, 100, 1_000, 3_000, 3_000, 5_000):
        some = chance.choice(prints, size)
        got, first = numbers.of(some)
        new = [one for one in dict.fromkeys(some.tolist()) if one not in known]
        assert sorted(some[first].tolist()) == sorted(new)
        known |= dict(zip(some[first].tolist(), range(len(known), len(known) + len(first)), strict=True))
        assert [some.tolist().index(one) for one in some[first].tolist()] == first.tolist()
        assert got.tolist() == [known[one] for one in some.tolist()]
    assert numbers.count == len(known)
