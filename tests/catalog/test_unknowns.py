"""What is unknown, and what knowing it would change: the bounds put to use."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.check import Question
from catalog.check.lacking import lacking
from catalog.check.letter import letter
from catalog.check.unknowns import Unknowns, supposing
from catalog.errors import UnknownTool
from catalog.rubric import DATA_CLASSES, INDUSTRIES
from catalog.store import Store
from catalog.verdict import rules
from catalog.verdict.case import STRICTNESS
from tests.catalog.cases import case
from tests.catalog.facts import rubric

NOTHING = Unknowns("allowed", "allowed", "allowed", ())


def told(store: Store, query: str, **given: Any) -> dict[str, Any]:
    with store.session() as session:
        return lacking(session, Question(query, **given))


def test_an_answer_that_decides_alone_comes_first(filled_store: Store) -> None:
    found = told(filled_store, "zulip", industry="medical", data=("phi",))
    turns = [(one["if_good"] != found["verdict"]) + (one["if_bad"] != found["verdict"]) for one in found["unknown"]]
    assert turns == sorted(turns, reverse=True)


def test_what_no_answer_can_change_is_said(filled_store: Store) -> None:
    found = told(filled_store, "slack", plan="free", industry="medical", data=("phi",))
    assert (found["verdict"], found["may_change"]) == ("denied", False)


def test_the_letter_asks_what_counts_most_first(filled_store: Store) -> None:
    found = told(filled_store, "zulip", industry="medical", data=("phi",))
    text = found["letter"]["text"]
    places = [text.index(one["question"]) for one in found["unknown"][:10]]
    assert places == sorted(places)


def test_where_nothing_is_unknown_there_is_no_letter() -> None:
    assert letter("Acme", None, NOTHING) is None


def test_a_tool_that_is_not_known_has_no_unknowns(filled_store: Store) -> None:
    with pytest.raises(UnknownTool, match="trello"):
        told(filled_store, "trelo")


@given(st.sampled_from(INDUSTRIES), st.sampled_from(DATA_CLASSES), st.sets(st.sampled_from(list(rubric().criteria))))
def test_good_answers_never_give_a_stricter_verdict_than_bad_ones(industry: str, data: str, names: set[str]) -> None:
    unknown = case((), data, industry=industry)
    good, bad = (rules.decide(supposing(unknown, dict.fromkeys(names, side))).word for side in (True, False))
    assert STRICTNESS[good] <= STRICTNESS[bad]
