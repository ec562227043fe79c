"""The words in the picture of use over time stand apart, and inside it."""

import pytest

from web.trends import BOTTOM, LINE, lines


@pytest.mark.parametrize(("uses", "declared"), [(302, 299), (302, 302), (100, 50), (1, 0), (1000, 2), (5, 5)])
@pytest.mark.parametrize("before", [0, 1_000])
def test_words_at_the_ends_of_lines_stand_apart(uses: int, declared: int, before: int) -> None:
    weeks = [
        {"until": "2026-11-20", "uses": before, "declared": before},
        {"until": "2026-11-27", "uses": uses, "declared": declared},
    ]
    above, below = (label["y"] for label in lines(weeks)["ends"])
    assert below - above >= LINE
    assert above > LINE
    assert below < BOTTOM
