"""The planner's page: its figures are those of the document, and its sums those of its rows."""

import csv
import io

import pytest

from tests.web.asking import client_of
from tests.web.test_declare import said_in
from web import words


def cost(value: dict[str, object]) -> str:
    """A sum as the page's text has it, blanks made plain."""
    return " ".join(words.cost(value).split())


@pytest.fixture
def used(served: str) -> str:
    for person in ("anna", "bo", "cy"):
        with client_of(served, person) as client:
            for tool, plan in (("slack", "pro"), ("trello", ""), ("zoom", "")):
                client.post("/adoptions", data={"tool": tool, "plan": plan, "data": "internal"})
    return served


def test_the_page_shows_the_documents_figures(used: str) -> None:
    with client_of(used, "cy") as client:
        document = client.get("/api/v1/plan").json()
        said = said_in(client.get("/consolidation"))
    assert document["current"]["people"] == 3
    assert "Three tools do the work of" in said
    assert cost(document["scenario"]["licences_year"]) in said
    assert cost(document["scenario"]["total"]) in said
    for category in document["categories"]:
        if category["solution"]:
            assert cost(category["solution"]["cost_year"]) in said
            assert category["solution"]["why"] in said


def test_the_file_holds_the_rows_behind_the_sum(used: str) -> None:
    with client_of(used, "cy") as client:
        document = client.get("/api/v1/plan").json()
        rows = list(csv.DictReader(io.StringIO(client.get("/consolidation.csv").text)))
    assert {(row["tool"], int(row["people"])) for row in rows} == {
        (tool["slug"], tool["people"]) for category in document["categories"] for tool in category["tools"]
    }
    known = sum(float(row["cost_year"]) for row in rows if row["cost_year"])
    assert known == pytest.approx(document["current"]["cost_year"]["amount"])


@pytest.mark.parametrize("scenario", ["optimum", "best", "keep"])
def test_each_scenario_has_a_page(used: str, scenario: str) -> None:
    with client_of(used, "cy") as client:
        assert client.get("/consolidation", params={"scenario": scenario}).status_code == 200
        assert client.get("/api/v1/plan", params={"scenario": scenario}).json()["scenario"]["name"] == scenario


def test_one_kind_of_tool_can_be_looked_at_alone(used: str) -> None:
    with client_of(used, "cy") as client:
        said = said_in(client.get("/consolidation", params={"capability": "team-chat"}))
    assert "Slack" in said
    assert "Trello" not in said


@pytest.mark.parametrize("asked", [{"scenario": "x"}, {"as_of": "x"}, {"as_of": "2099-01-01"}], ids=str)
def test_bad_words_get_a_page_and_no_traceback(served: str, asked: dict[str, str]) -> None:
    with client_of(served, "cy") as client:
        assert client.get("/consolidation", params=asked).status_code == 422
        assert client.get("/api/v1/plan", params=asked).status_code == 422


def test_nothing_to_compare_says_what_to_do_next(served: str) -> None:
    with client_of(served, "cy") as client:
        assert "Add your first contract." in client.get("/consolidation").text
