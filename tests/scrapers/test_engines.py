"""Logs counted where they lie give what they give here: by ClickHouse, and by Spark on a cluster of two workers."""

import gzip
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.adoption.discovering import discover
from catalog.discovery import splitting
from catalog.discovery.sources import Cluster, find
from catalog.errors import BadUse, ByotError, NotFound
from catalog.settings import Settings
from catalog.store import Store
from scrapers import engines
from tests import clickhouse, spark
from tests.campaigns import Campaign, size
from tests.catalog.counted import counted
from tests.catalog.entries import entry
from tests.catalog.test_splitting import GOOD, ZEEK, mixed, zeek

BOM, HERE = "\ufeff", Settings()
SWAPPED = [line.replace("id.orig_h\tid.orig_p", "id.orig_p\tid.orig_h") for line in zeek("dns", 50, seed=5)]
LOGS = {
    "squid": BOM + "\r\n".join([GOOD, GOOD, *mixed(3_000, seed=6), ""]),
    **{kind: "\n".join([*zeek(kind, 600, seed=3), "", "# a comment", GOOD]) for kind in ZEEK},
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with clickhouse.server() as url:
        yield url


@pytest.fixture
def server(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    monkeypatch.setattr(splitting, "FEW", 0)
    with engines.connected(url, HERE) as cluster:
        assert cluster is not None
        yield cluster


def test_clickhouse_gives_what_the_readers_give(server: Cluster, tmp_path: Path) -> None:
    for name, text in LOGS.items():
        path = tmp_path / f"{name}.log"
        path.write_text(text, newline="")
        (log,) = server.find(str(path))
        wanted = "squid" if name == "squid" else "zeek"
        there, here = counted(log, wanted), counted(path, wanted)
        assert there == here
        assert here["log"].records > 300
        assert here["log"].rejected > 50


@pytest.mark.soak("logs by a Spark cluster")
def test_spark_gives_what_the_readers_give(tmp_path: Path, campaign: Campaign) -> None:
    """In one process and two logs in the suite, all on a real cluster of two workers in the campaign."""
    whole = size(0, 1)
    logs = LOGS if whole else {name: LOGS[name] for name in ("squid", "http")}
    for name, text in logs.items():
        (tmp_path / f"{name}.log").write_text(text, newline="")
    command = [sys.executable, "-m", "tests.spark", "cluster" if whole else "alone", tmp_path]
    done = subprocess.run(command, env=spark.small(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    assert re.match(f"{len(logs)} .*sees no such file", done.stdout)
    campaign.done += whole


def test_a_log_counts_once_whichever_engine_reads_it(server: Cluster, filled_store: Store, tmp_path: Path) -> None:
    path, grown = tmp_path / "access.log", tmp_path / "grown.log"
    path.write_text(entry("slack.com") + entry("slack.com", user="kim"))
    grown.write_text(path.read_text() + entry("slack.com", user="lee"))
    there = discover(filled_store, server.find(str(path)))
    here = discover(filled_store, [path])
    again = discover(filled_store, server.find(str(grown)))
    assert (there.new_sightings, here.new_sightings, again.new_sightings) == (2, 0, 1)
    assert here.files[0]["read_before"]
    assert again.files[0]["grown_since"]


def test_a_header_in_the_midst_of_a_log_is_heeded(server: Cluster, filled_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "dns.log"
    path.write_text("\n".join([*zeek("dns", 300, seed=6), *SWAPPED]))
    there, here = (discover(filled_store, logs, dry_run=True) for logs in (server.find(str(path)), [path]))
    assert there.document() == here.document()
    assert there.uses


def test_what_a_cluster_cannot_split_is_read_here(server: Cluster, filled_store: Store, tmp_path: Path) -> None:
    text = entry("slack.com") * 50
    (tmp_path / "access.log.gz").write_bytes(gzip.compress(text.encode()))
    (tmp_path / "sign-ins.jsonl").write_text('{"time": "2026-11-24T00:00:00Z", "host": "slack.com", "user": "kim"}\n')
    logs, problems = find([str(tmp_path / "*")], cluster=server)
    found = discover(filled_store, logs)
    assert (problems, found.problems) == ([], [])
    assert [file["records"] for file in found.files] == [50, 1]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("oracle://here:1", "clickhouse://HOST:PORT, spark://HOST:PORT"),
        ("clickhouse://", "no address"),
        ("clickhouse://bo:secret@here:x", "clickhouse://here:x: this is no address"),
        ("oracle://bo:secret@here", "'oracle://here'"),
        ("clickhouse://127.0.0.1:1", "cannot be read"),
        ("spark://127.0.0.1:1", "no master of the cluster answers"),
        ("spark://127.0.0.1:x", "Write it like spark://HOST:7077"),
    ],
)
def test_an_engine_that_is_none_is_told_in_one_line(name: str, told: str) -> None:
    with pytest.raises(ByotError, match=told) as error, engines.connected(name, HERE):
        pass
    assert "\n" not in error.value.one_line()


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(BadUse, match=r"byot\[spark\]"), engines.connected("spark://127.0.0.1:7077", HERE):
        pass


def test_what_a_server_does_not_see_or_whom_it_does_not_let_in_is_told(server: Cluster, url: str) -> None:
    with pytest.raises(NotFound, match="sees no such file"):
        server.find("/nowhere/access.log")
    with pytest.raises(BadUse, match="standard input lies here"):
        raise find(["-"], cluster=server)[1][0]
    with (
        pytest.raises(BadUse, match="does not let this user in"),
        engines.connected(url.replace("byot:", "bo:"), HERE),
    ):
        pass
