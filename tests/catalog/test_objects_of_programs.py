"""What objects of any program say is found by names that say it, wherever these stand."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalog.discovery.reading import Log, read

WHEN = "2026-11-24T08:00:00Z"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            {"time": WHEN, "properties": {"SourceIp": "10.20.1.15", "Fqdn": "board.example", "Action": "Deny"}},
            {"client": "10.20.1.15", "host": "board.example", "action": "blocked"},
        ),
        (
            {
                "network": {"query-ip": "10.20.1.15", "response-ip": "10.20.0.53"},
                "dns": {"qname": "board.example", "rcode": "NOERROR"},
                "tap": {"timestamp-rfc3339ns": WHEN},
            },
            {"client": "10.20.1.15", "host": "board.example", "action": "allowed"},
        ),
        (
            {"timestamp": WHEN, "domain": "bad.example", "clientIp": "10.20.1.15", "status": "blocked"},
            {"host": "bad.example", "action": "blocked"},
        ),
        (
            {"timestamp": WHEN, "domain": "board.example", "clientIp": "10.20.1.15", "status": "REFUSED"},
            {"host": "board.example", "action": "allowed"},
        ),
        (
            {"event": {"event_time": WHEN, "userid": "kim", "url": "https://board.example/a", "action": "allow"}},
            {"user": "kim", "host": "board.example", "action": "allowed"},
        ),
        (
            {"time": WHEN, "remote_ip": "10.20.1.15:4444", "url": "https://board.example/a"},
            {"client": "10.20.1.15", "host": "board.example"},
        ),
        (
            {"time": WHEN, "remote_ip": "[2001:db8::15]:4444", "url": "https://board.example/a"},
            {"client": "2001:db8::15", "host": "board.example"},
        ),
    ],
)
def test_each_thing_is_found_by_its_name(tmp_path: Path, told: dict[str, Any], said: dict[str, Any]) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("".join(f"{json.dumps(told)}\n" for _ in range(3)), encoding="utf-8")
    found = [record._asdict() for _, record in read(path, Log(path.name))]
    assert [{name: one[name] for name in said} for one in found] == [said] * 3
    assert all(one["time"] is not None for one in found)


TOLD = {"event_time": WHEN, "userid": "kim", "src_ip": "10.20.1.15", "domain_name": "board.example", "action": "Block"}
TEXT = json.dumps(TOLD)


@pytest.mark.parametrize(
    "around",
    [
        {"@timestamp": WHEN, "message": TEXT, "host": {"name": "gw-1"}, "agent": {"type": "beat"}},
        {"preview": False, "result": {"_time": WHEN, "host": "gw-1", "sourcetype": "x", "_raw": TEXT}},
        {"version": "1.1", "host": "gw-1", "short_message": TEXT, "timestamp": 1795507200.1, "level": 6},
        {"time": 1795507200.1, "host": "gw-1", "sourcetype": "x", "event": TOLD},
        {
            "resourceLogs": [
                {"scopeLogs": [{"logRecords": [{"timeUnixNano": "1795507200000", "body": {"stringValue": TEXT}}]}]}
            ]
        },
    ],
)
def test_an_object_that_only_lies_around_another_is_taken_off(tmp_path: Path, around: dict[str, Any]) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("".join(f"{json.dumps(around)}\n" for _ in range(3)), encoding="utf-8")
    found = [(one.user, one.client, one.host, one.action) for _, one in read(path, Log(path.name))]
    assert found == [("kim", "10.20.1.15", "board.example", "blocked")] * 3
