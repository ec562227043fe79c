"""A finding → a fact, recorded with its evidence. The same statement from the same snapshot is recorded once.

A fact that was retracted, or whose quote had vanished, stays as it is: where its statement comes again it is recorded
anew and counts from then on.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, Protocol

from sqlmodel import Session, col, func, select

from catalog.errors import BadData
from catalog.models.evidence import Fact, Run, Snapshot, Source
from catalog.models.tool import Plan, PlanName, Tool
from catalog.moment import now
from catalog.search import plain

STRENGTH_OF_KIND = {"dpa": "contract", "terms": "contract", "sla": "contract", "help": "help_page"}


class Finding(Protocol):
    """What an extractor says that a page states."""

    @property
    def fact(self) -> str: ...
    @property
    def value(self) -> Any: ...
    @property
    def plan(self) -> str | None: ...
    @property
    def status(self) -> str | None: ...
    @property
    def subject(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def confidence(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A snapshot of a tool's source as it was read: its text, and by which extractor in which run.

    `strength` is how strong its facts are, where that is not what the kind of source says.
    """

    tool: Tool
    source: Source
    snapshot: Snapshot
    run: Run
    text: str
    extractor: str
    version: str
    strength: str | None = None


def record(session: Session, finding: Finding, reading: Reading) -> Fact:
    """Record a finding as a fact, give it; the one that is there where this snapshot's statement was recorded before.

    Where that one counts no more the statement has come again, and becomes a fact of its own. Raises `BadData` where
    the quote does not stand in the snapshot: no quote, no fact.
    """
    if not finding.quote or reading.text[finding.start : finding.end] != finding.quote:
        raise BadData(
            f"the quote of {finding.fact} is not in the snapshot",
            mend="the extractor must quote the page word for word",
            where=reading.snapshot.url,
        )
    plan = None if finding.plan is None else plan_slug(session, reading.tool, finding.plan)
    for time in count():
        key = _key(finding, reading, plan, time)
        known = session.exec(select(Fact).where(Fact.key == key)).first()
        if known is None:
            break
        if _counts(session, known, reading.snapshot):
            return known
    fact = _fact(finding, reading, plan, key)
    session.add(fact)
    session.flush()
    return fact


def mark_unsupported(session: Session, source: Source, text: str, moment: datetime) -> int:
    """Mark the facts of a source whose quote has vanished from its newest text; give how many were marked."""
    gone = _vanished(session, source, text)
    for fact in gone:
        fact.unsupported_at = moment
        session.add(fact)
    return len(gone)


def mark_lost(session: Session, reading: Reading) -> int:
    """Mark the facts of a source that were seen before a snapshot of it, in which their quote has vanished.

    This is how it went when the snapshot was fetched, told again: a fact of the same run, which nobody has believed
    yet, lost its quote on that day; one that was believed until now loses it now. Gives how many were marked.
    """
    seen_at = reading.snapshot.fetched_at
    gone = [fact for fact in _vanished(session, reading.source, reading.text) if fact.observed_at < seen_at]
    for fact in gone:
        fact.unsupported_at = seen_at if fact.run_id == reading.run.id else now()
        session.add(fact)
    return len(gone)


def _vanished(session: Session, source: Source, text: str) -> list[Fact]:
    flat = _flat(text)
    quoted = session.exec(
        select(Fact)
        .where(Fact.source_id == source.id)
        .where(col(Fact.quote).is_not(None), col(Fact.unsupported_at).is_(None), col(Fact.retracted_at).is_(None))
    )
    return [fact for fact in quoted if _flat(fact.quote or "") not in flat]


def plan_slug(session: Session, tool: Tool, name: str) -> str:
    """Give the slug of a tool's plan by its name or alias; the slug that the name would have where none is known."""
    rows = session.exec(select(Plan).where(Plan.tool_id == tool.id, col(Plan.retracted_at).is_(None))).all()
    names = {plan.id: [plan.slug, plan.name] for plan in rows}
    held = select(PlanName).where(col(PlanName.plan_id).in_(list(names)), col(PlanName.retracted_at).is_(None))
    for other in session.exec(held):
        names[other.plan_id].append(other.name)
    return _named(rows, names, name) or slug_of(name)


def slug_of(name: str) -> str:
    """Give a name as a slug: small letters and digits with hyphens; a plus sign is a word."""
    words = name.casefold().replace("+", " plus ")
    return "-".join("".join(letter if letter.isalnum() else " " for letter in words).split())[:60] or "unnamed"


def _named(plans: Sequence[Plan], names: dict[int | None, list[str]], name: str) -> str | None:
    for spelled in (str.casefold, slug_of, plain):
        wanted = spelled(name)
        found = [plan for plan in plans if wanted in map(spelled, names[plan.id])]
        if found:
            return min(found, key=lambda plan: plan.rank).slug
    return None


def _fact(finding: Finding, reading: Reading, plan: str | None, key: str) -> Fact:
    tool, source, snapshot, run = reading.tool, reading.source, reading.snapshot, reading.run
    assert tool.id is not None
    assert source.id is not None
    assert run.id is not None
    return Fact(
        key=key,
        tool_id=tool.id,
        fact=finding.fact,
        plan=plan,
        applies="tool" if plan is None else "plan",
        value=finding.value,
        status=finding.status,
        subject=finding.subject,
        valid_from=snapshot.fetched_at,
        recorded_at=now(),
        source_id=source.id,
        snapshot_id=snapshot.id,
        run_id=run.id,
        url=snapshot.url,
        quote=finding.quote,
        quote_start=finding.start,
        quote_end=finding.end,
        observed_at=snapshot.fetched_at,
        strength=reading.strength or STRENGTH_OF_KIND.get(source.kind, "vendor_page"),
        extractor=reading.extractor,
        extractor_version=reading.version,
        confidence=finding.confidence,
    )


def _counts(session: Session, fact: Fact, snapshot: Snapshot) -> bool:
    """Say whether a fact of a snapshot still stands: a quote that vanished from a later one has not come again."""
    if fact.retracted_at is not None:
        return False
    if fact.unsupported_at is None:
        return True
    newest = select(func.max(Snapshot.fetched_at)).where(Snapshot.source_id == snapshot.source_id)
    return session.exec(newest).one() != snapshot.fetched_at


def _key(finding: Finding, reading: Reading, plan: str | None, time: int) -> str:
    """Name a statement of a snapshot; `time` says how many facts have told it before and count no more."""
    told = [finding.fact, plan, finding.value, finding.status, finding.subject]
    seen = [reading.tool.slug, reading.snapshot.url, reading.snapshot.sha256, reading.snapshot.fetched_at.isoformat()]
    named = [told, seen, time] if time else [told, seen]
    return hashlib.sha256(json.dumps(named, sort_keys=True).encode()).hexdigest()


def _flat(text: str) -> str:
    return " ".join(text.split())
