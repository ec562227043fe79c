"""Whether a page explains what standards ask of its reader, rather than what its vendor holds.

A guide to an audit, a compliance product's manual, a table of controls: what is named there is mostly the reader's.
"""

from __future__ import annotations

from functools import lru_cache

from scrapers import patterns as re
from scrapers.page import TRUST, Page
from scrapers.reading import subject

_CUES = tuple(
    re.compile(rf"\b(?:{cue})\b", re.IGNORECASE)
    for cue in (
        r"gap (?:analys[ie]s|assessments?)",
        r"QSAs?|3PAOs?|assessors?|certification bod(?:y|ies)|your auditors?|C3PAOs?",
        r"evidence (?:collection|packages?|packs?|gathering)|(?:collect(?:ing|s)?|audit|gather(?:ing)?) evidence",
        r"readiness",
        r"audit[- ]ready",
        r"mapp(?:ed|ing|ings)|maps? to",
        r"CC\d\.\d|A\.\d{1,2}\.\d{1,2}|Req(?:uirement|\.)? \d{1,2}(?:\.\d+)*|§ ?164\.\d+",
        r"templates?|checklists?|playbooks?",
        r"your (?:organi[sz]ation|company|compliance|own (?:compliance|audit)|audits?|certification)",
        r"automated checks|compliance (?:automation|frameworks?|programs?|scans?|scanning|tools?|evidence|dashboards?)",
        r"remediation|findings",
        r"executive summary|next review|recommendations|residual risk|gaps",
        r"scoping|in[- ]scope|out of scope",
        r"statement of applicability|system description|risk treatment|observation period",
    )
)
_MANY = 5
_OF_ONE = 4
_GUIDE = re.compile(
    r"\b(?:guides?|playbook|checklist|templates?|handbook|how to|readiness|mappings?|frameworks?|reports|requirements"
    r"|example|using|polic(?:y|ies)|controls)\b",
    re.IGNORECASE,
)
_STANDARD = re.compile(r"\b(?:SOC ?[123]|ISO|PCI|HITRUST|FedRAMP|HIPAA|CMMC|complian\w+|audits?)\b", re.IGNORECASE)


_DISCLAIMS = re.compile(
    r"\b(?:does|do|cannot|can) ?not,? (?:(?:by|in) itself,? |\w+ )?(?:guarantee|ensure|constitute|come with|replace"
    r"|satisfy) (?:\w+ ){0,2}"
    r"(?:complian\w+|certifi\w+)|\bno certification included\b|\bcontrols,? not compliance\b|\bnot legal advice\b"
    r"|(?<!we )\bconsult(?: with)? (?:an? |your |own |qualified |compliance |legal |security |and |or )*"
    r"(?:counsel|experts?|professionals?|advisors?|auditors?|teams?)\b"
    r"|\b(?:work|engage) with your (?:\w+ ){0,3}(?:counsel|auditors?|teams?)\b"
    r"|\b(?:compliance|certification) requires (?:your |\w+ )?(?:organi[sz]ation|polic)",
    re.IGNORECASE,
)
"""Who says that his product makes nobody compliant speaks of others' compliance."""


@lru_cache(maxsize=4)
def explained(page: Page) -> bool:
    """Tell whether the page speaks as a guide does, of evidence, gaps and assessors, or is a file of a repository."""
    if subject.in_repository(page) or _DISCLAIMS.search(page.text):
        return True
    cues = sum(bool(cue.search(page.text)) for cue in _CUES)
    first = page.title or next((block.text for block in page.blocks if block.role == "heading"), "")
    guide = bool(_GUIDE.search(first) and _STANDARD.search(first))
    return cues >= (_OF_ONE if guide else _MANY)


_ASKS = re.compile(
    r"\W*(?:\d+\.\W*)?(?:configure|encrypt|enable|set up|define|use|maintain|enforce|implement|ensure|require|keep|log"
    r"|store|apply|establish|document|collect|adopt|provide|perform|conduct|integrate|deploy|turn on|add|verify)\s",
    re.IGNORECASE,
)


def asks(page: Page, text: str) -> bool:
    """Tell whether a guide asks its reader to do something ("Encrypt all data at rest")."""
    return bool(_ASKS.match(text)) and explained(page)


_PAPERS = re.compile(
    r"\b(?:polic(?:y|ies)|checklists?|questionnaires?|templates?|procedures?|(?:response|recovery) plans?)\W*\Z",
    re.IGNORECASE,
)
_MAPS = re.compile(
    r"\b(?:guides|articles) cover\b"
    r"|\bmappings?\b[^.;:]{0,40}\b(?:covers?|shows?|lists?|relates?)\b|\b(?:RFC|standards?) conformance\b",
    re.IGNORECASE,
)


def names_only(page: Page, text: str) -> bool:
    """Tell whether a guide names a paper that it helps with ("MFA policy"), or a text tells what a mapping covers."""
    return bool(_MAPS.search(text) or _PAPERS.search(text) and explained(page))


_LAW = re.compile(
    r"\b(?:GDPR|NIS ?2|HIPAA|HITECH|DORA|CCPA|LGPD|POPIA|PIPEDA|DPDP|PCI|SOC ?2|ISO|FedRAMP"
    r"|directive|regulation|act)\b",
    re.IGNORECASE,
)
_PARTIES = re.compile(r"\b(?:you|your|customers?|clients?|controllers?|users?|nous|wir)\b", re.IGNORECASE)


def demanded(page: Page, text: str, headings: tuple[str, ...]) -> bool:
    """Tell whether words under a law's heading name what it demands: neither who does it stands there nor for whom."""
    return (
        page.kind in TRUST | {"help", "other"}
        and any(map(_LAW.search, headings[-1:]))
        and not (subject.is_own(text, page) or _PARTIES.search(text))
    )


_CONTROL = re.compile(
    r"\W*(?:(?:SOC ?2|ISO(?:[ /]IEC)? ?\d+|HIPAA|PCI(?: DSS)?|NIST|GDPR)\W+)?(?:(?:CC|PI|[AP])\d{1,2}\.\d{1,2}"
    r"|A\.\d{1,2}(?:\.\d{1,2}){1,2}|(?:§ ?)?164\.\d{3}\S*|Req(?:uirement|\.)? \d{1,2}(?:\.\d{1,2})*"
    r"|[A-Z]{2}-\d{1,2}(?:\(\d{1,2}\))?|Art(?:icle|\.)? ?\d{1,2}(?:\(\d\w*\))*|\d{1,2}(?:\.\d{1,2}){1,2})\W*",
)
_WITH_NAME = re.compile(rf"{_CONTROL.pattern}[A-Z][a-z]")


@lru_cache(maxsize=4)
def _controls(page: Page) -> tuple[tuple[int, int], ...]:
    """Give where the names of controls stand in tables: with their number, or in the middle of number and answer."""
    found = []
    for row in (row for table in page.tables for row in table.rows if len(row) > 1):
        numbered = _CONTROL.fullmatch(row[0].text)
        name = row[1] if numbered and len(row) > _AND_ANSWER else row[0] if _WITH_NAME.match(row[0].text) else None
        if name:
            found.append((name.passage.start, name.passage.end))
    return tuple(found)


_AND_ANSWER = 2


def controls(page: Page, start: int) -> bool:
    """Tell whether a place lies in the name of a control in a table ("CC6.7 | Encryption of ... | cloud"): it asks."""
    return any(first <= start < last for first, last in _controls(page))


_DUTIES = re.compile(
    r"\b(?:areas of ownership|responsibilit(?:y|ies)|requirements?|scenarios?|use cases?|tasks?|calendar|challenges?"
    r"|duties|needs|agenda|activities|references?|resources|related|see also|further reading|links|security standards"
    r"|industry standards)\b",
    re.IGNORECASE,
)
_RHYTHM = re.compile(r"[\[(](?:annual|yearly|quarterly|monthly|weekly)(?:ly)?[\])]\W*\Z", re.IGNORECASE)

_LINKED = re.compile(r"\b(?:documentation|docs)\W*\Z", re.IGNORECASE)
_TASK = re.compile(r"\W*(?:maintain|achieve|obtain|complete|pass|determine|review|use)\s", re.IGNORECASE)


def duty(text: str, headings: tuple[str, ...]) -> bool:
    """Tell whether a few words name what is to be done or asked for: a task with its rhythm, an item under duties."""
    return (
        bool(_RHYTHM.search(text) or _TASK.match(text))
        or len(text) < _FEW
        and any((_LINKED.search(text), *map(_DUTIES.search, headings[-1:])))
    )


_FEW = 60
