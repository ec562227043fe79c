"""Somebody says of what a log showed: this was not me. A reviewer looks at the log again, and answers.

Until then it counts nowhere; the tool's case is open for it, due by the clock of uses that wait for a yes.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, literal_column
from sqlmodel import Session, col, select

from catalog import audit, people
from catalog import moment as moments
from catalog.adoption import cases, clock, register
from catalog.adoption.listing import get
from catalog.errors import Conflicting, NotFound
from catalog.models.register import Adoption
from catalog.models.tool import Tool
from catalog.moment import Moment
from catalog.rubric import stored_at

DISPUTED = "disputed"
WHY = "somebody says that what a log showed was not them"


def dispute(session: Session, reference: str, by: str, at: datetime | None = None) -> Adoption:
    """Record that a person says: this is not my use; raise as `register.dispute` does. The tool's case opens for it."""
    at = at or moments.now()
    adoption = register.dispute(session, reference, by, at)
    days = stored_at(session, Moment(at, at)).clocks.permission_work_days
    due = clock.after_work_days(at.date(), days)
    tool = session.get_one(Tool, adoption.tool_id)
    cases.open_for(session, tool, why=WHY, due=due, who=by.strip(), at=at, wake=True)
    return adoption


def answer(session: Session, reference: str, by: str, *, theirs: bool, at: datetime | None = None) -> Adoption:
    """Say whose a disputed use is: theirs, then it counts again; or not, then it is taken back.

    Raises `NotAllowed` unless `by` is a reviewer, `NotFound`, `Conflicting` for a use that nobody disputes.
    """
    audit.take_turn(session)
    reviewer = people.with_role(session, by, "reviewer")
    adoption = get(session, reference)
    if adoption.state != DISPUTED:
        raise Conflicting(f"nobody disputes {reference[:40]!r}: it is {adoption.state}", mend="look at it again")
    counts = "declared" if adoption.kind == "declared" else "confirmed"
    adoption.state, adoption.changed_at = counts if theirs else "withdrawn", at or moments.now()
    session.add(adoption)
    session.flush()
    content = {"tool": session.get_one(Tool, adoption.tool_id).slug, "state": adoption.state, "theirs": theirs}
    subject = f"adoption:{adoption.reference}"
    audit.append(session, who=reviewer.slug, what="dispute answered", subject=subject, content=content)
    return adoption


def last(session: Session) -> str:
    """Give the use that was disputed last and not answered; raise `NotFound` where none is."""
    found = select(Adoption.reference).where(Adoption.state == DISPUTED).order_by(col(Adoption.changed_at).desc())
    reference = session.exec(found).first()
    if reference is None:
        raise NotFound("nobody disputes anything", mend="see what is used: byot adoptions")
    return reference


def counted(session: Session) -> Counter[int]:
    """Count by tool the uses that are disputed and not answered."""
    waiting = col(Adoption.state) == literal_column(f"'{DISPUTED}'")  # as their index says it: they are few
    rows = session.exec(select(Adoption.tool_id, func.count()).where(waiting).group_by(col(Adoption.tool_id)))
    return Counter(dict(rows.all()))
