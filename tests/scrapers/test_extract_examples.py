"""The rubric's own examples: each criterion that an extractor reads brings sentences and what they state.

They run as soon as there is an extractor that states the fact; docs/reference/criteria.md lists those that still wait.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from catalog.rubric import Criterion
from scrapers import extract
from scrapers.finding import Finding
from scrapers.page import read
from tests.house.readers import CRITERIA, reader


def examples() -> Iterator[Any]:
    """Give each example of a criterion that an extractor reads, with its criterion."""
    for file in sorted(CRITERIA.glob("*.yaml")):
        criterion = yaml.load(file.read_text(), yaml.CSafeLoader)
        if criterion.get("read_by") == "extractor" and reader(Criterion.model_validate(criterion)):
            for example in criterion.get("examples", []):
                yield pytest.param(criterion, example, id=f"{file.stem}: {example['sentence'][:60]}")


FILLER = "The picture moves to where it was put by those who came back later and who wanted it there all the same. "


def found(criterion: dict[str, Any], example: dict[str, Any], body: str = "", name: str = "a.txt") -> list[Finding]:
    """Give what the sentence, alone on a page or in its body, states about the criterion."""
    reads = criterion.get("reads") or {}
    fact = reads.get("fact", criterion["criterion"])
    page = read((body or example["sentence"]).encode(), kind=example.get("kind", "other"), file_name=name)
    return [
        one
        for one in extract.each(page)
        if one.fact == fact and (fact != "certification" or one.value in reads.get("values", {}))
    ]


@pytest.mark.parametrize(("criterion", "example"), list(examples()))
def test_a_sentence_states_what_the_rubric_says(criterion: dict[str, Any], example: dict[str, Any]) -> None:
    stated = found(criterion, example)
    if example["value"] is None:
        assert [one for one in stated if one.subject == "vendor" and one.status in (None, "yes")] == []
        return
    wanted = (example["value"], example.get("plan"), example.get("status"))
    assert (
        wanted
        in {
            (one.value, one.plan, one.status if example.get("status") else None)
            for one in stated
            if one.subject == "vendor" and not (one.status == "in_progress" and "status" not in example)
        }
        if not isinstance(example["value"], dict)
        else [wanted[:2]] == [(one.value, one.plan) for one in stated]
    )


@pytest.mark.parametrize(("criterion", "example"), list(examples()))
def test_no_sentence_is_passed_over_among_others_in_html(criterion: dict[str, Any], example: dict[str, Any]) -> None:
    body = f"<body><main><section><p>{example['sentence']}</p><p>{FILLER}</p></section></main></body>"
    alone, among = found(criterion, example), found(criterion, example, body, "a.html")
    assert {(str(one.value), one.plan, one.subject) for one in among} == {
        (str(one.value), one.plan, one.subject) for one in alone
    }


def test_there_are_examples() -> None:
    assert sum(1 for _ in examples()) >= 100
