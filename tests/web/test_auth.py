"""Local mode: named people, and never beyond this machine."""

import subprocess
import sys

import pytest
from sqlmodel import select

from catalog import people
from catalog.adoption import roles
from catalog.errors import BadUse, NotAllowed
from catalog.models.register import Person
from catalog.store import Store
from tests.web.asking import acting, client_at, client_of, get
from web.auth import BANNER, PEOPLE, LocalMode, require, require_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"])
def test_local_mode_listens_on_loopback(host: str) -> None:
    require_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1", "example.org", "", "127.0.0.1.example.org"])
def test_local_mode_is_refused_beyond_loopback(host: str) -> None:
    with pytest.raises(BadUse, match="Local mode"):
        require_loopback(host)


def test_serve_beyond_loopback_ends_with_2_and_one_line() -> None:
    program = "import sys; from web.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", program, "serve", "--host", "0.0.0.0"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert "Local mode lets anyone act as anyone" in ended.stderr


def test_the_people_are_recorded_once(store: Store) -> None:
    for _ in range(2):
        LocalMode().settle(store)
    with store.session() as session:
        found = {person.slug: person.roles for person in session.exec(select(Person))}
    assert found == {"anna": ["employee"], "bo": ["employee", "reviewer"], "cy": ["employee", "planner"]}


def test_without_a_choice_one_holds_the_fewest_rights() -> None:
    assert min(PEOPLE, key=lambda actor: len(actor.roles)) == PEOPLE[0]


def test_who_may_not_is_told_whom_to_ask() -> None:
    with pytest.raises(NotAllowed, match=r"This page is for reviewers\. Ask Bo if you need it\."):
        require(PEOPLE[0], ("reviewer",), PEOPLE)
    require(PEOPLE[1], ("reviewer",), PEOPLE)


def test_every_page_is_loud_about_local_mode(served: str) -> None:
    for path in ("/", "/tools", "/check?q=slack", "/nowhere", "/keys"):
        assert BANNER in get(served + path).text


def test_who_was_made_a_reviewer_may_be_chosen_and_reviews(served: str, filled_store: Store) -> None:
    with client_of(served, "anna") as client:
        client.post("/adoptions", data={"tool": "slack", "data": "phi"})
        assert client.post("/acting", data={"person": "kim"}).status_code == 422
        filled_store.transact(lambda session: people.person_for(session, "Kim").slug)
        filled_store.transact(lambda session: roles.give(session, "kim", "reviewer", "bo"))
        assert 'value="kim"' in client.get("/acting").text
        chosen = client.post("/acting", data={"person": "kim"})
        assert chosen.status_code == 303
    with client_of(served, "kim") as client:
        assert client.get("/reviews").status_code == 200


def test_one_acts_as_the_person_chosen(served: str) -> None:
    with client_at(served, headers={"Origin": served}) as client:
        assert "You act as Anna" in client.get("/").text
        assert client.post("/acting", data={"person": "bo"}).status_code == 303
        assert "You act as Bo" in client.get("/").text
        assert client.post("/acting", data={"person": "root"}).status_code == 422
        assert "You act as Bo" in client.get("/").text


def test_nobody_acts_as_who_has_left(served: str) -> None:
    with client_at(served, headers={"Origin": served}, cookies=acting("bo")) as client:
        assert client.post("/people/left", data={"leaver": "cy", "on": "2026-11-20"}).status_code == 303
        assert "left on 20 Nov 2026" in client.get("/acting").text
        refused = client.post("/acting", data={"person": "cy"})
        assert (refused.status_code, "Cy has left, on 2026-11-20" in refused.text) == (403, True)
    for path in ("/me", "/consolidation"):
        there = get(served + path, cookies=acting("cy"))
        assert (there.status_code, '<a class="button" href="/acting">Choose who you are</a>' in there.text) == (
            403,
            True,
        )


def test_an_unknown_person_in_the_cookie_is_nobody_special(served: str) -> None:
    assert "You act as Anna" in get(served, cookies=acting("root")).text
