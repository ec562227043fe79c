"""End-to-end encryption: the vendor cannot read.

Traps: titles of posts, "end-to-end" of something else, TLS called so.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading.feature import Feature, quote, read
from scrapers.reading.sentences import mentioning

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "other", "privacy", "dpa", "terms"}
_E2EE = (
    r"(?:end[- ]to[- ]end[- ]encrypt(?:ion|ed)|E2EE|Ende[- ]zu[- ]Ende[- ](?:Verschlüsselung|verschlüsselt\w*)"
    r"|chiffrement de bout en bout|cifrado de extremo a extremo|zero[- ]knowledge (?:design|architecture"
    r"|model)\b[^.]{0,30}\bonly you)"
)
_BEFORE = (
    r"(?:client-side encrypt(?:ion|ed|s)?|encrypt(?:s|ed|ion)?\b[^.;]{0,60}\bon (?:your|the user['’]s|their)"
    r" (?:own )?(?:devices?|computers?|machines?|phones?)\b[^.;]{0,60}\bbefore|encrypted before (?:it|they|anything)"
    r" (?:\w+ )?(?:syncs?|leaves?|sent|uploaded|synced|reach\w*)"
    r"|encrypt\w*\b[^.;]{0,80}\b(?:before|and) (?:it|they|your \w+) (?:ever )?leaves? (?:your|the user['’]s?)"
    r" (?:devices?|browsers?|location)"
    r"|(?:sent|uploaded|transmitted|leaves?)\b[^.;]{0,60}\bwithout (?:first )?being encrypted on (?:your"
    r"|the user['’]s)\b"
    r"|encrypt\w*\b[^.;]{0,60}\bkeys? (?:that (?:is|are) )?under your (?:sole )?control\b)"
)
"""What it comes to is said in other words too: encrypted before it leaves one's device."""
_FEATURE = Feature(
    fact="e2ee",
    words=(
        "e2ee",
        "end-to",
        "end to",
        "zu-ende",
        "zu ende",
        "bout en bout",
        "extremo a",
        "zero-k",
        "zero k",
        "client-side",
        "encrypted before",
        " own dev",
        "your dev",
        "their dev",
        "’s dev",
        "'s dev",
        "your comp",
        "your phone",
        "your mach",
        "your brows",
        "your loc",
        "without first being encrypted",
        "without being encrypted",
        "under your",
        "leave your",
        "leaves your",
        "leaves the user",
        "leave the user",
    ),
    label=re.compile(rf"\b{_E2EE}\b", re.IGNORECASE),
    claims=(re.compile(rf"\b{_E2EE}\b", re.IGNORECASE), re.compile(rf"\b{_BEFORE}", re.IGNORECASE)),
    unless=re.compile(
        r"\bserver-side encryption\b|\byou do end-to-end\b|\b(?:(?:is|can be) used to (?:help )?(?:protect|encrypt)"
        r"|in your own application"
        r"|how |blog|post\b|article|learn|in[- ]transit|TLS|SSL|HTTPS|what is|some|certain|connections?"
        r"|network links?)\b"
        r"|\bmetadata\b(?=[^.;]{0,40}\b(?:not|un\w+)\b)|\b(?:not|except)\b[^.;]{0,40}\bmetadata\b",
        re.IGNORECASE,
    ),
    staff=False,
    headings=True,
    denial=re.compile(rf"(?:\bnot|n['’]t|\bno|\bwithout|\blacks?)\s(?:\w+ ){{0,3}}{_E2EE}", re.IGNORECASE),
)


_SENT = re.compile(
    r"\bend[- ]to[- ]end[- ]encrypted\b[^.;]{0,40}\b(?:data|messages?|calls?|contents?|files)"
    r"|\b(?:us|utili[sz]|offer|provid)(?:es|e|ers|s)\b[^.;]{0,60}\bend[- ]to[- ]end[- ]encryption\b",
    re.IGNORECASE,
)
"""A contract says by the way that what people send is so encrypted."""
_NO_KEY = re.compile(r"\bclient-side\b|\bwe (?:hold|have|store)\b[^.;]{0,60}\b(?:cannot|can['’]t|no key)\b")
"""Or that it is for nobody else to read."""


_ON_CLIENT = re.compile(r"\W*client-side encryption\W*", re.IGNORECASE)
"""The mere name may head what customers do by themselves."""
_CANNOT = re.compile(
    r"\b(?:we|[A-Z]\w+|nobody here) (?:cannot|can['’]t|do(?:es)? not have (?:the )?(?:technical )?(?:means|ability) to)"
    r" (?:\w+ )?(?:decrypt|read|access)\b[^.;]{0,40}\byour encrypted\b"
)
"""Whoever cannot read what is encrypted has no key to it."""


def extract(page: Page) -> Iterator[Finding]:
    """Give `e2ee`."""
    for one in read(page, _FEATURE):
        if _ON_CLIENT.fullmatch(one.quote):
            continue
        if page.kind in ("dpa", "terms"):
            if one.value == "yes" and (_SENT.search(one.quote) or _NO_KEY.search(one.quote)):
                yield one
        elif page.kind != "privacy" or one.value == "yes":
            yield one
    for said in mentioning(page, ("encrypted",)):
        found = _CANNOT.search(said.text)
        if found:
            yield quote(page, "e2ee", "yes", said.passage, around=found.span(), confidence=0.65)
