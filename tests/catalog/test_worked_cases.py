"""The worked cases of the rules, asked through `byot check` on `data/` at a fixed moment."""

import json
from typing import Any

import pytest

from web.cli import run

MOMENT = ["--as-of", "2026-11-25"]

CASES = {
    "Trello Free for work notes": ("trello --plan free --industry general --data internal", {"allowed"}),
    "Slack Free for patient data": ("slack --plan free --industry medical --data phi", {"denied"}),
    "Slack Enterprise for patient data": ("slack --plan enterprise --industry medical --data phi", {"conditions"}),
    "Zoom Basic for patient data": ("zoom --plan basic --industry medical --data phi", {"denied"}),
    "WhatsApp for records": ("whatsapp --industry financial --data books_and_records", {"denied"}),
    "ChatGPT Free for privileged advice": ("chatgpt --plan free --industry legal --data privileged", {"denied"}),
    "ChatGPT Enterprise for a client's file": (
        "chatgpt --plan enterprise --industry legal --data client_confidential",
        {"conditions", "ask"},
    ),
    "Gmail for patient data": ("gmail --industry medical --data phi", {"denied"}),
    "Google Workspace for patient data": ("google-workspace --industry medical --data phi", {"conditions"}),
    "Dropbox Basic for a client's file": (
        "dropbox --plan basic --industry legal --data client_confidential",
        {"ask", "denied"},
    ),
    "Asana Personal for clients' money data": (
        "asana --plan personal --industry financial --data npi",
        {"ask", "denied"},
    ),
    "a made-up tool for privileged advice": ("madeupp --industry legal --data privileged", {"ask"}),
}


def asked(words: str, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setenv("BYOT_DATABASE_URL", database)
    arguments = words.split()
    code = run(["check", *arguments, *([] if "--as-of" in arguments else MOMENT), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert code == (1 if told["verdict"] == "denied" else 0)
    return told


@pytest.mark.parametrize(("words", "verdicts"), CASES.values(), ids=CASES)
def test_a_worked_case_comes_out_as_the_rules_say(
    words: str,
    verdicts: set[str],
    filled_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert asked(words, filled_database, monkeypatch, capsys)["verdict"] in verdicts


def test_the_telehealth_notice_answers_for_april_2020(
    filled_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "zoom --plan basic --industry medical --data phi --as-of 2020-04-15"
    told = asked(words, filled_database, monkeypatch, capsys)
    assert (told["verdict"], told["basis"], told["exception"]["name"]) == ("allowed", "gate", "hhs-telehealth-2020")


def test_the_denial_names_the_fact_and_the_plan_that_would_work(
    filled_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = asked("slack --plan free --industry medical --data phi", filled_database, monkeypatch, capsys)
    reason = told["reasons"][0]
    evidence = reason["evidence"][0]
    assert (reason["criterion"], reason["value"], reason["effect"]) == ("hipaa_baa", "no", "gate_failed")
    assert evidence["url"].startswith("https://")
    assert evidence["says"]
    assert evidence["observed_at"] > "2024"
    assert (told["plan_that_works"]["plan"], told["plan_that_works"]["verdict"]) == ("enterprise-grid", "conditions")
