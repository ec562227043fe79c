"""What is no request, and what is of another product, is not misread as a use."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalog.discovery import entry, recognition
from catalog.discovery.reading import Log, read
from catalog.discovery.record import Record, Unreadable
from catalog.errors import BadData

LOGON = {
    "EventTime": "2026-11-24 08:00:00",
    "Hostname": "pc-15.corp.example",
    "EventID": 4624,
    "ProviderGuid": "{54849625-0000-0000-0000-3E3B0328C30D}",
    "Channel": "Security",
    "TargetUserName": "kim",
    "IpAddress": "10.20.1.15",
}
ASKED = {
    "@timestamp": "2026-11-24T08:00:01Z",
    "host": {"name": "pc-15"},
    "winlog": {
        "channel": "Microsoft-Windows-Sysmon/Operational",
        "event_data": {"QueryName": "board.example", "Image": "browser.exe"},
    },
}
STRANGERS = (
    b'{"foo": "bar", "time": "2026-11-24T08:00:00Z", "user": "kim", "host": "pc-15"}',
    b'foo="bar" time="2026-11-24T08:00:00Z" user="kim" host="pc-15" a="b"',
    b"a,b,c,2026-11-24 08:00:00,kim,pc-15",
    b"Nov 24 08:00:00 pc-15 sshd[12]: Accepted password for kim from 10.20.1.15 port 22",
    b"2026-11-24 08:00:00 INFO kim logged in",
)


def lines_of(path: Path, *objects: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(one)}\n" for one in objects), encoding="utf-8")
    return path


def records(path: Path) -> list[Record]:
    return [record for _, record in read(path, Log(path.name))]


def test_events_of_a_machine_are_no_log_of_requests(tmp_path: Path) -> None:
    with pytest.raises(BadData):
        records(lines_of(tmp_path / "events.jsonl", LOGON, LOGON))


def test_of_events_of_machines_the_queries_are_read(tmp_path: Path) -> None:
    found = records(lines_of(tmp_path / "events.jsonl", LOGON, ASKED, LOGON))
    assert [one.host for one in found] == ["board.example"]


def test_a_devices_name_is_a_site_only_where_a_request_is_told(tmp_path: Path) -> None:
    told = {"timestamp": "2026-11-24T08:00:00Z", "client_ip": "10.20.1.15", "host": "board.example"}
    flow = told | {"dest_ip": "192.0.2.7", "bytes_in": 3}
    with_host = records(lines_of(tmp_path / "requests.jsonl", told | {"method": "GET", "path": "/a"}))
    assert [one.host for one in with_host] == ["board.example"]
    assert [one.host for one in records(lines_of(tmp_path / "flows.jsonl", flow))] == [None]


def test_when_it_happened_counts_before_when_it_was_received(tmp_path: Path) -> None:
    told = {"@timestamp": "2026-11-24T09:00:00Z", "timestamp": "2026-11-24T08:00:00Z", "query": "board.example"}
    (found,) = records(lines_of(tmp_path / "sensor.jsonl", told))
    assert found.time is not None
    assert found.time.hour == 8


def test_a_persons_name_counts_before_a_number_for_them(tmp_path: Path) -> None:
    told = {"time": "2026-11-24T08:00:00Z", "user_id": "0f9e-15", "display_name": "Kim Li", "domain": "board.example"}
    assert [one.user for one in records(lines_of(tmp_path / "proxy.jsonl", told))] == ["Kim Li"]


@pytest.mark.parametrize("name", sorted(recognition.every(general=False)))
@pytest.mark.parametrize("line", STRANGERS)
def test_a_products_format_refuses_the_lines_of_strangers(name: str, line: bytes) -> None:
    try:
        found = recognition.reader(recognition.load(name))(line)
    except Unreadable:
        return
    assert found is None


def test_other_services_events_in_the_directorys_envelope_are_not_the_directorys(tmp_path: Path) -> None:
    told = {
        "time": "2026-11-24T08:00:00Z",
        "category": "FrontDoorAccessLog",
        "properties": {"requestUri": "https://board.example/a", "httpMethod": "GET", "clientIp": "10.20.1.15"},
    }
    assert [one.host for one in records(lines_of(tmp_path / "door.jsonl", told))] == ["board.example"]


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("kim@corp.example", None),
        ("kim@board.example:443", "board.example"),
        ("https://kim@board.example/a", "board.example"),
    ],
)
def test_a_mail_address_is_no_site(text: str, host: str | None) -> None:
    assert entry.asked(text) == host
