"""What a short text lets its reader use: how many of what. One part of a text holds one amount, with what it counts.

Traps: prices, percentages, rates, machines, versions, trials and refunds, answers of the support, boasts with a plus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scrapers import patterns as re
from scrapers.page import Passage
from scrapers.reading import things
from scrapers.reading.sentences import split


@dataclass(frozen=True, slots=True)
class Quota:
    """So many of something, in a unit."""

    what: str
    amount: float
    unit: str

    def value(self) -> dict[str, object]:
        """Give the quota as the contract writes it; whole amounts are whole numbers."""
        amount = int(self.amount) if self.amount == int(self.amount) else self.amount
        return {"what": self.what, "amount": amount, "unit": self.unit}


_IN_BYTES = frozenset(("storage", "file_size", "traffic", "message_history"))
"""What may be told in bytes; of other things the bytes are storage."""
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_WORD = re.compile(
    rf"\b(?:up to |includes? |offers? |allows? |limited to |for |, |and |\A|an? )(?:a )?"
    rf"(?P<word>{'|'.join(_WORDS)}|single(?= \w+\b(?! sign)))\s(?!other)(?=[a-z])",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?<![\w.,$€£–-])(?P<number>\d{1,3}(?:[, ]\d{3}|\.\d{3}\b(?!\.\d))+|\d{1,9}(?:\.\d{1,2})?)"
    r"(?![-–]\d|\+|[xX]\b|(?:st|nd|rd|th)\b)"
    r"(?P<thousands>[kKMB]\b(?!\+)|\s(?:thousand|million|billion)\b)?"
    r"\s?-?(?P<unit>[GMTKgmtk]i?[Bb]|[GMTK]o|days?|weeks?|months?|years?|hours?|hrs?|h|minutes?|mins?)?\b"
)
_TIMES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "billion": 1e9}
_COUNTED = re.compile(r"\W*[A-Za-z]+ \d+\s?[:.]\s")
"""One of several that are told one by one ("Rule 2: ...")."""
_MADE_OF = re.compile(r"-[A-Za-z]")  # "the 400-rule engine"
_CAPPED = re.compile(r"\b(?:limit|cap|max)", re.IGNORECASE)
_LONG_TIME = re.compile(r"day|week|month|year", re.IGNORECASE)
_KEPT = re.compile(
    r"retention|histor(?:y|ical)|archive|data|logs?\b|backups?|recordings?|kept|keep|retain|stored|lookback|rollback"
    r"|replay|activity|analytics|snapshots?|older than",
    re.IGNORECASE,
)
_BYTES = re.compile(r"[GMTK]i?[BO]", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)|\bper \w+")
_SHORT = 60
_NEAR = 30  # in a sentence, the thing follows its number at once
_NO_QUOTA = re.compile(
    r"\binterval|(?<!free )(?<!free-)(?<!kostenlose )\bversions?\b(?! gratuit)|unlimited|support\b|\brate\b|%"
    r"|/ ?(?:min|hour|hr|sec|s)\b|per (?:minute|hour|second)"
    r"|(?:par|pro|por) (?:minute|minuto|seconde|segundo|Sekunde)\b"
    r"|\b(?:requests?|API(?! keys))\b(?!.{0,20}(?:/|per |a |each )\s?(?:month|mo\b|day|week))"
    r"|\bconcurrent (?:\w+ )?(?:requests?|calls?|queries|reads|writes|threads)\b|\bconcurrency\b|\bburst\b"
    r"|\b(?:built-in|pre-?built|native)\b"
    r"|business day|\bRAM\b|\bv?CPU|\bmemory\b|\btimeout|\bTTL\b|\blatency\b|\bevery \d+ (?:min|sec|hour)"
    r"|\b(?:[AL]?GPL|MPL|BSD|Apache)\b|response|trial|refund|\bfirst \d+ (?:month|day|week|year)"
    r"|\(\d{3}\) ?\d{3}-\d{4}|\bago\b|SAML|SCIM|SSO|audit|verified|percentage|length|max(?:imum)? selected"
    r"|\b(?:over|more than|discount|inactiv\w+|guarantee|(?:in|since) (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r",\s(?:and\s)?|\swith\s"
    r"|\s(?:und|et|y)\s(?=(?:bis zu |jusqu['’]à |hasta )?\d)"
    r"|\sand\s(?=(?:[a-z]+ ){0,2}(?:\d|up to\b|one\b|two\b|three\b|four\b|five\b|six\b|ten\b)|an?\b)"
)
_APART = re.compile(
    r"\s[·•|]\s|\s/\s(?=\d)|\swith\s(?=(?:\w+ ){0,2}support\b)"
    r"|[,;]\s(?:and\s)?(?=\D{0,20}\d)|\s(?:and|und|et|y|&|\+|plus)\s(?=(?:up to |a |bis zu |jusqu['’]à |hasta )?\d)"
)


def parts(passage: Passage) -> Iterator[Passage]:
    """Give a sentence's parts, one amount in each ("one monitor, two pages and 5 GB")."""
    return _cut(passage, _PARTS)


def of_item(passage: Passage) -> Iterator[Passage]:
    """Give the parts of an item or a cell, one amount in each ("1 page · 50 bookings")."""
    return (part for sentence in split(passage) if not supposes(sentence.text) for part in _cut(sentence, _APART))


def supposes(text: str) -> bool:
    """Tell whether a text gives an example or supposes something ("if you have 500 contacts")."""
    return bool(_IF.match(_ASIDE.sub(" ", text)))


_IF = re.compile(r"\W*(?:when|once)\b|.*\b(?:if|for example|for instance|e\.g\.)\W", re.IGNORECASE)


def _cut(passage: Passage, between: re.Pattern) -> Iterator[Passage]:
    here = 0
    for cut in between.finditer(passage.text):
        yield passage.cut(here, cut.start())
        here = cut.end()
    yield passage.cut(here, len(passage.text))


def of_part(text: str, label: str = "") -> Quota | None:
    """Give what a part of an item or a cell grants: a longer one begins with its amount, or says that it grants it."""
    told = None if label else _TOLD.fullmatch(text)
    if told and is_bare(told["amount"]):
        text, label = told["amount"], told["label"]
    found = _AMOUNT.search(text) if len(text) > _SHORT else None
    if found and found.start() > _AT_ONCE and not _GRANTED.search(text[: found.start()]):
        return None
    return of(text, label, longest=_LONGEST if found else _SHORT)


_TOLD = re.compile(r"\W*(?P<label>[A-Za-zÀ-ÿ][^:\d]{2,30}):\s(?P<amount>.*\d.*)")
"""What is counted before its amount ("Volunteers: up to 10")."""
_AT_ONCE = 12
_LONGEST = 120


def of(text: str, label: str = "", *, longest: int = _SHORT) -> Quota | None:
    """Give what a part of a text grants, where its own words or its label say of what."""
    found = _AMOUNT.search(text)
    word = None if found else _WORD.search(text)
    if len(text) > longest or _COUNTED.match(text) or not (found or word) or _NO_QUOTA.search(f"{text} {label}"):
        return None
    if found and _ALL.search(text[: found.start()]) and not _GRANTED.search(text[: found.start()]):
        return None
    if found and not found["unit"] and _MADE_OF.match(text, found.end("number")) and not _CAPPED.search(text):
        return None
    unit = (found["unit"] or _unit_of(label)) if found else ""
    what = _counted(text, label, found, unit, longest)
    amount = _number(found) if found else float(_WORDS.get(word["word"].lower(), 1) if word else 0)
    return Quota(what, amount, _unit(unit, what)) if what and amount else None


def _number(found: re.Match) -> float:
    times = (found["thousands"] or "").strip().lower()
    number = _THOUSANDS.sub("", found["number"])
    return float(number) * (_TIMES[times] if times else 1)


_THOUSANDS = re.compile(r"[, ]|\.(?=\d{3}\b)")


def _unit_of(label: str) -> str:
    """Give the unit that a label tells in brackets or behind a comma ("Upload size (MB)")."""
    found = _LABELLED_UNIT.search(label)
    return str(found["unit"]) if found else ""


_LABELLED_UNIT = re.compile(r"(?:\(|, |\bin )(?P<unit>[GMTK]i?B|days|hours|minutes)\)?\s*\Z")


def _counted(text: str, label: str, found: re.Match | None, unit: str, longest: int) -> str | None:
    """Give what an amount counts."""
    near = re.split(r"\s[—–]\s", text[found.start() : found.end() + _NEAR])[0] if found and longest > _SHORT else text
    plain = _ASIDE.sub(" ", label)
    if found and _LONG_TIME.match(unit):
        return "message_history" if _KEPT.search(near) or _KEPT.search(label) or _KEPT.search(text) else None
    if found and _BYTES.fullmatch(unit):
        what = things.named(label if is_bare(text) else near) or things.named(plain) or "storage"
        return what if what in _IN_BYTES else "storage"
    if found and label and is_bare(text):
        return things.named(plain) or _noun(found, text, label) or _last_word(plain, unit)
    return (
        things.named(near)
        or things.named(plain)
        or (
            _noun(found, text, label)
            if found and not found["unit"] and (len(text) <= _SHORT or _GRANTED.search(text[: found.start()]))
            else None
        )
        or (_last_word(plain, unit) if unit and label else None)
    )


def is_bare(text: str) -> bool:
    """Tell whether a cell has nothing but its amount, and what is told of it in brackets."""
    return bool(_BARE.fullmatch(text))


_BARE = re.compile(
    r"(?:up to |max\.? )?\d[\d., ]*\s?(?:[kKMB]|[GMTKgmtk]i?[Bb]|million|h|hrs?|min(?:ute)?s?"
    r"|(?:hour|day|week|month|year)s?)?\W*(?:\(.*\)\W*)?"
    r"(?:(?:/|per|a) ?(?:mo\.?|month|day|week|year))?",
    re.IGNORECASE,
)


def _last_word(label: str, unit: str) -> str | None:
    """Give the last word of a label that tells what is limited; hours and minutes are told as such."""
    plain = _plain(label)
    bare = _CAP.sub("", plain)
    found = re.search(r"([A-Za-zÀ-ÿ]{3,})\W*\Z", bare)
    if not found or _NO_NOUN.fullmatch(found[1]):
        return None
    word = found[1].lower()
    if unit:
        return f"{word}_{_unit(unit, '')}s" if _USED.search(label) else None
    return word if word.endswith("s") else f"{word}s" if bare != plain else None


_CAP = re.compile(
    r"(?:\s(?:time|hours?|minutes?|usage|quotas?|limits?|included|allowance|ceiling|cap|max(?:imum)?))+\W*\Z",
    re.IGNORECASE,
)
"""What a label adds to what it counts ("Daily reply ceiling")."""
_USED = re.compile(r"comput|time\b|usage|hours|minutes|transcri|recording|meeting|stream|render", re.IGNORECASE)
"""What is used by the hour or the minute."""


def _noun(counted: re.Match, text: str, label: str) -> str | None:
    """Give what is counted by its own noun: the one behind the number, else the one of the label."""
    after = _EACH.sub("", text[counted.end("thousands" if counted["thousands"] else "number") :])
    words = _ONE if counted["number"] == "1" else _SEVERAL
    german = _GERMAN.match(after)
    found = words.match(after) or german
    if found is None and not re.search("[A-Za-z]", after):
        found = _LABEL.fullmatch(_plain(label))
    if not found or _NO_NOUN.fullmatch(found["noun"]):
        return None
    noun = str(found["noun"]).lower().replace("-", "_")
    return noun if noun.endswith("s") or found is german else noun + "s"


def _plain(label: str) -> str:
    """Give the label of a row without what is told of it ("Feature flags / Settings (per product)")."""
    return re.split(r"\s?/\s", _ASIDE.sub("", label.split("\n", maxsplit=1)[0]))[0].strip()


_EACH = re.compile(
    r"\A\s?(?:/|per|a|pro|par|al|por)\s?(?:month|mo|day|week|year|Monat|Tag|mois|jour|mes|día)\b.*", re.IGNORECASE
)
"""What a limit begins anew with each time ("5 / month + 15 on trial")."""
_COUNTED_NOUN = (
    r"\s(?:[A-Za-zÀ-ÿ-]+\s){0,3}?(?P<noun>[A-Za-zÀ-ÿ][a-zà-ÿ-]%s)"
    r"(?=\s?(?:[(,.;:/]|\Z|(?:per|an?|for|each|every|to|and|in|on|of|pro|par|por|im|au|aux|al|de|des|en|dans|et|y|that|which|you|stored|included"
    r"|available|at|with|total|free|max|monthly|daily)\b))"
)
_GRANTED = re.compile(
    r"\b(?:[Uu]p to|[Bb]is zu|[Jj]usqu['’]à|[Hh]asta|access to|limited to|includes?|gets?|receives?|provides?|allows?"
    r"|offers?|run|create|have|add|host"
    r"|(?:use|used) all)(?: the| an?)? \Z"
)
_ALL = re.compile(r"\ball (?:the |of (?:the )?)?\Z", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:[A-Za-zÀ-ÿ-]+\s){0,3}?(?P<noun>[A-Za-zÀ-ÿ][a-zà-ÿ-]*[a-rt-zà-ÿ]s)(?:\s?(?:/|(?:per|an?|each)\b)\s?\w+)?"
)
_SEVERAL = re.compile(_COUNTED_NOUN % "*[a-rt-z]s")
_ONE = re.compile(_COUNTED_NOUN % "{2,}")
_GERMAN = re.compile(
    r"\s(?:[A-ZÄÖÜ]\w+-)?(?P<noun>(?-i:[A-ZÄÖÜ])[a-zäöüß]+(?:en?|er|n))"
    r"(?:\W*\Z|\s(?:insgesamt|nutzen|verwenden|erstellen|anlegen|speichern|versenden|verwalten|einladen|im|pro|in)\b)"
)
"""A noun of several as German writes it, with a capital, and nothing else behind the number ("100 Rezepte")."""
_NO_NOUN = re.compile(
    r"(?:times?|hours?|days?|weeks?|months?|years?|tage?|wochen?|monate?|jahre|stunden?|minuten?|sekunden?|jours?|semaines?|días?|seconds?|minutes?|plans?|types?|kinds?|sorts?|steps?|ways?|reasons?|plus|always|various"
    r"|others?|series|basics|analytics|insights|cores?|vcpus?|stars?|points?|click|place|price|per|each|every|and|for"
    r"|the|free|only|with|compliance|status|(?:hour|dai|week|month|year)ly|tiers?|levels?|access|address|process|business)",
    re.IGNORECASE,
)


def _unit(written: str, what: str) -> str:
    small = written.lower().rstrip("s")
    if _BYTES.fullmatch(small):
        return f"{small[0]}B".upper()
    if small in ("day", "week", "month", "year", "hour"):
        return small
    if small in ("h", "hr"):
        return "hour"
    if small in ("minute", "min"):
        return "minute"
    return "user" if what in ("seats", "participants") else "count"
