"""Comments on a case, and the letters that went out about it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit, people
from catalog import moment as moments
from catalog.errors import BadUse, NotFound
from catalog.models.desk import Comment
from catalog.models.review import Review
from catalog.models.tool import Tool
from catalog.moment import written

LONGEST = 8000
SAID = {"comment": "comment written", "people_letter": "people told"}


def comment(session: Session, reference: str, by: str, text: str, at: datetime | None = None) -> dict[str, Any]:
    """Write a comment on a case. Raises `NotAllowed` unless `by` is a reviewer, `NotFound`, `BadUse` for no text."""
    return _written(session, reference, by, text, "comment", at or moments.now())


def letter(session: Session, reference: str, by: str, text: str, at: datetime | None = None) -> dict[str, Any]:
    """Keep on a case what its people were told of a decision. Raises as `comment` does."""
    return _written(session, reference, by, text, "people_letter", at or moments.now())


def _written(session: Session, reference: str, by: str, text: str, kind: str, at: datetime) -> dict[str, Any]:
    audit.take_turn(session)
    person = people.with_role(session, by, "reviewer")
    case = session.exec(select(Review).where(Review.reference == reference)).first()
    if case is None:
        raise NotFound(f"there is no case {reference[:40]!r}", mend="see them: byot review list")
    written_down = record(session, case, person.slug, text, kind, at)
    tool = session.get_one(Tool, case.tool_id)
    content = {"review": case.reference, "text": written_down.text}
    audit.append(session, who=person.slug, what=SAID[kind], subject=f"tool:{tool.slug}", content=content)
    return _told(written_down)


def record(session: Session, case: Review, who: str, text: str, kind: str, at: datetime) -> Comment:
    """Record what was written, in the caller's transaction and without an event of its own."""
    said = text.replace("\0", "").strip()
    if not said:
        raise BadUse("a comment needs its text", mend="write a sentence", where="--text")
    if len(said) > LONGEST:
        raise BadUse(f"a text of {len(said)} letters is too long", mend=f"use at most {LONGEST}", where="--text")
    row = Comment(review_id=case.id or 0, kind=kind, who=who, text=said, recorded_at=at)
    session.add(row)
    session.flush()
    return row


def withdraw(session: Session, number: int, by: str, at: datetime | None = None) -> str:
    """Take a comment of one's own back; give its case. Raises `NotFound` for one that is not there, or another's."""
    audit.take_turn(session)
    person = people.with_role(session, by, "reviewer")
    row = session.get(Comment, number)
    if row is None or row.kind != "comment" or row.who != person.slug or row.retracted_at is not None:
        raise NotFound("you wrote no such comment", mend="look at the case again")
    retract(session, number, at or moments.now())
    case = session.get_one(Review, row.review_id)
    tool = session.get_one(Tool, case.tool_id)
    content = {"review": case.reference}
    audit.append(session, who=person.slug, what="comment taken back", subject=f"tool:{tool.slug}", content=content)
    return case.reference


def retract(session: Session, number: int, at: datetime) -> None:
    """Take back what was written."""
    row = session.get_one(Comment, number)
    row.retracted_at = at
    session.add(row)
    session.flush()


def comments(session: Session, case: Review) -> list[dict[str, Any]]:
    """Give what was written on a case and stands, the newest first."""
    rows = select(Comment).where(Comment.review_id == case.id, col(Comment.retracted_at).is_(None))
    return [_told(one) for one in session.exec(rows.order_by(col(Comment.id).desc())).all()]


def _told(row: Comment) -> dict[str, Any]:
    return {"id": row.id, "kind": row.kind, "by": row.who, "text": row.text, "at": written(row.recorded_at)}
