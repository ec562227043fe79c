"""Sums of money in which a price may be unknown: never 0, and the sum says how many are missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from catalog.errors import BadUse

MONTHS = 12
MOST = Decimal(1_000_000)
CENT = Decimal("0.01")
UNIT = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency, None where it is unknown; `unknown` counts the parts that are missing in it."""

    amount: Decimal | None
    currency: str
    unknown: int = 0

    def document(self) -> dict[str, Any]:
        """Give it as the contract's money; `unknown` stands there only where parts are missing."""
        told: dict[str, Any] = {"amount": number(self.amount), "currency": self.currency}
        return told | {"unknown": self.unknown} if self.unknown else told

    def less(self, other: "Money") -> "Money":
        """Give what is left without another sum; unknown where either is."""
        if self.amount is None or other.amount is None:
            return Money(None, self.currency)
        return Money(self.amount - other.amount, self.currency, self.unknown + other.unknown)

    def text(self) -> str:
        """Give it as people read it, such as `1,200 USD`."""
        if self.amount is None:
            return "price not known"
        digits = 0 if self.amount == self.amount.to_integral_value() else 2
        return f"{self.amount:,.{digits}f} {self.currency}"


@dataclass(frozen=True, slots=True)
class Rates:
    """The currency in which all is counted, and what one unit of other currencies costs in it on the day."""

    currency: str = "USD"
    of: Mapping[str, Decimal] = field(default_factory=dict)

    def into(self, amount: Decimal | None, currency: str) -> Decimal | None:
        """Give an amount of another currency in this one; None where it, or the rate, is not known."""
        if amount is None or currency == self.currency:
            return amount
        rate = self.of.get(currency)
        return None if rate is None else amount * rate


def amount_of(text: str, where: str, most: Decimal = MOST) -> Decimal:
    """Read an amount from 0 on, such as `12.50`; raise `BadUse` where a text is none, or more than there can be."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        found = Decimal("NaN")
    if not (found.is_finite() and 0 <= found <= most):
        raise BadUse(f"{text[:40]!r} is no amount", mend="write it like 12.50", where=where)
    return found


def number(amount: Decimal | None) -> int | float | None:
    """Give an amount as a JSON number."""
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def total(parts: Iterable[Decimal | None], currency: str) -> Money:
    """Give the sum of the known parts, and how many are unknown; None where there are parts and none is known."""
    listed = list(parts)
    known = [part for part in listed if part is not None]
    amount = None if listed and not known else sum(known, Decimal(0))
    return Money(amount, currency, len(listed) - len(known))


def per_seat(price: Decimal | None) -> Decimal | None:
    """Give a price per seat and month to the fourth decimal, the unit in which all costs are counted."""
    return None if price is None else price.quantize(UNIT, ROUND_HALF_UP)


def cost_year(unit_price: Decimal | None, seats: int) -> Decimal | None:
    """Give what seats cost a year, in cents, from the price per seat and month; None where that is unknown."""
    return None if unit_price is None else (unit_price * seats * MONTHS).quantize(CENT, ROUND_HALF_UP)
