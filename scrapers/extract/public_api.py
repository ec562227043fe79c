"""Whether other programs can read the data through a documented interface.

Traps: interfaces of other firms, what is still to come, keys and limits.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import Feature, lowest, read

KINDS = {"pricing", "help", "other", "changelog"}
_API = (
    r"(?:(?:REST(?:ful)?|GraphQL|public|open|developer|HTTP|JSON|full|read[/-]write|web) APIs?(?: access)?"
    r"|API (?:access|documentation|docs|reference|explorer)|access to (?:the|our) API)"
)
_FEATURE = Feature(
    fact="public_api",
    words=("api",),
    label=re.compile(rf"\b{_API}\b", re.IGNORECASE),
    claims=(re.compile(rf"\b{_API}\b", re.IGNORECASE),),
    unless=re.compile(
        r"\b(?:(?:of|by|from) (?:another|third|other)\b|third[- ]party|maps API|(?:their|its) (?:\w+ )?API)\b",
        re.IGNORECASE,
    ),
    staff=False,
    states_only=False,
    legal=False,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `public_api`, on the first plan that has it; what a plan lacks others may have."""
    return lowest(one for one in read(page, _FEATURE) if not (one.plan and one.value == "no"))
