"""The register of contracts: use, unused seats, dates that are due; and prices in other currencies."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from catalog.consolidation import contracts, rates, solutions
from catalog.consolidation.money import Rates
from catalog.consolidation.terms import Terms
from catalog.errors import BadUse
from catalog.models.register import Adoption
from catalog.models.tool import Tool
from catalog.moment import Moment, now
from catalog.store import Store
from tests.catalog.markets import contract, market, tool, use

TODAY = date(2026, 11, 25)


def one_of(it: Any) -> dict[str, Any]:
    (row,) = contracts.of_market(it)["contracts"]
    assert isinstance(row, dict)
    return row


def test_seats_are_counted_by_who_is_on_the_plan() -> None:
    ours = tool(1, contract=contract(1, "pro", 10, "4"))
    row = one_of(market([ours], [use("anna", 1, "pro"), use("bo", 1, None), use("cy", 1, "basic")]))
    assert (row["used"], row["unused"], row["lacking"]) == (2, 8, 0)
    assert row["unused_cost_year"] == {"amount": 8 * 4 * 12, "currency": "USD"}


def test_too_few_seats_are_said_and_nothing_is_unused() -> None:
    row = one_of(market([tool(1, contract=contract(1, "pro", 1, "4"))], [use("anna", 1, "pro"), use("bo", 1, "pro")]))
    assert (row["used"], row["unused"], row["lacking"], row["could_go"]) == (2, 0, 1, 0)


def test_below_the_minimum_no_seat_can_go() -> None:
    signed = contract(1, "pro", 10, "4")
    signed.minimum_seats = 8
    row = one_of(market([tool(1, contract=signed)], [use("anna", 1, "pro")]))
    assert (row["unused"], row["could_go"]) == (9, 2)


def test_what_is_due_soon_comes_in_the_order_of_its_days() -> None:
    later, soon, far = (contract(n, "pro", 5, "1", day) for n, day in
                        ((1, date(2027, 2, 1)), (2, date(2026, 12, 20)), (3, date(2027, 11, 1))))  # fmt: skip
    later.notice_by = date(2026, 12, 24)
    it = market([tool(1, contract=later), tool(2, contract=soon), tool(3, contract=far)], [])
    told = contracts.of_market(it)
    assert [(one["on"], one["what"]) for one in told["due"]] == [
        ("2026-12-20", "renews_on"), ("2026-12-24", "notice_by"), ("2027-02-01", "renews_on"),
    ]  # fmt: skip
    assert told["counted_year"]["amount"] == 3 * 5 * 12


def test_a_price_in_another_currency_counts_by_its_rate_or_not_at_all() -> None:
    signed = contract(1, "pro", 10, "4")
    signed.currency = "EUR"
    it = market([tool(1, contract=signed)], [])
    assert one_of(it)["counted_year"]["amount"] is None
    it.rates = Rates("USD", {"EUR": Decimal("1.25")})
    row = one_of(it)
    assert row["counted_year"]["amount"] == 10 * 5 * 12
    assert row["cost_year"] == {"amount": 480, "currency": "EUR"}


def test_the_rate_of_the_day_counts(store: Store) -> None:
    with store.write() as session:
        rates.record(session, "eur", Decimal("1.05"), by="cy", on=date(2026, 1, 1), source="our bank")
        rates.record(session, "EUR", Decimal("1.10"), by="cy", on=date(2026, 6, 1))
    moment = now()

    def on(day: date) -> Decimal | None:

        as_of = moment.replace(year=day.year, month=day.month, day=day.day)
        with store.session() as session:
            return rates.rates_at(session, Moment(as_of, moment)).into(Decimal(100), "EUR")

    assert [on(day) for day in (date(2025, 12, 31), date(2026, 5, 31), date(2026, 6, 1))] == [None, 105, 110]
    with store.session() as session:
        assert [one["on"] for one in rates.listed(session)] == ["2026-06-01", "2026-01-01"]


@pytest.mark.parametrize(("currency", "usd"), [("USD", "1"), ("Euro", "1"), ("EUR", "0"), ("EUR", "NaN")])
def test_a_rate_that_cannot_be_is_refused(store: Store, currency: str, usd: str) -> None:
    with pytest.raises(BadUse):
        store.transact(lambda session: rates.record(session, currency, Decimal(usd), by="cy"))


def test_terms_come_back_as_they_were_given_and_tiers_count(filled_store: Store) -> None:
    terms = Terms(600, Decimal(10), "EUR", minimum=100, guests=20, tax=Decimal(19), months=24,
                  tiers=[(500, Decimal("8.50"))])  # fmt: skip
    told = filled_store.transact(lambda session: solutions.add(session, "zoom", "business", terms, by="cy"))
    assert told["cost_year"] == {"amount": 600 * 8.5 * 12, "currency": "EUR"}
    assert (told["minimum_seats"], told["guest_seats"], told["tax_percent"], told["term_months"]) == (100, 20, 19, 24)
    with filled_store.session() as session:
        assert solutions.in_force(session) == [told]
        row = contracts.register(session)["contracts"][0]
    assert (row["counted_year"]["amount"], row["used"]) == (None, 0)


def test_the_register_reads_the_store(filled_store: Store) -> None:
    with filled_store.write() as session:
        solutions.add(session, "zoom", "business", Terms(20, Decimal(10)), by="cy")
        zoom = session.exec(select(Tool).where(Tool.slug == "zoom")).one()
        session.add(Adoption(reference="a-1", kind="declared", state="declared", tool_id=zoom.id or 0, who="anna",
                             plan="business", recorded_at=now(), changed_at=now()))  # fmt: skip
    with filled_store.session() as session:
        (row,) = contracts.register(session)["contracts"]
    assert (row["used"], row["unused"], row["unused_cost_year"]["amount"]) == (1, 19, 19 * 120)
