"""Whether the tool finds and stops secret data before it leaves. Traps: the vendor's own; work lost before saving."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import Feature, read

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other"}
_DLP = r"(?:data[- ](?:loss|leak(?:age)?)[- ]prevention|DLP|sensitivity labels?|data classification (?:labels?|rules?))"
_FEATURE = Feature(
    fact="data_loss_prevention",
    words=("dlp", "prevention", "sensitivity", "classification"),
    label=re.compile(rf"\b{_DLP}\b", re.IGNORECASE),
    claims=(re.compile(rf"\b{_DLP}\b", re.IGNORECASE),),
    unless=re.compile(
        r"\b(?:our own|we (?:use|run|deploy|employ)|endpoints?|internally|integrat\w+ with)\b", re.IGNORECASE
    ),
    legal=False,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `data_loss_prevention`."""
    return read(page, _FEATURE)
