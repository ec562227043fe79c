"""Batches of imports: what each brought, and how it is taken back without touching what others say too."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from catalog import audit
from catalog.adoption import correcting, linking, register
from catalog.adoption.judging import Judging
from catalog.adoption.register import Declaration
from catalog.adoption.undoing import undoable
from catalog.models.register import Adoption, Batch, Grant, Origin, Sighting
from catalog.moment import now, written

FIELDS = ("plan", "data", "purpose", "since", "until", "team_id", "verdict", "verdict_id", "review_by")
DAYS = ("since", "until", "review_by")


def of_content(session: Session, sha256: str) -> Batch | None:
    """Give the batch in force of a content, None where there is none."""
    return session.exec(select(Batch).where(Batch.sha256 == sha256, col(Batch.undone_at).is_(None))).first()


def is_whole(batch: Batch) -> bool:
    """Say whether all entries of a batch were dealt with; of a survey that was cut off some are left."""
    return batch.records + batch.rejected >= batch.entries


def listing(session: Session) -> list[dict[str, Any]]:
    """Give all batches, newest first, those undone too."""
    rows = session.exec(select(Batch).order_by(col(Batch.id).desc()))
    return [
        {
            "batch": one.reference,
            "file": one.file,
            "format": one.format,
            "entries": one.entries,
            "records": one.records,
            "rejected": one.rejected,
            "imported_at": written(one.imported_at),
            "undone_at": written(one.undone_at) if one.undone_at else None,
        }
        for one in rows
    ]


def standing(session: Session, said: Declaration, judging: Judging) -> dict[str, Any] | None:
    """Give what stands of a person's use of a tool before it is declared again, None where nothing does."""
    person, tool = judging.person(said.by), judging.tool(said.tool)
    if tool is None:
        return None
    before = register.standing(session, person, tool, said.account)
    if before is None:
        return None
    told = {name: getattr(before, name) for name in FIELDS}
    return {**told, **{name: told[name].isoformat() if told[name] else None for name in DAYS}}


def kept(adoption: Adoption, before: dict[str, Any] | None, at: datetime) -> dict[str, Any]:
    """Give what a batch keeps of an adoption that it declared; `before` only where the batch has changed it."""
    changed = adoption.changed_at == at
    return {"adoption": adoption.reference, "changed": changed, "before": before if changed else None}


def undo(session: Session, reference: str, at: datetime | None = None, by: str = "import") -> dict[str, Any]:
    """Take back what a batch brought (`last`: the newest one in force); give what became of the adoptions.

    An adoption that rests on nothing else goes; one that another origin shows, another batch declares or a person has
    spoken of stays. Raises `NotFound`, or `Conflicting` where it was undone before.
    """
    audit.take_turn(session)
    at = at or now()
    batch = _find(session, reference)
    gone, restored, stay = _undeclare(session, batch)
    taken = _unsee(session, batch, at)
    batch.undone_at, batch.origin_id = at, None
    session.add(batch)
    told = {"batch": batch.reference, "file": batch.file, "format": batch.format,
            "gone": sorted({*gone, *taken}), "restored": restored, "kept": stay}  # fmt: skip
    session.flush()
    audit.append(session, who=by, what="import undone", subject=f"batch:{batch.reference}", content=told)
    return told


def _find(session: Session, reference: str) -> Batch:
    again = "import the file again, if you want it back"
    return undoable(session, Batch, reference, kind="batch", see="byot import --list", again=again)


def _undeclare(session: Session, batch: Batch) -> tuple[list[str], list[str], list[str]]:
    """Take back what a batch declared, the last first; give the adoptions gone, restored and left as they are."""
    others = _declared_by_others(session, batch)
    gone, restored, stay = [], [], []
    for told in reversed(batch.declared):
        adoption = session.exec(select(Adoption).where(Adoption.reference == told["adoption"])).first()
        if adoption is None:
            continue
        if adoption.imported and adoption.reference not in others:
            linking.unlink(session, [adoption.id])
            session.delete(adoption)
            session.flush()
            linking.link(session, [adoption.person_id], adoption.tool_id)
            gone.append(adoption.reference)
        elif told["before"] is not None and adoption.changed_at == batch.imported_at:
            for name, value in told["before"].items():
                setattr(adoption, name, _day(value) if name in DAYS else value)
            session.add(adoption)
            restored.append(adoption.reference)
        else:
            stay.append(adoption.reference)
    return gone, sorted(set(restored)), sorted(set(stay) - set(restored))


def _declared_by_others(session: Session, batch: Batch) -> set[str]:
    others = session.exec(select(Batch).where(col(Batch.undone_at).is_(None), Batch.id != batch.id))
    return {told["adoption"] for other in others for told in other.declared}


def _unsee(session: Session, batch: Batch, at: datetime) -> list[str]:
    """Take back what a batch's origin shows; give the proposals that nothing else shows."""
    origin = session.get(Origin, batch.origin_id) if batch.origin_id is not None else None
    if origin is None:
        return []
    lost = correcting.shown(session, origin)
    session.execute(delete(Sighting).where(col(Sighting.origin_id) == origin.id))
    session.execute(delete(Grant).where(col(Grant.origin_id) == origin.id))
    taken = correcting.correct(session, lost, at)
    batch.origin_id = None
    session.add(batch)
    session.flush()
    if origin.grown_into_id is None:
        session.delete(origin)
        session.flush()
    return taken


def _day(text: str | None) -> Any:
    return datetime.fromisoformat(text).date() if text else None
