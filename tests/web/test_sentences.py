"""The first sentences of an answer: what is fine first, then what is not and why."""

import re
from typing import Any

import pytest

from web import sentences
from web.pages import _specimens
from web.words import LONGEST

MONTHLY = {"amount": 18, "currency": "USD", "per": "user", "period": "month"}
NO_BAA = {"criterion": "hipaa_baa", "value": "no", "effect": "gate_failed", "text": "Acme signs no BAA for it."}


def document(**parts: Any) -> dict[str, Any]:
    return {**_specimens.document("denied", "gate", [NO_BAA]), **parts}


def test_what_is_fine_comes_before_what_is_not() -> None:
    assert sentences.head(document(), "Free", "allowed") == (
        "Fine for your work notes. Not for patient data on the Free plan: Acme signs no BAA for it."
    )


@pytest.mark.parametrize("work_notes", [None, "conditions", "ask", "denied"])
def test_work_notes_are_called_fine_only_where_they_are(work_notes: str | None) -> None:
    assert "work notes" not in sentences.head(document(), "Free", work_notes)


def test_work_notes_are_not_named_twice() -> None:
    asked = document(data=["internal"], basis="posture", verdict="ask", reasons=[])
    assert (
        sentences.head(asked, "Free", "allowed")
        == "Ask first. In medical work, your work notes need a yes from security."
    )


def test_a_plan_that_is_open_to_everyone_says_so() -> None:
    fine = document(verdict="allowed", basis="posture", data=["internal"], reasons=[], industry="general")
    assert sentences.head(fine, "Free") == (
        "Fine for your work notes. Acme Free is open to everyone here for this kind of data."
    )


def test_met_rules_are_counted() -> None:
    met = [{**NO_BAA, "effect": "gate_met"}] * 5
    assert sentences.head(document(verdict="allowed", basis="rating", reasons=met), "Grid") == (
        "Fine for patient data. Acme Grid meets all five rules for it."
    )


def test_conditions_count_what_is_still_open() -> None:
    steps = [{"gate": "baa", "text": "Sign.", "done": None}, {"gate": "baa", "text": "Switch.", "done": "2026-05-01"}]
    asked = document(verdict="conditions", to_do=steps, conditions=["Use the company's account."])
    assert sentences.head(asked, "Grid") == "Fine for patient data, if you do two things first."
    assert sentences.open_steps(asked) == ["Use the company's account.", "Sign."]


def test_what_is_tolerated_has_a_last_day() -> None:
    asked = document(verdict="conditions", basis="decision", conditions=["until 2026-12-09"], reasons=[])
    assert sentences.head(asked, "Free") == (
        "Fine for patient data until 9 December 2026. Security looks at it again by then."
    )


def test_an_unknown_gate_says_what_is_not_known() -> None:
    unknown = {**NO_BAA, "effect": "gate_unknown", "text": "We do not know yet if Acme signs a BAA."}
    assert sentences.head(document(verdict="ask", reasons=[unknown])) == (
        "Ask first for patient data: We do not know yet if Acme signs a BAA."
    )


def test_a_personal_account_is_named() -> None:
    said = sentences.head(document(account="personal"), "Free")
    assert said == "Not for patient data in a personal account: Acme signs no BAA for it."


def test_a_tool_that_nobody_knows_is_fine_for_public_things() -> None:
    asked = document(verdict="ask", basis="unknown_tool", tool=None, query="foobar")
    assert sentences.head(asked) == "We do not know foobar yet. Until we do, use it for public things only."


def test_a_very_long_query_is_cut_in_the_sentence() -> None:
    said = sentences.unknown_tool("x" * 500)
    assert len(said) < 130


def test_bounds_are_said_in_whole_numbers() -> None:
    assert sentences.bounds({"low": 0.41, "high": 0.66, "confidence": 0.75}) == (
        "Between 41 and 66 of 100. We know 75 % of what counts."
    )
    assert sentences.bounds({"low": 0.7, "high": 0.7, "confidence": 1}) == "70 of 100. We know 100 % of what counts."


@pytest.mark.parametrize("name", _specimens.ANSWERS)
def test_every_sentence_is_short_and_names_nobody_guilty(name: str) -> None:
    said = sentences.head(_specimens.ANSWERS[name], "Free", "allowed")
    for sentence in re.split(r"(?<=[.?!])\s", said):
        assert len(sentence.split()) <= LONGEST
    assert not re.search(r"unauthori[sz]ed|violation|shadow|rogue|offen[cs]e|\bmust\b", said, re.IGNORECASE)


def test_near_matches_are_a_question() -> None:
    assert sentences.near([{"name": "Trello"}]) == "Did you mean Trello?"
    assert sentences.near([{"name": "Zoom"}, {"name": "Zoho"}]) == "Did you mean Zoom or Zoho?"
    assert sentences.near([]) == ""


@pytest.mark.parametrize(
    ("price", "people", "said"),
    [
        ({"amount": 18, "currency": "USD", "per": "user", "period": "month"}, None, "216 USD a year for each person"),
        (
            {"amount": 18, "currency": "USD", "per": "user", "period": "month"},
            25,
            "5\u202f400 USD a year for 25 people",
        ),
        ({"amount": 7.25, "currency": "EUR", "per": "user", "period": "month"}, 1, "87 EUR a year for one person"),
        ({"amount": 99, "currency": "USD", "per": "flat", "period": "year"}, 25, "99 USD a year."),
        ({"amount": None, "currency": None, "per": None, "period": None}, 25, ""),
        (None, 25, ""),
    ],
)
def test_a_price_is_told_by_the_year_for_so_many_people(price: Any, people: int | None, said: str) -> None:
    assert said in sentences.a_year(price, people)
    assert bool(said) == bool(sentences.a_year(price, people))
