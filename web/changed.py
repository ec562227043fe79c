"""What changed on a tool's pages, in words: what is new there, what is otherwise, what is gone."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from catalog.models.tool import Plan
from catalog.moment import Moment, now
from catalog.rubric import Rubric, stored_at
from scrapers.changes import Change, changes
from web.found import said


@dataclass(frozen=True, slots=True)
class Changed:
    """One change as a page tells it: when it was seen, in words, where, and the two snapshots that show it."""

    at: datetime
    kind: str
    text: str
    url: str
    snapshots: tuple[int, int]


def changed(session: Session, tool_id: int) -> list[Changed]:
    """Give what changed on the pages of a tool, the newest first."""
    found = changes(session, tool_id)
    if not found:
        return []
    rubric = stored_at(session, Moment(now(), now()))
    plans = dict(session.exec(select(Plan.slug, Plan.name).where(Plan.tool_id == tool_id)).all())
    return [Changed(one.at, one.kind, _words(one, rubric, plans), one.url, one.snapshots) for one in found]


def _words(change: Change, rubric: Rubric, plans: dict[str, str]) -> str:
    """Say one change in a sentence."""
    if change.kind == "changed":
        return f"{said(change.fact, rubric, plans, was=change.before)}."
    start = "New there" if change.kind == "appeared" else "No longer there"
    return f"{start}: {said(change.fact, rubric, plans)}."
