"""Rules have dates: a verdict as of a day uses the rules that held on that day."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import yaml

from catalog.moment import Moment
from catalog.rubric import ExceptionRule, Expression, Gate
from catalog.verdict.gates import outcomes
from catalog.verdict.rules import decide
from tests.catalog.cases import case, circumstances, known
from tests.catalog.facts import FREE, PRESENT, fact, rubric
from tests.house.code import ROOT

FOLDER = ROOT / "data" / "rubric"
UNDATED = {
    "not_excluded": "the vendor's own terms have no day on which the rule began",
    "credentials_place": "good practice, no law",
    "special_company_account": "42 CFR Part 2 is older than the tools",
}
DAY = timedelta(days=1)


def written() -> list[dict[str, Any]]:
    """Give every gate and exception as its file writes it."""
    files = [*(FOLDER / "gates").glob("*.yaml"), *(FOLDER / "industries").glob("*.yaml")]
    told = [yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader) for file in files]
    return [rule for one in told for key in ("gates", "exceptions") for rule in one.get(key, [])]


def rules() -> list[tuple[str, Gate]]:
    """Give every gate with an industry in which it holds."""
    own = [(name, gate) for name, one in rubric().industries.items() for gate in one.gates]
    return [("general", gate) for gate in rubric().gates] + own


def exceptions() -> list[tuple[str, ExceptionRule]]:
    return [(name, rule) for name, one in rubric().industries.items() for rule in one.exceptions]


def noon(day: date) -> Moment:
    return Moment(datetime.combine(day, time(12), UTC), PRESENT)


def in_force(day: date, industry: str, data_class: str, category: str = "team-chat") -> set[str]:
    """Give the gates that a question is asked by on a day."""
    found, _ = outcomes(case((), data_class, industry=industry, moment=noon(day), category=category))
    return {one.gate.gate for one in found}


def place_of(gate: Gate) -> str:
    """Give a category to which a gate applies."""
    if gate.applies_to is None:
        return "team-chat"
    return "ai-assistant" if "generative_ai" in gate.applies_to.trait else gate.applies_to.category[0]


@pytest.mark.parametrize("rule", written(), ids=lambda rule: rule.get("gate") or rule.get("exception"))
def test_each_rule_says_from_when_until_when_it_holds_and_where_it_stands(rule: dict[str, Any]) -> None:
    assert {"from", "until"} <= set(rule)
    assert rule["citation"]["title"]
    assert rule["citation"]["url"].startswith("https://")
    assert rule["from"] is not None or rule["gate"] in UNDATED


@pytest.mark.parametrize(
    ("industry", "gate"), [one for one in rules() if one[1].from_], ids=lambda one: getattr(one, "gate", one)
)
def test_a_gate_asks_from_its_first_day_and_not_the_day_before(industry: str, gate: Gate) -> None:
    assert gate.from_ is not None
    for data_class in gate.data_classes:
        before = in_force(gate.from_ - DAY, industry, data_class, place_of(gate))
        since = in_force(gate.from_, industry, data_class, place_of(gate))
        assert gate.gate not in before
        assert gate.gate in since


def test_a_gate_that_ended_asks_no_more() -> None:
    last = date(2024, 6, 30)
    gate = Gate.model_validate(
        {
            "gate": "old",
            "title": "Old",
            "data_classes": ["pii"],
            "expression": Expression(good="e2ee"),
            "if_failed": "denied",
            "from": date(2020, 1, 1),
            "until": last + DAY,
            "citation": {"title": "made up", "url": "https://law.example/1"},
        }
    )
    changed = rubric().model_copy(update={"gates": (gate,)})
    no = fact("e2ee", "no", plan="free", since=datetime(2019, 1, 1, tzinfo=UTC))
    for day, word in ((last, "denied"), (last + DAY, "ask"), (date(2019, 12, 31), "ask")):
        it = known([no], rubric=changed, moment=noon(day))
        found = decide(it.case(FREE, circumstances("pii", moment=noon(day))))
        assert (found.word, found.basis) == (word, "gate" if word == "denied" else "rating"), day


def test_the_same_question_is_answered_by_another_rule_before_the_law_was_in_force() -> None:
    gate = next(one for one in rubric().gates if one.gate == "pii_contract")
    assert gate.from_ is not None
    told = {day: decide(case((), "pii", moment=noon(day))).basis for day in (gate.from_ - DAY, gate.from_)}
    assert told == {gate.from_ - DAY: "rating", gate.from_: "gate"}


@pytest.mark.parametrize(("industry", "rule"), exceptions(), ids=lambda one: getattr(one, "exception", one))
def test_an_exception_suspends_its_gates_from_its_first_day_to_its_last(industry: str, rule: ExceptionRule) -> None:
    private = [fact("public_facing", "no", since=datetime(2015, 1, 1, tzinfo=UTC))]
    for day, suspended in (
        (rule.from_ - DAY, False),
        (rule.from_, True),
        (rule.until, True),
        (rule.until + DAY, False),
    ):
        asked = case(private, rule.data_class, industry=industry, moment=noon(day), category="meetings")
        gates = {one.gate.gate for one in outcomes(asked)[0]}
        assert (not gates & set(rule.suspends)) == suspended, day
        assert (decide(asked).word == "allowed") == suspended, day
