"""The register: what people declare, thanked and kept; their own to edit, stop, withdraw."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from catalog import audit, people
from catalog.adoption import clock, register
from catalog.adoption.register import Declaration
from catalog.check import Question, check
from catalog.errors import BadUse, Conflicting, NotFound, UnknownPlan, UnknownTool
from catalog.models.register import Adoption, Department, Person
from catalog.models.review import Event, Review
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.store import Store


def declare(store: Store, tool: str = "trello", by: str = "anna", **given: Any) -> dict[str, Any]:
    def work(session: Session) -> dict[str, Any]:
        return register.document(session, register.declare(session, Declaration(tool, by, **given)))

    return store.transact(work)


def act(store: Store, what: Any, *given: Any) -> dict[str, Any]:
    return store.transact(lambda session: register.document(session, what(session, *given)))


def listed(store: Store, **given: Any) -> list[dict[str, Any]]:
    with store.session() as session:
        return register.listing(session, **given)


def events(store: Store) -> list[str]:
    with store.session() as session:
        assert audit.verify(session).problems == []
        return list(session.exec(select(Event.what).order_by(Event.id)).all())  # type: ignore[arg-type]


def test_a_declaration_is_told_by_the_contract(filled_store: Store) -> None:
    told = declare(
        filled_store, "Slack", "Jo Doe", plan="Pro", data=("internal", "pii"), purpose=" chat ", team="Sales",
        since=date(2026, 3, 1),
    )  # fmt: skip
    assert {key: told[key] for key in told if key not in ("id", "evidence", "verdict", "review_by")} == {
        "tool": "slack", "plan": "pro", "by": "Jo Doe", "account": "company", "data": ["internal", "pii"],
        "purpose": "chat", "team": "sales", "since": "2026-03-01", "until": None, "state": "declared",
        "left_behind": None, "person": "jo-doe",
    }  # fmt: skip
    assert [one["kind"] for one in told["evidence"]] == ["declared"]
    assert (told["verdict"]["tool"]["slug"], told["verdict"]["plan"]) == ("slack", "pro")
    assert json.loads(json.dumps(told)) == told


def test_the_verdict_is_that_of_the_check_at_that_time(filled_store: Store) -> None:
    at = now()

    def work(session: Session) -> Any:
        said = Declaration("slack", "anna", plan="free", data=("phi",))
        return register.document(session, register.declare(session, said, at))["verdict"]

    verdict = filled_store.transact(work)
    with filled_store.session() as session:
        asked = Question("slack", "free", None, ("phi",), person="anna")
        assert check(session, asked, at).document() == verdict


def test_the_industry_of_the_persons_department_counts(filled_store: Store) -> None:
    with filled_store.write() as session:
        clinic = Department(slug="clinic", name="Clinic", industry="medical")
        session.add(clinic)
        session.flush()
        session.add(Person(slug="mia", name="Mia", department_id=clinic.id, roles=["employee"]))
    assert declare(filled_store, "slack", "mia")["verdict"]["industry"] == "medical"


def test_not_sure_which_data_is_fine(filled_store: Store) -> None:
    told = declare(filled_store)
    assert (told["data"], told["verdict"]["data"]) == ([], ["internal"])


def test_under_forgiveness_a_clock_of_days_starts_under_permission_of_work_days(filled_store: Store) -> None:
    at = now()
    fine, waits = (
        filled_store.transact(lambda session, said=said: register.declare(session, said, at))  # type: ignore[misc]
        for said in (Declaration("trello", "anna"), Declaration("slack", "anna", plan="free", data=("phi",)))
    )
    assert fine.review_by == at.date() + timedelta(days=14)
    assert waits.review_by == clock.after_work_days(at.date(), 2)


@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)), count=st.integers(1, 30))
def test_work_days_end_on_a_work_day_with_as_many_between(day: date, count: int) -> None:
    end = clock.after_work_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert end.weekday() < 5
    assert sum(one.weekday() < 5 for one in between) == count


def test_an_answer_that_is_due_opens_a_case_once(filled_store: Store) -> None:
    declare(filled_store, "slack", "anna", plan="free", data=("phi",))
    declare(filled_store, "slack", "bo")
    with filled_store.session() as session:
        cases = session.exec(select(Review)).all()
        assert [case.state for case in cases] == ["opened"]
        assert cases[0].due == clock.after_work_days(cases[0].opened_at.date(), 2)
    assert events(filled_store).count("review opened") == 1


def test_who_says_it_again_adds_to_what_was_said(filled_store: Store) -> None:
    first = declare(filled_store, data=("internal",), purpose="boards")
    again = declare(filled_store, "Trello", "Anna", plan="free")
    assert again["id"] == first["id"]
    assert (again["plan"], again["data"], again["purpose"]) == ("free", ["internal"], "boards")
    more = declare(filled_store, "Trello", "anna", data=("pii", "internal"))
    assert (more["id"], more["plan"], more["data"]) == (first["id"], "free", ["internal", "pii"])
    assert declare(filled_store, account="personal")["id"] != first["id"]
    assert len(listed(filled_store, tool="trello")) == 2


@pytest.mark.parametrize("query", ["foobar", "https://app.foobar.io/x?y=1", "Foo & Bär <b>GmbH</b>", "日本語"])
def test_a_tool_that_nobody_knew_is_declared_too_and_stays_unknown(filled_store: Store, query: str) -> None:
    told = declare(filled_store, query, plan="gold")
    assert (told["plan"], told["verdict"]["verdict"], told["verdict"]["basis"]) == ("gold", "ask", "unknown_tool")
    assert declare(filled_store, query, "bo")["tool"] == told["tool"]
    with filled_store.session() as session:
        answer = check(session, Question(query)).document()
        assert (answer["verdict"], answer["basis"], answer["tool"], answer["rating"]) == (
            "ask", "unknown_tool", None, None,
        )  # fmt: skip
    assert [one["by"] for one in listed(filled_store, tool=query)] == ["bo", "anna"]


@pytest.mark.parametrize(
    ("given_", "error"),
    [
        ({"plan": "nonsense"}, UnknownPlan),
        ({"data": ("secrets",)}, BadUse),
        ({"account": "mine"}, BadUse),
        ({"since": date(2999, 1, 1)}, BadUse),
        ({"since": date(2026, 2, 1), "until": date(2026, 1, 1)}, BadUse),
        ({"by": "  "}, BadUse),
        ({"by": "x" * 999}, BadUse),
        ({"tool": ""}, BadUse),
        ({"purpose": "x" * 5000}, BadUse),
    ],
)
def test_words_that_are_none_of_the_choices_leave_nothing_behind(
    filled_store: Store, given_: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        declare(filled_store, **given_)
    assert listed(filled_store) == []
    with filled_store.session() as session:
        assert session.exec(select(Person)).all() == []
        assert session.exec(select(Event)).all() == []


def test_ones_own_can_be_edited_stopped_and_withdrawn_and_each_is_an_event(filled_store: Store) -> None:
    told = declare(filled_store, "slack", plan="free", data=("phi",))
    assert told["verdict"]["verdict"] == "denied"
    edited = act(filled_store, register.edit, told["id"], Declaration("slack", "anna", data=("internal",)))
    assert (edited["plan"], edited["data"], edited["verdict"]["verdict"]) == (None, ["internal"], "allowed")
    stopped = act(filled_store, register.stop, told["id"], "anna")
    assert (stopped["state"], stopped["until"], stopped["review_by"]) == ("ended", now().date().isoformat(), None)
    assert act(filled_store, register.restore, told["id"], "anna")["until"] is None
    assert act(filled_store, register.withdraw, told["id"], "anna")["state"] == "withdrawn"
    assert declare(filled_store, "slack")["id"] != told["id"]
    assert [what for what in events(filled_store) if what.startswith("adoption")] == [
        "adoption declared", "adoption changed", "adoption ended", "adoption restored", "adoption withdrawn",
        "adoption declared",
    ]  # fmt: skip


def test_what_is_anothers_answers_like_what_is_not_there(filled_store: Store) -> None:
    told = declare(filled_store)
    for by in ("bo", "nobody"):
        for reference in (told["id"], "a-0000000000"):
            with pytest.raises(NotFound, match="you have no adoption"):
                act(filled_store, register.withdraw, reference, by)
    assert act(filled_store, register.withdraw, told["id"], "ANNA")["state"] == "withdrawn"
    with pytest.raises(Conflicting):
        act(filled_store, register.withdraw, told["id"], "anna")


def test_the_list_is_of_a_tool_or_of_a_person(filled_store: Store) -> None:
    declare(filled_store, "trello", "anna")
    declare(filled_store, "slack", "Jo Doe")
    assert [one["by"] for one in listed(filled_store)] == ["Jo Doe", "anna"]
    assert [one["tool"] for one in listed(filled_store, by="jo doe")] == ["slack"]
    assert [one["by"] for one in listed(filled_store, tool="trello.com")] == ["anna"]
    assert listed(filled_store, by="nobody at all") == []
    with pytest.raises(UnknownTool):
        listed(filled_store, tool="trelo")


def test_the_same_person_has_one_row_whatever_name_they_use(filled_store: Store) -> None:
    with filled_store.write() as session:
        person = people.person_for(session, "jo@acme.example")
        assert people.find(session, "JO@ACME.example") == person
        assert people.person_for(session, "Jo@acme.example") == person
        assert people.person_for(session, "jo@other.example") != person


def test_local_people_are_settled_once_and_only_where_nobody_may_review(filled_store: Store) -> None:
    with filled_store.write() as session:
        people.person_for(session, "bo")
        people.settle(session)
        people.settle(session)
        roles = {person.slug: person.roles for person in session.exec(select(Person))}
    assert roles == {
        "anna": ["employee"], "bo": ["employee", "reviewer"], "cy": ["employee", "planner"],
    }  # fmt: skip


def test_no_local_people_are_settled_where_somebody_may_review(filled_store: Store) -> None:
    with filled_store.write() as session:
        session.add(Person(slug="ria", name="Ria", roles=["reviewer"]))
        people.settle(session)
        assert [person.slug for person in session.exec(select(Person))] == ["ria"]


def test_many_at_once_are_all_kept_and_the_chain_is_whole(filled_store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda number: declare(filled_store, "trello", f"user{number % 12}"), range(24)))
    assert len({one["id"] for one in told}) == 12
    assert len(listed(filled_store)) == 12
    assert events(filled_store).count("adoption declared") == 12
    with filled_store.session() as session:
        assert len(session.exec(select(Adoption)).all()) == 12
        assert session.exec(select(Tool).where(Tool.slug == "trello")).one().origin == "data"
