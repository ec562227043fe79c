"""The trail as events in order, with their content read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Any

from sqlmodel import Session, col, select

from catalog.models.review import Event


@dataclass(frozen=True, slots=True)
class Told:
    """One event of the trail. `at` is microseconds since 1970, UTC; `kind` and `name` are what it is about.

    `text` is the content as it was hashed, `previous` the hash before it.
    """

    number: int
    at: int
    who: str
    what: str
    kind: str
    name: str
    content: dict[str, Any]
    text: str
    previous: str
    sha256: str


@cache
def product_version() -> str:
    """Give the version of this program, which wrote the events."""
    return version("byot")


def events(session: Session, at: datetime) -> Iterator[Told]:
    """Give the events, the oldest first, a thousand at a time."""
    for event in session.exec(select(Event).order_by(col(Event.id)).execution_options(yield_per=1000)):
        kind, _, name = event.subject.partition(":")
        yield Told(
            event.id or 0, event.at, event.who, event.what, kind, name, json.loads(event.content), event.content,
            event.previous, event.sha256,
        )  # fmt: skip
