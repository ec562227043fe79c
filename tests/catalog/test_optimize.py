"""The cheapest set: against brute force on small markets, never dearer than others, never against a gate."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from catalog.consolidation import optimize
from catalog.consolidation.board import board
from catalog.consolidation.costs import Costs, known_total, left, licences, seats
from catalog.consolidation.explain import not_cleared
from catalog.consolidation.limits import Choice, Limits
from catalog.consolidation.market import WORKING, Fit, Market
from catalog.consolidation.model import fits_of
from catalog.consolidation.scenario import Assumptions, best, menus, optimum, rest
from catalog.consolidation.sweep import curve
from catalog.errors import BadUse
from tests.catalog.markets import ASK, ASSUMED, CLINIC, FREE, OFFICE, contract, market, markets, tool, use

Rank = tuple[int, int, Decimal]
FEW = settings(max_examples=30)


@pytest.fixture(scope="module", params=[optimize.WORTH, 0], ids=["as it is", "narrowed"])
def narrowing(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let small markets be narrowed down first too, as large ones are."""
    kept, optimize.WORTH = optimize.WORTH, request.param
    yield
    optimize.WORTH = kept


def assuming(**limits: Any) -> Assumptions:
    """Give the assumptions with limits of a planner."""
    return replace(ASSUMED, limits=Limits(**limits))


TWO = assuming(most=2)


def rank(fits: Sequence[Fit], people: int, costs: Costs) -> Rank:
    """Order choices as a planner does: people left out, then people at no known price, then the known sum."""
    unserved = people - sum(len(fit.served) for fit in fits)
    return unserved, sum(len(fit.served) for fit in fits if fit.offer.unit_price is None), known_total(fits, costs)


def every_choice(it: Market, most: int = 1) -> Iterator[list[Fit]]:
    """Give every choice of so many offers (or none) for each category, and every way to share people out."""
    for chosen in product(*(list(shared_out(it, name, most)) for name in it.uses)):
        yield [fit for some in chosen for fit in some]


def shared_out(it: Market, category: str, most: int) -> Iterator[list[Fit]]:
    """Give every way to serve a category: each need by one of some offers that meet it."""
    yield []
    fits = it.fits(category)
    for some in [some for count in range(1, most + 1) for some in combinations(fits, count)]:
        able: list[list[Fit | None]] = [
            [fit for fit in some if need in {one.need for one in fit.met}] or [None] for need in it.needs[category]
        ]
        for ways in product(*able):
            of = {id(fit): [n for n, way in zip(it.needs[category], ways, strict=True) if way is fit] for fit in some}
            yield [fit.only(of[id(fit)]) for fit in some if of[id(fit)]]


def wanted(it: Market) -> int:
    """Give how many people are to be served, in all categories together."""
    return sum(len(need.people) for needs in it.needs.values() for need in needs)


def by_number(it: Market) -> Market:
    """Let every known price fall from two seats on."""
    it.__dict__["offers"] = {
        category: [
            replace(one, tiers=((2, one.unit_price * Decimal("0.6")),)) if one.unit_price else one for one in some
        ]
        for category, some in it.offers.items()
    }
    return it


@pytest.mark.usefixtures("narrowing")
@FEW
@given(markets(tools=4, people=4) | markets(tools=4, people=4).map(by_number))
def test_no_choice_of_all_is_better(it: Market) -> None:
    costs = ASSUMED.costs(it)
    found = rank(fits_of(optimum(it, ASSUMED).chosen), wanted(it), costs)
    assert found == min(rank(fits, wanted(it), costs) for fits in every_choice(it))


@pytest.mark.usefixtures("narrowing")
@FEW
@given(markets(tools=3, people=3) | markets(tools=3, people=3).map(by_number))
def test_where_two_are_allowed_no_way_to_share_people_out_is_better(it: Market) -> None:
    costs = TWO.costs(it)
    found = rank(fits_of(optimum(it, TWO, priced=False).chosen), wanted(it), costs)
    assert found == min(rank(fits, wanted(it), costs) for fits in every_choice(it, 2))


@pytest.mark.usefixtures("narrowing")
@FEW
@given(markets(tools=4, people=4))
def test_the_solver_finds_the_cheapest_and_proves_it(it: Market) -> None:
    options, costs = menus(it, ASSUMED), ASSUMED.costs(it)
    solved = optimize.solve(options, costs)
    least = min(known_total(fits, costs) for fits in product(*(menu.fits for menu in options.values())))
    assert (known_total(fits_of(solved.chosen), costs), solved.bound) == (least, least)


@FEW
@given(markets())
def test_the_optimum_is_never_worse_than_the_best_of_each_category(it: Market) -> None:
    found = [
        rank(fits_of(one.chosen), wanted(it), ASSUMED.costs(it)) for one in (optimum(it, ASSUMED), best(it, ASSUMED))
    ]
    assert found[0] <= found[1]


@FEW
@given(markets(), st.sampled_from([ASSUMED, TWO]))
def test_the_quick_choice_is_a_choice_and_no_better(it: Market, assumed: Assumptions) -> None:
    options, costs = menus(it, assumed), assumed.costs(it)
    assume(options)
    start = optimize.greedy(options, board(options, costs))
    solved = optimize.solve(options, costs)
    assert start.keys() == solved.chosen.keys() == options.keys()
    assert rest(start, it) == rest(solved.chosen, it)
    sums = [known_total(fits_of(one), costs) for one in (solved.chosen, start)]
    assert solved.bound <= sums[0] <= sums[1]


@FEW
@given(markets(), st.sampled_from([ASSUMED, TWO]))
def test_nothing_is_recommended_to_whom_a_gate_forbids_it(it: Market, assumed: Assumptions) -> None:
    for outcome in (optimum(it, assumed), best(it, assumed)):
        for category, some in outcome.chosen.items():
            for fit in some:
                served = [need for need in it.needs[category] if need.people <= fit.served]
                words = [it.verdict(fit.offer.tool, fit.offer.plan, "company", need).word for need in served]
                assert set(words) <= set(WORKING)
                assert fit.served == frozenset().union(*(need.people for need in served))


@FEW
@given(markets())
def test_no_sum_of_the_budget_curve_moves_anybody_to_what_a_gate_forbids_them(it: Market) -> None:
    chosen = optimum(it, ASSUMED, priced=False).chosen
    for point in curve(it, chosen, ASSUMED.costs(it)):
        kept_out = 0
        for category, some in it.uses.items():
            if category in point.moved:
                kept_out += len({use.person for use in some} - cleared(it, category, chosen[category]))
            else:
                kept_out += sum(one["people"] for one in not_cleared(it, category))
        assert point.risk == kept_out


def cleared(it: Market, category: str, fits: Sequence[Fit]) -> frozenset[str]:
    """Give those who are served and whom no gate keeps out of what serves them."""
    return frozenset(
        person
        for fit in fits
        for need in it.needs[category]
        if it.verdict(fit.offer.tool, fit.offer.plan, "company", need).word in WORKING
        for person in need.people & fit.served
    )


@pytest.mark.usefixtures("narrowing")
@FEW
@given(markets(), st.frozensets(st.builds(Choice, st.sampled_from(["tool-1", "tool-2", "tool-3"])), max_size=2))
def test_what_is_forbidden_is_never_there_and_what_is_pinned_always(it: Market, choices: frozenset[Choice]) -> None:
    found = fits_of(optimum(it, assuming(forbidden=choices), priced=False).chosen)
    assert not {fit.offer.tool for fit in found} & {choice.tool for choice in choices}
    able = {fit.offer.tool for name in it.uses for fit in it.fits(name) if it.place(fit.offer.tool) == name and fit.met}
    pinned = frozenset(choice for choice in choices if choice.tool in able)
    try:
        there = fits_of(optimum(it, assuming(most=3, pinned=pinned), priced=False).chosen)
    except BadUse:  # more tools are pinned than there are needs that they could share
        assume(len(pinned) < 2)
        raise
    assert {(fit.category, fit.offer.tool) for fit in there} >= {(it.place(one.tool), one.tool) for one in pinned}


def test_a_suite_is_bought_once_for_all_that_it_does() -> None:
    chat, meet = tool(1, "team-chat", {"pro": 5}), tool(2, "meetings", {"pro": 5})
    suite = tool(3, "files", {"pro": 8}, also=["team-chat", "meetings"])
    uses = [use("anna", 1, "pro"), use("anna", 2, "pro"), use("anna", 3, "pro")]
    found = optimum(market([chat, meet, suite], uses), ASSUMED)
    assert {fit.offer.tool for fit in fits_of(found.chosen)} == {"tool-3"}
    assert licences(fits_of(found.chosen), "USD").amount == 8 * 12
    assert set(seats(fits_of(found.chosen)).values()) == {1}


def test_a_person_in_two_categories_takes_one_seat_and_two_people_two() -> None:
    suite = tool(1, "team-chat", {"pro": 8}, also=["meetings"])
    meet = tool(2, "meetings", {"pro": 90})
    shared = market([suite, meet], [use("anna", 1, "pro"), use("anna", 2, "pro")])
    apart = market([suite, meet], [use("anna", 1, "pro"), use("bo", 2, "pro")])
    assert [set(seats(fits_of(optimum(it, ASSUMED).chosen)).values()) for it in (shared, apart)] == [{1}, {2}]


def test_free_plans_are_no_company_solution() -> None:
    it = market([tool(1, prices={"basic": FREE, "pro": 7})], [use("anna", 1)])
    assert optimum(it, ASSUMED).chosen["team-chat"][0].offer.plan == "pro"


def test_our_own_contract_comes_first_in_best_and_the_cheaper_one_in_optimum() -> None:
    ours = tool(1, prices={"pro": 9}, contract=contract(1, "pro", 1, "9"))
    it = market([ours, tool(2, prices={"pro": 5})], [use("anna", 2, "pro")])
    assert best(it, ASSUMED).chosen["team-chat"][0].offer.tool == "tool-1"
    assert optimum(it, ASSUMED).chosen["team-chat"][0].offer.tool == "tool-2"


def test_a_contract_is_paid_for_all_its_seats() -> None:
    it = market([tool(1, prices={"pro": 9}, contract=contract(1, "pro", 50, "9"))], [use("anna", 1, "pro")])
    assert licences(fits_of(best(it, ASSUMED).chosen), "USD").amount == 50 * 9 * 12


def test_a_known_price_comes_before_an_unknown_one_and_serving_people_before_both() -> None:
    dear, secret = tool(1, prices={"pro": 900}), tool(2, prices={"pro": ASK}, cleared=["pro"])
    office, clinic = use("anna", 1, "pro"), use("bo", 1, "pro", CLINIC, "phi")
    assert optimum(market([dear, secret], [office]), ASSUMED).chosen["team-chat"][0].offer.tool == "tool-1"
    assert optimum(market([dear, secret], [office, clinic]), ASSUMED).chosen["team-chat"][0].offer.tool == "tool-2"


def test_switching_decides_between_two_of_one_price() -> None:
    both = [tool(1, prices={"pro": 5}), tool(2, prices={"pro": 5})]
    it = market(both, [use("anna", 2, "pro"), use("bo", 2, "pro"), use("cy", 1, "pro")])
    assert optimum(it, ASSUMED).chosen["team-chat"][0].offer.tool == "tool-2"


def test_a_rule_has_its_price() -> None:
    cheap, safe = tool(1, prices={"pro": 2}), tool(2, prices={"pro": 30}, cleared=["pro"])
    it = market([cheap, safe], [use("anna", 1, "pro"), use("bo", 1, "pro", CLINIC, "phi")])
    prices = {one.constraint: one.costs_year.amount for one in optimum(it, ASSUMED).prices}
    assert prices["the rules for medical work"] == (30 - 2) * 2 * 12 + 2 * 10
    assert prices["that a category has at most one tool"] == (30 - 2) * 12 + 10


def test_a_suite_under_contract_is_not_thought_cheaper_than_its_contract() -> None:
    suite = tool(3, "files", {"pro": 1}, also=["team-chat", "meetings"], contract=contract(3, "pro", 50, "1"))
    it = market([tool(1, "team-chat", {"pro": 5}), tool(2, "meetings", {"pro": 5}), suite],
                [use("anna", 1, "pro"), use("anna", 2, "pro")])  # fmt: skip
    found = optimum(it, ASSUMED)
    assert {fit.offer.tool for fit in fits_of(found.chosen)} == {"tool-1", "tool-2"}
    assert (found.bound, found.gap) == (Decimal(120), 0.0)
    assert seats(fits_of(best(it, ASSUMED).chosen)) == {fit.offer: 50 for fit in it.fits("files")}


@pytest.mark.usefixtures("narrowing")
def test_a_contract_that_is_left_still_costs_until_it_renews() -> None:
    ours = tool(1, prices={"pro": 9}, contract=contract(1, "pro", 10, "9", date(2027, 5, 24)))
    it = market([ours, tool(2, prices={"pro": 5})], [use("anna", 2, "pro")])
    found, costs = optimum(it, ASSUMED), ASSUMED.costs(it)
    days = (date(2027, 5, 24) - it.moment.as_of.date()).days
    rent = Decimal(10 * 9 * 12)
    rest_of_it = (rent * days / 365).quantize(Decimal("0.01"))
    assert found.chosen["team-chat"][0].offer.tool == "tool-2"
    assert left(fits_of(found.chosen), costs) == rest_of_it
    assert found.bound == 60 + rest_of_it


def test_a_contract_that_runs_is_kept_where_leaving_it_costs_more() -> None:
    ours = tool(1, prices={"pro": 9}, contract=contract(1, "pro", 1, "9", date(2027, 11, 20)))
    it = market([ours, tool(2, prices={"pro": 5})], [use("anna", 1, "pro")])
    assert optimum(it, ASSUMED).chosen["team-chat"][0].offer.tool == "tool-1"


def test_two_tools_serve_those_whose_needs_clash() -> None:
    cheap, safe = tool(1, prices={"pro": 2}), tool(2, prices={"pro": 30}, cleared=["pro"])
    it = market([cheap, safe], [use("anna", 1, "pro"), use("bo", 1, "pro", CLINIC, "phi")])
    found = {fit.offer.tool: fit.served for fit in optimum(it, TWO).chosen["team-chat"]}
    assert [len(served) for served in found.values()] == [1, 1]
    assert licences(fits_of(optimum(it, TWO).chosen), "USD").amount == (2 + 30) * 12


def test_a_price_by_number_is_taken_from_that_number_on() -> None:
    it = market([tool(1, prices={"pro": 10})], [use(f"p{n}", 1, "pro") for n in range(9)])
    (fit,) = it.fits("team-chat")
    tiered = replace(fit.offer, tiers=((10, Decimal(8)), (100, Decimal(2))))
    assert [tiered.bought(people)[0] for people in (3, 7, 9, 10, 30, 200)] == [3, 7, 10, 10, 100, 200]
    assert tiered.cost_year(9) == 10 * 8 * 12
    assert tiered.cost_year(3) == 3 * 10 * 12


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"pinned": frozenset({Choice("tool-1"), Choice("tool-2")})}, "--most team-chat=2"),
        (
            {"pinned": frozenset({Choice("tool-1")}), "forbidden": frozenset({Choice("tool-1")})},
            "leave out --pin tool-1",
        ),
        ({"pinned": frozenset({Choice("tool-3")})}, "leave out --pin tool-3"),
    ],
    ids=["two pinned", "pinned and forbidden", "nothing on sale"],
)
def test_limits_that_clash_are_named_with_the_smallest_mend(limits: dict[str, Any], said: str) -> None:
    tools = [tool(1, prices={"pro": 5}), tool(2, prices={"pro": 5}), tool(3, prices={"basic": FREE})]
    it = market(tools, [use("anna", number, "pro") for number in (1, 2, 3)])
    with pytest.raises(BadUse) as error:
        optimum(it, assuming(**limits))
    assert said in error.value.one_line().lower()


@pytest.mark.usefixtures("narrowing")
def test_a_pinned_tool_without_a_price_serves_as_few_as_can_be() -> None:
    crowd = [use("anna", 1, "pro"), use("bo", 1, "pro"), use("cy", 1, "pro", OFFICE, "pii")]
    it = market([tool(1, prices={"pro": 5}, cleared=["pro"]), tool(2, prices={"pro": ASK}, cleared=["pro"])], crowd)
    found = optimum(it, assuming(most=2, pinned={Choice("tool-2")})).chosen["team-chat"]
    assert {fit.offer.tool: len(fit.served) for fit in found} == {"tool-1": 2, "tool-2": 1}


def test_only_the_tools_that_were_named_are_chosen_from() -> None:
    it = market([tool(1, prices={"pro": 2}), tool(2, prices={"pro": 5})], [use("anna", 1, "pro")])
    found = optimum(it, assuming(only=frozenset({Choice("tool-2")})))
    assert found.chosen["team-chat"][0].offer.tool == "tool-2"
    prices = {one.constraint: one.costs_year.amount for one in found.prices}
    assert prices["that only tool-2 may be there"] == (5 - 2) * 12 + 10
