"""A programme that pays for reported faults. Traps: disclosure without a bounty."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import Feature, read

KINDS = {
    "pricing",
    "security",
    "compliance",
    "trust_center",
    "help",
    "security.txt",
    "other",
    "privacy",
    "dpa",
    "terms",
}
_BOUNTY = (
    r"(?:bug[- ]bount(?:y|ies)|security bount(?:y|ies)|bounty program(?:me)?"
    r"|vulnerability rewards? program(?:me)?)"
)
_FEATURE = Feature(
    fact="bug_bounty",
    words=("bount", "reward", "earn"),
    label=re.compile(rf"\b{_BOUNTY}\b", re.IGNORECASE),
    claims=(
        re.compile(rf"\b{_BOUNTY}\b", re.IGNORECASE),
        re.compile(
            r"\bdisclosure (?:earns?|gets?|receives?)\b[^.;]{0,80}\bbount(?:y|ies)\b"
            r"|\b(?:researchers?|vulnerabilit\w+|hackers?)\b[^.]{0,60}\b(?:bount(?:y|ies)|earn up to"
            r"|rewards? (?:of|up to|between))\b"
            r"|\b(?:(?:offer|pay|giv)(?:s|e|es|ing)? rewards? for|(?:we|[A-Z]\w+) rewards?)"
            r" (?:valid|confirmed|verified|qualifying) (?:findings?"
            r"|reports?|vulnerabilit\w+|submissions?|issues?)\b"
            r"|\b(?:offer|pay|give)s? an? (?:\w+ )?reward (?:for|to)\b[^.]{0,60}\b(?:reports?|vulnerabilit\w+"
            r"|problems?)\b",
            re.IGNORECASE,
        ),
    ),
    unless=re.compile(
        r"\b(?:out of scope|not eligible|ineligible|may (?:also )?(?:institute|introduce|launch|start|consider)"
        r"|reporting for a)\b",
        re.IGNORECASE,
    ),
    staff=False,
    headings=True,
    plan_bound=False,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `bug_bounty`; a plain no outweighs what else is said of one."""
    found = list(read(page, _FEATURE))
    denied = [one for one in found if one.value == "no"]
    return iter(denied or found)
