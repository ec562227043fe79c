"""Whether there is a lawful way for personal data to leave Europe.

Traps: clauses with the vendor's own suppliers, guides that explain them, clauses of another kind.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.measure import Measure, read
from scrapers.reading.wording import SUBPROCESSORS

KINDS = {"dpa", "privacy", "subprocessors", "trust_center", "compliance", "security", "help", "terms", "other"}
_CLAUSES = (
    r"(?:standard (?:contractual|data protection) clauses|EU (?:model|standard) (?:contractual )?clauses|SCCs?"
    r"|Standardvertragsklauseln|Standarddatenschutzklauseln|clauses contractuelles types|cláusulas contractuales tipo"
    r"|binding corporate rules|Data Privacy Framework(?! Principles))"
)
_USED = (
    r"(?:includ\w+|incorporat\w+|govern\w+|rel(?:y|ies|ied|iance)|appl(?:y|ies)|enter(?:s|ed)?|sign(?:s|ed)?"
    r"|execut\w+|offer\w*|provid\w+|based (?:up)?on|subject to|under|use[sd]?|certif\w+|participat\w+|compl(?:y|ies)"
    r"|adher\w+|conclu\w+|form part|part of|pursuant|through|gemäß|Grundlage|fond\w+|basad\w+)"
)
_MEASURE = Measure(
    fact="transfer_clauses",
    words=("clause", "scc", "klauseln", "cláusulas", "corporate rules", "privacy framework"),
    claim=re.compile(
        rf"\b{_USED}\b[^.;]{{0,140}}\b{_CLAUSES}\b|\b{_CLAUSES}\b[^.;]{{0,140}}\b{_USED}\b", re.IGNORECASE
    ),
    unless=re.compile(
        rf"\b(?:(?:our|its|their|such|with) (?:\w+ )?(?:suppliers?|vendors?|{SUBPROCESSORS})|these companies"
        rf"|means\b|shall mean"
        r"|what (?:is|are)|in the event of (?:any )?(?:conflict|inconsistency)|invalidat\w+)",
        re.IGNORECASE,
    ),
    denial=re.compile(
        rf"\b(?:do|does)(?: not|n['’]t) (?:\w+ )?(?:offer|sign|provide|enter)\b[^.;]{{0,40}}\b{_CLAUSES}\b",
        re.IGNORECASE,
    ),
    asked=re.compile(rf"\b{_CLAUSES}\b", re.IGNORECASE),
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `transfer_clauses`."""
    return read(page, _MEASURE)
