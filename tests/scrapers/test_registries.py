"""Registries: what is read from a copy in a registry's own form, and what else is refused."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import plugins
from catalog.dataset.files import NUMBERS
from catalog.errors import BadData
from catalog.models.evidence import STRENGTHS
from scrapers import registries
from scrapers.listing import Listing
from scrapers.registries import free_for_dev, have_i_been_pwned, pricing2yaml
from scrapers.registry import registry
from tests.campaigns import fuzzed
from tests.house.code import ROOT
from tests.house.readers import criteria

SAMPLES = ROOT / "tests" / "samples" / "registries"
NAMES = plugins.names(registries)
COPIES = [file for file in sorted(SAMPLES.iterdir()) if len(file.suffixes) > 1 or file.suffix != ".json"]


def of(file: Path) -> str:
    """Give the registry that a sample is a copy of."""
    return file.name.partition(".")[0].partition("--")[0]


def told(listing: Listing) -> dict[str, object]:
    """Give a listing as its expectation is written."""
    day = listing.as_of.isoformat() if listing.as_of else None
    return {"as_of": day, "whole": listing.whole, "entries": [entry.document() for entry in listing.entries]}


@pytest.mark.parametrize("copy", COPIES, ids=lambda file: file.name)
def test_a_copy_says_what_its_expectation_says(copy: Path) -> None:
    expected = json.loads((SAMPLES / f"{copy.name.partition('.')[0]}.json").read_text(encoding="utf-8"))
    assert told(registry(of(copy)).read(copy.read_bytes())) == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_registry_says_what_and_where_it_is(name: str) -> None:
    it = registry(name)
    assert it.TITLE
    assert it.STRENGTH in STRENGTHS
    assert it.PAGE.startswith("https://")
    assert it.URL is None or it.URL.startswith("https://")


@pytest.mark.parametrize("copy", COPIES, ids=lambda file: file.name)
def test_what_it_states_are_facts_in_words_of_ours(copy: Path) -> None:
    known = {one.criterion for one in criteria()} | {one.reads.fact for one in criteria() if one.reads}
    for entry in registry(of(copy)).read(copy.read_bytes()).entries:
        assert entry.text
        assert entry.url.startswith("https://")
        for said in entry.statements:
            assert said.fact in known
            assert isinstance(said.value, int) == (said.fact in NUMBERS or said.fact == "free_plan")
            assert len(said.says.split()) <= 25
            assert said.says.endswith(".")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"null", b"\xff\xfe\x00", b"a,b\n1,2\n", b"name: x\n", b"[" * 9000]
)
def test_what_is_no_copy_is_refused_with_its_mend(name: str, body: bytes) -> None:
    with pytest.raises(BadData) as refused:
        registry(name).read(body)
    assert refused.value.mend


@pytest.mark.parametrize("name", NAMES)
@fuzzed("broken copies of every registry", 40, 4_000)
@given(place=st.floats(0, 1), put=st.binary(max_size=6), cut=st.integers(0, 12))
def test_a_broken_copy_is_read_or_refused_and_never_a_crash(name: str, place: float, put: bytes, cut: int) -> None:
    body = next(copy for copy in COPIES if of(copy) == name).read_bytes()
    at = int(place * (len(body) - 1))
    with suppress(BadData):
        registry(name).read(body[:at] + put + body[at + cut :])


def test_a_price_without_another_billing_beside_it_does_not_say_how_it_is_billed() -> None:
    page = b"saasName: A\ncreatedAt: 2026-01-02\nurl: https://a.example/p\ncurrency: EUR\nbilling: {monthly: 1.0}\n"
    (entry,) = pricing2yaml.read(page + b"plans: {PRO: {price: 7.5, unit: seat/month}}\n").entries
    assert entry.statements[0].value == {
        "amount": 7.5, "currency": "EUR", "per": "user", "period": "month", "billed": None,
    }  # fmt: skip


def test_a_pricing_without_its_page_is_no_evidence() -> None:
    with pytest.raises(BadData, match="which page"):
        pricing2yaml.read(b"saasName: A\ncreatedAt: 2026-01-02\nplans: {PRO: {price: 7, unit: user/month}}\n")


def test_a_breach_of_nobody_and_a_trial_are_no_entries() -> None:
    breaches = have_i_been_pwned.read((SAMPLES / "have_i_been_pwned.breaches.json").read_bytes())
    assert {host for entry in breaches.entries for host in entry.hosts} == {"trello.com", "kettlewright.example"}
    free = free_for_dev.read((SAMPLES / "free_for_dev.md").read_bytes())
    assert [entry.name for entry in free.entries] == ["trello.com", "Kettlewright", "Dropbox"]


def test_an_archived_page_is_of_the_day_of_the_archive_and_not_of_the_file() -> None:
    url = b"url: http://web.archive.org/web/20240703053228/https://a.example/\n"
    (entry,) = pricing2yaml.read(b"saasName: A\ncreatedAt: 2026-01-02\nplans: null\n" + url).entries
    assert (entry.seen, entry.statements) == (date(2024, 7, 3), ())
    assert entry.url.startswith("https://web.archive.org/web/20240703053228/")


def test_an_address_that_is_broken_costs_no_entry() -> None:
    link = "<a href='https://[participant-detail?id=a1&amp;status=Active'>Acme</a>"
    assert [entry.name for entry in registry("data_privacy_framework").read(link.encode()).entries] == ["Acme"]
    declared = {"name": "Acme", "terms": {"Terms of Service": {"fetch": "https://[acme.example/terms"}}}
    (entry,) = registry("open_terms_archive").read(json.dumps(declared).encode()).entries
    assert entry.hosts == ()
