"""A page as statements: its sentences and list items, each with the headings and the question that it stands under."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from scrapers.page import Mark, Page, Passage

_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9*•])|\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|inc|ltd|corp|co|no|art|sec|approx|dr|mr|ms|st|u\.s|al|para)"
    r"|\b[A-Z])\.$",
    re.IGNORECASE,
)
_LONGEST = 6000
_REPEATS = 20


@dataclass(frozen=True, slots=True)
class Statement:
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


def split(passage: Passage) -> Iterator[Passage]:
    """Give the sentences of a passage."""
    text = passage.text
    start = 0
    for end in _END.finditer(text):
        if end.end() - start < 2 or _abbreviates(text, start, end):
            continue
        yield passage.cut(start, end.end())
        start = end.end()
    if text[start:].strip():
        yield passage.cut(start, len(text))


def _abbreviates(text: str, start: int, end: re.Match[str]) -> bool:
    """Tell whether the full stop ends a word and not a sentence ("No." does so before a number only)."""
    short = _ABBREVIATION.search(text, max(start, end.start() - 12), end.start() + 1)
    if short is None:
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
    every = statements(page)
    small, starts = _small(page)
    numbers: set[int] = set()
    for word in words:
        here = small.find(word)
        while here >= 0:
            number = bisect_right(starts, here) - 1
            numbers.add(number)
            here = small.find(word, starts[number + 1]) if number + 1 < len(starts) else -1
    for number in sorted(numbers):
        yield every[number]


@lru_cache(maxsize=4)
def _small(page: Page) -> tuple[str, list[int]]:
    """Give all statements in small letters as one text, and where in it each begins."""
    parts = [
        "\n".join((said.text, said.lead, said.question.text if said.question else "")).lower() + "\x00"
        for said in statements(page)
    ]
    return "".join(parts), [0, *accumulate(len(part) for part in parts)][: len(parts)]


def _statements(page: Page) -> Iterator[Statement]:
    lead = ""
    given = 0
    seen: Counter[tuple[object, ...]] = Counter()
    for number, block in enumerate(page.blocks):
        if block.role != "item" and block.text:
            lead = ""
        if block.chrome or not block.text or block.role == "button":
            continue
        outline = page.outline[number]
        headings = tuple(page.blocks[at].text for at in outline)
        asked = page.blocks[outline[-1]].passage if outline and headings[-1].rstrip().endswith("?") else None
        for order, sentence in enumerate(split(block.passage)):
            if sentence.text and len(sentence.text) <= _LONGEST:
                key = (sentence.text, block.role, block.mark, headings, lead)
                seen[key] += 1
                if seen[key] <= _REPEATS:
                    asks = asked if order == 0 and block.role != "heading" else None
                    yield Statement(sentence, number, block.role, block.mark, headings, asks, lead, given)
                    given += 1
        if block.role == "paragraph" and block.text.endswith(":"):
            lead = block.text
