"""A page as statements: its sentences and list items, each with the headings and the question that it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import re2

from scrapers.page import Mark, Page, Passage
from scrapers.patterns import asking

_END = re.compile(r"[.!?…\n](?:(?<=\n)|[\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9*•]))")  # one class first: found faster
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|inc|ltd|corp|co|no|art|sec|approx|dr|mr|ms|st|u\.s|al|para)"
    r"|\b[A-Z])\.$",
    re.IGNORECASE,
)
_LONG_WORD = 7  # longer than any abbreviation
_LONGEST = 6000
_REPEATS = 20
_UNBREAKING = "\u2011"  # a hyphen at which no line breaks: read as any other, and quoted as it is


class Statement(NamedTuple):
    """One sentence, item or heading: `block` is its number; `question` the question that it answers, `lead` the words
    before a list that an item stands in, if any; `number` its place among the statements.
    """

    passage: Passage
    block: int
    role: str
    mark: Mark | None
    headings: tuple[str, ...]
    question: Passage | None = None
    lead: str = ""
    number: int = 0

    @property
    def text(self) -> str:
        """Give the words."""
        return self.passage.text

    @property
    def heading(self) -> str:
        """Give the nearest heading, or nothing."""
        return self.headings[-1] if self.headings else ""


def split(passage: Passage) -> list[Passage]:
    """Give the sentences of a passage."""
    text = passage.text
    within = text[:-1]
    if not ("." in within or "\n" in within or "?" in within or "!" in within or "…" in within):
        return [passage]
    made = []
    start = 0
    for end in _END.finditer(text):
        last = end.end()
        if last - start < 2 or text[end.start()] == "." and _abbreviates(text, start, end):
            continue
        made.append(_cut(passage, start, last))
        start = last
    if not start:
        return [passage]
    if start < len(text) and not text[start:].isspace():
        made.append(_cut(passage, start, len(text)))
    return made


def _cut(passage: Passage, first: int, last: int) -> Passage:
    """Give a part without blanks at its ends, as `Passage.cut` does, where text and places run in step at once."""
    if passage.offsets is not None:
        return passage.cut(first, last)
    part = passage.text[first:last]
    plain = part.lstrip()
    start = passage.start + first + len(part) - len(plain)
    plain = plain.rstrip()
    return tuple.__new__(Passage, (plain, start, start + len(plain), None))


_BEGINS = re.compile(r"\s+(?:It|The|This|These|We|You|Our|They|In|For|If|To)\s")


def _abbreviates(text: str, start: int, end: re.Match[str]) -> bool:
    """Tell whether the full stop ends a word and not a sentence ("No." does so before a number only)."""
    at = end.start()
    if at - start >= _LONG_WORD and text[at - _LONG_WORD : at].isalpha():
        return False
    short = _ABBREVIATION.search(text, max(start, at - 12), at + 1)
    if short is None or short[0].lower() == "etc." and _BEGINS.match(text, end.end()):
        return False
    return short[0].lower() != "no." or text[end.end() :].lstrip()[:1].isdigit()


@lru_cache(maxsize=4)
def statements(page: Page) -> tuple[Statement, ...]:
    """Give what the page says, sentence by sentence, without navigation and footers.

    What is repeated word for word in one place counts `_REPEATS` times at most.
    """
    return tuple(_statements(page))


def mentioning(page: Page, words: tuple[str, ...]) -> Iterator[Statement]:
    """Give the statements that have one of the words (in small letters) in them, their question or their lead."""
    every, index = statements(page), _index(page)
    numbers: set[int] = set()
    for word in words:
        numbers.update(index[word] if word in index else _places(page, word))
    for number in sorted(numbers):
        yield every[number]


def mentions(page: Page, words: tuple[str, ...]) -> bool:
    """Tell whether any statement has one of the words (in small letters) in it."""
    index = _index(page)
    return any(index[word] if word in index else _places(page, word) for word in words)


class _Vocabulary:
    """The words that were ever asked for: one scan finds all of them, from the next page on."""

    def __init__(self) -> None:
        self._words: dict[str, None] = {}
        self._known: list[str] = []
        self._scan = re2.Set.SearchSet(_options())

    def learn(self, word: str) -> None:
        """Ask for a word in later scans."""
        self._words[word] = None

    def scan(self, said: Sequence[Statement]) -> dict[str, list[int]]:
        """Give for each word known so far the numbers of the statements that have it."""
        if len(self._known) < len(self._words):
            self._known = list(self._words)
            self._scan = re2.Set.SearchSet(_options())
            for word in self._known:
                self._scan.Add(re2.escape(word))
            self._scan.Compile()
        found: dict[str, list[int]] = {word: [] for word in self._known}
        places = list(found.values())
        match = asking(self._scan)
        beside: dict[str, list[int]] = {"": []}
        for number, one in enumerate(said) if places else ():
            text, lead, question = one.passage.text, one.lead, one.question
            which = match(text.encode(errors="replace"))
            if lead or question:
                for more in (lead, question.text if question else ""):
                    if more not in beside:
                        beside[more] = match(more.encode(errors="replace"))
                which = {*which, *beside[lead], *beside[question.text if question else ""]}
            for at in which:
                places[at].append(number)
        return found


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.case_sensitive = False
    return options


_MEMORY = 64 << 20
_VOCABULARY = _Vocabulary()


@lru_cache(maxsize=4)
def _index(page: Page) -> dict[str, list[int]]:
    return _VOCABULARY.scan(statements(page))


def _places(page: Page, word: str) -> list[int]:
    """Give the statements with a word that is asked for the first time."""
    _VOCABULARY.learn(word)
    return [number for number, part in enumerate(_small(page)) if word in part]


@lru_cache(maxsize=4)
def _small(page: Page) -> tuple[str, ...]:
    """Give all statements in small letters, each with its lead and the question that it answers."""
    return tuple(
        "\n".join((said.text, said.lead, said.question.text if said.question else "")).lower()
        if said.lead or said.question
        else said.text.lower()
        for said in statements(page)
    )


def _statements(page: Page) -> Iterator[Statement]:
    lead = ""
    given = 0
    seen: dict[tuple[object, ...], int] = {}
    above: dict[tuple[int, ...], tuple[str, ...]] = {}
    alike: dict[tuple[str, ...], tuple[str, ...]] = {}
    outlines = page.outline
    unbreaking = _UNBREAKING in page.text
    for number, (role, passage, _, _, mark, _) in enumerate(page.blocks):
        if not passage.text:
            continue
        if role != "item":
            lead = ""
        if role == "button":
            continue
        outline = outlines[number]
        headings = above.get(outline)
        if headings is None:
            made = tuple(page.blocks[at].text for at in outline)
            headings = above[outline] = alike.setdefault(made, made)
        asks = _asked(page, outline) if outline and role != "heading" else None
        said = split(_breaking(passage) if unbreaking else passage)
        for sentence in said:
            text = sentence.text
            if text and len(text) <= _LONGEST:
                key = (text, role, mark, id(headings), lead)
                times = seen[key] = seen.get(key, 0) + 1
                if times <= _REPEATS:
                    yield tuple.__new__(Statement, (sentence, number, role, mark, headings, asks, lead, given))
                    given += 1
            asks = None
        if role == "paragraph" and passage.text[-1] == ":":
            lead = said[-1].text


def _breaking(passage: Passage) -> Passage:
    return passage._replace(text=passage.text.replace(_UNBREAKING, "-"))


def _asked(page: Page, outline: tuple[int, ...]) -> Passage | None:
    """Give the nearest heading where it is a question."""
    above = page.blocks[outline[-1]].passage
    return above if above.text.rstrip().endswith("?") else None
