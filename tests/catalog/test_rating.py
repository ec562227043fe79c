"""Bounds: what is known at least and at most (docs/way.md, "Rate")."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.evidence.resolve import Resolution
from catalog.rating import rate, rate_all, weights
from catalog.rubric import INDUSTRIES, Weight
from tests.catalog.facts import rubric

NAMES = list(rubric().criteria)
credits_or_unknown = st.one_of(st.none(), st.sampled_from([0.0, 0.5, 0.75, 1.0]), st.floats(0, 1))


def _resolved(credit: float | None, name: str) -> Resolution:
    return Resolution(name, "absent" if credit is None else "current", credit=credit)


resolutions = st.fixed_dictionaries(dict.fromkeys(NAMES, credits_or_unknown)).map(
    lambda told: {name: _resolved(credit, name) for name, credit in told.items()}
)
industries = st.sampled_from(INDUSTRIES)
eighths = st.integers(0, 128).map(lambda eighth: eighth / 8)


@given(resolutions, industries, st.sampled_from(NAMES), st.floats(0, 1))
def test_raising_one_answer_never_lowers_a_rating(
    told: dict[str, Any], industry: str, name: str, higher: float
) -> None:
    before = rate(told, rubric(), industry)
    credit = told[name].credit
    raised = told | {name: _resolved(max(credit, higher) if credit is not None else None, name)}
    after = rate(raised, rubric(), industry)
    assert after.low >= before.low
    assert after.high >= before.high


@given(resolutions, industries, st.sampled_from(NAMES), st.floats(0, 1))
def test_an_absent_answer_becoming_known_never_widens_the_bounds(
    told: dict[str, Any], industry: str, name: str, credit: float
) -> None:
    unknown = rate(told | {name: _resolved(None, name)}, rubric(), industry)
    known = rate(told | {name: _resolved(credit, name)}, rubric(), industry)
    assert known.low >= unknown.low
    assert known.high <= unknown.high + 1e-9


@given(resolutions, industries, st.sampled_from(NAMES), st.floats(0, 1))
def test_a_conflict_widens_by_exactly_its_criterions_share(
    told: dict[str, Any], industry: str, name: str, credit: float
) -> None:
    known = rate(told | {name: _resolved(credit, name)}, rubric(), industry)
    conflict = replace(_resolved(None, name), state="conflict")
    disputed = rate(told | {name: conflict}, rubric(), industry)
    counted = weights(rubric(), industry)
    share = counted.get(name, 0.0) / sum(counted.values())
    assert (disputed.high - disputed.low) - (known.high - known.low) == pytest.approx(share)


@given(st.lists(resolutions, min_size=1, max_size=5), industries)
def test_the_batch_and_the_single_path_agree_exactly(many: list[dict[str, Any]], industry: str) -> None:
    assert rate_all(many, rubric(), industry) == [rate(told, rubric(), industry) for told in many]


@given(st.lists(resolutions, min_size=1, max_size=3), industries, st.lists(eighths, min_size=9, max_size=9))
def test_they_agree_under_any_weights_of_a_policy(many: list[dict[str, Any]], industry: str, ours: list[float]) -> None:
    weighed = {
        name: c.model_copy(update={"weights": {industry: Weight(weight=ours[position % 9], why="ours")}})
        for position, (name, c) in enumerate(rubric().criteria.items())
    }
    policed = rubric().model_copy(update={"criteria": weighed})
    assert rate_all(many, policed, industry) == [rate(told, policed, industry) for told in many]


@given(resolutions, industries)
def test_bounds_lie_in_order_within_0_and_1(told: dict[str, Any], industry: str) -> None:
    found = rate(told, rubric(), industry)
    assert 0 <= found.low <= found.high <= 1 + 1e-9
    assert found.confidence == pytest.approx(1 - (found.high - found.low))


def test_a_grade_is_given_from_its_border_on() -> None:
    borders = {step.grade: step.from_ for step in rubric().grades}
    assert [rubric().grade(border) for border in borders.values()] == list(borders)
