"""From how many seats on a plan is sold. Traps: limits of free plans, halls, customers in numbers, upper limits."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import plans
from scrapers.reading.feature import plans_of, quote
from scrapers.reading.sentences import mentioning
from scrapers.reading.tables import first_line

KINDS = {"pricing", "help", "terms", "other"}
_SEATS = (
    r"(?:users?|seats?|members?|licen[cs]es?|people|persons?|editors?|agents?"
    r"|(?:Be)?nutzern?|Mitarbeitern?|Lizenzen|Personen|Anwendern?|utilisateurs|sièges|usuarios|licencias|personas)"
)
_FEWEST = re.compile(
    rf"\bmin(?:imum|\.)?(?: of| is|:)? (?P<a>\d{{1,4}}) (?:\w+ )?{_SEATS}\b"
    rf"|\b(?P<b>\d{{1,4}})[- ](?:\w+[- ])?{_SEATS}[- ](?:min(?:imum|\.)?|or more)\b|\b(?P<c>\d{{1,4}})\+ {_SEATS}\b"
    rf"|\bstart(?:s|ing)? (?:at|from|with) (?P<d>\d{{1,4}}) {_SEATS}\b"
    rf"|\b(?:needs?|requires?|for|with|buy|purchase) (?:at least|a minimum of) (?P<e>\d{{1,4}}) {_SEATS}\b"
    rf"|\bmin(?:imum)? (?:number of )?{_SEATS}(?: is| of)?:? (?P<f>\d{{1,4}})\b"
    rf"|\b(?:mindestens|minimum|mínimo) (?:de )?(?P<g>\d{{1,4}}) {_SEATS}\b"
    rf"|\A\W*(?:[àa] partir de|dès|ab) (?P<j>\d{{1,4}}) {_SEATS}\W*\Z"
    rf"|\b(?P<h>\d{{1,4}}) {_SEATS} (?:minimum|mínimo|au minimum|como mínimo)\b"
    rf"|\b(?:Mindest(?:anzahl|menge)|nombre minimum|número mínimo)\b[^.\d]{{0,30}}(?P<i>\d{{1,4}})\b",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"\bmin(?:imum|\.)? (?:number of )?{_SEATS}\b|\b{_SEATS} minimum\b", re.IGNORECASE)
_NO = re.compile(
    r"\b(?:up to|trusted|customers|more than|discount|save|free for|halls?|limit\w*|max\w*)\b", re.IGNORECASE
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `seat_minimum`, only where the plan is named."""
    for _, rows in plans.matrices(page):
        for row in rows:
            if _LABEL.search(row.label.text):
                for plan, cell in row.cells:
                    fewest = re.match(r"\W*(\d{1,4})\b", cell.text)
                    if fewest:
                        yield quote(page, "seat_minimum", int(fewest[1]), first_line(row.label), plan=plan)
    for said in mentioning(page, ("min", "start", "at least", "or more", "+ ", "mínimo", "partir de", "dès", "ab ")):
        found = _FEWEST.search(said.text)
        if found is None or said.role == "cell" or said.text.rstrip().endswith("?") or _NO.search(said.text):
            continue
        number = next(int(group) for group in found.groups() if group)
        for plan in filter(None, plans_of(page, said)):
            yield quote(page, "seat_minimum", number, said.passage, plan=plan, around=found.span(), confidence=0.75)
