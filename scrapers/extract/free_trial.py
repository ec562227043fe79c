"""How many days a free trial lasts. Traps: refunds, trials without a number, court trials."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page, Passage
from scrapers.reading import free, names
from scrapers.reading.feature import quote
from scrapers.reading.sentences import mentioning

KINDS = {"pricing", "help", "other", "changelog", "terms"}
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "seven": 7, "ten": 10, "fourteen": 14, "thirty": 30}
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(_WORDS)})"
_TRIAL = re.compile(
    rf"\b(?P<days>{_NUMBER})[- ]?(?P<unit>day|week|month)s?['’]?[- ](?:(?!(?:before|after|of|until|into|left"
    rf"|remain\w*|prior|in)\b)\w+[- ]){{0,4}}?(?:trial"
    rf"|test (?:period|drive)|evaluation)\b"
    rf"|\btrial\b[^.]{{0,60}}?\b(?:for|lasts?|of|period of|is"
    rf"|runs)\s(?:\w+ ){{0,2}}(?P<days2>{_NUMBER})[- ](?P<unit2>day|week|month)s?"
    rf"|\b(?P<days4>\d{{1,3}})[- ]?(?P<unit4>Tage?|-?tägige|jours?|días?|Wochen?|semaines?|semanas?|Monate?|mois"
    rf"|mes(?:es)?)\w*[\s-]"
    rf"(?:\w+['’]?\s?){{0,2}}?(?:kostenlos\w*|gratis|gratuit\w*|Test\w*|test\w*|essai|prueba|zur Probe)\b"
    rf"|\b(?:essai|prueba|Testphase|Testzeitraum|Testversion)\b[^.\d]{{0,30}}?(?P<days5>\d{{1,3}})"
    rf" (?P<unit5>Tage?n?|jours?"
    rf"|días?)\b"
    rf"|\bpériode (?:gratuite|d['’]essai)(?: gratuite)? de (?P<days7>\d{{1,3}}) (?P<unit7>jours?)\b"
    rf"|\b(?:gratis|gratuit\w*|kostenlos\w*)(?: \w+){{0,4}}? (?:por|durante|pendant|für|während)"
    rf" (?:\w+ )?(?P<days6>\d{{1,3}})"
    rf" (?P<unit6>Tage?n?|jours?|días?)\b"
    rf"|\bpru[eé]b\w+ (?:\w+ ){{0,3}}gratis (?P<days8>\d{{1,3}}) (?P<unit8>días?)\b"
    rf"|\b(?:free|try)\b(?! (?:and|or|plans?|tier)\b)[^.(]{{0,30}}?\bfor (?:(?:the|your) first )?"
    rf"(?P<days3>{_NUMBER}) (?P<unit3>day|week"
    rf"|month)s?\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"refund|add-?ons?\b|of this feature|money[- ]back|jury|clinical|notice|students?|educat\w+", re.IGNORECASE
)


def _unit(written: str) -> str:
    """Give a unit of time in English: Tage, jours and días are days."""
    if written[0] in "wsv":
        return "week"
    return "month" if written[0] == "m" else "day"


_SUPPOSED = re.compile(
    r"\W*(?:you create|suppose|imagine|let['’]s say|say you|for example|for instance|e\.g\.|example)\b", re.IGNORECASE
)
"""What a product that bills others lets its reader make up is no trial of its own."""
_BY_THE_YEAR = re.compile(r"\b(?:anual\w*|annuel\w*|jährlich\w*|Jahres\w*|año|an)\b", re.IGNORECASE)
"""Months that cost nothing to whoever pays by the year are a discount."""
_DAYS = {"day": 1, "week": 7, "month": 30}


def extract(page: Page) -> Iterator[Finding]:
    """Give `free_trial_days`: first what sentences say, then what buttons promise."""
    said = list(_said(page))
    told: set[object] = {finding.value for finding in said}
    yield from said
    for row, long in _rows(page):
        if long not in told:
            told.add(long)
            yield quote(page, "free_trial_days", long, row, confidence=0.8)
    for block in page.blocks:
        if block.role == "button" and (days := _days(block.text)) not in (None, *told):
            told.add(days)
            yield quote(page, "free_trial_days", days or 0, block.passage, confidence=0.7)


def _rows(page: Page) -> Iterator[tuple[Passage, int]]:
    """Give the rows of tables that are called those of the free trial, each with the days in its first such cell."""
    for table in page.tables:
        for row in table.rows:
            if _ROW.fullmatch(row[0].text):
                days = next((days for cell in row[1:] for days in [_days(f"{cell.text} trial")] if days), None)
                if days:
                    yield row[0].passage, days


_ROW = re.compile(r"\W*(?:free )?trial(?: period| length| duration)?\W*", re.IGNORECASE)


def _said(page: Page) -> Iterator[Finding]:
    for said in mentioning(
        page, ("trial", "test", "evaluation", "free", "try", "kostenlos", "gratis", "essai", "gratuit", "prueba")
    ):
        days = _days(said.text)
        if days is None:
            continue
        named = [name for name in names.in_sentence(said.text) if not free.NAME.search(name)]
        start, end = said.passage.start, said.passage.end
        yield Finding(
            "free_trial_days",
            days,
            page.text[start:end],
            start,
            end,
            plan=named[0] if len(named) == 1 else None,
            confidence=0.85,
        )


def _near(text: str, found: re.Match) -> str:
    """Give the words around what is called a trial, else the whole text: it may tell of something else."""
    if "trial" not in found[0].lower():
        return text
    return text[max(0, found.start() - _AROUND) : found.end() + _AROUND]


_AROUND = 60


def _days(text: str) -> int | None:
    """Give the days of a trial that a text tells of, or None."""
    found = _TRIAL.search(text)
    if not found or _OTHERS.search(_near(text, found)) or _SUPPOSED.match(text):
        return None
    told = found.groupdict()
    if (told["unit4"] or "")[:1] in ("M", "m") and _BY_THE_YEAR.search(text):
        return None
    written = next(told[name] for name in told if name.startswith("days") and told[name]).lower()
    unit = next(told[name] for name in told if name.startswith("unit") and told[name]).lower()
    return (_WORDS[written] if written in _WORDS else int(written)) * _DAYS[_unit(unit)]
