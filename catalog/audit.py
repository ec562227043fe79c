"""The trail: events in a hash chain. A link names its predecessor's hash, so a change in the middle shows.

A chain alone cannot show a cut tail or a full rewrite: `verify` also takes a head that was exported earlier.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from catalog.errors import BadData
from catalog.models.review import Event
from catalog.moment import now, start_of

GENESIS = "0" * 64
LOCK = 0x6279_6F74
EPOCH = start_of(date(1970, 1, 1))


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many events, and the last one's hash."""

    events: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found: the head, and each problem in words (none: the chain is whole)."""

    head: Head
    problems: list[str]


def take_turn(session: Session) -> None:
    """Wait until no other transaction writes what the chain tells of.

    A use case that reads before it writes calls this first, so that what it read still holds when it writes, and then
    looks at the clock. SQLite's write lock does so by itself, taken when the connection is.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def append(session: Session, *, who: str, what: str, subject: str, content: dict[str, Any]) -> Event:
    """Record an event at the end of the chain, in the caller's write transaction."""
    take_turn(session)
    last = session.exec(select(Event).order_by(col(Event.id).desc()).limit(1)).first()
    event = Event(
        at=(now() - EPOCH) // timedelta(microseconds=1),
        who=who,
        what=what,
        subject=subject,
        content=canonical(content),
        previous=last.sha256 if last else GENESIS,
        sha256="",
    )
    event.sha256 = digest(event)
    session.add(event)
    session.flush()
    return event


def canonical(content: dict[str, Any]) -> str:
    """Give the one text that stands for a JSON document: sorted keys, no blanks, UTF-8 kept."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def digest(event: Event) -> str:
    """Give the SHA-256 of an event's canonical form, its own hash and number left out."""
    fields = [event.previous, event.at, event.who, event.what, event.subject, event.content]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def verify(session: Session, expected: Head | None = None) -> Verification:
    """Walk the chain from its start; compare with an earlier exported head where one is given."""
    problems: list[str] = []
    previous, count, held = GENESIS, 0, expected is None or expected == Head(0, GENESIS)
    for event in session.exec(select(Event).order_by(col(Event.id)).execution_options(yield_per=1000)):
        count += 1
        if event.previous != previous:
            problems.append(f"event {event.id} does not follow its neighbour")
        if digest(event) != event.sha256:
            problems.append(f"event {event.id} was changed after it was written")
        previous = event.sha256
        held = held or expected == Head(count, previous)
    if not held:
        problems.append(f"the chain no longer holds the exported head of {expected.events if expected else 0} events")
    return Verification(Head(count, previous), problems)


def read_head(file: Path) -> Head:
    """Read an exported head (`byot db verify --json`); raise `BadData` where the file is none."""
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return Head(int(told["events"]), str(told["sha256"]))
    except OSError as error:
        raise BadData(f"cannot be read: {error.strerror}", mend="name a file that is there", where=str(file)) from None
    except (ValueError, KeyError, TypeError):
        raise BadData("is no exported head", mend="export one: byot db verify --json", where=str(file)) from None
