"""All that an auditor needs to see that the register is whole, and to check it without us."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from catalog import audit
from catalog.adoption.listing import each
from catalog.exporters._events import Told, events
from catalog.models.desk import Document, Proposal
from catalog.models.evidence import Fact, Snapshot
from catalog.models.register import Adoption, Origin, Person, Sighting
from catalog.models.review import Decision, Review
from catalog.models.tool import Tool
from catalog.moment import written

MORE = ("fact", "plan", "applies", "value", "status", "subject", "strength", "url", "quote", "says")


@dataclass(frozen=True, slots=True)
class Pack:
    """The evidence: adoptions, decisions with those taken back, cases, documents, facts, counts, trail and its head."""

    at: datetime
    adoptions: Iterator[dict[str, Any]]
    tables: dict[str, list[dict[str, Any]]]
    facts: Iterator[dict[str, Any]]
    denominators: dict[str, Any]
    trail: Iterator[Told]
    head: dict[str, Any]


def gathered(session: Session, at: datetime) -> Pack:
    """Gather the evidence as it stands."""
    used = select(Adoption.tool_id).where(col(Adoption.linked_id).is_(None))
    found = audit.verify(session)
    slugs = dict(session.exec(select(Tool.id, Tool.slug)).all())
    tables = {
        "decisions": _rows(session, Decision, slugs),
        "cases": _rows(session, Review, slugs),
        "proposals": _rows(session, Proposal, slugs),
        "documents": _rows(session, Document, slugs),
    }
    head = {
        "events": found.head.events, "sha256": found.head.sha256, "whole": not found.problems,
        "problems": found.problems,
    }  # fmt: skip
    adoptions = each(session, today=at.date())
    return Pack(at, adoptions, tables, _facts(session, used), _counts(session, at), events(session, at), head)


def _rows(session: Session, table: Any, slugs: dict[Any, str]) -> list[dict[str, Any]]:
    told = []
    for row in session.exec(select(table).order_by(table.id)).all():
        fields = row.model_dump()
        plain = {name: written(value) if isinstance(value, datetime) else value for name, value in fields.items()}
        told.append({"tool": slugs[row.tool_id], **plain})
    return told


def _facts(session: Session, tools: Any) -> Iterator[dict[str, Any]]:
    """Give the facts on the tools in use that are believed, each with its words and the hash of its page."""
    rows = session.exec(
        select(Fact, Tool.slug, Snapshot.sha256)
        .join(Tool, col(Fact.tool_id) == col(Tool.id))
        .join(Snapshot, col(Fact.snapshot_id) == col(Snapshot.id), isouter=True)
        .where(col(Tool.id).in_(tools), col(Fact.retracted_at).is_(None))
        .order_by(col(Tool.slug), col(Fact.id))
    )
    for fact, tool, sha256 in rows:
        told = {name: getattr(fact, name) for name in MORE}
        yield {"tool": tool, **told, "observed_at": written(fact.observed_at), "key": fact.key, "snapshot": sha256}


def _counts(session: Session, at: datetime) -> dict[str, Any]:
    """Give of how many this is a part: people, adoptions by kind and state, logs read, tools known."""
    states = session.exec(select(Adoption.kind, Adoption.state, func.count()).group_by(Adoption.kind, Adoption.state))
    origins = session.exec(select(Origin).where(col(Origin.grown_into_id).is_(None)).order_by(col(Origin.id))).all()
    people = select(func.count()).select_from(Person).where(col(Person.merged_into_id).is_(None))
    return {
        "at": written(at),
        "tools_known": session.exec(select(func.count()).select_from(Tool)).one(),
        "people_known": session.exec(people).one(),
        "adoptions": [{"kind": kind, "state": state, "count": count} for kind, state, count in states],
        "sightings": session.exec(select(func.count()).select_from(Sighting)).one(),
        "logs": [
            {"file": one.file, "format": one.format, "sha256": one.sha256, "records": one.records,
             "rejected": one.rejected, "first": written(one.first_at) if one.first_at else None,
             "last": written(one.last_at) if one.last_at else None}
            for one in origins
        ],
        "not_counted": "use that no log shows and nobody told of",
    }  # fmt: skip
