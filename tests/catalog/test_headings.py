"""What was done is read from columns and keys of any program, however they say it."""

from pathlib import Path

import pytest

from tests.catalog.test_discovery import told


@pytest.mark.parametrize(
    ("word", "action"),
    [("Yes", "blocked"), ("Blocked", "blocked"), ("y", "blocked"), ("No", "allowed"), ("false", "allowed")],
)
def test_a_column_that_says_whether_it_was_blocked_counts_however_it_says_so(
    tmp_path: Path, word: str, action: str
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Time,User,URL,Blocked\n2026-11-24,kim,https://slack.com/,{word}\n")
    _, (record,) = told(path, "table")
    assert record["action"] == action


def test_an_object_says_by_a_truth_whether_it_was_blocked(tmp_path: Path) -> None:
    line = '{"Event Time": "2026-11-24T09:00:00Z", "Login": "kim", "Destination FQDN": "slack.com", "Blocked": %s}\n'
    path = tmp_path / "a.json"
    path.write_text(line % "true" + line % "false")
    _, records = told(path, "json_lines")
    assert [one["action"] for one in records] == ["blocked", "allowed"]
