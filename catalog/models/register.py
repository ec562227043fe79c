"""Tables: department, team, person, identity; tenant, origin, sighting, grant, batch; adoption, erasure."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, false, text
from sqlmodel import Field

from catalog.models.columns import Json, Table, UtcDateTime, one_of

INDUSTRIES = ("general", "legal", "financial", "medical")
POSTURES = ("forgiveness", "permission")
IDENTITY_KINDS = ("name", "mail", "upn", "login", "subject")
ACCOUNTS = ("company", "personal")
TENANT_KINDS = ("company", "personal", "unknown")
RISKS = ("low", "medium", "high")
ADOPTION_KINDS = ("declared", "detected")
ERASURE_STATES = ("open", "done", "declined")
ADOPTION_STATES = ("proposed", "declared", "confirmed", "disputed", "moved", "ended", "withdrawn")


class Department(Table, table=True):
    """A part of the organisation; its industry is the default of its people's questions."""

    __table_args__ = (one_of("industry", INDUSTRIES),)

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    industry: str = "general"
    posture: str | None = None


class Team(Table, table=True):
    """People who work together."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    department_id: int | None = Field(default=None, foreign_key="department.id")


class Person(Table, table=True):
    """Somebody at work. How logs name them stands in `identity`; who was merged into another is that other.

    `left_on` is the day from which they are no longer there; what they used is left behind then.
    """

    __table_args__ = (Index("ix_person_name_lower", text("lower(name)")),)

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    department_id: int | None = Field(default=None, foreign_key="department.id")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    roles: list[str] = Field(default_factory=list, sa_type=Json)
    merged_into_id: int | None = Field(default=None, foreign_key="person.id")
    left_on: date | None = None


class Merge(Table, table=True):
    """Two persons who were found to be one: which rows went to the one who is kept, so that it can be undone."""

    __tablename__ = "person_merge"

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    kept_id: int = Field(foreign_key="person.id")
    gone_id: int = Field(foreign_key="person.id")
    moved: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    merged_by: str
    merged_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Identity(Table, table=True):
    """A name under which a person appears in a log or a sign-in; without a person until somebody links it."""

    __table_args__ = (UniqueConstraint("kind", "issuer", "value"), one_of("kind", IDENTITY_KINDS))

    id: int | None = Field(default=None, primary_key=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    kind: str
    issuer: str = ""
    value: str = Field(index=True)


class Tenant(Table, table=True):
    """One customer's part of a tool, as the host shows it (`acme.slack.com`)."""

    __table_args__ = (UniqueConstraint("tool_id", "name"), one_of("kind", TENANT_KINDS))

    id: int | None = Field(default=None, primary_key=True)
    tool_id: int = Field(foreign_key="tool.id")
    name: str
    kind: str = "unknown"


class Origin(Table, table=True):
    """The log or export that sightings came from, known by the hash of its content, unpacked; `size` in bytes.

    A log that has grown is an origin of its own, which takes the place of the earlier one: that one keeps no sightings
    and says what it has grown into. `events` are those of its sightings, which may be summed up since.
    """

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    size: int = Field(default=0, sa_type=BigInteger)
    grown_into_id: int | None = Field(default=None, foreign_key="origin.id")
    file: str
    format: str
    records: int
    rejected: int
    events: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")})
    first_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    read_at: datetime = Field(sa_type=UtcDateTime)


def _same_tool(context: Any) -> Any:
    """Give the tool for which a new row counts as the one that it was seen as."""
    return context.get_current_parameters()["tool_id"]


class Sighting(Table, table=True):
    """Aggregated use seen in one origin: tool, tenant, user and day (UTC). Bytes are null where the log counts none.

    `tool_id` is the tool for which it counts, `seen_as_id` the one whose host or name it was: another once two tools
    were merged.
    """

    __table_args__ = (UniqueConstraint("origin_id", "seen_as_id", "tenant", "user", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    origin_id: int = Field(foreign_key="origin.id", index=True)
    tool_id: int = Field(foreign_key="tool.id", index=True)
    seen_as_id: int = Field(default=None, foreign_key="tool.id", sa_column_kwargs={"default": _same_tool})
    tenant: str = ""
    user: str = Field(index=True)
    day: date | None = None
    events: int
    blocked: int
    bytes_up: int | None = Field(default=None, sa_type=BigInteger)
    bytes_down: int | None = Field(default=None, sa_type=BigInteger)


class Grant(Table, table=True):
    """That somebody let a client (an app) at their data, as an export shows it: the scopes, and their risk."""

    __tablename__ = "oauth_grant"
    __table_args__ = (UniqueConstraint("origin_id", "client", "user"), one_of("risk", RISKS))

    id: int | None = Field(default=None, primary_key=True)
    origin_id: int = Field(foreign_key="origin.id", index=True)
    tool_id: int | None = Field(default=None, foreign_key="tool.id", index=True)
    seen_as_id: int | None = Field(default=None, foreign_key="tool.id", sa_column_kwargs={"default": _same_tool})
    client: str
    user: str = Field(index=True)
    scopes: list[str] = Field(default_factory=list, sa_type=Json)
    risk: str
    day: date | None = None


class Batch(Table, table=True):
    """One import of an export: what came of it, and all that is needed to undo it.

    `sha256` is the content's; only one batch of a content is in force. `declared` tells the adoptions that it declared
    (reference, what stood there before or null, and the moment it was changed).
    """

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    sha256: str = Field(index=True)
    origin_id: int | None = Field(default=None, foreign_key="origin.id")
    format: str
    file: str
    entries: int
    records: int
    rejected: int
    declared: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    imported_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class StoredVerdict(Table, table=True):
    """The document of a verdict, for one adoption or many: what a log shows is judged once per tool and industry."""

    id: int | None = Field(default=None, primary_key=True)
    document: dict[str, Any] = Field(sa_type=Json)


class Adoption(Table, table=True):
    """A person (or team) uses a tool. What was declared and what was detected are rows of their own, linked.

    So is what one person declared twice, of two tools that were found to be one: only the main row counts.

    `verdict` is the gist of a document (verdict, basis, plan, industry), and `verdict_id` names the whole: rows stay
    small, as every look at the register counts them. `imported`: nobody but an import has declared it.
    """

    __table_args__ = (
        Index(
            "ix_adoption_detected",
            "tool_id",
            "tenant",
            "who",
            unique=True,
            sqlite_where=text("kind = 'detected'"),
            postgresql_where=text("kind = 'detected'"),
        ),
        Index("ix_adoption_use", "tool_id", "person_id", "linked_id", "state", "since", "recorded_at"),
        Index(  # of those that are linked alone: of the others there are too many to be looked up one by one
            "ix_adoption_linked_id",
            "linked_id",
            sqlite_where=text("linked_id IS NOT NULL"),
            postgresql_where=text("linked_id IS NOT NULL"),
        ),
        Index(
            "ix_adoption_disputed",
            "tool_id",
            sqlite_where=text("state = 'disputed'"),
            postgresql_where=text("state = 'disputed'"),
        ),
        Index("ix_adoption_who_lower", text("lower(who)")),
        Index("ix_adoption_recorded_at", "recorded_at", "id"),
        one_of("kind", ADOPTION_KINDS),
        one_of("state", ADOPTION_STATES),
        one_of("account", ACCOUNTS),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    kind: str
    state: str
    tool_id: int = Field(foreign_key="tool.id")
    plan: str | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    who: str = Field(index=True)
    account: str = "company"
    data: list[str] = Field(default_factory=list, sa_type=Json)
    purpose: str | None = None
    team_id: int | None = Field(default=None, foreign_key="team.id")
    tenant: str = ""
    since: date | None = None
    until: date | None = None
    linked_id: int | None = Field(default=None, foreign_key="adoption.id")
    review_by: date | None = None
    verdict: dict[str, Any] | None = Field(default=None, sa_type=Json)
    verdict_id: int | None = Field(default=None, foreign_key="storedverdict.id")
    imported: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Erasure(Table, table=True):
    """Somebody asks that what is known of their use be erased: of one adoption, or of all. Answered by `due`."""

    __table_args__ = (one_of("state", ERASURE_STATES),)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    adoption: str | None = None
    text: str = ""
    due: date
    state: str = "open"
    closed_by: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answer: str | None = None
    asked_at: datetime = Field(sa_type=UtcDateTime)
