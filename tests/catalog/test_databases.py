"""Logs that are databases: known by their tables wherever those stand, and read visit by visit."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog.discovery import reading
from catalog.discovery.record import Record
from catalog.errors import BadData

FILLING = "CREATE TABLE filling (content BLOB)"
CHROME = ("CREATE TABLE urls (id INTEGER PRIMARY KEY, url TEXT)", "CREATE TABLE visits (id, url, visit_time)")
FIREFOX = ("CREATE TABLE moz_places (id, url TEXT)", "CREATE TABLE moz_historyvisits (id, place_id, visit_date)")


def made(path: Path, *statements: str) -> Path:
    """Make a database whose schema goes on behind some hundred kilobytes of rows."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(FILLING)
        for number in range(60):
            connection.execute(f"CREATE TABLE other_{number} (content TEXT /* {'x' * 200} */)")
        connection.execute("INSERT INTO filling VALUES (zeroblob(300000))")
        for statement in statements:
            connection.execute(statement)
    return path


def records(path: Path) -> list[Record]:
    """Give the records of a log whose format is told by itself."""
    return [record for _, record in reading.read(path, reading.Log(path.name))]


def test_a_history_is_known_by_tables_that_stand_behind_its_first_pages(tmp_path: Path) -> None:
    visit = "INSERT INTO visits VALUES (1, 1, 13255337775902496)"
    path = made(tmp_path / "History", *CHROME, "INSERT INTO urls VALUES (1, 'https://trello.com/b/7')", visit)
    assert b"visits" not in path.read_bytes()[:100_000]
    assert [record.host for record in records(path)] == ["trello.com"]


@pytest.mark.parametrize("ticks", [1644656134611, 1644656134611000], ids=["milliseconds", "microseconds"])
def test_firefox_counts_in_milliseconds_or_microseconds(tmp_path: Path, ticks: int) -> None:
    place = "INSERT INTO moz_places VALUES (1, 'https://trello.com/b/7')"
    path = made(tmp_path / "places.sqlite", *FIREFOX, place, f"INSERT INTO moz_historyvisits VALUES (1, 1, {ticks})")
    assert [record.time for record in records(path)] == [datetime(2022, 2, 12, 8, 55, 34, 611000, UTC)]


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadData, match="no database known"):
        records(made(tmp_path / "other.sqlite"))
