"""A case's page: taken, commented, asked about by letter, with documents and conditions, and a second yes."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlmodel import Session, select

from catalog.models.register import Adoption, Identity, Person
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.review import seconding
from catalog.store import Store
from tests.web.asking import client_of
from tests.web.test_declare import said_in
from tests.web.test_review import NEXT, RULING, TODAY, case

__all__ = ["case"]
PAPER = {"kind": "baa", "party": "Salesforce", "since": TODAY.isoformat(), "until": NEXT}


def test_a_case_is_taken_commented_and_given_back(served: str, case: str) -> None:
    with client_of(served, "bo") as client:
        taken = client.post(f"{case}/acts", data={"kind": "assign"})
        shown = client.get(taken.headers["location"])
        assert "One case is taken: Slack." in said_in(shown)
        assert "bo has it" in said_in(shown)
        client.post(f"{case}/comments", data={"text": "Ask <b>Jo</b>\nby Friday."})
        client.post(f"{case}/comments", data={"text": " "})
        text = client.get(case).text
        assert text.count("&lt;b&gt;Jo&lt;/b&gt;") == 2  # the comment itself, and what happened
        undo = re.search(r'action="(/acts/k-\w+/undo)"', shown.text)
        assert undo
        assert client.post(undo[1]).status_code == 303
        assert "bo has it" not in said_in(client.get(case))


def test_a_comment_is_taken_back_by_who_wrote_it(served: str, case: str) -> None:
    with client_of(served, "bo") as client:
        client.post(f"{case}/comments", data={"text": "Ask the wrong vendor."})
        remove = re.search(r"/comments/\d+/remove", client.get(case).text)
        assert remove
        assert client.post(remove[0]).headers["location"] == f"{case}#comments"
        shown = said_in(client.get(case))
        assert shown.count("Ask the wrong vendor.") == 1  # what happened keeps it
        assert "A comment was taken back." in shown
        assert client.post(remove[0]).status_code == 404


@pytest.mark.parametrize("to", ["vendor", "people"])
def test_a_letter_is_ready_for_ones_own_mail_and_stays_on_the_case(served: str, case: str, to: str) -> None:
    with client_of(served, "anna") as client:
        client.post("/adoptions", data={"tool": "slack", "data": "phi", "account": "personal"})
    with client_of(served, "bo") as client:
        page = client.get(f"{case}/letter", params={"to": to})
        link = re.search(r'href="(mailto:[^"]+)"', page.text)
        assert link
        assert "Slack" in unquote(link[1])
        sent = client.post(f"{case}/letter", data={"to": to, "text": "Hello, and thank you."})
        shown = said_in(client.get(sent.headers["location"]))
        assert "Hello, and thank you." in shown
        state = client.get(f"/api/v1{case}").json()["review"]["state"]
        assert state == ("waiting_for_vendor" if to == "vendor" else "in_review")
        assert client.get(f"{case}/letter", params={"to": "moon"}).status_code == 404


def test_a_letter_to_many_holds_some_addresses_and_gives_all(served: str, filled_store: Store, case: str) -> None:
    def told(session: Session) -> None:
        session.add_all(Person(id=number, slug=f"p{number}", name=f"P {number}") for number in range(100, 160))
        slack = session.exec(select(Tool.id).where(Tool.slug == "slack")).one()
        for number in range(100, 160):
            use = Adoption(reference=f"a-{number}", tool_id=slack or 0, person_id=number, who=f"p{number}",
                           kind="declared", state="declared", recorded_at=now(), changed_at=now())  # fmt: skip
            session.add(use)
            if number < 158:
                session.add(Identity(person_id=number, kind="mail", value=f"p{number}@acme.example"))

    filled_store.transact(told)
    with client_of(served, "bo") as client:
        shown = said_in(client.get(f"{case}/letter?to=people"))
        assert "The mail goes to 50 addresses, none of whom sees the others." in shown
        assert "all 58 addresses, one on a line" in shown
        assert "For three people we know no mail address." in shown  # the last two, and anna
        assert len(client.get(f"{case}/addresses.txt").text.splitlines()) == 58


def test_a_document_stands_on_the_case_and_a_condition_rests_on_it(served: str, case: str) -> None:
    reference = case.split("/")[2]
    with client_of(served, "bo") as client:
        wrong = client.post(f"{case}/documents", data={**PAPER, "since": "soon", "party": ""})
        assert (wrong.status_code, "Give the first day" in wrong.text) == (422, True)
        given = client.post(f"{case}/documents", data=PAPER, files={"file": ("a b<c>.pdf", b"%PDF-1.4", "text/html")})
        assert given.status_code == 303
        client.post(f"{case}/decide", data={**RULING, "status": "tolerated", "conditions": "BAA signed"})
        shown = client.get(case)
        found = re.search(r"/documents/(p-\w+)/file", shown.text)
        condition = re.search(r"/decisions/d-\w+/conditions/1/meet", shown.text)
        assert found
        assert condition
        file = client.get(f"/documents/{found[1]}/file")
        assert (file.content, file.headers["content-type"]) == (b"%PDF-1.4", "application/octet-stream")
        assert file.headers["content-disposition"] == 'attachment; filename="a_b_c_.pdf"'
        met = client.post(condition[0], data={"case": reference, "document": found[1]})
        assert met.headers["location"] == case
        assert "met by bo" in said_in(client.get(case))
        assert client.post(f"/documents/{found[1]}/remove", data={"case": reference}).status_code == 303
        assert "met by bo" not in said_in(client.get(case))


def test_a_prohibition_waits_for_a_second_reviewer(served: str, filled_store: Store, case: str) -> None:
    with filled_store.write() as session:
        session.add(Person(slug="di", name="Di", roles=["employee", "reviewer"]))
    with client_of(served, "bo") as client:
        form = said_in(client.get(f"{case}/decide", params={"status": "prohibited"}))
        assert "It takes two reviewers: a prohibition." in form
        proposed = client.post(f"{case}/decide", data=RULING)
        shown = client.get(proposed.headers["location"])
        assert "Proposed. It holds once a second reviewer has said yes." in said_in(shown)
        assert "bo proposes: Do not use" in said_in(shown)
        assert client.get("/api/v1/decisions").json() == {"decisions": []}
        assert "a second yes is asked" in said_in(client.get("/reviews"))
        reference = re.search(r"/proposals/(q-\w+)/decline", shown.text)
        assert reference
        assert client.post(f"/proposals/{reference[1]}/confirm").status_code == 403

        def work(session: Session) -> str:
            return seconding.confirm(session, reference[1], "di").reference

        filled_store.transact(work)
        assert "decided by bo and di" in said_in(client.get(case))
        told = {"tool": "trello", "status": "prohibited", "reason": "No.", "expires": NEXT}
        assert client.post("/api/v1/decisions", json=told).json()["proposal"]["state"] == "open"


def test_whom_it_affects_is_shown_before_it_is_saved(served: str, case: str) -> None:
    with client_of(served, "bo") as client:
        said = said_in(client.get(f"{case}/decide", params={"status": "sanctioned"}))
        assert "hears the same" in said
        assert "Free, patient data" in said


def test_decisions_stand_by_their_end_with_what_is_still_open(served: str, case: str) -> None:
    with client_of(served, "bo") as client:
        assert "Nothing is decided yet." in client.get("/decisions").text
        soon = (TODAY + timedelta(days=9)).isoformat()
        client.post(f"{case}/decide", data={**RULING, "status": "tolerated", "expires": soon, "conditions": "SSO on"})
        shown = said_in(client.get("/decisions?state=soon"))
        assert "End within 30 days 1" in shown
        assert "SSO on" in shown
        assert "Nothing matches." in client.get("/decisions?state=ended").text
        assert ",slack,tolerated,,SSO on,SSO on," in client.get("/decisions.csv").text


def test_the_api_does_what_the_page_does(served: str, filled_store: Store, case: str) -> None:
    with filled_store.write() as session:
        session.add(Person(slug="di", name="Di", roles=["employee", "reviewer"]))
    reference = case.split("/")[2]
    with client_of(served, "bo") as client:
        done = client.post(
            "/api/v1/acts", json={"cases": [reference, "r-none"], "kind": "snooze", "until": NEXT}
        ).json()
        assert (done["done"], done["left"]) == ([reference], [{"review": "r-none", "why": "there is no such case"}])
        assert client.get("/api/v1/reviews").json()["reviews"] == []
        assert client.post(f"/api/v1/acts/{done['act']}/undo").json()["done"] == [reference]
        assert client.post("/api/v1/acts", json={"cases": [reference], "kind": "burn"}).status_code == 422
        said = client.post(f"/api/v1/reviews/{reference}/comments", json={"text": "Hello."}).json()
        assert said["comment"]["text"] == "Hello."
        ruled = {"tool": "slack", "reason": "So.", "expires": NEXT}
        proposed = client.post("/api/v1/decisions", json={**ruled, "status": "prohibited"}).json()["proposal"]
        assert [one["id"] for one in client.get("/api/v1/proposals").json()["proposals"]] == [proposed["id"]]
        assert client.post(f"/api/v1/proposals/{proposed['id']}/confirm").status_code == 403
        assert (
            client.post(f"/api/v1/proposals/{proposed['id']}/decline", json={}).json()["proposal"]["state"]
            == "withdrawn"
        )
        given = {**ruled, "status": "tolerated", "conditions": ["SSO on"]}
        decision = client.post("/api/v1/decisions", json=given).json()["decision"]
        met = client.post(f"/api/v1/decisions/{decision['id']}/conditions/1", json={}).json()
        assert met["conditions"][0]["met"]
        again = client.post(f"/api/v1/decisions/{decision['id']}/conditions/1", json={"met": False}).json()
        assert not again["conditions"][0]["met"]
        assert client.post("/api/v1/reviews/recheck").json() == {"moved": []}
        assert client.get("/api/v1/trends").json()["weeks"][-1]["uses"] == 1
        assert client.get("/api/v1/campaigns").json() == {"campaigns": []}
