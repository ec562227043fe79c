"""Two states of the catalog beside each other: which verdicts differ, and the facts that are to blame."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.dataset.comparing import Scope, compare
from catalog.dataset.loading import load
from catalog.dataset.sides import sides
from catalog.errors import BadData, BadUse, UnknownTool
from catalog.models.review import Decision
from catalog.moment import now
from catalog.settings import Settings, settings
from catalog.store import Store
from tests.catalog.folders import entry, made, release, tool, write
from web.cli import run

MEDICAL = Scope(industry="medical")
AUDITED = entry(fact="audit_log", below=None, source="https://acme.example/logs", says="Pro has an audit log.")
ENCRYPTED = entry(
    fact="encryption_in_transit", **{"from": None}, below=None, source="https://acme.example/tls", says="TLS 1.2."
)
Told = dict[str, Any]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = made(tmp_path / "old")
    release(folder, "A")
    return folder


@pytest.fixture
def new(tmp_path: Path) -> Path:
    folder = made(tmp_path / "new", tool(facts=[entry(), AUDITED, ENCRYPTED]))
    release(folder, "A", "B")
    return folder


def quiet(text: str) -> None:
    """Say nothing."""


def difference(old: object, new: object, scope: Scope = MEDICAL, given: Settings | None = None) -> Told:
    with sides((str(old), str(new)), given or Settings(), quiet) as (before, after):
        return compare(before, after, scope, quiet)


def test_a_changed_verdict_is_told_with_the_facts_that_are_new(old: Path, new: Path) -> None:
    told = difference(old, new)
    [change] = [one for one in told["changed"] if one["data"] == "phi"]
    assert (change["tool"], change["plan"], change["industry"]) == ("acme", "pro", "medical")
    assert (change["before"]["verdict"], change["after"]["verdict"]) == ("ask", "conditions")
    rows = {row["criterion"]: row for row in change["why"]}
    assert rows.keys() == {"audit_log", "encryption_in_transit"}
    assert (rows["audit_log"]["before"]["value"], rows["audit_log"]["before"]["state"]) == (None, "absent")
    assert rows["audit_log"]["after"]["value"] == "yes"
    [fact] = rows["audit_log"]["facts"]
    assert (fact["is"], fact["url"], fact["as_of"]) == ("new", "https://acme.example/logs", "2026-05-01")


def test_the_other_way_round_the_facts_are_gone(old: Path, new: Path) -> None:
    [change] = [one for one in difference(new, old)["changed"] if one["data"] == "phi"]
    assert {fact["is"] for row in change["why"] for fact in row["facts"]} == {"gone"}
    assert (change["before"]["verdict"], change["after"]["verdict"]) == ("conditions", "ask")


def test_a_folder_differs_from_itself_in_nothing(old: Path) -> None:
    told = difference(old, old, Scope(all_data=True))
    assert told["changed"] == []
    assert told["compared"] == {"tools": 1, "verdicts": 2 * 4 * 14, "changed": 0}


def test_an_answer_that_turned_is_told_with_both_facts(old: Path, new: Path) -> None:
    turned = {"from": None, "plan": "free", "below": None, "as_of": date(2026, 9, 1), "says": "Free has a BAA."}
    write(new, tool(facts=[entry(below=None), entry(**turned)]))
    [change] = [one for one in difference(old, new)["changed"] if (one["plan"], one["data"]) == ("free", "phi")]
    [row] = change["why"]
    assert (row["criterion"], row["before"]["value"], row["after"]["value"]) == ("hipaa_baa", "no", "yes")
    assert [(fact["is"], fact["value"]) for fact in row["facts"]] == [("gone", "no"), ("new", "yes")]


def test_tools_and_plans_that_come_and_go_are_told_and_compared_no_further(old: Path, new: Path) -> None:
    write(old, tool(slug="bygone", name="Bygone", domains=["bygone.example"]))
    plans = [{"slug": "pro", "name": "Pro"}, {"slug": "max", "name": "Max"}]
    write(new, tool(plans=plans, facts=[entry(below=None)]))
    write(new, tool(slug="fresh", name="Fresh", domains=["fresh.example"]))
    told = difference(old, new)
    assert [one["slug"] for one in told["tools"]["came"]] == ["fresh"]
    assert [one["slug"] for one in told["tools"]["went"]] == ["bygone"]
    assert told["plans"] == {
        "came": [{"tool": "acme", "plan": "max", "name": "Max"}],
        "went": [{"tool": "acme", "plan": "free", "name": "Free"}],
    }
    assert {(one["tool"], one["plan"]) for one in told["changed"]} <= {("acme", "pro")}


def test_a_new_rule_is_told_by_what_stands_in_the_way(old: Path, new: Path) -> None:
    write(old, tool(facts=[entry(), AUDITED, ENCRYPTED]))
    gates = new / "rubric" / "gates" / "phi.yaml"
    told = yaml.safe_load(gates.read_text())
    told["gates"] += [
        {"gate": "phi_ours", "title": "Two factors", "expression": {"good": "mfa"}, "if_failed": "denied"}
    ]
    gates.write_text(yaml.safe_dump(told))
    [change] = [one for one in difference(old, new)["changed"] if one["plan"] == "pro"]
    assert (change["before"]["verdict"], change["after"]["verdict"]) == ("conditions", "ask")
    assert [(row["criterion"], row["after"]["effect"]) for row in change["why"]] == [("mfa", "gate_unknown")]


@pytest.fixture
def recorded(store: Store, database: str, old: Path, new: Path) -> Settings:
    """A store with release A and then B in it, and what the organisation did between and after."""
    write(old, tool(slug="bygone", name="Bygone", domains=["bygone.example"]))
    store.transact(lambda session: load(session, old))
    with store.write() as session:
        told = Decision(reference="D-1", tool_id=1, status="prohibited", reason="No.", decided_by="bo",
                        valid_from=now(), recorded_at=now())  # fmt: skip
        session.add(told)
    store.transact(lambda session: load(session, new))
    return Settings(database_url=database, data=new)


def test_releases_in_the_store_differ_as_their_folders_do(recorded: Settings, old: Path, new: Path) -> None:
    by_name, by_folder = difference("A", "B", given=recorded), difference(old, new)
    same = ("compared", "tools", "plans", "changed")
    assert {key: by_name[key] for key in same} == {key: by_folder[key] for key in same}
    assert [one["slug"] for one in by_name["tools"]["went"]] == ["bygone"]
    assert by_name["changed"]


def test_a_release_is_compared_with_a_folder(recorded: Settings, old: Path, new: Path) -> None:
    assert difference("B", new, given=recorded)["changed"] == []
    assert len(difference(old, "B", given=recorded)["changed"]) == len(difference("A", "B", given=recorded)["changed"])


def test_a_name_that_is_neither_names_the_releases(recorded: Settings) -> None:
    with pytest.raises(BadUse, match=r"A, B"):
        difference("A", "C", given=recorded)


def test_the_policy_lies_over_both(recorded: Settings, tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("policy: ours\nwithout: [{gate: phi_audit_log, why: We keep it.}]\n")
    told = difference("A", "B", given=recorded.model_copy(update={"policy": policy}))
    assert (told["before"]["rubric"], told["after"]["rubric"]) == (told["after"]["rubric"],) * 2
    assert "+ours" in told["after"]["rubric"]
    criteria = {row["criterion"] for one in told["changed"] for row in one["why"] if one["data"] == "phi"}
    assert criteria == {"encryption_in_transit"}


def test_one_tool_is_compared_by_its_name(old: Path, new: Path) -> None:
    write(new, tool(slug="fresh", name="Fresh", domains=["fresh.example"]))
    told = difference(old, new, Scope(tool="Acme", industry="medical"))
    assert (told["compared"]["tools"], told["tools"]["came"]) == (1, [])
    with pytest.raises(UnknownTool, match="acme"):
        difference(old, new, Scope(tool="acmee"))


def test_an_industry_that_is_none_names_the_choices() -> None:
    with pytest.raises(BadUse, match="medical"):
        Scope(industry="medicine")


def test_a_folder_with_a_problem_says_so(old: Path, new: Path) -> None:
    write(new, tool(facts=[entry(value="maybe")]))
    with pytest.raises(BadData, match=r"acme\.yaml"):
        difference(old, new)


@pytest.fixture
def said(old: Path, new: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, str]]:
    def ran(*words: str) -> tuple[str, str]:
        settings.cache_clear()
        assert run(["data", "diff", str(old), str(new), *words]) == 0
        told = capsys.readouterr()
        return told.out, told.err

    return ran


def test_the_command_prints_one_document_and_its_progress_beside_it(said: Callable[..., tuple[str, str]]) -> None:
    out, err = said("--json", "--industry", "medical")
    assert list(json.loads(out)) == ["before", "after", "as_of", "data", "compared", "tools", "plans", "changed"]
    assert "loading" in err


def test_the_command_tells_a_change_with_its_reason_and_its_page(said: Callable[..., tuple[str, str]]) -> None:
    out, _ = said("--industry", "medical")
    assert "acme: ask first -> allowed with conditions" in out
    assert "audit_log: not known -> yes" in out
    assert "new: Pro has an audit log. (https://acme.example/logs, seen 2026-05-01)" in out
