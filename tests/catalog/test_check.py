"""A question through the store: defaults, two times, decisions in the next check, the ways out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from catalog.check import Question, check
from catalog.check.facts import facts_of
from catalog.errors import BadUse, NotFound, UnknownPlan, UnknownTool
from catalog.models.company import CompanySolution
from catalog.models.register import Department, Person
from catalog.models.review import Decision
from catalog.models.tool import Tool, ToolState
from catalog.moment import now, start_of
from catalog.store import Store


def ask(store: Store, query: str, **given: Any) -> dict[str, Any]:
    with store.session() as session:
        return check(session, Question(query, **given)).document()


def decide(store: Store, tool: str, status: str, **given: Any) -> None:
    with store.write() as session:
        found = session.exec(select(Tool).where(Tool.slug == tool)).one()
        told: dict[str, Any] = {
            "reference": "D-1",
            "tool_id": found.id,
            "status": status,
            "reason": "We looked at it.",
            "decided_by": "bo",
            "valid_from": now(),
            "recorded_at": now(),
        }
        session.add(Decision(**(told | given)))


@pytest.mark.parametrize("query", ["slack", "Slack", "SLACK ", "slack.com", "https://acme.slack.com/messages?x=1"])
def test_a_tool_is_found_by_every_name_it_goes_by(filled_store: Store, query: str) -> None:
    assert ask(filled_store, query)["tool"]["slug"] == "slack"


@pytest.mark.parametrize(("query", "meant"), [("trelo", "trello"), ("zooom", "zoom"), ("slak.com", "slack")])
def test_a_near_match_is_offered_and_never_answers(filled_store: Store, query: str, meant: str) -> None:
    told = ask(filled_store, query)
    assert (told["verdict"], told["basis"]) == ("ask", "unknown_tool")
    assert (told["tool"], told["plan"], told["rating"]) == (None, None, None)
    assert meant in [one["slug"] for one in told["suggestions"]]


@pytest.mark.parametrize("query", ["", "   ", "x" * 5000, "sla\x00ck", "\ud800"])
def test_nonsense_is_told_in_one_line(filled_store: Store, query: str) -> None:
    with pytest.raises(BadUse) as told:
        ask(filled_store, query)
    assert "\n" not in told.value.one_line()


@pytest.mark.parametrize("query", ["http://[::1", "https://", "☃", "'; DROP TABLE tool; --", "%", "../../etc/passwd"])
def test_hostile_queries_find_nothing(filled_store: Store, query: str) -> None:
    assert ask(filled_store, query)["tool"] is None


def test_without_a_plan_the_answer_is_for_the_free_one(filled_store: Store) -> None:
    assert ask(filled_store, "slack")["plan"] == "free"


def test_an_unknown_plan_names_the_plans(filled_store: Store) -> None:
    with pytest.raises(UnknownPlan, match="enterprise-grid"):
        ask(filled_store, "slack", plan="platinum")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"industry": "medicl"}, "medical"),
        ({"data": ("phy",)}, "phi"),
        ({"account": "shared"}, "personal"),
        ({"as_of": "24.11.2026"}, "2026-11-24"),
        ({"as_of": "2999-01-01"}, "future"),
        ({"known_at": "2019-01-01"}, "nothing was known"),
    ],
)
def test_a_word_that_is_none_of_the_choices_names_the_mend(
    filled_store: Store, given: dict[str, Any], named: str
) -> None:
    with pytest.raises(BadUse, match=named):
        ask(filled_store, "slack", **given)


def test_the_industry_is_that_of_the_persons_department(filled_store: Store) -> None:
    with filled_store.write() as session:
        clinic = Department(slug="clinic", name="Clinic", industry="medical")
        session.add(clinic)
        session.flush()
        session.add(Person(slug="anna", name="Anna", department_id=clinic.id))
    assert ask(filled_store, "slack", person="anna")["industry"] == "medical"
    with pytest.raises(NotFound, match="nobody"):
        ask(filled_store, "slack", person="nobody")


def test_a_decision_shows_up_in_the_next_check(filled_store: Store) -> None:
    decide(filled_store, "trello", "prohibited")
    told = ask(filled_store, "trello")
    assert (told["verdict"], told["basis"]) == ("denied", "decision")


def test_a_decision_made_later_is_hidden_by_known_at(filled_store: Store) -> None:
    before = now().isoformat()
    decide(filled_store, "trello", "prohibited", valid_from=start_of(now().date()))
    assert ask(filled_store, "trello", known_at=before)["verdict"] == "allowed"
    assert ask(filled_store, "trello")["verdict"] == "denied"


def test_an_expired_decision_no_longer_speaks(filled_store: Store) -> None:
    long_ago = start_of(now().date().replace(year=2025))
    decide(filled_store, "trello", "prohibited", valid_from=long_ago, valid_to=now())
    assert ask(filled_store, "trello")["verdict"] == "allowed"


def test_the_same_question_at_the_same_moment_gives_the_same_document(filled_store: Store) -> None:
    moment = {"as_of": "2026-11-24", "known_at": "2026-11-25T00:00:00Z"}
    questions: Sequence[dict[str, Any]] = [{"data": ("phi",), "industry": "medical"}, {"data": ("npi",)}]
    for given in questions:
        first = ask(filled_store, "zoom", **moment, **given)
        decide(filled_store, "zoom", "prohibited", reference=f"D-{given['data'][0]}")
        assert ask(filled_store, "zoom", **moment, **given) == first


def test_our_own_solution_is_the_first_alternative(filled_store: Store) -> None:
    with filled_store.write() as session:
        teams = session.exec(select(Tool).where(Tool.slug == "microsoft-teams")).one()
        assert teams.id is not None
        session.add(
            CompanySolution(
                tool_id=teams.id,
                plan="business-premium",
                seats=100,
                valid_from=start_of(now().date()),
                recorded_at=start_of(now().date()),
            )
        )
    told = ask(filled_store, "slack", data=("phi",), industry="medical")
    assert (told["alternatives"][0]["slug"], told["alternatives"][0]["why"]) == ("microsoft-teams", "company solution")


def test_the_facts_of_a_plan_say_how_near_they_are(filled_store: Store) -> None:
    with filled_store.session() as session:
        told = facts_of(session, "slack", plan="enterprise-grid")
    nearness = {row["nearness"] for row in told["facts"]}
    assert nearness >= {"plan", "tool"}
    for row in told["facts"]:
        assert row["state"] in {"current", "stale", "conflict", "superseded", "unsupported", "retracted"}
        assert row["evidence"]["url"]


def test_a_fact_below_stands_for_each_plan_below(filled_store: Store) -> None:
    with filled_store.session() as session:
        told = facts_of(session, "slack", fact="hipaa_baa")
    assert {row["plan"]: row["value"] for row in told["facts"]}["free"] == "no"


def test_facts_of_an_unknown_tool_or_name_name_the_choices(filled_store: Store) -> None:
    with filled_store.session() as session:
        with pytest.raises(UnknownTool, match="trello"):
            facts_of(session, "trelo")
        with pytest.raises(BadUse, match="hipaa_baa"):
            facts_of(session, "slack", fact="hipaa")


def test_before_it_was_discontinued_a_tool_was_active_in_its_category(filled_store: Store) -> None:
    with filled_store.write() as session:
        tool = session.exec(select(Tool).where(Tool.slug == "zoom")).one()
        state = session.exec(select(ToolState).where(ToolState.tool_id == tool.id)).one()
        state.state, state.valid_from = "discontinued", start_of(date(2025, 5, 5))
        session.add(state)
    told = ask(filled_store, "zoom", industry="medical", data=("phi",), as_of="2020-04-15")
    assert told["tool"]["category"] == "meetings"
    assert (told["verdict"], told["exception"]["name"]) == ("allowed", "hhs-telehealth-2020")
