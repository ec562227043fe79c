"""A backup: one ZIP with a file of rows for each table, the bytes that rows name by their hash, and what is in it."""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, Final

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from catalog import audit, models, plugins
from catalog.backup import tables
from catalog.errors import Conflicting, StoreProblem
from catalog.moment import now, written
from catalog.snapshots import Snapshots
from catalog.store import Store

MANIFEST: Final = "manifest.json"
ROWS: Final = "tables/{}.jsonl"
BYTES: Final = "files/{}"
HASHED: Final = ("snapshot", "document")
"""Tables whose rows name bytes by their SHA-256."""


def backup(store: Store, snapshots: Snapshots | None, path: Path) -> dict[str, Any]:
    """Write all that a store holds to a new file, as it is at one moment; give what is in it.

    Without `snapshots` (they lie in no folder of this machine) their bytes are left to who keeps them. Bytes that are
    gone are counted as `lost`. Raises `Conflicting` where the file is there already, `StoreProblem` where it cannot be
    written; then nothing is left of it.
    """
    part = path.with_name(f".{path.name}.part")
    if path.exists():
        raise Conflicting(f"{path} is there already", mend="name another file")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            told = _written(store, snapshots, file)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as error:
        raise StoreProblem(
            f"{path} cannot be written ({error.strerror or error})", mend="name a place with room"
        ) from None
    finally:
        part.unlink(missing_ok=True)
    return told


def names() -> set[str]:
    """Give the names of all tables."""
    list(plugins.each(models))
    return set(SQLModel.metadata.tables)


def hash_of(lines: Iterator[bytes]) -> tuple[int, str]:
    """Give the number of lines and their SHA-256."""
    count, digest = 0, hashlib.sha256()
    for line in lines:
        count += 1
        digest.update(line)
    return count, digest.hexdigest()


def _written(store: Store, snapshots: Snapshots | None, file: IO[bytes]) -> dict[str, Any]:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed, _still(store) as connection:
        told: dict[str, Any] = {}
        hashes: set[str] = set()
        for table in tables.of(connection, names()):
            with packed.open(ROWS.format(table.name), "w", force_zip64=True) as out:
                told[table.name] = dict(zip(("rows", "sha256"), hash_of(_copied(connection, table, out)), strict=True))
            if table.name in HASHED:
                hashes |= set(connection.scalars(sa.select(table.c.sha256).where(table.c.sha256.is_not(None))))
        with Session(connection) as session:
            head = audit.verify(session).head
        kept, lost = _bytes(packed, snapshots, hashes)
        manifest = {
            "byot": version("byot"), "schema": store.schema_version(), "at": written(now()), "tables": told,
            "events": head.events, "sha256": head.sha256, "files": kept, "lost": lost,
        }  # fmt: skip
        packed.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return manifest


@contextmanager
def _still(store: Store) -> Iterator[sa.Connection]:
    """Give a connection to which the database looks as at one moment, whatever others write."""
    engine = store.engine if store.is_sqlite else store.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection


def _copied(connection: sa.Connection, table: sa.Table, out: IO[bytes]) -> Iterator[bytes]:
    for line in tables.lines(connection, table):
        out.write(line)
        yield line


def _bytes(packed: zipfile.ZipFile, snapshots: Snapshots | None, hashes: set[str]) -> tuple[int, int]:
    """Write the bytes of some hashes; give how many there are, and how many are lost."""
    if snapshots is None:
        return 0, 0
    kept = 0
    for name in sorted(hashes):
        try:
            body = snapshots.read(name)
        except StoreProblem:
            continue
        packed.writestr(BYTES.format(name), body)
        kept += 1
    return kept, len(hashes) - kept
