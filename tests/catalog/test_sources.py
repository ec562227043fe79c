"""Where logs come from: files, folders, patterns, standard input; what names nothing is told, and the rest is read."""

import gzip
import io
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import zstandard

from catalog.discovery import sources
from catalog.discovery.layouts import database
from catalog.discovery.layouts.database import Query
from catalog.discovery.reading import Log, read
from catalog.discovery.record import Unreadable
from catalog.discovery.sources import find
from catalog.errors import BadUse, NotFound
from tests.catalog.entries import entry

LINE = entry("slack.com").encode()


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """A folder with logs in it, plain and packed, and a folder in that; and a hidden file."""
    folder = tmp_path / "logs"
    (folder / "old").mkdir(parents=True)
    (folder / "a.log").write_bytes(LINE)
    (folder / "b.log.gz").write_bytes(gzip.compress(LINE * 2))
    (folder / "old" / "c.log.zst").write_bytes(zstandard.ZstdCompressor().compress(LINE * 3))
    (folder / ".hidden").write_bytes(LINE)
    return folder


def records(source: sources.Source) -> int:
    return sum(1 for _ in read(source, Log(source.name)))


def test_a_folder_gives_all_files_in_it_but_hidden_ones(logs: Path) -> None:
    found, problems = find([str(logs)])
    assert [Path(one.name).relative_to(logs).as_posix() for one in found] == ["a.log", "b.log.gz", "old/c.log.zst"]
    assert [records(one) for one in found] == [1, 2, 3]
    assert problems == []


def test_a_pattern_gives_what_it_fits_and_a_file_of_that_very_name_comes_first(logs: Path) -> None:
    assert [Path(one.name).name for one in find([f"{logs}/*.log*"])[0]] == ["a.log", "b.log.gz"]
    assert [Path(one.name).name for one in find([f"{logs}/**/*.zst"])[0]] == ["c.log.zst"]
    odd = logs / "odd[1].log"
    odd.write_bytes(LINE)
    assert [one.name for one in find([str(odd)])[0]] == [str(odd)]


def test_each_log_is_read_once_however_it_is_named(logs: Path) -> None:
    found, _ = find([f"{logs}/a.log", str(logs), f"{logs}/*.log"])
    assert len(found) == 3


def test_a_word_that_names_nothing_is_a_problem_and_the_others_are_read(logs: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found, problems = find([f"{logs}/*.nothing", str(tmp_path / "empty"), "s3://bucket/a.log", f"{logs}/a.log"])
    assert [Path(one.name).name for one in found] == ["a.log"]
    assert [type(one) for one in problems] == [NotFound, NotFound, BadUse]
    missing = find(["nothing.log"])[0][0]
    with pytest.raises(NotFound, match="no such file"):
        missing.open()


def test_standard_input_is_a_log_that_can_be_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(gzip.compress(LINE * 7)))
    monkeypatch.setattr(sys, "stdin", piped)
    (source,), _ = find(["-", "-"])
    assert [records(source), records(source)] == [7, 7]


def test_a_long_reading_says_how_far_it_is(logs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int]] = []
    source = sources.watched(sources.of(logs / "a.log"), lambda name, count: told.append((name, count)))
    records(source)
    assert told == []
    monkeypatch.setattr(sources, "SECONDS", 0.0)
    records(source)
    assert told[-1] == (str(logs / "a.log"), len(LINE))


# Databases, read in a child process


@pytest.fixture
def history(tmp_path: Path) -> Path:
    path = tmp_path / "history"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE visits (id, url, visit_time)")
        connection.executemany("INSERT INTO visits VALUES (?, ?, ?)", [(n, f"u{n}", n) for n in range(1200)])
        connection.commit()
    return path


def rows(path: Path, select: str, **limits: Any) -> list[Any]:
    return list(database.rows(path, Query(("nothing",), "SELECT 1"), Query(("visits",), select), **limits))


def test_rows_come_from_the_first_query_whose_tables_are_there(history: Path) -> None:
    found = rows(history, "SELECT id, url FROM visits ORDER BY id")
    assert found == [(1, (n, f"u{n}")) for n in range(1200)]
    with pytest.raises(Unreadable, match="has no tables nothing"):
        list(database.rows(history, Query(("nothing",), "SELECT 1")))


def test_a_database_that_asks_for_endless_work_is_given_up(history: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(Unreadable, match=r"more than 1 seconds|broke its reader"):
        rows(history, endless, seconds=1)


def test_a_database_that_asks_for_memory_without_end_is_given_up(history: Path) -> None:
    big = "SELECT hex(randomblob(500000)) FROM visits a, visits b ORDER BY 1"
    with pytest.raises(Unreadable, match=r"memory|broke its reader|damaged"):
        rows(history, big, memory=200_000_000)


def test_what_was_read_before_the_damage_is_kept(history: Path) -> None:
    whole = bytearray(history.read_bytes())
    whole[-2000:] = b"\xff" * 2000
    history.write_bytes(whole)
    kept: list[Any] = []
    with pytest.raises(Unreadable, match="damaged"):
        kept.extend(database.rows(history, Query(("visits",), "SELECT id FROM visits")))
    assert isinstance(kept, list)
