"""Tables: source, snapshot, run, fact. A fact is never changed in place; only its end of knowledge is written."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from catalog.models.columns import Json, Table, UtcDateTime, one_of

SOURCE_KINDS = (
    "pricing", "security", "compliance", "trust_center", "dpa", "subprocessors", "terms", "privacy", "sla", "status",
    "help", "changelog", "security.txt", "registry", "other",
)  # fmt: skip
STRENGTHS = ("assertion", "third_party_page", "help_page", "vendor_page", "contract", "attestation")
SUBJECTS = ("vendor", "infrastructure", "subprocessor")
APPLIES = ("plan", "all_plans", "tool")
RUN_KINDS = ("release", "crawl", "registry", "review")
FETCH_STATES = ("never", "fetched", "unchanged", "blocked", "gone", "failed")


class Source(Table, table=True):
    """A URL (or registry entry) worth watching for a tool, and how its last fetch ended."""

    __table_args__ = (
        UniqueConstraint("tool_id", "url"),
        one_of("kind", SOURCE_KINDS),
        one_of("fetch_state", FETCH_STATES),
    )

    id: int | None = Field(default=None, primary_key=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    url: str
    kind: str = "other"
    fetch_state: str = "never"
    fetched_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    etag: str | None = None
    last_modified: str | None = None


class Snapshot(Table, table=True):
    """What a source said at one time; the bytes lie in the snapshot folder under their hash.

    `extracted_by` is the version of the extractors that read it, `language_model` the model that read it too.
    """

    __table_args__ = (UniqueConstraint("source_id", "sha256", "fetched_at"),)

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    url: str
    sha256: str = Field(index=True)
    media_type: str
    size: int
    status: int
    headers: dict[str, str] = Field(default_factory=dict, sa_type=Json)
    fetched_at: datetime = Field(sa_type=UtcDateTime)
    rendered: bool = False
    extracted_by: str | None = None
    language_model: str | None = None


class Run(Table, table=True):
    """One pass that recorded facts: a release loaded, a crawl, a registry read, a review."""

    __table_args__ = (one_of("kind", RUN_KINDS),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    version: str
    started_at: datetime = Field(sa_type=UtcDateTime)


class Fact(Table, table=True):
    """A finding recorded with its evidence, in two times: when it held, and when we knew it.

    `plan` is a plan's slug where `applies` is *plan*. `valid_from` to `valid_to` is when it held (half open);
    `recorded_at` to `retracted_at` when it was believed. `key` names the content, so that the same statement from the
    same source, seen at the same time, is recorded once.
    """

    __table_args__ = (
        one_of("strength", STRENGTHS),
        one_of("subject", SUBJECTS),
        one_of("applies", APPLIES),
        Index("ix_fact_tool_fact", "tool_id", "fact"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    tool_id: int = Field(foreign_key="tool.id")
    fact: str
    plan: str | None = None
    applies: str = "tool"
    value: Any = Field(default=None, sa_type=Json)
    status: str | None = None
    subject: str = "vendor"
    set_by: str | None = None
    data: list[str] = Field(default_factory=list, sa_type=Json)
    to_do: list[str] = Field(default_factory=list, sa_type=Json)
    valid_from: datetime = Field(sa_type=UtcDateTime)
    valid_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    dated: bool = False
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unsupported_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    source_id: int = Field(foreign_key="source.id", index=True)
    snapshot_id: int | None = Field(default=None, foreign_key="snapshot.id", index=True)
    run_id: int = Field(foreign_key="run.id", index=True)
    url: str
    quote: str | None = None
    quote_start: int | None = None
    quote_end: int | None = None
    says: str | None = None
    observed_at: datetime = Field(sa_type=UtcDateTime)
    strength: str
    extractor: str | None = None
    extractor_version: str | None = None
    confidence: float = 1.0
