"""What names mean by their words, where no list knows them."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalog.discovery.layouts import wording
from catalog.errors import BadData
from tests.catalog.test_discovery import told

MEANT = {
    "host": "dns.rrname query.hostname dst_endpoint.hostname DnsQuery DstDomain requestHost http_request.url.hostname "
    "ClientRequestHost request.headers.host attributes.tls.server_name cs-host network.dns.qname",
    "client": "src_endpoint.ip SrcIpAddr httpRequest.remoteIp ClientIP userIp c-ip",
    "user": "actor.user.name actor.user.email_addr SrcUsername authenticatedUser login_name",
    "up": "httpRequest.requestSize traffic.bytes_out ClientRequestBytes src_bytes cs-bytes flow.bytes_toserver",
    "down": "httpRequest.responseSize traffic.bytes_in response_body_size EdgeResponseBytes sc-bytes",
    "time": "EventStartTime EdgeStartTimestamp event_timestamp lastVisitTime dnstap.timestamp-rfc3339ns",
    "status": "EdgeResponseStatus httpRequest.status response.status_code",
    "action": "DvcAction firewall.rule_action verdict.action",
    "method": "httpRequest.requestMethod ClientRequestMethod",
    "url": "httpRequest.requestUrl page_url http_request.url.url_string",
}
NONE = (
    "user_agent device.hostname client_hostname response_time referrer_url duration header_bytes observer.ip "
    "sec-fetch-user process.name file.size resource.name dns.response_code html_url avatar_url last_updated"
)
TICKET: dict[str, Any] = {
    "id": 7, "url": "https://api.example/7", "html_url": "https://example/7", "title": "It fails", "body": "When I",
    "user": {"login": "kim", "url": "https://api.example/kim"}, "labels": [{"name": "bug"}], "state": "open",
    "assignee": None, "comments": 3, "created_at": "2026-11-24T08:00:00Z", "updated_at": "2026-11-24T09:00:00Z",
}  # fmt: skip


@pytest.mark.parametrize(("meaning", "names"), MEANT.items())
def test_a_name_means_what_its_words_say(meaning: str, names: str) -> None:
    found = {name: {one for one, given in wording.meant((name,)).items() if given} for name in names.split()}
    assert {name: meaning in of for name, of in found.items()} == dict.fromkeys(found, True)


@pytest.mark.parametrize("name", NONE.split())
def test_a_name_of_another_thing_means_nothing(name: str) -> None:
    assert wording.meant((name,)) == {}


def test_objects_are_read_by_words_of_their_keys_wherever_they_are_nested(tmp_path: Path) -> None:
    row = {
        "metadata": {"EventStartTime": "2026-11-24T08:00:00Z"},
        "src_endpoint": {"ip": "10.20.1.14"},
        "actor": {"user": {"name": "kim"}},
        "query": {"hostname": "acme.slack.com.", "type": "A"},
        "device": {"hostname": "sensor-1"},
        "traffic": {"bytes_out": 12, "bytes_in": 640},
        "disposition": "Blocked",
    }
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row) + "\n" + json.dumps(row | {"disposition": "Allowed"}) + "\n")
    _, records = told(path)
    assert [(one["host"], one["user"], one["client"], one["action"]) for one in records] == [
        ("acme.slack.com", "kim", "10.20.1.14", "blocked"),
        ("acme.slack.com", "kim", "10.20.1.14", "allowed"),
    ]
    assert (records[0]["bytes_up"], records[0]["bytes_down"]) == (12, 640)


def test_pairs_in_lists_and_objects_in_texts_are_read_like_nested_ones(tmp_path: Path) -> None:
    headers = [{"name": "Host", "value": "acme.slack.com"}, {"name": "sec-fetch-user", "value": "?1"}]
    request = {"clientIp": "10.20.1.14", "headers": headers, "uri": "/a", "httpMethod": "GET"}
    attributes = [{"key": "http.host", "value": {"stringValue": "acme.slack.com"}}]
    path = tmp_path / "a.jsonl"
    told_ = [
        {"timestamp": 1795507200500, "action": "BLOCK", "httpRequest": request},
        {"timestamp": "2026-11-24T08:00:00Z", "action": "BLOCK", "attributes": attributes},
        {
            "timestamp": "2026-11-24T08:00:00Z",
            "action": "BLOCK",
            "details": json.dumps({"dst_domain": "acme.slack.com"}),
        },
    ]
    path.write_text("".join(json.dumps(one) + "\n" for one in told_))
    _, records = told(path)
    assert [(one["host"], one["user"], one["action"]) for one in records] == [("acme.slack.com", None, "blocked")] * 3


def test_cells_of_a_table_may_hold_objects(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    cells = '"{""user"": {""name"": ""kim""}}","{""hostname"": ""acme.slack.com""}",REFUSED'
    path.write_text(f'TimeGenerated [UTC],action,actor,query,status\n"11/24/2026, 1:07:09 PM",Allowed,{cells}\n')
    _, (record,) = told(path, "table")
    assert (record["host"], record["user"], record["action"]) == ("acme.slack.com", "kim", "allowed")
    assert record["time"] == "2026-11-24T13:07:09Z"


def test_how_a_resolver_answered_is_no_verdict(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Time,Source IP,Query Name,Response Code\n2026-11-24T08:00:00Z,10.20.1.14,slack.com,REFUSED\n")
    assert told(path, "table")[1][0]["action"] == "allowed"


def test_a_flow_without_a_host_is_a_record(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"timestamp": "2026-11-24T08:00:00Z", "src_ip": "10.20.1.14", "dest_ip": "192.0.2.7"}\n')
    assert told(path)[1][0]["host"] is None


@pytest.mark.parametrize("lines", [True, False], ids=["lines", "an array"])
def test_tickets_are_no_log(tmp_path: Path, lines: bool) -> None:
    path = tmp_path / "a.json"
    path.write_text("\n".join([json.dumps(TICKET)] * 3) if lines else json.dumps([TICKET] * 3))
    with pytest.raises(BadData, match="no known log format"):
        told(path)
