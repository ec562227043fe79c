"""Days and times as people write them."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import BadUse
from catalog.moment import read, written
from tests.catalog.facts import PRESENT


def moment(text: str | None) -> datetime:
    return read(text, option="--as-of", at=PRESENT)


def test_a_bare_day_is_its_end_and_today_is_now() -> None:
    assert moment("2020-04-15") == datetime(2020, 4, 15, 23, 59, 59, 999999, tzinfo=UTC)
    assert moment("2026-11-25") == moment(None) == PRESENT


def test_a_time_is_read_in_its_zone() -> None:
    assert moment("2026-11-24T10:00:00+02:00") == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert written(moment("2026-11-24T10:00:00+02:00")) == "2026-11-24T08:00:00Z"


@given(st.datetimes(max_value=PRESENT.replace(tzinfo=None), timezones=st.just(UTC)))
def test_a_moment_that_was_written_is_read_as_the_same(told: datetime) -> None:
    assert moment(written(told)) == told


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2026-11-26", "future"),
        ("2026-11-25T13:00:00Z", "future"),
        ("2026-11-24T10:00:00", "time zone"),
        ("24.11.2026", "2026-11-24"),
        ("2026-02-30", "2026-11-24"),
        ("now", "2026-11-24"),
    ],
)
def test_what_is_no_moment_names_the_mend(text: str, what: str) -> None:
    with pytest.raises(BadUse, match=what):
        moment(text)


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_bad_use(text: str) -> None:
    with suppress(BadUse):
        assert moment(text) <= PRESENT
