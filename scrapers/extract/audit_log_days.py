"""For how many days the activity log is kept. Traps: the vendor's own logs, message history, a log without a time."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import durations, plans, subject
from scrapers.reading.feature import plans_of, quote
from scrapers.reading.sentences import Statement, mentioning
from scrapers.reading.tables import first_line
from scrapers.reading.wording import AUDIT_LOG

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "changelog", "other"}
_LOG = re.compile(rf"\b{AUDIT_LOG}\b", re.IGNORECASE)
_KEPT = re.compile(
    r"\b(?:keep(?:s|ing)?|kept|retain(?:s|ed)?|retention|histor(?:y|ies)|back|store[sd]?|available|last|past"
    r"|previous|days?"
    r" of|for up to)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:we (?:\w+ )?(?:keep|retain|store)|our own|server logs?|trials?|messages?|backups?|every \d|notice"
    r"|delivered)\b",
    re.IGNORECASE,
)
_NEAR = 90


def extract(page: Page) -> Iterator[Finding]:
    """Give `audit_log_days`; a month has 30 days, a year 365."""
    for _, rows in plans.matrices(page):
        for row in rows:
            for plan, cell in row.cells if _LOG.search(row.label.text) else ():
                for number, _, _ in list(durations.days(cell.text))[:1]:
                    yield quote(page, "audit_log_days", number, first_line(row.label), plan=plan, confidence=0.85)
    for said in mentioning(page, (" log", "-log", "logs all", "audit", "trail", "protokoll", "journa", "registro")):
        for number, start, end in list(_kept(said))[:1]:
            for named in plans_of(page, said):
                yield quote(page, "audit_log_days", number, said.passage, plan=named, around=(start, end))


def _kept(said: Statement) -> Iterator[tuple[int, int, int]]:
    """Give the days that stand near the log, where the sentence says that it is kept."""
    text = said.text
    log = _LOG.search(text)
    if log is None or said.role == "cell" or _OTHERS.search(text) or subject.of_staff(text, said.headings):
        return
    for number, start, end in durations.days(text):
        apart = start - log.end() if start >= log.end() else log.start() - end
        if apart <= _NEAR and (_KEPT.search(text) or apart <= 1):
            yield number, start, end
