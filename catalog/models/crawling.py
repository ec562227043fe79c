"""Tables of crawls under way: whose turn it is at a host, and look-ups with their steps."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from catalog.models.columns import Json, Table, UtcDateTime, one_of

LOOKUP_STATES = ("waiting", "running", "found", "failed")


class HostTurn(Table, table=True):
    """When a host may be asked next, and which requests to it are under way, in all runs of the program together.

    `next_at` is in microseconds since 1970, `delay` in seconds, as the host's robots.txt asks for. Each entry of
    `under_way` is a request: its name, which run makes it, and the microsecond by which it is over in any case.
    """

    __tablename__ = "host_turn"

    host: str = Field(primary_key=True)
    next_at: int = Field(default=0, sa_type=BigInteger)
    delay: float = 0.0
    under_way: list[list[Any]] = Field(default_factory=list, sa_type=Json)


class Lookup(Table, table=True):
    """A tool that nobody knows, crawled while somebody waits. Which run of the program works on it, and until when.

    Who asked for it stands in the trail alone.
    """

    __table_args__ = (one_of("state", LOOKUP_STATES),)

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    site: str = Field(index=True)
    target: str
    state: str = "waiting"
    tool: str | None = None
    problem: str | None = None
    attempts: int = 0
    begun_at: datetime = Field(sa_type=UtcDateTime)
    holder: str
    held_until: datetime = Field(sa_type=UtcDateTime)


class LookupStep(Table, table=True):
    """One page of a look-up as people read it; `content` is `web.found.Seen`."""

    __tablename__ = "lookup_step"
    __table_args__ = (UniqueConstraint("lookup_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    lookup_id: int = Field(foreign_key="lookup.id", index=True)
    number: int
    content: dict[str, Any] = Field(sa_type=Json)
