"""Lengths of time in a text, in days."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re

_NUMBERS = {
    word: int(number)
    for word, number in re.findall(
        r"(\S+)=(\d+)",
        "a=1 an=1 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 twelve=12 fourteen=14"
        " fifteen=15"
        " twenty=20 thirty=30 forty-five=45 sixty=60 ninety=90 hundred=100",
    )
}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_LENGTH = re.compile(
    rf"(?<![\w.,-])(?:(?P<word>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?:\s\(\d{{1,4}}\))?"
    r"|\(?(?P<number>\d{1,4})\)?)[\s-](?:business |calendar |working )?(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)


def days(text: str) -> Iterator[tuple[int, int, int]]:
    """Give the lengths of time in a text: days (a month has 30, a year 365), and from where to where each stands."""
    for found in _LENGTH.finditer(text):
        number = int(found["number"]) if found["number"] else _NUMBERS[found["word"].lower()]
        yield number * _DAYS[found["unit"].lower()], found.start(), found.end()
