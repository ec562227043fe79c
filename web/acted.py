"""What was just done to cases, in words, with the way to take it back."""

from typing import Any

from sqlmodel import Session, col, select

from catalog.errors import NotFound
from catalog.models.review import Review
from catalog.models.tool import Tool
from catalog.review import acts
from web.queueing import DONE
from web.words import first_up, listed, many


def told(session: Session, reference: str) -> dict[str, Any] | None:
    """Give the sentence about an act and its reference; None where there is no such act."""
    try:
        done = acts.find(session, reference)
    except NotFound:
        return None
    names = list(names_of(session, done["cases"]).values())
    shown = names if len(names) <= 3 else [*names[:2], f"{len(names) - 2} more"]
    count = many(len(names), "case is", "cases are")
    verb = "as before again" if done["undone_at"] else DONE[done["kind"]]
    return {"act": reference, "undone": bool(done["undone_at"]), "text": f"{first_up(count)} {verb}: {listed(shown)}."}


def names_of(session: Session, cases: list[str]) -> dict[str, str]:
    """Give the tools' names by the references of cases, in their order."""
    rows = session.exec(
        select(Review.reference, Tool.name)
        .join(Tool, col(Review.tool_id) == col(Tool.id))
        .where(col(Review.reference).in_(cases))
    ).all()
    found = dict(rows)
    return {case: found[case] for case in cases if case in found}
