"""Regions that stand in lists, tables, fields and headings which say that data is kept in them."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import cards, names, plans, regions
from scrapers.reading.feature import LEGAL, quote
from scrapers.reading.region_choice import CHOSEN
from scrapers.reading.sentences import Statement, mentioning, statements
from scrapers.reading.whereabouts import KEPT, OTHERS

MANY = 4
LABEL = re.compile(r"\bdata (?:residency|locali[sz]ation|regions?|location|sovereignty)\b|\bresidency\b", re.IGNORECASE)


def listed(page: Page) -> Iterator[Finding]:
    """Give the regions that the page lists."""
    yield from _tables(page)
    yield from _lists(page)
    yield from _fields(page)
    yield from _headings(page)


def _lists(page: Page) -> Iterator[Finding]:
    """Give the regions of a list under "servers in the following regions:", each in a few words."""
    every = statements(page) if page.kind not in LEGAL else ()
    for said in mentioning(page, ("region", "location", "cent")) if every else ():
        told = KEPT.search(said.text) or LABEL.search(said.text)
        if not told or not _INTRODUCES.search(said.text) or SHARED.search(said.text):
            continue
        found: list[Finding] = []
        for other in every[said.number + 1 : said.number + 1 + _LIST]:
            there = list(regions.named(other.text)) if other.role != "heading" else []
            if not there and (found or other.role == "heading"):
                break
            if len(other.text) <= _SHORT or len(there) >= MANY:
                found += [quote(page, "data_residency", region, other.passage, confidence=0.75) for region in there]
        yield from found if len(found) > 1 else ()


_INTRODUCES = re.compile(
    r"\b(?:following|these|available|regional)\b[^.:]{0,40}\b(?:regions?|locations?|data ?cent(?:er"
    r"|re)s?)\b[^.:]{0,30}:\W*\Z",
    re.IGNORECASE,
)
SHARED = re.compile(r"\bsub-?\s?processors?\b|\boffices?\b|\bPoPs?\b|\bCDN\b|\bedge\b", re.IGNORECASE)
_LIST = 12
_SHORT = 70


def _tables(page: Page) -> Iterator[Finding]:
    """Give the regions of a table that lists where the service is hosted."""
    for table in plans.other_tables(page) if page.kind not in LEGAL else ():
        last = min(table.at, len(page.blocks)) - 1
        over = " ".join(page.headings(last)[-2:]) if last >= 0 else ""
        before = last - sum(map(len, table.rows))
        called = LABEL.search(over) is not None
        told = called or before >= 0 and _INTRODUCES.search(page.blocks[before].text) is not None
        if not _REGION_HEAD.match(table.rows[0][0].text) or not told:
            continue
        if not called:
            offered = {place for row in table.rows[1:] for cell in row[:2] for place in regions.named(cell.text)}
            if len(offered) > 1:
                yield quote(page, "data_residency", CHOSEN, table.rows[0][0].passage, confidence=0.7)
            continue
        for row in table.rows[1:]:
            for region in next((places for cell in row[:2] if (places := list(regions.named(cell.text)))), []):
                passage = row[0].passage
                if passage.text:
                    yield quote(page, "data_residency", region, passage, confidence=0.75)


_REGION_HEAD = re.compile(r"\W*(?:data |hosting |available )?(?:regions?|locations?|jurisdictions?)\b", re.IGNORECASE)


def _fields(page: Page) -> Iterator[Finding]:
    """Give the regions of a few words behind the name of a field: "Data centre location" and, after it, "Canada"."""
    every = statements(page) if page.kind != "subprocessors" else ()
    for said in mentioning(page, ("cent", "host", "stor", "server", "resid")) if every else ():
        others = said.headings and SHARED.search(said.headings[-1])
        if said.role == "paragraph" or others or not _FIELD.fullmatch(said.text):
            continue
        for other in every[said.number + 1 : said.number + 2]:
            if other.role != "heading" and len(other.text) <= _SHORT and not OTHERS.search(other.text):
                yield from placed(page, other, list(regions.named(other.text)), (0, len(other.text)), 0.7)


_FIELD = re.compile(
    r"\W*(?:data ?cent(?:er|re)|data (?:hosting|storage|residency)|hosting|server)s?(?: (?:locations?|regions?"
    r"|country))?"
    r"(?:\(s\))?\W*",
    re.IGNORECASE,
)


def _headings(page: Page) -> Iterator[Finding]:
    """Give the region of a heading that names it before its residency, where nothing right below denies it."""
    every = statements(page) if page.kind not in LEGAL else ()
    for said in mentioning(page, ("residency",)) if every else ():
        found = _HEADING.fullmatch(said.text) if said.role == "heading" else None
        below = " ".join(other.text for other in every[said.number + 1 : said.number + 2]) if found else ""
        if found and not _NOT_YET.search(below):
            yield from placed(page, said, list(regions.named(found["where"])), found.span("where"), 0.6)


_NOT_YET = re.compile(
    r"\bnot (?:yet |currently )?(?:available|supported|offer\w*|provided?)\b|\bsoon\b|\bplan(?:s|ned|ning)?\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\W*(?P<where>[A-Z][\w.]+(?: [A-Z][\w.]+)?) (?:[Dd]ata )?[Rr]esidency\W*")


def placed(
    page: Page, said: Statement, values: list[str], around: tuple[int, int], confidence: float
) -> Iterator[Finding]:
    """Give the regions for each plan of which the statement speaks."""
    named = names.in_sentence(said.text) or cards.of_place(page, said.block, said.headings) or names.ANY
    for value in values:
        for plan in named:
            yield quote(page, "data_residency", value, said.passage, plan=plan, around=around, confidence=confidence)
