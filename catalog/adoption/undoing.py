"""What can be undone once: found by its reference, or as the last one that still stands."""

from typing import TypeVar

from sqlmodel import Session, col, select

from catalog.errors import Conflicting, NotFound
from catalog.models.register import Batch, Merge
from catalog.models.tool import ToolMerge

LAST = "last"
Deed = TypeVar("Deed", Batch, Merge, ToolMerge)


def undoable(session: Session, table: type[Deed], reference: str, *, kind: str, see: str, again: str) -> Deed:
    """Give a batch or a merge that still stands; `last` means the newest.

    Raises `NotFound`, telling where to `see` them, where there is none; `Conflicting`, telling how to do it `again`,
    where it was undone already.
    """
    newest_first = select(table).order_by(col(table.id).desc())
    which = col(table.undone_at).is_(None) if reference == LAST else col(table.reference) == reference
    deed = session.exec(newest_first.where(which)).first()
    if deed is None:
        raise NotFound(f"there is no {kind} {reference[:40]!r}", mend=f"see them all: {see}")
    if deed.undone_at is not None:
        raise Conflicting(f"the {kind} was undone already", mend=again)
    return deed
