"""A second factor for the customer's people. Traps: the vendor's own staff; enforcement, which is another thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import LEGAL, Feature, lowest, read
from scrapers.reading.wording import SECOND_STEP

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other", "privacy", "terms", "dpa"}
_NONE = re.compile(
    rf"\b(?:do|does)(?:n['’]t| not) (?:\w+ )?(?:offer|support|have|provide)\s(?:[\w.]+,? ){{0,5}}{SECOND_STEP}"
    r"(?! (?:device|code|app|token|key)s?\b)",
    re.IGNORECASE,
)
_FEATURE = Feature(
    fact="mfa",
    words=("2fa", "mfa", "tfa", "factor", "-step", "two step", "multi step", "2 step", "faktor", "facteur"),
    label=re.compile(rf"\b{SECOND_STEP}\b", re.IGNORECASE),
    claims=(re.compile(rf"(?<!non-)\b{SECOND_STEP}\b", re.IGNORECASE),),
    unless=re.compile(
        r"\b(?:SMS notification|if you have an? [\w ]{2,20} (?:ID|account)|(?:through|via|in|by|with|at) (?:your"
        r"|their|an"
        r"|the) (?:own )?(?:IdP|identity provider)"
        r"|(?:your|their|an|the) (?:own )?(?:IdP|identity provider|SSO)(?: provider)?(?:['’]s)?(?: \w+)? (?:multi"
        r"|MFA|2FA|two|requires)|(?:own|their|your) (?:(?:organi[sz]ation|company)['’]s )?"
        r"security polic(?:y|ies)|requirements? configured (?:in|with)"
        r"|\w+ events?\W{1,3}\([^)]*|\b(?:actions|events|changes) (?:such as|like|including)\b|captured by the audit"
        r"|MFA delete"
        r"|sub-?processor|lock(?:s|ed)? ?out|authenticator \(TOTP\)|your own (?:MFA|2FA|app\w*|product"
        r"|website)|to your (?:app\w*|website)|(?:for|in) your (?:(?-i:[A-Z])\w+ )?(?:app|application|project)s?)\b",
        re.IGNORECASE,
    ),
    not_label=re.compile(r"\benforc\w+|\brequir\w+|\bmandat\w+", re.IGNORECASE),
    headings=True,
    plan_bound=False,
)


_PAID = re.compile(r"\badd[- ]?ons?\b|\b(?:fee|cost|charge)s?\b", re.IGNORECASE)
"""A second factor that is optional is there."""
_IF = re.compile(r"\b(?:if|in case|when|who|users?|members?)\b", re.IGNORECASE)
_OFFERED = re.compile(
    r"\b(?:offer|support|enabl|provid|available|set up|turn on|activate|you can"
    r"|capabilit|optional|disponible|verfügbar)\w*\b|\bcustomers? (?:users|accounts|decides?|may|can)\b",
    re.IGNORECASE,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `mfa`, on the first plan that has it."""
    return lowest(
        replace(finding, value="yes") if finding.value == "addon" and not _PAID.search(finding.quote) else finding
        for finding in read(page, _FEATURE)
        if finding.value != "in_progress"
        and (page.kind not in LEGAL or _OFFERED.search(finding.quote))
        and not (
            finding.value == "no" and (finding.plan or not _NONE.search(finding.quote) or _IF.search(finding.quote))
        )
    )
