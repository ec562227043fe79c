"""The written pages: links lead somewhere, decisions fit on a page, one command runs the tests."""

import re
from pathlib import Path

import pytest

from tests.house.code import ROOT

LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\(([^)\s]+)\)")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
CAMPAIGN = re.compile(r"""(?:mark\.soak|@fuzzed)\(\s*"([^"]+)\"""")
PAGE = 60
PARTS = ("**Context.**", "**Decision.**", "**Consequence.**")


def name_of(file: Path) -> str:
    """Name a case of these tests."""
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_to_our_own_files_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not _leads(page, link)] == []


def _leads(page: Path, link: str) -> bool:
    path, _, heading = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    return target.exists() and (not heading or heading in _headings(target))


def _headings(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("record", RECORDS, ids=name_of)
def test_a_decision_says_context_decision_and_consequence_on_one_page(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert re.match(rf"# 0*{int(record.name[:4])}\.? \S", text), "its title starts with its number"
    assert [part for part in PARTS if part not in text] == []
    assert len(text.splitlines()) <= PAGE


def test_no_two_decisions_have_one_number() -> None:
    numbers = [record.name[:4] for record in RECORDS]
    assert sorted(set(numbers)) == numbers


def test_the_changelog_has_a_place_for_what_comes() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "\n## [Unreleased]\n" in text
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= {"Changed", "Added", "Removed", "Fixed"}


def test_there_is_one_way_to_run_the_tests() -> None:
    assert (ROOT / ".ci" / "run").read_text().strip().splitlines()[-1] == "exec make test"
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_guide_to_the_long_campaigns_names_each_of_them() -> None:
    sources = (file.read_text(encoding="utf-8") for file in (ROOT / "tests").rglob("test_*.py"))
    titles = {title for source in sources for title in CAMPAIGN.findall(source)}
    rows = re.findall(r"^\| ([a-z][^|]*) \|", (ROOT / "docs" / "how-to" / "soak.md").read_text(), re.MULTILINE)
    assert {
        title: sum(re.split("[:,]| for each", row)[0] == title for row in rows) for title in titles
    } == dict.fromkeys(titles, 1)
    assert len(rows) - 1 == len(titles) >= 17
