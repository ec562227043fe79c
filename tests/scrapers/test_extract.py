"""What the extractors find in saved pages, proven by samples: a page, and the facts that it states."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog import plugins
from scrapers import extract
from scrapers.finding import FACTS, Finding, distinct
from scrapers.page import KINDS, LARGEST, Page, Unreadable, read
from tests import processor
from tests.campaigns import fuzzed

SAMPLES = Path(__file__).parents[1] / "samples" / "pages"
Stated = tuple[str, str | None, str, str | None, str]


def samples() -> list[Path]:
    """Give the sample pages: every file that has expectations beside it."""
    return [
        file
        for file in sorted(SAMPLES.iterdir())
        if file.suffix != ".json" and (SAMPLES / f"{file.name.partition('.')[0]}.json").is_file()
    ]


def expected(file: Path) -> dict[str, Any]:
    """Give what the sample is and states."""
    told: dict[str, Any] = json.loads((SAMPLES / f"{file.name.partition('.')[0]}.json").read_text())
    return told


def page_of(file: Path) -> Page:
    """Read a sample as `byot extract` would."""
    told = expected(file)
    return read(file.read_bytes(), url=told["url"], kind=told["kind"], file_name=file.name)


def stated(fact: dict[str, Any]) -> Stated:
    """Give what a fact says, without where it stands."""
    status = fact.get("status", "yes" if fact["fact"] == "certification" else None)
    value = json.dumps(fact["value"], sort_keys=True)
    return fact["fact"], fact["plan"], value, status, fact.get("subject", "vendor")


@pytest.mark.parametrize("sample", samples(), ids=lambda file: file.name)
def test_a_page_states_what_its_sample_says_and_nothing_else(sample: Path) -> None:
    found = {stated(finding.document()) for finding in extract.each(page_of(sample))}
    assert found == {stated(fact) for fact in expected(sample)["facts"]}


@pytest.mark.parametrize("sample", samples(), ids=lambda file: file.name)
def test_every_quote_stands_in_the_page_at_its_offsets(sample: Path) -> None:
    page = page_of(sample)
    for finding in extract.each(page):
        assert finding.quote.strip()
        assert page.text[finding.start : finding.end] == finding.quote
        assert 0 < finding.confidence <= 1


def test_every_fact_of_the_contract_and_every_extractor_appears_in_a_sample() -> None:
    facts: set[str] = set()
    idle = set(plugins.names(extract))
    for sample in samples():
        page = page_of(sample)
        for name in set(idle):
            module = plugins.load(extract, name)
            if page.kind in module.KINDS and any(True for _ in module.extract(page)):
                idle.discard(name)
        facts |= {finding.fact for finding in extract.each(page)}
    assert idle == set()
    assert facts >= FACTS


def test_every_extractor_reads_known_kinds_only() -> None:
    for module in plugins.each(extract):
        assert module.KINDS, module.__name__
        assert set(module.KINDS) <= set(KINDS), module.__name__
        assert module.__doc__, module.__name__


PIECES = [
    "<table><tr><th>Plan</th><th>Free</th><th>Pro</th></tr><tr><td>SSO</td><td></td><td>✓</td></tr></table>",
    "<div class=card><h3>Pro</h3><p>$9 / month</p><li class=nocheck>SAML</li></div>",
    "| a | Free | Pro |\n|---|---|---|\n| SCIM | - | yes |\n",
    "We are SOC 2 Type II certified. ",
    "99.9% uptime SLA for $5,00.00 per user/month, 72 hours after a breach we notify. ",
    "\x00",
    "<",
    "](",
    "**",
    "\ud7ff",
    "&#99999999;",
    "---\n",
    "```\n",
    "<!--",
    "{{ x }}",
]


@fuzzed("bytes for every extractor", 120, 12_000)
@given(st.one_of(st.binary(max_size=400), st.lists(st.sampled_from(PIECES), max_size=12).map("".join).map(str.encode)))
@example(b"\xff\xfe\x00\xd8")
@example(b"<td>x</td></table><li>$1/mo")
def test_no_bytes_make_an_extractor_fail(body: bytes) -> None:
    for kind, name in product(("pricing", "security", "dpa"), ("a.html", "a.md")):
        try:
            page = read(body, kind=kind, file_name=name)
        except Unreadable:
            continue
        for finding in extract.each(page):
            assert page.text[finding.start : finding.end] == finding.quote


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"\x7fELF\x00\x01" * 50, "binary"),
        (bytes(range(1, 9)) * 200, "binary"),
    ],
    ids=["nothing", "blanks", "with NUL", "control letters"],
)
def test_what_is_no_page_is_refused_in_words(body: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(body, file_name="a.html")


def test_a_huge_page_is_refused_and_the_limit_named() -> None:
    with pytest.raises(Unreadable, match="8 MB"):
        read(b"x" * (LARGEST + 1), file_name="a.txt")


def finding(plan: str | None, value: str = "yes", confidence: float = 0.8, start: int = 0) -> Finding:
    """Make a finding with good defaults."""
    return Finding("sso_saml", value, "SSO", start, start + 3, plan=plan, confidence=confidence)


def test_an_answer_for_a_plan_makes_the_same_answer_without_one_superfluous() -> None:
    assert [one.plan for one in distinct([finding(None), finding("Pro", start=9)])] == ["Pro"]


def test_two_spellings_of_a_plan_are_one_plan() -> None:
    assert len(distinct([finding("Enterprise"), finding("Enterprise Plan", start=9)])) == 1


def test_a_denial_for_one_plan_does_not_hide_the_answer_of_another() -> None:
    kept = {(one.plan, one.value) for one in distinct([finding("Free", "no"), finding("Pro")])}
    assert kept == {("Free", "no"), ("Pro", "yes")}


def _repeated() -> Iterator[tuple[str, str]]:
    yield "html.html", "<p>We offer SSO on the Pro plan for $9 per user per month, encrypted at rest, "
    yield "deep.html", "<div><span>Pro "
    yield "cells.html", "<table><tr><td>Free<td>$1"
    yield "words.md", "SOC 2 and ISO 27001 and not "
    yield "signs.md", "[a](b) **$1** | `x` <b> "
    yield "numbers.md", "1,111,111.11 "
    yield "blanks.md", " "
    yield "letters.md", "aA"
    yield "plans.md", "Pro, Team, Business and Enterprise "


@pytest.mark.parametrize(("name", "piece"), list(_repeated()), ids=lambda value: value.strip()[:12])
def test_twice_the_page_takes_about_twice_the_time(name: str, piece: str) -> None:
    """Every pattern is linear: the best of three runs over 200 KB is at most three times that over 100 KB."""

    def seconds(size: int) -> float:
        body = ("x " + piece * (size // len(piece))).encode()
        return processor.seconds(lambda: extract.each(read(body, kind="pricing", file_name=name)))

    small, large = seconds(100_000), seconds(200_000)
    assert large < 3 * small + 0.1, (small, large)


def found(text: str, fact: str, kind: str = "security") -> set[tuple[object, str | None]]:
    """Give what a Markdown page states about a fact: values with plans (certificates with their status)."""
    page = read(text.encode(), kind=kind, file_name="page.md", url="https://acme.example/page")
    return {
        (one.value if one.status is None else f"{one.value} {one.status}", one.plan)
        for one in extract.each(page)
        if one.fact == fact and one.subject == "vendor"
    }


SAID = [
    (
        "## Are you ISO 27001 certified?\n\nWe are in process of getting this certification.\n",
        "certification",
        {("iso27001 in_progress", None)},
    ),
    ("SOC 2 Type II reports are not available or planned.\n", "certification", {("soc2_type2 no", None)}),
    (
        "We passed Type 1 as we work towards SOC 2 Type 2 certification.\n",
        "certification",
        {("soc2_type2 in_progress", None)},
    ),
    ("For FedRAMP compliance, you may use the addresses below.\n", "certification", set()),
    (
        "We are PCI compliant, and review our standing within the framework each year.\n",
        "certification",
        {("pci_dss yes", None)},
    ),
    (
        "Your data is stored in the EU:\n\n- Amsterdam, Netherlands\n- Paris, France\n",
        "data_residency",
        {("eu", None)},
    ),
    (
        "## Data residency\n\n| Region | Location |\n|---|---|\n| EU | Frankfurt |\n| US | Virginia |\n",
        "data_residency",
        {("eu", None), ("us", None)},
    ),
    ("Data subjects located in the EEA have rights to their stored data.\n", "data_residency", set()),
    (
        "## Is my data used to train AI models?\n\nNo. It all happens on your device.\n",
        "ai_training_on_customer_data",
        {("no", None)},
    ),
    ("- [Acme Subprocessors](https://acme.example/sub)\n", "subprocessor_list", {("yes", None)}),
    ("- Acme Subprocessors\n", "subprocessor_list", set()),
    (
        "We sign a Business Associate Agreement for all our customers, at no extra charge.\n",
        "hipaa_baa",
        {("yes", None)},
    ),
    ("The BAA does not apply to what you direct us to disclose.\n", "hipaa_baa", set()),
    ("## Encryption at rest\n\nIt is available with the Security add-on.\n", "encryption_at_rest", {("addon", None)}),
    ("## Bounty program\n\nWe don't currently have a bug bounty program.\n", "bug_bounty", {("no", None)}),
]


@pytest.mark.parametrize(("text", "fact", "states"), SAID, ids=[text[:40] for text, _, _ in SAID])
def test_what_is_answered_listed_or_denied_is_read_as_meant(
    text: str, fact: str, states: set[tuple[object, str | None]]
) -> None:
    assert found(text, fact) == states


def test_a_sentence_repeated_thousands_of_times_is_read_but_a_few_times() -> None:
    from scrapers.reading.sentences import statements

    page = read(b"We offer SSO on the Pro plan.\n\n" * 5000, kind="security", file_name="a.md")
    assert len(statements(page)) < 50
    assert {finding.plan for finding in extract.each(page)} == {"Pro"}
