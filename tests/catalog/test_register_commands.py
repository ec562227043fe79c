"""The commands about use and decisions, as people run them: what they print, how they end."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalog.settings import settings
from tests.house.code import ROOT
from web.cli import run

LOG = ROOT / "tests" / "samples" / "logs" / "squid.log"
Byot = Callable[..., tuple[int, Any, list[str]]]


@pytest.fixture
def byot(filled_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Byot:
    """Run a command; give its exit code, its JSON (its text where it prints none), its lines on standard error."""
    monkeypatch.setenv("BYOT_DATABASE_URL", filled_database)
    settings.cache_clear()

    def ran(*words: str) -> tuple[int, Any, list[str]]:
        code = run(list(words))
        said = capsys.readouterr()
        return code, json.loads(said.out) if "--json" in words and said.out else said.out, said.err.splitlines()

    return ran


def test_from_use_to_decision_to_the_next_check(byot: Byot) -> None:
    code, told, _ = byot("adopt", "slack", "--by", "anna", "--plan", "free", "--data", "phi", "--json")
    adoption = told["adoption"]
    assert (code, adoption["by"], adoption["tool"], adoption["verdict"]["verdict"]) == (0, "anna", "slack", "denied")
    assert list(told) == ["adoption"]
    assert byot("adoptions", "--tool", "slack", "--json")[1] == {"adoptions": [adoption]}

    assert [row["tool"] for row in byot("review", "list", "--json")[1]["reviews"]] == ["slack"]
    expires = ("--expires", "6m", "--reason", "Teams is there")
    code, told, _ = byot("review", "decide", "slack", "--status", "prohibited", *expires, "--by", "bo", "--json")
    assert (code, told["decision"]["status"], told["decision"]["in_force"]) == (0, "prohibited", True)
    code, told, _ = byot("check", "slack", "--data", "public", "--json")
    assert (code, told["verdict"], told["basis"]) == (1, "denied", "decision")
    assert byot("review", "list", "--json")[1] == {"reviews": []}

    code, told, _ = byot("review", "undo", "slack", "--by", "bo", "--json")
    assert (code, told["decision"]["in_force"]) == (0, False)
    assert byot("check", "slack", "--data", "public", "--json")[1]["basis"] != "decision"
    code, told, _ = byot("db", "verify", "--json")
    assert (code, told["whole"], told["events"]) == (0, True, 4)


def test_thanks_come_with_a_receipt_and_a_day(byot: Byot) -> None:
    code, text, errors = byot("adopt", "trello", "--by", "anna")
    assert (code, errors) == (0, [])
    assert text.startswith("Thank you.")
    assert "never" not in text
    assert "You hear from security by" in text


@pytest.mark.parametrize(
    "words",
    [
        ("adopt", "trello", "--by", " "),
        ("adopt", "trello", "--by", "anna", "--plan", "gold"),
        ("adopt", "trello", "--by", "anna", "--data", "secret"),
        ("adopt", "trello", "--by", "anna", "--since", "last year"),
        ("adopt", "trello"),
        ("adoptions", "--tool", "trelo"),
        ("review", "decide", "slack", "--status", "sanctioned", "--expires", "6m", "--reason", "x", "--by", "anna"),
        ("review", "decide", "slack", "--status", "sanctioned", "--expires", "9y", "--reason", "x", "--by", "bo"),
        ("review", "decide", "slack", "--status", "fine", "--expires", "6m", "--reason", "x", "--by", "bo"),
        ("review", "show", "slack"),
        ("review", "undo", "slack", "--by", "bo"),
        ("review", "list", "--state", "shut"),
        ("discover", "nothing.log"),
        ("discover", str(LOG), "--format", "squidd"),
        ("discover", str(LOG), "--timezone", "Middle/Earth"),
        ("discover", str(LOG), "--engine", "clickhouse://elsewhere"),
        ("import", "survey", "nothing.csv"),
    ],
    ids=" ".join,
)
def test_bad_use_is_one_line_and_exit_code_2(byot: Byot, words: tuple[str, ...]) -> None:
    code, text, errors = byot(*words, "--json")
    assert (code, text, len(errors)) == (2, "", 1)
    assert errors[0].startswith("byot: ")


def test_discover_tells_by_the_contract_and_counts_once(byot: Byot) -> None:
    code, told, errors = byot("discover", str(LOG), "--json")
    assert (code, errors) == (0, [])
    assert list(told) == ["files", "sightings", "unmatched", "new", "unmatched_apps", "background"]
    file = told["files"][0]
    assert (file["file"], file["format"], file["records"], file["rejected"]) == (str(LOG), "squid", 8, 0)
    assert told["new"] == {"sightings": 4, "proposals": 3}
    assert told["sightings"][0] == {
        "tool": "slack", "user": "jdoe", "day": "2026-11-24", "events": 2, "blocked": 0,
        "bytes_up": None, "bytes_down": 57333,
    }  # fmt: skip
    assert told["unmatched"] == [{"domain": "example.io", "users": 1, "events": 1}]
    again = byot("discover", str(LOG), "--json")[1]
    assert again["new"] == {"sightings": 0, "proposals": 0}
    assert again["sightings"] == told["sightings"]
    proposed = byot("adoptions", "--tool", "slack", "--json")[1]["adoptions"]
    assert [(one["by"], one["state"], one["evidence"][0]["kind"]) for one in proposed] == [
        ("jdoe", "proposed", "detected")
    ]


def test_the_good_files_are_kept_and_each_bad_one_is_one_line(byot: Byot, tmp_path: Path) -> None:
    (tmp_path / "empty.log").touch()
    (tmp_path / "binary.log").write_bytes(bytes(range(256)) * 99)
    bad = [str(tmp_path / name) for name in ("empty.log", "binary.log", "missing.log")]
    code, told, errors = byot("discover", bad[0], str(LOG), bad[1], bad[2], "--json")
    assert (code, len(errors), len(told["files"])) == (2, 3, 1)
    assert told["new"]["sightings"] == 4
    assert all(path in line for path, line in zip(bad, errors, strict=True))


def test_records_are_printed_over_all_files_in_order_and_nothing_is_recorded(byot: Byot) -> None:
    other = LOG.with_name("squid_common.log")
    code, told, _ = byot("discover", str(LOG), str(other), "--records", "10", "--json")
    assert (code, list(told)) == (0, ["files", "records"])
    assert [file["records"] for file in told["files"]] == [8, 8]
    assert [(Path(one["file"]).name, one["line"]) for one in told["records"]] == [
        *((LOG.name, line) for line in range(1, 9)), (other.name, 1), (other.name, 2),
    ]  # fmt: skip
    assert list(told["records"][0]) == [
        "file", "line", "time", "user", "client", "host", "url", "method", "action", "status", "bytes_up",
        "bytes_down", "app",
    ]  # fmt: skip
    assert byot("discover", str(LOG), "--json")[1]["new"]["sightings"] == 4


def test_text_tells_what_json_does(byot: Byot) -> None:
    _, text, _ = byot("discover", str(LOG), str(LOG.with_name("squid--traps.log")), "--dry-run")
    assert "slack: 1 user, 4 requests" in text
    assert "example.io: 1 user, 1 request" in text
    assert "2 rejected, 2 skipped" in text
    assert "line 13: too few fields" in text
    assert "would be new: 4 sightings, 3 proposals" in text
    assert byot("adoptions")[1].startswith("Nothing yet.")
