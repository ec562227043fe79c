"""Whether customer data trains the vendor's models: yes, no, opt_out (unless one objects), opt_in (only if one agrees).

Traps: a negation at the start of a long sentence, training of people, exceptions after "except", what customers may
train.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import cards, names, stance, subject
from scrapers.reading.feature import NO_ANSWER, quote
from scrapers.reading.sentences import Statement, mentioning

KINDS = {
    "pricing",
    "security",
    "compliance",
    "trust_center",
    "help",
    "terms",
    "dpa",
    "privacy",
    "subprocessors",
    "other",
}
_TRAIN = re.compile(
    r"\b(?:improv(?:e|es|ing) (?:our|its|the) (?:\w+ )?models?"
    r"|improv(?:e|es|ing) (?:our |its |the )?(?:artificial intelligence|machine learning|AI) (?:models?|algorithms?)"
    r"|improv\w+ [^.;]{0,40}\(?including our (?:AI )?models|train(?:s|ed|ing)?"
    r"|addestra(?:re|ti?|te|mento)|entraîn(?:er|ent|ée?s?|ement)|trainier(?:en|t)"
    r"|(?:Modell-?|KI-)?Training (?:von|unserer|der|ist)|zum (?:\w+-)?Training|entren(?:ar|amiento|ados?|amos)"
    r"|fine[- ]tun(?:e|es|ed|ing)|used? to (?:build|develop|create)(?: (?:or|and) \w+)? (?:\w+ ){0,3}models?)\b",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"\b(?:models?|AI|artificial intelligence|machine learning|ML|LLMs?|algorithms?"
    r"|modèles?|modelli|IA|KI|(?:KI-|Sprach)?-?Modell\w*|modelos?)\b",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\b(?:(?:customer|user|your|sensitive|business|personal|client|subscriber|service|end user|usage"
    r"|organi[sz]ation(?:['’]s)?|their|account|message|company)[- ](?:\w+[- ]){0,3}?(?:data"
    r"|content|contents|photos|videos|images|documents|recordings|inputs?|outputs?|prompts?|information|files"
    r"|messages|conversations"
    r"|code|uploads?)"
    r"|e?PHI|patient (?:data|information|records)|protected health information"
    r"|inputs?|outputs?|prompts?|your (?:audio|video|chats?)|(?:content|data|chats"
    r"|conversations|messages)\b[^.;]{0,40}\b(?:is|are|may be|be) used|user content"
    r"|(?:models?|AI|LLMs?|algorithms?|it) on (?:it\b|them\b|your|our (?:customers|users|clients)|customers?"
    r"|clients?|users?)\b"
    r"|(?:data|contents?|recordings|transcripts)\b[^.;]{0,120}\b(?:not|never) (?:be )?used\b"
    r"|no (?:\w+ )?data (?:is|are|training)|(?:they are|it is) (?:not|never) used|(?:vos|aucune) (?:\w+ )?données?"
    r"|données (?:du|des) clients?|(?:tuoi|nessun|vostri|suoi) dat[io]|dati (?:dei|del) client[ei]"
    r"|(?:Ihre|[Dd]eine|[Ee]ure|[Kk]eine)r? (?:Daten|Inhalte|Eingaben|Dokumente)|Kundendaten"
    r"|(?:vos|tes) (?:contenus?|documents)|(?:sus|tus|vuestros) (?:datos|contenidos)"
    r"|records (?:are |is )?(?:not |never )?used|use (?:any )?content|(?:any of )?the above information"
    r"|customer (?:content|property|materials)|any of your|conversations"
    r"|input and output|use (?:it|them) to train)\b",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\bno training on (?:your|(?:our )?customers?|users?)\b"
    r"|\bno (?:customer |user )?data training\b(?! (?:need|requir|necess))"
    r"|\b(?:used|use) (?:\w+ ){0,3}?for (?:(?:AI|ML|model|machine learning) ){0,2}training\b"
    r"|\b(?:used|use) for (?:[\w -]+, ){1,4}(?:and |or )?(?:AI|ML|model|machine learning) training\b"
    r"|\btrain(?:s|ed)? on (?:your|(?:any |the |our )?(?:customers?|users?|clients?))\b",
    re.IGNORECASE,
)
_OWN_MODELS = re.compile(
    r"\b(?:train(?:s|ed|ing)?|fine[- ]tun\w+) (?:of )?(?:its|our"
    r"|the provider['’]s)\s(?:\w+ ){0,4}?(?:models?|AI|algorithms?)\b",
    re.IGNORECASE,
)
_ACTOR = re.compile(
    r"\b(?:we|us|our|its)\b|\bgrants? (?-i:[A-Z])\w+ |\b(?:is|are|be) used\b|\b[A-Z]\w+ (?:may|will|can|uses?|trains?"
    r"|collects?)\b"
)
_KEPT_FROM = re.compile(
    r"\bTraining ist (?:deaktiviert|ausgeschlossen|abgeschaltet)|\b\w+training ist (?:deaktiviert|ausgeschlossen)"
    r"|\bzero (?:\w+ )?training\b|\btraining is (?:disabled|(?:switched |turned )?off)\b"
    r"|\b(?:restrict|prevent|prohibit|forbid|bar)\w*\b[^.;]{0,60}\bfrom (?:\w+ )?training\b"
    r"|\b(?:contracts?|agreements?|terms)\b[^.;]{0,60}\b(?:exclude|rule out|prohibit|forbid)s? (?:\w+ )?training\b"
    r"|\b(?:restrict|prevent|prohibit|forbid|bar)\w*\b[^.;]{0,60}\bus(?:e|ing)\b[^.;]{0,60}"
    r"\b(?:to train|for (?:\w+ ){0,2}training)\b",
    re.IGNORECASE,
)
_ALTOGETHER = re.compile(
    r"\W*(?:(?:AI|model) ?training is (?:disabled|(?:switched |turned )?off)"
    r"|\w*-?Training ist (?:deaktiviert|ausgeschlossen|abgeschaltet))\W*",
    re.IGNORECASE,
)
_NOT_LET = re.compile(
    r"\b(?:not|never) (?:permit|allow|let)\b[^.;]{0,80}\b(?:to )?(?:train|fine[- ]tune)\b[^.;]{0,60}\bmodels?\b",
    re.IGNORECASE,
)
"""Whoever lets no supplier train models needs not say on what."""
_ABOUT = re.compile(
    r"\b(?:added (?:more )?details|we (?:have )?updated|for more information"
    r"|read (?:our|these|more)|learn (?:more|how)|rights|outlines?"
    r"|describes?|restrictions on|whether|electing|choos\w+ )\b",
    re.IGNORECASE,
)
_OUT = re.compile(
    r"\b(?:you can|you may|right to) object\b|\b(?:tell|notify|inform|ask) us\b[^.;]{0,60}\bdo not want\b"
    r"|\bchoosing [\"“']?no\b|\byou (?:can|may) (?:select|choose|control|decide) whether\b"
    r"|\bopt(?:s|ed|ing)?[- ]?out\b|\bunless (?:you"
    r"|customer|the customer|customers?|users?|your \w+)\b[^.;]{0,60}\b(?:object|disable|opt(?:s|ed)?[- ]?out"
    r"|turn(?:ed)? off|choose not|decline)",
    re.IGNORECASE,
)
_IN = re.compile(
    r"\bunless\b[^.]{0,400}\byou(?:['’]ve| have) (?:explicitly |expressly )?(?:agreed|consented|opted in)\b"
    r"|\bopt(?:s|ed|ing)?[- ]?in\b|\bunless (?:you|customer|the customer|customers?|users?"
    r"|we have|expressly|explicitly)\b[^.;]{0,60}\b(?:consent|agree|permission|opt(?:ed)? in"
    r"|explicit|allow|enable|choose|submit|provide|share)|\b(?:if|when|where) you (?:allow|agree|consent|opt in"
    r"|enable)"
    r"|\b(?:choice|consent|permission|agreement)\b[^.;]{0,20}\b(?:is|are) required before\b"
    r"|\bonly (?:if|with|where"
    r"|when)\b[^.;]{0,60}\b(?:consent|permission|agree|opt|choose|share)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:publicly available|not responsible for|fine-tuning (?:API|data)|provider training"
    r"|third[- ]party (?:AI )?providers? may|use (?:the"
    r"|our) (?:services?|sites?|content)\b|third part(?:y|ies) (?:accessing|may|shall)"
    r"|providers (?:that|who|which)|some (?:\w+ (?:& )?){0,4}(?:providers|endpoints|models)"
    r"|you (?:may|must|shall|will|agree|are|cannot)(?: \w+){0,4} (?:not|to)?"
    r"|customer (?:may|shall|must|will|agrees)(?: not)?|users? (?:may|shall|must)|employees?"
    r"|personnel|staff|security (?:awareness )?training|courses?|webinars?|competing"
    r"|competitive"
    r"|customer support|sales teams|you can (?:deploy|build|create)|retention polic(?:y|ies)"
    r"|compete|scrap\w+|develop (?:any )?(?:competing|similar))\b",
    re.IGNORECASE,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `ai_training_on_customer_data`."""
    found = list(_sentences(page))
    worst = {finding.plan: finding for finding in sorted(found, key=_rank)}
    everywhere = worst.get(None)
    for finding in worst.values():
        if not (finding.plan and finding.value == "opt_in" and everywhere and everywhere.value == "no"):
            yield finding


def _rank(finding: Finding) -> tuple[int, float]:
    """An exception found anywhere on the page weighs more than a plain no."""
    return {"opt_in": 0, "no": 1, "yes": 2, "opt_out": 3}.get(str(finding.value), 0), finding.confidence


def _sentences(page: Page) -> Iterator[Finding]:
    for said in mentioning(page, ("train", "traîn", "addestra", "fine-tun", "fine tun", "model")):
        text = said.text
        if said.question and NO_ANSWER.match(text) and _asks(said.question.text):
            start, end = said.question.start, said.passage.end
            yield Finding("ai_training_on_customer_data", "no", page.text[start:end], start, end, confidence=0.75)
            continue
        train = next(
            (
                hit
                for hit in _TRAIN.finditer(text)
                if not _IS_TRAINED.search(text, max(0, hit.start() - _BEFORE), hit.end() + _BEFORE)
                and _MODEL.search(text, max(0, hit.start() - 120), hit.end() + 140)
                or _USED.search(text)
            ),
            None,
        )
        off = _LED_OFF.search(said.lead or said.heading)
        if (
            not train
            or _ACCOUNT.search(text, train.end())
            or text.rstrip().endswith("?")
            or not (
                _DATA.search(f"{said.lead} {text}" if off else text)
                or _is_purpose(said)
                or _ALTOGETHER.fullmatch(text)
                or _NOT_LET.search(text)
                or _OWN_MODELS.search(text)
                and _of_customers(said)
            )
        ):
            continue
        others = _OTHERS.search(text[: train.start()]) and not _OUT.search(text)
        if (
            others
            or _told_of_another(page, text)
            or _ELSEWHERE.search(text)
            or _DEFINED.match(text)
            or _OF_SALE.search(text)
        ):
            continue
        value = "no" if off else _value(text, train)
        if value == "yes" and (not (_ACTOR.search(text) or _is_purpose(said)) or _ABOUT.search(text)):
            continue
        for plan in names.in_sentence(_TO_ANOTHER.sub(" ", text)) or cards.of_place(page, said.block, ()) or names.ANY:
            yield quote(
                page,
                "ai_training_on_customer_data",
                value,
                said.passage,
                plan=plan,
                around=train.span(),
                confidence=0.75,
            )


_IS_TRAINED = re.compile(r"\b(?:our|the|an?|your|such) trained (?:\w+ )?models?\b", re.IGNORECASE)
"""A model that is trained is no model that is being trained."""
_BEFORE = 16


def _told_of_another(page: Page, text: str) -> bool:
    """Tell whether it is what another company says of its own models ("Birch states that ...")."""
    found = _STATES.search(text)
    return found is not None and bool(subject.names(page)) and not subject.is_vendor(found["name"], page)


_STATES = re.compile(r"(?:\A|[.;:] )\W*(?P<name>[A-Z]\w+) (?:states|says|commits|confirms|promises) that\b")


def _of_customers(said: Statement) -> bool:
    """Tell whether people may object or agree, or it is a purpose for which data is used."""
    return bool(_OUT.search(said.text) or _IN.search(said.text)) or _is_purpose(said)


def _is_purpose(said: Statement) -> bool:
    """Tell whether it is a purpose for which "we use your information"."""
    return bool(_PURPOSE.match(said.text)) and any(_USE.search(over) for over in (said.lead, *said.headings[-2:]))


_TO_ANOTHER = re.compile(r"\bupgrad\w+ to (?:an? |the )?[^.,;]{2,40}", re.IGNORECASE)
"""Whoever is to go to another plan is not on it."""
_PURPOSE = re.compile(
    r"\W*(?:to (?:develop|improve|train|provide|enhance)|(?:develop|improv|train)\w*)\b", re.IGNORECASE
)
_USE = re.compile(
    r"\b(?:we|[A-Z]\w+) (?:(?:may|will|shall) )?(?:only )?(?:use|process)\b[^.]{0,60}\b(?:information|data|content)\b"
    r"|\bhow we (?:use|process)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\byour (?:own )?models?\b|\b(?-i:Customer (?:\w+ )?Models?)\b|\bgenerali[sz]ed (?:AI|ML|artificial)\b",
    re.IGNORECASE,
)
"""Customers' own models, and what a policy for connected accounts of others asks all to say of those."""
_DEFINED = re.compile(r"\W{0,4}[“\"][A-Z][^”\"]{2,40}[”\"] (?:means?|refers? to|(?:do|does) not include|includes?)\b")
"""A contract's definition of a word."""
_OF_SALE = re.compile(r"\bopt[- ]?out of (?:the |any )?\W{0,2}(?:shar|sale|sell)", re.IGNORECASE)
"""What may be objected to is the sale of data."""
_ACCOUNT = re.compile(r"\b(?:account|payment|billing|contact) (?:information|details|data)\b", re.IGNORECASE)
"""What one knows of the account is not what customers put in."""


def _asks(text: str) -> bool:
    """Tell whether a question is whether customers' data trains models."""
    train = _TRAIN.search(text)
    return bool(
        train
        and (_MODEL.search(text) or _USED.search(text))
        and re.search(r"\b(?:my|our|your|customers?|data)\b", text, re.I)
    )


_LED_OFF = re.compile(
    r"\b(?:prohibited|forbidden|interdit\w*)\b[^.:]{0,240}:\W*\Z|\b(?:do|does|will|shall)(?: not|n['’]t)\W*\Z"
    r"|\bnever\W*\Z",
    re.IGNORECASE,
)
"""The words before a list of what is not done."""


def _value(text: str, train: re.Match) -> str:
    if _OUT.search(text):
        return "opt_out"
    if _IN.search(text):
        return "opt_in"
    if _KEPT_FROM.search(text):
        return "no"
    denied = stance.denied_before(text[: train.start()]) or stance.denied(text, *train.span())
    return "no" if denied else "yes"
