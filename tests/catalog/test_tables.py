"""Tables of exports: separators, headers, days, amounts; workbooks within their limits."""

import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from catalog.adoption import workbook
from catalog.adoption.entries import Content, Unusable, moment, said
from catalog.adoption.tables import Row, amount, rows, when
from catalog.errors import BadData


def read(text: str, *needed: tuple[str, ...]) -> list[Row]:
    found = list(rows(Content("table.csv", text.encode()), *needed))
    assert [one for one in found if isinstance(one, Unusable)] == []
    return [one for one in found if isinstance(one, Row)]


def book(*lines: Sequence[object]) -> bytes:
    made, held = Workbook(), BytesIO()
    assert made.active is not None
    for line in lines:
        made.active.append(line)
    made.save(held)
    return held.getvalue()


def test_the_separator_is_the_one_that_cuts_out_the_header() -> None:
    text = "tool,by,data\n" + "Slack,Anna,internal;pii;phi;npi;mnpi;public\n" * 5
    assert {row.get("data") for row in read(text, ("tool",), ("by",))} == {"internal;pii;phi;npi;mnpi;public"}


@pytest.mark.parametrize("before", ["sep=;\n", "", "Software report\n\n", "Exported;by;the;console;\n"])
def test_lines_before_the_header_are_passed_over(before: str) -> None:
    (row,) = read(before + "Tool;Purchase Date (UTC)\nSlack;2026-11-02\n", ("tool",))
    assert (row.line, row.get("purchasedateutc")) == (before.count("\n") + 2, "2026-11-02")


def test_a_row_that_spans_lines_is_told_by_its_first() -> None:
    told = read('tool,note\nSlack,"a\nb\nc"\n\n,\nZoom,\n', ("tool",))
    assert [(row.line, row.get("tool"), row.get("note")) for row in told] == [(2, "Slack", "a b c"), (7, "Zoom", "")]


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-11-02", 2), ("11/02/2026", 2), ("11/2/26", 2), ("2.11.2026", 2), ("Nov 2, 2026", 2), ("2 November 2026", 2),
     ("2026-11-02T23:30:00-05:00", 3), ("2026-11-02T23:30:00Z", 2), ("2026/11/2 09:14:02", 2)],
)  # fmt: skip
def test_days_are_read_as_tables_write_them(text: str, day: int) -> None:
    assert (when(text).year, when(text).month, when(text).day) == (2026, 11, day)


def test_a_column_with_a_day_first_is_day_first_throughout() -> None:
    told = read("tool,date\nSlack,03/11/2026\nZoom,25/10/2026\n", ("tool",))
    assert [row.at("date") for row in told] == [datetime(2026, 11, 3, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]


@pytest.mark.parametrize("text", ["", "yesterday", "13/13/2026", "2999-01-01", "0001-01-01", "2026-02-30", "1e999"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no day"):
        when(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [("1,204", 1204), ("12.5 MB", 12_500_000), ("1.2GB", 1_200_000_000), ("3 KiB", 3072), ("42", 42), ("1.204", 1204),
     ("", None), ("many", None), ("4 apples", None), ("-3", None), ("1 024", 1024)],
)  # fmt: skip
def test_amounts_are_read_as_tables_write_them(text: str, count: int | None) -> None:
    assert amount(text) == count


def test_moments_come_from_seconds_milliseconds_and_texts() -> None:
    expected = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    stamp = int(expected.timestamp())
    for value in (
        stamp,
        stamp * 1000,
        stamp * 1_000_000,
        str(stamp),
        "2026-11-02T10:00:00+01:00",
        "2026-11-02 09:00:00",
    ):
        assert moment(value) == expected
    assert [moment(value) for value in (None, "", True)] == [None, None, None]


@given(value=st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.booleans(), st.lists(st.text())))
def test_a_value_is_a_short_clean_text_and_a_time_or_none(value: object) -> None:
    text = said(value)
    assert len(text) <= 200
    assert text.encode().decode() == text
    assert not set(text) & set("\0\n\r\t")
    try:
        found = moment(value)
    except ValueError:
        return
    assert found is None or found.tzinfo is UTC


def test_a_workbook_gives_texts_and_never_calculates() -> None:
    day = datetime.combine(date(2026, 2, 1), time())  # a workbook knows no zones
    body = book(["Tool", "Since", "Seats", "Note"], ["Slack", day, 12.0, "=1+1"], [None, None, None, None])
    assert list(workbook.rows(Content("book.xlsx", body))) == [
        (1, ["Tool", "Since", "Seats", "Note"]), (2, ["Slack", "2026-02-01T00:00:00", "12"]), (3, []),
    ]  # fmt: skip


def test_a_workbook_that_asks_for_too_much_ends_its_reader() -> None:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet += b'<row><c t="inlineStr"><is><t>' + b"x" * 300_000_000 + b"</t></is></c></row></sheetData></worksheet>"
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(book(["Tool"]))) as good, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, sheet if name.endswith("sheet1.xml") else good.read(name))
    content = Content("book.xlsx", held.getvalue())
    assert len(content.body) < 1_000_000
    with pytest.raises(BadData, match="Save the sheet as CSV"):
        list(workbook.rows(content, memory=512 << 20))


def test_a_workbook_that_takes_too_long_ends_its_reader() -> None:
    body = book(*([f"Tool {number}", "x" * 50] for number in range(20_000)))
    with pytest.raises(BadData, match="more than 1 seconds"):
        list(workbook.rows(Content("book.xlsx", body), seconds=1))


@example(body=b"\x0b{")
@given(body=st.binary(max_size=400))
def test_no_bytes_break_a_table(body: bytes) -> None:
    refused: BadData | None = None
    try:
        assert all(one.line > 0 for one in rows(Content("table", body.removeprefix(b"PK")), ("tool",)))
    except BadData as error:
        refused = error
    assert refused is None or "'tool'" in refused.one_line()
