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
