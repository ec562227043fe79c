"""Wording around a feature: what only names it by the way (duties, definitions, events), and to whom it is given."""

from __future__ import annotations

from scrapers import patterns as re
from scrapers.page import Table
from scrapers.reading.sentences import Statement

DUTIES = re.compile(
    r"\b(?:requirements?|responsibilit\w+|you (?:must|should)|checklist|recommend\w*"
    r"|best practices|glossary|definitions?|related|see also"
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
    r"|your customers (?:have to|must|need)|will trigger|troubleshoot\w*|if (?:SSO|SAML) is (?:enabled|enforced))\b",
    re.IGNORECASE,
)
DEFINITION = re.compile(
    r"\bis an? (?:\w+ ){0,3}(?:contract|agreement|document|method|process|technique|standard"
    r"|protocol|feature that|way|type of)\b",
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


def lists_else(said: Statement) -> bool:
    """Tell whether an item stands among duties, or a heading among the events of a log."""
    if said.role == "heading":
        return any(_EVENTS.search(heading) for heading in said.headings)
    return said.role == "item" and bool(DUTIES.search(said.heading))


def of_things(table: Table) -> bool:
    """Tell whether the table describes events, fields, settings: what they are called is no state of the vendor."""
    return bool(_THINGS.match(table.rows[0][0].text.strip()))


_THINGS = re.compile(
    r"(?:audit )?(?:categor(?:y|ies)|fields?|events?|actions?|parameters?|permissions?|settings?|errors?"
    r"|codes?|roles?|attributes?"
    r"|endpoints?|propert(?:y|ies)|variables?|terms?)\b",
    re.IGNORECASE,
)
