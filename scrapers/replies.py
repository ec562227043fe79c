"""What a language model replied → findings that stand on the page; whatever does not is left out, and counted.

Pure. A reply is believed in nothing: the quote must be on the page, the question must have been asked, the value must
be one that it allows, a number must stand in the quote, and the quote must share a word with the question.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from catalog.rubric import Criterion
from scrapers.finding import Finding, Value
from scrapers.questions import ANSWERS

EXTRACTOR = "language model"
"""What stands in `Fact.extractor` of what one found; the version is the model's name."""
MOST = 60
SHORTEST_QUOTE, LONGEST_QUOTE = 12, 600
LONGEST_PLAN = 40
SUREST = 0.5
"""A model is never surer of anything than this: what an extractor finds starts higher."""
STEM = 5
_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{3,}")
_EMPTY = frozenset(
    """about after all also and any are can does for from has have how into its may not of on only our out plan plans
    price that the their them then there these they this to under use used uses users vendor vendors was what when where
    which who will with within without your you customer customers data tool tools service services company organisation
    provide provides offer offers every each own many people everybody anybody tell tells say says other another take
    put puts way one two set over itself name see try show help know make made most both end ends want wants""".split()
)


class NoReply(ValueError):
    """What came back is not what was asked for; the message says how."""


@dataclass(frozen=True)
class Answered:
    """What a model said of a page: its findings, and a problem in words. `whole`: it need not be asked again."""

    model: str
    findings: tuple[Finding, ...] = ()
    problem: str | None = None
    whole: bool = True


@dataclass(frozen=True)
class Reply:
    """The findings of a reply, and how many of its statements were left out."""

    findings: tuple[Finding, ...]
    left_out: int


def read(body: bytes, *, text: str, questions: Mapping[str, Criterion]) -> Reply:
    """Give what a completion states of a page; raise `NoReply` where it is none."""
    told = _statements(_content(body))
    found = [_finding(one, text, questions) for one in told[:MOST]]
    kept = tuple(one for one in found if one is not None)
    return Reply(kept, len(told) - len(kept))


def _content(body: bytes) -> str:
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise NoReply("its answer is no chat completion") from None
    if not isinstance(content, str):
        raise NoReply("its answer holds no text")
    return content


def _statements(content: str) -> list[Any]:
    fenced = _FENCED.fullmatch(content)
    try:
        told = json.loads(fenced[1] if fenced else content)
    except (ValueError, RecursionError):
        raise NoReply("its answer is not JSON") from None
    findings = told.get("findings") if isinstance(told, dict) else None
    if not isinstance(findings, list):
        raise NoReply("its answer has no list of findings")
    return findings


def _finding(said: Any, text: str, questions: Mapping[str, Criterion]) -> Finding | None:
    """Give a statement as a finding; None where one part of it does not hold."""
    if not isinstance(said, dict):
        return None
    name, quote, plan = said.get("question"), said.get("quote"), said.get("plan")
    criterion = questions.get(name) if isinstance(name, str) else None
    if criterion is None or not isinstance(quote, str) or not (plan is None or isinstance(plan, str)):
        return None
    where = located(quote, text) if SHORTEST_QUOTE <= len(quote) <= LONGEST_QUOTE else None
    if where is None:
        return None
    exact = text[slice(*where)]
    value = _value(said.get("value"), criterion, exact)
    if value is None or not shares_a_word(exact, criterion) or not _plan_stands(plan, text):
        return None
    named = plan if criterion.holds_for == "plan" else None
    return Finding(criterion.criterion, value, exact, *where, plan=named, confidence=_confidence(said))


def located(quote: str, text: str) -> tuple[int, int] | None:
    """Give where a quote stands in a text, its blanks and line ends aside; None where it does not, word for word."""
    wanted = quote.split()
    if not wanted:
        return None
    places = [(match[0], match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    words = " ".join(word for word, _, _ in places)
    at = words.find(" ".join(wanted))
    if at < 0:
        return None
    first = words.count(" ", 0, at)
    last = first + len(wanted) - 1
    lead = at - (words.rfind(" ", 0, at) + 1)
    trail = places[last][1] + (lead if first == last else 0) + len(wanted[-1])
    return places[first][1] + lead, trail


def shares_a_word(quote: str, criterion: Criterion) -> bool:
    """Tell whether a quote speaks of what is asked: by one word, or its beginning, of the question, title or name."""
    name = criterion.criterion.replace("_", " ")
    return not _stems((quote,)).isdisjoint(_stems((name, criterion.title, criterion.question)))


def _stems(texts: Iterable[str]) -> set[str]:
    words = (word for text in texts for word in _WORD.findall(text.casefold()))
    return {word[:STEM] for word in words if word not in _EMPTY}


def _value(said: Any, criterion: Criterion, quote: str) -> Value | None:
    if criterion.type == "number":
        if isinstance(said, bool) or not isinstance(said, int | float) or not isfinite(said) or said < 0:
            return None
        digits = re.findall(r"\d+(?:\.\d+)?", quote.replace(",", ""))
        return said if float(said) in map(float, digits) else None
    return said if isinstance(said, str) and said in ANSWERS else None


def _plan_stands(plan: str | None, text: str) -> bool:
    return plan is None or (0 < len(plan.strip()) <= LONGEST_PLAN and plan.casefold() in text.casefold())


def _confidence(said: Mapping[str, Any]) -> float:
    sure = said.get("confidence")
    if isinstance(sure, bool) or not isinstance(sure, int | float) or not 0 < sure <= 1:
        return SUREST / 2
    return float(sure) * SUREST
