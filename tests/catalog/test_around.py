"""What stands around a line: its carrier without a time, rows without a header, the zone that an envelope tells."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from catalog.discovery import times
from catalog.discovery.layouts import carrier
from catalog.discovery.reading import Log, read
from catalog.discovery.record import Record

SERVED = '10.20.1.14 - kim [24/Nov/2026:08:00:00 +0000] "GET / HTTP/1.1" 200 812 "-" "Agent/1.0"'
EVENT = "CEF:0|Acme|Gate|1.0|9|web, all|3|src=10.1.1.6 suser=li request=https://a.example/ in=90 out=40"
CLOCK = (
    'date=2026-11-24 time=08:00:00 devname="fw" type="traffic" subtype="forward" srcip=10.1.1.6 hostname="a.example"'
)


def told(text: str, folder: Path) -> tuple[Log, list[Record]]:
    file = folder / "a.log"
    file.write_text(text)
    log = Log(file.name)
    return log, [record for _, record in read(file, log)]


@pytest.mark.parametrize("before", ["web.0 nginx: ", "edge-1 nginx[77]: "])
def test_a_host_and_a_tag_may_stand_before_a_line(before: str, tmp_path: Path) -> None:
    assert carrier.split((before + SERVED).encode()) == (None, SERVED.encode())
    _, (record, _) = told(f"{before}{SERVED}\n{before}{SERVED}", tmp_path)
    assert (record.user, record.bytes_down) == ("kim", 812)


@pytest.mark.parametrize(
    "line", ["GET https://a.example/: x", 'a b="c: d"', "user=kim said: x", '{"a b: c": 1}', "10:00 fw: x", "a b:c d"]
)
def test_what_only_looks_like_a_host_and_a_tag_is_none(line: str) -> None:
    assert carrier.split(line.encode()) == (None, line.encode())


@pytest.mark.parametrize("line", [EVENT, f"<13>Nov 24 08:00:00 gate {EVENT}", f"gate mwg: {EVENT}"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_row_without_a_header_may_hold_a_line(line: str, delimiter: str, tmp_path: Path) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    for number in range(3):
        text.write(f"2026-11-24T09:00:0{number}Z{delimiter}web{delimiter}")
        writer.writerow([line])
    log, found = told(text.getvalue(), tmp_path)
    assert (log.records, log.rejected, log.skipped) == (3, 0, 0)
    assert {(one.user, one.host, one.bytes_up) for one in found} == {("li", "a.example", 40)}


def test_a_line_with_quotes_and_commas_is_no_row(tmp_path: Path) -> None:
    log, found = told(f'<13>Nov 24 08:00:00 gate {EVENT} msg=a,"<13>b,c"', tmp_path)
    assert (log.format, found[0].host) == ("cef", "a.example")


@pytest.mark.parametrize(
    ("clock", "written", "expected"),
    [
        ("2026-11-24T08:00:00", "2026-11-24T08:00:03+01:00", "2026-11-24T07:00:00"),
        ("2026-11-24T08:00:00", "2026-11-24 08:00:03.123 -0500", "2026-11-24T13:00:00"),
        ("2026-11-24T08:00:00", "2026-11-24T08:00:03Z", "2026-11-24T08:00:00"),
        ("0004-11-24T08:00:00", "2026-11-24T08:00:03Z", "2026-11-24T08:00:00"),
        ("2026-11-24T08:00:00", "2026-11-24T07:00:03Z", None),  # another zone, or late
        ("2026-11-24T08:00:00", "2026-11-24T08:00:03", None),
        ("2026-11-24T08:00:00", "1795507203", None),
        ("0004-02-29T08:00:00", "2026-03-01T08:00:00Z", None),
        ("2025-11-24T08:00:00", "2026-11-24T08:00:00Z", None),
    ],
)
def test_a_zone_is_that_of_what_is_written_beside(clock: str, written: str, expected: str | None) -> None:
    time = datetime.fromisoformat(clock)
    found = times.beside(time, written)
    assert found == (time if expected is None else datetime.fromisoformat(expected).replace(tzinfo=UTC))


def test_a_line_without_a_zone_has_that_of_its_carrier_and_its_envelope(tmp_path: Path) -> None:
    _, (carried,) = told(f"<13>1 2026-11-24T08:00:02+01:00 fw a - - - {EVENT} rt=2026-11-24 08:00:00", tmp_path)
    _, (wrapped,) = told(json.dumps({"@timestamp": "2026-11-24T08:00:02+01:00", "message": CLOCK}), tmp_path)
    assert carried.time == wrapped.time == datetime(2026, 11, 24, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ({"type": ["connection", "denied"], "action": "flow_end"}, "blocked"),
        ({"type": ["denied"]}, "blocked"),
        ({"type": "denied", "outcome": "success"}, "blocked"),
        ({"type": ["allowed", "connection"], "action": "block"}, "blocked"),
        ({"type": ["allowed", "connection"], "outcome": "failure"}, "allowed"),
    ],
)
def test_an_event_of_the_common_schema_tells_by_its_kind_that_it_was_denied(
    said: dict[str, object], action: str, tmp_path: Path
) -> None:
    row = {"@timestamp": "2026-11-24T08:00:00Z", "source": {"ip": "10.1.1.6"}, "url": {"domain": "a.example"}}
    log, (record,) = told(json.dumps(row | {"event": said}), tmp_path)
    assert (log.format, record.action) == ("json_lines", action)


def test_other_logs_of_zeek_stay_unread(tmp_path: Path) -> None:
    begins = "1795507200.25 Ca1b2c3d4e5f6g7h8 10.20.1.14 40000 192.0.2.53 53"
    asked, signed = (
        f"{begins} udp 77 a.example 1 C_INTERNET 1 A 0 NOERROR F F T T 0 - - F",
        "2 T 1 OUTBOUND a b c d e f g",
    )
    log, found = told(f"{asked}\n{begins} {signed}\n{begins} 2 - 1 OUTBOUND a b c d e f g\n{asked}", tmp_path)
    assert (log.format, log.rejected, [one.host for one in found]) == ("zeek", 2, ["a.example", "a.example"])
