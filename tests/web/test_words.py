"""The words that people read."""

from datetime import UTC, date, datetime

import pytest
import yaml

from catalog.rubric import DATA_CLASSES, INDUSTRIES
from catalog.settings import settings
from web import words


def test_every_kind_of_data_has_the_words_that_the_rubric_gives_it() -> None:
    said = yaml.safe_load((settings().data / "rubric" / "data_classes.yaml").read_text(encoding="utf-8"))
    rubric = {each["data_class"]: (each["example"], each["noun"]) for each in said["data_classes"]}
    ours = {name: (each.example, each.noun.removeprefix("your ")) for name, each in words.DATA.items()}
    assert ours == rubric
    assert list(words.DATA) == list(DATA_CLASSES)


def test_every_industry_has_a_name_and_usual_data() -> None:
    assert tuple(words.INDUSTRIES) == INDUSTRIES == tuple(words.USUAL)
    assert {name for usual in words.USUAL.values() for name in usual} <= set(DATA_CLASSES)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (date(2026, 5, 3), "3 May 2026"),
        ("2026-10-02", "2 October 2026"),
        ("2026-11-24T23:59:59Z", "24 November 2026"),
        (datetime(2026, 1, 1, tzinfo=UTC), "1 January 2026"),
    ],
)
def test_a_day_reads_as_people_write_it(value: date | str, said: str) -> None:
    assert words.day(value) == said


def test_an_unknown_price_is_never_nought() -> None:
    assert words.price(None) == "no published price"
    assert words.price({"amount": None, "contact": True}) == "no published price"
    assert words.price({"amount": 8.75, "currency": "USD", "per": "user", "period": "month", "billed": "annually"}) == (
        "8.75 USD per user and month, paid yearly"
    )
    assert words.price({"amount": 96, "currency": "EUR", "per": "flat", "period": "year", "billed": None}) == (
        "96 EUR flat a year"
    )


def test_only_sensitive_kinds_are_named_where_there_are_any() -> None:
    assert words.data_nouns(["internal"]) == "your work notes"
    assert words.data_nouns(["internal", "phi"]) == "patient data"
    assert words.data_nouns(["pii", "phi", "npi"]) == "personal data, patient data and clients' money data"


def test_a_reason_is_joined_by_a_colon_only_where_the_sentence_stays_short() -> None:
    assert words.joined("Not for patient data", "Slack signs no BAA for it.") == (
        "Not for patient data: Slack signs no BAA for it."
    )
    long = "Slack signs no BAA for the Free plan, which is the one contract that health data needs everywhere."
    assert words.joined("Not for patient data on the Free plan", long) == (
        f"Not for patient data on the Free plan. {long}"
    )


def test_counts_are_words_up_to_ten() -> None:
    assert words.many(1, "thing") == "one thing"
    assert words.many(3, "thing") == "three things"
    assert words.many(214, "person", "people") == "214 people"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-25", "today"),
        ("2026-11-24", "one day ago"),
        ("2026-11-04", "three weeks ago"),
        ("2026-05-01", "six months ago"),
        ("2019-10-31", "seven years ago"),
    ],
)
def test_an_age_is_told_roughly(day: str, said: str) -> None:
    assert words.ago(day, date(2026, 11, 25)) == said


def test_a_sentence_of_a_document_has_its_days_as_people_read_them() -> None:
    assert words.with_days("Our contract renews on 2027-07-14.") == "Our contract renews on 14 Jul 2027."
