"""States of certificates given apart from their names: "Status: Compliant", an answer, a cell, an announced audit."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding, Subject
from scrapers.page import TRUST, Cell, Page, Passage, marks
from scrapers.reading import certificates, stance, subject
from scrapers.reading.feature import NO_ANSWER
from scrapers.reading.sentences import Statement

TELLING = TRUST | {"pricing", "help", "other"}
"""The kinds of page on which a few words may say what is held."""
NO_STATE = re.compile(
    r"\b(?:planned|in progress|not (?:yet )?(?:certified|started|available|compliant)"
    r"|under ?way|pending|roadmap|coming soon|future|working|in Arbeit|in Vorbereitung|geplant)\b",
    re.IGNORECASE,
)
DENIED_STATE = re.compile(r"(?:no|none|not (?!yet|started)\w+)\b", re.IGNORECASE)
YES_STATE = re.compile(
    r"\b(?:certified|compliant|compliance|completed|achieved|attested|active|available|yes"
    r"|current|audited|in place|authorized|valid)\b|[✅✓✔]",
    re.IGNORECASE,
)


def stated(
    page: Page,
    name: str,
    status: str,
    passage: Passage,
    whose: Subject,
    plan: str | None = None,
    confidence: float = 0.8,
) -> Finding:
    """Give a certificate with its status, quoted by the whole passage."""
    return Finding(
        "certification",
        name,
        page.text[passage.start : passage.end],
        passage.start,
        passage.end,
        plan=plan,
        status=status,
        subject=whose,
        confidence=confidence,
    )


def of_cell(cell: Cell) -> str:
    """Give the status that a cell gives to its plan."""
    said = marks.of_text(cell.text) or cell.mark
    if NO_STATE.search(cell.text):
        return "in_progress"
    if said in ("yes", "no"):
        return said
    return "yes" if cell.text.strip() else "no"


def of_line(page: Page, said: Statement, pending: list[tuple[str, Statement]]) -> Iterator[Finding]:
    """Give the certificate of a heading whose text says only "Status: Compliant"."""
    state = re.match(r"(?:status|state)\s?:\s*(?P<state>[^.\n]{2,60})", said.text, re.IGNORECASE)
    if page.kind in TELLING and (
        _SINCE.fullmatch(said.text) or _SHOWN.fullmatch(said.text) or _AUDITED.fullmatch(said.text)
    ):
        for name, _ in pending:
            yield stated(page, name, "yes", said.passage, "vendor", confidence=0.75)
        return
    if state is None:
        told = (
            "in_progress"
            if _COMES.search(said.text) or _STILL.fullmatch(said.text)
            else "no"
            if _NOT_DONE.search(said.text)
            else None
        )
        if told and said.role != "heading":
            for name, _ in pending:
                yield stated(page, name, told, said.passage, "vendor", confidence=0.75)
        return
    coming = NO_STATE.search(state["state"])
    if coming or YES_STATE.search(state["state"]):
        for name, _ in pending:
            yield stated(page, name, "in_progress" if coming else "yes", said.passage, "vendor", confidence=0.8)


def of_answer(page: Page, said: Statement) -> Iterator[Finding]:
    """Give the certificate that a heading asks for where the first sentence under it answers."""
    if said.question is None or page.kind not in TELLING | {"privacy"}:
        return
    coming = stance.planned(said.text, 0, len(said.text)) and bool(_SUCH.search(said.text))
    status = (
        "in_progress" if coming else "no" if NO_ANSWER.match(said.text) else "yes" if _YES.match(said.text) else None
    )
    if status is None or subject.of(said.text, 0, page) != "vendor" or _ASKS_ELSE.search(said.question.text):
        return
    for name, _, _ in certificates.named(said.question.text):
        start, end = said.question.start, said.passage.end
        passage = Passage(page.text[start:end], start, end)
        yield stated(page, name, status, passage, subject.of(said.question.text, 0, page), confidence=0.75)


_SINCE = re.compile(
    r"\W*(?:(?:certified|attested|zertifiziert|certifiée?) (?:since|in|seit|depuis)"
    r"|certificat(?:ion|e) (?:obtained|achieved|obtenue?)|Zertifikat erhalten)\s?:?\s(?:[A-Za-zéû]+ )?20\d\d\W*",
    re.IGNORECASE,
)
"""Since when a certificate is held, told below its name."""
_SHOWN = re.compile(r"\W*(?:view|see|download|show) (?:the |our )?certificate\W*", re.IGNORECASE)
"""So a link to it is called."""
_AUDITED = re.compile(
    r"\W*(?:independently|externally|annually) (?:audited|attested|certified)(?: (?:and \w+ )?(?:security|data|privacy)"
    r" (?:controls|practices|program\w*))?\W*",
    re.IGNORECASE,
)
"""So the card of a certificate says that it is held."""
_COMES = re.compile(
    r"\b(?:audit|assessment|certification|engagement|examination"
    r"|observation period)s?\b[^.;]{0,40}\b(?:in progress|under ?way|on (?:our|the) roadmap"
    r"|planned|pending|scheduled|upcoming)\b|\b(?:in progress|under ?way|planned)\b[^.;]{0,30}\b(?:audit"
    r"|certification)\b",
    re.IGNORECASE,
)
_STILL = re.compile(r"\W*(?:in progress|planned|pending|coming soon|under ?way|on the roadmap)\W*", re.IGNORECASE)
"""So the card of a certificate says that it is still to come."""
_NOT_DONE = re.compile(
    r"\bwe(?: are| do| have|['’]re)(?: not|n['’]t) (?:\w+ )?(?:doing|done|hold|have|offer|offering)"
    r" (?:that|this|it|one)\b",
    re.IGNORECASE,
)
_ASKS_ELSE = re.compile(r"\b(?:me|I|my|help|support|use|achieve|meet|prepare|what (?:is|are|does))\b", re.IGNORECASE)
_SUCH = re.compile(r"\b(?:this|that|the|our) (?:\w+ )?(?:certificat\w+|attestation|report|audit|compliance)\b|\bit\b")
_YES = re.compile(
    r"\A\s*(?:yes|absolutely|certainly|of course|correct)\b(?!.{0,200}\b(?:host|provider|partner)s?\b)", re.I
)
