"""Within how many hours the vendor tells its customers of a breach of their data.

Traps: hours of backups, maintenance, key rotation, the customer's own duty, the text of a law, days in a statute.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import standards, subject
from scrapers.reading.sentences import mentioning

KINDS = {"security", "compliance", "trust_center", "help", "terms", "dpa", "privacy", "sla", "other"}
_BREACH = re.compile(
    r"\b(?:breach(?:es)?|(?:acquired|accessed|disclosed|used) without authori[sz]ation|security incidents?"
    r"|incidents?|relevant events?|unauthori[sz]ed (?:access"
    r"|disclosure)|\w*verletzung\w*|datenpannen?|violations? de (?:la sécurité des )?données|violations?"
    r"|violazion[ei]|accesso [^.;]{0,20}non autorizzato|violaci(?:ón|ones)|brechas? de seguridad)\b",
    re.IGNORECASE,
)
_NOTIFY = re.compile(
    r"\b(?:notif\w+|inform(?:s|ed|ing)?|alert(?:s|ed)?|report(?:s|ed|ing)?|communicat\w+"
    r"|tell|benachrichtig\w*|melde\w+|meldung(?:en)?|gemeldet|unterrichte\w*|informiert|informieren|notifie\w*|inform(?:ons"
    r"|er\w*|é|ar\w*|a))\b",
    re.IGNORECASE,
)
_WORDS = {
    "twenty-four": 24,
    "twenty four": 24,
    "thirty-six": 36,
    "forty-eight": 48,
    "forty eight": 48,
    "seventy-two": 72,
    "seventy two": 72,
    "one": 1,
    "two": 2,
    "three": 3,
    "five": 5,
}
_TIME = re.compile(
    r"(?<!less )\b(?:within|than|in|after|term of|exceed\w*|least|innerhalb(?: von)?|binnen|nach|dans(?: les"
    r"| un délai de)?"
    r"|sous|entro(?: e non oltre)?|dentro de(?: las)?|plazo (?:máximo )?de)\s(?:a (?:maximum"
    r"|period) of )?(?:the first )?(?P<word>[a-z]+(?:[- ][a-z]+)?)?\s?\(?(?P<number>\d{1,3})?\)?\s?(?:business "
    r"|calendar |working )?(?P<unit>hours?|hrs?|h|days?|Stunden?|Std|Tagen?|heures?|jours?|ore|giorni|horas|días)\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\b(?P<number>\d{1,3})[- ](?P<unit>hour|day) (?:(?:breach|incident|customer|client) )?notif\w+", re.IGNORECASE
)
"""A "24-hour customer notification"."""
_OTHERS = re.compile(
    r"\b(?:to the President|dem Präsidenten|au Président|backups?|backed up|salts?|maintenance|interrupt\w+"
    r"|supervisory authorit\w+"
    r"|(?:notif(?:y|ies)|inform|tell|(?:report|notified|reported|communicated) (?:\w+ )?to) (?:the )?(?:\w+ ){0,2}"
    r"(?:data protection (?:agency|authority|commission\w*)|Garante"
    r"|ICO|CNIL|regulators?|Information Commissioner\w*)(?!,? (?:and|or) )|(?:post-?incident|(?:written|full|detailed"
    r"|final) incident) reports?"
    r"|autorité\w* (?:de contrôle|compétente)|autorità (?:di controllo|garante|competente)|Aufsichtsbehörde\w*"
    r"|autoridad\w* de (?:control|supervisión)"
    r"|customer (?:shall|must|will|becomes)|clients? (?:shall|must|will|becomes?)"
    r"|controllers? (?:shall|must|has to|have to|is required|needs? to)|covered entity(?! notification)"
    r"|you (?:must|shall|agree to|will|(?:are|['’]re) (?:\w+ )?(?:obligated|obliged|required) to|have to)"
    r"|(?:firms|companies|businesses|organi[sz]ations) (?:\w+ )?(?:must|have to"
    r"|need to)"
    r"|individuals? (?:affected|without)|secretary|60 calendar|breach(?:ed)? (?:of )?(?:these"
    r"|this|the|its|any) (?:terms|agreement|material|obligation|provision)\w*|cure|suspen\w+"
    r"|cancel\w*|being notified|object(?:s|ion|ions|ing)?"
    r"|remed\w+|materially|patch\w*|vulnerabilit\w+|downtime|scheduled|sub-?processors? (?:are|is|must|shall|will))\b",
    re.IGNORECASE,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `breach_notification_hours`; days are turned into hours."""
    for said in mentioning(
        page,
        (
            "breach",
            "incident",
            "unauthori",
            "without authori",
            "verletzung",
            "datenpanne",
            "violation",
            "violazion",
            "violaci",
            "autorizzat",
            "brecha",
            "aware",
            "knowledge of",
            "kenntnis",
        ),
    ):
        text = said.text
        lead = f"{said.lead} " if said.role == "item" and _BREACH.search(said.lead) else ""
        if not lead and said.role == "item" and _told_below(text, said.heading):
            lead = f"{said.heading} "
        if not (lead or _BREACH.search(text)) or not _NOTIFY.search(lead + text):
            continue
        if _told_us(page, text) or standards.demanded(page, text, said.headings):
            continue
        for found in (*_TIME.finditer(text), *_NOTICE.finditer(text)):
            hours = _hours(found)
            first = max(0, found.start() - 260)
            near = lead + text[first : found.end() + 120]
            if (
                not hours
                or _KEPT.search(text[: found.start()])
                or _OTHERS.search(near)
                or not _BREACH.search(near)
                or not _NOTIFY.search(near)
            ):
                continue
            start, end = said.passage.where(
                first if first == 0 else text.find(" ", first) + 1, min(len(text), found.end() + 60)
            )
            yield Finding("breach_notification_hours", hours, page.text[start:end], start, end, confidence=0.85)
            break


_DUTY = re.compile(
    r"\bbreach(?:es)? notifications?\b|\bnotification of (?:\w+ ){0,3}breach"
    r"|\bMelde\w+ bei \w*verletzung",
    re.IGNORECASE,
)
"""The heading over within how many hours a breach is told."""
_OF_BREACH = re.compile(
    r"\W*(?:\d[\d.]*\W+)?(?:(?:personal )?data |security )?(?:breach(?:es)?|incidents?)\W*", re.IGNORECASE
)
_TELLS = re.compile(r"\W*(?:promptly |immediately )?(?:notif|inform)(?:y|ies)?\b", re.IGNORECASE)


def _told_below(text: str, heading: str) -> bool:
    """Tell whether an item says when a breach is told that only the heading above it names."""
    return bool(_TIME.match(text) and _DUTY.search(heading) or _TELLS.match(text) and _OF_BREACH.fullmatch(heading))


def _told_us(page: Page, text: str) -> bool:
    """Tell whether it is the vendor that others are to notify."""
    for notify in _NOTIFY.finditer(text):
        told = text[notify.end() : notify.end() + 50]
        if _US.match(told) or any(name in re.sub(r"[^a-z0-9]", "", told.lower()) for name in subject.names(page)):
            return True
    return False


_KEPT = re.compile(r"\b(?:retention|retain\w*|kept|stored)\b(?: \w+){0,3}\s?\Z", re.IGNORECASE)
"""Such a time is how long data is kept."""
_US = re.compile(r"\s(?:\w+ ){0,3}?(?:us|the company|support(?: team)?)\b", re.IGNORECASE)


def _hours(found: re.Match) -> int | None:
    word = found.groupdict().get("word") or ""
    number = int(found["number"]) if found["number"] else _WORDS.get(word.lower())
    if not number:
        return None
    hours = number * (24 if found["unit"].lower().startswith(("day", "tag", "jour", "giorn", "día")) else 1)
    return hours if hours <= 24 * 31 else None
