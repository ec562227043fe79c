"""`byot extract` as a person runs it: documents, several files, bad files, exit codes."""

import json
import os
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from scrapers.finding import FACTS
from scrapers.page import LARGEST
from tests.running import ended

SAMPLES = Path(__file__).parents[1] / "samples" / "pages"
PAGE = SAMPLES / "mossgate--sla.txt"
OTHER = SAMPLES / "larkdesk--terms.txt"


def byot(*words: object) -> "CompletedProcess[str]":
    """Run the command in another process."""
    return ended("extract", *words, environment=os.environ, folder=Path.cwd())


def test_one_file_prints_one_document_with_the_contracts_keys() -> None:
    done = byot(PAGE, "--kind", "sla", "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["file"], document["kind"]) == (0, str(PAGE), "sla")
    (fact,) = document["facts"]
    assert fact["fact"] in FACTS
    assert {"fact", "plan", "value", "subject", "quote", "confidence"} <= set(fact)
    assert fact["quote"] in PAGE.read_text()


def test_the_kind_is_guessed_from_the_name_of_the_file() -> None:
    assert json.loads(byot(PAGE, "--json").stdout)["kind"] == "sla"


def test_the_kind_is_guessed_from_the_address_before_the_name() -> None:
    done = byot(PAGE, "--url", "https://mossgate.example/legal/privacy-policy", "--json")
    assert json.loads(done.stdout)["kind"] == "privacy"


def test_several_files_print_one_document_of_all() -> None:
    done = byot(PAGE, OTHER, "--json")
    assert [one["file"] for one in json.loads(done.stdout)["files"]] == [str(PAGE), str(OTHER)]


def test_a_bad_file_is_named_and_the_good_ones_are_printed(tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.touch()
    done = byot(PAGE, empty, tmp_path / "absent.md", OTHER, "--json")
    assert done.returncode == 2
    assert [one["file"] for one in json.loads(done.stdout)["files"]] == [str(PAGE), str(OTHER)]
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert "empty.html" in lines[0]
    assert "absent.md" in lines[1]


@pytest.mark.parametrize(
    ("body", "says"), [(b"\x89PNG\r\n\x00\x01", "binary"), (b"x" * (LARGEST + 1), "8 MB")], ids=["binary", "huge"]
)
def test_what_is_no_page_is_one_line_and_bad_input(tmp_path: Path, body: bytes, says: str) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(body)
    done = byot(file, "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_kind_is_bad_use_and_the_kinds_are_named() -> None:
    done = byot(PAGE, "--kind", "brochure")
    assert done.returncode == 2
    assert "pricing" in done.stderr


def test_words_for_a_person_give_the_quote() -> None:
    done = byot(PAGE)
    assert "uptime_sla_percent: 99.95" in done.stdout
    assert "guarantees an uptime" in done.stdout
