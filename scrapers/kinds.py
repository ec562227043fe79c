"""What kind of page an address leads to, told from its host, its path and the words of the link. Pure."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from tldextract import TLDExtract

from scrapers.address import Address

WORTH = {
    "pricing": 100,
    "security": 90,
    "compliance": 88,
    "trust_center": 85,
    "dpa": 80,
    "subprocessors": 75,
    "terms": 70,
    "privacy": 65,
    "sla": 60,
    "security.txt": 50,
    "status": 45,
    "help": 40,
    "changelog": 20,
}
MOST = {"pricing": 3, "security": 3, "compliance": 4, "terms": 3, "help": 5, "status": 1, "security.txt": 1}
"""How many pages of one kind are fetched at most; two where nothing else is said."""

ARTICLE = 2
"""A help page with so many slashes within its path is an article; one about none of our topics is not fetched."""

_TERMS = (
    r"(^|[/_-])(terms|tos|eula|msa|agb|cgu|legal|(subscription|customer|user|services?)-agreement)"
    r"(\.[a-z]{2,5})?([/_-]|$)|terms-of|conditions|acceptable-use"
)
_E = r"(?:\.[a-z]{2,5})?"  # .html and its like
_PATHS = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("security.txt", r"(^|/)security\.txt$"),
        ("subprocessors", r"sub-?_?processors?"),
        ("dpa", rf"(^|[/_-])dpa([/_.-]|$)|data-?_?process(ing|or)|data-?protection-?(addendum|agreement){_E}"),
        ("sla", r"(^|[/_-])slas?([/_.-]|$)|service-?_?level|uptime-guarantee"),
        ("privacy", r"privacy|datenschutz|confidentialite|privacidad"),
        ("compliance", r"complian|hipaa|gdpr|(^|[/_-])(soc-?2|baa|iso-?27001|fedramp|hitrust|certificat\w*)([/_.-]|$)"),
        ("terms", _TERMS),
        ("pricing", r"(^|[/_-])(pricing|prices?|plans?|editions?|preise|tarifs?|tarife|precios)([/_.-]|$)"),
        ("trust_center", r"(^|[/_-])trust(-?cent(er|re))?([/_.-]|$)"),
        ("security", r"(^|[/_-])(security|sicherheit|securite|seguridad|encryption|bug-?bounty)([/_.-]|$)"),
        ("status", r"(^|/)(status|uptime)/?$"),
        ("changelog", r"changelog|release-?notes|whats-?new"),
    )
]  # fmt: skip
_TEXTS = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("subprocessors", r"^(list of |our )?sub-?processors?\b"),
        ("dpa", r"^(dpa|data processing (agreement|addendum|terms))\b"),
        ("sla", r"^(sla|service level agreement)\b"),
        ("privacy", r"^(privacy( policy| notice)?|datenschutz\w*|confidentialité|privacidad)$"),
        ("compliance", r"^(compliance|certifications?|hipaa|gdpr|soc ?2)\b"),
        ("terms", r"^(terms( (of|&|and) .*)?|legal|agb|terms)$"),
        ("pricing", r"^(see |view |compare )?(our )?(pricing|prices|plans( (&|and) pricing)?|preise|tarifs|precios)$"),
        ("trust_center", r"^trust( cent(er|re))?$"),
        ("security", r"^(security|sicherheit|sécurité|seguridad)\b"),
        ("status", r"^(system |service )?status$"),
    )
]
_HOSTS = {
    "trust": "trust_center", "security": "security", "status": "status", "compliance": "compliance",
    "help": "help", "support": "help", "docs": "help", "learn": "help", "pricing": "pricing", "legal": "terms",
}  # fmt: skip
_HELP = re.compile(r"(^|/)(help|support|docs|faqs?|hc|kb|knowledge-?base|articles?|guides?|learn)(/|$)")
_TOPIC = re.compile(
    r"plan|pric|billing|hipaa|baa|gdpr|complian|secur|sso|saml|scim|mfa|two-?factor|audit|retention|residency|"
    r"encrypt|legal-hold|e-?discovery|train|privacy|free"
)
_NOT_WORTH = re.compile(
    r"(^|/)(blog|news|press|careers?|jobs|events?|webinars?|customers?|case-stud\w+|templates?|login|signin|sign-in|"
    r"signup|sign-up|register|cart|partners?|community|forum|podcast|author|tags?|category|download)s?(/|$)"
    r"|(^|[/_-])cookies?([_-](policy|notice|statement|settings))?(\.[a-z]{2,5})?/?$"
)
_NO_PAGE = re.compile(
    r"\.(png|jpe?g|gif|svg|webp|css|js|zip|gz|tgz|exe|dmg|pkg|mp[34]|webm|ico|woff2?|pdf|docx?|xlsx?)$"
)
_LOCALE = re.compile(r"^(?:/intl)?/([a-z]{2})([-_][a-z]{2})?(?=/|$)")


@dataclass(frozen=True)
class Worth:
    """The kind of a page and how much it is worth fetching; more is better."""

    kind: str
    score: int


def worth(address: Address, text: str = "") -> Worth | None:
    """Give the kind and score of a page by its address and the link's words, or None where it is not worth it."""
    path = address.path.lower()
    if _NO_PAGE.search(path) or _NOT_WORTH.search(path):
        return None
    kind = kind_of(address, text)
    if kind == "other":
        return None
    score = WORTH[kind] - 3 * max(0, path.strip("/").count("/")) - (10 if _LOCALE.match(path) else 0)
    if kind == "help":
        on_topic = _TOPIC.search(path + " " + text.lower()) is not None
        if not on_topic and path.strip("/").count("/") >= ARTICLE:
            return None
        score += 8 if on_topic else -15
    if "?" in address.target:
        score -= 10
    return Worth(kind, score)


def kind_of(address: Address, text: str = "") -> str:
    """Give the kind of a page; *other* where neither its address nor the link's words tell it."""
    path = _LOCALE.sub("", address.path.lower())
    label = address.host.partition(".")[0]
    by_host = _HOSTS.get(label) if address.literal is None else None
    if by_host == "help" or _HELP.search(path):
        return "help"
    by_path = next((kind for kind, pattern in _PATHS if pattern.search(path)), None)
    by_text = next((kind for kind, pattern in _TEXTS if pattern.search(" ".join(text.split()))), None)
    return by_path or by_host or by_text or "other"


@cache
def _suffixes() -> TLDExtract:
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@lru_cache(10_000)
def _split(host: str) -> tuple[str, str]:
    """Give a host's site name and its registrable domain; an ending that no list knows counts as one label."""
    parts = _suffixes()(host)
    if parts.suffix:
        return parts.domain, parts.top_domain_under_public_suffix or host
    labels = host.split(".")
    return labels[-2] if len(labels) > 1 else host, ".".join(labels[-2:])


def site_of(address: Address) -> str:
    """Give the registrable domain of an address; host and port where there is none, as for an IP address."""
    return address.authority if address.literal is not None else _split(address.host)[1]


def name_of(address: Address) -> str:
    """Give the word by which a site is known: the label before its public suffix; none for an IP address."""
    return "" if address.literal is not None else _split(address.host)[0]


def same_site(address: Address, home: Address) -> bool:
    """Tell whether a page belongs to a site: the same registrable domain, or the same name under another suffix."""
    if site_of(address) == site_of(home):
        return True
    return bool(name_of(home)) and name_of(address) == name_of(home)


def of_the_vendor(address: Address, home: Address, kind: str) -> bool:
    """Tell whether a page elsewhere speaks for the vendor: a trust centre or status page that bears its name."""
    if same_site(address, home):
        return True
    name = name_of(home)
    bears = len(name) >= 3 and re.search(rf"(^|[./_-]){re.escape(name)}([./_-]|$)", address.host + address.path)
    return kind in ("trust_center", "status", "subprocessors", "compliance") and bool(bears)
