"""Facts that move under a standing decision open its case again, once, naming the fact and whom it touches."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from catalog import audit, people, review
from catalog.adoption import register
from catalog.adoption.listing import listing
from catalog.adoption.register import Declaration
from catalog.models.evidence import Fact
from catalog.models.review import Event
from catalog.moment import now
from catalog.review import Draft, Wish, reopening
from catalog.store import Store

NEXT_MONTH = now().date() + timedelta(days=30)
GRID: dict[str, Any] = {"plan": "enterprise-grid", "data": ("phi",)}


@pytest.fixture
def desk(filled_store: Store) -> Store:
    """Slack's Enterprise Grid, approved for patient data, and two who use it: one for patients, one for notes."""

    def work(session: Session) -> None:
        people.settle(session)
        register.declare(session, Declaration("slack", "anna", **GRID))
        register.declare(session, Declaration("slack", "cy", plan="enterprise-grid", data=("internal",)))
        review.decide(session, Draft("slack", "sanctioned", "Signed.", NEXT_MONTH, "bo"))

    filled_store.transact(work)
    return filled_store


def withdraw(store: Store, fact: str = "hipaa_baa", **given: Any) -> Fact:
    """Record that the page says no today."""
    with store.write() as session:
        old = session.exec(
            select(Fact).where(Fact.fact == fact, col(Fact.plan) == "enterprise-grid").order_by(col(Fact.id).desc())
        ).first()
        assert old is not None
        kept = old.model_dump(exclude={"id", "key", "value"})
        told = {"value": "no", "strength": "contract", "recorded_at": now(), "observed_at": now(), "valid_from": now()}
        new = Fact(**{**kept, **told, **given}, key=f"test-{fact}")
        session.add(new)
        session.flush()
        return new


def recheck(store: Store, at: datetime | None = None) -> list[dict[str, Any]]:
    return store.transact(lambda session: reopening.recheck(session, at))


def test_nothing_moved_and_nothing_is_opened(desk: Store) -> None:
    assert recheck(desk) == []
    with desk.session() as session:
        assert review.queue(session) == []


def test_a_baa_withdrawn_opens_the_case_names_the_fact_and_whom_it_touches(desk: Store) -> None:
    fact = withdraw(desk)
    told = recheck(desk)
    assert [(one["criterion"], one["text"]) for one in told if one["criterion"] == "hipaa_baa"] == [
        ("hipaa_baa", "BAA on Enterprise Grid: held, does not hold any more.")
    ]
    baa = next(one for one in told if one["criterion"] == "hipaa_baa")
    assert baa["fact"] == {"id": fact.id, "url": fact.url}
    with desk.session() as session:
        case = review.case(session, baa["review"])
        by = {one["id"]: one["by"] for one in listing(session, tool="slack")}
        assert [by[reference] for reference in baa["adoptions"]] == ["anna"]
        assert (case.row["state"], case.row["opened_because"]) == ("opened", told[0]["text"])
        assert case.reopenings[0]["text"] == told[0]["text"]
        assert [one["in_force"] for one in case.decisions] == [True]
        assert audit.verify(session).problems == []
    assert recheck(desk) == []


def test_a_case_that_was_put_away_comes_back_when_a_fact_moves(desk: Store) -> None:
    def put_away(session: Session) -> str:
        reference = review.reopen(session, "slack", "bo", "Looking again.").reference
        review.act(session, [reference], Wish("snooze", "bo", until=NEXT_MONTH))
        return reference

    reference = desk.transact(put_away)
    with desk.session() as session:
        assert review.queue(session) == []
    withdraw(desk)
    recheck(desk)
    with desk.session() as session:
        assert [row["id"] for row in review.queue(session)] == [reference]


def test_what_the_decision_lifts_by_name_does_not_open_it(desk: Store) -> None:
    lifted = Draft("slack", "sanctioned", "Their counsel agreed.", NEXT_MONTH, "bo", overrides=("baa",))
    desk.transact(lambda session: review.decide(session, lifted).reference)
    withdraw(desk)
    assert [one for one in recheck(desk) if one["criterion"] == "hipaa_baa"] == []


def test_it_is_due_when_facts_came_in_or_a_day_has_passed(desk: Store) -> None:
    def due(at: datetime) -> bool:
        with desk.session() as session:
            return reopening.is_due(session, at)

    assert due(now())
    recheck(desk)
    assert not due(now())
    assert due(now() + timedelta(days=1))
    withdraw(desk)
    assert due(now())
    assert desk.transact(reopening.recheck_if_due) != []
    assert desk.transact(reopening.recheck_if_due) == []
    with desk.session() as session:
        told = session.exec(select(Event.what).where(Event.subject == reopening.SUBJECT)).all()
    assert len(told) == 2
