"""What nobody sees, estimated from an overlap: Chapman's estimator, held to what it promises."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.adoption.recapture import LEAST_IN_BOTH, Estimate, Overlap, estimate, overlap, why_none

counts = st.integers(0, 2_000)


@st.composite
def overlaps(draw: st.DrawFn, least: int = LEAST_IN_BOTH) -> Overlap:
    both = draw(st.integers(least, 500))
    return Overlap(both + draw(counts), both + draw(counts), both)


def of(found: Overlap) -> Estimate:
    told = estimate(found)
    assert told is not None
    return told


def test_twenty_of_thirty_told_were_seen_among_sixty() -> None:
    found = overlap(set(range(30)), set(range(10, 70)))
    assert (found, found.seen) == (Overlap(30, 60, 20), 70)
    assert of(found).total == round(31 * 61 / 21 - 1) == 89


@given(overlaps())
def test_the_interval_holds_the_estimate_and_neither_is_less_than_what_was_seen(found: Overlap) -> None:
    told = of(found)
    assert found.seen <= told.low <= told.total <= told.high


@given(overlaps())
def test_it_does_not_matter_which_source_is_called_the_first(found: Overlap) -> None:
    assert of(found) == of(Overlap(found.second, found.first, found.both))


@given(overlaps(), st.integers(1, 50))
def test_the_more_is_in_both_the_less_is_unseen(found: Overlap, more: int) -> None:
    closer = Overlap(found.first + more, found.second + more, found.both + more)
    assert of(closer).total - closer.seen <= of(found).total - found.seen


@given(st.integers(LEAST_IN_BOTH, 500), counts)
def test_a_source_that_finds_all_that_the_other_found_leaves_nothing_to_estimate(first: int, more: int) -> None:
    assert of(Overlap(first, first + more, first)).total == first + more


@given(st.integers(0, LEAST_IN_BOTH - 1), counts, counts)
def test_too_small_an_overlap_gives_no_number_but_says_why(both: int, first: int, second: int) -> None:
    found = Overlap(both + first, both + second, both)
    assert estimate(found) is None
    assert why_none(found)


@pytest.mark.parametrize(("total", "first", "second"), [(60, 30, 30), (120, 40, 60), (400, 100, 120), (400, 60, 200)])
def test_of_independent_sources_the_interval_holds_the_truth_19_times_in_20(
    total: int, first: int, second: int
) -> None:
    held = mean = told = 0.0
    for both in range(LEAST_IN_BOTH, min(first, second) + 1):
        chance = comb(first, both) * comb(total - first, second - both) / comb(total, second)
        found = of(Overlap(first, second, both))
        told += chance
        mean += chance * found.total
        held += chance * (found.low <= total <= found.high)
    assert held / told >= 0.95
    assert abs(mean / told - total) / total < 0.02
