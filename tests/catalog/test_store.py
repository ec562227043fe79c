"""The store: one database by its URL, its schema's version, transactions that keep or leave everything."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from catalog.dataset.opening import open_store
from catalog.errors import StoreProblem
from catalog.migrations import HEAD
from catalog.models.register import Adoption, Batch, Department, Sighting, StoredVerdict, Team
from catalog.models.review import Decision, Review
from catalog.models.tool import Category, PlanName, Release, Tool, ToolMerge, ToolState
from catalog.settings import Settings
from catalog.store import Store


def test_a_missing_schema_is_no_version_and_an_upgrade_makes_it(empty_database: str) -> None:
    with Store(empty_database) as store:
        assert store.schema_version() is None
        store.upgrade()
        assert store.schema_version() == HEAD
        store.upgrade()


def test_the_first_migration_makes_exactly_the_tables_of_the_models(store: Store) -> None:
    there = set(inspect(store.engine).get_table_names()) - {"alembic_version"}
    assert there == set(SQLModel.metadata.tables)
    for name, table in SQLModel.metadata.tables.items():
        made = {column["name"]: column["nullable"] for column in inspect(store.engine).get_columns(name)}
        assert made == {column.name: column.nullable for column in table.columns}, name


BEFORE = """
INSERT INTO release (id, name, released_at, fingerprint, loaded_at) VALUES (1, 'A', '2026-11-10', 'x', '2026-11-12');
INSERT INTO category (id, slug, name, noun, traits, capabilities) VALUES (1, 'team-chat', 'Chat', 'chat', '[]', '[]');
INSERT INTO tool (id, slug, name, description, alternatives, capabilities, traits, origin)
  VALUES (1, 'acme', 'Acme', '', '["other"]', '[]', '["video"]', 'data'),
         (2, 'draft', 'Draft', '', '[]', '[]', '[]', 'crawl');
INSERT INTO tool_state (id, tool_id, category, state, recorded_at) VALUES (1, 1, 'team-chat', 'active', '2026-11-10');
INSERT INTO plan (id, tool_id, slug, name, family, rank, recorded_at)
  VALUES (1, 1, 'pro', 'Pro', 'team', 0, '2026-11-11');
INSERT INTO plan_name (id, plan_id, name) VALUES (1, 1, 'Standard');
INSERT INTO review (id, reference, tool_id, state, why, opened_at) VALUES (1, 'r-1', 1, 'decided', 'x', '2026-11-11');
INSERT INTO decision (id, reference, tool_id, review_id, status, scope, conditions, overrides, reason, decided_by,
  valid_from, recorded_at)
  VALUES (1, 'd-1', 1, 1, 'prohibited', '{}', '[]', '[]', 'y', 'bo', '2026-11-11', '2026-11-11');
"""


def upgraded_from(revision: str, store: Store, statements: str) -> None:
    """Let a store of a revision hold what statements put there, and upgrade it."""
    store.upgrade(revision)
    with store.write() as session:
        for statement in statements.strip().split(";\n"):
            session.connection().exec_driver_sql(statement.removesuffix(";"))
    store.upgrade()


def test_an_upgrade_keeps_what_a_store_of_before_knew_and_since_when(empty_database: str) -> None:
    with Store(empty_database) as store:
        upgraded_from("0003", store, BEFORE)
        with store.session() as session:
            state = session.exec(select(ToolState)).one()
            known = {tool.slug: tool.recorded_at for tool in session.exec(select(Tool))}
            named, category = session.exec(select(PlanName)).one(), session.exec(select(Category)).one()
            release = session.exec(select(Release)).one()
            decision, review = session.exec(select(Decision)).one(), session.exec(select(Review)).one()
    assert (decision.series, review.outcome) == ("d-1", "ruled")
    first = datetime(2026, 11, 10, tzinfo=UTC)
    assert (state.name, state.alternatives, state.traits) == ("Acme", ["other"], ["video"])
    assert known == {"acme": first, "draft": first}
    assert (named.name, named.recorded_at, named.retracted_at) == ("Standard", first + timedelta(days=1), None)
    assert (category.recorded_at, category.retracted_at, release.known_from) == (first, None, first)


CLOSED = """
INSERT INTO tool (id, slug, name, description, alternatives, capabilities, traits, origin, recorded_at)
  VALUES (1, 'acme', 'Acme', '', '[]', '[]', '[]', 'data', '2026-11-10');
INSERT INTO adoption (id, reference, kind, state, tool_id, who, account, data, tenant, recorded_at, changed_at)
  VALUES (1, 'a-1', 'detected', 'disputed', 1, 'kim', 'company', '[]', '', '2026-11-11', '2026-11-12'),
         (2, 'a-2', 'detected', 'disputed', 1, 'lee', 'company', '[]', '', '2026-11-11', '2026-11-12');
INSERT INTO act (id, reference, kind, who, content, at)
  VALUES (1, 'k-1', 'false_positive', 'bo', '[{"review": "r-1", "adoptions": ["a-1"]}]', '2026-11-12');
"""


def test_what_was_closed_as_no_use_before_is_taken_back_and_what_somebody_disputes_stays(empty_database: str) -> None:
    with Store(empty_database) as store:
        upgraded_from("0009", store, CLOSED)
        with store.session() as session:
            states = {one.reference: one.state for one in session.exec(select(Adoption))}
    assert states == {"a-1": "withdrawn", "a-2": "disputed"}


MERGED = """
INSERT INTO tool (id, slug, name, description, alternatives, capabilities, traits, origin, recorded_at)
  VALUES (1, 'acme', 'Acme', '', '[]', '[]', '[]', 'data', '2026-11-10'),
         (2, 'akme', 'Akme', '', '[]', '[]', '[]', 'data', '2026-11-10');
INSERT INTO origin (id, sha256, size, file, format, records, rejected, read_at)
  VALUES (1, 'aa', 9, 'access.log', 'squid', 9, 0, '2026-11-11');
INSERT INTO sighting (origin_id, tool_id, tenant, "user", day, events, blocked, bytes_up, bytes_down)
  VALUES (1, 1, '', 'kim', '2026-11-11', 9, 1, NULL, 50),
         (1, 1, '', 'lee', '2026-11-11', 2, 0, NULL, 7),
         (1, 1, '', 'jo', '2026-11-11', 4, 0, NULL, 7);
INSERT INTO tool_merge (id, reference, kept_id, gone_id, merged_by, merged_at, moved)
  VALUES (1, 'm-1', 1, 2, 'bo', '2026-11-12', '{"sightings": {"aa": [2]}, "grants": {}, "adoptions": [], "summed":
    [{"into": 1, "own": {"events": 4, "blocked": 1, "bytes_up": null, "bytes_down": 50}, "bare": ["bytes_down"]}]}');
"""


def test_sightings_of_merged_tools_are_told_apart_again_by_what_they_were_seen_as(empty_database: str) -> None:
    with Store(empty_database) as store:
        upgraded_from("0010", store, MERGED)
        with store.session() as session:
            rows = session.exec(select(Sighting).order_by(Sighting.user, col(Sighting.seen_as_id))).all()
            moved = session.exec(select(ToolMerge)).one().moved
    assert [(one.user, one.seen_as_id, one.events, one.blocked, one.bytes_down) for one in rows] == [
        ("jo", 1, 4, 0, 7), ("kim", 1, 5, 0, None), ("kim", 2, 4, 1, 50), ("lee", 2, 2, 0, 7),
    ]  # fmt: skip
    assert {one.tool_id for one in rows} == {1}
    assert moved == {"sightings": 2, "grants": 0, "adoptions": []}


WHOLE = '{"verdict": "ask", "basis": "posture", "plan": null, "industry": "legal", "reasons": ["%s"]}'
JUDGED = f"""
INSERT INTO tool (id, slug, name, description, alternatives, capabilities, traits, origin, recorded_at)
  VALUES (1, 'acme', 'Acme', '', '[]', '[]', '[]', 'data', '2026-11-10');
INSERT INTO storedverdict (id, document) VALUES (4, '{{"verdict": "denied"}}');
INSERT INTO adoption (id, reference, kind, state, tool_id, who, account, data, tenant, recorded_at, changed_at,
                      verdict, verdict_id)
  VALUES (7, 'a-1', 'declared', 'declared', 1, 'kim', 'company', '[]', '', '2026-11-11', '2026-11-12',
          '{WHOLE % "now"}', NULL),
         (8, 'a-2', 'detected', 'proposed', 1, 'lee', 'company', '[]', '', '2026-11-11', '2026-11-12',
          '{{"verdict": "denied"}}', 4);
INSERT INTO batch (id, reference, sha256, format, file, entries, records, rejected, imported_at, declared)
  VALUES (1, 'b-1', 'aa', 'survey', 'survey.csv', 2, 2, 0, '2026-11-12',
          '[{{"adoption": "a-1", "changed": true, "before": {{"plan": null, "verdict": {WHOLE % "then"}}}}},
            {{"adoption": "a-9", "changed": false, "before": null}}]');
"""


def test_uses_keep_the_gist_of_their_verdicts_and_the_documents_stand_apart(empty_database: str) -> None:
    with Store(empty_database) as store:
        upgraded_from("0011", store, JUDGED)
        with store.session() as session:
            told = {one.reference: (one.verdict, one.verdict_id) for one in session.exec(select(Adoption))}
            kept = session.exec(select(Batch)).one().declared
            documents = {one.id: one.document for one in session.exec(select(StoredVerdict))}
            session.add(StoredVerdict(document={}))
            session.flush()
    gist = {"verdict": "ask", "basis": "posture", "plan": None, "industry": "legal"}
    assert told == {"a-1": (gist, 11), "a-2": ({"verdict": "denied"}, 4)}
    assert kept[0]["before"] == {"plan": None, "verdict": gist, "verdict_id": 12}
    assert documents == {4: {"verdict": "denied"}, 11: gist | {"reasons": ["now"]}, 12: gist | {"reasons": ["then"]}}


def test_a_schema_of_a_newer_program_says_to_install_it(store: Store) -> None:
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreProblem, match="newer"):
        store.require_schema()


@pytest.mark.parametrize("url", ["mysql://x@y/z", "nonsense", "sqlite:////proc/nowhere/byot.db"])
def test_a_url_that_is_no_database_of_ours_says_what_to_write(url: str) -> None:
    with pytest.raises(StoreProblem) as told:
        Store(url).schema_version()
    assert told.value.mend


def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "byot.sqlite").write_bytes(b"this is not a database at all, but a text of some length\n" * 50)
    with Store(f"sqlite:///{tmp_path / 'byot.sqlite'}") as store, pytest.raises(StoreProblem, match="cannot be used"):
        store.schema_version()


def test_a_server_that_is_not_there_is_told_in_one_line() -> None:
    with Store("postgresql://nobody@127.0.0.1:1/nothing") as store, pytest.raises(StoreProblem) as told:
        store.schema_version()
    assert "\n" not in told.value.one_line()


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    def work(session: Session) -> None:
        session.add(Team(slug="sales", name="Sales"))
        session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.transact(work)
    with store.session() as session:
        assert session.exec(select(Team)).all() == []


def test_a_word_outside_its_set_is_refused_by_the_database(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as session:
        session.add(Department(slug="x", name="X", industry="maritime"))


def test_a_row_without_its_parent_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as session:
        session.add(Team(slug="x", name="X", department_id=99))


def test_a_moment_comes_back_in_utc_on_both_databases(store: Store) -> None:
    moment = datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    with store.write() as session:
        session.add(Release(name="A", released_at=moment, known_from=moment, fingerprint="", loaded_at=moment))
    with store.session() as session:
        row = session.exec(select(Release)).one()
    assert (row.released_at, row.released_at.tzinfo) == (moment, UTC)


def test_writers_at_once_all_get_through(store: Store) -> None:
    def add(number: int) -> None:
        def work(session: Any) -> None:
            there = len(session.exec(select(Tool)).all())
            session.add(Tool(slug=f"tool-{number}", name=str(there)))

        store.transact(work)

    threads = [Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.session() as session:
        assert len(session.exec(select(Tool)).all()) == 8


def test_the_embedded_database_waits_writes_through_and_holds_references(database: str, database_kind: str) -> None:
    if database_kind != "sqlite":
        with Store(database) as store:
            assert not store.is_sqlite
        return
    with Store(database) as store, store.engine.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_first_use_of_an_empty_sqlite_database_fills_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'byot.sqlite'}"
    with open_store(Settings(database_url=url)) as store, store.session() as session:
        assert session.exec(select(Tool).where(Tool.slug == "slack")).one().name == "Slack"


def test_a_server_asks_for_the_upgrade(empty_database: str, database_kind: str) -> None:
    settings = Settings(database_url=empty_database)
    if database_kind == "postgresql":
        with pytest.raises(StoreProblem, match="byot db upgrade"):
            open_store(settings)
    else:
        open_store(settings).close()
