"""Certificates and attestations, with their status and whose they are.

Traps: the hosting provider's and the sub-processors' certificates; "aligned with", "designed to", "in progress";
questions; a data centre's ISO 27001; a payment processor's PCI DSS; a standard that the text only explains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import TRUST, Page
from scrapers.reading import (
    asides,
    badges,
    certificate_states,
    certificate_tables,
    certificate_types,
    certificates,
    holding,
    names,
    stance,
    standards,
    subject,
)
from scrapers.reading.certificate_claims import HELD, HINT, PRAISES, STRONG, WHY, YEARLY
from scrapers.reading.certificate_states import TELLING, stated
from scrapers.reading.feature import quote
from scrapers.reading.sentences import Statement, mentioning, mentions, statements

KINDS = {
    "pricing",
    "security",
    "compliance",
    "trust_center",
    "dpa",
    "help",
    "terms",
    "privacy",
    "sla",
    "other",
    "subprocessors",
}


def extract(page: Page) -> Iterator[Finding]:
    """Give the certificates that the page says are held, planned or denied."""
    found = [*certificate_tables.read(page), *_sentences(page)]
    if found and (standards.explained(page) or page.kind == "other" and subject.names(page)):
        found = [
            one
            for one in found
            if holding.told(one.quote, page)
            or _BADGE.fullmatch(one.quote)
            and not (standards.explained(page) or subject.teaches(page) or subject.compares(page))
            or one.status == "in_progress"
            and not _open(one.quote)
            or one.status == "no"
            and page.kind in TRUST
            and not subject.in_repository(page)
        ]
    yield from certificate_types.settled(page, found)


_BADGE = re.compile(r"\W*[A-Z]{3}[\w /:-]{1,24}? certified\W*")
"""An item that says no more than this is a badge of the vendor's."""


def _open(text: str) -> bool:
    """Tell whether a guide only names a task of its reader: an empty box, "readiness"."""
    return bool(stance.PENDING.match(text) or _READINESS.search(text))


_READINESS = re.compile(r"\breadiness\b", re.IGNORECASE)


def _sentences(page: Page) -> Iterator[Finding]:
    if not mentions(page, certificates.WORDS):
        return
    speaking = {said.number for said in mentioning(page, certificates.WORDS)}
    pending: list[tuple[str, Statement]] = []
    for said in statements(page):
        if said.role == "cell" and len(said.text) < _TOLD or said.number not in speaking and not pending:
            continue
        named = list(certificates.named(said.text)) if said.number in speaking else []
        if said.role == "heading":
            pending = [(name, said) for name, _, _ in named]
            if not named or said.text.rstrip().endswith("?"):
                continue
            yield from _heading(page, said, named)
            yield from badges.read(page, said, named)
            continue
        if said.role == "paragraph" and named:
            yield from badges.read(page, said, named)
        if not named:
            yield from certificate_states.of_line(page, said, pending)
            yield from certificate_states.of_answer(page, said)
            continue
        for name, start, end in _few(named):
            yield from _sentence(page, said, name, start, end)


_TOLD = 60
"""A cell that is longer tells something in sentences."""


def _few(named: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Give the first places of each certificate: a sentence that names one hundreds of times says nothing more."""
    seen: Counter[str] = Counter()
    for name, start, end in named:
        seen[name] += 1
        if seen[name] <= _PLACES:
            yield name, start, end


_PLACES = 3


def _heading(page: Page, said: Statement, named: list[tuple[str, int, int]]) -> Iterator[Finding]:
    for name, start, end in named:
        if (
            re.search(r"certifi|attest|compliant|report|audit(?!or)", said.text, re.IGNORECASE)
            and not WHY.match(said.text)
            and not HINT.search(said.text)
            and page.kind in TELLING
            and stance.of(said.text, start, end) == "says"
        ):
            yield stated(page, name, "yes", said.passage, subject.of(said.text, start, page), confidence=0.6)


_LABELLED = re.compile(
    r"\W*(?:SOC|ISO|PCI|HITRUST|FedRAMP)[\w /.-]{0,24}\W{1,4}\s(?:\w+ )?(?:compliance|compliant) with"
    r" [^.;:]{3,60} standards?\W*",
    re.IGNORECASE,
)
"""The certificate is the name of an item, behind which stands with what its holder complies."""
_IF = re.compile(r"\W*(?:si|se|wenn|falls|quando)\s", re.IGNORECASE)
"""A condition in another language says of nobody that he meets it."""
_WE_LACK = re.compile(r"\bwe (?:do|are|have)(?: not|n['’]t)\b", re.IGNORECASE)
_OWN_STATE = re.compile(
    r"\W*\((?:planned|in progress|upcoming|coming soon|in preparation)\b"
    r"|(?: [\w/. -]{1,24})?(?: \([^()]{2,24}\))?\W{1,4}(?<=\s)"
    r"(?:in progress|planned|compliant|certified|attested)\W*\Z",
    re.IGNORECASE,
)
"""Behind the name, by itself or in brackets, stands how far it is, whatever announces the list."""
_NONE = re.compile(
    r"\bnone (?:of (?:them|these|those|which) )?(?:is|are|has been|have been) (?:\w+ )?(?:held|claimed|certified"
    r"|obtained"
    r"|attained|completed)\b",
    re.IGNORECASE,
)
"""Behind a list of them it is said that none is held."""
_GOAL = re.compile(r"\b(?:target|goal|objective)\W{1,8}\Z", re.IGNORECASE)


def _how(page: Page, said: Statement, start: int, end: int) -> stance.Stance:
    """Give how a statement stands to a certificate; what is named as a goal, or on a road map, is planned."""
    if stance.PENDING.match(said.text) and subject.instructs(said.text):
        return "hints"
    if asides.lacked(said) or _NONE.search(said.text, end):
        return "denies"
    if _GOAL.search(said.text[:start]) or stance.to_come(said.text, said.headings, said.lead):
        return "plans"
    how = stance.of(said.text, start, end)
    if how == "denies" and not holding.lacked(said.text, start, end):
        return "hints"
    told_to = how == "says" and not holding.plainly(said.text, start, end) and subject.instructs(said.text)
    told_to = told_to or holding.of_things(said.text, start, end) or asides.asked_for(said)
    named_only = (
        told_to or holding.cited(said.text, start) or how == "says" and standards.duty(said.text, said.headings)
    )
    return "hints" if named_only else how


def _tells(text: str, start: int) -> bool:
    """Tell whether an item tells something rather than naming it: it ends as a sentence, or begins with much else."""
    return text.endswith(".") and len(text.split()) > _NAME or start > _EARLY


_NAME = 5  # words of an item that only names something
_EARLY = 24


def _too_weak(page: Page, text: str, near: str, plain: bool) -> bool:
    """Tell whether a sentence only praises a certificate, or names it in a contract without saying that it is held."""
    if PRAISES.match(text) and not holding.ours(text, page):
        return True
    return page.kind in ("dpa", "terms", "privacy", "sla") and not (plain or STRONG.search(near) or YEARLY.search(near))


def _hints(said: Statement, near: str, end: int) -> bool:
    """Tell whether a statement, or what announces it, only speaks around the certificate that ends at `end`."""
    announced = len(said.text) < _TOLD and HINT.search(said.lead) and not _OWN_STATE.match(said.text, end)
    return bool(HINT.search(near) or _IF.match(said.text) or announced)


def _sentence(page: Page, said: Statement, name: str, start: int, end: int) -> Iterator[Finding]:
    text = said.text
    first, last = stance.clause(text, start, end)
    near = text if len(text) < 160 else text[max(first, start - 200) : min(last, end + 120)]
    plain = holding.plainly(text, start, end) or holding.confirmed(page, said, start)
    plain = plain or _LABELLED.fullmatch(text) is not None or _NONE.search(text, end) is not None
    if text.rstrip().endswith("?") or not plain and _hints(said, near, end):
        return
    short = len(text) < 60 and said.role == "item" and page.kind in TELLING and not _tells(text, start)
    said_how = _how(page, said, start, end)
    if not (plain or HELD.search(near) or short) and said_how != "plans":
        return
    sure = short or plain or STRONG.search(near) or holding.ours(f"{said.lead} {text}", page)
    if said_how == "says" and not sure:
        return
    if said_how != "plans" and _too_weak(page, text, near, plain):
        return
    lead = said.lead or (holding.announced(page, said) if short else "")
    whose = subject.of(f"{lead} {text[first:last]}", start, page, said.headings)
    if _WE_LACK.search(text[first:start]):
        whose = "vendor"
    if whose == "vendor" and (holding.another(text[first:start], page) or holding.below_another(said)):
        whose = "infrastructure"
    if (
        name == "pci_dss"
        and (not plain or _PAYMENTS.match(text))
        and re.search(
            r"network|card (?:data|information|numbers?)|payments?\b|transactions?\b|billing|processor|stripe"
            r"|credit cards?|paiements?\b|zahlung|\bpagos?\b",
            text,
            re.IGNORECASE,
        )
        and not re.search(
            r"\b(?:we|our (?:service|platform|company)) (?:\w+ly )?(?:are|is|has|have|maintain\w*)\b",
            text,
            re.IGNORECASE,
        )
    ):
        whose = "infrastructure"
    status = {"says": "yes", "denies": "no", "plans": "in_progress"}.get(said_how)
    if status is None:
        return
    made = quote(page, "certification", name, said.passage, around=(start, end))
    named = names.in_sentence(text) or (names.of_headings(said.headings) if page.kind == "pricing" else [])
    for plan in named or names.ANY:
        yield Finding(
            "certification",
            name,
            made.quote,
            made.start,
            made.end,
            plan=plan,
            status=status,
            subject=whose,
            confidence=0.6 if PRAISES.match(text) else 0.85 if STRONG.search(near) else 0.65,
        )


_PAYMENTS = re.compile(r"\W*(?:all |your |the )?(?:card )?(?:payments?|transactions?|checkouts?)\b", re.IGNORECASE)
"""What is said of payments holds for whoever processes them."""
