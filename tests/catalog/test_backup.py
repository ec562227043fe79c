"""What a store holds, in one file and back in an empty store, of the same kind or the other."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from catalog import audit
from catalog.adoption import register
from catalog.adoption.importing import import_file
from catalog.adoption.register import Declaration
from catalog.backup import tables
from catalog.backup.restoring import restore
from catalog.backup.writing import MANIFEST, backup, names
from catalog.check.answer import check
from catalog.check.question import Question
from catalog.errors import BadData, Conflicting, NotFound
from catalog.models.desk import DOCUMENT_KINDS, Document
from catalog.models.register import Person
from catalog.models.review import Event
from catalog.moment import now
from catalog.snapshots import Snapshots
from catalog.store import Store
from tests.catalog.exports import SAMPLES, held
from tests.templates import Templates

BODY = b"a signed agreement"


@pytest.fixture
def kept(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "snapshots")


def filled(store: Store, kept: Snapshots) -> Store:
    """Let something happen: uses told and seen, apps let at data, a document kept."""
    for name in ("survey.csv", "entra_grants.export.json", "ramp.csv"):
        import_file(store, name.partition(".")[0], SAMPLES / name)
    said = Declaration(tool="trello", by="Jörg \N{SNOWMAN}", purpose='boards, "weekly"\n')
    store.transact(lambda session: register.declare(session, said, now()))
    paper = Document(
        reference="d-1", tool_id=1, kind=DOCUMENT_KINDS[0], title="BAA", party="Us", sha256=kept.store(BODY),
        recorded_by="bo", valid_from=now(), recorded_at=now(),
    )  # fmt: skip
    store.transact(lambda session: session.add(paper))
    return store


@pytest.fixture
def used(filled_store: Store, kept: Snapshots) -> Store:
    return filled(filled_store, kept)


@pytest.fixture(scope="module")
def backed_up(filled_templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a backup that is changed by many."""
    folder = tmp_path_factory.mktemp("backup")
    kept = Snapshots(folder / "snapshots")
    with filled_templates.copy("sqlite") as url, Store(url) as store:
        backup(filled(store, kept), kept, folder / "a.zip")
    return folder / "a.zip"


@pytest.fixture
def embedded(embedded_database: str) -> Iterator[Store]:
    with Store(embedded_database) as store:
        yield store


@pytest.fixture
def empty(other_database: str) -> Iterator[Store]:
    with Store(other_database) as store:
        yield store


def rows(store: Store) -> dict[str, list[bytes]]:
    with store.engine.connect() as connection:
        return {table.name: list(tables.lines(connection, table)) for table in tables.of(connection, names())}


def test_what_was_restored_is_what_was_there(used: Store, empty: Store, kept: Snapshots, tmp_path: Path) -> None:
    told = backup(used, kept, tmp_path / "a.zip")
    others = Snapshots(tmp_path / "others")
    assert restore(empty, others, tmp_path / "a.zip")["files"] == told["files"] == 1
    before, after = rows(used), rows(empty)
    assert after.pop("event")[:-1] == before.pop("event")
    assert after == before
    assert others.read(kept.store(BODY)) == BODY
    with used.session() as one, empty.session() as other:
        assert held(one) == held(other)
        assert audit.verify(other, audit.Head(told["events"], told["sha256"])).problems == []
        question, at = Question("slack", industry="medical"), now()
        answers = [check(session, question, at).document() for session in (one, other)]
    assert answers[0] == answers[1]


def test_a_restored_store_goes_on(used: Store, empty: Store, kept: Snapshots, tmp_path: Path) -> None:
    backup(used, kept, tmp_path / "a.zip")
    restore(empty, None, tmp_path / "a.zip")
    said = Declaration(tool="zoom", by="lee@example.com")
    empty.transact(lambda session: register.declare(session, said, now()))
    with empty.session() as session:
        told = [event.what for event in session.exec(select(Event).order_by(col(Event.id)))]
    assert told[told.index("backup restored") + 1 :][-1] == "adoption declared"


def test_a_backup_goes_back_into_its_own_kind_and_is_the_same_again(
    used: Store, database: str, kept: Snapshots, tmp_path: Path
) -> None:
    told = backup(used, kept, tmp_path / "a.zip")
    with Store(database) as store:
        restore(store, kept, tmp_path / "a.zip")
        again = backup(store, kept, tmp_path / "b.zip")
    told["tables"].pop("event"), again["tables"].pop("event")
    assert told["tables"] == again["tables"]


def test_a_backup_of_an_older_version_is_brought_to_this_one(
    empty_database: str, embedded: Store, tmp_path: Path
) -> None:
    with Store(empty_database) as old:
        old.upgrade("0008")
        with old.write() as session:
            (person,) = tables.of(session.connection(), {"person"})
            session.execute(person.insert().values(id=7, slug="kim", name="Kim", roles=["reviewer"]))
        assert backup(old, None, tmp_path / "a.zip")["schema"] == "0008"
    restore(embedded, None, tmp_path / "a.zip")
    embedded.require_schema()
    with embedded.session() as session:
        kim = session.exec(select(Person)).one()
    assert (kim.id, kim.slug, kim.roles, kim.left_on) == (7, "kim", ["reviewer"], None)


def test_a_row_that_refers_to_none_is_refused(store: Store) -> None:
    row = {"id": 1, "person_id": 99, "kind": "login", "issuer": "", "value": "kim"}

    def put(session: Session) -> None:
        connection = session.connection()
        there = {table.name: table for table in tables.of(connection, names())}
        tables.defer(connection, [*there.values()])
        tables.fill(connection, there["identity"], [json.dumps(row).encode()])
        tables.settle(connection, [*there.values()])

    with pytest.raises(BadData, match="refers to none"):
        store.transact(put)


def test_nothing_is_overwritten(used: Store, kept: Snapshots, tmp_path: Path) -> None:
    backup(used, kept, tmp_path / "a.zip")
    with pytest.raises(Conflicting, match="there already"):
        backup(used, kept, tmp_path / "a.zip")
    with pytest.raises(Conflicting, match="holds rows"):
        restore(used, kept, tmp_path / "a.zip")
    assert [file.name for file in tmp_path.glob("*a.zip*")] == ["a.zip"]
    assert (tmp_path / "a.zip").stat().st_mode & 0o077 == 0


def test_bytes_that_are_gone_are_counted(used: Store, kept: Snapshots, tmp_path: Path) -> None:
    for file in kept.folder.rglob("*.zst"):
        file.unlink()
    told = backup(used, kept, tmp_path / "a.zip")
    assert (told["files"], told["lost"]) == (0, 1)


Change = Callable[[bytes], bytes | None]


def changed(backed_up: Path, other: Path, which: str, change: Change) -> Path:
    """Give a copy of the backup in which the members whose names begin so are others."""
    with zipfile.ZipFile(backed_up) as packed, zipfile.ZipFile(other, "w") as out:
        for name in packed.namelist():
            body = packed.read(name)
            told = change(body) if name.startswith(which) else body
            if told is not None:
                out.writestr(name, told)
    return other


def telling(**other: Any) -> Change:
    return lambda body: json.dumps({**json.loads(body), **other}).encode()


USES, TRAIL = "tables/adoption.", "tables/event."
CHANGES: dict[str, tuple[str, Change]] = {
    "a row is missing": (USES, lambda body: body[body.index(b"\n") + 1 :]),
    "a value is another": (USES, lambda body: body.replace(b"boards", b"bombs")),
    "a table is missing": (TRAIL, lambda _: None),
    "a row is none": (USES, lambda body: b"[]\n" + body),
    "a row has no sense": (TRAIL, lambda _: b"\xff\n"),
    "a row stands twice": (USES, lambda body: body + body),
    "the trail was changed": (TRAIL, lambda body: body.replace(b"survey", b"sorrow")),
    "another head": (MANIFEST, telling(sha256="0" * 64)),
    "other tables": (MANIFEST, telling(tables={})),
    "a newer version": (MANIFEST, telling(schema="9000")),
    "no version": (MANIFEST, telling(schema="head")),
    "no manifest": (MANIFEST, lambda _: None),
    "a list as manifest": (MANIFEST, lambda _: b"[]"),
    "forged bytes": ("files/", lambda _: b"forged"),
}


@pytest.mark.parametrize("how", sorted(CHANGES))
def test_nothing_of_a_backup_that_is_not_what_it_says_is_restored(
    backed_up: Path, embedded: Store, kept: Snapshots, tmp_path: Path, how: str
) -> None:
    with pytest.raises(BadData) as refused:
        restore(embedded, kept, changed(backed_up, tmp_path / "a.zip", *CHANGES[how]))
    assert "\n" not in refused.value.one_line()
    assert embedded.schema_version() is None or not any(rows(embedded).values())


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"tool,by\n", b"\0" * 100])
def test_what_is_no_backup_is_refused(embedded: Store, tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(body)
    with pytest.raises(BadData):
        restore(embedded, None, tmp_path / "a.zip")
    with pytest.raises(NotFound):
        restore(embedded, None, tmp_path / "nothing.zip")


def test_members_of_other_names_are_passed_over(backed_up: Path, embedded: Store, tmp_path: Path) -> None:
    shutil.copy(backed_up, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip", "a") as packed:
        for name in ("../../evil", "/etc/evil", "files/../evil", f"files/{'A' * 64}"):
            packed.writestr(name, b"x")
    others = Snapshots(tmp_path / "others")
    assert restore(embedded, others, tmp_path / "a.zip")["files"] == 1
    assert not list(tmp_path.rglob("*evil*"))


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_is_packed_in_another_way_is_refused(
    backed_up: Path, embedded: Store, tmp_path: Path, way: int
) -> None:
    with zipfile.ZipFile(backed_up) as packed, zipfile.ZipFile(tmp_path / "a.zip", "w", way) as other:
        other.writestr(MANIFEST, packed.read(MANIFEST))
    with pytest.raises(BadData, match="another way"):
        restore(embedded, None, tmp_path / "a.zip")
