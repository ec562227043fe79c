"""Whether the vendor has a tested plan to go on after a disaster.

Traps: templates and services for the customer's own plan, the host's plan, a standard that is only named.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.measure import Measure, read

KINDS = {"security", "compliance", "trust_center", "sla", "dpa", "help", "privacy", "other"}
_PLAN = (
    r"(?:(?:disaster[- ]recovery|business[- ]continuity|BC/?DR|DR(?:P)?|contingency|incident recovery)"
    r"(?:(?:,| and| &|/) (?:disaster[- ]recovery|business[- ]continuity|incident response))?"
    r"(?: (?:plan(?:s|ning)?|polic(?:y|ies)|procedures?|program(?:me)?s?|process(?:es)?|tests?|testing|exercises?"
    r"|drills?))?)"
)
_DONE = (
    r"(?:test(?:s|ed|ing)?|rehears\w+|in place|maintain(?:s|ed)?|review(?:s|ed)?|exercised?|document(?:s|ed)?|have"
    r"|has"
    r"|establish(?:es|ed)|implement(?:s|ed)?|updated?|conduct(?:s|ed)?|perform(?:s|ed)?|operates?|annual(?:ly)?"
    r")"
)
_MEASURE = Measure(
    fact="recovery_plan",
    words=("disaster", "continuity", "failover", "contingency", "bcdr", "bc/dr", "drp"),
    claim=re.compile(
        rf"\b{_DONE}\b[^.;]{{0,90}}\b{_PLAN}\b|\b{_PLAN}\b[^.;]{{0,120}}\b{_DONE}\b"
        r"|\bfail-?over\b[^.;]{0,60}\b(?:rehears\w+|test(?:s|ed)|drill\w*|exercis\w+)\b",
        re.IGNORECASE,
    ),
    unless=re.compile(
        r"\b(?:you(?:r own)? (?:should|must|can|may)|your (?:own )?(?:disaster|business)|templates?|consult\w*"
        r"|recommend\w*|customers? (?:should|must|can)|best practices|ISO 22301)\b",
        re.IGNORECASE,
    ),
    denial=re.compile(rf"\b(?:no|not have an?|n['’]t have an?) (?:\w+ )?{_PLAN}\b", re.IGNORECASE),
    asked=re.compile(rf"\b{_PLAN}\b", re.IGNORECASE),
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `recovery_plan`."""
    return read(page, _MEASURE)
