"""Security's case about a tool opens by itself when somebody's use of it needs an answer; `catalog.review` reads on."""

import secrets
from datetime import date, datetime

from sqlmodel import Session, col, select

from catalog import audit
from catalog.models.review import Review
from catalog.models.tool import Tool

OPEN = ("opened", "in_review", "waiting_for_vendor")


def open_case(session: Session, tool_id: int) -> Review | None:
    """Give the open case of a tool, None where there is none."""
    return session.exec(
        select(Review).where(Review.tool_id == tool_id, col(Review.state).in_(OPEN)).order_by(col(Review.id))
    ).first()


def open_for(
    session: Session, tool: Tool, *, why: str, due: date | None, who: str, at: datetime, wake: bool = False
) -> Review:
    """Give the open case of a tool, opened now where there is none; an earlier due day moves it forward.

    One that was put away comes back for an earlier due day, and where somebody has to answer now (`wake`).
    """
    case = open_case(session, tool.id or 0)
    if case is not None:
        sooner = due is not None and (case.due is None or due < case.due)
        case.due = due if sooner else case.due
        case.snoozed_until = None if sooner or wake else case.snoozed_until
        session.add(case)
        return case
    case = Review(reference=reference("r"), tool_id=tool.id or 0, why=why, due=due, opened_at=at)
    session.add(case)
    session.flush()
    content = {"review": case.reference, "tool": tool.slug, "why": why, "due": due.isoformat() if due else None}
    audit.append(session, who=who, what="review opened", subject=f"tool:{tool.slug}", content=content)
    return case


def reference(kind: str) -> str:
    """Give a name for a new row that cannot be guessed from others: its kind's letter and ten others."""
    return f"{kind}-{secrets.token_hex(5)}"
