"""Imports, people, tenants and logs on their pages: given, shown, taken back."""

import re
from pathlib import Path

from catalog.adoption.discovering import discover
from catalog.store import Store
from tests.catalog.entries import entry
from tests.web.asking import client_of
from tests.web.test_declare import said_in

SURVEY = Path(__file__).parents[1] / "samples" / "exports" / "survey.csv"


def test_an_export_is_taken_in_once_shown_and_taken_back(served: str) -> None:
    with client_of(served, "bo") as client:
        wrong = client.post("/imports", data={"form": "napkin"})
        assert (wrong.status_code, "Choose what it is." in wrong.text, "Choose a file" in wrong.text) == (
            422,
            True,
            True,
        )
        file = {"file": ("../../survey.csv", SURVEY.read_bytes(), "text/csv")}
        taken = client.post("/imports", data={"form": "survey"}, files=file)
        assert taken.status_code == 200
        undo = re.search(r'action="(/imports/b-\w+/undo)"', taken.text)
        assert undo
        assert '<th scope="row">survey.csv</th>' in taken.text
        again = client.post("/imports", data={"form": "survey"}, files=file)
        assert "This content was imported before." in said_in(again)
        before = client.get("/adoptions.csv").text.count("\n")
        assert client.post(undo[1]).status_code == 303
        assert client.get("/adoptions.csv").text.count("\n") < before
        assert "taken back on" in said_in(client.get("/imports"))
        odd = client.post("/imports", data={"form": "survey"}, files={"file": ("x.csv", b"\x00\x01", "text/csv")})
        assert odd.status_code == 422


def test_two_names_are_merged_into_one_and_back(served: str) -> None:
    with client_of(served, "bo") as client:
        said = {"tool": "slack", "data": "internal"}
        with client_of(served, "anna") as anna:
            anna.post("/adoptions", data=said)
        assert "anna" in said_in(client.get("/people?q=ANN"))
        assert "Nobody matches." in client.get("/people?q=nobody").text
        wrong = client.post("/people/merge", data={"kept": "anna", "gone": "nobody"})
        assert (wrong.status_code, "Nobody is known as" in said_in(wrong)) == (422, True)
        assert client.post("/people/merge", data={"kept": "cy", "gone": "anna"}).status_code == 303
        shown = client.get("/people")
        undo = re.search(r'action="(/people/merges/m-\w+/undo)"', shown.text)
        assert undo
        assert "anna into cy" in said_in(shown)
        assert client.post(undo[1]).status_code == 303
        assert "undone on" in said_in(client.get("/people"))
        assert client.post("/people/names", data={"who": "anna", "called": "corp\\anna.a"}).status_code == 303
        assert "anna.a" in said_in(client.get("/people?q=anna.a"))
        assert client.post("/people/names", data={"who": "cy", "called": "corp\\anna.a"}).status_code == 422


def test_a_reviewer_says_that_a_tenant_is_ours(served: str, filled_store: Store, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(entry("acme.slack.com", "kim"))
    discover(filled_store, [log])
    with client_of(served, "bo") as client:
        assert "nobody has said" in said_in(client.get("/tenants"))
        assert client.post("/tenants", data={"host": "acme.slack.com", "account": "company"}).status_code == 303
        shown = client.get("/tenants")
        assert "ours" in said_in(shown)
        assert "This is ours" not in shown.text
        assert client.post("/tenants", data={"host": "else.slack.com", "account": "company"}).status_code == 404
        assert client.post("/tenants", data={"host": "acme.slack.com", "account": "mine"}).status_code == 422
        covered = said_in(client.get("/origins"))
        assert "squid" in covered
        assert "without a limit" in covered
        assert "We cannot say yet" in covered
