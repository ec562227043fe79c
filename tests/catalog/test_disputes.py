"""Somebody says that what a log showed was not them: it counts nowhere until a reviewer has looked again."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from catalog import people, review
from catalog.adoption import disputes, register
from catalog.adoption.discovering import discover
from catalog.adoption.trends import trends
from catalog.errors import Conflicting, NotAllowed
from catalog.models.register import Adoption
from catalog.moment import now
from catalog.review import Wish, acts
from catalog.review.queue import queue
from catalog.store import Store
from tests.catalog.entries import entry

STATES = select(Adoption.state).order_by(Adoption.who)


@pytest.fixture
def seen(filled_store: Store, tmp_path: Path) -> Store:
    """A store in which a log shows Kim and Lee at Zulip, and Kim says that it was not them."""
    filled_store.transact(people.settle)
    log = tmp_path / "access.log"
    log.write_text(entry("zulip.com", "kim") + entry("zulip.com", "lee"))

    def declare(session: Session) -> None:
        people.person_for(session, "kim")

    filled_store.transact(declare)
    discover(filled_store, [log])
    filled_store.transact(lambda session: disputes.dispute(session, its(session), "kim").reference)
    return filled_store


def its(session: Session) -> str:
    return session.exec(select(Adoption.reference).where(Adoption.who == "kim")).one()


def answer(store: Store, *, theirs: bool, by: str = "bo") -> str:
    return store.transact(lambda session: disputes.answer(session, its(session), by, theirs=theirs).state)


def told(store: Store) -> tuple[list[tuple[int, str]], int]:
    """Give people and reasons of the open cases, and how many uses there are today."""
    with store.session() as session:
        rows = [(row["people"], row["why"].split(",")[0]) for row in queue(session)]
        return rows, trends(session, now())["weeks"][-1]["uses"]


def test_a_dispute_opens_the_case_and_counts_nowhere_until_it_is_answered(seen: Store) -> None:
    assert told(seen) == ([(1, "1 says it was not them")], 1)
    assert answer(seen, theirs=True) == "confirmed"
    assert told(seen)[1] == 2


def test_a_case_that_was_put_away_comes_back_for_a_dispute(seen: Store) -> None:
    with seen.write() as session:
        later = now().date() + timedelta(days=30)
        review.act(session, [queue(session)[0]["id"]], Wish("snooze", "bo", until=later))
        assert queue(session) == []
        people.person_for(session, "lee")
        lees = session.exec(select(Adoption.reference).where(Adoption.who == "lee")).one()
        session.exec(select(Adoption).where(Adoption.who == "lee")).one().person_id = people.person_for(
            session, "lee"
        ).id
        disputes.dispute(session, lees, "lee")
        assert [row["why"].split(",")[0] for row in queue(session)] == ["2 say it was not them"]


def test_what_was_not_theirs_is_taken_back_and_not_proposed_again(seen: Store, tmp_path: Path) -> None:
    assert answer(seen, theirs=False) == "withdrawn"
    later = tmp_path / "later.log"
    later.write_text(entry("zulip.com", "kim", result="TCP_MISS/200"))
    assert discover(seen, [later]).new_proposals == 0
    assert told(seen)[1] == 1
    with seen.session() as session:
        assert [one["state"] for one in register.listing(session, by="kim")] == ["withdrawn"]


def test_who_closes_the_case_as_no_use_has_answered_and_taking_that_back_asks_again(seen: Store) -> None:
    with seen.write() as session:
        done = review.act(session, [queue(session)[0]["id"]], Wish("false_positive", "bo", text="A test of the proxy."))
        assert session.exec(STATES).all() == ["withdrawn", "withdrawn"]
        acts.undo(session, done.reference or "", "bo")
        assert session.exec(STATES).all() == ["disputed", "proposed"]


def test_only_a_reviewer_answers_and_only_what_is_disputed(seen: Store) -> None:
    with pytest.raises(NotAllowed):
        answer(seen, theirs=True, by="kim")
    answer(seen, theirs=True)
    with pytest.raises(Conflicting, match="nobody disputes"):
        answer(seen, theirs=False)
