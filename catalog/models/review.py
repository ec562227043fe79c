"""Tables: review, decision, report of a wrong fact, event of the hash chain."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field

from catalog.models.columns import Json, Table, UtcDateTime, one_of

REVIEW_STATES = ("opened", "in_review", "waiting_for_vendor", "decided")
REVIEW_OUTCOMES = ("ruled", "false_positive")
DECISION_STATUSES = ("sanctioned", "tolerated", "restricted", "prohibited")


class Review(Table, table=True):
    """Security's case about a tool. One that is snoozed comes back into the queue on that day.

    `outcome` says how a case ended that is not open: by a ruling, or because what was seen was no use at all.
    """

    __table_args__ = (one_of("state", REVIEW_STATES), one_of("outcome", REVIEW_OUTCOMES))

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    state: str = "opened"
    why: str
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    due: date | None = None
    snoozed_until: date | None = None
    outcome: str | None = None
    opened_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Decision(Table, table=True):
    """What the organisation ruled, from `valid_from` to `valid_to` (half open), for the questions in its scope.

    `scope` holds any of plan, account, department, team, person, industry (texts) and data (a list); an absent key
    covers everything. `overrides` names the gates and known-bad criteria that the decision lifts although they fail.
    Rows that tell of one decision share their `series` (empty: its own reference); `held_at` is when it was last held
    against the facts.
    """

    __table_args__ = (one_of("status", DECISION_STATUSES),)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    series: str = Field(default="", index=True)
    review_id: int | None = Field(default=None, foreign_key="review.id")
    act_id: int | None = Field(default=None, foreign_key="act.id", index=True)
    status: str
    scope: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    conditions: list[str] = Field(default_factory=list, sa_type=Json)
    overrides: list[str] = Field(default_factory=list, sa_type=Json)
    reason: str
    decided_by: str
    confirmed_by: str | None = None
    held_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    valid_from: datetime = Field(sa_type=UtcDateTime)
    valid_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class FactReport(Table, table=True):
    """Somebody says that a fact is wrong."""

    __tablename__ = "fact_report"

    id: int | None = Field(default=None, primary_key=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    fact_id: int | None = Field(default=None, foreign_key="fact.id")
    criterion: str
    who: str
    text: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)


class Event(Table, table=True):
    """One link of the hash chain. `at` is microseconds since 1970, UTC; `content` the canonical JSON that is hashed."""

    id: int | None = Field(default=None, primary_key=True)
    at: int = Field(sa_type=BigInteger)
    who: str
    what: str
    subject: str = Field(index=True)
    content: str
    previous: str = Field(unique=True)
    sha256: str = Field(unique=True)
