"""Security's cases: the queue, decisions in force at once and as of the past, taken back without a trace lost."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from catalog import audit, people, review
from catalog.adoption import register
from catalog.adoption.register import Declaration
from catalog.check import Question, check
from catalog.errors import BadUse, Conflicting, NotAllowed, NotFound, UnknownPlan, UnknownTool
from catalog.models.register import Department, Person, Team
from catalog.models.review import Decision, Event, Review
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.review import Draft, Wish
from catalog.store import Store

NEXT_MONTH = now().date() + timedelta(days=30)


@pytest.fixture
def desk(filled_store: Store) -> Store:
    """A store with anna, bo the reviewer and cy."""
    with filled_store.write() as session:
        people.settle(session)
    return filled_store


def draft(status: str = "sanctioned", tool: str = "slack", **given: Any) -> Draft:
    usual: dict[str, Any] = {"reason": "We looked at it.", "expires": NEXT_MONTH, "by": "bo"}
    return Draft(tool, status, **(usual | given))


def decide(store: Store, one: Draft, at: datetime | None = None) -> dict[str, Any]:
    def work(session: Session) -> dict[str, Any]:
        made = review.decide(session, one, at)
        return review.document(made, session.get_one(Tool, made.tool_id))

    return store.transact(work)


def undo(store: Store, reference: str, by: str = "bo", at: datetime | None = None) -> None:
    store.transact(lambda session: review.undo(session, reference, by, at))


def ask(store: Store, query: str = "slack", at: datetime | None = None, **given: Any) -> tuple[str, str]:
    with store.session() as session:
        told = check(session, Question(query, **given), at).document()
    return told["verdict"], told["basis"]


def declare(store: Store, tool: str, by: str, **given: Any) -> None:
    store.transact(lambda session: register.declare(session, Declaration(tool, by, **given)))


def queue(store: Store, **given: Any) -> list[dict[str, Any]]:
    with store.session() as session:
        return review.queue(session, **given)


def whole(store: Store) -> bool:
    with store.session() as session:
        return audit.verify(session).problems == []


@pytest.mark.parametrize(
    ("status", "given_", "verdict"),
    [
        ("sanctioned", {}, "allowed"),
        ("sanctioned", {"conditions": ("SSO on",)}, "conditions"),
        ("tolerated", {}, "conditions"),
        ("restricted", {"scope": {"data": ["internal"]}}, "conditions"),
        ("restricted", {"scope": {"data": ["public"]}}, "denied"),
        ("prohibited", {}, "denied"),
    ],
)
def test_a_decision_shows_in_the_next_check(desk: Store, status: str, given_: dict[str, Any], verdict: str) -> None:
    assert ask(desk)[1] != "decision"
    decide(desk, draft(status, **given_))
    assert ask(desk) == (verdict, "decision")
    assert whole(desk)


def test_a_failed_gate_is_lifted_only_where_the_decision_names_it(desk: Store) -> None:
    phi: dict[str, Any] = {"plan": "free", "data": ("phi",)}
    assert ask(desk, **phi) == ("denied", "gate")
    decide(desk, draft())
    assert ask(desk, **phi) == ("denied", "gate")
    with desk.session() as session:
        reasons = check(session, Question("slack", **phi)).document()["reasons"]
    failed = {reason["criterion"] for reason in reasons if reason["effect"] == "gate_failed"}
    assert "decision" in {reason["criterion"] for reason in reasons}
    assert failed
    decide(desk, draft(overrides=("baa", "phi_audit_log", "phi_encryption_in_transit")))
    assert ask(desk, **phi) == ("allowed", "decision")


def test_a_scope_covers_only_what_it_names(desk: Store) -> None:
    with desk.write() as session:
        sales = Team(slug="sales", name="Sales")
        session.add(sales)
        session.add(Department(slug="clinic", name="Clinic", industry="medical"))
        session.flush()
        session.exec(select(Person).where(Person.slug == "anna")).one().team_id = sales.id
    decide(desk, draft("prohibited", scope={"team": "Sales", "plan": "Pro", "department": None, "data": []}))
    assert ask(desk, person="anna", plan="pro") == ("denied", "decision")
    assert ask(desk, person="anna", plan="free")[1] != "decision"
    assert ask(desk, person="cy", plan="pro")[1] != "decision"


@pytest.mark.parametrize(
    ("given_", "error"),
    [
        ({"status": "approved"}, BadUse),
        ({"tool": "slakk"}, UnknownTool),
        ({"reason": "  "}, BadUse),
        ({"expires": date(2020, 1, 1)}, BadUse),
        ({"expires": NEXT_MONTH + timedelta(days=400)}, BadUse),
        ({"scope": {"plan": "gold"}}, UnknownPlan),
        ({"scope": {"data": ["secrets"]}}, BadUse),
        ({"scope": {"industry": "naval"}}, BadUse),
        ({"scope": {"team": "nobody"}}, BadUse),
        ({"scope": {"colour": "red"}}, BadUse),
        ({"status": "restricted"}, BadUse),
        ({"overrides": ("no_such_gate",)}, BadUse),
        ({"by": "anna"}, NotAllowed),
        ({"by": "nobody"}, NotAllowed),
    ],
)
def test_what_cannot_be_decided_leaves_nothing_behind(
    desk: Store, given_: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        decide(desk, draft(**given_))
    with desk.session() as session:
        assert session.exec(select(Decision)).all() == []
        assert session.exec(select(Review)).all() == []
        assert session.exec(select(Event)).all() == []


def test_whom_to_ask_is_named_where_one_may_not_decide(desk: Store) -> None:
    with pytest.raises(NotAllowed, match="Bo"):
        decide(desk, draft(by="anna"))


def test_the_last_day_is_the_last(desk: Store) -> None:
    decide(desk, draft("prohibited"))
    end = datetime.fromisoformat(f"{NEXT_MONTH.isoformat()}T23:59:59Z")
    assert ask(desk, at=end) == ("denied", "decision")
    assert ask(desk, at=end + timedelta(seconds=1))[1] != "decision"
    with desk.session() as session:
        told = check(session, Question("slack"), end).document()
    assert f"until {NEXT_MONTH.isoformat()}" in told["reasons"][0]["text"]


def test_one_of_the_same_scope_takes_the_place_of_the_earlier_and_the_past_stays(desk: Store) -> None:
    start = now()
    later = start + timedelta(days=3)
    decide(desk, draft("prohibited", scope={"data": ["internal"]}), start)
    decide(desk, draft("sanctioned"), start)
    decide(desk, draft("tolerated", scope={"data": ["internal", "internal"]}), later)
    at = later + timedelta(days=1)
    assert ask(desk, at=at) == ("conditions", "decision")
    in_between = (start + timedelta(days=1)).isoformat()
    assert ask(desk, at=at, as_of=in_between) == ("denied", "decision")
    assert ask(desk, at=at, known_at=in_between) == ("denied", "decision")
    with desk.session() as session:
        tool = session.exec(select(Tool).where(Tool.slug == "slack")).one()
        told = [(one["status"], one["in_force"]) for one in review.decisions(session, tool, at)]
    assert sorted(told) == [("prohibited", False), ("sanctioned", True), ("tolerated", True)]


def test_undone_within_a_day_it_was_never_made_and_what_it_replaced_is_back(desk: Store) -> None:
    start = now()
    decide(desk, draft("tolerated"), start)
    decide(desk, draft("prohibited"), start + timedelta(hours=1))
    undo(desk, "slack", at=start + timedelta(hours=2))
    at = start + timedelta(hours=3)
    assert ask(desk, at=at) == ("conditions", "decision")
    assert ask(desk, at=at, as_of=(start + timedelta(minutes=90)).isoformat()) == ("conditions", "decision")
    assert ask(desk, at=at, known_at=(start + timedelta(minutes=90)).isoformat()) == ("denied", "decision")
    undo(desk, "slack", at=at)
    assert ask(desk, at=at + timedelta(minutes=1))[1] != "decision"
    assert queue(desk) != []
    assert whole(desk)


def test_undoing_goes_back_step_by_step(desk: Store) -> None:
    start = now()
    for hours, status in enumerate(("sanctioned", "tolerated", "prohibited")):
        decide(desk, draft(status), start + timedelta(hours=hours))
    for hours, verdict in enumerate(("conditions", "allowed"), start=3):
        undo(desk, "slack", at=start + timedelta(hours=hours))
        assert ask(desk, at=start + timedelta(hours=hours, minutes=1)) == (verdict, "decision")
    undo(desk, "slack", at=start + timedelta(hours=6))
    assert ask(desk, at=start + timedelta(hours=7))[1] != "decision"


def test_taken_back_later_it_ends_and_the_past_stays(desk: Store) -> None:
    start = now()
    told = decide(desk, draft("prohibited"), start)
    undo(desk, told["id"], at=start + timedelta(days=5))
    at = start + timedelta(days=6)
    assert ask(desk, at=at)[1] != "decision"
    assert ask(desk, at=at, as_of=(start + timedelta(days=2)).isoformat()) == ("denied", "decision")
    with pytest.raises(NotFound, match="in force"):
        undo(desk, told["id"], at=at)


def test_only_a_reviewer_takes_back(desk: Store) -> None:
    decide(desk, draft("prohibited"))
    with pytest.raises(NotAllowed):
        undo(desk, "slack", by="anna")
    assert ask(desk) == ("denied", "decision")


def test_the_queue_puts_risk_times_reach_first_and_says_why(desk: Store) -> None:
    for number in range(3):
        declare(desk, "slack", f"nurse{number}", plan="free", data=("phi",))
    for number in range(5):
        declare(desk, "trello", f"user{number}")
    declare(desk, "foobar", "anna")
    rows = queue(desk)
    assert [(row["tool"], row["people"], row["rank"]) for row in rows] == [
        ("slack", 3, 96), ("trello", 5, 10), ("foobar", 1, 8),
    ]  # fmt: skip
    assert rows[0]["why"] == "patient data, 3 people, new, a rule stands against it"
    assert (rows[0]["plans"], rows[0]["data"], rows[0]["state"]) == (["free"], ["phi"], "opened")
    late = queue(desk, at=now() + timedelta(days=60))
    assert all(row["why"].startswith("late, ") for row in late)


def test_a_case_that_was_put_away_comes_back_for_an_answer_that_is_due_sooner(desk: Store) -> None:
    declare(desk, "slack", "anna", data=("internal",))
    case = queue(desk)[0]["id"]
    desk.transact(lambda session: review.act(session, [case], Wish("snooze", "bo", until=NEXT_MONTH)))
    declare(desk, "slack", "cy", data=("internal",))
    assert queue(desk) == []
    declare(desk, "slack", "cy", plan="free", data=("phi",))
    assert [row["id"] for row in queue(desk)] == [case]


def test_kinds_of_data_are_named_as_one_would_say_them(desk: Store) -> None:
    for kind in ("phi", "pii", "credentials"):
        declare(desk, "slack", "anna", plan="free", data=(kind,))
    assert queue(desk)[0]["why"].startswith("passwords and keys, patient data and personal data, 1 person")


def test_a_decision_closes_the_case_and_a_new_use_outside_its_scope_opens_another(desk: Store) -> None:
    declare(desk, "slack", "anna", plan="free", data=("phi",))
    decide(desk, draft("tolerated", scope={"data": ["internal"]}))
    assert queue(desk) == []
    assert [row["owner"] for row in queue(desk, state="decided")] == ["bo"]
    declare(desk, "slack", "cy", data=("internal",))
    assert queue(desk) == []
    declare(desk, "slack", "bo", plan="free", data=("phi",))
    assert [row["tool"] for row in queue(desk)] == ["slack"]


def test_an_adoption_waits_for_an_answer_only_while_its_case_is_open(desk: Store) -> None:
    declare(desk, "slack", "anna")
    with desk.session() as session:
        assert register.listing(session, by="anna")[0]["review_by"] is not None
    decide(desk, draft())
    with desk.session() as session:
        assert register.listing(session, by="anna")[0]["review_by"] is None


def test_a_case_shows_verdicts_people_and_decisions(desk: Store) -> None:
    declare(desk, "slack", "anna", plan="free", data=("phi",))
    decide(desk, draft("prohibited", scope={"industry": "medical"}))
    with desk.session() as session:
        told = review.case(session, "slack").document(session)
        same = review.case(session, told["review"]["id"]).document(session)
    assert told == same
    assert told["verdicts"]["medical"] == "denied"
    assert [one["by"] for one in told["adoptions"]] == ["anna"]
    assert [one["scope"] for one in told["decisions"]] == [{"industry": "medical"}]


def test_a_decided_case_can_be_opened_again_while_the_decision_stands(desk: Store) -> None:
    decide(desk, draft("prohibited"))
    desk.transact(lambda session: review.reopen(session, "slack", "bo", "The BAA page changed"))
    assert ask(desk) == ("denied", "decision")
    assert [row["opened_because"] for row in queue(desk)] == ["The BAA page changed"]
    with pytest.raises(Conflicting):
        desk.transact(lambda session: review.reopen(session, "slack", "bo", "again"))
    decide(desk, draft("sanctioned"))
    assert queue(desk) == []
    assert ask(desk) == ("allowed", "decision")


@pytest.mark.parametrize("reference", ["r-0000000000", "slakk", "trello"])
def test_a_case_that_is_not_there_is_named(desk: Store, reference: str) -> None:
    with desk.session() as session, pytest.raises(NotFound):
        review.case(session, reference)


def test_a_decision_about_a_tool_that_was_only_named_holds(desk: Store) -> None:
    declare(desk, "foobar", "anna")
    decide(desk, draft("prohibited", tool="foobar"))
    assert ask(desk, "foobar") == ("denied", "decision")
    undo(desk, "foobar")
    assert ask(desk, "foobar") == ("ask", "unknown_tool")


def test_each_decision_is_an_event_with_all_it_says(desk: Store) -> None:
    told = decide(desk, draft("tolerated", conditions=("SSO on",), overrides=("baa",)))
    undo(desk, told["id"])
    with desk.session() as session:
        kept = [(one.what, one.who) for one in session.exec(select(Event).order_by(Event.id))]  # type: ignore[arg-type]
        content = session.exec(select(Event).where(Event.what == "decided")).one().content
    assert kept == [("review opened", "bo"), ("decided", "bo"), ("decision undone", "bo")]
    assert all(part in content for part in (told["id"], "SSO on", "baa", "tolerated"))
