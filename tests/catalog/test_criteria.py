"""The criteria as files: each says all that a reader needs, and what it counts for, with a reason."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest

from catalog.dataset.files import CERTIFICATES, NUMBERS, VALUED
from catalog.models.evidence import SOURCE_KINDS
from catalog.rubric import INDUSTRIES, Criterion
from tests.house.readers import CRITERIA, criteria, reader
from web.words import GROUPS, LONGEST

WEIGHTS = {0, 1, 2, 4, 8}
FEWEST_EXAMPLES = 3
NOT_QUESTIONS = {"plan_price", "free_limit", "free_plan", "free_trial_days"}  # shown, never rated
BLAMING = re.compile(r"unauthori[sz]ed|violation|shadow|rogue|offen[cs]e|\bmust\b", re.IGNORECASE)


@pytest.fixture(params=criteria(), ids=lambda criterion: criterion.criterion)
def criterion(request: pytest.FixtureRequest) -> Criterion:
    """Each criterion of the rubric."""
    found: Criterion = request.param
    return found


def test_there_are_sixty_or_more_in_eight_groups() -> None:
    assert len(criteria()) >= 60
    assert {one.group for one in criteria()} == set(GROUPS)


def test_a_file_is_named_for_its_criterion(criterion: Criterion) -> None:
    assert (CRITERIA / f"{criterion.criterion}.yaml").is_file()


def test_no_two_have_the_same_title() -> None:
    assert [title for title, count in Counter(one.title.lower() for one in criteria()).items() if count > 1] == []


def test_every_field_says_something(criterion: Criterion) -> None:
    said = (criterion.title, criterion.why, criterion.look, criterion.remedy)
    assert all(text.strip() for text in said)
    assert criterion.question.endswith("?")
    assert criterion.where
    assert set(criterion.where) <= set(SOURCE_KINDS)
    assert all(text.endswith(".") for text in (criterion.why, criterion.look, criterion.remedy))


def test_it_says_which_answers_are_good(criterion: Criterion) -> None:
    if criterion.type in ("number", "year"):
        heights = [height for _, height in criterion.line]
        assert min(heights) == 0
        assert max(heights) == 1
    elif criterion.criterion not in NOT_QUESTIONS:
        assert criterion.good


def test_a_weight_is_one_of_five_and_has_its_reason_in_a_line(criterion: Criterion) -> None:
    assert set(criterion.weights) == set(INDUSTRIES)
    for weight in criterion.weights.values():
        assert weight.weight in WEIGHTS
        assert weight.why.endswith(".")
        assert len(weight.why) <= 110


def test_its_sources_are_addresses_of_pages(criterion: Criterion) -> None:
    assert criterion.sources
    for source in criterion.sources:
        parts = urlsplit(source.url or "")
        assert (parts.scheme, bool(parts.path.strip("/"))) == ("https", True), source
    assert len({source.title for source in criterion.sources}) == len(criterion.sources)


def test_its_sentences_are_short_and_blame_nobody(criterion: Criterion) -> None:
    told = criterion.sentences
    for text in (told.good, told.bad, told.unknown, criterion.question, criterion.why, criterion.remedy):
        filled = text.replace("{tool}", "Acme").replace("{plan}", "Pro")
        assert "{" not in filled
        for sentence in re.split(r"(?<=[.?!:])\s", filled):
            assert len(sentence.split()) <= LONGEST, sentence
        assert not BLAMING.search(filled)
    assert len({told.good, told.bad, told.unknown}) == 3 or criterion.type == "flag"


def test_what_an_extractor_reads_has_examples_with_a_trap(criterion: Criterion) -> None:
    if criterion.read_by == "extractor":
        assert len(criterion.examples) >= FEWEST_EXAMPLES
        assert any(example.value is not None for example in criterion.examples)
        assert any(example.value is None for example in criterion.examples)
    sentences = [example.sentence for example in criterion.examples]
    assert len(sentences) == len(set(sentences))


def test_its_facts_can_stand_in_a_tools_file(criterion: Criterion) -> None:
    if criterion.reads is not None:
        own = set(criterion.reads.values) - {"soc1", "soc1_type1"}  # what only pages state
        assert own <= set(CERTIFICATES)
    else:
        assert (criterion.type in ("number", "year")) == (criterion.criterion in NUMBERS)
        assert (criterion.type == "per_value") == (criterion.criterion in VALUED)


def test_each_certificate_answers_a_criterion() -> None:
    answered = {value for one in criteria() if one.reads for value in one.reads.values}
    assert set(CERTIFICATES) <= answered


def test_all_industries_weigh_alike_in_sum_so_that_one_threshold_fits_all() -> None:
    sums: dict[str, float] = dict.fromkeys(INDUSTRIES, 0.0)
    for one in criteria():
        for industry, weight in one.weights.items():
            sums[industry] += weight.weight
    assert len(set(sums.values())) == 1


def test_a_reader_is_found_where_there_is_one() -> None:
    by_name = {one.criterion: one for one in criteria()}
    found = reader(by_name["mfa"])
    assert found is not None
    assert found.name == "mfa.py"
    assert reader(by_name["communications_archiving"]) is None
