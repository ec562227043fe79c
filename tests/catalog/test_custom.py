"""A log format of one's own, described by a file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.discovery import custom
from catalog.discovery.reading import Log, read
from catalog.discovery.record import Record, Unreadable
from catalog.errors import BadData, NotFound

REGEX = r"""
layout: regex
pattern: '^(?P<when>\S+ \S+) (?P<who>\S+) (?P<url>\S+) (?P<did>\w+) (?P<up>\d+|-)$'
fields: {time: when, user: who, url: url, action: did, bytes_up: up}
time_format: '%d.%m.%Y %H:%M:%S'
timezone: Europe/Berlin
blocked: [nein]
challenge: [wer]
skip: '^--'
"""


@pytest.fixture
def described(tmp_path: Path) -> Any:
    """Write a format's file and a log, and read the log."""

    def readings(text: str, content: bytes) -> tuple[Log, list[Record]]:
        layout, path = tmp_path / "own.yaml", tmp_path / "own.log"
        layout.write_text(text, encoding="utf-8")
        path.write_bytes(content)
        log = Log(path.name)
        return log, [record for _, record in read(path, log, str(layout))]

    return readings


def test_a_regular_expression_names_the_fields(described: Any) -> None:
    log, (one, two, three) = described(
        REGEX,
        b"-- begun\n01.07.2026 12:00:00 ACME\\kim https://www.figma.com/a ja 812\n"
        b"01.12.2026 12:00:00 - bad.example/x nein -\n01.12.2026 12:00:01 - bad.example wer -\nrubbish\n",
    )
    assert one == Record(
        time=datetime(2026, 7, 1, 10, tzinfo=UTC),
        user="ACME\\kim",
        host="www.figma.com",
        url="https://www.figma.com/a",
        action="allowed",
        bytes_up=812,
    )
    assert (two.time, two.user, two.host, two.action) == (
        datetime(2026, 12, 1, 11, tzinfo=UTC), None, "bad.example", "blocked",
    )  # fmt: skip
    assert three.action is None
    assert (log.format, log.records, log.rejected, log.skipped) == ("custom", 3, 1, 1)


def test_columns_take_their_names_from_a_header_or_from_the_file(described: Any) -> None:
    fields = "fields: {time: t, user: u, host: h, action: a}"
    content = b't;u;h;a\n2026-11-24T08:00:00Z;"Lee; Kim";acme.slack.com:443;DENY\n2026-11-24T08:00:01Z;li\n'
    for text in (
        f"layout: columns\nname: ours\ndelimiter: ';'\nheader: true\n{fields}",
        f"layout: columns\nname: ours\ndelimiter: ';'\ncolumns: [t, u, h, a]\nskip: '^t;'\n{fields}",
    ):
        log, (one,) = described(text, content)
        assert (one.user, one.host, one.action) == ("Lee; Kim", "acme.slack.com", "blocked")
        assert (log.format, log.records, log.rejected, log.skipped) == ("ours", 1, 1, 1)


def test_pairs_and_objects_are_read_too(described: Any) -> None:
    _, (one,) = described("layout: pairs\nfields: {user: who, host: to}", b'who="kim lee" to=trello.com x=1\n')
    assert (one.user, one.host, one.time, one.action) == ("kim lee", "trello.com", None, "allowed")
    log, (two,) = described(
        "layout: json\nfields: {user: a.who, host: to, time: t}",
        b'{"a": {"who": "li"},\n "to": "trello.com", "t": 1795507200}\n{"b": 1}\n',
    )
    assert (two.user, two.host, two.time) == ("li", "trello.com", datetime(2026, 11, 24, 8, tzinfo=UTC))
    assert (log.records, log.rejected, log.skipped) == (1, 1, 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("layout: regex\nfields: {user: a}", "needs a pattern"),
        ("layout: columns\nfields: {user: a}", "needs columns"),
        ("layout: regex\npattern: '(?P<a>x'\nfields: {user: a}", "RE2"),
        ("layout: regex\npattern: '(?=x)'\nfields: {user: a}", "RE2"),
        ("layout: pairs\nfields: {person: a}", "fields.person"),
        ("layout: pairs\nfields: {user: a}\ntimezone: Middle/Earth", "time zone"),
        ("layout: pairs\nfields: {user: a}\nnonsense: 1", "nonsense"),
        ("layout: [", "flow"),
        ("just words", "dictionary"),
    ],
)
def test_a_file_that_is_no_format_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadData, match=told):
        custom.load(path)


def test_a_file_that_is_missing_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        custom.load(tmp_path / "none.yaml")
    (tmp_path / "large.yaml").write_bytes(b"#" * (custom.LARGEST + 1))
    with pytest.raises(BadData, match="too large"):
        custom.load(tmp_path / "large.yaml")


@given(line=st.binary(max_size=300))
def test_no_line_breaks_a_custom_format(line: bytes) -> None:
    for layout in ({"layout": "regex", "pattern": r"(?P<a>\S+) (?P<b>\S+)"}, {"layout": "pairs"}, {"layout": "json"},
                   {"layout": "columns", "columns": ["a", "b"]}):  # fmt: skip
        reader = custom.Custom.model_validate({"fields": {"time": "a", "host": "b"}} | layout).start()
        try:
            record = reader(line)
        except Unreadable:
            continue
        assert record is None or isinstance(record, Record)
