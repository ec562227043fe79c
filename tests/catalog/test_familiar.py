"""Lines that are known again give just what their format's reader gives line by line."""

import random
from pathlib import Path
from typing import Any

import pytest

from catalog.discovery import sightings
from catalog.discovery.sightings import Counting
from tests.campaigns import Campaign
from tests.catalog.counted import counted

SECONDS = ["00", "07", "59", "59", "60", "7", "05.5"]
SIZES = ["512", "48213", "0", "-", "007", "9" * 16, "-5"]
USERS = ["kim", "-", "ACME\\li", "ACME%5Cli", "10.20.1.14", '"a b"', "a b", "jörg", "unknown"]
AGENTS = ['"Mozilla/5.0 (X11; Linux)"', '"curl/8"', '"a \\"quoted\\" one"', '"-"', "-", '"a ""b"" c"']
PATHS = ["/", "/a?b=1", "/a?b=http://c/", "/ö", '/"x', "/a\\b", "-", "x@evil.example/", ":80/x"]
WEB = {
    "client": ["10.20.1.14", "2001:db8::1", "www.slack.com:443 10.20.1.15", "half a line", " 10.20.1.14"],
    "user": USERS,
    "minute": ["24/Nov/2026:09:00", "24/Nov/2026:00:59", "24/Nov/2026:24:00", "31/Feb/2026:09:00", "24/nov/2026:9:00"],
    "second": SECONDS,
    "zone": ["+0000", "+0100", "-0930", "+9999", "CET"],
    "request": [
        *(f"GET http://acme.slack.com{path} HTTP/1.1" for path in PATHS),
        *(f"GET {path} HTTP/1.1" for path in PATHS),
        *(
            "CONNECT trello.com:443 HTTP/1.1",
            "GET / HTTP/0.9 x",
            "GET",
            "\\x16\\x03",
            "get https://TRELLO.com./ HTTP/2.0",
        ),
    ],
    "status": ["200", "401", "407", "403", "-", "2000"],
    "size": SIZES,
    "rest": [
        "",
        ' "-" "curl/8"',
        ' "-" "-" "wiki.slack.com"',
        ' "-" "-" 300 900',
        " TCP_MISS:HIER_DIRECT",
        ' "-" "a" TCP_DENIED:HIER_NONE',
        ' "a \\" b" "-"',
        " x",
    ],
}
W3C = {
    "date": ["2026-11-24", "2026-02-31", "-", "2026-11-25"],
    "time": [f"{clock}:{second}" for clock in ("08:00", "23:59", "24:00") for second in SECONDS],
    "time-taken": ["3", "-", '"1 2"'],
    "c-ip": ["10.20.1.14", "-", "2001:db8::1"],
    "cs-username": USERS,
    "sc-filter-result": ["OBSERVED", "DENIED", "-", "PROXIED"],
    "sc-status": ["200", "401", "407", "-"],
    "sc-bytes": SIZES,
    "cs-bytes": SIZES,
    "cs-method": ["GET", "CONNECT", "-"],
    "cs-uri-scheme": ["https", "tcp", "-"],
    "cs-host": ["acme.slack.com", "trello.com", "-", "newtool.io", "[2001:db8::7]"],
    "cs-uri-path": PATHS,
    "cs-uri-query": ["-", "?a=b", "a=://b/"],
    "cs(User-Agent)": AGENTS,
}


def web_server(chance: random.Random, odd: float) -> str:
    one = {name: pick(chance, several, odd) for name, several in WEB.items()}
    time = f"[{one['minute']}:{one['second']} {one['zone']}]"
    return f'{one["client"]} - {one["user"]} {time} "{one["request"]}" {one["status"]} {one["size"]}{one["rest"]}'


def w3c(chance: random.Random, odd: float) -> str:
    return " ".join(pick(chance, several, odd) for several in W3C.values())


OBJECT = {
    "time": [
        '"2026-11-24T09:00:{second}Z"',
        '"2026-11-24T09:01:{second}+01:00"',
        '"2026-11-24 24:00:{second}"',
        "1795507255.25",
    ],
    "user": ['"kim"', '"li"', '"-"', "null", '"j\\u00f6rg"', '"jörg"', "7", "true"],
    "host": ['"acme.slack.com"', '"trello.com:443"', '""', '["app.asana.com"]', '{"name": "x"}', '"/a"'],
    "url": [
        '"https://acme.slack.com/a?b=1"',
        '"/a"',
        '"https://trello.com"',
        '"-"',
        '"http://c/\\/"',
        '"https://x.io/ö"',
    ],
    "status": ["200", '"407"', "403", "null", "7"],
    "bytes_out": ["512", "0", "48213", '"9"', "-5", "1.0", "007", "null"],
    "bytes_in": ["7", "90", "null", '"-"', "9" * 16],
    "action": ['"allowed"', '"blocked"', '"auth-redirect"', "null"],
    "agent": ['"X"', '"{}"', "null", "[1, 2]", '["a", {}]', "[]", "1e400", "01", '"a\tb"'],
    "deep": ['{"a": 1, "user": "x"}', '{"a": -2.5e3, "user": null}', "{}", '{"a": 1, "a": 2}'],
}
ODD = [
    "",
    "[",
    "]",
    "{",
    '{"time":',
    '"2026-11-24T09:00:00Z", "user": "mo",',
    '"host": "trello.com"}',
    "x",
    '{"a": 1}},',
]


def objects(chance: random.Random, odd: float, row: dict[str, list[str]] = OBJECT) -> str:
    if chance.random() < odd / 2:
        return chance.choice(ODD)
    second = pick(chance, ["07", "00", "59", "05.5", "60"], 0.5)
    values = {name: pick(chance, several, odd).replace("{second}", second) for name, several in row.items()}
    blank = pick(chance, [" ", ""], odd)
    pairs = [f'"{name}":{blank}{value}' for name, value in values.items()]
    return "{" + f",{blank}".join(pairs) + pick(chance, ["}", " }", "} ", "},", ""], odd)


CLOUDFLARE = {
    "Datetime": ['"2026-11-24T09:00:{second}Z"', '"2026-11-24T09:01:{second}Z"', '"x"', "1795507255250000000"],
    "Email": OBJECT["user"],
    "SrcIP": ['"10.20.1.14"', '"2001:db8::1"', "null"],
    "QueryName": OBJECT["host"],
    "QuerySize": ["512", "7", "null"],
    "ResolverDecision": ['"allowedByQueryName"', '"blockedByCategory"', '"overrideApplied"', "null"],
    "ApplicationName": ['"Slack"', '""', "null"],
    "agent": OBJECT["agent"],
}
CLOUDFLARE_WEB = {
    "Datetime": ["1795507207250000000", "1795507259000000000", "1795507207", "0", "null"],
    "UserEmail": OBJECT["user"],
    "HTTPHost": OBJECT["host"],
    "URL": OBJECT["url"],
    "Action": ['"allow"', '"block"', "null"],
    "bytes": ["512", "7"],
}
ROUTE53 = {
    "version": ['"1.100000"', "512"],
    "query_timestamp": CLOUDFLARE["Datetime"],
    "query_name": OBJECT["host"],
    "query_type": ['"A"', "512"],
    "answers": ["[]", '["a"]', '[{"Rdata": "192.0.2.7"}]'],
    "srcaddr": ['"10.20.1.14"', "null", '"-"'],
    "srcids": ['{"instance": "i-1"}', '{"instance": "i-2"}', "{}", "null"],
    "srcport": ['"512"', "7"],
    "firewall_rule_action": ['"ALERT"', '"BLOCK"', "null"],
}


def cloudflare(chance: random.Random, odd: float) -> str:
    return objects(chance, odd, CLOUDFLARE if chance.random() < 1 - odd else CLOUDFLARE_WEB)


def route53(chance: random.Random, odd: float) -> str:
    return objects(chance, odd, ROUTE53)


TOLD = [
    "query: {name} IN {type} +E(0)K (10.0.0.53)",
    "query: {name} IN {type} + (10.0.0.53)",
    "rpz QNAME NXDOMAIN rewrite {name}/A/IN via {name}.rpz",
    "rpz QNAME PASSTHRU rewrite {name}/A/IN via {name}.rpz",
    "query (cache) '{name}/A/IN' denied",
    "view inside: query: {name} IN {type} + (10.0.0.53)",
    "query: {name} CH TXT + (10.0.0.53)",
    "no words of its own",
]
NAMED = {
    "time": [f"{day} 09:0{minute}:{second}" for day in ("24-Nov-2026", "31-Feb-2026") for minute in "01" for second in
             ("07.123", "59.9", "60.000", "00.000001")],
    "port": ["512", "513", "514"],
    "client": ["10.20.1.14", "10.20.1.15", "2001:db8::1", "fe80::1%eth0"],
    "name": ["acme.slack.com", "TRELLO.com", "newtool.io", "a\\.b.io", ".", "x(y).io"],
    "type": ["A", "AAAA", "HTTPS"],
}  # fmt: skip
OF_ANSWERS = ("answer: {name} IN {type} (10.0.0.53)", "query: {name} IN {type} response: NOERROR + (10.0.0.53)")


def bind(chance: random.Random, odd: float) -> str:
    if chance.random() < odd / 4:
        return chance.choice(["24-Nov-2026 09:00:07.123 general: info: managed-keys-zone: ok", "", "x", "\x00"])
    told = chance.choice(OF_ANSWERS) if chance.random() < odd / 100 else pick(chance, TOLD, odd)
    parts = {name: pick(chance, several, 0.5 if name == "port" else odd) for name, several in NAMED.items()}
    line = "{time} queries: info: client @0x7f00 {client}#{port} ({name}): "
    return (line + told).format(**parts)


MAKE = {
    "bind": bind,
    "cloudflare_gateway": cloudflare,
    "route53_resolver": route53,
    "json_lines": objects,
    "web_server": web_server,
    "squid_common": web_server,
    "w3c": w3c,
}


def pick(chance: random.Random, several: list[str], odd: float) -> str:
    return chance.choice(several) if chance.random() < odd else several[0]


def lines(wanted: str, count: int, seed: int) -> bytes:
    """Give lines, some with one odd part, some with many; for W3C with directives, which come again with others."""
    chance = random.Random(seed)
    make = MAKE[wanted]
    found = [make(chance, chance.choice((0.03, 0.1, 0.4))) for _ in range(count)]
    if wanted == "w3c":
        fields = " ".join(W3C)
        other = fields.replace("c-ip cs-username", "cs-username c-ip")
        found = [f"#Fields: {fields}", *found[: count // 2], "#Date: 2026-11-24", *found[count // 2 :]]
        found += [f"#Fields: {other}", *found[1:50], f"#Fields: {fields}", *found[1:50]]
    return "\n".join(["", *found, ""]).encode()


def way(path: Path, wanted: str, *, familiar: bool, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Give all that a log gives, with and without knowing lines again."""
    with monkeypatch.context() as patch:
        if not familiar:
            patch.setattr(sightings, "usual_of", lambda *_: None)
        return counted(path, wanted)


@pytest.mark.parametrize("wanted", sorted(MAKE))
@pytest.mark.soak("lines known again")
def test_lines_known_again_give_what_the_reader_gives(
    wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, campaign: Campaign
) -> None:
    path = tmp_path / "access.log"
    for number in campaign.runs(1, 100):
        path.write_bytes(lines(wanted, 2_000, seed=number))
        one, other = (way(path, wanted, familiar=known, monkeypatch=monkeypatch) for known in (True, False))
        assert one == other
        assert one["log"].records > 300
        assert one["log"].rejected > 10
        campaign.tell(records=one["log"].records, rejected=one["log"].rejected)


def test_times_in_billionths_are_known_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.log"
    chance = random.Random(5)
    path.write_text("\n".join(objects(chance, chance.choice((0.03, 0.3)), CLOUDFLARE_WEB) for _ in range(2_000)))
    one, other = (way(path, "cloudflare_gateway", familiar=known, monkeypatch=monkeypatch) for known in (True, False))
    assert one == other


OF_ANY_PROGRAM = {
    "time": ['"2026-11-24T09:00:{second}Z"', '"2026-11-24T09:01:{second}Z"', '"-"'],
    "user": ['"-"', '"kim"', "null"],
    "Login Name": ['"li"', '"mo"', '"-"'],
    "host": ['"-"', '"newtool.io"'],
    "Destination FQDN": ['"acme.slack.com"', '"trello.com"', '"(null)"', "null"],
    "URL Action": ['"allowed"', '"blocked"'],
    "bytes_out": ["512", "7", '"1,024"', "null"],
    "Bytes Received": ["7", '"-"', "9"],
}


@pytest.mark.parametrize("counted_by", ["bytes_out", "Upload"])
def test_objects_read_by_what_their_keys_mean_are_known_again(
    counted_by: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, chance = tmp_path / "a.log", random.Random(7)
    row = {counted_by if key == "bytes_out" else key: several for key, several in OF_ANY_PROGRAM.items()}
    path.write_text("\n".join(objects(chance, chance.choice((0, 0.1, 0.4)), row) for _ in range(2_000)))
    one, other = (way(path, "json_lines", familiar=known, monkeypatch=monkeypatch) for known in (True, False))
    assert one == other
    assert {seen.slug for seen in one["seen"]} == {"slack", "trello"}


def test_counts_that_objects_write_in_quotes_are_added_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.log"
    text = lines("json_lines", 2_000, seed=3)
    path.write_bytes(text.replace(b'_out": 512', b'_out": "512"').replace(b'_in": 7', b'_in": "7"'))
    one, other = (way(path, "json_lines", familiar=known, monkeypatch=monkeypatch) for known in (True, False))
    assert one == other


@pytest.mark.parametrize("nothing", ['"-"', "null", '""', '"N/A"'])
def test_a_later_key_counts_where_the_first_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing: str
) -> None:
    path = tmp_path / "a.log"
    users = ['"anna"'] * 40 + [nothing] * 40
    path.write_text(
        "\n".join(
            f'{{"time": "2026-11-24T08:00:00Z", "user": {user}, "client_ip": "192.0.2.{number % 2}", '
            f'"account": "p{number % 4}", "url": "https://slack.com/"}}'
            for number, user in enumerate(users)
        )
    )
    one, other = (way(path, "json_lines", familiar=known, monkeypatch=monkeypatch) for known in (True, False))
    assert one == other


@pytest.mark.parametrize("wanted", sorted(MAKE))
def test_a_line_like_one_before_it_is_not_read_again(
    wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    one = Counting._one

    def counted(self: Counting, record: Any) -> None:
        read.append(1)
        one(self, record)

    monkeypatch.setattr(Counting, "_one", counted)
    path = tmp_path / "access.log"
    first = lines(wanted, 1, seed=1).decode().split("\n")[1:2] if wanted == "w3c" else []
    usual = MAKE[wanted](random.Random(1), 0).replace("#514", "#512").replace("#513", "#512")
    path.write_text("\n".join([*first, *(usual.replace("512", str(size)) for size in range(500, 600))]))
    found = way(path, wanted, familiar=True, monkeypatch=monkeypatch)
    assert (found["log"].records, found["log"].rejected, len(read)) == (100, 0, 1)
