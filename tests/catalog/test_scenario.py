"""Scenarios as documents: their sums, whom they leave out and why, what is not known."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.consolidation.market import WORKING, Market
from catalog.consolidation.plan import draw
from catalog.consolidation.scenario import NAMES
from tests.catalog.cases import ruling
from tests.catalog.markets import ASK, ASSUMED, CLINIC, FREE, OFFICE, contract, market, markets, tool, use
from tests.catalog.recomputed import require

FEW = settings(max_examples=25)


def told(it: Market, scenario: str = "optimum") -> dict[str, Any]:
    return draw(it, scenario, ASSUMED).document


def only(it: Market, scenario: str = "optimum") -> dict[str, Any]:
    """Give the one category there is."""
    (category,) = told(it, scenario)["categories"]
    assert isinstance(category, dict)
    return category


@FEW
@given(markets(), st.sampled_from(NAMES))
def test_every_sum_can_be_computed_again_from_its_rows(it: Market, scenario: str) -> None:
    require(told(it, scenario))


@FEW
@given(markets(), st.sampled_from(["best", "optimum"]))
def test_everybody_is_served_or_said_to_be_left_out(it: Market, scenario: str) -> None:
    for category in told(it, scenario)["categories"]:
        name, solution = category["category"], category["solution"]
        everybody = {one.person for one in it.uses[name]}
        left_out = sum(one["people"] for one in category["unserved"])
        assert 0 <= left_out <= len(everybody)
        assert solution is not None or left_out == len(everybody)
        if solution is not None:
            assert solution["seats"] >= len(everybody) - left_out


@FEW
@given(markets(), st.sampled_from(["best", "optimum"]))
def test_nobody_moves_whom_the_solution_leaves_out(it: Market, scenario: str) -> None:
    document = told(it, scenario)
    for category in document["categories"]:
        used = {it.tools[one.tool_id].tool.slug for one in it.uses[category["category"]]}
        targets = {category["solution"]["slug"]} if category["solution"] else set()
        moves = [move for wave in document["waves"] for move in wave["moves"] if move["from"] in used]
        assert {move["to"] for move in moves} <= targets
        assert sum(move["people"] for move in moves) <= len(it.uses[category["category"]]) - sum(
            one["people"] for one in category["unserved"]
        )


@st.composite
def clashing(draw: st.DrawFn) -> Market:
    """Any small market in which tools are kept away from kinds of work, so that one tool often cannot serve all."""
    tools = []
    for number in (1, 2, 3):
        it = tool(number, prices={"pro": draw(st.integers(1, 9))}, cleared=draw(st.sampled_from([["pro"], []])))
        kept_away = draw(st.sampled_from([["general"], ["medical"], []]))
        it.rulings = (*it.rulings, *(ruling("prohibited", scope={"industry": name}) for name in kept_away))
        tools.append(it)
    groups = draw(st.lists(st.sampled_from([CLINIC, OFFICE]), min_size=2, max_size=6))
    data = [("phi",) if group is CLINIC else () for group in groups]
    return market(tools, [use(f"p{n}", 1, "pro", group, *data[n]) for n, group in enumerate(groups)])


@FEW
@given(clashing())
def test_one_tool_more_is_advised_only_for_whom_no_gate_keeps_out_of_it(it: Market) -> None:
    for category in told(it)["categories"]:
        more = category["relaxation"]
        if more:
            words = {
                need: it.verdict(more["slug"], more["plan"], "company", need).word
                for need in it.needs[category["category"]]
            }
            able = sum(len(need.people) for need, word in words.items() if word in WORKING)
            assert 0 < more["people"] <= min(able, sum(one["people"] for one in category["unserved"]))


def test_an_unknown_price_is_null_and_a_free_plan_nothing() -> None:
    it = market([tool(1, prices={"basic": FREE, "pro": 5, "top": ASK})],
                [use("anna", 1), use("bo", 1, "pro"), use("cy", 1, "top"), use("di", 1, None)])  # fmt: skip
    costs = {row["plan"]: row["cost_year"]["amount"] for row in only(it)["tools"]}
    assert costs == {"basic": 0, "pro": 60, "top": None, None: None}
    assert told(it)["current"]["cost_year"] == {"amount": 60, "currency": "USD", "unknown": 2}


def test_a_plan_without_a_fact_that_it_is_free_is_not_free() -> None:
    it = market([tool(1, prices={"basic": None, "pro": 5})], [use("anna", 1)])
    assert only(it)["tools"][0]["cost_year"]["amount"] is None


def test_a_contract_costs_what_it_says_however_many_use_it() -> None:
    it = market([tool(1, contract=contract(1, "pro", 10, "4"))], [use("anna", 1, "pro"), use("bo", 1, None)])
    assert only(it, "keep")["tools"] == [
        {"slug": "tool-1", "plan": "pro", "people": 2, "cost_year": {"amount": 480, "currency": "USD"}}
    ]


def test_a_contract_with_too_few_seats_grows() -> None:
    it = market([tool(1, contract=contract(1, "pro", 1, "4"))], [use("anna", 1, "pro"), use("bo", 1, "pro")])
    solution = only(it)["solution"]
    assert (solution["seats"], solution["cost_year"]["amount"]) == (2, 96)
    assert "It takes 1 more seat than the contract has." in solution["why"]


def test_a_contract_that_nobody_uses_is_a_row_and_saves_its_price() -> None:
    category = only(market([tool(1, contract=contract(1, "pro", 10, "4"))], []))
    assert [row["people"] for row in category["tools"]] == [0]
    assert (category["solution"], category["saves_year"]["amount"]) == (None, 480)


def test_keep_chooses_nothing_and_says_what_is_not_cleared() -> None:
    it = market(
        [tool(1, cleared=["pro"])], [use("anna", 1, "pro", CLINIC, "phi"), use("bo", 1, "basic", CLINIC, "phi")]
    )
    document = told(it, "keep")
    assert document["waves"] == []
    assert document["scenario"]["total"] == document["current"]["cost_year"]
    (left_out,) = document["categories"][0]["unserved"]
    assert (left_out["industry"], left_out["people"], left_out["data"]) == ("medical", 1, ["phi"])


def test_needs_that_clash_are_named_with_the_way_out() -> None:
    for_all, for_the_clinic = tool(1, prices={"pro": 5}), tool(2, prices={"pro": 5}, cleared=["pro"])
    office, clinic = use("anna", 1, "pro"), use("bo", 1, "pro", CLINIC, "phi")
    assert only(market([for_all, for_the_clinic], [office, clinic]))["unserved"] == []
    barred = ruling("prohibited", scope={"industry": "general"})
    for_the_clinic.rulings = (*for_the_clinic.rulings, barred)
    (left_out,) = only(market([for_all, for_the_clinic], [office, clinic]))["unserved"]
    assert left_out["why"].startswith("The needs clash: Tool ")
    assert left_out["why"].endswith("Allow two.")


def test_where_no_plan_is_on_sale_nobody_is_served_and_it_says_so() -> None:
    category = only(market([tool(1, prices={"basic": FREE})], [use("anna", 1)]))
    assert category["solution"] is None
    assert category["unserved"][0]["why"] == "No plan on sale is known here for this work."


def test_the_runner_up_says_what_stood_in_its_way() -> None:
    cheap, dear = tool(1, prices={"pro": 5}), tool(2, prices={"pro": 9})
    secret, barred = tool(3, prices={"pro": ASK}), tool(4, prices={"pro": 1})
    anna = use("anna", 1, "pro")
    why_not = [only(market([cheap, other], [anna]))["solution"]["runner_up"]["why_not"] for other in (dear, secret)]
    assert why_not == ["It costs 58 USD more in the first year, the move included.", "Its price is not published."]
    cleared = tool(1, prices={"pro": 5}, cleared=["pro"])
    crowd = [use("anna", 1, "pro"), use("bo", 1, "pro", CLINIC, "phi")]
    runner_up = only(market([cleared, barred], crowd))["solution"]["runner_up"]
    assert runner_up["why_not"].startswith("It leaves out 1 people more.")


def test_the_riskiest_use_moves_first_and_a_renewal_is_named() -> None:
    old = tool(2, contract=contract(2, "pro", 1, "2", date(2027, 1, 14)))
    it = market([tool(1, prices={"pro": 1}, cleared=["pro"]), old],
                [use("anna", 2, "pro", OFFICE), use("bo", 2, "basic", CLINIC, "phi")])  # fmt: skip
    (wave,) = told(it)["waves"]
    assert [move["team"] for move in wave["moves"]] == ["ward", "desk"]
    assert wave["moves"][0]["why"].startswith("Not ")
    assert all("renews on 2027-01-14" in move["why"] for move in wave["moves"])


@pytest.mark.parametrize(("price", "yearly"), [("8.75", Decimal(105)), ("3.3333", Decimal("40.00"))])
def test_a_seat_costs_twelve_months(price: str, yearly: Decimal) -> None:
    it = market([tool(1, contract=contract(1, "pro", 1, price))], [use("anna", 1, "pro")])
    assert Decimal(str(only(it)["solution"]["cost_year"]["amount"])) == yearly
