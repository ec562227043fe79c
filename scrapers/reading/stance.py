"""Whether a sentence says a thing, denies it, plans it, or only speaks around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from scrapers import patterns as re

Stance = Literal["says", "denies", "plans", "hints"]

_CLAUSE = re.compile(
    r"\A(?:[Ww]hile|[Aa]lthough|[Tt]hough) [^,;]{3,120},\s|[;—]|:\s|\s[-–]\s|,\s(?:but|while|whereas|however"
    r"|although)\b|\band (?:are|is|we|our|has"
    r"|have|will|currently)\b|\band (?=working|pursuing)|\bbut\b|\balthough\b|\bhowever\b"
)
_DENIAL = re.compile(
    r"\b(?:not|no|never|without|neither|nor|cannot|can['’]t|don['’]t|doesn['’]t|didn['’]t"
    r"|isn['’]t|aren['’]t|won['’]t|wasn['’]t"
    r"|haven['’]t|hasn['’]t|lacks?|lacking|unable|except(?:ing)?|excluding|unavailable"
    r"|rather than|instead of|other than"
    r"|beyond the scope|kein\w*|nicht|aucune?s?|pas de|ne \w+ pas|n['’]\w+ pas|ningun[oa]?|nessun[oa]?"
    r"|non (?:è|sono|vengono|viene|us\w+|utilizz\w+|trasfer\w+))\b|\bpas d['’]",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\b(?:whether or not|not yet (?:been )?(?:known|reported)"
    r"|not only|not just|without limit\w+|not limited to|no (?:additional|extra"
    r"|further) (?:cost|charge|fee)s?|no later than|not later than"
    r"|no (?:more|less|fewer) than|not exceed\w*|no matter|without (?:acknowledg\w+|compensation|payment"
    r"|royalt\w+|attribution|undue|unreasonable"
    r"|additional|extra|any additional)|no longer than"
    r"|except (?:as|where) (?:otherwise )?(?:agreed|set (?:out|forth)|provided|specified|stated|permitted|required)"
    r"|no longer (?:have|need)|no need|not necessarily|not intended|no one|no longer rely"
    r"|never\b[^.;]{0,120}\bwithout\b|without having|not have to|nor)\b",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"\A[^.;]{0,60}?\b(?:(?:is|are|was|were|be)(?:\s+\w+){0,2}\s+(?:not|unavailable"
    r"|unsupported)\b|isn['’]t\b|aren['’]t\b|not (?:available|supported"
    r"|included|offered|covered|yet|required|applicable|provided|encrypted)|does not\b"
    r"|\bnot (?:currently |presently )?(?:certified|attested|audited|compliant|accredited|held)\b"
    r"|do not\b|cannot\b|nicht (?:verfügbar|enthalten|inbegriffen|Teil|unterstützt)"
    r"|(?:n['’]est|n['’]a|ne sont|ne \w+) pas\b|no (?:está|están|se|es|incluye|ofrece)\b)",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:in progress|mid-audit|under audit|being audited|(?<!-)in process\b|in the process of"
    r"|(?:is|are|be|been) (?:currently )?(?:planned|underway|under way|working|pursuing"
    r"|preparing|seeking"
    r"|undergoing|targeting)|(?:working (?:towards?|on|to)|building towards?)|on track|planned?|plans? to|planning to"
    r"|work(?:s|ed)? towards?|(?:journey|way|path) towards?|pursuing|pursuit of|preparing"
    r"|preparation (?:phase|stage|checklist)|upcoming|coming soon"
    r"|roadmap(?:ped)?|will (?:soon|be (?:available|completed|certified|audited)|obtain|achieve"
    r"|undergo|begin|start|pursue|seek)"
    r"|may (?:\w+ )?(?:obtain|seek|pursue)|expect(?:s|ed|ing)? to|aim(?:s|ing)? (?:to|for)|intend(?:s|ed|ing)? to"
    r"|scheduled|soon\b"
    r"|(?:Q[1-4]|20\d\d) target|target(?:ed)?\W{1,3}(?:for |by )?(?:Q[1-4]|20\d\d)|in the future|not yet|yet to"
    r"|re-?certify|(?:still |an |currently )ongoing|in the audit(?:ing)? process"
    r"|seeking (?:to|an?|certif\w+|accredit\w+|SOC|ISO)\b"
    r"|under ?way|audit period|observation (?:period|window)|targeting|anticipat\w+|eventually"
    r"|(?:when|once) (?:it is )?(?:complete|completed|issued|finished)|active engagement|phase [2-9]"
    r"|in development(?=\W*\Z)"
    r"|engagement with our auditors?|readiness program(?:me)?|later this year|next year"
    r"|in preparation|geplant\w*|in Vorbereitung|in Arbeit|angestrebt\w*|en cours|prévue?s?|en proceso"
    r"|previst[oa]s?)\b",
    re.IGNORECASE,
)
PENDING = re.compile(r"[\s>*•-]{0,4}(?:\[ \]|[⏳🚧🔜⬜☐])")
"""A sign before an item that is still to come, or an empty box."""
_PLANNED_BEHIND = re.compile(
    r"(?: attestation| certification| report| audit)?\s[-–—]\s(?:[^-–—.;()]{2,30}\()?(?:\w+ )?(?:planned|in progress"
    r"|in preparation|pending|geplant|in Vorbereitung"
    r"|in Arbeit|prévue?|en cours|previst[oa])\b",
    re.IGNORECASE,
)
"""What a dash tells of the thing right before it."""
_NO_PLAN = re.compile(
    r"\b(?:not|nor|neither|no)\b(?:\s\w+){0,3} (?:planned|plans?\b)|\bnot yet (?:been )?(?:known|reported)\b",
    re.IGNORECASE,
)


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the limits of the clause around `text[start:end]`; what a colon right behind it introduces belongs to it."""
    first = 0
    last = len(text)
    for cut in _CLAUSE.finditer(text):
        if cut.end() <= start:
            first = cut.end()
        elif cut.start() >= end and not (cut.start() == end and cut[0].startswith(":")):
            last = cut.start()
            break
    return first, last


_CONTRAST = re.compile(r",?\s(?:but|while|whereas|however|although)\s", re.IGNORECASE)


def side(text: str, start: int, end: int) -> str:
    """Give what a sentence says on that side of its "but" where `text[start:end]` stands."""
    cuts = list(_CONTRAST.finditer(text))
    first = max((cut.end() for cut in cuts if cut.end() <= start), default=0)
    return text[first : next((cut.start() for cut in cuts if cut.start() >= end), len(text))]


_ROADMAP = re.compile(
    r"\W*(?:(?:our|the|on|security|compliance|product|certification|what is|what['’]s|SOC ?2|ISO ?27001) )*(?:roadmap"
    r"|planned|upcoming"
    r"|coming soon|in progress|future(?: plans| work)?|next"
    r"|(?:planned|upcoming|geplante) (?:certifications?|Zertifizierungen)|certifications? (?:prévues|en cours))\W*",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"[\s>*•-]{0,4}(?:Q[1-4]|H[12])[ /-]20\d\d\W")


def to_come(text: str, headings: Sequence[str], lead: str = "") -> bool:
    """Tell whether it stands on a road map: under such words, behind a quarter or a sign for what is open."""
    marked = PENDING.match(text) or _QUARTER.match(text)
    return bool(marked) or any(_ROADMAP.fullmatch(over) for over in (lead, *headings[-2:]))


def denied(text: str, start: int, end: int) -> bool:
    """Tell whether the words around or within `text[start:end]` deny it."""
    first, last = clause(text, start, end)
    before = text[max(first, start - 160) : end]
    if _DENIAL.search(before) and _DENIAL.search(_NO_DENIAL.sub(" ", before)):
        return True
    return bool(_DENIED_AFTER.match(_NO_DENIAL.sub(" ", text[end:last])))


def denied_before(text: str) -> bool:
    """Tell whether a text denies what follows it, as long sentences of contracts do from far."""
    return bool(_DENIAL.search(text) and _DENIAL.search(_NO_DENIAL.sub(" ", text)[-400:]))


def planned(text: str, start: int, end: int) -> bool:
    """Tell whether the clause speaks of the future."""
    first, last = clause(text, start, end) if len(text) > 60 else (0, len(text))
    if _PLANNED_BEHIND.match(text, end):
        return True
    near = text[max(first, start - 110) : min(last, end + 90)]
    return bool(_PLAN.search(near) and _PLAN.search(_NO_PLAN.sub(" ", near)))


def of(text: str, start: int, end: int) -> Stance:
    """Give how the sentence stands to `text[start:end]`."""
    if text.rstrip().endswith("?"):
        return "hints"
    if planned(text, start, end):
        return "plans"
    return "denies" if denied(text, start, end) else "says"


_LACKED = re.compile(
    r"\b(?:(?:do|does|did|is|are|can|will|has|have|had)(?:n['’]t| ?not)\s(?:\w+ ){0,2}?(?:offer|support|provide"
    r"|include|have|use|run|operate|carry|conduct|perform|part of|come with|require|enable|allow|enforce)(?:ed|s"
    r"|d)?\s"
    r"|cannot (?:offer|provide|enter|support|require|enforce|enable|use|modify|customi[sz]e)\s|\bno\s|\black(?:s"
    r"|ing)?\s|\bkein\w*\s"
    r"|\bwithout\s|\bunable to (?:offer|provide|support)\s|\bnot (?:available|included|supported|offered|have|support"
    r"|offer)[:\s]|n['’]\w+ pas\s|\bne \w+ pas\s|\baucune?\s|\bnicht\s)"
    r"(?:(?:[\w.’'-]+[ ,]+){0,4}|(?:(?:[\w’'-]+ ){0,3}[\w’'-]+, (?:and |or )?){1,8}(?:[\w’'-]+ ){0,3})\Z",
    re.IGNORECASE,
)
_LACKS = re.compile(
    r"\A[^.;]{0,40}?\b(?:(?:is|are|was|were|be)(?:n['’]t| ?not)|not|never|nicht|non|no (?:está|es)|n['’]est pas)"
    r"(?: (?:yet|currently|presently|a|an|part|of|be|included|our|the|currently|be)){0,3}"
    r" ?(?:available|supported|included|offered|provided|part of|possible|enforced|required|come|yet|in|on|for"
    r"|verfügbar|disponibles?|encrypted)\b|\A[^.;]{0,40}?\b(?:unavailable|unsupported)\b|\A\W{0,3}(?:not available"
    r"|no|none)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\A\W*(?:if|when|unless|until|where|whether|because|since|without)\b|\bby not\b"
    r"|\b(?:if|when|whether|unless)\b(?=[^.;]{0,60}\b(?:not|no|n['’]t)\b)",
    re.IGNORECASE,
)


_WITHIN = re.compile(
    r"\b(?:included|captured|recorded|logged|shown|listed|reflected|visible|written|stored)\W+(?:in|to|by)\W+"
    r"(?:(?:the|your|our|any|an?)\W+)?\Z",
    re.IGNORECASE,
)
"""What is not in a thing leaves the thing there ("reads are not included in the audit log")."""


def inside(text: str, start: int) -> bool:
    """Tell whether it is the thing into which something else goes, or does not."""
    return bool(_WITHIN.search(text[:start]))


def lacked(text: str, start: int, end: int) -> bool:
    """Tell whether the text plainly says that `text[start:end]` is not to be had, no condition and no aside."""
    _, last = clause(text, start, end)
    if _CONDITION.search(text[:start]) or inside(text, start):
        return False
    return bool(_LACKED.search(text[max(0, start - 240) : start]) or _LACKS.match(text[end : max(last, end)]))
