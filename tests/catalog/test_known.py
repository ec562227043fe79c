"""What is known of a tool, row by row: what was said long ago is not called current."""

from typing import Any

from catalog.evidence.known import rows
from catalog.models.evidence import Fact
from tests.catalog.facts import FREE, LADDER, PRO, TODAY, ago, at, day, fact, rubric


def states(*facts: Fact, moment: Any = TODAY) -> dict[str, str]:
    """Give the state of each fact by the words it says."""
    return {row["evidence"]["says"]: row["state"] for row in rows(facts, rubric(), LADDER, None, moment)}


def price(amount: float | None, says: str, **given: Any) -> Fact:
    terms = {"currency": "USD", "per": "user", "period": "month", "billed": given.pop("billed", "monthly")}
    value = {"amount": amount, **terms} if amount is not None else {"amount": None, "contact": True}
    return fact("plan_price", value, plan=PRO.slug, says=says, **given)


def limit(what: str, amount: float, says: str, **given: Any) -> Fact:
    return fact("free_limit", {"what": what, "amount": amount, "unit": "count"}, plan=FREE.slug, says=says, **given)


def test_a_price_is_superseded_by_a_newer_one_on_the_same_terms() -> None:
    old, new = price(8, "old", observed_at=ago(8)), price(9, "new")
    assert states(old, new) == {"old": "superseded", "new": "current"}


def test_the_price_of_another_way_to_pay_or_another_currency_stands_beside_it() -> None:
    yearly = price(7, "yearly", billed="annually", observed_at=ago(8))
    assert states(yearly, price(9, "monthly")) == {"yearly": "current", "monthly": "current"}


def test_a_price_that_only_sales_tell_now_supersedes_the_published_one() -> None:
    old, new = price(35, "published", observed_at=ago(8)), price(None, "asked for")
    assert states(old, new) == {"published": "superseded", "asked for": "current"}


def test_an_old_price_is_stale_even_where_nothing_newer_is_known() -> None:
    assert states(price(8, "old", observed_at=ago(30))) == {"old": "stale"}


def test_as_of_then_the_price_of_then_is_the_current_one() -> None:
    seen = [price(8, "then", observed_at=day("2019-10-31")), price(9, "later", observed_at=day("2023-12-03"))]
    assert states(*seen, moment=at("2020-03-23")) == {"then": "current"}


def test_a_limit_is_superseded_by_a_newer_one_of_the_same_thing_only() -> None:
    older = [limit("boards", 10, "boards", observed_at=ago(8)), limit("seats", 10, "seats", observed_at=ago(8))]
    assert states(*older, limit("boards", 5, "fewer")) == {
        "boards": "superseded",
        "seats": "current",
        "fewer": "current",
    }


def test_an_answer_of_long_ago_is_superseded_by_another_and_else_stale() -> None:
    then, now = {"observed_at": ago(60), "plan": PRO.slug}, {"plan": PRO.slug}
    differs = states(fact("sso_saml", "no", says="then", **then), fact("sso_saml", "yes", says="now", **now))
    agrees = states(fact("sso_saml", "yes", says="then", **then), fact("sso_saml", "yes", says="now", **now))
    assert differs == {"then": "superseded", "now": "current"}
    assert agrees == {"then": "stale", "now": "current"}
