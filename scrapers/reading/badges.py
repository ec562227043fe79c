"""Certificates that stand alone: a card with an icon, a line of badges, a report to be asked for.

Traps: a heading over what the standard is, over what is only aligned to it or still to come, over the host's papers.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import TRUST, Page
from scrapers.reading import subject
from scrapers.reading.sentences import Statement, statements

_OVER = re.compile(
    r"\b(?:certifi\w+|attestations?|compliance|reports?|audits?|badges|standards|frameworks|assurance|accreditations?"
    r"|zertifi\w+|certificats|certificaciones)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:GDPR|DSGVO|RGPD|CCPA|CPRA|HIPAA|HITECH|PIPEDA|LGPD|FERPA|COPPA|DPF|EU-?US|APEC|PRP|CBPR|CREST|SIG|CAIQ|VPAT"
    r"|NIST(?: CSF)?|WCAG|Privacy Shield|Data Privacy Framework|ISO(?:/IEC)?|IEC|AICPA|Level|Type|Typ|Tier|Core|Lite"
    r"|Gold|certifi(?:ed|cation|cate)|compliant|compliance|attestation|report|audit(?:ed)?|and|und|et|y"
    r"|SOC|PCI|DSS|CSA|STAR|I{1,3}|v?\d[\d.]*)\b",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:align\w*|designed|in progress|under ?way|planned|pending|roadmap\w*|working|target\w*|expected|coming"
    r"|soon|not\b"
    r"|n['’]t|help\w*|support\w*|your (?:own )?(?:compliance|audit|obligations)|customers? (?:can|must|should|who)"
    r"|if you"
    r"|requir\w+|applies to|criteria|principles?|international standard|certification available|map(?:s|ped)?"
    r"|inherit\w*|(?:is|are) an? (?:\w+ ){0,5}(?:standard|framework|law|regulation))\b",
    re.IGNORECASE,
)
_AUDITOR = re.compile(
    r"\W*(?:auditor|audited by|certified by|issued by|certification body|certificate (?:no|number))\b", re.I
)
_STATE = re.compile(
    r"\W*(?:certified|compliant|attested|audited|accredited|reports? available|available|active|current|valid"
    r"|annual(?:ly)?"
    r"|yearly|achieved|completed|in place|zertifiziert|certifiée?)\b",
    re.IGNORECASE,
)
_LONGEST = 90
_BELOW = 6


def read(page: Page, said: Statement, named: list[tuple[str, int, int]]) -> Iterator[Finding]:
    """Give the certificates of a heading or a line that names nothing else, where nothing beside it doubts them."""
    text = said.text
    if page.kind not in TRUST or len(text) > _LONGEST or _rest(text, named):
        return
    below = _below(page, said)
    audited = any(_AUDITOR.match(other) for other in below) or bool(below) and _stated(below[0])
    several = said.role == "paragraph" and (len({name for name, _, _ in named}) > 1 or bool(_OTHER_LAW.search(text)))
    if not (audited or several or any(_OVER.search(heading) for heading in said.headings[-2:])):
        return
    if any(map(_CONTROL.search, below)):
        return
    beside = " ".join((*below, *said.headings[-1:]))
    if _DOUBT.search(beside) or subject.of(beside, 0, page) != "vendor":
        return
    start, end = said.passage.start, said.passage.end
    for name, _, _ in named:
        yield Finding("certification", name, page.text[start:end], start, end, status="yes", confidence=0.6)


_CONTROL = re.compile(r"\w\W{1,6}[✅✓✔☑]\s\w")
"""A tick behind a name is set to each thing that a standard asks for."""
_OTHER_LAW = re.compile(r"\b(?:GDPR|HIPAA|CCPA|DSGVO|PIPEDA)\b")


def _stated(text: str) -> bool:
    """Tell whether a few words say that it is held: "Certified annually"."""
    return len(text) <= _FEW and bool(_STATE.match(text))


_FEW = 50


def _rest(text: str, named: list[tuple[str, int, int]]) -> str:
    """Give what a text says beside the names of certificates and laws."""
    for _, start, end in sorted(named, key=lambda one: -one[1]):
        text = text[:start] + " " + text[end:]
    return re.sub(r"[\W\d_]+", "", _OTHERS.sub(" ", text))


def _below(page: Page, said: Statement) -> list[str]:
    after = statements(page)[said.number + 1 : said.number + 1 + _BELOW]
    if said.role == "paragraph":
        return [other.text for other in after[:1] if other.role == "paragraph"]
    return [other.text for other in takewhile(lambda other: other.role != "heading", after)]
