"""Tables: company solution, exchange rate, scenario, wave, move; help request, guide, budget claim, work norm."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from catalog.models.columns import Json, Table, UtcDateTime, one_of

COMMITMENTS = ("month", "year")
REQUEST_KINDS = ("help", "tool")
URGENCIES = ("low", "normal", "high")
REQUEST_STATES = ("now", "next", "later", "done")
CLAIM_STATES = ("asked", "approved", "declined", "spent")


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


class HelpRequest(Table, table=True):
    """Somebody asks for help, or for a tool. `reach` is how many people it would help, `why` why it moved."""

    __tablename__ = "help_request"
    __table_args__ = (one_of("kind", REQUEST_KINDS), one_of("urgency", URGENCIES), one_of("state", REQUEST_STATES))

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    kind: str = "help"
    title: str
    text: str = ""
    person_id: int = Field(foreign_key="person.id", index=True)
    tool_id: int | None = Field(default=None, foreign_key="tool.id", index=True)
    urgency: str = "normal"
    reach: int = 1
    state: str = "later"
    why: str | None = None
    asked_at: datetime = Field(sa_type=UtcDateTime)
    moved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    moved_by: str | None = None


class Guide(Table, table=True):
    """A short how-to, for a tool or for all: steps, the minutes that it saves a reader, the minutes it took to make."""

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    tool_id: int | None = Field(default=None, foreign_key="tool.id", index=True)
    title: str
    steps: list[str] = Field(default_factory=list, sa_type=Json)
    minutes_saved: int
    minutes_to_make: int
    written_by: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class GuideReading(Table, table=True):
    """That somebody read a guide, and whether it helped (None: they did not say)."""

    __tablename__ = "guide_reading"
    __table_args__ = (UniqueConstraint("guide_id", "person_id"),)

    id: int | None = Field(default=None, primary_key=True)
    guide_id: int = Field(foreign_key="guide.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    helped: bool | None = None
    at: datetime = Field(sa_type=UtcDateTime)


class BudgetClaim(Table, table=True):
    """What somebody wants to buy from their emergency budget, what was answered, and whether it is spent."""

    __tablename__ = "budget_claim"
    __table_args__ = (one_of("state", CLAIM_STATES),)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    item: str
    amount: Decimal = Field(max_digits=10, decimal_places=2)
    currency: str = "USD"
    why: str = ""
    state: str = "asked"
    asked_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: str | None = None
    answer: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class WorkNorm(Table, table=True):
    """How a team works: hours, availability, channels, deliverables. Never changed in place: a new row replaces it."""

    __tablename__ = "work_norm"

    id: int | None = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="team.id", index=True)
    content: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    written_by: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
