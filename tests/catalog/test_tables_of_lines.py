"""What collectors put around lines changes nothing of what the lines say."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from catalog.discovery.layouts import cef_names, tables
from catalog.discovery.reading import Log, read
from catalog.discovery.record import Record
from tests.house.code import ROOT

SAMPLES = ROOT / "tests" / "samples" / "logs"
TAKEN = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
STAMP = "2026-11-24T08:30:00Z"
AROUND: dict[str, Callable[[str], dict[str, Any]]] = {
    "beat": lambda line: {"@timestamp": STAMP, "host": {"name": "c1"}, "agent": {"type": "beat"}, "message": line},
    "container": lambda line: {"log": f"{line}\n", "stream": "stdout", "time": STAMP},
    "gelf": lambda line: {"version": "1.1", "host": "c1", "short_message": line[:9], "full_message": line, "level": 6},
    "collector": lambda line: {"time": TAKEN.timestamp(), "host": "c1", "sourcetype": "any", "event": line},
    "search": lambda line: {"preview": False, "result": {"_time": STAMP, "host": "c1", "_raw": line}},
    "index": lambda line: {"_index": "i", "_source": {"@timestamp": STAMP, "event": {"original": line}}},
    "daemon": lambda line: {"PROGRAM": "p", "HOST": "c1", "SOURCEIP": "192.0.2.1", "MESSAGE": line, "ISODATE": STAMP},
    "shipper": lambda line: {"EventReceivedTime": STAMP, "SourceModuleName": "in", "Message": line},
}
LINES = sorted(
    file
    for file in SAMPLES.glob("*.log")
    if file.stem != "forcepoint--lines"  # events over several lines
    and file.name.split(".")[0].split("--")[0]
    in ("bind", "bluecoat", "cef", "cisco_wsa", "dnsmasq", "forcepoint", "fortigate", "leef", "paloalto_cef",
        "skyhigh", "sophos", "squid",
        "squid_common", "unbound", "w3c", "watchguard", "web_server", "zeek", "zscaler")
)  # fmt: skip


def records(path: Path) -> tuple[Log, list[Record]]:
    log = Log(path.name)
    return log, [record for _, record in read(path, log)]


def same(around: list[Record], plain: list[Record]) -> None:
    """Say that records tell the same; those without a time have that of the collector, or none."""
    assert [one._replace(time=None) for one in around] == [one._replace(time=None) for one in plain]
    for wrapped, bare in zip(around, plain, strict=True):
        assert wrapped.time == bare.time or (bare.time is None and wrapped.time == TAKEN)


def lines_of(sample: Path) -> list[str]:
    """Give the lines of a sample that are none of a collector's own, each of which stands for itself."""
    lines = sample.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff").splitlines()
    return [line for line in lines if line.strip()]


@pytest.mark.parametrize(("name", "kind"), [(one.name, kind) for one, kind in zip(LINES, cycle(AROUND), strict=False)])
def test_objects_around_lines_change_nothing(name: str, kind: str, tmp_path: Path) -> None:
    sample = SAMPLES / name
    plain = tmp_path / "plain.log"
    plain.write_text("\n".join(lines_of(sample)))
    wrapped = tmp_path / "wrapped.json"
    wrapped.write_text("\n".join(json.dumps(AROUND[kind](line)) for line in lines_of(sample)))
    log, expected = records(plain)
    around, found = records(wrapped)
    assert around.format == log.format
    same(found, expected)
    wrapped.write_text(json.dumps([AROUND[kind](line) for line in lines_of(sample)]))
    assert (records(wrapped)[0].format, records(wrapped)[1]) == (log.format, found)


@pytest.mark.parametrize("sample", LINES, ids=lambda file: file.name)
def test_tables_around_lines_change_nothing(sample: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.log"
    plain.write_text("\n".join(lines_of(sample)))
    wrapped = tmp_path / "wrapped.csv"
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["_time", "host", "_raw"])
    writer.writerows([STAMP, "c1", line] for line in lines_of(sample))
    wrapped.write_text(text.getvalue())
    log, expected = records(plain)
    around, found = records(wrapped)
    assert around.format == log.format
    assert around.skipped == log.skipped + 1  # its header
    same(found, expected)


@pytest.mark.parametrize(
    "row",
    [{"DeviceVendor": "Zscaler", "DeviceProduct": "NSSWeblog"}, {"RequestURL": "http://trello.com/"}, {}],
    ids=["no class", "no vendor", "nothing"],
)
def test_a_row_without_the_marks_of_an_event_is_none(row: dict[str, str]) -> None:
    assert cef_names.event(row) is None


COLUMNS = {
    "TimeGenerated [UTC]": "11/24/2026, 8:30:00.000 AM",
    "DeviceVendor": "Zscaler",
    "DeviceProduct": "NSSWeblog",
    "DeviceEventClassID": "Blocked",
    "DeviceAction": "Blocked",
    "SourceIP": "10.20.1.14",
    "SourceUserName": "kim@corp.example",
    "RequestURL": "mega.nz/a=b|c",
    "SentBytes": "307",
    "ReceivedBytes": "550",
    "AdditionalExtensions": "outcome=403;cat=File Host",
}


def test_columns_that_an_event_was_taken_apart_into_are_read_as_the_event(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([COLUMNS.keys(), COLUMNS.values(), {**COLUMNS, "DeviceAction": "Allowed"}.values()])
    path.write_text(text.getvalue())
    log, (first, second) = records(path)
    assert (log.format, log.skipped) == ("zscaler", 1)
    assert (first.user, first.host, first.action) == ("kim@corp.example", "mega.nz", "blocked")
    assert (first.bytes_up, first.bytes_down, first.time) == (307, 550, TAKEN)
    assert second.action == "allowed"


def test_objects_that_carry_nothing_are_rejected_among_those_that_do(tmp_path: Path) -> None:
    line = "1795507200.1 1 10.20.1.14 TCP_MISS/200 39 GET http://trello.com/ - HIER_DIRECT/192.0.2.9 text/html"
    path = tmp_path / "beat.json"
    path.write_text("\n".join(json.dumps(one) for one in ({"message": line}, {"other": 1}, {"message": line})))
    log, found = records(path)
    assert (log.format, log.rejected, len(found)) == ("squid", 1, 2)


def test_an_object_with_keys_of_its_own_is_no_envelope(tmp_path: Path) -> None:
    row = {"time": STAMP, "user": "kim", "domain": "trello.com", "message": "the request was let through by rule 4"}
    path = tmp_path / "own.json"
    path.write_text("\n".join(json.dumps(row) for _ in range(3)))
    log, found = records(path)
    assert (log.format, found[0].host, found[0].user) == ("json_lines", "trello.com", "kim")


def test_a_table_without_a_column_of_lines_opens_nothing() -> None:
    assert tables.opened(b"time,user,host\n2026-11-24T08:00:00Z,kim,trello.com\n") is None
