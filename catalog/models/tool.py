"""Tables: vendor, category, tool with its names, domains and merges, plan, release of `data/`, rubric version.

What a release may change (names, categories, states, plans) is never overwritten: the old row is retracted and a new
one recorded, so that `--known-at` can look back.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Field

from catalog.models.columns import Json, Table, UtcDateTime, one_of
from catalog.moment import now

FAMILIES = ("team", "personal", "government", "education")
TOOL_STATES = ("active", "renamed", "merged", "discontinued")
NAME_KINDS = ("alias", "former_name", "sub_brand", "oauth_client")
DOMAIN_KINDS = ("web", "api", "tenant", "content")
TOOL_ORIGINS = ("data", "crawl")


class Release(Table, table=True):
    """One release of `data/`, as it was loaded into this store; `fingerprint` tells whether its files changed since.

    `known_from` is when this store began to answer by it: its day, or the load where answers had been given before.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    released_at: datetime = Field(sa_type=UtcDateTime, index=True)
    known_from: datetime = Field(sa_type=UtcDateTime)
    fingerprint: str
    loaded_at: datetime = Field(sa_type=UtcDateTime)


class RubricVersion(Table, table=True):
    """Criteria, weights and gates under one version, stored whole so that any verdict can be given again.

    A policy that comes, changes or goes is a row too; one that comes back is recorded again.
    """

    __tablename__ = "rubric_version"

    id: int | None = Field(default=None, primary_key=True)
    version: str
    sha256: str = Field(index=True)
    recorded_at: datetime = Field(sa_type=UtcDateTime, index=True)
    content: dict[str, Any] = Field(sa_type=Json)


class Vendor(Table, table=True):
    """Who makes a tool."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    homepage: str | None = None


class Category(Table, table=True):
    """A kind of tool, with the traits that gates ask for and the capabilities that overlap is told by."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(index=True)
    name: str
    noun: str
    traits: list[str] = Field(default_factory=list, sa_type=Json)
    capabilities: list[dict[str, str]] = Field(default_factory=list, sa_type=Json)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Tool(Table, table=True):
    """A product that people use, as it is told now; what it was called and could do before stands in `ToolState`."""

    __table_args__ = (one_of("origin", TOOL_ORIGINS),)

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str = Field(index=True)
    vendor_id: int | None = Field(default=None, foreign_key="vendor.id")
    description: str = ""
    alternatives: list[str] = Field(default_factory=list, sa_type=Json)
    capabilities: list[str] = Field(default_factory=list, sa_type=Json)
    traits: list[str] = Field(default_factory=list, sa_type=Json)
    origin: str = "data"
    recorded_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ToolState(Table, table=True):
    """State of a tool for a time: active, or renamed to, merged into, discontinued; what it is called and can do."""

    __tablename__ = "tool_state"
    __table_args__ = (one_of("state", TOOL_STATES),)

    id: int | None = Field(default=None, primary_key=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    category: str
    state: str = "active"
    successor: str | None = None
    name: str = ""
    alternatives: list[str] = Field(default_factory=list, sa_type=Json)
    capabilities: list[str] = Field(default_factory=list, sa_type=Json)
    traits: list[str] = Field(default_factory=list, sa_type=Json)
    valid_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ToolName(Table, table=True):
    """Another name by which people, or an OAuth log, know a tool."""

    __tablename__ = "tool_name"
    __table_args__ = (one_of("kind", NAME_KINDS),)

    id: int | None = Field(default=None, primary_key=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    name: str = Field(index=True)
    kind: str = "alias"
    valid_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    valid_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Domain(Table, table=True):
    """A host suffix that belongs to a tool; `*.` in front marks the tenants of one."""

    __table_args__ = (one_of("kind", DOMAIN_KINDS),)

    id: int | None = Field(default=None, primary_key=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    host: str = Field(index=True)
    kind: str = "web"
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ToolMerge(Table, table=True):
    """Two tools that were found to be one: what went to the one that is kept, so that it can be undone."""

    __tablename__ = "tool_merge"

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    kept_id: int = Field(foreign_key="tool.id")
    gone_id: int = Field(foreign_key="tool.id", index=True)
    moved: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    merged_by: str
    merged_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Plan(Table, table=True):
    """A priced edition of a tool, in rank order within its family."""

    __table_args__ = (one_of("family", FAMILIES),)

    id: int | None = Field(default=None, primary_key=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    slug: str
    name: str
    family: str = "team"
    rank: int
    valid_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    valid_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PlanName(Table, table=True):
    """Another name of a plan, with the dates between which it was sold under it."""

    __tablename__ = "plan_name"

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    name: str
    valid_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    valid_to: datetime | None = Field(default=None, sa_type=UtcDateTime)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    retracted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
