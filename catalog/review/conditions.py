"""A decision's conditions as a checklist: met by somebody, on a day, because of a document, or open."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from catalog import audit, people
from catalog import moment as moments
from catalog.errors import BadUse, Conflicting, NotFound
from catalog.models.columns import held, known_by
from catalog.models.desk import ConditionMet, Document
from catalog.models.review import Decision
from catalog.models.tool import Tool
from catalog.review import documents


def meet(
    session: Session, decision: str, number: int, by: str, document: str | None = None, at: datetime | None = None
) -> list[dict[str, Any]]:
    """Mark a condition (counted from 1) as met, by a document where one is named; give the checklist.

    From now on the check no longer asks for it; where it rests on a document, until that one ends.
    """
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, by, "reviewer")
    ruled, condition = _named(session, decision, number)
    if any(one.condition == condition for one in _standing(session, ruled, at)):
        raise Conflicting("the condition is met already", mend="look at the case again")
    paper = documents.find(session, document) if document else None
    if paper is not None and (paper.tool_id != ruled.tool_id or not held(paper, at)):
        raise BadUse("that document does not hold now for this tool", mend="choose one in force", where="--document")
    row = ConditionMet(
        tool_id=ruled.tool_id,
        series=series(ruled),
        condition=condition,
        document_id=paper.id if paper else None,
        met_by=person.slug,
        valid_from=at,
        valid_to=paper.valid_to if paper else None,
        recorded_at=at,
    )
    session.add(row)
    _tell(session, ruled, person.slug, "condition met", {"condition": condition, "document": document})
    return checklist(session, ruled, at)


def reopen(session: Session, decision: str, number: int, by: str, at: datetime | None = None) -> list[dict[str, Any]]:
    """Mark a condition as open again; give the checklist."""
    audit.take_turn(session)
    at = at or moments.now()
    person = people.with_role(session, by, "reviewer")
    ruled, condition = _named(session, decision, number)
    standing = [one for one in _standing(session, ruled, at) if one.condition == condition]
    if not standing:
        raise Conflicting("the condition is open already", mend="look at the case again")
    for row in standing:
        row.retracted_at = at
        session.add(row)
        kept = row.model_dump(exclude={"id", "valid_to", "recorded_at", "retracted_at"})
        session.add(ConditionMet(**kept, valid_to=at, recorded_at=at))
    _tell(session, ruled, person.slug, "condition open again", {"condition": condition})
    return checklist(session, ruled, at)


def checklist(session: Session, ruled: Decision, at: datetime) -> list[dict[str, Any]]:
    """Give the conditions in their order: each met or not, by whom, on which day, resting on which document."""
    met = {one.condition: one for one in _standing(session, ruled, at)}
    papers = {one.document_id for one in met.values()} - {None}
    titles = dict(session.exec(select(Document.id, Document.title).where(col(Document.id).in_(papers))).all())
    told = []
    for number, condition in enumerate(ruled.conditions, 1):
        row = met.get(condition)
        told.append(
            {
                "number": number,
                "condition": condition,
                "met": row is not None,
                "by": row.met_by if row else None,
                "on": row.valid_from.date().isoformat() if row else None,
                "document": titles.get(row.document_id) if row else None,
                "until": row.valid_to.date().isoformat() if row and row.valid_to else None,
            }
        )
    return told


def series(ruled: Decision) -> str:
    """Give the name that all rows of one decision share."""
    return ruled.series or ruled.reference


def _named(session: Session, decision: str, number: int) -> tuple[Decision, str]:
    found = select(Decision).where(Decision.reference == decision, col(Decision.retracted_at).is_(None))
    ruled = session.exec(found).first()
    if ruled is None or not 1 <= number <= len(ruled.conditions):
        raise NotFound(f"decision {decision[:40]!r} has no condition {number}", mend="see them: byot review show TOOL")
    return ruled, ruled.conditions[number - 1]


def _standing(session: Session, ruled: Decision, at: datetime) -> list[ConditionMet]:
    own = select(ConditionMet).where(ConditionMet.series == series(ruled), *known_by(ConditionMet, at))
    return [one for one in session.exec(own).all() if held(one, at)]


def _tell(session: Session, ruled: Decision, who: str, what: str, content: dict[str, Any]) -> None:
    session.flush()
    tool = session.get_one(Tool, ruled.tool_id)
    told = {"decision": ruled.reference, **content}
    audit.append(session, who=who, what=what, subject=f"tool:{tool.slug}", content=told)
