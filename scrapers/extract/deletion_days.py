"""Within how many days after the end the vendor deletes what the customer put in.

Traps: the bin, logs and copies alone, refunds and notice, job applications, how long data can still be fetched.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import durations, stance
from scrapers.reading.feature import quote
from scrapers.reading.sentences import Statement, mentioning
from scrapers.reading.wording import END_OF_CONTRACT

KINDS = {"dpa", "terms", "privacy", "help", "security", "compliance", "trust_center", "other"}
_GONE = re.compile(
    r"\b(?:delet(?:es?|ed|ion|ing)|eras(?:es?|ed|ure)|remov(?:es?|ed|al)|purg(?:es?|ed)|destr(?:oy(?:s|ed)?|uction)"
    r"|gelöscht|löschen|supprim\w+|eliminad\w+)\b",
    re.IGNORECASE,
)
_END = re.compile(rf"\b{END_OF_CONTRACT}\b|\bVertragsende\b|\bKündigung\b|\bfin du contrat\b", re.IGNORECASE)
_WITHIN = re.compile(
    r"\b(?:within|after|in|for|than|least|maximum of|up to|innerhalb von|nach|sous"
    r"|dans les)(?: an?(?: \w+)? period of| the)?\s\Z"
    r"|\b(?:takes?|following)(?: up to)?\s\Z",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:logs?|trash|bin\b|deleted (?:files|items)|refund\w*|applica(?:nt|tion)s? for|applicants?|notice of"
    r"|providing (?:you )?notice"
    r"|written notice"
    r"|prior to (?:the )?terminat\w+|inactiv\w+|non-?payment|cookies?|payments?|invoices?|pay\b|cure)\b",
    re.IGNORECASE,
)
_COPIES = re.compile(r"\bback-?ups?\b", re.IGNORECASE)
_NEAR = 200


def extract(page: Page) -> Iterator[Finding]:
    """Give `deletion_days`."""
    for said in mentioning(page, ("delet", "eras", "remov", "purg", "destr", "lösch", "supprim", "eliminad")):
        if said.role in ("cell", "heading") or said.text.rstrip().endswith("?"):
            continue
        found = _days(said)
        if found:
            number, start, end = found
            yield quote(page, "deletion_days", number, said.passage, around=(start, end), confidence=0.75)


def _days(said: Statement) -> tuple[int, int, int] | None:
    text = said.text
    if _OTHERS.search(text) or not (_END.search(text) or _END.search(said.heading)):
        return None
    gone = next((hit for hit in _GONE.finditer(text) if not _ENDED.match(text, hit.start())), None)
    if gone is None or stance.denied(text, *gone.span()):
        return None
    for number, start, end in durations.days(text):
        apart = text[max(0, start - 80) : end + 40]
        if _WITHIN.search(text[:start]) and abs(start - gone.start()) < _NEAR and not _COPIES.search(apart):
            return number, start, end
    return None


_ENDED = re.compile(r"delet\w+ (?:of )?(?:your|the|an|their|its) (?:\w+ )?(?:account|subscription|workspace)", re.I)
