"""What ends soon, told so many days before: decisions, their documents, contracts. And the cases that are late."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, select

from catalog.adoption import cases
from catalog.models.columns import begun_by, known_by
from catalog.models.company import CompanySolution
from catalog.models.desk import Document
from catalog.models.review import Decision, Review
from catalog.models.tool import Tool

TOLD_BEFORE = (30, 7, 1)
"""So many days before the last one."""


class Ending(NamedTuple):
    """A decision, a document, a contract's notice or renewal, or a case of a tool, and its last day."""

    kind: str
    name: str
    what: str
    last: date


def reminders(session: Session, at: datetime) -> list[Ending]:
    """Give what has 30, 7 or 1 day left, and the cases whose due day was yesterday; the earliest first."""
    found = [*_decisions(session, at), *_documents(session, at), *_contracts(session, at), *_late(session, at)]
    return sorted(found, key=lambda one: (one.last, one.name, one.kind))


def _decisions(session: Session, at: datetime) -> Iterator[Ending]:
    rows = session.exec(
        select(Decision, Tool.name).join(Tool, col(Decision.tool_id) == col(Tool.id))
        .where(*known_by(Decision, at), begun_by(Decision, at), col(Decision.valid_to).is_not(None))
    )  # fmt: skip
    for decision, name in rows:
        if (last := _last_day(decision)) and _told(last, at):
            yield Ending("decision", name, decision.status, last)


def _documents(session: Session, at: datetime) -> Iterator[Ending]:
    rows = session.exec(
        select(Document, Tool.name).join(Tool, col(Document.tool_id) == col(Tool.id))
        .where(*known_by(Document, at), col(Document.valid_to).is_not(None))
    )  # fmt: skip
    for paper, name in rows:
        if (last := _last_day(paper)) and _told(last, at):
            yield Ending("document", name, paper.title, last)


def _contracts(session: Session, at: datetime) -> Iterator[Ending]:
    rows = session.exec(
        select(CompanySolution, Tool.name).join(Tool, col(CompanySolution.tool_id) == col(Tool.id))
        .where(*known_by(CompanySolution, at), begun_by(CompanySolution, at))
    )  # fmt: skip
    for signed, name in rows:
        if signed.valid_to is not None and signed.valid_to <= at:
            continue
        for kind, last in (("notice", signed.notice_by), ("renewal", signed.renews_on)):
            if last and _told(last, at):
                yield Ending(kind, f"{name} {signed.plan}", str(signed.seats), last)


def _late(session: Session, at: datetime) -> Iterator[Ending]:
    yesterday = at.date() - timedelta(days=1)
    rows = session.exec(
        select(Review, Tool.name).join(Tool, col(Review.tool_id) == col(Tool.id))
        .where(col(Review.state).in_(cases.OPEN), Review.due == yesterday)
    )  # fmt: skip
    for case, name in rows:
        yield Ending("case", name, case.reference, yesterday)


def _last_day(row: Decision | Document) -> date | None:
    return (row.valid_to - timedelta(microseconds=1)).date() if row.valid_to else None


def _told(last: date, at: datetime) -> bool:
    return (last - at.date()).days in TOLD_BEFORE
