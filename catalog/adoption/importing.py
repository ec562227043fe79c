"""An export into the register: every row is declared or shown as unusable, all in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from sqlmodel import Session

from catalog import plugins
from catalog.adoption import importers, register
from catalog.adoption.register import Declaration
from catalog.errors import BadData, ByotError, NotFound
from catalog.store import Store


@dataclass(frozen=True, slots=True)
class Answer:
    """A row that says who uses what."""

    line: int
    declaration: Declaration


@dataclass(frozen=True, slots=True)
class Unusable:
    """A row that does not, and why."""

    line: int
    why: str


class Importer(Protocol):
    """One export format: a module of `catalog.adoption.importers`."""

    TITLE: str

    def read(self, path: Path) -> Iterator[Answer | Unusable]:
        """Give what each row of a file says; raise `BadData` where the file is of another format."""


def import_file(store: Store, name: str, path: Path) -> dict[str, Any]:
    """Declare what an export says; give how many rows were declared, and each that was not with why.

    Rows said before change nothing. Raises `UnknownPlugin`, `NotFound` or `BadData`, and records nothing then.
    """
    importer = cast(Importer, plugins.load(importers, name))
    rows = _rows(importer, path)

    def work(session: Session) -> dict[str, Any]:
        declared, unusable = 0, []
        for row in rows:
            try:
                if isinstance(row, Answer):
                    with session.begin_nested():
                        register.declare(session, row.declaration)
                    declared += 1
                    continue
                why = row.why
            except ByotError as error:
                why = error.one_line()
            unusable.append({"line": row.line, "why": why})
        return {"file": str(path), "format": name, "declared": declared, "unusable": unusable}

    return store.transact(work)


def _rows(importer: Importer, path: Path) -> list[Answer | Unusable]:
    try:
        rows = list(importer.read(path))
    except FileNotFoundError:
        raise NotFound("there is no such file", mend="name an export that is there", where=str(path)) from None
    except OSError as error:
        raise BadData(f"cannot be read: {error.strerror}", mend="name a file", where=str(path)) from None
    if not rows:
        raise BadData("the file has no rows", mend="name an export with rows in it", where=str(path))
    return rows
