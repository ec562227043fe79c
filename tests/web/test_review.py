"""A reviewer decides: the queue, the case, the form, the next answer, and undo."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from catalog import audit, review
from catalog.models.desk import Reopening
from catalog.review import Draft
from catalog.store import Store
from tests.web.asking import client_of
from tests.web.test_declare import said_in
from web.words import day as written

TODAY = datetime.now(UTC).date()
NEXT = (TODAY + timedelta(days=90)).isoformat()
RULING = {"status": "prohibited", "reason": "We have Teams for this.", "expires": NEXT}


@pytest.fixture
def case(served: str) -> str:
    """The path of the case that a declaration opened."""
    with client_of(served, "anna") as client:
        client.post("/adoptions", data={"tool": "slack", "plan": "free", "data": "phi"})
    with client_of(served, "bo") as client:
        found = re.search(r'href="(/reviews/r-\w+)"', client.get("/reviews").text)
    assert found
    return found[1]


def _seen(text: str) -> str:
    """What stood when the form was shown."""
    found = re.search(r'name="seen" value="([^"]+)"', text)
    assert found
    return found[1]


def test_the_queue_says_why_a_case_comes_first(served: str, case: str) -> None:
    with client_of(served, "bo") as client:
        said = said_in(client.get("/reviews"))
        assert "patient data, 1 person, new, a rule stands against it" in said
        assert "Slack" in client.get("/reviews.csv").text or "slack" in client.get("/reviews.csv").text
        assert "Nothing matches." in client.get("/reviews?owner=me").text
        assert "Nothing matches." in client.get("/reviews?state=decided").text


def test_an_empty_queue_says_all_clear(served: str) -> None:
    with client_of(served, "bo") as client:
        assert "All clear." in client.get("/reviews").text


def test_a_decision_shows_up_in_the_next_answer_and_undo_takes_it_away(served: str, case: str) -> None:
    question = {"q": "slack", "plan": "free", "data": "internal"}
    with client_of(served, "bo") as bo, client_of(served, "anna") as anna:
        before = anna.get("/api/v1/check", params=question).json()
        decided = bo.post(f"{case}/decide", data=RULING)
        assert (decided.status_code, decided.headers["location"]) == (303, case)
        after = anna.get("/api/v1/check", params=question).json()
        assert (after["verdict"], after["basis"]) == ("denied", "decision")
        said = said_in(anna.get("/check", params=question))
        assert "do not use" in said
        assert "We have Teams for this." in said
        assert "We have Teams for this." in said_in(anna.get("/me"))
        shown = bo.get(case)
        assert "Do not use" in said_in(shown)
        undo = re.search(r'action="(/decisions/d-\w+/undo)"', shown.text)
        assert undo
        assert bo.post(undo[1]).status_code == 303
        assert anna.get("/api/v1/check", params=question).json()["verdict"] == before["verdict"]
        assert "A decision was taken back" in said_in(bo.get(case))


def test_a_reviewer_opens_the_case_of_any_tool_once(served: str) -> None:
    with client_of(served, "anna") as anna, client_of(served, "bo") as bo:
        assert "The case" not in said_in(anna.get("/tools/trello"))
        assert "The case" in said_in(bo.get("/tools/trello"))
        opened = [bo.post("/reviews", data={"tool": "trello"}).headers["location"] for _ in range(2)]
        assert opened[0] == opened[1]
        assert "The case was opened: a reviewer opened it" in said_in(bo.get(opened[0]))
        assert bo.post("/reviews", data={"tool": "no such tool"}).status_code == 404
        ruled = bo.post(f"{opened[0]}/decide", data=RULING)
        assert ruled.status_code == 303
        assert bo.post("/reviews", data={"tool": "trello"}).headers["location"] == opened[0]


def test_a_word_that_the_queue_does_not_know_is_no_filter_that_is_on(served: str, case: str) -> None:
    with client_of(served, "bo") as client:
        shown = client.get("/reviews?state=lost&verdict=x&due=x&industry=x&data=x&sort=x")
        assert "Clear filters" not in shown.text
        assert "1 to 1 of 1." in said_in(shown)
        on = client.get("/reviews?state=late&owner=me&snoozed=1&data=pii").text
        chips = re.findall('Remove filter: ([^"]+)"', on)
        assert chips == ["Mine", "a customer&#39;s name or address", "Overdue", "Snoozed"]


def test_a_preview_says_who_reads_what_and_decides_nothing(served: str, case: str) -> None:
    with client_of(served, "bo") as client:
        shown = client.post(f"{case}/decide", data={**RULING, "preview": "true", "data": ["phi"]})
        assert shown.status_code == 200
        said = said_in(shown)
        assert "One person would read this." in said
        assert "Please do not use Slack for patient data any more. We help you move. We have Teams for this." in said
        outside = said_in(client.post(f"{case}/decide", data={**RULING, "preview": "true", "plan": "pro"}))
        assert "No people would read this; one person outside the scope would not." in outside
        elsewhere = said_in(client.post(f"{case}/decide", data={**RULING, "preview": "true", "person": "cy"}))
        assert "No people would read this; one person outside the scope would not." in elsewhere
        assert client.get("/api/v1/decisions").json() == {"decisions": []}


def test_people_read_just_what_was_shown_before_with_what_to_use_instead(served: str, case: str) -> None:
    with client_of(served, "bo") as bo, client_of(served, "anna") as anna, client_of(served, "cy") as cy:
        bo.post("/api/v1/decisions", json={"tool": "zulip", "status": "sanctioned", "reason": "Ours.", "expires": NEXT})
        told = (
            "Please do not use Slack any more. Use Zulip instead: we have it. We help you move. We have Teams for this."
        )
        assert told in said_in(bo.post(f"{case}/decide", data={**RULING, "preview": "true"}))
        assert "Security has answered" not in said_in(anna.get("/"))
        bo.post(f"{case}/decide", data=RULING)
        for path in ("/", "/me"):
            assert told in said_in(anna.get(path))
        assert "Security has answered" not in said_in(cy.get("/"))
        receipt = anna.get(re.search(r'href="(/adoptions/a-\w+)"', anna.get("/").text)[1])  # type: ignore[index]
        assert "Ours instead: Zulip" in said_in(receipt)
        assert "Decided by bo on" in said_in(receipt)
        letter = bo.get(f"{case}/letter?to=reached")
        assert told in said_in(letter)
        bo.post(f"{case}/letter", data={"to": "reached", "text": told})
        shown = said_in(bo.get(case))
        assert "The people whom it reaches were told" in shown


def test_a_restriction_tells_those_outside_its_scope_that_it_is_fine_for_others_only(served: str, case: str) -> None:
    ruled = {**RULING, "status": "restricted", "person": "cy", "conditions": "Turn training off"}
    told = (
        f"Slack is fine only for some of us, until {written(NEXT)}. For anything else, please use something else. "
        "We help you move. We have Teams for this. Where it is fine, first: Turn training off."
    )
    with client_of(served, "bo") as bo, client_of(served, "anna") as anna, client_of(served, "cy") as cy:
        cy.post("/adoptions", data={"tool": "slack", "data": "internal"})
        shown = said_in(bo.post(f"{case}/decide", data={**ruled, "preview": "true"}))
        assert f"One person outside the scope would read this. {told}" in shown
        mine = f"Slack is fine, until {written(NEXT)}. We have Teams for this. First: Turn training off."
        assert f"One person would read this. {mine}" in shown
        bo.post(f"{case}/decide", data=ruled)
        assert told in said_in(anna.get("/me"))
        assert mine in said_in(cy.get("/me"))
        assert told in said_in(bo.get(f"{case}/letter?to=reached"))


def test_what_people_read_says_for_what_a_decision_is(served: str, case: str) -> None:
    scope = {"plan": "pro", "account": "company", "industry": "legal", "data": ["internal"]}
    with client_of(served, "bo") as client:
        shown = said_in(client.post(f"{case}/decide", data={**RULING, **scope, "preview": "true"}))
    assert "Please do not use Slack for your work notes on the plan Pro in a company account in legal work any" in shown


WRONG: list[tuple[dict[str, object], str, str]] = [
    ({"status": ""}, "status", "Choose one of the four."),
    ({"status": "loved"}, "status", "Choose one of the four."),
    ({"reason": " "}, "reason", "Say why in a sentence."),
    ({"expires": ""}, "expires", "Give a last day"),
    ({"expires": "soon"}, "expires", "Give a last day"),
    ({"expires": "2020-01-01"}, "expires", "One year from now is the longest."),
    ({"expires": (TODAY + timedelta(days=800)).isoformat()}, "expires", "One year from now is the longest."),
    ({"plan": "platinum"}, "plan", "Slack has no plan"),
    ({"data": ["x"]}, "data", "We do not know that kind of data."),
    ({"team": "nobodys"}, "team", "is no team"),
    ({"status": "restricted"}, "data", "Say for what it is fine"),
]


def test_what_is_wrong_is_said_at_its_field(served: str, case: str) -> None:
    with client_of(served, "bo") as client:
        for said, field, words in WRONG:
            answer = client.post(f"{case}/decide", data={**RULING, **said})
            at_field = (f'href="#{field}"' in answer.text, f'id="{field}"' in answer.text)
            assert (answer.status_code, *at_field) == (422, True, True), said
            assert words in said_in(answer), said
        assert client.get("/api/v1/decisions").json() == {"decisions": []}


def test_a_decided_case_can_be_opened_again(served: str, case: str) -> None:
    with client_of(served, "bo") as client:
        client.post(f"{case}/decide", data=RULING)
        assert client.post(f"{case}/reopen", data={"why": "The terms changed."}).status_code == 303
        assert "The terms changed." in said_in(client.get(case))
        assert client.post(f"{case}/reopen", data={"why": "again"}).status_code == 409


def test_the_api_decides_and_lists_cases_and_decisions(served: str, case: str) -> None:
    reference = case.rsplit("/", 1)[1]
    with client_of(served, "bo") as client:
        assert [each["id"] for each in client.get("/api/v1/reviews").json()["reviews"]] == [reference]
        assert client.get(f"/api/v1/reviews/{reference}").json()["review"]["tool"] == "slack"
        made = client.post(
            "/api/v1/decisions",
            json={
                "tool": "slack",
                "status": "tolerated",
                "reason": "For now.",
                "expires": NEXT,
                "scope": {"data": ["phi"]},
            },
        )
        assert made.status_code == 201
        decision = made.json()["decision"]
        assert client.get("/api/v1/decisions", params={"tool": "slack"}).json() == {"decisions": [decision]}
        assert client.get("/api/v1/decisions", params={"tool": "nothing"}).status_code == 404
        assert client.post("/api/v1/decisions", json={"tool": "slack"}).status_code == 422
        assert client.get("/api/v1/sightings").json() == {"sightings": [], "next": None}


def test_a_case_that_is_not_there_is_not_found(served: str) -> None:
    with client_of(served, "bo") as client:
        assert client.get("/reviews/r-0000000000").status_code == 404
        assert client.post("/decisions/d-0000000000/undo").status_code == 404


def test_the_case_tells_when_people_spoke_of_it(served: str, case: str) -> None:
    with client_of(served, "bo") as client:
        assert re.search(r"One person told us that they use it\. \d+ \w+ \d{4} , Anna", said_in(client.get(case)))


def test_the_case_begins_with_what_needs_an_answer(served: str, case: str) -> None:
    with client_of(served, "bo") as bo, client_of(served, "cy") as cy:
        cy.post("/adoptions", data={"tool": "slack", "plan": "pro", "data": "internal", "team": "Sales"})
        shown = said_in(bo.get(case))
        assert re.search(r"(Free 1, Pro 1|Pro 1, Free 1)\. Teams: sales 1\.", shown, re.I)
        assert shown.index("patient data Not for this") < shown.index("work notes Fine")


def test_a_case_opened_again_names_uses_that_have_ended_since(served: str, filled_store: Store, case: str) -> None:
    with client_of(served, "bo") as bo, client_of(served, "anna") as anna:
        bo.post(f"{case}/decide", data={**RULING, "status": "sanctioned", "plan": ""})
        mine = anna.get("/me.json").json()["adoptions"][0]["id"]
        moved = Reopening(
            review_id=1, series="d-1", criterion="hipaa_baa", plan="free", before="met", after="failed",
            text="BAA on Free: held, does not hold any more.", adoptions=[mine], at=datetime.now(UTC),
        )  # fmt: skip
        filled_store.transact(lambda session: session.add(moved))
        assert bo.post(f"{case}/reopen", data={"why": "It moved."}).status_code == 303
        assert "It touches Anna ." in said_in(bo.get(case))
        assert anna.post(f"/adoptions/{mine}/stop").status_code == 303
        assert "It touches Anna ." in said_in(bo.get(case))


def test_many_at_once_says_which_decisions_in_force_it_takes_the_place_of(served: str, case: str) -> None:
    with client_of(served, "bo") as bo, client_of(served, "anna") as anna:
        bo.post(f"{case}/decide", data={**RULING, "status": "sanctioned"})
        anna.post("/adoptions", data={"tool": "trello", "data": "phi"})
        bo.post(f"{case}/reopen", data={"why": "It moved."})
        asked = {"act": "tolerated", "every": "true"}
        assert "Slack has a decision in force. Yours takes its place." in said_in(bo.get("/reviews/bulk", params=asked))
        asked["act"] = "snooze"
        assert "takes its place" not in said_in(bo.get("/reviews/bulk", params=asked))


def test_a_case_that_somebody_decided_meanwhile_is_named(served: str, case: str) -> None:
    said = {"act": "tolerated", "case": case.split("/")[2], "reason": "Low risk.", "expires": NEXT}
    with client_of(served, "bo") as client:
        assert client.post("/reviews/bulk", data=said).status_code == 303
        again = client.post("/reviews/bulk", data=said)
        assert "1 of 1 was left as it is: Slack: it is not in the queue any more." in said_in(again)


def test_two_who_decide_one_case_at_once_hear_of_each_other(served: str, case: str) -> None:
    with client_of(served, "bo") as first, client_of(served, "bo") as second:
        seen = {"seen": _seen(first.get(f"{case}/decide").text)}
        assert second.post(f"{case}/decide", data={**RULING, **seen}).status_code == 303
        assert first.post(f"{case}/decide", data={**RULING, **seen}).status_code == 303  # pressed twice
        mine = {"status": "tolerated", "reason": "Until the move.", "expires": NEXT}
        moved = first.post(f"{case}/decide", data={**mine, **seen})
        assert moved.status_code == 409
        assert "Something was decided while you wrote" in said_in(moved)
        assert "bo: Do not use. We have Teams for this." in said_in(moved)
        assert "Until the move." in moved.text
        decided = first.post(f"{case}/decide", data={**mine, "seen": _seen(moved.text)})
        assert (decided.status_code, "Accepted for now" in said_in(first.get(case))) == (303, True)


def test_who_waits_for_another_to_be_written_decides_after_them(served: str, filled_store: Store, case: str) -> None:
    later = Draft("slack", "tolerated", "For now.", TODAY + timedelta(days=90), "bo")
    with client_of(served, "bo") as client, ThreadPoolExecutor() as pool:
        with filled_store.write() as session:
            audit.take_turn(session)
            waiting = pool.submit(client.post, f"{case}/decide", data={**RULING, "status": "sanctioned"})
            time.sleep(1)
            review.decide(session, later)
        assert waiting.result().status_code == 303
        held = [one["status"] for one in client.get("/api/v1/decisions").json()["decisions"] if one["in_force"]]
    assert held == ["sanctioned"]


def test_a_case_comes_back_within_a_year(served: str, case: str) -> None:
    with client_of(served, "bo") as client:
        said = {"act": "snooze", "case": case.split("/")[2], "until": "9999-12-31"}
        assert "Give a later day, within a year." in said_in(client.post("/reviews/bulk", data=said))


def test_many_cases_are_decided_taken_back_and_kept_as_a_view(served: str, case: str) -> None:
    reference = case.split("/")[2]
    with client_of(served, "bo") as client:
        shown = client.get("/reviews/bulk", params={"act": "sanctioned", "case": reference})
        assert "They reach one person." in said_in(shown)
        wrong = client.post("/reviews/bulk", data={"act": "sanctioned", "case": reference, "expires": NEXT})
        assert (wrong.status_code, "Say why in a sentence." in wrong.text) == (422, True)
        said = {"act": "sanctioned", "every": "true", "count": "7", "reason": "Low risk.", "expires": NEXT}
        moved = client.post("/reviews/bulk", data=said)
        assert (moved.status_code, "1 match now, not 7" in said_in(moved)) == (409, True)
        assert ("Low risk." in moved.text, 'name="count" value="1"' in moved.text) == (True, True)
        done = client.post("/reviews/bulk", data={**said, "count": "1"})
        assert done.status_code == 303
        queue = client.get(done.headers["location"])
        assert "One case is decided: Slack." in said_in(queue)
        undo = re.search(r'action="(/acts/k-\w+/undo)"', queue.text)
        assert undo
        back = client.get(client.post(undo[1]).headers["location"])
        assert "One case is as before again: Slack." in said_in(back)
        assert client.post("/reviews/bulk", data={"act": "assign", "case": reference}).status_code == 303
        kept = client.post("/views", data={"name": "Legal", "question": "industry=legal&after=9"})
        assert kept.headers["location"] == "/reviews?industry=legal"
        assert ">Legal</a>" in client.get("/reviews?industry=legal").text
        assert "Nothing matches." in client.get("/reviews?data=cardholder").text
        assert reference in client.get("/reviews.csv?owner=me&verdict=denied&industry=general").text
