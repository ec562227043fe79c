"""What currencies cost, from which day on: recorded by the organisation, never guessed."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit
from catalog import moment as moments
from catalog.consolidation.money import MOST, Rates
from catalog.errors import BadUse
from catalog.models.columns import known_by
from catalog.models.company import ExchangeRate
from catalog.moment import Moment

BASE = "USD"


def rates_at(session: Session, moment: Moment, currency: str = BASE) -> Rates:
    """Give what each currency costs in another on a day: by the last rate recorded for it until then."""
    rows = session.exec(
        select(ExchangeRate)
        .where(*known_by(ExchangeRate, moment.known_at), col(ExchangeRate.on_day) <= moment.as_of.date())
        .order_by(col(ExchangeRate.on_day), col(ExchangeRate.id))
    ).all()
    usd = {BASE: Decimal(1)} | {row.currency: row.usd for row in rows}
    if currency not in usd:
        return Rates(currency)
    return Rates(currency, {name: rate / usd[currency] for name, rate in usd.items()})


def record(
    session: Session,
    currency: str,
    usd: Decimal,
    *,
    by: str,
    on: date | None = None,
    source: str | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Record what one unit of a currency costs in USD from a day on (today, without one); give it as a document.

    Raises `BadUse` for a currency or a rate that cannot be.
    """
    audit.take_turn(session)
    present = at or moments.now()
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.upper() != BASE):
        raise BadUse(f"{currency[:20]!r} is no currency to give a rate for", mend="write it like EUR")
    if not (usd.is_finite() and 0 < usd <= MOST):
        raise BadUse(f"a rate of {usd} cannot be", mend="give what one unit costs in USD, like 1.08")
    row = ExchangeRate(
        currency=currency.upper(), usd=usd, on_day=on or present.date(), source=source, recorded_at=present
    )
    session.add(row)
    session.flush()
    told = document(row)
    audit.append(session, who=by, what="rate recorded", subject=f"currency:{row.currency}", content=told)
    return told


def listed(session: Session) -> list[dict[str, Any]]:
    """Give every rate, by currency, the newest first."""
    rows = session.exec(
        select(ExchangeRate)
        .where(col(ExchangeRate.retracted_at).is_(None))
        .order_by(col(ExchangeRate.currency), col(ExchangeRate.on_day).desc(), col(ExchangeRate.id).desc())
    )
    return [document(row) for row in rows]


def document(row: ExchangeRate) -> dict[str, Any]:
    """Give a rate as a document."""
    return {
        "currency": row.currency,
        "usd": float(row.usd),
        "on": row.on_day.isoformat(),
        "source": row.source,
    }
