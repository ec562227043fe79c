"""Whether the company can take over the accounts on its domain.

Traps: domains that are sold or connected, a domain proven for mail alone, claims of other kinds.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import Feature, read

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other"}
_CLAIM = (
    r"(?:(?:email )?domain[- ](?:capture|claim(?:s|ing)?|takeover|discovery and claim)"
    r"|(?:account|user)[- ](?:capture|claim(?:s|ing)?|takeover by admins?)"
    r"|(?:claim|capture|take over|takes over|consolidate|convert)(?:s|ing)?\s(?:\w+[ -]){0,5}?(?:accounts|users)\b"
    r"[^.;]{0,60}\bdomains?|claimed (?:domains?|accounts))"
)
_FEATURE = Feature(
    fact="account_claim",
    words=("domain", "claim", "capture"),
    label=re.compile(rf"\b{_CLAIM}\b", re.IGNORECASE),
    claims=(re.compile(rf"\b{_CLAIM}\b", re.IGNORECASE),),
    unless=re.compile(r"\b(?:domain names?|registrar|DNS hosting|custom domains?|leads?|refunds?)\b", re.IGNORECASE),
    staff=False,
    legal=False,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `account_claim`."""
    return read(page, _FEATURE)
