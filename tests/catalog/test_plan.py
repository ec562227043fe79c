"""`byot plan` by the contract, on the catalog's own data, over both databases."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.consolidation import solutions
from catalog.consolidation.demonstration import fill
from catalog.consolidation.exports.writing import FORMATS, services
from catalog.consolidation.plan import gather, plan
from catalog.consolidation.terms import Terms
from catalog.errors import BadUse
from catalog.store import Store
from tests.catalog.cyclonedx_faults import faults
from tests.catalog.recomputed import require
from tests.postgres import Postgres
from tests.templates import Templates
from web.cli import run

KEYS = {"as_of", "currency", "current", "categories", "scenario", "waves"}
CATEGORY = {"category", "tools", "solution", "further", "saves_year", "unserved", "relaxation"}
SOLUTION = {"slug", "plan", "seats", "people", "unit_price", "cost_year", "verdicts", "why", "runner_up"}
SUMS = {"licences_year", "switching", "contracts_left", "total", "gap", "bound", "prices_of_constraints"}
SCENARIO = {"name", "assumptions", "limits"} | SUMS


def byot(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) == 0
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def companies(filled_templates: Templates, postgres: Postgres, database_folder: Path) -> Templates:
    """One database of each kind with a made-up company of 40 in it."""
    made = Templates(postgres, database_folder / "company", filled_templates)
    for url in made.urls():
        with Store(url) as store:
            store.transact(lambda session: fill(session, 40, 7))
    return made


@pytest.fixture
def demonstrated(companies: Templates, database_kind: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store with the company in it, which the command line uses too."""
    with companies.copy(database_kind) as url, Store(url) as opened:
        monkeypatch.setenv("BYOT_DATABASE_URL", url)
        yield opened


@pytest.mark.parametrize("scenario", ["optimum", "best", "keep"])
def test_the_document_is_the_contracts_and_its_sums_hold(
    demonstrated: Store, capsys: pytest.CaptureFixture[str], scenario: str
) -> None:
    told = json.loads(byot(capsys, "plan", "--scenario", scenario, "--json"))
    assert (set(told), set(told["scenario"])) == (KEYS, SCENARIO)
    assert told["categories"]
    assert all(set(category) == CATEGORY for category in told["categories"])
    solutions = [category["solution"] for category in told["categories"] if category["solution"]]
    assert all(set(one) == SOLUTION for one in solutions)
    assert bool(solutions) == bool(told["waves"]) == (scenario != "keep")
    require(told)


def test_the_text_tells_the_same(demonstrated: Store, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(byot(capsys, "plan", "--json"))
    text = byot(capsys, "plan")
    for category in told["categories"]:
        assert f"\n{category['category']}\n" in text
        if category["solution"]:
            assert category["solution"]["why"] in text
    assert "Wave 1, " in text


def test_it_can_be_written_for_other_programs(demonstrated: Store, tmp_path: Path) -> None:
    files = [tmp_path / f"plan.{ending}" for ending in FORMATS]
    assert [run(["plan", "--scenario", "keep", "--to", str(file)]) for file in files] == [0] * len(files)
    assert all(file.stat().st_size > 100 for file in files)  # nothing is chosen by "keep", so no prices are listed


def test_the_list_of_services_is_valid_whatever_the_catalog_says_of_them(companies: Templates) -> None:
    with companies.copy("sqlite") as url, Store(url) as store, store.session() as session:
        told = services(session, gather(session))
    assert faults(told.decode()) is None


def test_before_anybody_used_anything_there_is_nothing(demonstrated: Store) -> None:
    with demonstrated.session() as session:
        told = plan(session, as_of="2020-01-31")
    assert (told["categories"], told["waves"], told["current"]["people"]) == ([], [], 0)
    assert told["as_of"].startswith("2020-01-31T23:59:59")


def test_an_empty_store_says_what_to_do_next(
    filled_store: Store, filled_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BYOT_DATABASE_URL", filled_database)
    assert "byot adopt" in byot(capsys, "plan")
    told = json.loads(byot(capsys, "plan", "--json"))
    assert told["scenario"]["total"] == {"amount": 0, "currency": "USD"}


def test_what_nobody_told_us_can_be_told(demonstrated: Store, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(byot(capsys, "plan", "--people-per-week", "7", "--switching", "12.50", "--json"))
    assert told["scenario"]["assumptions"] == {
        "switching_per_person_and_tool": {"amount": 12.5, "currency": "USD"},
        "people_per_week": 7,
    }
    assert all(sum(move["people"] for move in wave["moves"]) <= 14 for wave in told["waves"])
    require(told)


@pytest.mark.parametrize("wrong", [["--switching", "-1"], ["--switching", "much"], ["--people-per-week", "0"]])
def test_assumptions_that_cannot_be_are_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", *wrong]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("given", [{"scenario": "cheapest"}, {"as_of": "24.11.2026"}, {"as_of": "2999-01-01"}])
def test_what_cannot_be_asked_is_said_in_one_line(filled_store: Store, given: dict[str, Any]) -> None:
    with filled_store.session() as session, pytest.raises(BadUse) as error:
        plan(session, **given)
    assert "\n" not in error.value.one_line()


def test_a_new_contract_shows_up_in_the_next_plan(demonstrated: Store) -> None:
    terms = Terms(seats=500, price=None)
    with demonstrated.write() as session:
        solutions.add(session, "trello", "premium", terms, by="cy")
    with demonstrated.session() as session:
        told = plan(session, "best")
    (tasks,) = [one for one in told["categories"] if one["category"] == "tasks"]
    (row,) = [row for row in tasks["tools"] if (row["slug"], row["plan"]) == ("trello", "premium")]
    assert row["cost_year"] == {"amount": None, "currency": "USD"}
    assert told["scenario"]["licences_year"]["unknown"] >= (tasks["solution"]["slug"] == "trello")
