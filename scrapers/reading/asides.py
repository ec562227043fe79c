"""Wording around a feature: what only names it by the way (duties, definitions, events), and to whom it is given."""

from __future__ import annotations

from functools import lru_cache

from scrapers import patterns as re
from scrapers.page import Page, Table
from scrapers.reading import subject
from scrapers.reading.sentences import Statement, statements

DUTIES = re.compile(
    r"\b(?:requirements?|responsibilit\w+|you (?:must|should)|checklist|recommend\w*"
    r"|best practices|glossary|definitions?|related|see also|readings?"
    r"|regulat\w+|what is)\b",
    re.IGNORECASE,
)
_EVENTS = re.compile(
    r"\b(?:logged|tracked|audit(?:ed)?|recorded|supported) (?:log )?events?\b|\bevent (?:types?|reference|catalog\w*)\b"
    r"|\bwhat (?:is|gets) (?:logged|tracked|recorded)\b",
    re.IGNORECASE,
)
"""Under such a heading stand the things that a log tells of."""
UNLIKE = re.compile(
    r"\A\W*(?:an |for )?examples?\b|\b(?:prior to (?:implement|adopt|us)ing|for companies like|customers like"
    r"|companies like|for example, \w+ SSO"
    r"|your customers (?:have to|must|need)|will trigger|troubleshoot\w*"
    r"|(?:if|when|once) (?:the )?(?:SSO|SAML|SCIM|2FA|MFA)(?: \w+)? is (?:enabled|enforced|configured|mandatory"
    r"|required)"
    r"|(?:organi[sz]ations|companies|businesses|enterprises)"
    r" (?:(?:continue|begin|start|tend) to )?(?:invest|adopt|turn to))\b",
    re.IGNORECASE,
)
DEFINITION = re.compile(
    r"\bis an? (?:\w+ ){0,3}(?:contract|agreement|document|method|process|technique|standard"
    r"|protocol|feature that|way|type of)\b"
    r"|\bthe (?:\w+ )?(?:specification|standard|protocol) (?:expects|defines|describes|specifies|requires)\b",
    re.IGNORECASE,
)
FOR_ALL = re.compile(
    r"\b(?:available|included|offered) (?:to|on|in|for|with) (?:all|every|any)\b|\b(?:all"
    r"|every) (?:of our )?(?:paid )?(?:plans|tiers)\b",
    re.IGNORECASE,
)
GIVES = re.compile(
    r"\b(?:available|included) (?:on|in|as|to|for|with)\b|\b(?:provides?|enables?|gives?|lets?|allows?) (?:you|your"
    r"|customers)\b",
    re.IGNORECASE,
)
"""Whoever gives something to customers speaks of no staff, under whatever heading."""
ON_PLANS = re.compile(
    r"\W*(?:(?:only |exclusively )?(?:on|with|in|for) |(?:only )?available (?:on|with|in|for|to) )", re.IGNORECASE
)
"""An answer that begins with the plans says yes of them."""


WE_LACK = re.compile(r"\bwe (?:do not|don['’]t) (?:currently |yet )?(?:have|offer|support|provide)\b", re.IGNORECASE)
"""Such a denial is of the product, whatever systems the rest of it names."""
_NAME = re.compile(r"[^:—–]{2,40}\)(?=\s?[:—–])")


def name_of(text: str) -> str:
    """Give what names an item, up to a plan in brackets: "SSO (Enterprise)" of "SSO (Enterprise): sign in ..."."""
    found = _NAME.match(text)
    return found[0] if found else ""


def lists_else(page: Page, said: Statement) -> bool:
    """Tell whether an item stands among duties or steps, or a heading among the events of a log."""
    if said.role == "heading":
        return bool(_CODED.match(said.text)) or any(_EVENTS.search(heading) for heading in said.headings)
    if _MENDS.match(said.heading):
        return True
    if _REFERENCE.search(said.heading) and (said.role == "item" or len(said.text) < _NAMES):
        return True
    return said.role == "item" and bool(
        DUTIES.search(said.heading)
        and not _HOW.match(said.heading)
        and not _DONE.match(said.text)
        or asked_for(said)
        or is_step(page, said)
    )


_REFERENCE = re.compile(
    r"\b(?:roles|permissions|scopes|fields|parameters|environment variables|error codes)\W*\Z", re.IGNORECASE
)
"""Under such a heading stands what parts of a product are called, not what it has."""
_CODED = re.compile(r"\W*(?:[A-Z]{1,4}-\d{2,5}|CC\d\.\d)\W+[A-Z]")
"""So a control is headed that is looked for at its reader's ("AB-0042: Audit logs enabled")."""
_MENDS = re.compile(r"\W*(?:remediations?|mitigations?|how to (?:fix|mend|mitigate))\b", re.IGNORECASE)
"""Under such a heading stands what the reader is to do."""
_NAMES = 80  # letters of a line that only names a thing
_HOW = re.compile(r"\W*(?:how|do|does|can|is|are)\b.*\?", re.IGNORECASE)
"""What answers such a question is what the vendor has, whatever duties it names."""
_DONE = re.compile(
    r"[^:]{3,40}:\W*(?:annual|yearly|quarterly|monthly|regular|independent|external|third-party)\s", re.IGNORECASE
)
"""So an item tells how often, or by whom, something is done, whatever its heading."""
_STEP = re.compile(
    r"\W*(?:\d+\.\W*)?(?!(?:Is|As|This|Us|Both|All|Not|With|For|In|On|Using|Under|From|At|By|After|Before|During|When|If"
    r"|Unlike|Via|Through|Over|To|Of|Only|Also|Even|And|Or|But|That|Into|Without|Within|Like|Across|Per)\b)"
    r"(?:[A-Z][a-z]+(?<!s)(?<!ed)(?<!ing) (?:an?|the|your|this|that|these|those)"
    r"|Add|Assign|Configure|Contact|Create|Download|Enable|Install|Set up)\s"
)


def lacked(said: Statement) -> bool:
    """Tell whether an item is one of those that are announced as not there, by the words or the heading before it."""
    return said.role == "item" and bool(_LACKED.search(said.lead) or _NOT_OURS.search(said.heading))


_NOT_OURS = re.compile(
    r"\bwhat (?:we|[A-Z]\w+|it|this) (?:(?:do|does|is|are|will) (?:not|never)|(?:do|does|is|are)n['’]t|never)\b"
    r"|\bnot (?:claimed|certified|supported|included|offered|available)\W*\Z",
    re.IGNORECASE,
)


_LACKED = re.compile(
    r"\b(?:unavailable|not (?:yet )?(?:available|supported|included|offered)|(?:does|do) not (?:support|include)\b"
    r"[^:]*)\W*:\W*\Z",
    re.IGNORECASE,
)


def of_host(said: Statement) -> bool:
    """Tell whether an item is one of the capabilities of the vendor's host that the words before it announce."""
    return said.role == "item" and bool(_OF_HOST.search(said.lead))


_OF_HOST = re.compile(
    r"\b(?:AWS|Amazon(?: Web Services)?|Azure|GCP)(?:['’]s?)? (?:[\w-]+ ){0,2}"
    r"(?:capabilities|features|controls|measures|certifications|safeguards|practices)\b"
)


def is_step(page: Page, said: Statement) -> bool:
    """Tell whether an item of an article of help begins like an order ("Create a SAML application")."""
    return page.kind == "help" and said.role == "item" and bool(_STEP.match(said.text))


def asked_for(said: Statement) -> bool:
    """Tell whether an item is one of those that the reader is told to show, to collect, to take care of."""
    if said.role != "item":
        return False
    advised = any(_PRACTICES.search(heading) for heading in said.headings) and _ORDER.match(said.text)
    return bool(advised or _ASKED.match(said.lead) or _ADVISED.search(said.lead))


_PRACTICES = re.compile(r"\bbest practices\W*(?:\Z|(?:for|when|checklist)\b)", re.IGNORECASE)
_ORDER = re.compile(
    r"(?:[^:]{2,60}:)?\W*(?:where possible, |if possible, )?(?:always|regularly|properly|never|(?:don['’]t|do not)"
    r"|ensure|enable|implement|use|encrypt|maintain|perform|conduct|require|keep|apply|set up|turn on|store|protect"
    r"|limit|verify|rotate|follow|add|configure|choose|run|schedule|enforce|consider|make sure|create|review)\s",
    re.IGNORECASE,
)
"""So an item among best practices tells its reader what to do."""


_ADVISED = re.compile(r"\b(?:recommend\w*|advise\w*|you (?:should|must))\b[^:]{0,60}:\W*\Z", re.IGNORECASE)


_ASKED = re.compile(
    r"\W*(?:display|share|publish|upload|add|attach|show|collect|gather|prepare|enter|track|select|choose|pick|review"
    r"|consider|check|verify|document|define|map|send|request|implement|follow|adhere to)\s[^.:]{3,60}:\W*\Z",
    re.IGNORECASE,
)
OF_READERS = re.compile(
    r"\b(?:to|in|on|into|inside|within|for) your (?:own )?(?:apps?|applications?|product|SaaS|website|end[- ]users)\b"
    r"|\byour (?:customers|clients|end[- ]users|users)['’] (?:own )?(?:IT|admins?|administrators?|identity|IdP)\b",
    re.IGNORECASE,
)
"""So speaks a product for builders of what their customers get, not of what its own customers do."""


@lru_cache(maxsize=4)
def for_builders(page: Page) -> bool:
    """Tell whether an article of help begins by saying that it is about what its readers build."""
    return page.kind == "help" and any(OF_READERS.search(said.text) for said in statements(page)[:_FIRST])


_FIRST = 5


@lru_cache(maxsize=4)
def takes_in(page: Page) -> bool:
    """Tell whether a page is about what another product hands over to the vendor's ("how to forward its logs")."""
    if page.kind not in ("help", "other"):
        return False
    told = (found for said in statements(page)[:_ABOUT] if said.role != "item" and (found := _HANDED.search(said.text)))
    return any(subject.is_vendor(one["to"], page) and not subject.is_vendor(one["source"], page) for one in told)


_ABOUT = 12  # statements that may tell what a page is about
_HANDED = re.compile(
    r"\b(?i:forward|send|stream|ingest|import|pull|push|ship|collect|export)(?:s|ing)?\s(?:[\w-]+ ){0,6}?"
    r"(?:logs?|events?|trails?|activity|alerts?) from (?:your |the |an? )?(?P<source>(?:[A-Z][\w.]*\w ?)+)"
    r"(?:[a-z]+ ){0,4}?(?:to|into|in) (?:your |the )?(?P<to>[A-Z][\w.]*\w)"
)


def of_things(table: Table) -> bool:
    """Tell whether the table describes events, fields, settings: what they are called is no state of the vendor."""
    return bool(_THINGS.match(table.rows[0][0].text.strip()))


_THINGS = re.compile(
    r"(?:audit )?(?:categor(?:y|ies)|fields?|events?|actions?|parameters?|permissions?|settings?|errors?"
    r"|codes?|roles?|attributes?"
    r"|endpoints?|propert(?:y|ies)|variables?|terms?)\b",
    re.IGNORECASE,
)
