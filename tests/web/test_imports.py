"""Imports, people, tenants and logs on their pages: given, shown, taken back."""

import csv
import io
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
        assert "{" not in said_in(taken)
        undo = re.search(r'action="(/imports/b-\w+/undo)"', taken.text)
        assert undo
        assert '<th scope="row">survey.csv</th>' in taken.text
        again = client.post("/imports", data={"form": "survey"}, files=file)
        assert "This content was imported before." in said_in(again)
        before = client.get("/adoptions.csv").text.count("\n")
        assert client.post(undo[1]).status_code == 303
        assert client.get("/adoptions.csv").text.count("\n") < before
        assert "taken back on" in said_in(client.get("/imports"))
        for what in ("export imported", "import undone"):
            assert [
                row.split(",")[2] for row in client.get("/trail.csv", params={"what": what}).text.splitlines()[1:]
            ] == ["bo"]
        many = "tool,by\n" + "Trello,anna\n" * 10_001
        long = client.post("/imports", data={"form": "survey"}, files={"file": ("x.csv", many.encode(), "text/csv")})
        assert (long.status_code, "10001 answers take too long here." in said_in(long)) == (422, True)
        odd = client.post("/imports", data={"form": "survey"}, files={"file": ("x.csv", b"\x00\x01", "text/csv")})
        assert odd.status_code == 422


def test_what_an_app_was_let_at_stands_on_the_case_the_use_and_in_the_register(served: str) -> None:
    grants = SURVEY.with_name("entra_grants.export.json").read_bytes()
    with client_of(served, "anna") as client:
        client.post("/adoptions", data={"tool": "calendly", "data": "phi"})
    with client_of(served, "bo") as client:
        client.post("/imports", data={"form": "entra_grants"}, files={"file": ("g.json", grants, "application/json")})
        scopes = "Calendars.ReadWrite, User.Read, offline_access"
        github = SURVEY.with_name("github_audit.jsonl").read_bytes()
        client.post("/imports", data={"form": "github_audit"}, files={"file": ("h.jsonl", github, "text/plain")})
        sentry = client.post("/reviews", data={"tool": "sentry"}).headers["location"]
        shown = said_in(client.get(sentry))
        assert "One person let it at their data, from this day on, by: GitHub audit log." in shown
        case = said_in(client.get("/reviews/calendly"))
        assert f"Let at our data App At what Risk People Calendly {scopes} medium 1" in case
        sheet = client.get("/adoptions.csv?tool=calendly&source=detected").text.removeprefix("\ufeff")
        row = next(csv.DictReader(io.StringIO(sheet)))
        assert (row["scopes"], row["scopes_risk"]) == (scopes, "medium")
        use = said_in(client.get(f"/adoptions/{row['id']}"))
        assert f"Let at data Calendly: {scopes}, medium risk (Entra ID consent grants" in use


def test_a_log_is_read_on_the_page_and_names_what_is_not_known(served: str) -> None:
    lines = [entry(host="acme.slack.com", user="anna"), entry(host="newtool.io", user="kim")]
    log = "".join([*lines, "half a line\n"]).encode()
    with client_of(served, "bo") as client:
        file = {"file": ("proxy.log", log, "text/plain")}
        said = said_in(client.post("/imports", data={"form": "log"}, files=file))
        assert "proxy.log (Squid, native): two records read, one not. One new sighting, one new proposal." in said
        assert "slack one person" in said
        assert "newtool.io one person" in said
        assert "Line 3:" in said
        assert "This content was read before. Nothing has changed." in said_in(
            client.post("/imports", data={"form": "log"}, files=file)
        )
        wrong = client.post("/imports", data={"form": "log"}, files={"file": ("x.bin", b"\x00\x01\x02" * 99, "x/y")})
        assert (wrong.status_code, "There is a problem" in wrong.text) == (422, True)


def test_a_person_known_by_several_names_is_one_on_every_page(served: str) -> None:
    directory = b"Display Name,User Name,Mail,Team\nGreta Holm,gholm,greta.holm@firm.example,Treasury\n"
    names = ("gholm", "FIRM\\GHOLM", "greta.holm@firm.example")
    log = "".join(entry("acme.slack.com", name) for name in names).encode()
    with client_of(served, "anna") as client:
        client.post("/adoptions", data={"tool": "slack", "data": "phi"})
    with client_of(served, "bo") as client:
        for form, content in (("directory", directory), ("log", log)):
            taken = client.post("/imports", data={"form": form}, files={"file": ("a.csv", content, "text/csv")})
        assert "slack one person" in said_in(taken)
        for by in ("gholm", "Greta Holm", "firm\\gholm", "greta.holm@firm.example"):
            shown = said_in(client.get("/adoptions", params={"by": by}))
            assert "1 to 1 of 1" in shown, by
            assert "Greta Holm gholm treasury" in shown, by
        assert "1 to 1 of 1" in said_in(client.get("/adoptions?team=treasury"))
        case = said_in(client.get("/reviews/slack"))
        assert "Use was seen in a log: one new" in case
        assert "One person was seen from this day on, in: Squid" in case
        assert "Greta Holm treasury" in case
        assert "Teams: treasury 1." in case
        row = next(csv.DictReader(io.StringIO(client.get("/adoptions.csv?by=gholm").text)))
        assert (row["person"], row["team"]) == ("gholm", "treasury")


def test_the_directory_is_taken_in_on_the_page(served: str) -> None:
    rows = b"name,mail,department,status\nKim Lee,kim@example.com,Sales,active\nNobody,,,\n"
    with client_of(served, "bo") as client:
        said = said_in(client.post("/imports", data={"form": "directory"}, files={"file": ("d.csv", rows, "text/csv")}))
        assert "d.csv: one of two entries taken in." in said
        assert "Line 3:" in said
        assert "Kim Lee" in said_in(client.get("/people?q=kim@example.com"))


def test_names_in_logs_that_belong_to_nobody_are_there_to_be_named(served: str) -> None:
    log = "".join(entry(host="acme.slack.com", user=user) for user in ("p17", "anna")).encode()
    with client_of(served, "bo") as client:
        client.post("/people/names", data={"who": "anna", "called": "anna"})
        client.post("/imports", data={"form": "log"}, files={"file": ("proxy.log", log, "text/plain")})
        shown = client.get("/people")
        assert "One name in logs belongs to nobody yet" in said_in(shown)
        assert 'value="p17"' in client.get("/people?called=p17").text
        assert client.post("/people/names", data={"who": "cy", "called": "p17"}).status_code == 303
        assert "to nobody yet" not in said_in(client.get("/people"))
        wrong = said_in(client.post("/people/left", data={"leaver": "p18"}))
        assert "Nobody is known as 'p18'. See who is." in wrong
        assert "byot people" not in wrong


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


def test_what_a_leaver_left_behind_is_shown_until_it_is_cleared(served: str) -> None:
    with client_of(served, "bo") as client, client_of(served, "anna") as anna:
        anna.post("/adoptions", data={"tool": "slack", "plan": "free", "data": "phi"})
        case = re.search(r'href="(/reviews/r-\w+)"', client.get("/reviews").text)
        assert case
        for said in ({"leaver": "nobody"}, {"leaver": ""}, {"leaver": "anna", "on": "soon"}):
            assert client.post("/people/left", data=said).status_code == 422
        assert "Left behind" not in said_in(client.get("/people"))
        assert client.post("/people/left", data={"leaver": "anna", "on": "2026-11-20"}).status_code == 303
        shown = said_in(client.get("/people"))
        assert "left 20 Nov 2026, 1 left behind" in shown
        assert "Take over what is still needed" in shown
        assert "left behind, 20 Nov 2026" in said_in(client.get("/adoptions?state=left_behind"))
        assert "1 left behind by who has left" in said_in(client.get("/adoptions"))
        assert "left behind since 20 Nov 2026" in said_in(client.get(case[1]))
        assert client.post("/people/back", data={"who": "anna"}).status_code == 303
        assert "Nothing matches." in said_in(client.get("/adoptions?state=left_behind"))
        client.post("/people/left", data={"leaver": "anna"})
        gone = {"who": "anna", "tool": "slack", "did": "taken_over"}
        assert client.post("/people/behind", data=gone).status_code == 303
        assert client.post("/people/behind", data=gone).status_code == 404
        assert "What to do" not in said_in(client.get("/people"))


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


def test_who_says_not_me_is_heard_on_the_case(served: str, filled_store: Store, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text(entry("zulip.com", "anna"))
    discover(filled_store, [log])
    with client_of(served, "anna") as anna, client_of(served, "bo") as bo:
        anna.post(re.search(r'formaction="(/adoptions/a-\w+/dispute)"', anna.get("/me").text)[1])  # type: ignore[index]
        case = re.search(r'href="(/reviews/r-\w+)"', bo.get("/reviews").text)
        assert case
        shown = bo.get(case[1])
        assert "says: not me" in said_in(shown)
        answer = re.search(r'action="(/disputes/a-\w+)"', shown.text)
        assert answer
        assert bo.post(answer[1], data={"said": "perhaps"}).status_code == 422
        assert bo.post(answer[1], data={"said": "not_theirs", "case": case[1].split("/")[2]}).status_code == 303
        assert "Nobody uses it now." in said_in(bo.get(case[1]))
        assert "taken back" in said_in(anna.get("/me"))
        assert "What a log showed about Zulip counts for nothing now." in said_in(
            anna.get(answer[1].replace("disputes", "adoptions"))
        )
