"""What icons show that are drawn inline and carry no name."""

import pytest

from scrapers.page.model import Mark
from scrapers.page.shapes import mark_of

DRAWN: list[tuple[str, tuple[str, ...], Mark | None]] = [
    ("a tick in one stroke", ("M5 13l4 4L19 7",), "yes"),
    ("a tick from its end", ("M20 6 9 17l-5-5",), "yes"),
    ("a tick in a ring", ("M22 11.08V12a10 10 0 1 1-5.93-9.14", "M22 4 12 14.01 9 11.01"), "yes"),
    ("a cross in one path", ("M6 18L18 6M6 6l12 12",), "no"),
    ("a cross of two lines", ("M18 6L6 18", "M6 6L18 18"), "no"),
    ("a dash", ("M5 12h14",), "no"),
    ("a plus", ("M12 4v16m8-8H4",), None),
    ("three bars", ("M4 6h16M4 12h16M4 18h16",), None),
    ("the head of an arrow", ("M9 5l7 7-7 7",), None),
    ("an arrow down", ("M6 9l6 6 6-6",), None),
    ("an arrow with its shaft", ("M5 12h14M12 5l7 7-7 7",), None),
    ("nothing that can be read", ("M", "L5"), None),
]


@pytest.mark.parametrize(
    ("drawn", "mark"), [(drawn, mark) for _, drawn, mark in DRAWN], ids=[name for name, _, _ in DRAWN]
)
def test_what_lines_show(drawn: tuple[str, ...], mark: Mark | None) -> None:
    assert mark_of(drawn) == mark
