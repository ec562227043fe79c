"""The adoption log: filters, order, pages, and a file of exactly what is shown."""

import csv
import io
import re
from typing import Any

import httpx
import pytest
from sqlmodel import Session

from catalog.exporters import cell
from catalog.models.register import Adoption
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.store import Store
from tests.templates import Templates
from tests.web.asking import client_of
from web import log

DECLARED = (
    ("anna", {"tool": "slack", "plan": "free", "data": "phi", "since": "2026-01-05"}),
    ("anna", {"tool": "trello", "data": "internal", "team": "Front desk", "since": "2026-09-01"}),
    ("cy", {"tool": "slack", "plan": "pro", "data": ["pii", "internal"], "account": "personal"}),
    ("cy", {"tool": "zoom", "data": "not_sure", "purpose": "=HYPERLINK(1)"}),
)


@pytest.fixture
def filled(served: str) -> str:
    for person, said in DECLARED:
        with client_of(served, person) as client:
            assert client.post("/adoptions", data=said).status_code == 303
    return served


def tools_in(answer: httpx.Response) -> list[str]:
    return re.findall(r'<th scope="row"[^>]*><a href="/adoptions/a-\w+">([^<]+?) *</a>', answer.text)


FILTERS: list[tuple[dict[str, str], set[str]]] = [
    ({}, {"Slack Free", "Trello", "Slack Pro", "Zoom"}),
    ({"tool": "slack"}, {"Slack Free", "Slack Pro"}),
    ({"tool": "Slack", "plan": "pro"}, {"Slack Pro"}),
    ({"by": "ANNA"}, {"Slack Free", "Trello"}),
    ({"team": "front-desk"}, {"Trello"}),
    ({"data": "internal"}, {"Trello", "Slack Pro"}),
    ({"since": "2026-02-01"}, {"Trello"}),
    ({"source": "declared"}, {"Slack Free", "Trello", "Slack Pro", "Zoom"}),
    ({"source": "detected"}, set()),
    ({"source": "both"}, set()),
    ({"state": "disputed"}, set()),
    ({"state": "declared", "team": "front-desk"}, {"Trello"}),
    ({"tool": "%"}, set()),
    ({"tool": "zoom.us"}, {"Zoom"}),
]
REFUSED = [
    {"since": "x"}, {"state": "x"}, {"source": "x"}, {"data": "x"}, {"sort": "x; drop"}, {"after": "-1"},
    {"after": "x"}, {"by": "x" * 201},
]  # fmt: skip


def test_filters_keep_what_they_say_on_the_page_and_in_the_file(filled: str) -> None:
    with client_of(filled, "bo") as client:
        for asked, shown in FILTERS:
            page, sheet = client.get("/adoptions", params=asked), client.get("/adoptions.csv", params=asked)
            assert set(tools_in(page)) == shown, asked
            rows = list(csv.DictReader(io.StringIO(sheet.text)))
            assert {row["tool"] for row in rows} == {name.split(" ")[0].lower() for name in shown}, asked
            assert len(rows) == len(shown), asked
            empty = ("Nothing matches." in page.text, "Clear filters" in page.text)
            assert shown or empty == (True, True), asked


def test_the_order_turns_round(filled: str) -> None:
    with client_of(filled, "bo") as client:
        for sort in log.SORTS:
            up = client.get("/adoptions", params={"sort": sort})
            down = client.get("/adoptions", params={"sort": f"-{sort}"})
            assert sorted(tools_in(up)) == sorted(tools_in(down)), sort
            assert up.status_code == down.status_code == 200, sort
            assert sort == "recorded" or 'aria-sort="ascending"' in up.text, sort
            if sort == "tool":
                assert (tools_in(up)[0][:5], tools_in(down)[0]) == ("Slack", "Zoom")


def test_a_filter_that_cannot_be_is_refused_in_words(filled: str) -> None:
    with client_of(filled, "bo") as client:
        for asked in REFUSED:
            for page in ("/adoptions", "/adoptions.csv"):
                assert client.get(page, params=asked).status_code == 422, asked


def test_pages_follow_each_other_without_gap_or_double(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.log.PAGE", 3)
    with client_of(filled, "bo") as client:
        first, second = client.get("/adoptions?sort=tool"), client.get("/adoptions?sort=tool&after=3")
    assert (len(tools_in(first)), len(tools_in(second))) == (3, 1)
    assert 'rel="next"' in first.text
    assert 'rel="prev"' in second.text
    assert "1 to 3 of 4" in first.text


def test_sources_are_counted_and_silent_ones_are_named(filled: str) -> None:
    with client_of(filled, "bo") as client:
        html = client.get("/adoptions").text
    assert "<b>4</b> told by people" in html
    assert "No log was read yet" in html


def test_a_filter_of_the_log_is_kept_as_a_view(filled: str) -> None:
    with client_of(filled, "bo") as client:
        kept = client.post("/views", data={"name": "Zoom", "where": "adoptions", "question": "tool=zoom"})
        assert kept.headers["location"] == "/adoptions?tool=zoom"
        assert 'href="/adoptions?tool=zoom">Zoom</a>' in client.get("/adoptions").text


def test_a_formula_in_a_cell_stays_text(filled: str) -> None:
    with client_of(filled, "bo") as client:
        sheet = client.get("/adoptions.csv?tool=zoom")
    assert next(csv.DictReader(io.StringIO(sheet.text)))["purpose"] == "'=HYPERLINK(1)"
    assert sheet.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in sheet.headers["content-disposition"]


@pytest.mark.parametrize(
    ("value", "shown"), [("-1+1", "'-1+1"), (-5, -5), (None, ""), (["a", "b"], "a, b"), ("@x", "'@x")]
)
def test_cells_are_text_unless_they_are_numbers(value: object, shown: object) -> None:
    assert cell(value) == shown


def test_counting_costs_as_much_as_there_is_and_no_more(templates: Templates) -> None:
    """In instructions of the database: four times as many uses cost some four times as much, not sixteen."""
    with templates.copy("sqlite") as url, Store(url) as store:
        few, many = [_cost_of_counting(store, tools) for tools in (300, 900)]
    assert many < 8 * few


def _cost_of_counting(store: Store, tools: int) -> int:
    """Give what counting costs once so many more tools have come, of each one use that was told and one seen."""
    done = 0

    def count() -> None:
        nonlocal done
        done += 1

    def more(session: Session) -> None:
        for number in range(tools):
            tool = Tool(slug=f"tool-{tools}-{number}", name="Tool", origin="crawl", recorded_at=now())
            session.add(tool)
            session.flush()
            for kind in ("declared", "detected"):
                given: dict[str, Any] = {"kind": kind, "state": "confirmed", "recorded_at": now(), "changed_at": now()}
                session.add(Adoption(reference=f"{kind} {tool.slug}", tool_id=tool.id or 0, who="kim", **given))

    store.transact(more)
    with store.session() as session:
        connection: Any = session.connection().connection.driver_connection
        connection.set_progress_handler(count, 100)
        assert sum(log.counts(session).values()) >= tools
        connection.set_progress_handler(None, 0)
    return done
