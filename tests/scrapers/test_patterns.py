"""Patterns that ask RE2 first find what Python's own engine finds."""

import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import plugins
from scrapers import extract, patterns, reading
from scrapers.page import read
from scrapers.reading.sentences import statements

PAGES = Path(__file__).parents[1] / "samples" / "pages"
PIECES = ["\u0130", "\u0131", "\u017f", "\u212a", "K", "é", "Ü", "’", "\u00a0", "\u2003", "\n", " ", ".", "-", "a", "I"]
PIECES += ["s", "7", "not", "offer", "SSO", "büro", "1,000", "[", "]"]
WRITTEN = (
    r"\bsso\b",
    r"(?<!no )\boffer(?:s|ed)?\b(?! us)",
    r"\w+ \w+\s?\d",
    r"n['’]t\b|\bnot\b[^.;]{0,60}?\boffer",
    r"[^\W\d]{2,30}\s\S",
    r"\A\W*(?P<first>[A-Zé][\w’'-]+)",
    r"(?-i:SSO)\W{1,6}a",
    r"\d{1,3}(?:[,.]\d{3})+|k\Z|[]\[]",
    r"(?=a)a|\Bü\b|i$",
    r"[^\s.]{5,}\d{,2}",
)


def all_of(module: ModuleType) -> list[patterns.Pattern]:
    return [value for value in vars(module).values() if isinstance(value, patterns.Pattern)]


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.MULTILINE | re.DOTALL])
@given(text=st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_finds_what_python_finds(flags: int, text: str) -> None:
    for written in WRITTEN:
        ours, theirs = patterns.compile(written, flags), re.compile(written, flags)
        assert [one.span() for one in ours.finditer(text)] == [one.span() for one in theirs.finditer(text)]
        assert ours.sub("-", text) == theirs.sub("-", text)
        assert ours.split(text) == theirs.split(text)
        found, sure = ours.search(text, 1, 6), theirs.search(text, 1, 6)
        assert (found and found.span()) == (sure and sure.span())


def test_never_says_no_of_a_text_that_an_extractor_s_pattern_is_in() -> None:
    texts = {
        said.text
        for file in sorted(PAGES.glob("*.html"))[::5]
        for said in statements(read(file.read_bytes(), kind="help", file_name=file.name))
    }
    asked = [one for folder in (extract, reading) for module in plugins.each(folder) for one in all_of(module)]
    assert len(asked) > 200
    wrong = [
        (one.pattern, text)
        for text in sorted(texts)[::12]
        for one in asked
        if not one.may(text) and one.exact.search(text)
    ]
    assert wrong == []


@pytest.mark.parametrize("text", ["Keep your backups – apart", "Künstler", "Zurück, OK"])
def test_says_no_of_texts_with_letters_beyond_ascii_too(text: str) -> None:
    assert not patterns.compile(r"\bencrypt", re.IGNORECASE).may(text)


def test_asks_of_several_texts_at_once_as_of_each() -> None:
    asked = patterns.compile(r"\bdpa\b|data-processing", re.IGNORECASE)
    assert asked.may_any(["/about", "/legal/DPA", "/jobs"])
    assert not asked.may_any(["/about", "/dpas", "/data", "-processing"])
    assert not asked.may_any([])


@pytest.mark.parametrize("written", [r"(a)\1", r"(?x) a b", r"a++", r"(?i)a", r"(?(1)a|b)"])
def test_what_re2_has_no_words_for_is_asked_of_python_alone(written: str) -> None:
    assert patterns.compile(written).may("z")
