"""Whether an administrator can make the second step at sign-in a duty for all.

Traps: the vendor's own staff; a step that each may take; what support asks of callers.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import Feature, read
from scrapers.reading.wording import SECOND_STEP

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other"}
_DUTY = (
    rf"(?:(?:enforc\w*|requir(?:e|es|ing)|mandat\w+|compulsory)\s(?:\w+ ){{0,4}}?{SECOND_STEP}"
    rf"|{SECOND_STEP}\s(?:\w+ ){{0,2}}?(?:enforcement|enforced|(?:can|may) be (?:\w+ )?(?:enforced|required|mandatory)"
    r"|requirements?|mandates?))"
)
_FEATURE = Feature(
    fact="mfa_enforced",
    words=("2fa", "mfa", "tfa", "factor", "-step", "two step", "multi step", "2 step", "faktor", "facteur"),
    label=re.compile(rf"\b{_DUTY}\b", re.IGNORECASE),
    claims=(re.compile(rf"\b{_DUTY}\b", re.IGNORECASE),),
    unless=re.compile(
        r"\b(?:support|call\w*|phone|we (?:\w+ )?(?:require|enforce|mandate)|our (?:own )?(?:\w+ )?(?:employees?|staff"
        r"|engineers|systems?)|(?:repositor|maintainer|publish)\w*)\b",
        re.IGNORECASE,
    ),
    denial=re.compile(r"\b(?:cannot|can['’]t|not|no|without)\b", re.IGNORECASE),
    legal=False,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `mfa_enforced`."""
    return read(page, _FEATURE)
