"""Exports on the page: each answers as a file, the register exactly as the filter shows it."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from pyarrow import parquet

from catalog import exporters
from catalog.pseudonyms import pseudonym
from catalog.settings import settings
from tests.web.asking import client_of


def test_each_export_is_a_file_and_the_register_is_filtered(served: str) -> None:
    with client_of(served, "anna") as anna, client_of(served, "bo") as bo:
        for tool in ("slack", "trello"):
            anna.post("/adoptions", data={"tool": tool, "data": "internal"})
        shown = bo.get("/exports").text
        for each in exporters.formats():
            assert f"/exports/{each['name']}" in shown
            answer = bo.get(f"/exports/{each['name']}")
            assert answer.status_code == 200, each
            assert answer.headers["content-disposition"].endswith(f'.{each["suffix"]}"')
        one = parquet.read_table(io.BytesIO(bo.get("/exports/parquet?tool=trello").content))
        assert one.column("tool").to_pylist() == ["trello"]
        assert bo.get("/exports/word").status_code in (404, 422)
        for ending in ("csv", "xlsx", "parquet", "json"):
            for where in ("/reviews", "/decisions", "/trends", "/origins"):
                assert f'href="{where}.{ending}"' in shown
                answer = bo.get(f"{where}.{ending}")
                assert answer.status_code == 200
                assert answer.headers["content-disposition"].endswith(f'{where[1:]}.{ending}"')
        queue = bo.get("/reviews.json?tool=slack").json()["reviews"]
        assert {one["tool"] for one in queue} <= {"slack"}
        word = bo.get("/reviews.word")
        assert (word.status_code, "Choose one of: csv, json, parquet, xlsx" in word.text) == (422, True)


def test_each_picture_says_what_it_shows_and_has_its_numbers(served: str) -> None:
    with client_of(served, "anna") as anna, client_of(served, "bo") as bo:
        assert "No use is known yet" in bo.get("/trends").text
        anna.post("/adoptions", data={"tool": "trello", "data": "phi", "since": "2026-01-05"})
        shown = bo.get("/trends").text
        assert "One use today, 0 new this week, as many as 26 weeks ago" in shown
        assert shown.count("<svg viewBox") == shown.count("Show as table") == 4
        assert 'text-anchor="start">not known enough</text>' in shown
        assert re.search(r"<text [^>]*>[A-Z][^<]*, 1</text>", shown)
        heights = re.findall(r'y="(\d+)" text-anchor="end">1 (?:in all|told)<', shown)
        assert abs(int(heights[0]) - int(heights[1])) >= 14  # neither label stands over the other
        assert bo.get("/trends.csv").text.splitlines()[-1].endswith(",1,1,0,0")
        assert bo.get("/trends.json").json()["sources"] == [{"source": "declared", "uses": 1}]


def test_the_register_and_the_decisions_of_a_past_day_come_from_the_page(served: str) -> None:
    today = datetime.now(UTC).date()
    yesterday = today - timedelta(days=1)
    with client_of(served, "anna") as anna, client_of(served, "bo") as bo:
        anna.post("/adoptions", data={"tool": "trello", "data": "phi"})
        then = bo.get("/exports/csv", params={"as_of": yesterday.isoformat()})
        assert (then.text.count("\n"), f"byot-{yesterday}.csv" in then.headers["content-disposition"]) == (1, True)
        assert bo.get("/exports/csv", params={"as_of": today.isoformat()}).text.count("trello") == 1
        assert bo.get("/exports/json", params={"as_of": today.isoformat(), "of": "decisions"}).status_code == 200
        for wrong in ("", "then", "2999-01-01"):
            told = bo.get("/exports/csv", params={"as_of": wrong})
            assert (told.status_code, "Write the day like 2026-11-24" in told.text) == (422, True), wrong


def test_under_pseudonyms_nobody_is_named(served_once: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with client_of(served_once, "anna") as anna, client_of(served_once, "bo") as bo:
        anna.post("/adoptions", data={"tool": "slack", "data": "internal"})
        assert "BYOT_PSEUDONYM_KEY" in bo.get("/exports").text
        assert "openssl rand" in bo.get("/exports/csv?pseudonyms=true").text
        monkeypatch.setenv("BYOT_PSEUDONYM_KEY", "a key that only tests use")
        settings.cache_clear()
        assert "/exports/csv?pseudonyms=true" in bo.get("/exports").text
        hidden = bo.get("/exports/csv?pseudonyms=true&tool=slack")
        assert pseudonym(b"a key that only tests use", "anna") in hidden.text
        assert "anna" not in hidden.text.lower()
        assert bo.get("/exports/csv?pseudonyms=true&by=anna").status_code == 422
        assert anna.get("/exports/csv?pseudonyms=true").status_code == 403
