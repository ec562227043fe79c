"""What a plan costs at a moment, from the price facts that hold. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from catalog.evidence.resolve import STRONG, FactsByName, age_days, holds
from catalog.models.evidence import Fact
from catalog.models.tool import Plan
from catalog.moment import Moment
from catalog.rubric import half_life_days

MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Price:
    """A plan's list price as its page states it; `monthly` is the same per month, None where it is not published."""

    amount: Decimal | None
    currency: str | None
    per: str | None
    period: str | None
    billed: str | None
    fact: Fact

    @property
    def monthly(self) -> Decimal | None:
        """Give the price per month, in `currency`."""
        return None if self.amount is None else self.amount / MONTHS.get(self.period or "month", 1)

    def document(self) -> dict[str, Any] | None:
        """Give the price as money with its unit, None where it is not published."""
        if self.amount is None:
            return None
        amount = int(self.amount) if self.amount == self.amount.to_integral_value() else float(self.amount)
        return {
            "amount": amount,
            "currency": self.currency,
            "per": self.per,
            "period": self.period,
            "billed": self.billed,
        }


def price_of(
    facts: FactsByName, plan: Plan, moment: Moment, months: float | None, currency: str = "USD"
) -> Price | None:
    """Give a plan's price at a moment: the newest observation's, in `currency` where it is stated in several.

    Of monthly and annual billing the cheaper one per month counts. `months` is the half-life of prices; what is older
    than twice that is no price. None where none is known.
    """
    said = [fact for fact in facts.get("plan_price", ()) if fact.plan == plan.slug and holds(fact, moment)]
    fresh = [fact for fact in said if months is None or age_days(fact, moment) <= 2 * half_life_days(months)]
    if not fresh:
        return None
    best = max((fact.observed_at, STRONG[fact.strength]) for fact in fresh)
    newest = [_price(fact) for fact in fresh if (fact.observed_at, STRONG[fact.strength]) == best]
    return min(newest, key=lambda price: _preference(price, currency))


def _preference(price: Price, currency: str) -> tuple[bool, bool, Decimal]:
    return (price.monthly is None, price.currency != currency, price.monthly or Decimal(0))


def _price(fact: Fact) -> Price:
    value: dict[str, Any] = fact.value if isinstance(fact.value, dict) else {}
    amount = value.get("amount")
    return Price(
        amount=None if amount is None else Decimal(str(amount)),
        currency=value.get("currency"),
        per=value.get("per"),
        period=value.get("period"),
        billed=value.get("billed"),
        fact=fact,
    )


def cheapest(prices: Sequence[Price]) -> Price | None:
    """Give the price with the least per month, None where none is published."""
    published = [price for price in prices if price.monthly is not None]
    return min(published, key=lambda price: price.monthly or Decimal(0), default=None)
