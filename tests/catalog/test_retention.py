"""What logs show of people goes when its time is over; sums stay, and what people said themselves."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from catalog import audit, people
from catalog.adoption import register, retention
from catalog.adoption.discovering import discover
from catalog.adoption.listing import listing
from catalog.adoption.register import Declaration
from catalog.adoption.trends import trends
from catalog.errors import BadData
from catalog.exporters._past import adoptions_at
from catalog.models.register import Adoption, Grant, Identity, Origin, Sighting
from catalog.models.review import Event
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.store import Store
from tests.catalog.entries import DAY, entry

SECONDS = 86_400
AT = datetime.fromtimestamp(DAY, UTC)
LIMITS = {"squid": 30}


@pytest.fixture
def seen(filled_store: Store, tmp_path: Path) -> Store:
    """A proxy showed kim and lee at Trello long ago, anna too, and lee again lately; anna has told us of it."""

    def declare(session: Session) -> None:
        people.settle(session)
        register.declare(session, Declaration("trello", "anna", data=("internal",)))

    filled_store.transact(declare)
    log = tmp_path / "access.log"
    old = [entry("trello.com", who, DAY - days * SECONDS) for who in ("kim", "lee", "anna") for days in (60, 59, 95)]
    log.write_text("".join([*old, entry("trello.com", "lee", DAY - 2 * SECONDS)]))
    assert discover(filled_store, [log]).new_proposals == 3
    return filled_store


def sightings(store: Store) -> list[tuple[str, date | None, int]]:
    with store.session() as session:
        rows = session.exec(select(Sighting)).all()
        return sorted((one.user, one.day, one.events) for one in rows)


def adoptions(store: Store) -> dict[str, dict[str, Any]]:
    with store.session() as session:
        return {"unnamed" if one["by"].startswith(retention.UNNAMED) else one["by"]: one for one in listing(session)}


def test_beyond_the_limit_sums_by_month_are_all_that_stays_of_people(seen: Store) -> None:
    before = sum(events for *_, events in sightings(seen))
    [done] = retention.purge(seen, LIMITS, AT)
    assert done == {"origin": "squid", "days": 30, "before": "2026-10-25", "rows": 9, "people": 3, "unnamed": 2}
    assert sightings(seen) == [
        ("", date(2026, 8, 1), 3), ("", date(2026, 9, 1), 6), ("lee", date(2026, 11, 22), 1),
    ]  # fmt: skip
    assert sum(events for *_, events in sightings(seen)) == before
    told = adoptions(seen)
    assert (told["unnamed"]["state"], told["unnamed"]["until"]) == ("ended", "2026-09-26")
    assert (told["lee"]["state"], told["lee"]["since"]) == ("proposed", "2026-08-21")
    assert [each["kind"] for each in told["anna"]["evidence"]] == ["declared", "detected"]
    with seen.session() as session:
        assert session.exec(select(func.count()).select_from(Adoption).where(Adoption.who == "kim")).one() == 0
        assert session.exec(select(Identity.value).where(Identity.value == "kim")).all() == []
        weeks = {week["until"]: week["uses"] for week in trends(session, AT)["weeks"]}
        assert weeks["2026-09-22"] == 2, "the count of then stays"


def test_the_trail_tells_it_and_the_past_names_nobody_who_is_gone(seen: Store) -> None:
    with seen.session() as session:
        assert {one["by"] for one in adoptions_at(session, now())} == {"anna", "kim", "lee"}
    retention.purge(seen, LIMITS, AT)
    with seen.session() as session:
        last = session.exec(select(Event).order_by(col(Event.id).desc()).limit(1)).one()
        assert (last.who, last.what) == ("retention", "sightings purged")
        assert audit.verify(session).problems == []
        assert {one["by"] for one in adoptions_at(session, now())} == {"anna", "lee"}
        assert "kim" not in last.content


def test_a_log_that_grows_brings_no_day_back_that_was_folded(seen: Store, tmp_path: Path) -> None:
    log, today = tmp_path / "access.log", now()
    limits = {"squid": (today - AT).days + 30}
    retention.purge(seen, limits, today)
    folded, told = sightings(seen), adoptions(seen)
    with log.open("a") as file:
        file.write(entry("trello.com", "pat", DAY))
    policy = tmp_path / "policy.yaml"
    policy.write_text(f"policy: a\nretention: {{squid: {limits['squid']}}}\n")
    found = discover(seen, [log], policy=policy)
    assert (found.new_sightings, found.new_proposals) == (1, 1)
    assert sightings(seen) == [*folded, ("pat", AT.date(), 1)]
    assert {who: one["id"] for who, one in adoptions(seen).items() if who != "pat"} == {
        who: one["id"] for who, one in told.items()
    }
    assert retention.purge(seen, limits, today) == []


def test_it_is_done_once_and_a_rehearsal_does_nothing(seen: Store) -> None:
    before = sightings(seen)
    [rehearsed] = retention.purge(seen, LIMITS, AT, rehearse=True)
    assert sightings(seen) == before
    assert retention.purge(seen, LIMITS, AT) == [rehearsed]
    after = sightings(seen)
    assert retention.purge(seen, LIMITS, AT) == []
    assert retention.purge(seen, {"okta": 1}, AT) == []
    assert sightings(seen) == after
    [more] = retention.purge(seen, {"other": 1}, AT)
    assert (more["rows"], sightings(seen)[-1]) == (1, ("", date(2026, 11, 1), 1))


def test_what_somebody_said_of_a_proposal_stays_theirs(seen: Store) -> None:
    def confirm(session: Session) -> None:
        kim = session.exec(select(Adoption).where(Adoption.who == "kim")).one()
        kim.state = "confirmed"
        session.add(kim)

    seen.transact(confirm)
    [done] = retention.purge(seen, LIMITS, AT)
    assert done["unnamed"] == 1
    assert adoptions(seen)["kim"]["evidence"][0]["origin"] is None


def test_who_let_which_app_at_what_is_kept_without_whom(seen: Store) -> None:
    def grant(session: Session) -> None:
        origin = session.exec(select(Origin)).one()
        tool = session.exec(select(Tool.id).where(Tool.slug == "slack")).one()
        for who, scope, risk in (("kim", "a", "low"), ("lee", "b", "high")):
            session.add(Grant(origin_id=origin.id or 0, tool_id=tool, client="App", user=who, scopes=[scope], risk=risk,
                              day=date(2026, 9, 4)))  # fmt: skip

    seen.transact(grant)
    retention.purge(seen, LIMITS, AT)
    with seen.session() as session:
        left = session.exec(select(Grant)).one()
    assert (left.user, left.scopes, left.risk, left.day) == ("", ["a", "b"], "high", date(2026, 9, 1))


def test_the_policy_names_limits_and_a_kind_that_nobody_knows_is_refused(seen: Store, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text("policy: a\nretention: {squid: 30, okta_log: 365, other: 730}\n")
    with seen.session() as session:
        limits = retention.limits(session, file)
        assert [retention.limit_of(limits, kind) for kind in ("squid", "okta_log", "zeek")] == [30, 365, 730]
        assert retention.limits(session, None) == {}
        file.write_text("policy: a\nretention: {sqiud: 30}\n")
        with pytest.raises(BadData, match="did you mean squid"):
            retention.limits(session, file)
        file.write_text("policy: a\nretention: {squid: 0}\n")
        with pytest.raises(BadData, match="policy"):
            retention.limits(session, file)


def test_a_log_that_shows_them_again_brings_them_back(seen: Store, tmp_path: Path) -> None:
    retention.purge(seen, LIMITS, AT)
    log = tmp_path / "new.log"
    log.write_text(entry("trello.com", "kim", DAY))
    assert discover(seen, [log]).new_proposals == 1
    assert adoptions(seen)["kim"]["since"] == (AT - timedelta()).date().isoformat()
