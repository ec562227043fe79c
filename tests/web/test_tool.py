"""A tool's page: what it is good for on which plan, prices over time, evidence with its sources, corrections."""

import json
import re

import httpx
import pytest
from sqlmodel import select

from catalog.models.review import Event, FactReport
from catalog.store import Store
from tests.web.asking import client_of, get
from tests.web.test_check import text_of


def test_the_matrix_gives_the_same_verdicts_as_the_check(served: str) -> None:
    html = get(f"{served}/tools/slack", params={"industry": "medical"}).text
    cells = re.findall(r'<a class="badge (\w+)" href="([^"]+)"', html)
    assert len(cells) == 4 * 3
    for verdict, link in cells:
        document = get(served + "/api/v1" + link.replace("&amp;", "&")).json()
        assert document["verdict"] == verdict


def test_plans_stand_in_rank_order_with_their_prices(served: str) -> None:
    html = get(f"{served}/tools/slack").text
    plans = re.findall(r'<th scope="row">([^<]+)<small>([^<]+)</small>', html)
    assert [name for name, _ in plans] == ["Free", "Pro", "Business+", "Enterprise Grid"]
    assert plans[0][1] == "free"
    assert all(price != "0 USD" for _, price in plans)


def test_prices_and_limits_of_other_days_are_shown_with_their_sources(served: str) -> None:
    html = get(f"{served}/tools/zoom").text
    assert "Prices and free limits over time" in html
    assert re.search(r'<td data-label="from"><time datetime="20(19|20)-', html)


def test_every_fact_has_a_way_to_say_that_it_is_wrong(served: str) -> None:
    html = get(f"{served}/tools/slack").text
    proofs = html.count('<details class="proof"')
    rows = len(re.findall(r'<td data-label="seen">', html))
    assert proofs > 10
    assert html.count("/tools/slack/wrong?") == proofs + rows


def test_a_correction_is_kept_with_its_author_and_in_the_trail(served: str, filled_store: Store) -> None:
    fact = get(f"{served}/api/v1/tools/slack/facts", params={"fact": "hipaa_baa"}).json()["facts"][0]["id"]
    form = {"criterion": "hipaa_baa", "fact": str(fact), "text": "They sign one: https://slack.com/trust"}
    with client_of(served, "cy") as client:
        saved = client.post("/tools/slack/wrong", data=form)
        assert (saved.status_code, saved.headers["location"]) == (303, "/tools/slack")
        assert "You just helped everyone here." in client.get("/tools/slack").text
    with filled_store.session() as session:
        report = session.exec(select(FactReport)).one()
        event = session.exec(select(Event).where(Event.what == "fact reported")).one()
    assert (report.who, report.criterion, report.fact_id) == ("cy", "hipaa_baa", fact)
    assert json.loads(event.content)["text"] == form["text"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_001])
def test_a_correction_without_words_is_asked_for_again_and_nothing_is_cleared(
    served: str, filled_store: Store, text: str
) -> None:
    answer = httpx.post(
        f"{served}/tools/slack/wrong", data={"criterion": "hipaa_baa", "text": text}, headers={"Origin": served}
    )
    assert answer.status_code == 422
    assert 'href="#text"' in answer.text
    assert 'value="hipaa_baa"' in answer.text
    with filled_store.session() as session:
        assert session.exec(select(FactReport)).all() == []


def test_a_correction_of_a_fact_that_is_not_there_is_refused(served: str) -> None:
    form = {"criterion": "hipaa_baa", "fact": "99999999", "text": "wrong"}
    answer = httpx.post(f"{served}/tools/slack/wrong", data=form, headers={"Origin": served})
    assert answer.status_code == 404


@pytest.mark.parametrize(("name", "meant"), [("slak", "Did you mean Slack?"), ("qqqqqqqq", "Try the box above.")])
def test_a_tool_that_is_not_there_names_what_is_near(served: str, name: str, meant: str) -> None:
    answer = get(f"{served}/tools/{name}")
    assert answer.status_code == 404
    assert f"We have no {name}. {meant}" in text_of(answer.text).replace("&#39;", "'")


@pytest.mark.parametrize("asked", [{"industry": "x"}, {"as_of": "x"}, {"data": "x"}, {"plan": "x"}], ids=str)
def test_bad_words_get_a_page_and_no_traceback(served: str, asked: dict[str, str]) -> None:
    answer = get(f"{served}/tools/slack", params=asked)
    assert answer.status_code == 422
    assert "Traceback" not in answer.text


def test_the_list_shows_every_tool_by_kind(served: str) -> None:
    html = get(f"{served}/tools").text
    tools = get(f"{served}/api/v1/tools").json()["tools"]
    assert len(tools) >= 40
    assert all(f'href="/tools/{tool["slug"]}"' in html for tool in tools)
    chat = get(f"{served}/tools", params={"category": "team-chat"}).text
    assert "/tools/slack" in chat
    assert "/tools/zoom" not in chat
    assert "Nothing matches." in get(f"{served}/tools", params={"category": "spoons"}).text


def test_the_api_gives_one_tool_and_its_facts(served: str) -> None:
    tool = get(f"{served}/api/v1/tools/slack.com").json()["tool"]
    assert (tool["slug"], tool["plans"][0]["slug"]) == ("slack", "free")
    facts = get(f"{served}/api/v1/tools/slack/facts", params={"plan": "free", "fact": "hipaa_baa"}).json()["facts"]
    assert facts
    assert {fact["fact"] for fact in facts} == {"hipaa_baa"}
    missing = get(f"{served}/api/v1/tools/nothing")
    assert (missing.status_code, missing.json()["error"]["status"]) == (404, 404)
    assert get(f"{served}/api/v1/tools/slack/facts", params={"fact": "colour"}).status_code == 422
    assert get(f"{served}/api/v1/tools/slack/facts", params={"plan": "nope"}).status_code == 422
