"""The answer's page: the same answer as the command line's, in words, and bad questions in plain words."""

import re

import pytest

from tests.web.asking import client_at, get
from web import sentences

SLACK = {"q": "slack", "plan": "free", "industry": "medical", "data": "phi"}
UPDATE = {"HX-Request-Type": "partial"}


def text_of(html: str) -> str:
    """The words of a page, tags left out."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_answer_says_what_is_fine_first_then_what_is_not_and_why(served: str) -> None:
    answer = get(f"{served}/check", params=SLACK)
    said = text_of(answer.text)
    assert answer.status_code == 200
    assert "Not for patient data on the Free plan" in said
    assert said.index("Fine for your work notes.") < said.index("Not for patient data")
    assert "signs no BAA for Free" in said
    assert "Enterprise Grid would make it fine, if you do" in said
    assert "I'm using it" in answer.text.replace("&#39;", "'")


def test_steps_are_shown_where_they_make_it_fine_and_not_where_nothing_would(served_once: str) -> None:
    asked = {"q": "chatgpt", "industry": "legal", "data": "privileged"}
    said = {
        plan: text_of(get(f"{served_once}/check", params={**asked, "plan": plan}).text) for plan in ("free", "business")
    }
    assert "What to do first" not in said["free"]
    assert "What to do first" in said["business"]


def test_the_proof_of_a_reason_is_one_step_away_with_its_address_and_day(served: str) -> None:
    html = get(f"{served}/check", params=SLACK).text
    proofs = re.findall(r"<details class=\"proof\".*?</details>", html, re.DOTALL)
    assert proofs
    assert all('<a href="https://' in proof and "<time datetime=" in proof for proof in proofs)
    assert all("/tools/slack/wrong?criterion=" in proof for proof in proofs)


def test_the_page_and_the_api_give_the_same_verdict(served: str) -> None:
    for plan in ("free", "pro", "enterprise-grid"):
        asked = {**SLACK, "plan": plan}
        document = get(f"{served}/api/v1/check", params=asked).json()
        html = get(f"{served}/check", params=asked).text
        assert f'class="answer {document["verdict"]}"' in html
        assert all(reason["text"] in text_of(html).replace("&#39;", "'") for reason in document["reasons"])


def test_trello_is_fine_for_ordinary_work_notes(served: str) -> None:
    said = text_of(get(f"{served}/check", params={"q": "trello", "industry": "general", "data": "internal"}).text)
    assert "Fine for your work notes." in said


@pytest.mark.parametrize(
    "query", ["slack", "Slack", "slack.com", "https://app.slack.com/client/T1?x=1", "SLACK Technologies"]
)
def test_a_name_an_alias_a_domain_and_a_url_mean_the_same_tool(served: str, query: str) -> None:
    assert "Slack" in get(f"{served}/check", params={"q": query}).text.split("<title>")[1].split("</title>")[0]


@pytest.mark.parametrize(("query", "meant"), [("trelo", "Trello"), ("zooom", "Zoom")])
def test_a_misspelt_name_is_asked_about_kindly(served: str, query: str, meant: str) -> None:
    answer = get(f"{served}/check", params={"q": query})
    assert answer.status_code == 200
    assert f"Did you mean {meant}" in text_of(answer.text)
    assert f"We do not know {query} yet." in text_of(answer.text)


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ({"industry": "medicl"}, "industry", "We do not know that kind of work."),
        ({"data": "secrets"}, "data", "We do not know that kind of data."),
        ({"plan": "platinum"}, "plan", "Slack has no plan"),
        ({"account": "both"}, "account", "Choose the company"),
        ({"as_of": "yesterday"}, "as_of", "Write the day like 2026-11-24"),
        ({"as_of": "2099-01-01"}, "as_of", "Write the day like 2026-11-24"),
        ({"known_at": "now"}, "as_of", "Write the day like 2026-11-24"),
        ({"q": "a\x00b"}, "q", "control characters"),
        ({"q": "x" * 3000}, "q", "too long"),
    ],
    ids=str,
)
def test_a_question_that_cannot_be_answered_says_why_and_clears_nothing(
    served: str, asked: dict[str, str], field: str, words: str
) -> None:
    answer = get(f"{served}/check", params={"q": "slack", **asked})
    assert answer.status_code == 422
    assert "<title>Error:" in answer.text
    assert "There is a problem" in answer.text
    assert words in text_of(answer.text).replace("&#39;", "'")
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    assert "Traceback" not in answer.text


def test_a_very_long_address_is_refused_in_words(served: str) -> None:
    answer = get(f"{served}/check", params={"q": "y" * 20_000})
    assert answer.status_code == 414
    assert "That is a very long address." in answer.text


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "'; DROP TABLE tool;--"]
)
def test_what_is_typed_comes_back_as_text(served: str, query: str) -> None:
    answer = get(f"{served}/check", params={"q": query})
    assert answer.status_code == 200
    assert query not in answer.text or "<" not in query
    assert "49" not in text_of(answer.text).split("Ask first")[-1][:200]


def test_a_plan_chosen_for_another_tool_is_left_behind(served: str) -> None:
    answer = get(f"{served}/check", params={"q": "zoom", "plan": "enterprise-grid", "of": "slack"})
    assert answer.status_code == 200


def test_an_empty_question_leads_home(served: str) -> None:
    answer = get(f"{served}/check", params={"q": " "})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_an_update_is_the_block_alone_and_a_history_restore_the_whole_page(served: str) -> None:
    part = get(f"{served}/check", params=SLACK, headers=UPDATE)
    whole = get(f"{served}/check", params=SLACK, headers={**UPDATE, "HX-History-Restore-Request": "true"})
    assert "<html" not in part.text
    assert 'id="check"' in part.text
    assert "<html" in whole.text
    assert "HX-Request-Type, HX-History-Restore-Request" in part.headers["vary"]


def test_another_day_is_said_aloud(served: str) -> None:
    html = get(f"{served}/check", params={**SLACK, "as_of": "2020-04-15"}).text
    assert "You are looking at 15 April 2020." in text_of(html)
    assert "Back to today" in html


def test_the_default_plan_is_said(served: str) -> None:
    assert "because you named none" in get(f"{served}/check", params={"q": "slack"}).text


def test_suggestions_are_a_fragment_with_a_spoken_count(served: str) -> None:
    part = get(f"{served}/suggest", params={"q": "sla", "for": "q"}, headers=UPDATE).text
    assert 'role="option"' in part
    assert "suggestion" in part
    assert "<html" not in part
    none = get(f"{served}/suggest", params={"q": "qqqqqq"}, headers=UPDATE).text
    assert "No tool of that name yet. Press Enter to ask anyway." in none
    assert get(f"{served}/suggest", params={"q": "sla"}).text.count("<html") == 1
    assert get(f"{served}/suggest", params={"q": "\x00"}, headers=UPDATE).status_code == 200


def test_home_shows_six_examples_that_all_have_an_answer(served: str) -> None:
    links = re.findall(r'class="tile" href="([^"]+)"', get(served).text)
    assert len(links) == 6
    assert {get(served + link.replace("&amp;", "&")).status_code for link in links} == {200}


def test_home_is_small_in_all(served: str) -> None:
    with client_at(served, headers={"Accept-Encoding": "gzip"}) as client:
        home = client.get("/")
        files = re.findall(r'(?:href|src)="(/static/[^"]+)"', home.text)
        files.append(re.findall(r'href="(/static/icons[^"#]+)', home.text)[0])
        sizes = [int(client.get(address).headers["content-length"]) for address in set(files)]
    assert len(files) > 8
    assert sum(sizes) + int(home.headers["content-length"]) < 60_000


def test_the_plan_that_works_is_told_with_its_cost_for_so_many_people(served_once: str) -> None:
    asked = {"q": "zoom", "industry": "medical", "data": "phi", "people": "25"}
    price = get(f"{served_once}/api/v1/check", params=asked).json()["plan_that_works"]["price"]
    yearly = sentences.a_year(price, 25)
    assert "for 25 people" in yearly
    assert " ".join(yearly.split()) in text_of(get(f"{served_once}/check", params=asked).text)


@pytest.mark.parametrize("people", ["0", "-1", "many", "1e9", "9" * 400])
def test_a_count_of_people_that_is_none_is_passed_over(served_once: str, people: str) -> None:
    told = get(f"{served_once}/check", params={"q": "slack", "people": people})
    assert told.status_code == 200
    assert 'name="people" type="number" min="1" max="10000000" value=""' in told.text
