"""My tools: all that is known of me, with its source; and the wish to have it erased."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from catalog import audit, people
from catalog.adoption import erasing, merging, register
from catalog.adoption.register import Declaration
from catalog.errors import BadUse, Conflicting, NotAllowed, NotFound
from catalog.models.register import Adoption, Identity, Origin, Sighting
from catalog.models.review import Event
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.store import Store


@pytest.fixture
def used(filled_store: Store) -> Store:
    """A store in which anna told of Slack, and a log showed her there too."""

    def work(session: Session) -> None:
        people.settle(session)
        register.declare(session, Declaration("slack", "anna", data=("internal",), purpose="chat", team="Sales"))
        slack = session.exec(select(Tool).where(Tool.slug == "slack")).one()
        origin = Origin(sha256="0" * 64, file="proxy.log", format="squid", records=1, rejected=0, read_at=now())
        session.add(origin)
        session.flush()
        seen: dict[str, Any] = {"origin_id": origin.id, "tool_id": slack.id, "user": "anna", "events": 3, "blocked": 0}
        session.add(Sighting(**seen, day=date(2026, 11, 2)))
        person = people.find(session, "anna")
        assert person is not None
        session.add(Identity(kind="login", value="anna", person_id=person.id))
        proposed: dict[str, Any] = {
            "kind": "detected",
            "state": "proposed",
            "tool_id": slack.id,
            "who": "anna",
            "person_id": person.id,
        }
        session.add(Adoption(reference="a-seen", **proposed, recorded_at=now(), changed_at=now()))
        session.flush()

    filled_store.transact(work)
    return filled_store


def known(store: Store, who: str = "anna") -> dict[str, Any]:
    with store.session() as session:
        return erasing.known_of(session, who)


def test_what_is_known_names_its_sources(used: Store) -> None:
    told = known(used)
    sources = {source["kind"]: source for one in told["adoptions"] for source in one["evidence"]}
    assert set(sources) == {"declared", "detected"}
    assert (sources["detected"]["origin"], sources["detected"]["first"]) == ("proxy.log", "2026-11-02")
    assert [name["name"] for name in told["names"]] == ["anna"]
    assert known(used, "somebody")["adoptions"] == []


def test_erased_is_the_person_and_not_the_count(used: Store) -> None:
    asked = used.transact(lambda session: erasing.ask(session, "anna", text="please"))
    assert asked["due"] == (now() + timedelta(days=30)).date().isoformat()
    with pytest.raises(Conflicting):
        used.transact(lambda session: erasing.ask(session, "anna"))
    with pytest.raises(NotAllowed):
        used.transact(lambda session: erasing.answer(session, asked["id"], "anna", erase=True))
    done = used.transact(lambda session: erasing.answer(session, asked["id"], "bo", erase=True))
    assert (done["state"], known(used)["adoptions"], known(used)["names"]) == ("done", [], [])
    with used.session() as session:
        adoptions, sightings = session.exec(select(Adoption)).all(), session.exec(select(Sighting)).all()
        assert {one.who[:7] for one in adoptions} | {one.user[:7] for one in sightings} == {"erased-"}
        assert {(one.purpose, one.team_id) for one in adoptions} == {(None, None)}
        assert audit.verify(session).problems == []
        told = [one.what for one in session.exec(select(Event))]
    assert told[-2:] == ["erasure asked", "erasure done"]


def test_what_somebody_asked_who_was_merged_since_is_erased_at_the_one_who_is_kept(used: Store) -> None:
    asked = used.transact(lambda session: erasing.ask(session, "anna"))
    used.transact(lambda session: merging.merge(session, "cy", "anna", "bo"))
    assert [one["id"] for one in known(used, "cy")["erasures"]] == [asked["id"]]
    used.transact(lambda session: erasing.answer(session, asked["id"], "bo", erase=True))
    assert known(used, "cy")["adoptions"] == []


def test_who_declines_says_why_and_nobody_asks_for_anothers(used: Store) -> None:
    mine = known(used)["adoptions"][0]["id"]
    with pytest.raises(NotFound):
        used.transact(lambda session: erasing.ask(session, "cy", mine))
    asked = used.transact(lambda session: erasing.ask(session, "anna", mine))
    with pytest.raises(BadUse):
        used.transact(lambda session: erasing.answer(session, asked["id"], "bo", erase=False))
    said = used.transact(lambda session: erasing.answer(session, asked["id"], "bo", erase=False, text="A hold."))
    assert (said["state"], said["answer"]) == ("declined", "A hold.")
    assert known(used)["adoptions"] != []


def test_who_asked_takes_it_back_while_it_waits(used: Store) -> None:
    asked = used.transact(lambda session: erasing.ask(session, "anna"))
    with pytest.raises(NotFound):
        used.transact(lambda session: erasing.withdraw(session, asked["id"], "bo"))
    told = used.transact(lambda session: erasing.withdraw(session, asked["id"], "anna"))
    assert (told["state"], told["by"]) == ("withdrawn", "anna")
    with used.session() as session:
        assert erasing.wishes(session) == []
    with pytest.raises(Conflicting):
        used.transact(lambda session: erasing.withdraw(session, asked["id"], "anna"))
    assert used.transact(lambda session: erasing.ask(session, "anna"))["state"] == "open"


def test_a_use_whose_last_day_has_passed_has_ended_and_waits_for_nobody(filled_store: Store) -> None:
    day = now().date()

    def said(until: date) -> tuple[str, date | None]:
        said = Declaration("trello", "anna", data=("internal",), until=until)
        made = filled_store.transact(lambda session: register.declare(session, said))
        return made.state, made.review_by

    assert said(day - timedelta(days=1)) == ("ended", None)
    assert said(day + timedelta(days=9))[0] == "declared"
