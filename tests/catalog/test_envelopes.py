"""What shippers, collectors and search engines wrap around entries comes off, and what lies in it is read as it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.catalog.test_discovery import lines_of, told

RESOLVER = "client @0x7f00aa 10.20.1.14#40001 (acme.slack.com): query: acme.slack.com IN A +E(0)K (192.0.2.53)"
SERVER = '10.20.1.14 - kim [24/Nov/2026:08:00:00 +0000] "GET http://acme.slack.com/a HTTP/1.1" 200 512'
FLOW = {"ts": 1795507200.25, "uid": "Cab1", "id.orig_h": "10.20.1.14", "query": "acme.slack.com", "qtype_name": "A"}
WHEN = "2026-11-24T08:00:00.500Z"
ENVELOPES = [
    {"log": "%s\n", "stream": "stdout", "time": WHEN},
    {"@timestamp": WHEN, "message": "%s", "host": {"name": "gw-1"}, "agent": {"type": "filebeat"}},
    {"@timestamp": WHEN, "event": {"original": "%s", "dataset": "a.b"}, "message": "parsed by a pipeline"},
    {"__REALTIME_TIMESTAMP": "1795507200500000", "_HOSTNAME": "gw-1", "PRIORITY": "6", "MESSAGE": "%s"},
    {"preview": False, "result": {"_time": WHEN, "host": "gw-1", "sourcetype": "x", "_raw": "%s"}},
    {"_index": "logs-1", "_id": "1", "_source": {"@timestamp": WHEN, "message": "%s"}},
    {"insertId": "1", "timestamp": WHEN, "resource": {"type": "k8s_container"}, "textPayload": "%s"},
    {"labels": {"job": "a"}, "timestamp": WHEN, "line": "%s"},
    {"date": 1795507200.5, "log": "%s", "kubernetes": {"pod_name": "a-1", "host": "node-1"}},
    {"time": 1795507200.5, "host": "gw-1", "sourcetype": "x", "event": "%s"},
]


def filled(envelope: Any, text: str) -> Any:
    if isinstance(envelope, dict):
        return {key: filled(value, text) for key, value in envelope.items()}
    return envelope.replace("%s", text) if isinstance(envelope, str) else envelope


def read(path: Path, objects: list[Any]) -> tuple[str, list[dict[str, Any]]]:
    path.write_text("".join(json.dumps(one) + "\n" for one in objects))
    log, records = told(path)
    assert lines_of(log) == len(objects)
    return log.format, records


@pytest.mark.parametrize("envelope", ENVELOPES, ids=lambda one: "-".join(one)[:40])
def test_a_line_in_an_envelope_is_read_by_its_own_format(tmp_path: Path, envelope: Any) -> None:
    name, (record, *_) = read(tmp_path / "a", [filled(envelope, RESOLVER)] * 3)
    assert name == "bind"
    assert (record["host"], record["client"], record["time"]) == (
        *("acme.slack.com", "10.20.1.14"),
        "2026-11-24T08:00:00.500000Z",
    )
    name, (record, *_) = read(tmp_path / "b", [filled(envelope, SERVER)] * 3)
    assert (name, record["user"], record["time"]) == ("squid_common", "kim", "2026-11-24T08:00:00Z")
    name, (record, *_) = read(tmp_path / "c", [filled(envelope, json.dumps(FLOW))] * 3)
    assert (name, record["host"], record["time"]) == ("zeek_json", "acme.slack.com", "2026-11-24T08:00:00.250000Z")


def test_an_envelope_in_an_envelope_and_a_carrier_in_it_come_off(tmp_path: Path) -> None:
    inner = json.dumps({"log": f"<134>Nov 24 08:00:01 gw-1 named[7]: {RESOLVER}", "stream": "stdout", "time": WHEN})
    name, records = read(tmp_path / "a", [{"@timestamp": "2026-11-24T08:01:00Z", "message": inner}] * 2)
    assert name == "bind"
    assert [one["host"] for one in records] == ["acme.slack.com"] * 2


def test_a_verdict_in_its_own_envelope_belongs_to_the_query_before(tmp_path: Path) -> None:
    queries = [f"Nov 24 08:00:0{at} dnsmasq[676]: query[A] h{at}.slack.com from 10.20.1.14" for at in range(3)]
    blocked = "Nov 24 08:00:01 dnsmasq[676]: gravity blocked h1.slack.com is 0.0.0.0"
    name, records = read(tmp_path / "a", [{"log": line, "time": WHEN} for line in (*queries[:2], blocked, queries[2])])
    assert name == "dnsmasq"
    assert [(one["line"], one["action"]) for one in records] == [(1, "allowed"), (2, "blocked"), (4, "allowed")]


def test_an_object_whose_message_is_a_remark_is_read_by_itself(tmp_path: Path) -> None:
    row = {"ts": WHEN, "msg": "handled request of somebody", "client_ip": "10.20.1.14", "host": "acme.slack.com"}
    name, (record,) = read(tmp_path / "a", [row])
    assert (name, record["host"]) == ("json_lines", "acme.slack.com")


def test_what_lies_in_no_envelope_of_a_log_of_envelopes_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("".join(json.dumps({"log": text, "time": WHEN}) + "\n" for text in (SERVER, SERVER, "x" * 30)))
    log, records = told(path)
    assert (len(records), log.rejected, [one.line for one in log.rejections]) == (2, 1, [3])


@pytest.mark.parametrize("count", [2, 900], ids=["short", "longer than a head"])
def test_answers_of_search_engines_and_streams_of_lines_are_taken_apart(tmp_path: Path, count: int) -> None:
    hit = {"_index": "a", "_source": {"@timestamp": WHEN, "dns": {"question": {"name": "acme.slack.com"}}}}
    answer = {"took": 2, "_shards": {"total": 1}, "hits": {"total": {"value": 9}, "hits": [hit] * count}}
    (tmp_path / "a").write_text(json.dumps(answer))
    log, records = told(tmp_path / "a")
    assert (log.format, {one["host"] for one in records}, len(records)) == ("json_lines", {"acme.slack.com"}, count)
    stream = {"stream": {"job": "a"}, "values": [["1795507200500000000", RESOLVER], ["1795507201000000000", RESOLVER]]}
    (tmp_path / "b").write_text(
        json.dumps({"status": "success", "data": {"resultType": "streams", "result": [stream]}})
    )
    log, records = told(tmp_path / "b")
    assert [(one["host"], one["time"]) for one in records] == [
        ("acme.slack.com", "2026-11-24T08:00:00.500000Z"),
        ("acme.slack.com", "2026-11-24T08:00:01Z"),
    ]


def test_pages_of_a_search_are_taken_out_of_what_tells_of_the_next_one(tmp_path: Path) -> None:
    entry = {"id": "A", "attributes": {"timestamp": WHEN, "host": "gw", "tags": ["a:b"], "message": RESOLVER}}
    page = {"data": [entry] * 2, "meta": {"page": {"after": "abcdefghij"}}, "links": {"next": "https://logs.example/n"}}
    (tmp_path / "a").write_text(json.dumps(page))
    assert [one["host"] for one in told(tmp_path / "a")[1]] == ["acme.slack.com"] * 2


def test_a_container_s_log_has_its_stream_in_front(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text(f"2026-11-24T08:00:00.5Z stdout F {SERVER}\n2026-11-24T08:00:00.6Z stderr P {SERVER}\n")
    _, records = told(path)
    assert [(one["client"], one["user"]) for one in records] == [("10.20.1.14", "kim")] * 2


def test_a_handshake_that_was_not_finished_is_a_record_of_zeek(tmp_path: Path) -> None:
    row = {"ts": 1795507200.5, "uid": "Cab1", "id.orig_h": "10.20.1.14", "id.resp_h": "192.0.2.7", "established": False}
    name, (record,) = read(tmp_path / "a", [row])
    assert (name, record["host"], record["time"]) == ("zeek_json", None, "2026-11-24T08:00:00.500000Z")


def test_an_object_with_nothing_but_another_object_wraps_it(tmp_path: Path) -> None:
    name, (record,) = read(tmp_path / "a", [{"dns": FLOW}])
    assert (name, record["host"], record["time"]) == ("zeek_json", "acme.slack.com", "2026-11-24T08:00:00.250000Z")
