"""People who have left: they count nowhere, and what they used is left behind until it is taken over or deleted."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlmodel import Session, select

from catalog import audit, people, review
from catalog.adoption import erasing, leaving, merging, register
from catalog.adoption.directory import load_people
from catalog.adoption.discovering import discover
from catalog.adoption.register import Declaration
from catalog.adoption.trends import trends
from catalog.consolidation.overlap import uses
from catalog.errors import BadUse, Conflicting, NotAllowed, NotFound
from catalog.exporters._past import adoptions_at
from catalog.models.register import Adoption, Person
from catalog.models.review import Event
from catalog.models.tool import Tool
from catalog.moment import Moment, now, start_of
from catalog.review import Wish
from catalog.review.queue import queue
from catalog.review.reach import reach
from catalog.store import Store
from tests.catalog.entries import entry

TODAY = now().date()
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)
LAST_SEEN = YESTERDAY
Told = TypeVar("Told")


@pytest.fixture
def used(filled_store: Store) -> Store:
    """A store in which Kim and Anna use Slack, Kim for patient data."""
    filled_store.transact(people.settle)
    with filled_store.write() as session:
        register.declare(session, Declaration("slack", "kim", plan="free", data=("phi",)))
        register.declare(session, Declaration("slack", "anna"))
    return filled_store


def asked(store: Store, work: Callable[[Session], Told]) -> Told:
    with store.session() as session:
        return work(session)


def see(store: Store, folder: Path, host: str, day: date) -> None:
    """Read a log that shows Kim at a host on a day."""
    log = folder / "access.log"
    log.write_text(entry(host, "kim", start_of(day).timestamp()))
    discover(store, [log])


def kims(store: Store) -> dict[str, Any]:
    """Give Kim's adoption, as it is told."""
    (told,) = asked(store, lambda session: register.listing(session, by="kim"))
    return told


def counted(session: Session) -> tuple[int, int, int]:
    """Give the people at Slack by the queue, the plan, and the trend of today."""
    tool = session.exec(select(Tool.id).where(Tool.slug == "slack")).one() or 0
    found = reach(session, [tool], now().date())
    planned = {use.person for use in uses(session, Moment(now(), now())) if use.tool_id == tool}
    weeks = trends(session, now())["weeks"]
    return found[tool].people if found else 0, len(planned), weeks[-1]["uses"]


def test_who_has_left_counts_nowhere_and_stays_in_the_register(used: Store) -> None:
    assert asked(used, counted) == (2, 2, 2)
    told = used.transact(lambda session: leaving.left(session, "kim", "bo", YESTERDAY))
    assert told == {"person": "kim", "left_on": YESTERDAY.isoformat(), "adoptions": [kims(used)["id"]]}
    assert asked(used, counted) == (1, 1, 1)
    mine = kims(used)
    assert (mine["plan"], mine["data"], mine["state"]) == ("free", ["phi"], "declared")
    assert mine["left_behind"] == {"since": YESTERDAY.isoformat(), "used_until": None}
    before = Moment(now() - timedelta(days=2), now())
    with used.write() as session:
        for one in session.exec(select(Adoption)):
            one.since = YESTERDAY - timedelta(days=9)
    assert len(asked(used, lambda session: uses(session, before))) == 2
    used.transact(lambda session: leaving.back(session, "kim", "bo"))
    assert asked(used, counted) == (2, 2, 2)
    assert kims(used)["left_behind"] is None
    with used.session() as session:
        events = session.exec(select(Event.what).where(Event.subject == "person:kim")).all()
        assert list(events) == ["person left", "person is back"]
        assert audit.verify(session).problems == []


def test_who_leaves_tomorrow_is_there_today(used: Store) -> None:
    used.transact(lambda session: leaving.left(session, "kim", "bo", TOMORROW))
    assert asked(used, counted)[:2] == (2, 2)
    assert kims(used)["left_behind"] is None
    later = Moment(now() + timedelta(days=1), now())
    assert len(asked(used, lambda session: uses(session, later))) == 1


def test_a_reviewer_who_has_left_may_decide_nothing_and_the_last_one_stays(used: Store) -> None:
    with pytest.raises(Conflicting, match="only reviewer"), used.write() as session:
        leaving.left(session, "bo", "bo")
    with used.write() as session:
        people.person_for(session, "eve").roles = ["employee", "reviewer"]
        leaving.left(session, "bo", "eve")
    with pytest.raises(NotAllowed) as refused, used.write() as session:
        leaving.back(session, "bo", "bo")
    assert refused.value.mend == "ask eve"


def test_a_case_of_who_has_left_is_anybodys(used: Store) -> None:
    (case,) = (row["id"] for row in asked(used, queue))
    with used.write() as session:
        people.person_for(session, "eve").roles = ["employee", "reviewer"]
        review.act(session, [case], Wish("assign", "bo"))
        assert review.act(session, [case], Wish("acknowledge", "eve")).left == [
            {"review": case, "why": "Bo has it open"}
        ]
        leaving.left(session, "bo", "eve")
        assert review.act(session, [case], Wish("acknowledge", "eve")).done == [case]


def test_who_has_left_declares_and_changes_nothing_and_a_survey_of_before_still_counts(used: Store) -> None:
    mine = kims(used)["id"]
    used.transact(lambda session: leaving.left(session, "kim", "bo", YESTERDAY))
    with pytest.raises(NotAllowed, match=f"kim has left, on {YESTERDAY}"), used.write() as session:
        register.declare(session, Declaration("trello", "kim"))
    with pytest.raises(NotAllowed, match="byot people back kim"), used.write() as session:
        register.stop(session, mine, "kim")
    with used.write() as session:
        told = register.declare(session, Declaration("trello", "kim"), imported=True)
        assert register.document(session, told)["left_behind"] is not None


def test_what_is_left_behind_is_listed_with_what_to_do_and_cleared(used: Store) -> None:
    with used.write() as session:
        register.declare(session, Declaration("trello", "kim", account="personal"))
        register.declare(session, Declaration("A Tool Of Nobody", "kim"))
        leaving.left(session, "kim", "bo")
    rows = asked(used, leaving.listing)
    assert [(one["person"], one["tool"], one["plan"], one["account"], one["data"]) for one in rows] == [
        ("kim", "a-tool-of-nobody", None, "company", []), ("kim", "slack", "free", "company", ["phi"]),
        ("kim", "trello", None, "personal", []),
    ]  # fmt: skip
    assert rows.pop(0)["exit"] == []
    assert rows[0]["todo"].startswith("Take over what is still needed")
    assert rows[1]["todo"].startswith("It is their own account")
    assert "data_export" in {one["fact"] for one in rows[1]["exit"]}
    done = used.transact(lambda session: leaving.clear(session, "kim", "slack.com", "deleted", "bo"))
    assert done["adoptions"] == [rows[0]["id"]]
    assert [one["tool"] for one in asked(used, leaving.listing)] == ["a-tool-of-nobody", "trello"]
    for who, tool, deed, error in (("kim", "slack", "deleted", NotFound), ("anna", "slack", "deleted", NotFound),
                                   ("kim", "trello", "forgotten", BadUse)):  # fmt: skip
        with pytest.raises(error), used.write() as session:
            leaving.clear(session, who, tool, deed, "bo")


def test_use_after_the_day_is_flagged_and_comes_first(used: Store, tmp_path: Path) -> None:
    see(used, tmp_path, "slack.com", LAST_SEEN)
    with used.write() as session:
        register.declare(session, Declaration("asana", "kim"))
        leaving.left(session, "kim", "bo", LAST_SEEN)
    assert [one["left_behind"]["used_until"] for one in asked(used, leaving.listing)] == [None, None]
    used.transact(lambda session: leaving.left(session, "kim", "bo", LAST_SEEN - timedelta(days=1)))
    first, second = asked(used, leaving.listing)
    assert (first["tool"], first["left_behind"]["used_until"]) == ("slack", LAST_SEEN.isoformat())
    assert first["todo"].startswith("Somebody still uses the account")
    assert (second["tool"], second["left_behind"]["used_until"]) == ("asana", None)


def test_what_was_deleted_and_is_used_again_is_flagged_anew(used: Store, tmp_path: Path) -> None:
    see(used, tmp_path, "slack.com", LAST_SEEN - timedelta(days=9))
    with used.write() as session:
        leaving.left(session, "kim", "bo", LAST_SEEN - timedelta(days=5))
        leaving.clear(session, "kim", "slack", "deleted", "bo", start_of(LAST_SEEN - timedelta(days=3)))
    assert asked(used, leaving.listing) == []
    see(used, tmp_path, "slack.com", LAST_SEEN)
    (again,) = asked(used, leaving.listing)
    assert (again["tool"], again["state"]) == ("slack", "ended")
    assert again["left_behind"]["used_until"] == LAST_SEEN.isoformat()
    used.transact(lambda session: leaving.clear(session, "kim", "slack", "deleted", "bo"))
    assert asked(used, leaving.listing) == []


def test_the_register_of_a_past_day_says_who_had_left_by_then(used: Store) -> None:
    used.transact(lambda session: leaving.left(session, "kim", "bo", TOMORROW))
    for at, since in ((now(), None), (now() + timedelta(days=1), TOMORROW.isoformat())):
        with used.session() as session:
            told = {one["by"]: one["left_behind"] for one in adoptions_at(session, at)}
        assert told == {"anna": None, "kim": since and {"since": since, "used_until": None}}


def test_a_leaver_who_is_erased_is_not_counted_again(used: Store, tmp_path: Path) -> None:
    see(used, tmp_path, "trello.com", LAST_SEEN)
    with used.write() as session:
        leaving.left(session, "kim", "bo")
        wish = erasing.ask(session, "kim")
        erasing.answer(session, wish["id"], "bo", erase=True)
    assert asked(used, lambda session: len(uses(session, Moment(now(), now())))) == 1


def test_who_may_say_it_and_of_whom(used: Store) -> None:
    for who, by, on, error in (
        ("kim", "anna", None, NotAllowed), ("nobody at all", "bo", None, NotFound), ("kim", "bo", date.min, BadUse),
    ):  # fmt: skip
        with pytest.raises(error), used.write() as session:
            leaving.left(session, who, by, on)
    with pytest.raises(Conflicting), used.write() as session:
        leaving.back(session, "kim", "bo")


DIRECTORY = """login,displayName,accountEnabled,employeeLeaveDateTime,status
kim,Kim Roe,false,,
ann,Ann Lee,true,2026-11-02T00:00:00Z,
lee,Lee Day,true,2031-01-31,active
max,Max Poe,,,Terminated
ida,Ida Fox,true,,on leave
ola,Ola Nye,true,soon,
"""


def test_a_directory_says_who_has_left_and_never_by_leaving_somebody_out(used: Store, tmp_path: Path) -> None:
    file = tmp_path / "directory.csv"
    file.write_text(DIRECTORY)
    told = load_people(used, file, "bo")
    assert (told["people"], told["left"], [one["line"] for one in told["unusable"]]) == (5, 4, [7])
    days = {"kim": TODAY, "ann": date(2026, 11, 2), "lee": date(2031, 1, 31), "max": TODAY, "ida": None}
    with used.session() as session:
        known = {one.slug: one.left_on for one in session.exec(select(Person))}
    assert {name: known[name] for name in days} == days
    assert (known["anna"], known.get("ola")) == (None, None)
    assert load_people(used, file, "bo")["left"] == 0
    listed = {one["name"]: one["left_on"] for one in asked(used, merging.listing)}
    assert (listed["Ann Lee"], listed["Ida Fox"]) == ("2026-11-02", None)
