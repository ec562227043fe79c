"""Provisioning of people by SCIM, or by directory synchronisation under that name."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import Feature, read

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other"}
_FEATURE = Feature(
    fact="scim",
    words=("scim", "provisioning"),
    label=re.compile(r"\bSCIM\b|\bautomat\w+ (?:user )?(?:de-?)?provisioning\b", re.IGNORECASE),
    not_label=re.compile(
        r"\A(?!.*SCIM).*\b(?:just[- ]in[- ]time|JIT|configuration|infrastructure|resources?|servers?|clusters?"
        r"|certificates?"
        r"|environments?|tenants?|instances?)\b",
        re.IGNORECASE,
    ),
    claims=(re.compile(r"\bSCIM\b", re.IGNORECASE),),
    staff=False,
    legal=False,
    settles=True,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `scim`."""
    return read(page, _FEATURE)
