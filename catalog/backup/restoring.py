"""A backup put into an empty store. It may come from anywhere: nothing in it is believed before it is checked."""

import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final, cast

import sqlalchemy as sa
from sqlmodel import Session

from catalog import audit
from catalog.backup import tables
from catalog.backup.writing import BYTES, MANIFEST, ROWS, hash_of, names
from catalog.errors import BadData, Conflicting, NotFound
from catalog.migrations import HEAD
from catalog.snapshots import LARGEST, Snapshots
from catalog.store import Store

BROKEN: Final = (KeyError, OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error)
"""What reading an archive raises that is broken, locked or of another kind."""
LONGEST: Final = 64 << 20
"""Bytes of a row."""
MANIFEST_MOST: Final = 1 << 20
WHO: Final = "restore"
FILE: Final = re.compile(BYTES.format("([0-9a-f]{64})"))
KEYS: Final = {"byot": str, "schema": str, "at": str, "tables": dict, "events": int, "sha256": str, "files": int}


def restore(store: Store, snapshots: Snapshots | None, path: Path) -> dict[str, Any]:
    """Put a backup into a store without rows, bring it to this version, and give what the backup says of itself.

    Rows count as restored when, read again, they are what the backup says: by number, by hash, and the trail by its
    head. Raises `NotFound` or `BadData` for a file that is no whole backup, `Conflicting` where the store holds rows;
    then none are left there.
    """
    with _opened(path) as packed:
        told = _manifest(packed, path)
        files = _bytes(packed, snapshots, path) if snapshots is not None else 0
        if store.schema_version() is None:
            store.upgrade(told["schema"])
        if store.schema_version() != told["schema"]:
            raise Conflicting("the database is of another version", mend="name an empty one: --into URL")
        with store.write() as session:
            _fill(session.connection(), packed, told, path)
            _check(session, told, path)
        store.upgrade()
        store.transact(lambda session: _recorded(session, told))
    return {**told, "files": files}


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        packed = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise NotFound("there is no such file", mend="name a backup that is there", where=str(path)) from None
    except BROKEN as error:
        raise _no_backup(path, str(error)) from None
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in packed.infolist()):
        packed.close()
        raise _no_backup(path, "it is packed in another way")
    return packed


def _no_backup(path: Path, why: str) -> BadData:
    return BadData(f"is no whole backup: {why[:120]}", mend="name what `byot db backup` wrote", where=str(path))


def _manifest(packed: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    try:
        with packed.open(MANIFEST) as file:
            told: Any = json.loads(file.read(MANIFEST_MOST))
        good = isinstance(told, dict) and all(isinstance(told.get(key), kind) for key, kind in KEYS.items())
        rows = good and all({"rows", "sha256"} <= set(table) for table in told["tables"].values())
    except (*BROKEN, TypeError, RecursionError) as error:
        raise _no_backup(path, f"{MANIFEST}: {error}") from None
    if not rows:
        raise _no_backup(path, f"{MANIFEST} does not say what is in it")
    if told["schema"] > HEAD or not re.fullmatch(r"\d{4}", told["schema"]):
        raise BadData(
            f"was written by a newer byot ({told['byot'][:20]}, schema {told['schema'][:20]})",
            mend="install that one", where=str(path),
        )  # fmt: skip
    return cast(dict[str, Any], told)


def _fill(connection: sa.Connection, packed: zipfile.ZipFile, told: dict[str, Any], path: Path) -> None:
    there = tables.of(connection, names())
    for table in there:
        if connection.scalar(sa.select(sa.func.count()).select_from(table)):
            raise Conflicting(f"the database holds rows ({table.name})", mend="name an empty one: --into URL")
    if {table.name for table in there} != set(told["tables"]):
        raise _no_backup(path, "it has other tables than its version")
    tables.defer(connection, there)
    try:
        for table in there:
            with packed.open(ROWS.format(table.name)) as file:
                tables.fill(connection, table, _lines(file, table.name, path))
        tables.settle(connection, there)
    except BROKEN as error:
        raise _no_backup(path, str(error)) from None
    except (sa.exc.DBAPIError, sa.exc.StatementError, OverflowError) as error:
        raise _no_backup(path, f"the database refuses its rows: {str(error).splitlines()[0]}") from None


def _lines(file: IO[bytes], name: str, path: Path) -> Iterator[bytes]:
    while line := file.readline(LONGEST):
        if len(line) == LONGEST:
            raise _no_backup(path, f"a row of {name} is longer than {LONGEST >> 20} MB")
        yield line


def _check(session: Session, told: dict[str, Any], path: Path) -> None:
    connection = session.connection()
    for table in tables.of(connection, names()):
        rows, digest = hash_of(tables.lines(connection, table))
        if {"rows": rows, "sha256": digest} != told["tables"][table.name]:
            raise _no_backup(path, f"the rows of {table.name} are not those that it tells of")
    found = audit.verify(session)
    if found.problems or (found.head.events, found.head.sha256) != (told["events"], told["sha256"]):
        raise _no_backup(path, "; ".join(found.problems[:1]) or "its trail has another head than it tells of")


def _recorded(session: Session, told: dict[str, Any]) -> None:
    content = {name: told[name] for name in ("at", "events", "sha256")}
    audit.append(session, who=WHO, what="backup restored", subject="store:rows", content=content)


def _bytes(packed: zipfile.ZipFile, snapshots: Snapshots, path: Path) -> int:
    """Keep the bytes whose name is their hash, and give their number."""
    count = 0
    for info in packed.infolist():
        found = FILE.fullmatch(info.filename)
        if found is None or info.file_size > LARGEST:
            continue
        try:
            with packed.open(info) as file:
                body = file.read(LARGEST + 1)
        except BROKEN as error:
            raise _no_backup(path, f"{info.filename}: {error}") from None
        if sha256(body).hexdigest() != found[1]:
            raise _no_backup(path, f"{info.filename} is not what its name says")
        snapshots.store(body)
        count += 1
    return count
