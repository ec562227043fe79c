"""Logs, read: samples of each format say what is expected, and whatever comes in, every line is accounted for."""

import gzip
import json
import random
import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from catalog import plugins
from catalog.discovery import fields, formats, reading, recognition, sources, times
from catalog.discovery.layouts import carrier
from catalog.discovery.reading import Log, read
from catalog.discovery.record import Record, Unreadable
from catalog.discovery.unpacking import beginnings
from catalog.errors import BadData, BadUse, NotFound, UnknownPlugin
from tests import processor
from tests.campaigns import fuzzed
from tests.house.code import ROOT

SAMPLES = ROOT / "tests" / "samples" / "logs"
LINE = (
    b"1795507200.123    241 10.20.1.14 TCP_TUNNEL/200 48213 CONNECT acme.slack.com:443 jdoe HIER_DIRECT/192.0.2.7 -\n"
)
FORMATS = plugins.names(formats)


def samples() -> list[Path]:
    return [file for file in sorted(SAMPLES.iterdir()) if file.suffix != ".json"]


def told(path: Path, wanted: str = "auto", zone: str | None = None) -> tuple[Log, list[dict[str, Any]]]:
    log = Log(path.name)
    return log, [record.document(path.name, line) for line, record in read(path, log, wanted, reading.zone(zone))]


def lines_of(log: Log) -> int:
    return log.records + log.rejected + log.skipped


@pytest.fixture
def written(tmp_path: Path) -> Any:
    """Write a log and give its path."""

    def write(content: bytes, name: str = "access.log") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("sample", samples(), ids=lambda file: file.name)
def test_reads_what_the_sample_says(sample: Path) -> None:
    expected = json.loads((SAMPLES / f"{sample.name.partition('.')[0]}.json").read_text(encoding="utf-8"))
    log, records = told(sample)
    assert {name: getattr(log, name) for name in ("format", "records", "rejected", "skipped")} == {
        name: expected[name] for name in ("format", "records", "rejected", "skipped")
    }
    assert [one.line for one in log.rejections] == expected.get("rejected_lines", [])
    by_line = {record["line"]: record for record in records}
    for wanted in expected["expected"]:
        found = by_line[wanted["line"]]
        assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize("sample", samples(), ids=lambda file: file.name)
def test_no_other_format_claims_a_sample(sample: Path) -> None:
    head = sample.read_bytes().removeprefix(recognition.BYTE_ORDER_MARK)
    mine = sample.name.partition(".")[0].partition("--")[0]
    bare = carrier.stripped(head)
    claims = {
        name: max(recognition.load(name).recognises(text) for text in (head, bare) if text is not None)
        for name in FORMATS
    }
    general = recognition.every(general=True)
    own = claims.pop(mine)
    assert own >= recognition.SURE_ENOUGH
    assert {
        name for name, claim in claims.items() if claim >= own / 2 and (mine in general or name not in general)
    } == set()


@pytest.mark.parametrize(
    "foreign",
    [
        b"#Fields: date time x-comment\r\n2026-11-24 08:00:00 fine\r\n",
        b'{"time": "2026-11-24T08:00:00Z", "level": "info", "message": "started"}\n',
        b"Nov 24 08:00:00 gw kernel: IN=eth0 OUT= SRC=192.0.2.1 DST=192.0.2.2\n",
        b"Nov 24 08:00:00 gw sshd[812]: Accepted publickey for kim from 192.0.2.1 port 51002 ssh2\n",
        b"2026-11-24 08:00:00,123 INFO main: request from 192.0.2.1 for slack.com took 12 ms\n",
        b'"2026-11-24","kim","slack.com","12","EUR"\n',
        b"name=kim;host=slack.com;what=ever\n",
        b"%s{mon} %02d{dd} CEF:0|Zscaler|NSSWeblog|5.7|%s{action}|%s{reason}|3|act=%s{action} dhost=%s{ehost}\n",
    ],
)
def test_a_log_of_another_kind_is_not_taken_for_a_known_one(written: Any, foreign: bytes) -> None:
    with pytest.raises(BadData, match="no known log format"):
        told(written(foreign * 20))


@pytest.mark.parametrize(
    "text",
    [
        "name,email,start date,website\nKim,kim@acme.example,2024-02-11,https://kim.example\n",
        "hostname,ip,last seen,owner\npc7.acme.example,10.0.0.7,2024-02-11 09:00:00,kim\n",
        "Created,User,Host,Subject\n2024-02-11 09:00:00,kim,pc7.acme.example,Printer\n",
        "date,account,owner,domain\n2024-02-11,Acme,kim,acme.example\n",
        'time=2026-11-24T09:00:07Z level=info msg="started" host=worker-1.acme.example user=app\n',
    ],
)
def test_a_list_of_people_devices_or_customers_is_no_log(written: Any, text: str) -> None:
    first, *rows = text.splitlines(keepends=True)
    with pytest.raises(BadData, match="no known log format"):
        told(written((first + "".join(rows or [first]) * 20).encode()))


def test_a_table_of_several_exports_is_read_by_the_header_of_each(written: Any) -> None:
    rows = (
        "Time,User,Client,URL,Action\n2026-11-24 09:00:00Z,kim,10.0.0.7,https://acme.slack.com/,allowed\n"
        "User,Time,URL,Client,Action\nli,2026-11-24 09:00:01Z,https://trello.com/,10.0.0.8,blocked\n"
    )
    log, records = told(written(rows.encode()), "table")
    shown = [(one["user"], one["client"], one["host"], one["action"]) for one in records]
    assert shown == [("kim", "10.0.0.7", "acme.slack.com", "allowed"), ("li", "10.0.0.8", "trello.com", "blocked")]
    assert (log.records, log.rejected, log.skipped) == (2, 0, 2)


def test_a_comma_without_quotes_moves_no_value_under_another_name(written: Any) -> None:
    rows = "Time,User,URL,Action,Bytes Sent,Bytes Received\n2026-11-24 09:00:00Z,kim,https://slack.com/a,7,allowed,1,2"
    log, records = told(
        written(f"{rows}\n2026-11-24 09:00:00Z,kim,https://slack.com/a,blocked,1,2,\n".encode()), "table"
    )
    assert [(one["action"], one["bytes_up"], one["bytes_down"]) for one in records] == [("blocked", 1, 2)]
    assert [one.why for one in log.rejections] == ["7 columns, where the header names 6"]


def test_an_empty_value_among_doubled_quotes_says_nothing(written: Any) -> None:
    line = b'date=2026-11-24 time=09:00:00 devid=""F"" user=%b hostname=""slack.com"" action=""blocked""\n'
    _, records = told(written(line % b'""' + line % b'""""' + line % b'""kim""'), "fortigate")
    assert [(one["user"], one["host"]) for one in records] == [(user, "slack.com") for user in (None, None, "kim")]


OWN_WORDS = {
    "bind": (
        b"24-Nov-2026 08:00:00.001 general: info: zone %d.in-addr.arpa/IN: loaded serial 0",
        b"24-Nov-2026 09:00:07.123 queries: info: client @0x7f 10.0.0.7#5%d (trello.com): query: trello.com IN A +",
    ),
    "unbound": (
        b"[1795507200] unbound[7:0] info: server stats for thread %d: requestlist max 1",
        b"[1795510807] unbound[7:0] info: 10.0.0.%d trello.com. A IN",
    ),
}


@pytest.mark.parametrize("name", sorted(OWN_WORDS))
def test_a_program_may_say_much_of_itself_before_the_first_request(written: Any, name: str) -> None:
    own, asked = OWN_WORDS[name]
    log, records = told(written(b"\n".join([*(own % at for at in range(300)), *(asked % at for at in range(10, 20))])))
    assert (log.format, log.rejected, len(records)) == (name, 0, 10)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_in_utf_16_is_refused(written: Any, encoding: str) -> None:
    rows = "Time,User,Client,URL\n" + "2026-11-24 09:00:00Z,kim,10.0.0.7,https://acme.slack.com/\n" * 20
    with pytest.raises(BadData, match="UTF-16"):
        told(written(rows.encode(encoding)))


@pytest.mark.parametrize("name", FORMATS)
@fuzzed("fuzzed lines of every format", 100, 10_000)
@given(line=st.binary(max_size=400))
def test_no_line_breaks_a_format(name: str, line: bytes) -> None:
    try:
        record = recognition.reader(recognition.load(name))(line)
    except Unreadable as error:
        told = error.one_line()
    else:
        told = json.dumps(record.document("x", 1)) if record else ""
    assert "\n" not in told


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "piece",
    [
        *(
            b" ",
            b"[",
            b'"',
            b"a ",
            b":",
            b"1795507200.1 1 c TCP_MISS/200 1 GET ",
            b"%4",
            b"\\",
            b"=",
            b"a=",
            b',"',
            b"|",
        ),
        *(b"{", b'{"', b"client ", b"1.", b"- ", b'a="', b'\\"', b"a_", b"query: ", b"CEF:0|", b"<1>", b"\t"),
    ],
)
def test_twice_the_line_takes_no_more_than_about_twice_the_time(name: str, piece: bytes) -> None:
    def seconds(line: bytes) -> float:
        def first() -> None:
            with suppress(Unreadable):
                recognition.reader(recognition.load(name))(line)

        return processor.seconds(first, tries=2)

    for start in (b"", beginning(name)):
        once, four_times = start + piece * (8_000 // len(piece)), start + piece * (32_000 // len(piece))
        assert seconds(four_times) <= 10 * seconds(once) + 0.02


def beginning(name: str) -> bytes:
    """Give how the first line of a format's sample begins."""
    sample = next(file for file in samples() if file.name.partition(".")[0] == name)
    lines = [line for line in sample.read_bytes().split(b"\n") if not line.startswith((b"#", b"\xef"))]
    return carrier.split(lines[0])[1][:60]


@pytest.mark.parametrize("sample", samples(), ids=lambda file: file.name)
@fuzzed("corrupted samples of every format", 30, 3_000)
@given(data=st.data())
def test_every_line_of_a_corrupted_sample_is_accounted_for(
    sample: Path, data: st.DataObject, tmp_path_factory: Any
) -> None:
    whole = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(0, 20))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("corrupted") / sample.name
    path.write_bytes(bytes(whole))
    log, records = told(path, wanted=sample.name.partition(".")[0].partition("--")[0])
    assert len(records) == log.records
    if sample.suffix != ".sqlite":
        lines = bytes(whole).removeprefix(recognition.BYTE_ORDER_MARK).removesuffix(b"\n").count(b"\n") + 1
        arrays = any(line.strip().startswith(b"[") for line in whole.split(b"\n"))  # of many entries on a line
        assert lines_of(log) == lines or (arrays and lines_of(log) > lines)


@fuzzed("corrupted logs", 100, 10_000)
@given(data=st.data())
def test_every_line_of_a_corrupted_log_is_accounted_for(data: st.DataObject, tmp_path_factory: Any) -> None:
    whole = bytearray(LINE * data.draw(st.integers(1, 30)))
    for _ in range(data.draw(st.integers(0, 40))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("corrupted") / "access.log"
    path.write_bytes(bytes(whole))
    log, records = told(path, wanted="squid")
    expected = bytes(whole).removeprefix(recognition.BYTE_ORDER_MARK).removesuffix(b"\n").count(b"\n") + 1
    assert lines_of(log) == expected
    assert len(records) == log.records


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress], ids=["gzip", "zstd"])
def test_a_packed_log_reads_like_the_plain_one(written: Any, pack: Any) -> None:
    plain, packed = told(written(LINE * 500)), told(written(pack(LINE * 500), "packed"))
    assert [{**one, "file": ""} for one in packed[1]] == [{**one, "file": ""} for one in plain[1]]
    assert packed[0].sha256 == plain[0].sha256


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress], ids=["gzip", "zstd"])
def test_members_one_after_another_are_one_log(written: Any, pack: Any) -> None:
    log, _ = told(written(pack(LINE * 3 + LINE[:40]) + pack(LINE[40:] * 1 + LINE)))
    assert (log.records, log.rejected, log.damage) == (5, 0, None)


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress], ids=["gzip", "zstd"])
def test_what_was_read_before_a_packed_log_breaks_off_is_kept(written: Any, pack: Any) -> None:
    noise = random.Random(5)
    lines = b"".join(LINE.replace(b"jdoe", str(noise.random()).encode()) for _ in range(9_000))
    packed = pack(lines)
    log, records = told(written(packed[: len(packed) // 2]))
    assert 0 < log.records < 9_000
    assert log.damage is not None
    assert "ends too early" in log.damage
    assert log.rejected <= 1
    assert len(records) == log.records


def test_a_packed_log_that_is_damaged_in_the_middle_says_so(written: Any) -> None:
    packed = bytearray(gzip.compress(b"".join(LINE.replace(b"200", b"%d" % n, 1) for n in range(5_000))))
    packed[len(packed) // 2 : len(packed) // 2 + 200] = bytes(200)
    log, _ = told(written(bytes(packed)), wanted="squid")
    assert log.damage is not None


@pytest.mark.parametrize("content", [b"", b"\n \r\n\n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_an_empty_log_is_refused(written: Any, content: bytes) -> None:
    with pytest.raises(BadData, match="empty"):
        told(written(content))


def test_a_binary_file_is_refused(written: Any) -> None:
    with pytest.raises(BadData, match="binary"):
        told(written(b"SQLite format 3\0" + bytes(range(256)) * 50))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such file"):
        told(tmp_path / "nothing.log")
    with pytest.raises(BadData, match="cannot be read"):
        told(tmp_path)


def test_a_packed_log_that_unpacks_without_end_costs_no_memory(written: Any) -> None:
    for pack in (gzip.compress, zstandard.ZstdCompressor().compress):
        path = written(pack(LINE + bytes(200_000_000)))
        tracemalloc.start()
        log, _ = told(path, wanted="squid")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert (log.records, log.rejected) == (1, 1)
        assert most < 40_000_000


def test_an_unknown_format_and_an_unknown_zone_name_the_mend(written: Any) -> None:
    with pytest.raises(UnknownPlugin, match="squid"):
        told(written(LINE), wanted="squidd")
    with pytest.raises(BadUse, match="Europe/Berlin"):
        reading.zone("Middle/Earth")


def test_a_time_without_a_zone_is_unknown_until_somebody_names_the_zone() -> None:
    local = datetime(2026, 7, 1, 12, 0)  # noqa: DTZ001
    written = datetime(2026, 11, 24, tzinfo=UTC)
    assert times.settled(local, None, written) is None
    assert times.settled(local, reading.zone("Europe/Berlin"), written) == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)


def test_a_time_with_a_zone_but_without_a_year_is_of_the_year_before_the_log_was_written() -> None:
    written = datetime(2026, 11, 24, tzinfo=UTC)
    for text, year in (("Nov 23 23:30:00 EST", 2026), ("Nov 27 10:00:00 UTC", 2025), ("Dec 31 23:30:00 -0500", 2026)):
        time = times.moment(text)
        assert time is not None
        settled = times.settled(time, None, written)
        assert settled is not None
        assert settled.year == year


def test_the_address_of_a_network_card_is_no_host() -> None:
    assert fields.host_of_authority("00:00:5E:00:53:2f") is None
    assert fields.host_of_authority("2001:db8::1") == "2001:db8::1"


def test_a_line_without_end_is_rejected_and_costs_no_memory(written: Any) -> None:
    path = written(LINE + b"x" * 40_000_000 + b"\n" + LINE)
    tracemalloc.start()
    log, records = told(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [record["line"] for record in records] == [1, 3]
    assert "longer than" in log.rejections[0].why
    assert most < 12_000_000


@pytest.mark.parametrize("wrapped", [b"[%b]", b'{"next": null, "value": [%b]}'])
def test_an_array_on_one_line_of_any_length_costs_no_memory(written: Any, wrapped: bytes) -> None:
    one = json.dumps(
        {"time": "2026-11-24T08:00:00Z", "user": "kim", "url": "https://trello.com/", "x": "}" * 99}
    ).encode()
    path = written(wrapped % b", ".join([one] * 8_000))
    log = Log(path.name)
    tracemalloc.start()
    records = sum(1 for _ in read(path, log))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (log.format, records, log.rejected) == ("json_lines", 8_000, 0)
    assert most < 6_000_000


def test_rejected_lines_are_shown_printable_and_short(written: Any) -> None:
    log, _ = told(written(LINE * 9 + b"\x1b[31mred\x07" + b"y" * 900 + b"\n"))
    assert log.rejections[0].line == 10
    assert log.rejections[0].text.isprintable()
    assert len(log.rejections[0].text) <= reading.SHOWN_LETTERS


def test_the_first_lines_may_be_garbage(written: Any) -> None:
    log, _ = told(written(b"garbage\n" * 3 + LINE * 30))
    assert (log.format, log.records, log.rejected) == ("squid", 30, 3)


def test_a_record_says_null_where_the_log_does_not() -> None:
    assert Record().document("a.log", 7) == {
        "file": "a.log", "line": 7, "time": None, "user": None, "client": None, "host": None, "url": None,
        "method": None, "action": None, "status": None, "bytes_up": None, "bytes_down": None, "app": None,
    }  # fmt: skip


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.ZstdCompressor().compress])
def test_a_log_knows_what_it_has_grown_from(written: Any, pack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    content = LINE * 50
    sizes = (1, 7, len(LINE), 10 * len(LINE) + 3, len(content) - 1)
    earlier = {size: {sha256(content[:size]).hexdigest(), sha256(b"x" * size).hexdigest()} for size in sizes}
    earlier |= {2: {"0" * 64}, len(content): {sha256(content).hexdigest()}, len(content) + 1: {"1" * 64}}
    expected = {sha256(content[:size]).hexdigest() for size in sizes}
    path = written(pack(content))
    for piece in (1 << 18, 10):
        monkeypatch.setattr("catalog.discovery.unpacking.PIECE", piece)
        log = Log("grown")
        assert len(list(read(path, log, earlier=earlier))) == 50
        assert (log.begins_with, log.size) == (expected, len(content))
        assert beginnings(sources.of(path), log.size, log.sha256, {size: earlier[size] for size in (7, 2)}) == {
            sha256(content[:7]).hexdigest()
        }
    path.write_bytes(LINE)
    with pytest.raises(BadData, match="changed while it was read"):
        beginnings(sources.of(path), log.size, log.sha256, {})
