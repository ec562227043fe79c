"""What each log covers, which are silent, and what none of them sees."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from catalog import people
from catalog.adoption import origins, register
from catalog.adoption.discovering import discover
from catalog.adoption.register import Declaration
from catalog.models.register import Person
from catalog.store import Store
from tests.catalog.entries import DAY, entry, sign_in

AT = datetime.fromtimestamp(DAY, UTC) + timedelta(days=20)


@pytest.fixture
def seen(filled_store: Store, tmp_path: Path) -> dict[str, Any]:
    """Twelve told of Trello, a proxy showed sixteen people at it, and a sign-on ten; eight of each are the same."""

    def work(session: Session) -> None:
        session.add_all(Person(slug=f"p{number}", name=f"Person {number}") for number in range(40))
        people.settle(session)
        for number in range(12):
            register.declare(session, Declaration("trello", f"p{number}", data=("internal",)))
        register.declare(session, Declaration("slack", "p0", data=("internal",)))
        gone = register.declare(session, Declaration("trello", "p39"))
        register.withdraw(session, gone.reference, "p39")

    filled_store.transact(work)
    proxy = tmp_path / "access.log"
    proxy.write_text("".join(entry("trello.com", f"p{number}") for number in range(4, 20)))
    proxy.write_text(
        proxy.read_text() + entry("trello.com", "stranger") + entry("slack.com", "p1", result="TCP_DENIED/403")
    )
    sign_on = tmp_path / "okta.jsonl"
    sign_on.write_text("".join(sign_in("Trello", f"p{number}") for number in range(12, 22)))
    assert not discover(filled_store, [proxy, sign_on]).problems
    with filled_store.session() as session:
        return origins.coverage(session, AT, {"squid": 30})


def test_told_against_seen_estimates_what_is_neither(seen: dict[str, Any]) -> None:
    trello = seen["tools"][0]
    assert (trello["tool"], trello["in_first"], trello["in_second"], trello["in_both"]) == ("trello", 12, 18, 8)
    assert trello["found"] == 22
    assert trello["estimate"]["total"] == round(13 * 19 / 9 - 1) == 26
    assert trello["estimate"]["unseen"] == 4
    assert trello["estimate"]["low"] <= 26 <= trello["estimate"]["high"]
    assert (seen["overall"]["in_first"], seen["overall"]["in_second"], seen["overall"]["in_both"]) == (13, 18, 8)


def test_where_too_little_overlaps_no_number_is_given_but_the_reason(seen: dict[str, Any]) -> None:
    slack = next(row for row in seen["tools"] if row["tool"] == "slack")
    assert (slack["estimate"], slack["why_none"]) == (None, "only one of the two found any")


def test_each_log_is_told_with_what_it_alone_shows_and_since_when_it_is_silent(seen: dict[str, Any]) -> None:
    rows = {row["origin"]: row for row in seen["origins"]}
    assert (rows["squid"]["uses"], rows["squid"]["people"], rows["squid"]["only_here"]) == (16, 16, 0)
    assert (rows["okta"]["uses"], rows["okta"]["only_here"]) == (10, 2)
    assert {row["silent_since"] for row in rows.values()} == {"2026-11-24"}
    assert [(pair["first"], pair["second"], pair["in_both"]) for pair in seen["pairs"]] == [("okta", "squid", 8)]


def test_a_name_that_is_nobody_s_is_counted_apart(seen: dict[str, Any]) -> None:
    assert seen["under_nobodys_name"] == 1
    assert seen["reconciled"] == {"declared": 5, "detected": 11, "both": 8}
    assert len(seen["assumptions"]) == 4


def test_what_was_seen_long_ago_is_no_overlap_today(filled_store: Store, seen: dict[str, Any]) -> None:
    with filled_store.session() as session:
        later = origins.coverage(session, AT + origins.WITHIN, {})
        assert len(session.exec(select(Person)).all()) >= 40
    assert (later["overall"]["in_second"], later["overall"]["estimate"], later["pairs"]) == (0, None, [])
