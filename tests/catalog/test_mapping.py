"""Other people's lists: each of their questions is answered by a criterion of ours, or left out with a reason."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.dataset.checking import check as problems_of
from catalog.dataset.mapping import FILE, Mappings, mappings
from catalog.errors import BadData
from tests.house.readers import criteria

DATA = Path(__file__).parents[2] / "data"
COUNTS = {"cloud-app-factors": 95, "caiq-4": 197, "hecvat-4": 332}
OURS = {one.criterion for one in criteria()}


def stated() -> Any:
    return yaml.safe_load((DATA / FILE).read_text(encoding="utf-8"))


@pytest.fixture
def change(tmp_path: Path) -> Callable[[Callable[[Any], None]], Path]:
    """Give a data folder in which the mappings were changed."""

    def changed(do: Callable[[Any], None]) -> Path:
        told = stated()
        do(told)
        folder = tmp_path / "data"
        shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("tools", "schema"))
        (folder / FILE).write_text(yaml.safe_dump(told), encoding="utf-8")
        return folder

    return changed


def test_each_list_has_all_its_questions() -> None:
    assert {one.checklist: one.count for one in mappings(DATA).checklists} == COUNTS
    assert {one.checklist: sum(len(list(item.each())) for item in one.items) for one in mappings(DATA).checklists} == (
        COUNTS
    )


def test_every_criterion_that_is_named_exists() -> None:
    named = {name for one in mappings(DATA).checklists for item in one.items for name in item.criteria}
    assert named <= OURS


def test_what_is_left_out_says_why_in_words() -> None:
    found = mappings(DATA)
    for one in found.checklists:
        for reason, names in one.left_out().items():
            assert names
            assert found.reasons[reason].endswith(".")


def test_most_factors_of_the_largest_catalog_are_answered() -> None:
    factors = mappings(DATA).checklists[0]
    assert factors.count - sum(map(len, factors.left_out().values())) >= 60


def test_a_reviewers_word_leads_to_our_question() -> None:
    found = {one.checklist: names for one, names in mappings(DATA).names_of("mfa")}
    assert found["cloud-app-factors"] == ["Multifactor authentication", "GLBA"]
    assert found["caiq-4"] == ["IAM-14"]
    assert "AAAI-17" in found["hecvat-4"]


def test_a_range_stands_for_each_question_in_it() -> None:
    caiq = mappings(DATA).checklists[1]
    assert "CEK-15" in caiq.names_of("key_management")
    assert len(caiq.names_of("key_management")) == 12


def test_a_folder_without_the_file_has_no_lists(tmp_path: Path) -> None:
    (tmp_path / "rubric").mkdir()
    assert mappings(tmp_path) == Mappings(reasons={}, checklists=())


WRONG: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a question is missing": (lambda told: told["checklists"][1]["items"].pop(0), "not the number of questions"),
    "a question stands twice": (
        lambda told: told["checklists"][1]["items"].append({"names": ["A&A-02"], "criteria": ["mfa"]}),
        "stands twice",
    ),
    "neither answered nor left out": (
        lambda told: told["checklists"][1]["items"].append({"names": ["A&A-09"]}),
        "name criteria, or a reason",
    ),
    "a reason without a text": (lambda told: told["reasons"].pop("inside"), "inside"),
    "a question of no section": (
        lambda told: told["checklists"][1]["items"].append({"names": ["ZZZ-01"], "left_out": "inside"}),
        "no section",
    ),
}


@pytest.mark.parametrize(("do", "said"), WRONG.values(), ids=WRONG)
def test_a_list_that_is_not_whole_is_a_problem(
    change: Callable[[Callable[[Any], None]], Path], do: Callable[[Any], Any], said: str
) -> None:
    folder = change(do)
    assert [problem.file for problem in problems_of(folder) if said in problem.what] == [FILE]
    with pytest.raises(BadData, match=said):
        mappings(folder)


def test_a_criterion_that_is_not_there_is_told_with_its_line(
    change: Callable[[Callable[[Any], None]], Path],
) -> None:
    def misname(told: Any) -> None:
        told["checklists"][0]["items"][1]["criteria"] = ["colour"]

    found = [problem for problem in problems_of(change(misname)) if problem.file == FILE]
    assert [problem.what for problem in found] == ["colour is no criterion"]
    assert found[0].line > 1
