"""Whether sign-in can be limited to known networks.

Traps: the vendor's own addresses that a firewall is to let through; addresses that are logged; databases and hosts.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import Feature, read

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other"}
_LIST = (
    r"(?:IP(?:[- ]address(?:es)?)?[- ](?:(?:allow|white|access|safe)[- ]?list(?:s|ing|ed)?|restrictions?|filtering"
    r"|access (?:control|restriction|rule)s?|based access|ranges? restrictions?)"
    r"|(?:restrict|limit)(?:s|ing)?\s(?:\w+ ){0,5}?(?:by|to|from) (?:\w+ ){0,3}IP\b"
    r"|(?:allow|white)-?list(?:s|ing)? (?:of |for )?(?:specific |trusted )?IPs?\b|trusted (?:IPs?|networks?)"
    r"|network zones)"
)
_FEATURE = Feature(
    fact="ip_allowlist",
    words=(
        "ip-",
        "ip a",
        "ip w",
        "ip s",
        "ip r",
        "ip f",
        "ip b",
        "by ip",
        "to ip",
        "from ip",
        "ips",
        "list ip",
        "trusted n",
        "network z",
    ),
    label=re.compile(rf"\b{_LIST}", re.IGNORECASE),
    claims=(re.compile(rf"\b{_LIST}", re.IGNORECASE),),
    unless=re.compile(
        r"\b(?:your firewall|our (?:own )?IP|our (?:servers?|office|VPN)|databases?|webhooks?|rate limit\w*"
        r"|outbound|originat\w+)\b",
        re.IGNORECASE,
    ),
    legal=False,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `ip_allowlist`."""
    return read(page, _FEATURE)
