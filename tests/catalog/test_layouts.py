"""How lines are laid out: pairs, rows, objects, events, carriers, and the times in them."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.discovery import times
from catalog.discovery.layouts import carrier, extension, lists, objects, pairs, rows, verdicts
from catalog.discovery.record import Entry, Lines

WORD = st.from_regex(r"[A-Za-z0-9_./:@-]{1,12}", fullmatch=True)
KEY = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
MOMENT = datetime(2026, 11, 24, 8, tzinfo=UTC)


def lines(text: str) -> Lines:
    return iter(list(enumerate(text.encode().split(b"\n"), start=1)))


@given(st.dictionaries(KEY, st.lists(WORD, max_size=3).map(" ".join), max_size=8))
def test_quoted_pairs_read_back(given_: dict[str, str]) -> None:
    text = " ".join(f'{key}="{value}"' for key, value in given_.items())
    assert pairs.quoted(text) == pairs.open_ended(text) == given_


@given(st.dictionaries(KEY, st.lists(WORD, max_size=3).map(" ".join), max_size=8))
def test_a_value_with_blanks_ends_where_the_next_key_starts(given_: dict[str, str]) -> None:
    text = " ".join(f"{key}={value}" for key, value in given_.items())
    assert pairs.open_ended(text) == given_
    header = "CEF:0|Acme|Pro\\|xy|1|7|Na\\\\me|3|"
    assert extension.parsed(header + text).pairs == given_
    tabbed = "\t".join(f"{key}={value}" for key, value in given_.items())
    assert extension.parsed(f"LEEF:1.0|Acme|Proxy|1|7|{tabbed}\t").pairs == given_


COLUMN = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12)


@given(st.lists(st.lists(COLUMN, min_size=2, max_size=4).filter(any), max_size=6))
def test_rows_read_back_with_line_ends_in_them(table: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    found = list(rows.entries(lines(written.getvalue().removesuffix("\n"))))
    kept = [entry for entry in found if entry.text]
    assert [rows.commas(entry.text.decode()) for entry in kept] == table
    assert sum(entry.lines for entry in found) == written.getvalue().removesuffix("\n").count("\n") + 1


def test_a_quote_that_never_closes_costs_some_lines_one_by_one() -> None:
    text = '"a","b\n' + '"c","d"\n' * 200
    found = list(rows.entries(lines(text)))
    assert [entry.lines for entry in found if entry.lines > 1] == []
    assert len(found) == 202


VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(st.dictionaries(st.text(min_size=1, max_size=5), VALUES, min_size=1, max_size=4), min_size=1, max_size=5)
)
def test_objects_read_back_however_they_are_written(values: list[dict[str, Any]]) -> None:
    for text in (
        "\n".join(map(json.dumps, values)),
        "\n".join(json.dumps(value, indent=2) for value in values),
        json.dumps(values),
        json.dumps(values, indent=4),
    ):
        entries = list(objects.entries(lines(text)))
        assert [found for entry in entries if (found := objects.parsed(entry.text)) is not None] == values
        assert sum(entry.lines for entry in entries) == text.count("\n") + 1


@pytest.mark.parametrize(
    ("line", "written", "message"),
    [
        (b"<134>Nov 24 08:00:00 gw squid[812]: 1 2 3", b"Nov 24 08:00:00", b"1 2 3"),
        (b"Nov  4 08:00:00 gw (squid-1)[812]: 1 2 3", b"Nov  4 08:00:00", b"1 2 3"),
        (b"<134>Nov 24 2026 08:00:00 gw: CEF:0|a|b", b"Nov 24 2026 08:00:00", b"CEF:0|a|b"),
        (b"<14>Nov 24 08:00:00 gw CEF:0|a|b", b"Nov 24 08:00:00", b"CEF:0|a|b"),
        (b"<14>Nov 24 08:00:00 PA-1 1,2026/11/24 08:00:00,x", b"Nov 24 08:00:00", b"1,2026/11/24 08:00:00,x"),
        (b"<189>date=2026-11-24 time=08:00:00", None, b"date=2026-11-24 time=08:00:00"),
        (b"<134>1 2026-11-24T08:00:00Z gw app 1 id - msg", b"2026-11-24T08:00:00Z", b"msg"),
        (b'<134>1 2026-11-24T08:00:00Z gw app 1 - [x@1 a="b"] msg', b"2026-11-24T08:00:00Z", b"msg"),
        (b'<134>1 2026-11-24T08:00:00Z gw CP 1 - [action:"A"; ]', b"2026-11-24T08:00:00Z", b'[action:"A"; ]'),
        (b'<1>1 2026-11-24T08:00:00Z - - - - - \xef\xbb\xbf{"a": 1}', b"2026-11-24T08:00:00Z", b'{"a": 1}'),
        (b"2026-11-24T08:00:00.5+01:00 gw named[1]: client x", b"2026-11-24T08:00:00.5+01:00", b"client x"),
        (b"<166>Tue Nov 24 08:00:00 2026 gw LEEF:1.0|a|b", b"Tue Nov 24 08:00:00 2026", b"LEEF:1.0|a|b"),
        (b"2026-11-24 08:00:00.5+01:00 gw named[1]: client x", b"2026-11-24 08:00:00.5+01:00", b"client x"),
        (b"1795507200.123 241 10.0.0.1 TCP_MISS/200", None, b"1795507200.123 241 10.0.0.1 TCP_MISS/200"),
        (b'{"a": 1}', None, b'{"a": 1}'),
        (b"", None, b""),
    ],
)
def test_a_carrier_is_taken_off(line: bytes, written: bytes | None, message: bytes) -> None:
    assert carrier.split(line) == (written, message)


@pytest.mark.parametrize(
    "text",
    [
        "1795507200", "1795507200.0", "1795507200000", "1795507200000000", "1795507200000000000", "1.7955072e9",
        "2026-11-24T08:00:00Z", "2026-11-24T09:00:00+01:00", "2026-11-24 03:00:00.000 -0500", "2026/11/24 09:00:00 CET",
        "2026-11-24,08:00:00 UTC", "24/Nov/2026:09:00:00 +0100", "Tue, 24 Nov 2026 08:00:00 GMT",
        "Nov 24 26 08:00:00 GMT", "Tuesday, November 24, 2026 8:00:00 AM GMT", "Nov 24, 2026, 09:00:00 +0100",
        "2026-11-24 8:00 AM UTC",
        "Tue Nov 24 08:00:00 UTC 2026", "Nov 24 2026 09:00:00 +0100", "2026-11-24T08:00:00.000000000Z",
    ],
)  # fmt: skip
def test_times_are_read_as_they_are_usually_written(text: str) -> None:
    assert times.moment(text) == MOMENT


@pytest.mark.parametrize(
    "text", ["2026-11-24T08:00:00", "2026/11/24 08:00:00", "24Nov2026 08:00:00", "2026:11:24-08:00:00"]
)
def test_a_time_without_a_zone_stays_naive(text: str) -> None:
    assert times.moment(text) == MOMENT.replace(tzinfo=None)
    assert times.utc(text) == MOMENT


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("11/24/2026, 8:00:00.000 AM", 8),
        ("11/24/2026, 12:00:00 AM", 0),
        ("11/24/2026, 12:00:00 PM", 12),
        ("11/24/26 8:00 AM", 8),
        ("Nov 24, 2026 at 8:00 PM", 20),
    ],
)
def test_the_half_of_the_day_tells_that_the_month_comes_first(text: str, hour: int) -> None:
    assert times.utc(text) == MOMENT.replace(hour=hour)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "7",
        "11/24/2026, 8:00:00",
        "yesterday",
        "2026-13-24 08:00:00",
        "2026-11-24 25:00:00",
        "05/02/2026 08:00",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert times.moment(text) is None


@given(st.integers(0, 4_102_444_799), st.integers(0, 999_999))
def test_an_epoch_is_read_by_its_size(seconds: int, part: int) -> None:
    expected = times.EPOCH + timedelta(seconds=seconds, microseconds=part)
    assert times.epoch(f"{seconds}.{part:06}") == expected
    if seconds > 10**8:
        assert times.epoch(seconds * 10**9 + part * 1000) == expected
        assert times.epoch(seconds * 1000 + part // 1000) == expected.replace(microsecond=part // 1000 * 1000)


def test_a_time_without_a_year_is_the_last_one_before_the_file_was_written() -> None:
    berlin = timezone(timedelta(hours=1))
    written = datetime(2027, 1, 2, tzinfo=UTC)
    december, january, leap = (times.moment(text) for text in ("Dec 31 23:00:00", "Jan 1 01:00:00", "Feb 29 08:00:00"))
    assert december is not None
    assert january is not None
    assert leap is not None
    assert times.settled(december, berlin, written) == datetime(2026, 12, 31, 22, tzinfo=UTC)
    assert times.settled(january, berlin, written) == datetime(2027, 1, 1, tzinfo=UTC)
    assert times.settled(leap, berlin, written) == datetime(2024, 2, 29, 7, tzinfo=UTC)
    assert times.settled(december, None, written) is None


def test_a_verdict_goes_to_the_newest_query_that_it_fits() -> None:
    def word(kind: bytes) -> verdicts.Key:
        return lambda line: line.split()[1] if line.startswith(kind) else None

    found = list(verdicts.entries(lines("q a\nq b\nx\nq a\nv a\nv a\nv c"), word(b"q"), word(b"v")))
    assert found == [
        Entry(1, 2, b"q a\nv a"), Entry(2, 1, b"q b"), Entry(3, 1, b"x"), Entry(4, 2, b"q a\nv a"), Entry(7, 1, b"v c"),
    ]  # fmt: skip


@given(
    values=st.lists(
        st.dictionaries(st.text(min_size=1, max_size=5), VALUES, min_size=1, max_size=4), min_size=1, max_size=6
    ),
    cut=st.integers(1, 40),
)
def test_an_array_on_one_line_is_given_object_by_object(values: list[dict[str, Any]], cut: int) -> None:
    for text in (json.dumps(values), json.dumps({"next": "x", "value": values})):
        whole = text.encode()
        assert lists.starts_array(whole)
        pieces = [whole[:30], *(whole[at : at + cut] for at in range(30, len(whole), cut))]
        found = list(lists.streamed(iter(pieces)))
        assert [objects.parsed(entry.text) for entry in found[:-1]] == values
        assert found[-1] == Entry(1, 1, b"")
        assert [objects.parsed(entry.text) for entry in objects.entries(lines(text))] == values


@pytest.mark.parametrize(
    "text", ['{"user": "kim", "tags": []}', '{"user": "kim", "results": ["a", "b"]}', '{"user": "kim", "items": [7]}']
)
def test_an_object_wraps_no_list_of_plain_values(text: str) -> None:
    assert list(objects.entries(lines(text))) == [Entry(1, 1, text.encode())]
