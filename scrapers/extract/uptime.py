"""The availability that the vendor promises, in percent. Traps: what it measured, what it aims at, credits."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page, Passage
from scrapers.reading import cards, names, plans, tables
from scrapers.reading.sentences import mentioning
from scrapers.reading.tables import first_line

KINDS = {"pricing", "security", "compliance", "trust_center", "help", "terms", "sla", "dpa", "other"}
_STATES_NONE = {"security", "compliance", "trust_center", "help", "sla", "pricing"}
_UPTIME = re.compile(
    r"\b(?:up-?time|availability|\w*verfügbarkeit|disponibilité|disponibilidad|available|SLA|service[- ]level)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<![\d.])(?P<number>9\d(?:[.,]\d{1,5})?|100(?:\.0+)?)\s?(?:%|percent\b)", re.IGNORECASE)
_PROMISE = re.compile(
    r"\b(?:SLA|guarante\w+|commit\w*|service[- ]level|will be|shall be|at least|no less than"
    r"|garanti\w+|gewähr\w+|mindestens|au moins|al menos|warrant\w*|promise\w*|uptime of"
    r"|efforts to (?:make|keep|ensure)\b[^.;]{3,60}\bavailable)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:cannot|can['’]t|not (?:be able to )?(?:guarantee|promise|warrant)\w*"
    r"|in order to|(?<!efforts )to (?:achieve|reach|get|deliver)"
    r"|no guarantees? of|no (?:se )?garanti[zc]\w+|ne garanti\w+ pas|keine Garantie|nicht garantier\w+"
    r"|without (?:any )?guarantee"
    r"|credits?|refund|durab\w+|less than 9\d|(?<!ed )below|(?:dropped|decreased|reduced) below"
    r"|historical|over the (?:last|past)"
    r"|last \d+|averag\w+|achieved|target\w*|aim\w*|strive\w*|was\b|satisfaction|accura\w+"
    r"|(?:Amazon|AWS|Azure|GCP|[A-Z][a-z]+ Cloud)(?:['’]s?|\b[^.;]{0,60} (?:states|claims|guarantees|promises))"
    r"|(?:Web Services|Azure|Cloud Platform)['’]s? SLA"
    r"|(?:%|percent) of (?:the |all )?(?:cases|incidents|tickets|calls|issues)"
    r"|services (?:that are )?used by|(?<!at )most|typical(?:ly)?|of (?:our )?customers)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:there is no|have no|don['’]t|do not|does not"
    r"|cannot)\b(?! meet)[^.]{0,30}\b(?:guarantee\w*\b[^.]{0,30}\b(?:uptime|uninterrupted|availability)"
    r"|uptime (?:SLA|guarantee)|SLA|service[- ]level agreement)\b",
    re.IGNORECASE,
)

_PARTLY = re.compile(
    r"\bwhen (?:using|you)\b|\b(?:security (?:issues?|SLA)|support (?:SLA|requests?))\b|\b(?:spot|preemptible"
    r"|beta|preview|trial) (?:instances?|features?|plans?)\b",
    re.I,
)
"""What is not promised of a part only."""


def extract(page: Page) -> Iterator[Finding]:
    """Give `uptime_sla_percent`."""
    found = [*_by_plan(page), *_columns(page), *_promised(page)]
    yield from found or _owed(page)


def _promised(page: Page) -> Iterator[Finding]:
    """Give what sentences promise, items of an agreement on service name, or that nothing is promised."""
    for said in mentioning(page, ("%", "percent", "prozent", "guarant", "sla", "service level", "service-level")):
        found = _PERCENT.search(said.text)
        if page.kind in _STATES_NONE and not found and _NO.search(said.text) and not _PARTLY.search(said.text):
            start, end = said.passage.start, said.passage.end
            yield Finding("uptime_sla_percent", "no", page.text[start:end], start, end, confidence=0.6)
        if (
            said.role == "cell"
            or not found
            or not _UPTIME.search(said.text)
            or not (
                _PROMISE.search(said.text) or page.kind == "sla" and said.role == "item" and _NAMED.fullmatch(said.text)
            )
            or _OTHER.search(said.text)
        ):
            continue
        named = names.in_sentence(said.text) or cards.of_place(page, said.block, said.headings)
        for name in named or names.ANY:
            yield _made(page, found, said.passage, name)


_NAMED = re.compile(
    rf"\W*{_PERCENT.pattern}(?: \w+){{0,2}} (?:up-?time|availability)\W*|\W*(?:\w+ ){{0,2}}(?:up-?time|availability)"
    rf"(?: \w+)?\W{{1,4}}{_PERCENT.pattern.replace('number', 'other')}\W*",
    re.IGNORECASE,
)


def _by_plan(page: Page) -> Iterator[Finding]:
    """Give what tables promise, with a column or a row for each plan."""
    for _, rows in plans.matrices(page):
        for row in rows:
            if _UPTIME.search(row.label.text):
                for plan, cell in row.cells:
                    found = _PERCENT.search(cell.text) or (
                        _PERCENT.search(row.label.text) if cell.mark == "yes" else None
                    )
                    if found:
                        yield _made(page, found, first_line(row.label), plan)
    for name, line, _ in tables.plan_lines(page):
        found = _PERCENT.search(line.text)
        if found and _UPTIME.search(line.text) and _PROMISE.search(line.text) and not _OTHER.search(line.text):
            yield _made(page, found, line, name)


def _columns(page: Page) -> Iterator[Finding]:
    """Give what a promise of service says in a column for the uptime, beside which no credits stand."""
    for table in plans.other_tables(page) if page.kind == "sla" else ():
        heads = [cell.text for cell in table.rows[0]]
        at = next((number for number, head in enumerate(heads) if _COLUMN.search(head)), 0)
        if not at or any("credit" in head.lower() for head in heads):
            continue
        for row in table.rows[1:]:
            found = _PERCENT.search(row[at].text) if at < len(row) else None
            if found and not _OTHER.search(row[at].text):
                yield _made(page, found, row[at].passage, None)


def _owed(page: Page) -> Iterator[Finding]:
    """Give the availability below which credits are owed, where only their table or list tells what is promised."""
    if page.kind != "sla":
        return
    owed = [
        (found, row[0].passage)
        for table in plans.other_tables(page)
        if any("credit" in cell.text.lower() for cell in table.rows[0])
        for row in table.rows[1:]
        if (found := _BELOW.search(row[0].text))
    ]
    for said in mentioning(page, ("credit",)):
        found = _BELOW.search(said.text) if said.role in ("item", "paragraph") and _UPTIME.search(said.text) else None
        owed += [(found, said.passage)] if found else []
    if owed:
        found, passage = max(owed, key=lambda one: _number(one[0]))
        yield _made(page, found, passage, None)


_BELOW = re.compile(
    r"(?:\b(?:less than|below|under|lower than)\s|<\s?)(?P<number>9\d(?:[.,]\d{1,5})?|100(?:\.0+)?)(?![\d.,]\d)",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"\b(?:up-?time|availability)\b", re.IGNORECASE)


def _number(found: re.Match) -> float:
    return float(found["number"].replace(",", "."))


def _made(page: Page, found: re.Match, passage: Passage, plan: str | None) -> Finding:
    number = _number(found)
    return Finding(
        "uptime_sla_percent",
        int(number) if number == int(number) else number,
        page.text[passage.start : passage.end],
        passage.start,
        passage.end,
        plan=plan,
        confidence=0.85,
    )
