"""Legal hold and e-discovery for the customer. Traps: the vendor's own legal process, litigation in contracts."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import Feature, read

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other"}
_HOLD = r"(?:legal holds?|litigation holds?|e-?discovery)"
_FEATURE = Feature(
    fact="ediscovery_or_legal_hold",
    words=("hold", "discovery"),
    label=re.compile(rf"\b{_HOLD}\b", re.IGNORECASE),
    claims=(re.compile(rf"\b{_HOLD}\b", re.IGNORECASE),),
    unless=re.compile(
        r"\b(?:trusted by|firms|vendors|consultants|under (?:an? )?(?:legal|litigation) hold)\b", re.IGNORECASE
    ),
    staff=False,
    nearest=True,
    headings=True,
    legal=False,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `ediscovery_or_legal_hold`."""
    return read(page, _FEATURE)
