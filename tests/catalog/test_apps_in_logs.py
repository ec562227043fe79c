"""Logs that name an app and no host (sign-ins, audits): matched as exports are; and what is no candidate."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.adoption.discovering import discover
from catalog.discovery.reading import Log, read
from catalog.store import Store
from tests.catalog.entries import entry, sign_in
from tests.house.code import ROOT

Write = Callable[..., Path]
SAMPLES = ROOT / "tests" / "samples" / "logs"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a log of entries and give its path."""

    def written(*entries: str, name: str = "access.log") -> Path:
        path = tmp_path / name
        path.write_text("".join(entries), encoding="utf-8")
        return path

    return written


def test_sign_ins_that_name_an_app_are_matched_like_exports(filled_store: Store, write: Write) -> None:
    log = write(
        sign_in("Slack"),
        sign_in("Slack", user="lee@acme.example", result="FAILURE"),
        sign_in("Acme Expense Portal"),
        sign_in("Acme Expense Portal", user="lee@acme.example"),
        name="okta.jsonl",
    )
    found = discover(filled_store, [log]).document()
    assert found["files"][0]["format"] == "okta"
    assert [(one["tool"], one["user"], one["events"], one["blocked"]) for one in found["sightings"]] == [
        ("slack", "kim@acme.example", 1, 0),
        ("slack", "lee@acme.example", 1, 1),
    ]
    assert found["unmatched_apps"] == [{"app": "Acme Expense Portal", "users": 2, "events": 2}]
    assert (found["unmatched"], found["new"]) == ([], {"sightings": 2, "proposals": 1})


APP_LOGS = ("entra", "google_workspace", "slack_audit", "github_audit", "jumpcloud", "okta", "m365_audit")


@pytest.mark.parametrize("name", APP_LOGS)
def test_no_app_that_a_log_of_sign_ins_names_is_dropped(filled_store: Store, name: str) -> None:
    """Every record with an action and an app counts for a tool, for a candidate, or is named as background."""
    sample = next(file for file in sorted(SAMPLES.glob(f"{name}.*")) if file.suffix != ".json")
    named = [one for _, one in read(sample, Log("x")) if one.action and (one.app or one.host)]
    found = discover(filled_store, [sample], dry_run=True).document()
    counted_ = sum(one["events"] for part in ("sightings", "unmatched", "unmatched_apps") for one in found[part])
    assert named
    assert counted_ + found["background"]["events"] == len(named)


def test_background_is_no_candidate_and_is_told(filled_store: Store, write: Write) -> None:
    log = write(entry("ad.doubleclick.net"), entry("x.akamaiedge.net"), entry("app.newtool.io"))
    found = discover(filled_store, [log], dry_run=True).document()
    assert found["unmatched"] == [{"domain": "newtool.io", "users": 1, "events": 1}]
    assert found["background"] == {"domains": 2, "events": 2}
