"""Tables of the reviewers' desk: acts, comments, documents, conditions met, proposals, reopenings, views, campaigns."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from catalog.models.columns import Json, Table, UtcDateTime, one_of

ACT_KINDS = ("decide", "assign", "acknowledge", "snooze", "false_positive", "ask_vendor", "ask_people")
COMMENT_KINDS = ("comment", "vendor_letter", "people_letter")
DOCUMENT_KINDS = ("baa", "dpa", "nda", "soc_report", "certificate", "pentest", "questionnaire", "other")
PROPOSAL_STATES = ("open", "confirmed", "declined", "withdrawn")
PAGES = ("reviews", "adoptions")


class Act(Table, table=True):
    """One deed of a reviewer on one case or on many at once, with what stood before, so that it can be undone.

    `content` holds one entry a case: its reference, what its fields were and became, the decision made.
    """

    __table_args__ = (one_of("kind", ACT_KINDS),)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    kind: str
    who: str
    content: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Comment(Table, table=True):
    """What a reviewer wrote on a case: a comment, or the letter that went to a vendor or to the people who use it."""

    __table_args__ = (one_of("kind", COMMENT_KINDS),)

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    kind: str = "comment"
    who: str
    text: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Document(Table, table=True):
    """A paper about a tool, on one plan or on all: a signed BAA, a DPA, a SOC report. It holds between two moments.

    It stands on the tool's cases and on the company solution of its plan. `party` is who signed or issued it; the bytes
    lie among the snapshots by their hash, where a file was given.
    """

    __table_args__ = (one_of("kind", DOCUMENT_KINDS),)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    plan: str | None = None
    kind: str
    title: str
    party: str
    file: str | None = None
    sha256: str | None = None
    size: int | None = None
    media_type: str | None = None
    recorded_by: str
    valid_from: datetime = Field(sa_type=UtcDateTime)
    valid_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ConditionMet(Table, table=True):
    """That a decision's condition is met, from a moment on; where it rests on a document, until that one ends."""

    __tablename__ = "condition_met"

    id: int | None = Field(default=None, primary_key=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    series: str = Field(index=True)
    condition: str
    document_id: int | None = Field(default=None, foreign_key="document.id")
    met_by: str
    valid_from: datetime = Field(sa_type=UtcDateTime)
    valid_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Proposal(Table, table=True):
    """A decision that a second reviewer has to confirm. `draft` is what it would be, `needs` why two are needed."""

    __table_args__ = (one_of("state", PROPOSAL_STATES),)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    review_id: int | None = Field(default=None, foreign_key="review.id")
    draft: dict[str, Any] = Field(sa_type=Json)
    needs: str
    proposed_by: str
    proposed_at: datetime = Field(sa_type=UtcDateTime)
    state: str = "open"
    closed_by: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer: str | None = None
    decision: str | None = None


class Reopening(Table, table=True):
    """That a fact moved under a standing decision: which criterion, from what to what, and the adoptions it touches."""

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id", index=True)
    series: str = Field(index=True)
    criterion: str
    plan: str | None = None
    before: str
    after: str
    text: str
    fact_id: int | None = Field(default=None, foreign_key="fact.id")
    adoptions: list[str] = Field(default_factory=list, sa_type=Json)
    at: datetime = Field(sa_type=UtcDateTime)


class SavedView(Table, table=True):
    """A filter that somebody keeps under a name; `question` is the part of the address after the question mark."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "page", "name"), one_of("page", PAGES))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    page: str
    name: str
    question: str
    saved_at: datetime = Field(sa_type=UtcDateTime)


class Campaign(Table, table=True):
    """An amnesty with an end: tell us by this day what you picked up. Both days belong to it."""

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    title: str
    begins_on: date
    ends_on: date
    recorded_by: str
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
