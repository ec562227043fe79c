"""Whether the customer's administrators set how long data is kept.

Traps: how long the product keeps data, backups, rights of deletion, version history.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import LEGAL, Feature, read

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other", "privacy", "dpa", "terms"}
_OWN = (
    r"(?:retention(?:,| \() ?configurable\b"
    r"|(?:custom|configurable|flexible|granular|adjustable|customi[sz]able|advanced|global|channel|message)"
    r"\s(?:\w+ ){0,2}retention|retention periods? (?:(?:can|may) be|(?:are|is) configurable)"
    r"|(?:allow|support|offer|enable)s? per-[\w-]+ retention"
    r"|retention can be (?:controlled|configured|set|customi[sz]ed)"
    r"|choose the number of days\b[^;]{0,60}\b(?:keep|kept|retain)"
    r"|rules for (?:data )?retention|(?:define|set|configure|control|change|adjust"
    r"|customi[sz]e)\s(?:\w+ ){0,4}?(?:data )?retention|(?:set|choose|decide|define|configure"
    r"|control) how long\b[^.;]{0,60}\b(?:kept|retained|stored)"
    r"|retention\b[^.;]{0,90}\bautomatically (?:erase|delete|purge|remove)\w*)"
)
_POLICY = r"(?:retention (?:polic(?:y|ies)|controls?|settings?|rules?))"
_CONTROL = (
    r"(?:sets?|configur\w+|custom\w*|defin\w+|support\w*|offer\w*|manag\w+|control\w*|enforc\w+|creat\w+|admin\w*"
    r"|apply|flexible|adjust\w*|includ\w+|you can use|available|choose|enable\w*)"
)
_RETENTION = rf"(?:{_OWN}|{_POLICY})"
_FEATURE = Feature(
    fact="retention_control",
    words=("retention", "how long", "number of days"),
    label=re.compile(rf"\b{_RETENTION}\b", re.IGNORECASE),
    claims=(
        re.compile(
            rf"\b{_CONTROL}\b[^.;]{{0,60}}?\b{_POLICY}\b|\b{_POLICY}\b[^.;]{{0,60}}?\b(?:can|may) be\b"
            rf"|\b{_POLICY}\b[^.;]{{0,40}}?\b{_CONTROL}\b|\b{_OWN}\b",
            re.IGNORECASE,
        ),
    ),
    unless=re.compile(
        r"\A\W*(?:understand|learn|explore|discover)\b|\bcookies?\b"
        r"|\bpolicies on how long\b|\badheres? to\b|\bdifferent (?:data )?retention\b"
        r"|\bhow \w+ (?:enforces|applies)\b|\benforcement of\b|\bretention (?:analys[ei]s|behaviou?rs?|charts?"
        r"|criteri\w+"
        r"|curves?|metrics?|modes?|rates?|reports?)\b|\bpolic(?:y|ies) (?:is|are) available to\b"
        r"|\b(?:enforces|applies) (?:an? |this |the |our "
        r"|data |fixed,? |strict |standard "
        r"|universal,? |\S+-based |\S+-day )*retention"
        r"|\bsubject to (?:(?:a|our|this|the|your) (?:\w+['’]s )?)?retention polic"
        r"|\b(?:within the|following (?:its|the|our)|according to (?:its|the|our)) retention polic|"
        r"\b(?:backups?|snapshots?|our (?:data )?retention|we retain|we keep|version history|self-host\w*|LLMs?"
        r"|database scripts?|log retention|audit logs? with|our polic(?:y|ies)|log files?|buckets?"
        r"|defined (?:by|in)|own (?:data )?retention"
        r"|schedule retention|\d+[- ]days? (?:of )?(?:\w+ )?retention)\b",
        re.IGNORECASE,
    ),
    staff=False,
    nearest=True,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `retention_control`."""
    for one in read(page, _FEATURE):
        if (one.plan or not _NAME.fullmatch(one.quote)) and (page.kind not in LEGAL or _BY_CUSTOMER.search(one.quote)):
            yield one


_BY_CUSTOMER = re.compile(
    r"\bretention periods? (?:is|are) (?:configurable|set|configured|chosen) by (?:the )?(?i:customer)\b"
    r"|\b(?:your|each|the customer['’]s) (?:(?:organi[sz]ation|workspace|account|customer)(?:['’]s)? )?"
    r"(?:configured|chosen|selected) (?:data )?retention\b"
    r"|\b(?:you|customers?|admins?|administrators?|owners?) (?:(?:can|may) (?:\w+ )?)?(?:set|configure|choose|define"
    r"|adjust|control|customi[sz]e)\b[^.;]{0,60}\bretention\b",
    re.IGNORECASE,
)
"""A contract or policy tells of the vendor's own retention, unless it says that customers set it."""


_NAME = re.compile(r"\W*(?:(?:our|the|data) )*retention polic(?:y|ies)\W*", re.IGNORECASE)
"""The mere name of a policy heads what the vendor itself does."""
