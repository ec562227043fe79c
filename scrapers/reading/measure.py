"""What a vendor does for all its customers alike (backups, a recovery plan), read from sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import stance, subject
from scrapers.reading.feature import NO_ANSWER, YES_ANSWER, quote
from scrapers.reading.sentences import Statement, mentioning, mentions

_OFFER = re.compile(r"\b(?:templates?|consultants?|our guide|read (?:more|our)|learn|e-?book|webinar|blog)\b", re.I)
NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Measure:
    """How a measure is written.

    `words` are pieces in small letters, one of which is in whatever `claim` matches; `claim` says that it is taken
    (the whole match is what may be denied); `unless` are words in whose presence the sentence speaks of something
    else; `denial` is how it is plainly denied; `asked` names it in a question.
    """

    fact: str
    words: tuple[str, ...]
    claim: re.Pattern
    unless: re.Pattern = NEVER
    denial: re.Pattern = NEVER
    asked: re.Pattern = NEVER


def read(page: Page, measure: Measure) -> Iterator[Finding]:
    """Give what the page says of the measure; what a hosting provider or a sub-processor does is told as theirs."""
    if not mentions(page, measure.words) or subject.is_story(page):
        return
    for said in mentioning(page, measure.words):
        if said.role in ("cell", "heading") or said.text.rstrip().endswith("?") or _OFFER.search(said.text):
            continue
        found = _answer(page, measure, said) or _claim(page, measure, said)
        if found:
            yield found


def _answer(page: Page, measure: Measure, said: Statement) -> Finding | None:
    if said.question is None or not measure.asked.search(said.question.text):
        return None
    value = "no" if NO_ANSWER.match(said.text) else "yes" if YES_ANSWER.match(said.text) else None
    if value is None:
        return None
    start, end = said.question.start, said.passage.end
    return Finding(measure.fact, value, page.text[start:end], start, end, confidence=0.75)


def _claim(page: Page, measure: Measure, said: Statement) -> Finding | None:
    text = said.text
    denied = measure.denial.search(text)
    found = denied or measure.claim.search(text)
    if found is None or measure.unless.search(text) or stance.planned(text, *found.span()):
        return None
    if not denied and stance.denied(text, *found.span()):
        return None
    first, last = stance.clause(text, *found.span())
    value = "no" if denied else "yes"
    made = quote(page, measure.fact, value, said.passage, around=found.span(), confidence=0.7)
    return replace(made, subject=subject.of(text[first:last], 0, page)) if not denied else made
