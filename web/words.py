"""The words that people read: verdicts, kinds of data, sentences, dates. Plain, short, and blaming nobody."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from catalog.moment import now
from catalog.rubric import USUAL_DATA

Document = Mapping[str, Any]

LONGEST = 20
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")

VERDICTS = {
    "allowed": "Fine",
    "conditions": "Fine if",
    "ask": "Ask first",
    "denied": "Not for this",
    "unknown": "Not known",
}
DECISIONS = {
    "sanctioned": "Approved by us",
    "tolerated": "Accepted for now",
    "restricted": "Only for some uses",
    "prohibited": "Do not use",
}
DOCUMENTS = {
    "baa": "A signed BAA",
    "dpa": "A signed DPA",
    "nda": "A confidentiality agreement",
    "soc_report": "A SOC report",
    "certificate": "A certificate",
    "pentest": "A penetration test",
    "questionnaire": "A filled questionnaire",
    "other": "Something else",
}
INDUSTRIES = {"general": "General", "legal": "Legal", "financial": "Financial", "medical": "Medical"}
ACCOUNTS = {"company": "Company account", "personal": "My own account"}
STRENGTHS = {
    "attestation": "somebody independent attests it",
    "contract": "a contract says so",
    "vendor_page": "the vendor's own page",
    "help_page": "the vendor's help pages",
    "third_party_page": "somebody else's page",
    "assertion": "somebody told us",
}
MODEL = "weak: a language model takes it so, nobody checked"
STATES = {
    "current": "seen lately",
    "stale": "may have changed",
    "conflict": "sources disagree",
    "superseded": "replaced by a newer one",
    "unsupported": "gone from the page",
    "retracted": "taken back",
}
LACKING = {
    "absent": "no page says it",
    "too_old": "what we saw is too old",
    "conflict": "sources disagree",
    "plan_not_stated": "the page does not say for which plan",
}
GROUPS = {
    "assurance": "Assurance",
    "access": "Access",
    "protection": "Protection",
    "law": "Law and contracts",
    "records": "Records",
    "exit": "Leaving again",
    "general": "General",
    "free_tier": "Free tier",
}
ANSWERS = {
    "yes": "yes",
    "no": "no",
    "opt_out": "yes, unless one opts out",
    "opt_in": "only if one opts in",
    "addon": "as an add-on",
    "in_progress": "not yet, in progress",
    "true": "yes",
    "false": "no",
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class DataWords:
    """One kind of data in plain words: what one would tick, and what a sentence calls it."""

    example: str
    noun: str


DATA = {
    "public": DataWords("published things", "public things"),
    "internal": DataWords("ordinary work notes", "your work notes"),
    "confidential": DataWords("what would hurt us if it leaked", "company secrets"),
    "pii": DataWords("a customer's name or address", "personal data"),
    "special_category": DataWords("health, faith or union of a person", "sensitive personal data"),
    "phi": DataWords("a patient's name or record", "patient data"),
    "npi": DataWords("a client's account or income", "clients' money data"),
    "cardholder": DataWords("card numbers", "card numbers"),
    "mnpi": DataWords("news that moves a share price", "news that moves a share price"),
    "books_and_records": DataWords("messages a regulator wants kept", "messages a regulator wants kept"),
    "client_confidential": DataWords("a client's file", "client files"),
    "privileged": DataWords("advice between lawyer and client", "advice between lawyer and client"),
    "source_code": DataWords("our code", "our code"),
    "credentials": DataWords("passwords and keys", "passwords and keys"),
}
USUAL = USUAL_DATA
NOT_SENSITIVE = ("public", "internal")
SHEETS = {"csv": "CSV", "xlsx": "XLSX", "parquet": "Parquet", "json": "JSON"}


def day(value: date | datetime | str) -> str:
    """Give a day as people write it: 3 May 2026."""
    found = as_date(value)
    return f"{found.day} {found:%B %Y}"


def short_day(value: date | datetime | str) -> str:
    """Give a day in brief: 3 May 2026 with the month in three letters."""
    found = as_date(value)
    return f"{found.day} {found:%b %Y}"


def with_days(text: str) -> str:
    """Give a sentence of a document, which has ISO dates, with its days as people read them."""
    return ISO_DAY.sub(lambda found: short_day(found[0]), text)


def as_date(value: date | datetime | str) -> date:
    """Give the day (UTC) of a date, a moment or an ISO text."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).date() if value.tzinfo else value.date()
    return value


def ago(value: date | datetime | str, today: date | None = None) -> str:
    """Say how long ago a day was, roughly: 3 weeks ago, 14 months ago."""
    days = ((today or now().date()) - as_date(value)).days
    if days < 1:
        return "today"
    for least, unit in ((730, 365), (60, 30), (14, 7)):
        if days >= least:
            return f"{many(days // unit, {365: 'year', 30: 'month', 7: 'week'}[unit])} ago"
    return f"{many(days, 'day')} ago"


def number(count: int) -> str:
    """Give a small count as a word."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else figures(count)


def figures(count: float) -> str:
    """Give a number in figures, its thousands apart."""
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def many(count: int, one: str, more: str | None = None) -> str:
    """Give a count with its noun: one thing, three things, 214 people."""
    noun = one if count == 1 else (more or f"{one}s")
    return f"{number(count)} {noun}"


def first_up(text: str) -> str:
    """Begin a text with a capital, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Join texts as a person would: a, b and c."""
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def data_nouns(classes: Sequence[str]) -> str:
    """Name kinds of data in a sentence; the sensitive ones where there are any."""
    sensitive = [name for name in classes if name not in NOT_SENSITIVE]
    return listed(DATA[name].noun for name in sensitive or classes or ["internal"])


def some(names: Sequence[str], most: int = 3) -> str:
    """Give the first few names, and how many more there are."""
    return ", ".join(names) if len(names) <= most else f"{', '.join(names[:most])} and {len(names) - most} more"


def some_data(classes: Sequence[str]) -> str:
    """Name a few kinds of data for a row of a list, the sensitive ones first."""
    first = sorted(classes, key=lambda name: name in NOT_SENSITIVE)
    return some([DATA[name].noun.removeprefix("your ") for name in first])


def money(amount: float | str | None, currency: str = "USD") -> str:
    """Give a sum with its currency; an unknown one as such, never as 0."""
    if amount is None:
        return "no published price"
    value = float(amount)
    text = f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"
    return f"{text.replace(',', chr(0x202F))} {currency}"


def cost(value: Mapping[str, Any]) -> str:
    """Give a sum in which prices may be missing: at least 120 USD, two prices not known."""
    lacking = int(value.get("unknown", 0))
    if value["amount"] is None:
        return "price not known"
    text = money(value["amount"], value["currency"])
    return f"at least {text} ({many(lacking, 'price')} not known)" if lacking else text


def price(value: Mapping[str, Any] | None) -> str:
    """Give a price in words: 8.75 USD per user and month, paid yearly."""
    if not value or value.get("amount") is None:
        return "no published price"
    parts = [money(value["amount"], value.get("currency") or "USD")]
    if per := value.get("per"):
        parts.append("flat" if per == "flat" else f"per {per}")
    if period := value.get("period"):
        parts.append(f"and {period}" if value.get("per") not in (None, "flat") else f"a {period}")
    billed = {"annually": ", paid yearly", "monthly": ", paid monthly"}.get(str(value.get("billed")), "")
    return " ".join(parts) + billed


def length(sentence: str) -> int:
    """Count the words of a sentence."""
    return len(sentence.split())


def answer_word(value: Any, kind: str = "answer") -> str:
    """Say the answer to a criterion."""
    if kind == "number" and isinstance(value, int | float) and not isinstance(value, bool):
        return figures(value)
    return ANSWERS.get(str(value).lower(), str(value).replace("_", " "))


def joined(start: str, reason: str) -> str:
    """Join a verdict and its reason by a colon where that stays one short sentence, else by a full stop."""
    reason = reason.strip()
    if not reason:
        return f"{start}."
    first = reason.split(". ")[0]
    return f"{start}: {reason}" if length(start) + length(first) <= LONGEST else f"{start}. {reason}"
