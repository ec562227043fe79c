"""The company's own solutions, and the made-up company of the demonstration."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import col, select

from catalog import audit
from catalog.check import Question, check
from catalog.consolidation import solutions
from catalog.consolidation.demonstration import MARK, fill
from catalog.consolidation.invented import Choice, habits, people
from catalog.consolidation.terms import Terms
from catalog.errors import BadUse, Conflicting, NotFound, UnknownPlan, UnknownTool
from catalog.models.register import Adoption, Department, Person, Sighting
from catalog.moment import now
from catalog.store import Store
from web.cli import run

SEATS = Terms(seats=20, price=Decimal("12.50"), renews=date(2027, 1, 14), notice=date(2026, 12, 15), owner="cy")


def add(store: Store, tool: str = "zoom", plan: str = "business", terms: Terms = SEATS) -> dict[str, Any]:
    return store.transact(lambda session: solutions.add(session, tool, plan, terms, by="cy"))


def listed(store: Store, as_of: str | None = None) -> list[dict[str, Any]]:
    with store.session() as session:
        return solutions.in_force(session, as_of)


def test_a_contract_is_kept_with_its_terms_and_in_the_trail(filled_store: Store) -> None:
    told = add(filled_store)
    assert listed(filled_store) == [told]
    assert told["cost_year"] == {"amount": 3000, "currency": "USD"}
    assert (told["renews_on"], told["notice_by"], told["owner"]) == ("2027-01-14", "2026-12-15", "cy")
    with filled_store.session() as session:
        found = audit.verify(session)
    assert (found.head.events, found.problems) == (1, [])


def test_a_deed_closes_its_to_do_in_the_next_check(filled_store: Store) -> None:
    question = Question("zoom", "business", "medical", ("phi",))

    def to_do() -> list[dict[str, Any]]:
        with filled_store.session() as session:
            return [one for one in check(session, question).document()["to_do"] if one["gate"] == "baa"]

    assert {one["done"] for one in to_do()} == {None}
    add(filled_store, terms=Terms(seats=20, deeds={"baa": date(2026, 5, 1)}))
    assert {one["done"] for one in to_do()} == {"2026-05-01"}


def test_it_ends_on_its_day_and_was_in_force_before(filled_store: Store) -> None:
    told = add(filled_store, terms=Terms(seats=20, since=date(2026, 1, 1)))
    filled_store.transact(lambda session: solutions.end(session, told["id"], by="cy", on=date(2026, 6, 1)))
    assert listed(filled_store) == []
    assert [one["until"] for one in listed(filled_store, "2026-05-31")] == ["2026-06-01"]
    assert listed(filled_store, "2025-12-31") == []
    with pytest.raises(BadUse):
        filled_store.transact(lambda session: solutions.end(session, told["id"], by="cy"))
    assert add(filled_store)["id"] != told["id"]


def test_one_plan_is_a_company_solution_once(filled_store: Store) -> None:
    add(filled_store)
    with pytest.raises(Conflicting):
        add(filled_store)
    assert len(listed(filled_store)) == 1


@pytest.mark.parametrize(
    "terms",
    [
        Terms(seats=0),
        Terms(seats=5, price=Decimal(-1)),
        Terms(seats=5, price=Decimal("NaN")),
        Terms(seats=5, currency="dollars"),
        Terms(seats=5, minimum=6),
        Terms(seats=5, tax=Decimal(100)),
        Terms(seats=5, months=0),
        Terms(seats=5, tiers=[(1, Decimal(3))]),
        Terms(seats=5, commitment="decade"),
        Terms(seats=5, renews=date(2027, 1, 1), notice=date(2027, 2, 1)),
        Terms(seats=5, deeds={"bba": date(2026, 5, 1)}),
    ],
    ids=[
        "no seats", "negative price", "no number", "no currency", "too high a minimum", "all tax", "no months",
        "a tier from one", "no commitment", "late notice", "no gate",
    ],
)  # fmt: skip
def test_terms_that_cannot_be_are_refused_and_nothing_is_kept(filled_store: Store, terms: Terms) -> None:
    with pytest.raises(BadUse):
        add(filled_store, terms=terms)
    assert listed(filled_store) == []


@pytest.mark.parametrize(
    ("tool", "plan", "error"), [("zooom", "business", UnknownTool), ("zoom", "platinum", UnknownPlan)]
)
def test_a_contract_is_for_a_plan_that_is_known(filled_store: Store, tool: str, plan: str, error: type) -> None:
    with pytest.raises(error):
        add(filled_store, tool, plan)


def test_what_is_not_there_cannot_end(filled_store: Store) -> None:
    with pytest.raises(NotFound):
        filled_store.transact(lambda session: solutions.end(session, 7, by="cy"))


@pytest.mark.parametrize(
    "wrong", [["--price", "12,50"], ["--renews", "14 Jan"], ["--deed", "baa"], ["--seats", "0"], ["--deed", "baa=x"]]
)
def test_bad_terms_are_one_line_on_the_command_line(
    filled_store: Store, filled_database: str, monkeypatch: pytest.MonkeyPatch, capsys: Any, wrong: list[str]
) -> None:
    monkeypatch.setenv("BYOT_DATABASE_URL", filled_database)
    assert run(["solution", "add", "zoom", "business", "--seats", "5", *wrong]) == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)


def test_the_command_line_adds_lists_and_ends(
    filled_store: Store, filled_database: str, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("BYOT_DATABASE_URL", filled_database)
    assert run(["solution", "add", "zoom", "Business", "--seats", "5", "--price", "12.50", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["solution"]
    assert told["unit_price"] == {"amount": 12.5, "currency": "USD"}
    assert run(["solution", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["solutions"] == [told]
    assert run(["solution", "end", str(told["id"])]) == 0
    capsys.readouterr()
    assert run(["solution", "list"]) == 0
    assert "Add your first contract" in capsys.readouterr().out


def content(store: Store) -> list[tuple[Any, ...]]:
    """Give what a demonstration wrote, without the moments."""
    with store.session() as session:
        adoptions = session.exec(select(Adoption).order_by(col(Adoption.id))).all()
        rows = session.exec(select(Person).order_by(col(Person.id))).all()
        return [
            *((row.slug, row.name, row.department_id, row.team_id, tuple(row.roles)) for row in rows),
            *((row.kind, row.state, row.tool_id, row.plan, row.who, row.account, tuple(row.data)) for row in adoptions),
        ]


def demonstrate(store: Store, count: int = 30, seed: int = 3) -> dict[str, Any]:
    return store.transact(lambda session: fill(session, count, seed))


def test_a_demonstration_has_something_of_everything(filled_store: Store) -> None:
    told = demonstrate(filled_store)
    assert told["new"] is True
    assert told["people"] == 30
    assert all(told[name] for name in ("departments", "teams", "adoptions", "sightings", "solutions", "decisions"))
    with filled_store.session() as session:
        assert audit.verify(session).problems == []
        departments = session.exec(select(Department)).all()
        assert {row.industry for row in departments} == {"general", "legal", "financial", "medical"}
        assert all(row.name.endswith(MARK) for row in departments)
        known = {row.slug: row for row in session.exec(select(Person))}
        assert [known[slug].roles for slug in ("anna", "bo", "cy")] == [
            ["employee"], ["employee", "reviewer"], ["employee", "planner"],
        ]  # fmt: skip
        kinds = {(row.kind, row.linked_id is None) for row in session.exec(select(Adoption))}
        seen = [row.day for row in session.exec(select(Sighting)) if row.day]
    assert kinds == {("declared", True), ("detected", True), ("detected", False)}
    assert 300 < (max(seen) - min(seen)).days < 366


def test_asked_for_again_it_stays_as_it_is(filled_store: Store) -> None:
    first = demonstrate(filled_store)
    before = content(filled_store)
    assert demonstrate(filled_store) == first | {"new": False}
    assert content(filled_store) == before
    with pytest.raises(Conflicting):
        demonstrate(filled_store, seed=4)


def drawn(count: int, seed: int) -> list[Any]:
    """Give people and what they use, as they are drawn."""
    market = {
        "team-chat": [Choice("acme", ("free",), ("pro",)), Choice("brew", (), ())],
        "files": [Choice("coil", (), ())],
    }
    return [(person, list(habits(person, seed, market))) for person in people(count, seed, [("anna", "Anna")])]


def test_the_same_seed_gives_the_same_company_and_another_seed_another() -> None:
    assert drawn(40, 5) == drawn(40, 5)
    assert drawn(40, 5) != drawn(40, 6)
    assert len({person.slug for person, _ in drawn(400, 5)}) == 400


def test_more_people_never_change_those_drawn_before() -> None:
    assert drawn(60, 5)[:40] == drawn(40, 5)


def test_a_store_with_people_of_its_own_is_left_alone(filled_store: Store) -> None:
    with filled_store.write() as session:
        session.add(Person(slug="dora", name="Dora"))
    with pytest.raises(Conflicting, match="people"):
        demonstrate(filled_store)
    assert content(filled_store) == [("dora", "Dora", None, None, ())]


def test_the_people_of_local_mode_are_no_strangers(filled_store: Store) -> None:
    with filled_store.write() as session:
        session.add(Person(slug="anna", name="Anna", roles=["employee"]))
    assert demonstrate(filled_store)["people"] == 30
    with filled_store.session() as session:
        anna = session.exec(select(Person).where(Person.slug == "anna")).one()
    assert anna.department_id is not None


@pytest.mark.parametrize("count", [0, 2, 1_000_000])
def test_a_number_of_people_that_cannot_be_is_refused(filled_store: Store, count: int) -> None:
    with pytest.raises(BadUse):
        demonstrate(filled_store, count)


def test_what_a_demonstration_says_was_declared_before_now(filled_store: Store) -> None:
    demonstrate(filled_store)
    with filled_store.session() as session:
        days = [row.since for row in session.exec(select(Adoption))]
    assert all(day is not None and day <= now().date() for day in days)
