"""Whether the vendor sells what customers put in, or uses it for advertising.

Traps: goods that are sold, rights that a law gives, sales teams, other firms that do not sell it on.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import plans_of, quote
from scrapers.reading.sentences import mentioning

KINDS = {"privacy", "terms", "dpa", "security", "trust_center", "compliance", "help", "pricing", "other"}
_DATA = (
    r"(?:(?:your|our (?:users|customers)['’]|their|customers?['’]?s?|users?['’]?s?|client|personal|private|any)\s"
    r"(?:\w+ ){0,2}?(?:data|information|contents?|files|documents)|(?:data|information) (?:you|about you)|PII|it)\b"
)
_NEVER = re.compile(
    r"\b(?:we|us|company|[A-Z]\w+)\b[^.;]{0,40}?\b(?:do|does|did|will|would|have|has)?(?: not|n['’]t| never|nor)\b"
    rf"(?! (?:require|need|allow))[^.;]{{0,60}}?\b(?:sell|sold|selling|monetize)\b[^.;]{{0,60}}?\b{_DATA}"
    rf"|\bnever\b[^.;]{{0,30}}?\b(?:sell|sold)\b[^.;]{{0,60}}?\b{_DATA}"
    rf"|\b{_DATA}[^.;]{{0,40}}\b(?:is|are|will be) (?:never|not)\b[^.;]{{0,20}}\bsold\b",
)
_SELLS = re.compile(
    rf"\b(?:[Ww]e|[Cc]ompany) (?:may |do |also |can |will )*(?:sell|monetize)s?\b[^.;]{{0,60}}?\b{_DATA}"
    rf"|\b[Ww]e (?:may |also )*use\b[^.;]{{0,20}}\b(?:your|customer) (?:data|contents?|files|messages|documents)\b"
    r"[^.;]{0,60}\b(?:show you ads|advertis\w+|ads\b)"
)
_OPT_OUT = re.compile(r"\bopt(?:ed|ing)?[- ]?out\b", re.IGNORECASE)
_OPT_IN = re.compile(r"\b(?:unless|only (?:if|when|with)|without)\b[^.;]{0,40}\b(?:consent|opt(?:ed)?[- ]?in)\b", re.I)
_OTHERS = re.compile(
    r"\b(?:third part(?:y|ies)|providers?|partners?|processors?|recipients?|you|contractors?|vendors?)"
    r" (?:\w+ ){0,3}?(?:not|never)\b|\bright to\b|\byears of age\b|\bconventional\b|\bmy (?:personal )?(?:data"
    r"|information)\b|\byou (?:may|agree|shall|must"
    r"|will|can)(?: not)?\b"
    r"|\bmay be (?:deemed|considered)\b"
    r"|\bas (?:defined|those terms)\b[^.;]{0,30}\bsale\b",
    re.IGNORECASE,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `data_sale`: a plain yes outweighs a no of the same page."""
    found = list(_found(page))
    sells = [one for one in found if one.value != "no"]
    yield from sells or found


def _found(page: Page) -> Iterator[Finding]:
    for said in mentioning(page, ("sell", "sold", "monetize", " ads", "advertis")):
        text = said.text
        if said.role == "cell" or text.rstrip().endswith("?") or _OTHERS.search(text):
            continue
        never = _NEVER.search(text)
        sells = None if never else _SELLS.search(text)
        hit = never or sells
        if hit is None:
            continue
        value = "no" if never else "opt_out" if _OPT_OUT.search(text) else "yes"
        if _OPT_IN.search(text):
            value = "opt_in"
        for plan in plans_of(page, said):
            yield quote(page, "data_sale", value, said.passage, plan=plan, around=hit.span(), confidence=0.75)
