"""The fast way of a log gives just what the format's reader gives: records, sightings, strays, counts, rejections."""

import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from catalog.discovery import blocks, splitting
from catalog.discovery.engine import Engine
from catalog.discovery.sightings import Counting
from tests.campaigns import Campaign, fuzzed
from tests.catalog.counted import counted

GOOD = "1795507200.123    241 10.20.1.14 TCP_TUNNEL/200 48213 CONNECT acme.slack.com:443 jdoe HIER_DIRECT/192.0.2.7 -"
TIMES = ["1795507200.123", "1795593600.000", "1795507199.999", "1795507200", "1795507200.5", "-1.000", "1e9", "+1.234",
         "179550720.123", "0.000", "99999999999.123", "1795507200.1e3", "1_795507200.12", "nan", "17 "]  # fmt: skip
ELAPSED = ["     0", "   241", "999999", "1234567", "x", "     -", "       3"]
CLIENTS = ["10.20.1.14", "10.20.1.15", "-", "pc1", "2001:db8::1", "jdoe"]
WORDS = ["TCP_TUNNEL/200", "TCP_MISS/304", "TCP_DENIED/403", "TCP_DENIED/407", "TCP_DENIED/401", "NONE/403", "NONE/400",
         "NONE_NONE/000", "TCP_MISS_ABORTED/000", "TCP_ODD/200", "tcp/200", "TCP_MISS/2000", "TCP_MISS"]  # fmt: skip
SIZES = ["0", "48213", "123456789", "1234567890123", "-", "007", "-5", "+5", "1e3", "5.0", "9" * 18, "9" * 25, "1_000"]
REQUESTS = [
    *("CONNECT acme.slack.com:443", "CONNECT app.newtool.io:443", "GET http://trello.com/a/b?c=http://slack.com/"),
    *("GET http://u:p@TRELLO.com.:80/x", "GET https://slack.com", "GET http:///nothing", "CONNECT 10.0.0.1:443"),
    *("CONNECT [2001:db8::7]:443", "NONE error:invalid-request", "GET /path", "CONNECT /x", "GET HTTP://slack.com/"),
    *("GET cache_object://localhost/counters", "GET http://trello.com/a b c", "GET urn:x", "CONNECT http://slack.com:443"),
    *("CONNECT intranet:443", "GET http://slack.com?x=1", "GET http://slack.com#x", "CONNECT doubleclick.net:443"),
    *(f"GET http://{'a' * 70}.trello.com/x", f"CONNECT {'b.' * 60}slack.com:443", "GET https://TRELLO.com/\\@slack.com/"),
    *('GET http://trello.com/"a', "GET http://trello.com/'a,b;c|d\\", "- error:transaction-end-before-headers"),
]  # fmt: skip
USERS = ["jdoe", "-", "kim", "unknown", "UNKNOWN", "10.20.1.14", "ACME%5Cjdoe", "%2D", "j%C3%B6rg", "a%20", "%00",
         "pc%31", "jörg", "u" * 330, "10.20.1.1%34"]  # fmt: skip
PEERS = ["HIER_DIRECT/192.0.2.7", "HIER_NONE/-", "NONE/-", "HIER_DIRECT/", "DIRECT", "PARENT_HIT/x", "CARP/y"]
ENDS = [" -", " text/html", "", " text/html more fields", ' text/html "a b" c', " "]
PARTS = (TIMES, ELAPSED, CLIENTS, WORDS, SIZES, REQUESTS, USERS, PEERS, ENDS)
PUT_TOGETHER = st.tuples(*(st.one_of(st.just(part[0]), st.sampled_from(part)) for part in PARTS)).map(
    lambda parts: f"{' '.join(parts[:-1])}{parts[-1]}"
)
LINES = st.one_of(
    st.just(GOOD),
    PUT_TOGETHER,
    PUT_TOGETHER,
    st.sampled_from(["", " ", "# a comment", f" {GOOD}", f"{GOOD}\r", GOOD.replace(" ", "\t"), GOOD[:60], "x" * 300,
                     GOOD.replace("jdoe", "j\x00e"), GOOD + " x" * 60, '"', "\x1b[31m", GOOD.replace(" 10.", "  10.")]),
    st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=60),
)  # fmt: skip


def way(path: Path, wanted: str, *, fast: bool, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Give all that a log gives, by the fast way or line by line."""
    with monkeypatch.context() as patch:
        if not fast:
            patch.setattr(splitting, "of_log", lambda *_: None)
        patch.setattr(splitting, "FEW", 0)
        return counted(path, wanted)


@pytest.fixture
def alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], dict[str, Any]]:
    """Compare both ways on a log, and give what came of it."""

    def compare(content: bytes) -> dict[str, Any]:
        path = tmp_path / "access.log"
        path.write_bytes(content)
        wanted = "zeek" if content.startswith(b"#separator") else "squid"
        one, other = (way(path, wanted, fast=fast, monkeypatch=monkeypatch) for fast in (True, False))
        assert one == other
        return one

    return compare


@given(
    lines=st.lists(LINES, min_size=1, max_size=60),
    last=st.sampled_from(["", "\n", "\r\n"]),
    size=st.sampled_from([200, 1 << 25]),
)
@fuzzed("logs by both ways", 3, 300, HealthCheck.function_scoped_fixture)
def test_both_ways_give_the_same_whatever_the_lines(
    alike: Callable[[bytes], dict[str, Any]], monkeypatch: pytest.MonkeyPatch, lines: list[str], last: str, size: int
) -> None:
    content = ("\n".join([GOOD, *lines]) + last).encode()
    with monkeypatch.context() as patch:
        patch.setattr(blocks, "BLOCK", size)
        found = alike(content)
    log = found["log"]
    assert log.records + log.rejected + log.skipped == content.removesuffix(b"\n").count(b"\n") + 1


def mixed(count: int, seed: int) -> list[str]:
    """Give lines, half of them as squid writes them, the others put together by chance; the same for each seed."""
    chance = random.Random(seed)
    return [
        GOOD if chance.random() < 0.5 else " ".join(chance.choice(part) for part in PARTS[:-1]) + chance.choice(ENDS)
        for _ in range(count)
    ]


def test_both_ways_give_the_same_for_thousands_of_lines_in_small_blocks(
    alike: Callable[[bytes], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1 << 16)
    monkeypatch.setattr(splitting, "BATCH", 3)
    monkeypatch.setattr(splitting, "MOST_KINDS", 100)
    found = alike("\n".join(mixed(4_000, seed=6)).encode())
    assert found["log"].rejected > 100
    assert len(found["seen"]) > 10


def test_both_ways_give_the_same_of_a_log_with_line_ends_of_two_letters(
    alike: Callable[[bytes], dict[str, Any]],
) -> None:
    found = alike(f"{GOOD}\r\n".encode() * 500)
    assert (found["log"].records, found["log"].rejected) == (500, 0)


@pytest.mark.parametrize("wanted", ["squid", "zeek"])
def test_what_comes_as_it_should_is_never_read_line_by_line(
    wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[int] = []
    count = Counting.count

    def counting(self: Counting, records: Any) -> None:
        found = list(records)
        alone.append(len(found))
        count(self, found)

    monkeypatch.setattr(Counting, "count", counting)
    path = tmp_path / "access.log"
    header, row = (
        "\n".join(zeek("dns", 0, seed=1)),
        "\t".join(VALUES.get(name, "x")[0] for name in ZEEK["dns"].split()),
    )
    path.write_text("\n".join([GOOD] * 100 if wanted == "squid" else [header, *([row] * 100)]))
    found = way(path, wanted, fast=True, monkeypatch=monkeypatch)
    assert (found["log"].records, found["log"].rejected) == (100, 0)
    assert found["seen"]
    assert sum(alone) == 0


def test_lines_longer_than_a_block_are_cut_and_rejected_alike(
    alike: Callable[[bytes], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1 << 18)
    longest = 1_200_000
    url = f"GET http://trello.com/{'a' * longest} jdoe"
    long = GOOD.replace("CONNECT acme.slack.com:443 jdoe", url)
    found = alike("\n".join([GOOD, long, GOOD, "x" * 5_000_000, GOOD, GOOD.replace("jdoe", "k" * 600_000)]).encode())
    assert (found["log"].records, found["log"].rejected) == (3, 3)


def test_the_engine_opens_no_file_of_the_machine(tmp_path: Path) -> None:
    import duckdb

    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    with closing(Engine()) as engine:
        for statement in (
            f"FROM read_csv('{secret}')",
            "SET enable_external_access = true",
            f"COPY (SELECT 1) TO '{secret}'",
        ):
            with pytest.raises(duckdb.Error):
                engine.rows(statement)


def corrupted(count: int, seed: int) -> bytes:
    """Give lines of squid's, each damaged in up to six places: letters changed, cut out, put in, the end lost."""
    chance = random.Random(seed)
    lines = []
    for _ in range(count):
        line = bytearray(GOOD.encode())
        for _ in range(chance.randint(1, 6)):
            place, way = chance.randrange(len(line) + 1), chance.random()
            if way < 0.5:
                line[place : place + 1] = bytes([chance.choice((0, 9, 13, 32, 34, 37, 47, 92, 127, 200, 255))])
            elif way < 0.7:
                del line[place : place + chance.randint(1, 30)]
            elif way < 0.85:
                line[place:place] = chance.randbytes(5).replace(b"\n", b"")
            else:
                del line[place:]
        lines.append(bytes(line))
    return b"\n".join(lines)


@pytest.mark.soak("corrupted lines")
def test_every_corrupted_line_is_accounted_for_by_both_ways(
    alike: Callable[[bytes], dict[str, Any]], campaign: Campaign
) -> None:
    for number in campaign.runs(1, 100):
        log = alike(corrupted(10_000, seed=11 + number))["log"]
        assert log.records + log.rejected + log.skipped == 10_000
        assert log.records > 1_000
        assert log.rejected > 1_000
        campaign.tell(lines=10_000, records=log.records, rejected=log.rejected, skipped=log.skipped)


# Zeek

ZEEK = {
    "conn": "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state",
    "dns": "ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto trans_id query qtype_name rcode_name",
    "ssl": "ts uid id.orig_h id.orig_p id.resp_h id.resp_p version cipher server_name established",
    "http": "ts uid id.orig_h id.orig_p id.resp_h id.resp_p trans_depth method host uri status_code username "
    "request_body_len response_body_len",
}
VALUES = {
    "ts": ["1795507200.123456", "1795593600.000001", "1795507200.12", "-", "1e9", "179550720.123456", "x", "-1.000000"],
    "id.orig_h": ["10.20.1.14", "10.20.1.15", "2001:db8::1", "-", "pc1", "(empty)", "10.0.0.1 "],
    "query": ["acme.slack.com", "app.newtool.io", "-", "(empty)", "", "a b", "SLACK.COM.", "x\\x2eslack.com"],
    "orig_bytes": ["0", "48213", "-", "007", "-5", "1e3", "5.0", "9" * 25, "(empty)", ""],
    "method": ["GET", "CONNECT", "-", "C\\x4fNNECT"],
    "uri": ["/a/b", "http://trello.com/x", "slack.com:443", "-", "http\\x3a//trello.com/"],
    "status_code": ["200", "407", "-", " 407", "403"],
    "username": ["-", "jdoe", "\\x2d", "(empty)"],
}  # fmt: skip
VALUES |= dict.fromkeys(("server_name", "host"), VALUES["query"])
VALUES |= dict.fromkeys(("resp_bytes", "request_body_len", "response_body_len"), VALUES["orig_bytes"])


def zeek(kind: str, count: int, seed: int, *, header: bool = True) -> list[str]:
    """Give a log of Zeek's: the header and rows, most of them as Zeek writes them, others of odd values or lengths."""
    chance, names = random.Random(seed), ZEEK[kind].split()
    lines = ["#separator \\x09", "#unset_field\t-", f"#path\t{kind}", "#fields\t" + "\t".join(names)] if header else []
    for _ in range(count):
        row = [
            (VALUES[name][0] if chance.random() < 0.6 else chance.choice(VALUES[name])) if name in VALUES else "x"
            for name in names
        ]
        ways = ([*row, "more"], row[:-1], ["é", *row[1:]], row)
        lines.append("\t".join(chance.choice(ways) if chance.random() < 0.1 else row))
    return lines


@pytest.mark.parametrize("kind", sorted(ZEEK))
def test_both_ways_give_the_same_of_a_log_of_zeeks(
    kind: str, alike: Callable[[bytes], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1 << 15)
    found = alike("\n".join([*zeek(kind, 900, seed=3), "", "# a comment", *zeek(kind, 100, seed=4)]).encode())
    assert found["log"].rejected > 50
    assert found["log"].records > 300


def test_another_header_ends_the_fast_way(
    alike: Callable[[bytes], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1 << 14)
    swapped = [line.replace("id.orig_h\tid.orig_p", "id.orig_p\tid.orig_h") for line in zeek("dns", 200, seed=5)]
    alike("\n".join([*zeek("dns", 300, seed=6), *swapped, *zeek("dns", 300, seed=7, header=False)]).encode())
