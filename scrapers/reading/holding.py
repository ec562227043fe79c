"""How a sentence says that a certificate is held, and whether the vendor itself is who holds it."""

from __future__ import annotations

from scrapers import patterns as re
from scrapers.page import Page
from scrapers.reading import subject
from scrapers.reading.sentences import Statement, statements

_OURS = re.compile(
    r"\bcertificat\w+\s?:|\b(?:we|our|us|wir|unser\w*|nous|notre|nos|estamos|nuestr\w+|compl(?:ies|y) with"
    r"|in compliance with|compliant|maintain\w*)\b",
    re.IGNORECASE,
)
_WE_ARE = re.compile(
    r"\b(?:we|our (?:\w+ )?(?:company|service|platform|product)s?|(?-i:[A-Z]\w+))(?:['’]re| are| is)"
    r"(?: (?:now|also|fully|currently|both|[A-Z][\w/ -]{2,24}(?:,|,? (?:and|&))))*\s\Z",
    re.IGNORECASE,
)
_SO = re.compile(r"\b(?:certified|compliant|accredited|attested)\b", re.IGNORECASE)
_AND_OTHERS = re.compile(
    r"(?:,?\s(?:(?:and|&)\s)?(?:[A-Z][A-Z/]+|FedRAMP)[\w/ .-]{0,12})+,?\s(?:certified|compliant|accredited|attested)\b"
)
_WORDS_ON = 24  # letters behind a certificate in which others may stand before "certified"
_WITH = re.compile(
    r"\b(?:we|[A-Z]\w+) (?:is|are|remain)\b[^.;]{0,60}\bcompliant with (?:the )?(?:\w+ )?\Z"
    r"|\b(?:announce|achieved) (?:\w+ )?(?:our )?compliance with (?:the )?(?:\w+ )?\Z"
)
_PURSUES = re.compile(r"\b(?:our pursuit of|(?:we are|currently) pursuing) (?:\w+ )?\Z", re.IGNORECASE)
_OUR = re.compile(r"\b(?:[Oo]ur|in accordance with its) (?:\w+ ){0,2}(?:(?:ISO|SOC)[\w/ -]{0,12} (?:and|&) )?\Z")
_HOLDS = re.compile(
    r"\b(?:[Ww]e|[A-Z][\w.]+) (?:ha[sv]e? (?=received|achieved|obtained|completed|earned))?(?:maintains?|holds?"
    r"|ha[sv]e?|received|achieved|obtained|completed|earned)"
    r" (?:(?:an?|our|its|the|active|current|annual|full) ){0,2}\Z"
)
_SUCH = re.compile(
    r"\b(?:[Ww]e|[A-Z][\w.]+) (?:maintain|hold|ha[sv]e?)s? [^.;]{0,60}\bcertifications?,? (?:such as|including)"
    r" (?:an? |our )?\Z"
)
_WE = re.compile(r"\b(?:we|our)\b", re.IGNORECASE)
_SURELY = re.compile(
    r"\b(?:certified|attested|accredited|audited|achieved|obtained|earned|passed|maintains?|holds?|completed|undergo(?:es)?"
    r"|compliant|our (?:[\w/-]+ ){0,4}(?:report|certificate|attestation))\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\s(?:(?:and|&|/) (?:ISO|SOC|PCI|HITRUST)[\w/ -]{0,16}? )?(?:(?:[Ll]evel|[Tt]ype) (?:\d|I{1,3}) )?(?:\w+ )?"
    r"(?:certificates?|certifications?|reports?|attestations?)\b",
    re.IGNORECASE,
)


_UNDER_WAY = re.compile(
    r"\s(?:\w+ )?(?:efforts?|work|audit|assessment|program(?:me)?|journey) (?:is|are) (?:now |currently |already )?"
    r"(?:under ?way|in progress|ongoing)\b",
    re.IGNORECASE,
)
"""So somebody speaks of his own way to it, however the sentence goes on."""


def ours(text: str, page: Page) -> bool:
    """Tell whether a sentence speaks of the vendor itself: "we", "our", its name."""
    return bool(_OURS.search(text)) or any(name in text.lower() for name in subject.names(page))


def told(text: str, page: Page) -> bool:
    """Tell whether a sentence says even alone that the vendor, by "we" or its name, holds something."""
    owner = _WE.search(text) or any(name in text.lower() for name in subject.names(page))
    return bool(owner and _SURELY.search(text))


def plainly(text: str, start: int, end: int) -> bool:
    """Tell whether it stands plainly beside the certificate: "we are ... certified", "our ... report"."""
    before = text[:start]
    return bool(
        _WE_ARE.search(before)
        and (_SO.search(text, start, end + _WORDS_ON) or _AND_OTHERS.match(text, end))
        or _WITH.search(before)
        or _PURSUES.search(before)
        or _SUCH.search(before)
        or _HOLDS.search(before)
        and _PAPER.match(text, end)
        or _OUR.search(before)
        and (_PAPER.match(text, end) or _UNDER_WAY.match(text, end))
    )


_MEETS = re.compile(r"\bmeets (?:or exceeds )?(?:all )?(?:of )?the requirements (?:of|for) (?:the )?\Z", re.IGNORECASE)
_THIS = re.compile(
    r"(?:This|The|Our) (?:certification|certificate|attestation|report) (?:means|shows|demonstrates|confirms)\b"
)


def confirmed(page: Page, said: Statement, start: int) -> bool:
    """Tell whether what meets a standard's requirements is then called a certificate that is held."""
    below = statements(page)[said.number + 1 : said.number + 2]
    return bool(_MEETS.search(said.text[:start])) and any(_THIS.match(other.text) for other in below)


_OF_THINGS = re.compile(
    r"(?:[- ](?:compliant|certified|ready|eligible))?[`'’\"*]{0,3}\s(?:[\w-]+[, ]+){0,2}?(?:models?|endpoints?"
    r"|settings?|assistants?|storage|configurations?|modes?|options?|workloads?|applications?|apps|environments?|flows?"
    r"|features?|setups?|deployments?|workflows?|organi[sz]ations?|compan(?:y|ies)|businesses|vendors?|providers?|hosts?|hosting"
    r"|customers?|industr(?:y|ies)|projects?|use cases?|packs?|toggle|rules?|polic(?:y|ies)|checks?)\b",
    re.IGNORECASE,
)


def of_things(text: str, start: int, end: int) -> bool:
    """Tell whether it only says which things are meant ("the PCI-compliant endpoints"), nothing of who holds it."""
    is_so = _COPULA.search(text[:start])
    return not is_so and bool(_OF_THINGS.match(text, end)) and bool(_SO.search(text, start))


_LACKED = re.compile(
    r"(?:\b(?:not|no|neither|nor|never|without|lack\w*|kein\w*|nicht|pas|aucune?)|n['’]t)\b"
    r"(?! (?:surviv|replac|impl|mean|count|make|equal|substitut)\w*)[^.;]{0,90}\Z",
    re.I,
)
_LACKS = re.compile(
    r"[^.;]{0,60}(?:\b(?:not|never|nicht|pas)|n['’]t)\s(?:\w+\s){0,3}(?:certified|complian\w+|held|available"
    r"|attested|audited|completed|applicable|obtained|accredited|authori[sz]ed|have|hold|in place|required|offered"
    r"|covered|certifi\w+)\b",
    re.IGNORECASE,
)


def lacked(text: str, start: int, end: int) -> bool:
    """Tell whether a denial is of holding it: "not certified", "no report"; others only stand in the same sentence."""
    return bool(_LACKED.search(text[:start]) or _LACKS.match(text[end:]))


_COPULA = re.compile(r"\b(?:is|are|['’]re|been|fully|both|also|now|and)\W+(?:\w+\W+)?\Z", re.IGNORECASE)
_QUOTES = re.compile(r"[\"“”]")
_CROSSED = re.compile(r"\W*[❌✗✘]")


def cited(text: str, start: int) -> bool:
    """Tell whether the words stand within quotation marks: an example of wording, a badge that others show."""
    return bool(_CROSSED.match(text)) or len(_QUOTES.findall(text[:start])) % 2 == 1


_RESTS_ON = re.compile(
    r"\b(?:built on|runs on|hosted (?:on|by|with)|powered by|backed by|sub-?processors|(?:infrastructure|hosting|cloud"
    r"|service) providers|vendors we)\b",
    re.IGNORECASE,
)


def below_another(said: Statement) -> bool:
    """Tell whether a heading further up is over those whom the vendor builds on ("Built on ...")."""
    return any(_RESTS_ON.search(heading) for heading in said.headings[:-1]) and not _WE.search(said.text)


_LIST = 20
_ANNOUNCES = re.compile(r"\b(?:certif|attest|complian|audit)\w*\b[^:]{0,40}:(?:\s*https?://\S+)?\W*\Z", re.IGNORECASE)


def announced(page: Page, said: Statement) -> str:
    """Give the item that announces those below it ("The data centre holds these certificates:"), or nothing."""
    every = statements(page)
    for number in range(said.number - 1, max(-1, said.number - _LIST), -1):
        if every[number].role != "item":
            above = every[number].text
            return above if every[number].role == "paragraph" and subject.of(above, 0, page) != "vendor" else ""
        if _ANNOUNCES.search(every[number].text):
            return every[number].text
    return ""


_NAMED = re.compile(
    r"\b((?:[A-Z][\w&.]+ ){0,3}[A-Z][\w&.]+)(?:, ?(?:Inc|LLC|Ltd|Limited|GmbH|Corp|PBC)\b\.?)?"
    r"(?:['’]s|,? (?:is|are|has|have|holds?|maintains?"
    r"|was|which|who)\b)"
)


_ITSELF = re.compile(r"\b[A-Z][\w.]+ is itself\b")


def another(before: str, page: Page) -> bool:
    """Tell whether another company stands as the subject before the certificate."""
    if re.search(r"\b(?:we|our|us)\b", before, re.IGNORECASE):
        return False
    if not subject.names(page):
        return bool(_ITSELF.search(before))
    found = _NAMED.findall(before)
    return (
        bool(found)
        and not any(subject.is_vendor(name, page) for name in found)
        and not re.search(r"\b(?:the|this|all|both)\b", found[-1], re.IGNORECASE)
        and found[-1].split()[0] not in ("Yes", "No", "The", "This", "These", "All", "It")
    )
