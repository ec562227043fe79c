"""Certificates and attestations, with their status and whose they are.

Traps: the hosting provider's and the sub-processors' certificates; "aligned with", "designed to", "in progress";
questions; a data centre's ISO 27001; a payment processor's PCI DSS; a standard that the text only explains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from scrapers import patterns as re
from scrapers.finding import Finding, Subject
from scrapers.page import TRUST, Cell, Page, Passage, marks
from scrapers.reading import badges, certificates, holding, names, plans, stance, standards, subject
from scrapers.reading.feature import LEGAL, NO_ANSWER, quote
from scrapers.reading.sentences import Statement, mentioning, mentions, statements
from scrapers.reading.tables import first_line

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
_HELD = re.compile(
    r"\b(?:certified|certificat(?:e|es|ion|ions)|attest\w*|accredited|authori[sz]ed|compliant"
    r"|compliance|complies|comply|audited|audits?|reports?|passed|achieved|achieves|obtained|"
    r"completed?|completes|earned|awarded|maintains?|hold|holds|held|received|undergo(?:es)?"
    r"|undergone|successfully|renew\w*|examination|assessment|assessed|verified|validated"
    r"|available|"
    r"have (?:a|an|our|both)|has (?:a|an|both)|registered|listed|is on the|certificates"
    r"|service provider|level 1|zertifizier\w*|zertifikat\w*|certifiée?s?|certificad[oa]s?|certificación)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\bour (?:(?:latest|current|\w+) )?(?:ISO|SOC)[\w /-]{0,24} (?:certificates?|reports?)\b|"
    r"\b(?:certified|attest(?:ed|ation)|accredited|audited|achieved|achieves|obtained|earned"
    r"|passed|awarded|maintains?|holds?|received|completed|undergo(?:es|ne)?|"
    r"certification|zertifizier\w*|zertifikat\w*|certifiée?s?|certificad[oa]s?|certificación|reports?|compliant"
    r"|have (?:a|an|our|both)|has (?:a|an|both)|certifications are available)\b",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"\b(?:align(?:s|ed|ing|ment)?|designed (?:to|for|in|around|with)|based (?:up)?on"
    r"|in (?:line|keeping|conformity) with|modell?ed|follow(?:s|ed)?|(?<!the )following"
    r"|framework|frameworks|guidelines?|guidance|principles?|equivalent|comparable|similar to"
    r"|inspired|standards for|certifications? (?:such as|like)|should be|consistent with|adher\w+"
    r"|best practices?|recommend\w*"
    r"|mapped|mappings?|maps? (?:on)?to|map to|readiness|ready|requirements?\b|you need|standards? (?:such as|like"
    r"|including)|such as (?:the )?(?:standard|clause)"
    r"|(?:allow|enable|help|assist|let|empower|aid|support)(?:s"
    r"|ing)? (?:\w+[ ,]+){0,6}?(?:meet|achieve|comply|compliance|become|obtain|attain|pass"
    r"|satisfy|adhere|prepare|standards)"
    r"|(?:reduc|simplif|streamlin|accelerat|eas)(?:e|es|ing|y|ies) [^;]{0,60}\b(?:complian\w+|certif\w+|audits?)"
    r"|(?:observation|audit) (?:window|period)s? (?:(?:usually|typically|normally) )?(?:runs?|lasts?|takes?|spans?)"
    r"|introduction to|overview of|(?:can|may|could) help"
    r"|build on|is an? (?:\w+ ){0,5}(?:standard|framework|regulation|law|certification|report)"
    r"|defines?|controls? \d+|safeguards? \d+|developed by|published by|adopted|clause \d+"
    r"|to (?:meet|satisfy|achieve)|if you|customers? who\b|from time to time|may or may not|may (?:\w+ )?obtain"
    r"|voluntary|required (?:for|by)|mandated|your own|mostly|partially|don['’]t need|widely|commonly"
    r"|(?:guides?|playbook|templates?|workflows?|synergy)|non-complian\w+|requires?\b"
    r"|ask(?:s|ed)? (?:us |you )?(?:if|whether|for|to)"
    r"|for (?:the )?(?:service )?(?:organi[sz]ations|companies|businesses|startups|teams)"
    r"|standards?\.?$|substantially|comparable"
    r"|e\.g\.|information on|etc|such as|as to compliance|or other (?:standards?|certif\w+)"
    r"|or (?:any |an? )?(?:equivalent|similar|successor)"
    r"|reports (?:provide|help|demonstrate|give|evaluate|are (?:designed|intended|issued under))"
    r"|means\b|what (?:is|does)\b|demonstrates that an?\b|may (?:be|include|request)|either"
    r"|internal audits?|(?<!certified )(?<!certification )(?<!audited )in accordance with"
    r"|whether|(?:like|including) GDPR)\b",
    re.IGNORECASE,
)
_NO_STATE = re.compile(
    r"\b(?:planned|in progress|not (?:yet )?(?:certified|started|available|compliant)"
    r"|under ?way|pending|roadmap|coming soon|future|working)\b",
    re.IGNORECASE,
)
_DENIED_STATE = re.compile(r"(?:no|none|not (?!yet|started)\w+)\b", re.IGNORECASE)
_YES_STATE = re.compile(
    r"\b(?:certified|compliant|compliance|completed|achieved|attested|active|available|yes"
    r"|current|audited|in place|authorized|valid)\b|[✅✓✔]",
    re.IGNORECASE,
)
_TELLING = TRUST | {"pricing", "help", "other"}


def extract(page: Page) -> Iterator[Finding]:
    """Give the certificates that the page says are held, planned or denied."""
    found = [*_rows(page), *_sentences(page)]
    if standards.explained(page) or page.kind == "other" and subject.names(page):
        found = [
            one
            for one in found
            if holding.told(one.quote, page) or one.status == "in_progress" and not _open(one.quote)
        ]
    yield from _typed(_of_one_type(page, found))


def _open(text: str) -> bool:
    """Tell whether a guide only names a task of its reader: an empty box, "readiness"."""
    return bool(stance.PENDING.match(text) or _READINESS.search(text))


_READINESS = re.compile(r"\breadiness\b", re.IGNORECASE)


def _of_one_type(page: Page, findings: list[Finding]) -> list[Finding]:
    """Give the type of a SOC 2 report that is held, where the page names type II elsewhere and denies it nowhere."""
    bare = any(one.value == "soc2" and one.status == "yes" for one in findings)
    if not bare or any(str(one.value).startswith("soc2_") for one in findings):
        return findings
    said = {name for one in mentioning(page, ("soc",)) for name, _, _ in certificates.named(one.text)}
    if "soc2_type2" not in said or "soc2_type1" in said:
        return findings
    held = {"soc2": "soc2_type2"}
    return [
        replace(one, value=held.get(str(one.value), one.value))
        if one.subject == "vendor" and one.status == "yes"
        else one
        for one in findings
    ]


def _typed(findings: list[Finding]) -> Iterator[Finding]:
    """Leave out SOC 2 without a type where the page gives the type."""
    findings = list(_agreed(findings))
    typed = {(finding.subject, finding.status) for finding in findings if str(finding.value).startswith("soc2_")}
    held = {finding.value for finding in findings if finding.status == "yes" and finding.subject == "vendor"}
    for finding in findings:
        if finding.value == "soc2" and (finding.subject, finding.status) in typed:
            continue
        if finding.status != "yes" and finding.value in held and finding.plan is None:
            continue
        yield finding


def _agreed(findings: list[Finding]) -> Iterator[Finding]:
    """Leave out a weak yes where the page plainly says that the certificate is still to come."""
    coming = {
        finding.value: finding.confidence
        for finding in findings
        if finding.status in ("in_progress", "no") and finding.plan is None
    }
    for name in ("soc2_type1", "soc2_type2"):
        coming["soc2"] = max(coming.get("soc2", 0), coming.get(name, 0))
    for finding in findings:
        weak = finding.confidence - (_UNSURE if _ASKED.search(finding.quote) else 0)
        if finding.status == "yes" and finding.plan is None and coming.get(finding.value, 0) > weak:
            continue
        yield finding


_ASKED = re.compile(r"\brequest\b[^.;]{0,40}\breports?\b", re.IGNORECASE)
"""A report that one may ask for: beside "an audit is planned" it is still to come."""
_UNSURE = 0.2


def _made(
    page: Page,
    name: str,
    status: str,
    passage: Passage,
    whose: Subject,
    plan: str | None = None,
    confidence: float = 0.8,
) -> Finding:
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


def _rows(page: Page) -> Iterator[Finding]:
    for _, rows in plans.matrices(page):
        for row in rows:
            for name, _, _ in list(certificates.named(row.label.text))[:3]:
                lacking = False
                for plan, cell in row.cells:
                    status = _cell_status(cell)
                    if status == "no" and lacking:  # what holds for the vendor is denied once, on the lowest plan
                        continue
                    lacking = lacking or status == "no"
                    yield _made(page, name, status, first_line(row.label), "vendor", plan, 0.85)
        yield from _in_cells(page, rows)
    for table in plans.other_tables(page) if page.kind not in LEGAL else ():
        for cells in table.rows:
            yield from _state_row(page, cells)


def _in_cells(page: Page, rows: list[plans.Row]) -> Iterator[Finding]:
    """Give the certificates that the cells of a row about compliance or security name for their plans."""
    for row in rows:
        if not _ABOUT_HOLDING.search(row.label.text) or any(certificates.named(row.label.text)):
            continue
        for plan, cell in row.cells:
            for part in re.split(r"\s?[,;·•\n]\s?", cell.text):
                for name, _, _ in certificates.named(part) if len(part) <= _LONGEST_PART else ():
                    status = "in_progress" if _NO_STATE.search(part) else "yes"
                    yield _made(page, name, status, cell.passage, "vendor", plan, 0.75)


_ABOUT_HOLDING = re.compile(r"\b(?:compliance|certificat\w+|security|attestations?|audits?)\b", re.IGNORECASE)
_LONGEST_PART = 40


def _cell_status(cell: Cell) -> str:
    said = marks.of_text(cell.text) or cell.mark
    if _NO_STATE.search(cell.text):
        return "in_progress"
    if said in ("yes", "no"):
        return said
    return "yes" if cell.text.strip() else "no"


def _state_row(page: Page, cells: tuple[Cell, ...]) -> Iterator[Finding]:
    """Give the certificate of a row like "ISO 27001 | Certified"."""
    if len(cells) < 2:
        return
    found = list(certificates.named(cells[0].text))
    rest = " ".join(cell.text for cell in cells[1:])
    whole = " ".join(cell.text for cell in cells)
    for name, _, _ in found if len(cells[0].text) < 80 else ():
        if name == "soc2":
            name = next((other for other, _, _ in certificates.named(whole) if other.startswith("soc2_")), name)
        if _DENIED_STATE.match(rest.strip()):
            yield _made(page, name, "no", first_line(cells[0].passage), "vendor")
        elif _NO_STATE.search(rest):
            yield _made(page, name, "in_progress", first_line(cells[0].passage), "vendor")
        elif _YES_STATE.search(rest) or any(cell.mark == "yes" for cell in cells[1:]):
            yield _made(page, name, "yes", first_line(cells[0].passage), subject.of(rest, 0, page))


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
            yield from _state_line(page, said, pending)
            yield from _answer(page, said)
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
            and not _WHY.match(said.text)
            and not _HINT.search(said.text)
            and page.kind in _TELLING
            and stance.of(said.text, start, end) == "says"
        ):
            yield _made(page, name, "yes", said.passage, subject.of(said.text, start, page), confidence=0.6)


_WHY = re.compile(
    r"\W*(?:why|how to|when|who|support(?:ing)?|using|understanding|preparing|mapping|getting|passing|achieving)\b",
    re.I,
)


def _state_line(page: Page, said: Statement, pending: list[tuple[str, Statement]]) -> Iterator[Finding]:
    """Give the certificate of a heading whose text says only "Status: Compliant"."""
    state = re.match(r"(?:status|state)\s?:\s*(?P<state>[^.\n]{2,60})", said.text, re.IGNORECASE)
    if state is None:
        if _COMES.search(said.text) and said.role != "heading":
            for name, _ in pending:
                yield _made(page, name, "in_progress", said.passage, "vendor", confidence=0.75)
        return
    coming = _NO_STATE.search(state["state"])
    if coming or _YES_STATE.search(state["state"]):
        for name, _ in pending:
            yield _made(page, name, "in_progress" if coming else "yes", said.passage, "vendor", confidence=0.8)


def _answer(page: Page, said: Statement) -> Iterator[Finding]:
    """Give the certificate that a heading asks for where the first sentence under it answers."""
    if said.question is None or page.kind not in _TELLING | {"privacy"}:
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
        yield _made(page, name, status, passage, subject.of(said.question.text, 0, page), confidence=0.75)


_COMES = re.compile(
    r"\b(?:audit|assessment|certification|engagement|examination"
    r"|observation period)s?\b[^.;]{0,40}\b(?:in progress|under ?way"
    r"|planned|pending|scheduled|upcoming)\b|\b(?:in progress|under ?way|planned)\b[^.;]{0,30}\b(?:audit"
    r"|certification)\b",
    re.IGNORECASE,
)
_ASKS_ELSE = re.compile(r"\b(?:help|support|use|achieve|meet|prepare|what (?:is|are|does))\b", re.IGNORECASE)
_SUCH = re.compile(r"\b(?:this|that|the|our) (?:\w+ )?(?:certificat\w+|attestation|report|audit|compliance)\b|\bit\b")
_YES = re.compile(
    r"\A\s*(?:yes|absolutely|certainly|of course|correct)\b(?!.{0,200}\b(?:host|provider|partner)s?\b)", re.I
)
_WE_LACK = re.compile(r"\bwe (?:do|are|have)(?: not|n['’]t)\b", re.IGNORECASE)


_PRAISES = re.compile(
    r"\W*(?:[\w/]+ ){1,5}(?:certification|compliance|attestation|report) (?:demonstrates|shows|proves|means|ensures)\b"
)
"""What a certificate is good for may be said before it is held."""
_GOAL = re.compile(r"\b(?:target|goal|objective)\W{1,8}\Z", re.IGNORECASE)
_YEARLY = re.compile(r"\b(?:annual|yearly|regular|independent) (?:[\w/-]+ ){0,6}?audits?\b", re.IGNORECASE)


def _how(said: Statement, start: int, end: int) -> stance.Stance:
    """Give how a statement stands to a certificate; what is named as a goal, or on a road map, is planned."""
    if _GOAL.search(said.text[:start]) or stance.to_come(said.text, said.headings):
        return "plans"
    how = stance.of(said.text, start, end)
    named_only = holding.cited(said.text, start) or how == "says" and standards.duty(said.text, said.headings)
    return "hints" if named_only else how


def _sentence(page: Page, said: Statement, name: str, start: int, end: int) -> Iterator[Finding]:
    text = said.text
    first, last = stance.clause(text, start, end)
    near = text if len(text) < 160 else text[max(first, start - 200) : min(last, end + 120)]
    plain = holding.plainly(text, start, end)
    if text.rstrip().endswith("?") or not plain and (_HINT.search(near) or len(text) < 60 and _HINT.search(said.lead)):
        return
    short = len(text) < 60 and said.role == "item" and page.kind in _TELLING
    said_how = _how(said, start, end)
    if not _HELD.search(near) and not short and said_how != "plans":
        return
    if not short and said_how == "says" and not _STRONG.search(near) and not holding.ours(f"{said.lead} {text}", page):
        return
    if page.kind in ("dpa", "terms", "privacy", "sla") and not (plain or _STRONG.search(near) or _YEARLY.search(near)):
        return
    lead = said.lead or (holding.announced(page, said) if short else "")
    whose = subject.of(f"{lead} {text[first:last]}", start, page, said.headings)
    if _WE_LACK.search(text[first:start]):
        whose = "vendor"
    if whose == "vendor" and (holding.another(text[first:start], page) or holding.below_another(said)):
        whose = "infrastructure"
    if (
        name == "pci_dss"
        and not plain
        and re.search(
            r"network|card (?:data|information|numbers?)|payments?\b|billing|processor|stripe"
            r"|credit cards?",
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
            confidence=0.6 if _PRAISES.match(text) else 0.85 if _STRONG.search(near) else 0.65,
        )
