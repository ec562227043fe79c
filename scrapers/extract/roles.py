"""Whether an administrator can give people different rights.

Traps: the vendor's own staff, open positions, roles of a contract (controller, processor).
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import Feature, read

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other"}
_ROLES = (
    r"(?:role[- ]based (?:access|permissions?|authori[sz]ation|security)(?: controls?)?|RBAC"
    r"|(?:custom|advanced|granular|fine-?grained|admin(?:istrator)?|user|team|member|workspace|configurable)"
    r" (?:admin )?(?:roles?|permissions?)(?: levels?| management)?|roles? (?:and|&|\+) permissions?"
    r"|permissions? (?:levels?|groups|sets?|controls?|schemes?|and roles?)|access roles)"
)
_FEATURE = Feature(
    fact="roles",
    words=("role", "permission", "rbac"),
    label=re.compile(rf"\b{_ROLES}\b", re.IGNORECASE),
    claims=(re.compile(rf"\b{_ROLES}\b", re.IGNORECASE),),
    unless=re.compile(
        r"\b(?:open roles|(?:controller|processor)s?|hiring|careers?|least privilege|prior permission"
        r"|tracking|documentation|database roles?|IAM roles?|roles? (?:was |were )?(?:changed|updated))\b",
        re.IGNORECASE,
    ),
    legal=False,
    settles=True,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `roles`."""
    return read(page, _FEATURE)
