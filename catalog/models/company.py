"""Tables: company solution, exchange rate, scenario, wave, move."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Field

from catalog.models.columns import Json, Table, UtcDateTime, one_of

COMMITMENTS = ("month", "year")


class CompanySolution(Table, table=True):
    """A tool on a plan that the organisation pays for. `unit_price` is per seat and month, in `currency`, before tax.

    Guests cost nothing. `tiers` are prices for all seats from a number of them on: `[{"from": 500, "price": "9.50"}]`.
    `deeds` records what was done so that gates hold: `[{"gate": "baa", "on": "2026-05-01", "what": "BAA signed"}]`.
    """

    __tablename__ = "company_solution"
    __table_args__ = (one_of("commitment", COMMITMENTS),)

    id: int | None = Field(default=None, primary_key=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    plan: str
    seats: int
    unit_price: Decimal | None = Field(default=None, max_digits=14, decimal_places=4)
    currency: str = "USD"
    commitment: str = "year"
    minimum_seats: int | None = None
    guest_seats: int | None = None
    tax_percent: Decimal | None = Field(default=None, max_digits=6, decimal_places=3)
    term_months: int | None = None
    tiers: list[dict[str, Any]] | None = Field(default=None, sa_type=Json)
    renews_on: date | None = None
    notice_by: date | None = None
    owner: str | None = None
    deeds: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    valid_from: datetime = Field(sa_type=UtcDateTime)
    valid_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ExchangeRate(Table, table=True):
    """What one unit of a currency costs in USD, from a day on until the next rate."""

    __tablename__ = "exchange_rate"

    id: int | None = Field(default=None, primary_key=True)
    currency: str = Field(index=True)
    usd: Decimal = Field(max_digits=18, decimal_places=8)
    on_day: date
    source: str | None = None
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Scenario(Table, table=True):
    """A chosen set of company solutions with its cost; `content` is the document of `byot plan --json`."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    as_of: datetime = Field(sa_type=UtcDateTime)
    content: dict[str, Any] = Field(sa_type=Json)
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Wave(Table, table=True):
    """A step of the migration."""

    id: int | None = Field(default=None, primary_key=True)
    scenario_id: int = Field(foreign_key="scenario.id", index=True)
    number: int
    starts_on: date
    ends_on: date


class Move(Table, table=True):
    """One team's adoptions of a tool moving to a company solution."""

    id: int | None = Field(default=None, primary_key=True)
    wave_id: int = Field(foreign_key="wave.id", index=True)
    from_tool: str
    to_tool: str
    team: str | None = None
    people: int
    why: str
