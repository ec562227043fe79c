"""`data/`: what a file may say, where a problem stands, and that loading is the same however often it is done."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, func, select

from catalog.check import Question, check
from catalog.check.facts import tool_at
from catalog.dataset.checking import check as problems_of
from catalog.dataset.counting import count
from catalog.dataset.expanding import placements
from catalog.dataset.files import ToolFile
from catalog.dataset.loading import load
from catalog.dataset.reading import read
from catalog.errors import BadData
from catalog.models.evidence import Fact
from catalog.models.tool import Category, Domain, Plan, PlanName, Tool, ToolName
from catalog.moment import start_of
from catalog.store import Store
from tests.catalog.folders import DATA, entry, made, release, tool, write

FIRST_SIX = ("slack", "zoom", "microsoft-teams", "microsoft-365", "asana", "trello")
BEST_KNOWN = (
    *FIRST_SIX, "google-workspace", "dropbox", "box", "chatgpt", "claude", "microsoft-copilot", "notion", "monday",
    "clickup", "jira", "confluence", "airtable", "github", "gitlab", "figma", "miro", "canva", "1password", "bitwarden",
    "lastpass", "evernote", "docusign", "salesforce", "hubspot", "zapier", "webex", "google-drive", "google-gemini",
    "onedrive", "gmail", "whatsapp", "grammarly", "github-copilot", "mailchimp",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder of one's own: the rubric as it is, one made-up tool."""
    return made(tmp_path / "data")


def test_the_data_that_ships_has_no_problem() -> None:
    assert [str(problem) for problem in problems_of(DATA)] == []


def test_the_data_that_ships_covers_what_the_story_is_about() -> None:
    told = count(DATA)
    known = told["facts_per_tool"]
    assert told["tools"] >= 200
    assert all(known[slug] >= 12 for slug in FIRST_SIX)
    assert {slug: known[slug] for slug in BEST_KNOWN if known[slug] < 20} == {}
    assert {slug: number for slug, number in known.items() if number < 8} == {}
    assert told["fresh"] <= told["aging"] <= told["facts"] * 2


def test_a_tool_with_a_free_plan_says_two_things_about_it() -> None:
    assert [file.slug for file in read(DATA).tools if not _tells_of_its_free_plan(file)] == []


def _tells_of_its_free_plan(file: ToolFile) -> bool:
    free = {fact.plan for fact in file.facts if fact.fact == "free_plan" and fact.value is True and fact.until is None}
    about = [
        fact for fact in file.facts if {fact.plan, fact.from_plan, *fact.plans} & free or fact.below or fact.all_plans
    ]
    return not free or len(about) >= 2


@pytest.mark.parametrize(
    ("changed", "line", "what"),
    [
        ({"category": "nonsense"}, 6, "no category nonsense"),
        ({"capabilities": ["juggling"]}, 16, "no capability juggling"),
        ({"colour": "red"}, 14, "colour"),
        ({"plans": [{"slug": "free", "name": "Free"}, {"slug": "free", "name": "Again"}]}, 12, "free stands twice"),
        ({"facts": [entry(says="word " * 26)]}, 14, "26"),
        ({"facts": [entry(source="https://acme.example/")]}, 14, "home page"),
        ({"facts": [entry(source="acme.example/hipaa")]}, 14, "no web address"),
        ({"facts": [entry(value="maybe")]}, 14, "hipaa_baa is one of"),
        ({"facts": [entry(plan="free")]}, 14, "one of: plan"),
        ({"facts": [entry(**{"from": "platinum"})]}, 14, "platinum"),
        ({"facts": [entry(as_of=date(2999, 1, 1))]}, 14, "to come"),
        ({"facts": [entry(fact="colour")]}, 14, "no fact's name"),
        ({"facts": [entry(), entry()]}, 14, "twice"),
        ({"facts": [entry(fact="plan_price", value={"amount": 0, "currency": "USD", "per": "user", "period": "month"},
                          below=None)]}, 14, "greater than 0"),
    ],
)  # fmt: skip
def test_a_problem_is_told_with_file_and_line(folder: Path, changed: dict[str, Any], line: int, what: str) -> None:
    write(folder, tool(**changed))
    found = problems_of(folder)
    assert any(what in problem.what for problem in found), [str(problem) for problem in found]
    assert {problem.file for problem in found} == {"tools/acme.yaml"}
    assert all(problem.line >= 1 for problem in found)
    assert any(abs(problem.line - line) <= 14 for problem in found)


def test_broken_yaml_is_told_with_its_line(folder: Path) -> None:
    (folder / "tools" / "acme.yaml").write_text("slug: acme\nname: [unclosed\nvendor: x\n")
    assert str(problems_of(folder)[0]).startswith("tools/acme.yaml:3:")


@pytest.mark.parametrize("content", [b"\x00\x01\xff", b"", b"- a list", b"slug: a\nslug: b\n"])
def test_a_file_that_is_no_mapping_is_a_problem(folder: Path, content: bytes) -> None:
    (folder / "tools" / "acme.yaml").write_bytes(content)
    assert problems_of(folder)


def test_a_domain_or_a_name_that_two_tools_claim_is_a_problem(folder: Path) -> None:
    write(folder, tool(slug="other", name="Other", aliases=["Acme"]))
    told = " ".join(problem.what for problem in problems_of(folder))
    assert "acme.example is acme's too" in told
    assert "'Acme' names acme too" in told


def test_below_means_the_plans_that_were_for_sale_when_the_page_was_seen() -> None:
    ended, later = {"slug": "plus", "until": date(2024, 1, 1)}, {"slug": "core", "since": date(2026, 6, 1)}
    plans = [{"name": "x", **one} for one in ({"slug": "free"}, ended, later, {"slug": "pro"})]
    seen_now = ToolFile.model_validate(tool(plans=plans))
    seen_then = ToolFile.model_validate(tool(plans=plans, facts=[entry(as_of=date(2023, 5, 1))]))
    assert [plan for _, plan, _ in placements(seen_now.facts[0], seen_now)] == ["pro", "free"]
    assert [plan for _, plan, _ in placements(seen_then.facts[0], seen_then)] == ["pro", "free", "plus"]


def test_no_data_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadData, match=r"releases\.yaml"):
        read(tmp_path)


def test_a_problem_loads_nothing(store: Store, folder: Path) -> None:
    write(folder, tool(facts=[entry(value="maybe")]))
    with pytest.raises(BadData, match=r"acme\.yaml"), store.write() as session:
        load(session, folder)
    with store.session() as session:
        assert session.exec(select(func.count()).select_from(Tool)).one() == 0


TABLES = (Tool, Plan, PlanName, ToolName, Domain, Category, Fact)


def rows(store: Store) -> dict[str, int]:
    with store.session() as session:
        return {str(t.__tablename__): session.exec(select(func.count()).select_from(t)).one() for t in TABLES}


def test_loading_twice_changes_nothing(store: Store, folder: Path) -> None:
    store.transact(lambda session: load(session, folder))
    before = rows(store)
    store.transact(lambda session: load(session, folder))
    assert rows(store) == before
    assert before["fact"] == 2


@pytest.fixture
def two_releases(store: Store, folder: Path) -> Callable[[dict[str, Any]], None]:
    """Load the folder as release A, then what it is changed to as release B, a day later."""

    def load_both(changed: dict[str, Any]) -> None:
        release(folder, "A")
        store.transact(lambda session: load(session, folder))
        release(folder, "A", "B")
        write(folder, changed)
        store.transact(lambda session: load(session, folder))

    return load_both


def verdict(store: Store, known_at: str, **given: Any) -> Any:
    with store.session() as session:
        asked = Question("acme", data=("phi",), as_of="2026-11-24", known_at=known_at, **given)
        return check(session, asked).document()


def test_a_fact_that_a_release_withdraws_is_known_before_it_and_not_after(
    store: Store, two_releases: Callable[[dict[str, Any]], None]
) -> None:
    two_releases(tool(facts=[entry(retracted="B")]))
    assert verdict(store, "2026-11-10T12:00:00Z")["verdict"] == "denied"
    assert verdict(store, "2026-11-11T12:00:00Z")["verdict"] == "ask"


def test_a_fact_that_a_release_adds_is_not_known_before_it(
    store: Store, two_releases: Callable[[dict[str, Any]], None]
) -> None:
    two_releases(tool(facts=[entry(), entry(fact="audit_log", recorded="B")]))
    with store.session() as session:
        added = session.exec(select(Fact).where(col(Fact.fact) == "audit_log")).all()
    assert {fact.recorded_at for fact in added} == {start_of(date(2026, 11, 11))}


def test_a_plan_that_a_release_renames_is_still_found_as_it_was_known(
    store: Store, two_releases: Callable[[dict[str, Any]], None]
) -> None:
    plans = [{"slug": "basic", "name": "Basic"}, {"slug": "pro", "name": "Pro"}]
    two_releases(tool(plans=plans))
    assert verdict(store, "2026-11-10T12:00:00Z")["plan"] == "free"
    assert verdict(store, "2026-11-11T12:00:00Z")["plan"] == "basic"


@pytest.mark.parametrize("state", ["discontinued", "renamed", "merged"])
def test_before_the_day_on_which_it_ended_a_tool_was_active_in_its_category(
    store: Store, folder: Path, state: str
) -> None:
    ended = {"is": state, "since": date(2020, 6, 30)} | ({} if state == "discontinued" else {"to": "acme"})
    write(folder, tool(slug="old", name="Old", domains=["old.example"], category="meetings", state=ended))
    store.transact(lambda session: load(session, folder))
    with store.session() as session:
        found = session.exec(select(Tool).where(Tool.slug == "old")).one()
        told = {day: tool_at(session, found, day) for day in ("2020-06-29", "2020-06-30")}
    assert [it.state.state if it.state else None for it in told.values()] == ["active", state]
    assert {it.category.slug if it.category else None for it in told.values()} == {"meetings"}
    assert {it.state.successor if it.state else None for it in told.values()} == {None, ended.get("to")}


def test_an_exception_holds_for_a_tool_that_ended_later(store: Store, folder: Path) -> None:
    quiet = {"from": None, "plan": "free", "below": None, "as_of": date(2020, 3, 1)}
    facts = [
        entry(fact="public_facing", value=False, **quiet, source="https://old.example/about"),
        entry(value=False, **quiet),
    ]
    ended = {"is": "discontinued", "since": date(2021, 1, 1)}
    write(folder, tool(slug="old", name="Old", domains=["old.example"], category="meetings", state=ended, facts=facts))
    store.transact(lambda session: load(session, folder))
    asked: dict[str, Any] = {"data": ("phi",), "industry": "medical", "plan": "free"}
    with store.session() as session:
        before, after = (
            check(session, Question("old", as_of=day, **asked)).document() for day in ("2020-12-31", "2021-01-02")
        )
    assert (before["verdict"], before["exception"]["name"]) == ("allowed", "hhs-telehealth-2020")
    assert after["tool"]["category"] == "meetings"


def test_a_tool_that_has_ended_is_no_alternative(store: Store, folder: Path) -> None:
    ended = {"is": "discontinued", "since": date(2020, 6, 30)}
    works = [entry(fact="gdpr_dpa", **{"from": None, "plan": "free", "below": None})]
    write(folder, tool(slug="old", name="Old", domains=["old.example"], state=ended, facts=works))
    write(folder, tool(slug="sound", name="Sound", domains=["sound.example"], facts=works))
    store.transact(lambda session: load(session, folder))
    with store.session() as session:
        told = check(session, Question("acme", data=("pii",))).document()
    assert [one["slug"] for one in told["alternatives"]] == ["sound"]
