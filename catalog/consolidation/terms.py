"""What a contract says, and which terms no contract has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from catalog.consolidation.money import MOST, amount_of
from catalog.errors import BadUse
from catalog.models.company import COMMITMENTS
from catalog.rubric import Rubric

MOST_SEATS = 10_000_000
MOST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says. `price` is per seat and month, None where it is not known; `deeds` gate to day done.

    `minimum` is the least number of seats at the renewal, `tax` in percent on top, `months` how long it runs; `tiers`
    are prices for all seats from a number on.
    """

    seats: int
    price: Decimal | None = None
    currency: str = "USD"
    commitment: str = "year"
    since: date | None = None
    renews: date | None = None
    notice: date | None = None
    owner: str | None = None
    minimum: int | None = None
    guests: int | None = None
    tax: Decimal | None = None
    months: int | None = None
    tiers: Sequence[tuple[int, Decimal]] = ()
    deeds: Mapping[str, date] = field(default_factory=dict)


def tier(text: str) -> tuple[int, Decimal]:
    """Read a price for all seats from a number on, such as `500=9.50`; raise `BadUse` where it is none."""
    since, _, price = (part.strip() for part in text.partition("="))
    wrong = BadUse(f"{text[:60]!r} is no price by number", mend="write it like 500=9.50", where="--tier")
    if not since.isdecimal() or len(since) > len(str(MOST_SEATS)):
        raise wrong
    try:
        return int(since), amount_of(price, "--tier")
    except BadUse:
        raise wrong from None


def require(terms: Terms, rubric: Rubric) -> None:
    """Raise `BadUse` for terms that no contract has, with the option that is wrong."""
    for wrong, option, mend in (*_numbers(terms), *_words(terms, rubric)):
        raise BadUse(wrong, mend=mend, where=option)


def _numbers(terms: Terms) -> Iterator[tuple[str, str, str]]:
    if not 1 <= terms.seats <= MOST_SEATS:
        yield f"{terms.seats} seats cannot be", "--seats", "give a number from 1 on"
    if terms.price is not None and not _is_price(terms.price):
        yield f"a price of {terms.price} cannot be", "--price", "give the price per seat and month"
    if not 0 <= (terms.minimum or 0) <= terms.seats:
        yield f"a minimum of {terms.minimum} seats cannot be", "--minimum", "give at most as many as there are seats"
    if not 0 <= (terms.guests or 0) <= MOST_SEATS:
        yield f"{terms.guests} guests cannot be", "--guests", "give a number from 0 on"
    if terms.tax is not None and not (terms.tax.is_finite() and 0 <= terms.tax < 100):
        yield f"a tax of {terms.tax} percent cannot be", "--tax", "write it like 19"
    if terms.months is not None and not 1 <= terms.months <= MOST_MONTHS:
        yield f"{terms.months} months cannot be", "--months", f"give a number from 1 to {MOST_MONTHS}"
    if any(since < 2 or not _is_price(price) for since, price in terms.tiers):
        yield "a price by number cannot be", "--tier", "write it like 500=9.50"


def _is_price(price: Decimal) -> bool:
    return price.is_finite() and 0 <= price <= MOST


def _words(terms: Terms, rubric: Rubric) -> Iterator[tuple[str, str, str]]:
    if not (len(terms.currency) == 3 and terms.currency.isascii() and terms.currency.isalpha()):
        yield f"{terms.currency[:20]!r} is no currency", "--currency", "write it like USD"
    if terms.commitment not in COMMITMENTS:
        yield f"{terms.commitment[:20]!r} is no commitment", "--commitment", f"choose one of: {', '.join(COMMITMENTS)}"
    if terms.renews and terms.notice and terms.notice > terms.renews:
        yield "the notice is due after the renewal", "--notice", "give an earlier day"
    known = gates(rubric)
    for gate in terms.deeds:
        if gate not in known:
            yield f"{gate[:60]!r} is no gate", "--deed", f"choose one of: {', '.join(known)}"


def gates(rubric: Rubric) -> Sequence[str]:
    """Give the names of all gates, those that an industry adds too."""
    added = [gate for industry in rubric.industries.values() for gate in industry.gates]
    return sorted({gate.gate for gate in (*rubric.gates, *added)})
