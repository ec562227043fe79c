"""How much a data folder covers: every number beside what it is a part of."""

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.dataset.counting import count
from catalog.moment import now
from tests.catalog.folders import DATA, entry, made, tool, write
from web.cli import run

WIDE: dict[str, Any] = {"from": None, "below": None}


def ago(months: float) -> date:
    return (now() - timedelta(days=months * 365.25 / 12)).date()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two tools: one with a fresh and an old answer, one with an answer on one plan of two."""
    facts = [
        entry(as_of=ago(3)),
        entry(fact="audit_log", as_of=ago(20), below=None, source="https://acme.example/log"),
        entry(fact="certification", value="soc2_type2", as_of=ago(60), **WIDE, source="https://acme.example/soc"),
        entry(fact="mfa", as_of=ago(3), since=ago(30), until=ago(1), **WIDE, source="https://acme.example/mfa"),
        entry(fact="scim", subject="infrastructure", as_of=ago(3), below=None, source="https://acme.example/scim"),
    ]
    bare = tool(slug="bare", name="Bare", domains=["bare.example"], facts=[entry(as_of=ago(3), below=None)])
    return made(tmp_path / "data", tool(facts=facts), bare)


def test_a_criterion_is_counted_over_all_tools_and_all_plans(folder: Path) -> None:
    told = count(folder)["criteria"]
    assert {key: told["hipaa_baa"][key] for key in ("known", "fresh", "of")} == {"known": 2, "fresh": 2, "of": 2}
    assert told["hipaa_baa"]["plans"] == {"known": 3, "fresh": 3, "of": 4}
    assert told["audit_log"]["plans"] == {"known": 1, "fresh": 0, "of": 4}
    assert (told["soc2_type2"]["known"], told["mfa"]["known"], told["scim"]["known"]) == (0, 0, 0)


def test_a_tool_is_counted_over_all_criteria_and_its_facts_that_can_age(folder: Path) -> None:
    told = count(folder)
    criteria = len(told["criteria"])
    assert told["per_tool"]["acme"]["criteria"] == {"known": 2, "fresh": 1, "of": criteria}
    assert {key: told["per_tool"]["acme"][key] for key in ("facts", "aging", "fresh", "plans")} == {
        "facts": 5, "aging": 3, "fresh": 1, "plans": 2,
    }  # fmt: skip
    assert (told["fresh"], told["aging"], told["facts"]) == (2, 4, 6)


def test_a_price_is_known_where_a_plan_has_one_that_is_not_too_old(folder: Path) -> None:
    price = {"amount": 5, "currency": "USD", "per": "user", "period": "month"}
    place: dict[str, Any] = {"fact": "plan_price", "value": price, "from": None, "below": None}
    seen = [entry(**place, plan="pro", as_of=ago(13)), entry(**place, plan="free", as_of=ago(30))]
    write(folder, tool(facts=seen))
    assert count(folder)["criteria"]["plan_price"]["plans"] == {"known": 1, "fresh": 0, "of": 4}


def test_the_numbers_of_what_ships_fit_together() -> None:
    told = count(DATA)
    assert told["fresh"] <= told["aging"] <= told["facts"]
    assert sum(one["facts"] for one in told["per_tool"].values()) == told["facts"]
    for one in told["criteria"].values():
        assert one["fresh"] <= one["known"] <= one["of"] == told["tools"]
        assert one["plans"]["fresh"] <= one["plans"]["known"] <= one["plans"]["of"] <= told["plans"]
    for one in told["per_tool"].values():
        assert one["criteria"]["of"] == len(told["criteria"])


@pytest.mark.parametrize("tools", [(), ("--tools",)])
def test_no_number_is_told_without_what_it_is_a_part_of(
    folder: Path, capsys: pytest.CaptureFixture[str], tools: tuple[str, ...]
) -> None:
    assert run(["data", "stats", "--folder", str(folder), *tools]) == 0
    head, whole, *lines = capsys.readouterr().out.splitlines()
    assert head.endswith("2 tools, 4 plans, 6 facts")
    assert whole == "verified within its half-life: 2 of 4 facts that can age"
    assert [line for line in lines if not line.endswith(":") and not re.search(r"\d of \d", line)] == []
    assert len(lines) > 1


def test_json_is_whole_with_and_without_tools(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["data", "stats", "--folder", str(folder), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert {"criteria", "per_tool", "facts_per_tool", "fresh", "aging"} <= told.keys()
    run(["data", "stats", "--folder", str(folder), "--json", "--tools"])
    assert json.loads(capsys.readouterr().out) == told
