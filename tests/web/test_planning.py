"""The planner's pages: contracts, scenarios, waves, files for other programs; each tells what the document tells."""

import io
import json
import re
from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from catalog.review import documents
from catalog.review.documents import Paper
from catalog.store import Store
from tests.serving import serving
from tests.web.asking import client_of
from tests.web.test_consolidation import cost
from tests.web.test_declare import said_in
from web import planned
from web.app import create_app


def planning(address: str) -> Iterator[httpx.Client]:
    """A planner, where two people use three tools."""
    for person, data, some in (("anna", "internal", ("trello", "slack")), ("bo", "public", ("trello", "zoom"))):
        with client_of(address, person) as client:
            for tool in some:
                client.post("/adoptions", data={"tool": tool, "data": data, "team": "Front desk"})
    with client_of(address, "cy") as client:
        yield client


@pytest.fixture
def cy(served: str) -> Iterator[httpx.Client]:
    """A planner, on each database."""
    yield from planning(served)


@pytest.fixture
def looking(served_once: str) -> Iterator[httpx.Client]:
    """A planner who looks at what no database changes."""
    yield from planning(served_once)


CONTRACT = {"tool": "zoom", "plan": "business", "seats": "20", "price": "12.50", "renews": "2027-12-31",
            "tier": "500=9.50, 1000=8"}  # fmt: skip


def test_a_contract_is_added_shown_and_ended(cy: httpx.Client) -> None:
    assert "Add your first contract." in said_in(cy.get("/contracts"))
    assert cy.post("/contracts", data=CONTRACT).status_code == 303
    said = said_in(cy.get("/contracts"))
    assert cost({"amount": 20 * 12.5 * 12, "currency": "USD"}) in said
    assert "seats could go at the renewal" in said
    assert cost({"amount": 9.5, "currency": "USD"}) + " from 500 seats on" in said
    assert cy.post("/contracts/1/end").status_code == 303
    assert "Add your first contract." in said_in(cy.get("/contracts"))


def test_a_wrong_field_is_said_at_the_field_and_kept(looking: httpx.Client) -> None:
    wrong = {"tool": "zooom", "plan": "platinum", "seats": "many", "price": "12,50", "currency": "x"}
    wrong |= {"renews": "14 Jan", "minimum": "99", "tier": "500"}
    for field, value in [*wrong.items(), ("seats", "")]:
        answer = looking.post("/contracts", data=CONTRACT | {field: value})
        assert answer.status_code == 422
        assert f'id="{field}-wrong"' in answer.text
        assert 'value="12' in answer.text


def test_each_field_of_the_form_has_its_own_place_and_stands_filled_where_a_link_says_so(looking: httpx.Client) -> None:
    text = looking.get("/contracts?tool=slack&plan=enterprise-grid").text
    places = re.findall(r'\sid="([^"]+)"', text)
    assert len(places) == len(set(places))
    assert 'id="plan" name="plan" type="text" value="enterprise-grid"' in text


def test_a_rate_makes_a_price_known(cy: httpx.Client) -> None:
    cy.post("/contracts", data=CONTRACT | {"currency": "EUR"})
    assert "price not known" in said_in(cy.get("/contracts"))
    assert cy.post("/rates", data={"currency": "EUR", "usd": "1.25", "source": "our bank"}).status_code == 303
    said = said_in(cy.get("/contracts"))
    assert cost({"amount": 20 * 12.5 * 12 * 1.25, "currency": "USD"}) in said
    assert cy.post("/rates", data={"currency": "EUR", "usd": "x"}).status_code == 422


def test_scenarios_stand_side_by_side_with_their_sums(looking: httpx.Client) -> None:
    said = said_in(looking.get("/scenarios"))
    for scenario in ("keep", "best", "optimum"):
        document = looking.get("/api/v1/plan", params={"scenario": scenario}).json()
        assert cost(document["scenario"]["total"]) in said
    assert "What each rule costs" in said


def test_limits_reach_the_plan_and_clashes_say_how_to_mend_them(looking: httpx.Client) -> None:
    asked = {"forbid": "trello"}
    document = looking.get("/api/v1/plan", params=asked).json()
    assert document["scenario"]["limits"]["forbid"] == ["trello"]
    assert "trello" not in {one["solution"]["slug"] for one in document["categories"] if one["solution"]}
    answer = looking.get("/scenarios", params={"pin": "trello,asana"})
    assert answer.status_code == 422
    assert "Must be there: asana and trello are pinned" in answer.text
    assert "Allow 2 there (tasks=2), or pin fewer." in answer.text
    answer = looking.get("/scenarios", params={"pin": "trello,asana", "most": "tasks=2"})
    assert answer.status_code == 200, said_in(answer)
    assert looking.get("/scenarios", params={"most": "many"}).status_code == 422


def test_a_team_reads_what_changes_for_it_and_how_to_switch(looking: httpx.Client) -> None:
    document = looking.get("/api/v1/plan").json()
    moves = [move for wave in document["waves"] for move in wave["moves"]]
    move = next(move for move in moves if move["from"] != move["to"] and move["team"])
    said = said_in(looking.get("/waves", params={"team": move["team"]}))
    assert move["why"] in said
    sheet = said_in(looking.get("/switch", params={"from": move["from"], "to": move["to"]}))
    assert "Take your data out" in sheet
    assert looking.get("/switch", params={"from": "nothing-of-that-name", "to": "slack"}).status_code in (404, 422)
    few = looking.get("/waves.csv", params={"per_week": 1}).text.splitlines()
    assert sum(1 for _ in few) >= len(moves)


def test_files_for_other_programs_hold_the_plan(looking: httpx.Client) -> None:
    looking.post("/contracts", data=CONTRACT)
    document = looking.get("/api/v1/plan").json()
    book = load_workbook(io.BytesIO(looking.get("/consolidation.xlsx").content))
    rows = list(book["In use"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == sum(len(category["tools"]) for category in document["categories"])
    titles = [
        str(event["summary"]) for event in Calendar.from_ical(looking.get("/consolidation.ics").text).walk("VEVENT")
    ]
    assert any(title.startswith("Renews: Zoom") for title in titles)
    assert any(title.startswith("Wave 1") for title in titles) == bool(document["waves"])
    services = json.loads(looking.get("/consolidation.cdx.json").content)["services"]
    assert {one["name"] for one in services} == {"Slack", "Trello", "Zoom"}
    assert "ResourceId" in looking.get("/consolidation.focus.csv").text
    assert looking.get("/consolidation.docx").status_code == 404


def test_a_new_contract_is_in_the_next_answer(cy: httpx.Client) -> None:
    before = cy.get("/api/v1/plan", params={"scenario": "keep"}).json()["current"]["cost_year"]["amount"] or 0
    cy.post("/contracts", data=CONTRACT)
    after = cy.get("/api/v1/plan", params={"scenario": "keep"}).json()["current"]["cost_year"]["amount"]
    assert after == before + 20 * 12.5 * 12


def test_rules_stand_on_each_page_of_the_plan_are_kept_and_come_off_by_a_click(looking: httpx.Client) -> None:
    asked = {"forbid": "trello", "most": "tasks=2"}
    paths = ("/consolidation", "/waves", "/consolidation/report")
    pages = {path: looking.get(path, params=asked).text for path in paths}
    assert all("Without Trello" in text and "two tools at the most" in text for text in pages.values())
    assert 'name="forbid" value="trello"' in pages["/waves"]
    chips = re.findall(r'href="([^"]+)" aria-label="Remove filter: Without Trello"', pages["/consolidation"])
    assert [dict(httpx.URL(chip).params) for chip in chips] == [{"most": "tasks=2"}]
    put = re.findall(r'href="([^"]+)">It must be there', pages["/consolidation"])
    assert {httpx.URL(one.replace("&amp;", "&")).params["forbid"] for one in put} == {"trello"}


def test_what_no_plan_rests_on_leaves_it_as_it_was_gathered(filled_store: Store) -> None:
    def stamp() -> tuple[object, ...]:
        with filled_store.session() as session:
            return planned._stamp(session)

    with serving(create_app(filled_store)) as address, client_of(address, "anna") as client:
        client.post("/adoptions", data={"tool": "trello", "data": "internal"})
        before = stamp()
        client.post("/budget", data={"item": "a headset", "amount": "49.90"})
        client.post("/requests", data={"title": "A headset"})
        assert stamp() == before
        client.post("/adoptions", data={"tool": "slack", "data": "internal"})
        assert stamp() != before


def test_a_published_plan_is_told_to_each_person_and_followed(served: str, cy: httpx.Client) -> None:
    assert "No plan was published yet." in said_in(cy.get("/progress"))
    assert cy.post("/waves", params={"forbid": "slack,zoom,trello"}).status_code == 303
    told = said_in(cy.get("/progress"))
    assert "moves are done of four" in told, told
    with client_of(served, "anna") as client:
        said = said_in(client.get("/moving"))
        assert "Slack to " in said
        assert "Trello to " in said
        assert "Zoom to " not in said
    assert "Nothing changes for you." in said_in(cy.get("/moving"))
    assert cy.post("/waves", params={"scenario": "keep"}).status_code == 422


def test_a_contract_shows_the_documents_on_its_plan(cy: httpx.Client, filled_store: Store) -> None:
    """The signed BAA of the plan and the DPA of all plans, not what another plan has; an ended one is told as such."""
    cy.post("/contracts", data=CONTRACT)
    began, ended = date(2020, 1, 1), date(2020, 12, 31)
    papers = (
        Paper("zoom", "baa", "", "Zoom Inc.", began, plan="business"),
        Paper("zoom", "dpa", "Data agreement", "Zoom Inc.", began, until=ended),
        Paper("zoom", "nda", "Not of this plan", "Zoom Inc.", began, plan="pro"),
    )
    filled_store.transact(lambda session: [documents.add(session, paper, "bo") for paper in papers])
    said = said_in(cy.get("/contracts"))
    assert "BAA with Zoom Inc." in said
    assert "Data agreement with Zoom Inc., ended 31 Dec 2020" in said
    assert "Not of this plan" not in said
