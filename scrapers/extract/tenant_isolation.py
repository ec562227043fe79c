"""Whether the vendor says how it keeps customers' data apart.

Traps: test and production kept apart, networks, servers of the host, work and private life.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.measure import Measure, read

KINDS = {"security", "compliance", "trust_center", "help", "dpa", "other"}
_APART = r"(?:separat(?:ed?|es|ion)|segregat(?:ed?|es|ion)|isolat(?:ed?|es|ion)|partition(?:ed|s|ing)?|silo(?:ed|s))"
_WHOSE = r"(?:customers?['’]?s?|tenants?['’]?s?|clients?['’]?s?|accounts?|workspaces?|organi[sz]ations?['’]?s?)"
_MEASURE = Measure(
    fact="tenant_isolation",
    words=("separat", "segregat", "isolat", "partition", "silo", "per tenant", "per customer"),
    claim=re.compile(
        rf"\b(?:{_WHOSE}|your)\b[^.;]{{0,20}}\b(?:data(?:bases?)?|contents?|information|instances?|environments?)\b"
        rf"[^.;]{{0,60}}\b{_APART}\b"
        rf"|\b{_APART}\b[^.;]{{0,40}}\b(?:between|of|from|for|by|per|each|all|every|across)\b[^.;]{{0,40}}\b{_WHOSE}"
        rf"|\b{_APART}\b (?:{_WHOSE}|your) (?:data|contents?|information)\b"
        rf"|\b(?:tenant|customer|client|data)[- ](?:data )?(?:isolation|segregation|separation)\b"
        rf"|\b(?:own|dedicated|separate|isolated) (?:databases?|schemas?|instances?) (?:for each|per) {_WHOSE}",
        re.IGNORECASE,
    ),
    unless=re.compile(
        r"\b(?:staging|development environment|test (?:and|data|environment)|duties|network segment\w*|you can|feature"
        r"|separate (?:agreement|consent|polic\w+|document|terms|legal|tool|privacy)|separately)\b",
        re.IGNORECASE,
    ),
    asked=re.compile(rf"\b(?:data|contents?|information|{_WHOSE})\b[^?]{{0,40}}\b{_APART}\b", re.IGNORECASE),
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `tenant_isolation`."""
    return read(page, _MEASURE)
