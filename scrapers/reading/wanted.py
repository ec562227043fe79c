"""What a feature is to its readers: how it is written, and what a few words around it come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scrapers import patterns as re
from scrapers.finding import Finding, Value
from scrapers.page import Page, Passage
from scrapers.reading import stance

LEGAL = frozenset({"dpa", "terms", "privacy", "subprocessors"})
COMING = re.compile(r"coming soon|soon\b|planned|roadmap|in progress|beta waitlist", re.IGNORECASE)
ADDON = re.compile(
    r"\badd[- ]?on\b(?! (?:credits?|packs?|settings?|tabs?|menus?|sections?"
    r"|(?:for|in|to) (?:your|the) \w+ (?:app|application|tenant|instance)\b))"
    r"|\bavailable as (?:paid |optional )?add-?ons\b|\bcan be added\b(?! (?:or|and) removed| manually| automatically)"
    r"|\bfor (?:a|an (?:extra|additional)) fee\b"
    r"|(?:\b(?:is|are|as an?) (?:\w+ )?|\A\W*(?<!\()|[,;–—-] )optional\b(?!\s?[:).]"
    r"| (?:parameter|field|setting|argument|attribute|property|value|flag|step)s?\b)"
    r"|(?<!no )(?<!any )(?<!without )(?:extra|additional) (?:cost|fee|charge)|\bpaid extra\b",
    re.IGNORECASE,
)
NO_ANSWER = re.compile(
    r"\A\s*(?:no|not yet|not currently|unfortunately|currently,? no|we do not|we don['’]t)\b"
    r"|\A[^.]{0,90}\bwe (?:do not|don['’]t) (?:currently |yet )?(?:hold|have|offer|support)"
    r" (?:them|these|those|any of)\b",
    re.IGNORECASE,
)
YES_ANSWER = re.compile(r"\A\s*(?:yes|absolutely|certainly|of course|correct|we do\b)", re.IGNORECASE)


def denial_of(what: str) -> re.Pattern:
    """Give how it is plainly said that a contract (a pattern) is not to be had, rather than that one lacks it."""
    return re.compile(
        r"\b(?:do|does|can|will|is|are|did)(?:n['’]t| ?not)\s(?!(?:\w+ )?(?:need|have|require|want|wish) )"
        r"(?:\w+ ){0,4}?(?:sign|offer|provide|enter"
        rf"|execute|have|support|available)\b|\bcannot (?:\w+ )?(?:sign|offer|provide|enter|execute)"
        rf"|\bno (?:\w+ )?{what}"
        r"|\bnot (?:yet )?(?:available|offered|possible)|\bunable to|\bunavailable\b",
        re.IGNORECASE,
    )


def nothing(_: str) -> str | None:
    """Say nothing of a cell beyond its mark."""
    return None


@dataclass(frozen=True)
class Feature:
    """How a feature is written.

    `words` are pieces in small letters, one of which is in whatever `label` or `claims` match;
    `label` names it in a row, an item or a heading; `claims` are sentences that say a customer has it (the
    whole match is what may be denied); `unless` are words in whose presence the sentence speaks of
    something else; `denial` is how it is plainly denied, where its claims are long; `of_cell` reads a cell's own words.
    `legal` tells whether contracts are worth reading; `nearest` whether of the plans that lack it only the
    one right below the first that has it is told; `states_only` whether what tells the reader what to do says nothing.
    """

    fact: str
    words: tuple[str, ...]
    label: re.Pattern
    claims: tuple[re.Pattern, ...] = ()
    unless: re.Pattern | None = None
    not_label: re.Pattern | None = None
    of_cell: Callable[[str], str | None] = nothing
    nearest: bool = False
    items: bool = True
    headings: bool = False
    staff: bool = True
    legal: bool = True
    denials: bool = True
    plan_bound: bool = True
    states_only: bool = True
    settles: bool = False
    denial: re.Pattern | None = None

    def may_be_in(self, small: str) -> bool:
        """Tell whether a text in small letters has one of the feature's words."""
        return any(word in small for word in self.words)


def quote(
    page: Page,
    fact: str,
    value: Value,
    passage: Passage,
    *,
    plan: str | None = None,
    confidence: float = 0.8,
    around: tuple[int, int] | None = None,
) -> Finding:
    """Give a finding whose quote is the passage, or the part of a long one around the match."""
    start, end = passage.start, passage.end
    if around and end - start > 400:
        first, last = around
        first = passage.text.rfind(" ", 0, max(0, first - 120)) + 1 if first > 120 else 0
        cut = passage.text.find(" ", last + 160)
        start, end = passage.where(first, len(passage.text) if cut < 0 else cut)
    return Finding(fact, value, page.text[start:end], start, end, plan=plan, confidence=confidence)


def labelled(feature: Feature, text: str) -> bool:
    """Tell whether a short text names the feature, and nothing that only sounds like it."""
    return (
        bool(feature.label.search(text))
        and not (feature.not_label and feature.not_label.search(text))
        and not (feature.unless and feature.unless.search(text))
    )


def item_value(text: str, mark: str | None, found: re.Match, feature: Feature) -> str | None:
    """Give what an item among those of a plan says of the feature that it names."""
    own = feature.of_cell(text)
    if own or mark:
        return own or mark
    if COMING.search(text):
        return "in_progress"
    if stance.denied(text, found.start(), found.end()):
        return "no"
    return "addon" if ADDON.search(text) or _PRICED.search(text, found.end()) else "yes"


_PRICED = re.compile(r"\bfor [$€£]\s?\d[\d.,]*|\(\+\s?[$€£]\s?\d")
"""What has a price of its own among the items of a plan is bought beside it."""


def value_of(feature: Feature, text: str, found: re.Match) -> str | None:
    """Give what a sentence says of the feature at the place that claims it; None where it says nothing sure."""
    said = stance.of(text, found.start(), found.end())
    if said in ("hints", "plans"):
        return None
    if said == "denies":
        plainly = feature.denial.search(text) if feature.denial else stance.lacked(text, *found.span())
        return "no" if feature.denials and plainly else None
    own = feature.of_cell(text)
    if own:
        return own
    side = stance.side(text, *found.span())
    extra = ADDON.search(side)
    near = extra and abs(text.find(side) + extra.start() - found.start()) < _NEAR
    return "addon" if near else "yes"


_NEAR = 200  # letters between a feature and the words that it is sold apart
