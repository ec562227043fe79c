"""One tier up: for whom, at what price, what it unlocks; and where free plans end."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.consolidation.current import plan_of
from catalog.consolidation.market import WORKING, Market
from catalog.consolidation.overlap import Need, Use
from catalog.consolidation.plan import draw
from catalog.consolidation.scenario import optimum
from catalog.consolidation.sweep import curve, still_uncleared
from catalog.consolidation.upgrades import cliffs, upgrades
from tests.catalog.facts import TODAY, fact
from tests.catalog.markets import ASK, ASSUMED, CLINIC, FREE, OFFICE, Price, contract, market, tool, use

FEW = settings(max_examples=30)


def limited(number: int, **limit: Any) -> Any:
    """Give a tool whose free plan has a limit."""
    it = tool(number, prices={"basic": FREE, "pro": 5})
    it.facts = {**it.facts, "free_limit": [fact("free_limit", limit, plan="basic")]}
    return it


def used(count: int, number: int = 1, days: int = 30) -> Market:
    it = market([limited(number, what="seats", amount=3, unit="user")], [])
    began = it.moment.as_of.date() - timedelta(days=days)
    uses = [replace(use(f"p{n}", number), since=began) for n in range(count)]
    return market([limited(number, what="seats", amount=3, unit="user")], uses)


@st.composite
def barred(draw: st.DrawFn) -> Market:
    """Any small market in which patients' data stands where it may not, and some plans above are cleared for it."""
    prices: st.SearchStrategy[Price] = st.sampled_from([1, 4, 8.75, 40, ASK])
    tools, uses = [], []
    for number in (1, 2):
        free: st.SearchStrategy[Price] = st.sampled_from([FREE, 2])
        plans: dict[str, Price] = {"basic": draw(free), "pro": draw(prices), "top": draw(prices)}
        cleared = draw(st.sampled_from([["pro"], ["top"], ["pro", "top"], []]))
        signed = draw(st.none() | st.sampled_from(["pro", "top"]))
        held = contract(number, signed, 3, draw(st.sampled_from(["3", "9.99"]))) if signed else None
        tools.append(tool(number, prices=plans, cleared=cleared, contract=held))
        for person in range(draw(st.integers(1, 4))):
            plan, data = draw(st.sampled_from(["basic", "pro"])), draw(st.sampled_from([("phi",), ()]))
            uses.append(use(f"p{person}", number, plan, draw(st.sampled_from([CLINIC, OFFICE])), *data))
    return market(tools, uses)


def on(it: Market, slug: str, plan: str) -> list[Use]:
    """Give the uses of a tool on a plan."""
    number = it.by_slug[slug].tool.id
    every = [one for some in it.uses.values() for one in some if one.tool_id == number]
    return [one for one in every if plan_of(it.by_slug[slug], one) == plan]


def told_price(it: Market, slug: str, plan: str) -> Decimal | None:
    """Give what the contract or else the facts say of a plan's price for a seat and month."""
    known = it.by_slug[slug]
    for signed in known.solutions:
        if signed.plan == plan:
            return signed.unit_price
    if any(one.plan == plan for one in known.facts.get("free_plan", ())):
        return Decimal(0)
    said = [one.value["amount"] for one in known.facts.get("plan_price", ()) if one.plan == plan]
    return Decimal(str(said[0])) if said and said[0] is not None else None


def word(it: Market, slug: str, plan: str, account: str, one: Use) -> str:
    need = Need(one.group.department, one.group.industry, one.group.posture, one.data, frozenset({one.person}))
    return it.verdict(slug, plan, account, need).word


@FEW
@given(barred())
def test_a_tier_up_clears_whom_no_gate_keeps_out_of_it_and_its_cost_can_be_computed_again(it: Market) -> None:
    for one in upgrades(it):
        slug, some = one["tool"], on(it, one["tool"], one["plan"])
        cleared = [
            use
            for use in some
            if word(it, slug, one["plan"], use.account, use) not in WORKING
            and word(it, slug, one["to"], "company", use) in WORKING
        ]
        assert (one["people"], one["helped"]) == (len(some), len(cleared))
        assert set(one["verdicts"].values()) <= set(WORKING)
        now, then = told_price(it, slug, one["plan"]), told_price(it, slug, one["to"])
        expected = None if now is None or then is None else float((then - now) * len(some) * 12)
        assert one["costs_year"]["amount"] == expected


@FEW
@given(barred(), st.integers(1, 3), st.integers(1, 60))
def test_where_a_free_plan_ends_the_price_after_it_can_be_computed_again(it: Market, seats: int, days: int) -> None:
    for known in it.tools.values():
        limits = (
            {"what": "seats", "amount": seats, "unit": "user"},
            {"what": "history", "amount": days, "unit": "day"},
        )
        known.facts = {**known.facts, "free_limit": [fact("free_limit", one, plan="basic") for one in limits]}
    for one in cliffs(it):
        some, ladder = on(it, one["tool"], "basic"), [plan.slug for plan in it.by_slug[one["tool"]].ladder]
        prices = {plan: told_price(it, one["tool"], plan) for plan in ladder[1:]}
        after = next((plan for plan, price in prices.items() if price), None)
        assert (one["people"], one["next_plan"]) == (len(some), after)
        assert one["costs_year"]["amount"] == (float((prices[after] or 0) * len(some) * 12) if after else None)
        if one["limit"]["what"] == "seats" and len(some) > seats:
            assert one["bites_on"] is not None


def test_the_lowest_plan_that_clears_most_is_named_with_its_price() -> None:
    it = tool(1, prices={"basic": FREE, "pro": 5, "top": 9}, cleared=["pro", "top"])
    people = [use("anna", 1, "basic", CLINIC, "phi"), use("bo", 1, "basic", CLINIC, "phi"), use("cy", 1, "basic")]
    (one,) = upgrades(market([it], people))
    assert (one["plan"], one["to"], one["people"], one["helped"]) == ("basic", "pro", 3, 2)
    assert one["costs_year"] == {"amount": 3 * 5 * 12, "currency": "USD"}
    assert set(one["verdicts"]) == {"medical"}


def test_most_people_for_the_money_come_first_and_unknown_prices_last() -> None:
    prices: list[Price] = [9, 3, ASK]
    tools = [tool(n + 1, prices={"basic": 1, "pro": price}, cleared=["pro"]) for n, price in enumerate(prices)]
    it = market(tools, [use("anna", number, "basic", CLINIC, "phi") for number in (1, 2, 3)])
    assert [one["tool"] for one in upgrades(it)] == ["tool-2", "tool-1", "tool-3"]


def test_where_all_is_fine_or_no_plan_helps_there_is_nothing_to_say() -> None:
    assert upgrades(market([tool(1)], [use("anna", 1)])) == []
    assert upgrades(market([tool(1)], [use("anna", 1, "basic", CLINIC, "phi")])) == []


def test_a_seat_limit_bites_when_it_was_passed_or_by_growth() -> None:
    (passed,) = cliffs(used(5))
    assert passed["bites_on"] == (used(5).moment.as_of.date() - timedelta(days=30)).isoformat()
    assert passed["costs_year"] == {"amount": 5 * 5 * 12, "currency": "USD"}
    (growing,) = cliffs(used(2))
    assert growing["bites_on"] == (used(2).moment.as_of.date() + timedelta(days=90)).isoformat()
    assert cliffs(used(2, days=200))[0]["bites_on"] is None


def test_a_limit_that_is_near_presses_the_move() -> None:
    growing = used(2)
    it = market([*growing.tools.values(), tool(2, prices={"pro": 1})], list(growing.uses["team-chat"]))
    told = draw(it, "optimum", ASSUMED).document
    moves = [move for wave in told["waves"] for move in wave["moves"]]
    assert moves
    assert all("Its free plan meets a limit on " in move["why"] for move in moves)


def test_a_trial_that_runs_out_presses_the_move_and_one_that_ran_out_does_not() -> None:
    trying = tool(1, prices={"basic": FREE, "pro": 5})
    trying.facts = {**trying.facts, "free_trial_days": [fact("free_trial_days", 30, plan="pro")]}
    today = TODAY.as_of.date()

    def why(plan: str, days: int) -> str:
        since = replace(use("anna", 1, plan), since=today - timedelta(days=days))
        told = draw(market([trying, tool(2, prices={"pro": 1})], [since]), "optimum", ASSUMED).document
        return str(told["waves"][0]["moves"][0]["why"])

    ends = f"A free trial ends on {today + timedelta(days=10)}."
    assert [ends in why(plan, days) for plan, days in (("pro", 20), ("pro", 40), ("basic", 20))] == [True, False, False]


def test_the_curve_falls_from_keeping_all_to_moving_all() -> None:
    chat = tool(1, "team-chat", {"basic": FREE, "pro": 5}, cleared=["pro"])
    meet = tool(2, "meetings", {"basic": FREE, "pro": 7}, cleared=["pro"])
    tools = [chat, meet]
    it = market(tools, [use("anna", 1, "basic", CLINIC, "phi"), use("bo", 2, "basic", CLINIC, "phi")])
    chosen = optimum(it, ASSUMED).chosen
    points = curve(it, chosen, ASSUMED.costs(it))
    assert [(int(point.cost), point.risk) for point in points] == [(0, 2), (60, 1), (60 + 84, 0)]
    documents = [draw(it, name, ASSUMED).document for name in ("keep", "optimum")]
    assert [still_uncleared(it, one) for one in documents] == [points[0].risk, points[-1].risk]
