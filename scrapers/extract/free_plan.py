"""Whether there is a free plan, what limits it, and how many days a trial lasts.

Traps: trials and refunds are no free plans; limits of paid plans; "free" of charge for something else; court trials.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapers.finding import Finding
from scrapers.page import Page, Passage
from scrapers.reading import money, plans
from scrapers.reading.feature import first_line
from scrapers.reading.sentences import statements
from scrapers.extract.pricing import price_columns, row_name

KINDS = {"pricing", "help", "other", "changelog"}
_FREE_NAME = re.compile(r"\b(?:free(?:mium)?|gratis)\b(?!\s*trial)", re.IGNORECASE)
_FREE_SAID = re.compile(
    r"\b(?:always|100 ?%|completely|totally|entirely) (?:free|gratis)\b(?! (?:trial|from\b|of (?!charge)))|\bfree,? forever\b|\bforever free\b"
    r"|\bplan (?:for free|gratis)\b|\bfree (?:for|to) (?:open[- ]source|public|non-?commercial|personal|individual)", re.IGNORECASE)
_FREE_PLAN = re.compile(r"\b(?P<name>Free|free) (?:[Pp]lan|[Tt]ier|[Ee]dition|[Vv]ersion)\b|\b(?:including|on|the) (?P<name2>Free)\b(?=[).,])")
_NEGATIVE = re.compile(r"\b(?:no|not|without|don['’]t|doesn['’]t|legacy|deprecated|no longer|discontinued|used to|self-hosted|open-source products)\b", re.IGNORECASE)
_TRIAL = re.compile(
    r"\b(?P<days>\d{1,3})[- ]?(?P<unit>day|week|month)s?(?:['’])?[- ](?:\w+[- ]){0,2}?(?:trial|test (?:period|drive)|evaluation)\b"
    r"|\btrial\b[^.]{0,40}?\b(?:for|lasts?|of|period of|is|runs)\s(?:\w+ )?(?P<days2>\d{1,3})[- ](?P<unit2>day|week|month)s?"
    r"|\b(?:free|try)\b[^.]{0,30}?\bfor (?P<days3>\d{1,3}) (?P<unit3>day|week|month)s?\b", re.IGNORECASE)
_WORD_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_THINGS = (
    ("seats", r"users?|seats?|members?|people|persons?|collaborators?|teammates?|editors?"),
    ("storage", r"storage|\b[GMTK]i?B\b|disk|data\b"),
    ("message_history", r"message history|messages? (?:history|archive)|history|retention"),
    ("meeting_minutes", r"minutes?"),
    ("participants", r"participants?|attendees?"),
    ("projects", r"projects?|repositor(?:y|ies)|workspaces?|sites?|apps?\b"),
    ("boards", r"boards?"), ("collections", r"collections?"), ("notes", r"notes?\b"), ("devices", r"devices?"),
    ("integrations", r"integrations?"), ("automation_runs", r"automations?|runs?\b|builds?\b|executions?"),
    ("messages", r"messages?|emails?"), ("monitors", r"monitors?|checks?\b"),
)
_AMOUNT = re.compile(r"(?<![\w.,$€£])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,2})?)(?P<thousands>k\b|K\b)?\s?-?(?P<unit>[GMTK]i?B|mb|gb|days?|weeks?|months?|years?|hours?|minutes?|mins?)?\b")


def extract(page: Page) -> Iterator[Finding]:
    """Give `free_plan`, `free_limit` and `free_trial_days`."""
    found = [*_columns(page), *_rows(page), *_cards(page)]
    shown = [finding for finding in found if finding.fact == "free_plan"] or list(_prose(page))
    found = [*shown[:1], *(finding for finding in found if finding.fact != "free_plan")]
    yield from found
    trials = list(_trials(page))
    yield from trials
    if page.kind == "pricing" and trials and not any(finding.fact == "free_plan" for finding in found):
        yield from _none_free(page, trials[0])


def _free(page: Page, passage: Passage, plan: str | None, confidence: float = 0.9) -> Finding:
    return Finding("free_plan", True, page.text[passage.start:passage.end], passage.start, passage.end, plan=plan, confidence=confidence)


def _columns(page: Page) -> Iterator[Finding]:
    for table, rows in plans.matrices(page):
        free = {name for name in (cell[0] for row in rows for cell in row.cells) if _FREE_NAME.search(name)}
        free |= {name for row in rows for name, cell in row.cells if re.search(r"pric|cost", row.label.text, re.IGNORECASE) and money.is_free(cell.text)}
        for name in sorted(free):
            head = next((cell.passage for row in table.rows[:3] for cell in row if plans.name_of(cell.text) == name), rows[0].label)
            yield _free(page, first_line(head), name)
        for row in rows:
            for name, cell in row.cells:
                if name in free and cell.text and not money.is_price(cell.text):
                    yield from _limit(page, row.label.text.split("\n")[0], cell.passage, name)


def _rows(page: Page) -> Iterator[Finding]:
    for table in page.tables:
        columns = price_columns(table)
        for row in table.rows[1:] if columns else ():
            if not any(at < len(row) and money.is_free(row[at].text) for at in columns):
                continue
            named = row_name(row, columns)
            name = named if named and plans.is_known(named) else "Free"
            yield _free(page, row[columns[0]].passage, name)
            for at, cell in enumerate(row):
                if at not in columns and at < len(table.rows[0]):
                    yield from _limit(page, table.rows[0][at].text, cell.passage, name)


def _cards(page: Page) -> Iterator[Finding]:
    for card in plans.cards(page):
        inside = [page.blocks[number] for number in range(card.named, min(card.last, card.named + 40))]
        price = next((block for block in inside[:8] if money.is_price(block.text)), None)
        if not (price and money.is_free(price.text) or _FREE_NAME.search(card.name) and (price is None or money.is_free(price.text))):
            continue
        yield _free(page, price.passage if price else inside[0].passage, card.name)
        for block in inside[1:]:
            if block.role in ("item", "paragraph") and len(block.text) < 60 and block.mark != "no" and money.first_place(block.text) is None:
                yield from _limit(page, block.text, block.passage, card.name)


def _limit(page: Page, label: str, passage: Passage, plan: str) -> Iterator[Finding]:
    """Give the limit that a short text states, where its label or its own words say of what."""
    text = passage.text.split("\n")[0]
    if len(text) > 60 or re.search(r"unlimited|support|requests?\b|\brate\b|\bAPI\b|per (?:minute|hour|second)|%|business day|response", f"{text} {label}", re.IGNORECASE):
        return
    found = _AMOUNT.search(text)
    what = next((name for name, words in _THINGS if re.search(rf"\b(?:{words})", text, re.IGNORECASE)), None) \
        or next((name for name, words in _THINGS if re.search(rf"\b(?:{words})", label, re.IGNORECASE)), None)
    if not found or not what:
        return
    number = float(found["number"].replace(",", "")) * (1000 if found["thousands"] else 1)
    unit = _unit(found["unit"] or "", what)
    start, end = passage.where(0, len(text))
    value = {"what": what, "amount": int(number) if number == int(number) else number, "unit": unit}
    yield Finding("free_limit", value, page.text[start:end], start, end, plan=plan, confidence=0.75)


def _unit(written: str, what: str) -> str:
    small = written.lower().rstrip("s")
    if small in ("gb", "mb", "tb", "kb", "gib", "mib"):
        return small.replace("i", "").upper()
    if small in ("day", "week", "month", "year", "hour"):
        return small
    if small in ("minute", "min"):
        return "minute"
    return "user" if what in ("seats", "participants") else "count"


def _prose(page: Page) -> Iterator[Finding]:
    for said in statements(page):
        if said.role == "cell":
            continue
        named = _FREE_PLAN.search(said.text)
        found = named or (_FREE_SAID.search(said.text) if page.kind == "pricing" else None)
        if not found or _NEGATIVE.search(said.text) or money.first_place(said.text) is not None:
            continue
        if re.search(r"\b(?:apps?|clients?|extensions?|migrations?|downloads?|set-?up|shipping|consultations?|guides?|courses?|demos?|to (?:try|cancel)|feel free|hassle|risk)\b",
                     said.text[:found.start()], re.IGNORECASE) and not named:
            continue
        if re.search(r"\bsource|licen[cs]e\b|\bsoftware\b", said.text) and not named and not re.search(r"\bfor\b|\bforever\b", said.text):
            continue
        yield _free(page, said.passage, _name_in(said.text) or ("Free" if named else None), 0.65)


def _name_in(text: str) -> str | None:
    match = re.search(r"\b(?P<name>[A-Z]\w+) (?:plan|tier|edition|is|gratis)\b", text)
    return match["name"] if match and plans.is_known(match["name"]) or match and "plan" in match[0] else None


def _trials(page: Page) -> Iterator[Finding]:
    for said in statements(page):
        found = _TRIAL.search(said.text)
        if not found or re.search(r"refund|money[- ]back|jury|clinical|notice", said.text, re.IGNORECASE):
            continue
        number = int(found["days"] or found["days2"] or found["days3"])
        unit = (found["unit"] or found["unit2"] or found["unit3"]).lower()
        days = number * {"day": 1, "week": 7, "month": 30}[unit]
        named = plans.in_sentence(said.text)
        start, end = said.passage.start, said.passage.end
        yield Finding("free_trial_days", days, page.text[start:end], start, end,
                      plan=named[0] if len(named) == 1 and not _FREE_NAME.search(named[0]) else None, confidence=0.85)


def _none_free(page: Page, trial: Finding) -> Iterator[Finding]:
    """Give `false` where a pricing page shows several plans, a trial, and nothing that is free."""
    shown = plans.cards(page)
    spoken = re.sub(r"free[\s-]+(?:\d+[\s-]?day[\s-]+)?trial|months?\s+free|for free", " ", page.text, flags=re.IGNORECASE)
    if len(shown) >= 3 and not re.search(r"\bfree\b|\bgratis\b", spoken, re.IGNORECASE):
        yield Finding("free_plan", False, trial.quote, trial.start, trial.end, confidence=0.6)
