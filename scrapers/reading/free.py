"""The plans that a page shows as free: in matrices, in tables with a row per plan, as cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scrapers import patterns as re
from scrapers.page import Block, Cell, Page, Passage, Table
from scrapers.reading import card_names, cards, front_plans, labelled, money, names, plans, price_places, price_rows
from scrapers.reading.sentences import mentioning
from scrapers.reading.tables import first_line

NAME = re.compile(r"\b(?:free(?:mium)?|gratis|gratuit[aeo]?|kostenlos)\b(?!\s*trial)", re.IGNORECASE)
GRATIS = "(?:[Ff]ree|[Kk]ostenlos|[Gg]ratis|[Gg]ratuite?)"
_PLAN = r"(?:Version|Tarif|Plan|Paket|Abonnement|Abo|Edition)"
IN_OTHER_TONGUES = (
    rf"\b(?:[Ff]ree|[Gg]ratis)-{_PLAN}\b|\b[Kk]osten(?:lose|freie)[nrsm]? {_PLAN}\b"
    r"|\b(?:[Vv]ersion|[Oo]ffre|[Ff]ormule|[Pp]lan|[Aa]bonnement|[Ff]orfait) gratuite?\b"
    r"|\b(?:[Pp]lan|[Vv]ersión|[Ee]dición) (?:gratuit[oa]|gratis)\b"
)
"""The free plan as German, French and Spanish name it."""
SAID_FREE = (
    rf"\b\w+-{_PLAN}\b[^.,]{{0,30}} (?:ist|bleibt) (?:\w+ )?(?:kostenlos|kostenfrei|gratis)\b"
    r"|\b(?:[Aa]bonnement|[Ff]ormule|[Oo]ffre) \w+ (?:est|reste) (?:\w+ )?gratuite?\b"
    r"|\b[Pp]lan \w+ (?:es|sigue siendo) (?:\w+ )?(?:gratis|gratuito)\b"
)
"""Sentences in German, French and Spanish that call a plan free."""
_OLD = re.compile(r"legacy|deprecated|old\b|former", re.IGNORECASE)
_PRICE_LABEL = re.compile(r"pric|cost", re.IGNORECASE)


def is_heading(heading: str) -> bool:
    """Tell whether a heading announces the free plan itself."""
    name = names.of_heading(heading)
    return name is not None and bool(NAME.fullmatch(name))


def is_old(page: Page, block: int) -> bool:
    """Tell whether a block, or a heading that it stands under, says that what stands there is no longer sold."""
    return any(_OLD.search(text) for text in [*page.headings(block), page.blocks[block].text[:_LONG]])


@dataclass(frozen=True, slots=True)
class Free:
    """A free plan: its name, the place that says so, and what is said of it: (label, value) pairs."""

    name: str
    proof: Passage
    said: tuple[tuple[str, Passage], ...]


@lru_cache(maxsize=4)
def shown(page: Page) -> list[Free]:
    """Give the free plans in the page's order of making: matrices, rows, cards."""
    found = [
        *_priced(page),
        *_columns(page),
        *_rows(page),
        *_cards(page),
        *_sections(page),
        *_tabled(page),
        *_listed_in_front(page),
    ]
    return [plan for plan in found if not _TRIAL.fullmatch(plan.name)]


@lru_cache(maxsize=4)
def called(page: Page) -> dict[str, Passage]:
    """Give the names of which the text says that what is so called is free, each with the sentence that says so."""
    found: dict[str, Passage] = {}
    for one in mentioning(page, _WORDS) if any(word[1:] in page.text for word in _WORDS) else ():
        for match in _CALLED_SO.finditer(one.text) if len(one.text) <= _LONGEST_SENTENCE else ():
            found.setdefault(next(name for name in match.groups() if name), one.passage)
    return found


_WORDS = ("free", "kostenlos", "gratis", "gratuit")
_LONGEST_SENTENCE = 300
_CALLED_SO = re.compile(
    rf"\b(?P<beside>[A-Z]\w+)(?: (?:Plan|Tier|Edition|Version|Tarif))? \({GRATIS}\)"
    r"|\((?P<either>[A-Z]\w+) ?/ ?[Ff]ree\)"
    r"|\b[Ff]ree (?P<behind>[A-Z]\w+) (?:plan|tier|edition|licen[cs]e)\b"
    r"|\b(?P<given>[A-Z]\w+) (?:plan|tier|edition) (?:gratis|for free)\b"
    r"|\b(?P<subject>[A-Z]\w+)(?: plan| tier| edition)? (?:is|remains) (?:always |completely |entirely )?free\b"
    r"(?! trial| for (?:the first )?\d+ )"
)


def _is_name(name: str) -> bool:
    """Tell whether a name is that of something free: nothing but a plan's name stands behind the word."""
    found = NAME.search(name)
    behind = name[found.end() :].split() if found else []
    return found is not None and all(names.KNOWN.fullmatch(word) or _ADDED.fullmatch(word) for word in behind)


_ADDED = re.compile(r"forever|for|ever|always|account|use|[^A-Za-z]+", re.IGNORECASE)


_TRIAL = re.compile(
    r"(?:free )?(?:trial|test(?:phase|version|zeitraum)?|demo|essai|prueba|prova|evaluation)", re.IGNORECASE
)
"""What costs nothing by such a name does so for some days."""


def _priced(page: Page) -> Iterator[Free]:
    for plan in price_rows.shown(page):
        free = next((block for block in plan.blocks if _costs_nothing(block)), None)
        if free:
            yield Free(plan.name, free.passage, ())


def _columns(page: Page) -> Iterator[Free]:
    for table, rows in plans.matrices(page):
        if is_old(page, max(0, table.at - 1)):
            continue
        names = dict.fromkeys(name for row in rows for name, _ in row.cells)
        for name in names:
            costs_nothing = any(
                (not row.label.text or _PRICE_LABEL.search(row.label.text)) and money.is_free(cell.text)
                for row in rows
                for other, cell in row.cells
                if other == name
            )
            told = called(page).get(name)
            if not costs_nothing and not told and not NAME.search(name) and not _headed_free(table, name):
                continue
            said = tuple(
                (row.label.text.split("\n")[0], cell.passage)
                for row in rows
                for other, cell in row.cells
                if other == name and cell.text and not money.is_price(cell.text)
            )
            yield Free(name, _head(table, name) or rows[0].label, said)


def _headed_free(table: Table, name: str) -> bool:
    """Tell whether the head of a plan's column says that it is free, in brackets or on a line of its own."""
    heads = [cell.text for row in table.rows[:3] for cell in row if names.name_of(cell.text) == name]
    below = (line for head in heads for line in head.split("\n")[1:])
    return any(map(_IN_BRACKETS.search, heads)) or any(map(money.is_free, below))


_IN_BRACKETS = re.compile(
    r"\((?:free|kostenlos|gratuit|gratis)(?: forever| tier| plan)?(?:\s?[,+&/][^()]{1,30})?\)", re.IGNORECASE
)


def _head(table: Table, name: str) -> Passage | None:
    return next(
        (first_line(cell.passage) for row in table.rows[:3] for cell in row if names.name_of(cell.text) == name), None
    )


def _rows(page: Page) -> Iterator[Free]:
    for table in page.tables:
        priced = list(_costing_nothing(table))
        yield from priced
        if not priced and plans.headed(table):
            yield from _listed(page, table)


def _costing_nothing(table: Table) -> Iterator[Free]:
    """Give the free plans of a table that tells of the plans, row by row, with their prices."""
    columns = plans.price_columns(table)
    listed = plans.body(table) if columns else ()
    if not plans.headed(table) and _goods(listed, columns):
        return
    for row in listed:
        if not any(at < len(row) and money.is_free(row[at].text) for at in columns):
            continue
        named = plans.row_name(row, columns)
        name = named if named and (names.is_known(named) or plans.headed(table)) else "Free"
        said = tuple(
            (table.rows[0][at].text if at not in columns else "", cell.passage if at not in columns else beside)
            for at, cell in enumerate(row)
            if at < len(table.rows[0])
            for beside in [_beside_price(cell.passage)]
            if at not in columns or beside.text
        )
        yield Free(name, row[columns[0]].passage, said)


def _beside_price(passage: Passage) -> Passage:
    """Give what a cell tells behind its price ("$0 a month, one user")."""
    found = re.search(r"[,;+·•\n]\s*", passage.text)
    return passage.cut(found.end() if found else len(passage.text), len(passage.text))


def _goods(rows: Sequence[Sequence[Cell]], columns: Sequence[int]) -> bool:
    """Tell whether several rows cost nothing and none of them is a plan by its name: goods, not plans."""
    gratis = [row for row in rows if any(at < len(row) and money.is_free(row[at].text) for at in columns)]
    return len(gratis) > 1 and not any(names.known_in(row[0].text) for row in rows)


def _listed(page: Page, table: Table) -> Iterator[Free]:
    """Give the free plan of a table that tells of the plans, row by row, without their prices."""
    for row in table.rows[1:]:
        name = names.name_of(_OF_USERS.sub("", row[0].text))
        if name and (NAME.fullmatch(name) or name in called(page)):
            said = tuple((head.text, cell.passage) for head, cell in zip(table.rows[0][1:], row[1:], strict=False))
            yield Free(name, row[0].passage, said)


_OF_USERS = re.compile(
    r"(?<=free) (?:users?|accounts?|organi[sz]ations?|workspaces?|customers?)(?: or \w+)?\Z", re.IGNORECASE
)


def _cards(page: Page) -> Iterator[Free]:
    for card in cards.shown(page):
        if cards.is_under(page, card, _ADD_ON) or cards.of_rivals(page, card) or card_names.TERM.fullmatch(card.name):
            continue
        inside = [page.blocks[number] for number in range(card.named, min(card.last, card.named + 40))]
        inside = [block for block in inside if block.text]
        price = next((block for block in inside[:8] if money.is_price(block.text) or _says_free(block)), None)
        above = price_places.above(page, card.named)
        price = page.blocks[above] if above is not None else price
        costs_nothing = _costs_nothing(price) if price else _is_name(card.name) or card.name in called(page)
        if costs_nothing:
            yield Free(
                card.name,
                price.passage if price else inside[0].passage,
                _told(page, inside[1:]),
            )


_ADD_ON = re.compile(r"\badd-?ons?\b", re.IGNORECASE)


def _told(page: Page, blocks: list[Block]) -> tuple[tuple[str, Passage], ...]:
    """Give what the blocks of a card tell: amounts with the labels beside them, and short texts."""
    pairs = list(labelled.pairs(page, blocks))
    taken = {id(block) for block, _, _ in pairs}
    cells = cards.listed_in_cells(page)
    alone = (
        ("", _before_dash(block.passage))
        for block in blocks
        if id(block) not in taken and (_is_limit(block) or block.passage.start in cells)
    )
    return (*((label, passage) for _, label, passage in pairs), *alone)


def _costs_nothing(block: Block) -> bool:
    text = block.text
    place = money.first_place(text)
    return money.is_free(text) or _says_free(block) or place is not None and money.is_free(text[place:])


def _says_free(block: Block) -> bool:
    """Tell whether a block says of what it begins with, or names before a dash, that it costs nothing."""
    behind = _BEHIND_DASH.match(block.text) if block.role == "heading" else None
    return price_places.leads_free(block) or behind is not None and money.is_free(behind["price"])


_BEHIND_DASH = re.compile(r".{2,40}?\s[-–—|]\s(?P<price>.+)")


def _sections(page: Page) -> Iterator[Free]:
    """Give the plans under whose heading the text calls them free, with the items that stand there."""
    priced = {card.named for card in cards.shown(page)}
    for at, block in enumerate(page.blocks):
        name = (
            names.of_heading(block.text)
            if block.role == "heading"
            and at not in priced
            and names.KNOWN.search(block.text)
            and not _OPEN.fullmatch(block.text)
            and not _OLD.search(block.text)
            else None
        )
        inside = (
            [
                page.blocks[number]
                for number in range(at + 1, min(at + 30, len(page.blocks)))
                if at in page.outline[number]
            ]
            if name
            else []
        )
        said = _IN_BRACKETS.search(block.text)
        proof = block if said else next((other for other in inside if _CALLED_FREE.search(other.text)), None)
        if name and proof and not NAME.search(name):
            yield Free(
                name, proof.passage, tuple(("", _before_dash(other.passage)) for other in inside if _is_limit(other))
            )


_OPEN = re.compile(r"\W*open[- ]source\W*", re.IGNORECASE)
"""So a section on the licence of what is sold is headed too."""


def _tabled(page: Page) -> Iterator[Free]:
    """Give the free plan whose limits stand in a table right below its heading, a row for each."""
    for table in page.tables:
        head, above = table.rows[0], page.outline[table.at - 1][-1:]
        if (
            above
            and len(head) == _PAIR
            and _LIMIT_HEAD.fullmatch(head[0].text)
            and (name := _free_heading(page, page.blocks[above[0]].text))
        ):
            said = tuple((row[0].text, row[1].passage) for row in table.rows[1:] if len(row) == _PAIR)
            yield Free(name, page.blocks[above[0]].passage, said)


def _free_heading(page: Page, heading: str) -> str | None:
    """Give the free plan that a heading announces, by its word or because the text calls it free."""
    name = names.of_heading(heading)
    return (name or "Free") if is_heading(heading) or name in called(page) else None


def _listed_in_front(page: Page) -> Iterator[Free]:
    """Give the free plans of the page's front matter."""
    for plan in front_plans.listed(page):
        if plan.free:
            yield Free(plan.name, plan.free, tuple(("", item) for item in plan.items))


_PAIR = 2
_LIMIT_HEAD = re.compile(
    r"\W*(?:limits?|resources?|features?|quotas?|metrics?|items?|what|allowance)?\W*", re.IGNORECASE
)
_CALLED_FREE = re.compile(
    r"\bis (?:a )?free\b(?! trial)|\bfree [A-Z]\w+ (?:plan|license)\b|\boffers free access\b"
    r"|\b(?:is|are|available|offered) free of charge\b|\bfree forever\b"
)


def _before_dash(passage: Passage) -> Passage:
    """Give what stands before the dash that begins an explanation, of a long text."""
    cut = re.search(r"\s[–—-]\s", passage.text) if len(passage.text) >= _LONG else None
    return passage.cut(0, cut.start()) if cut else passage


_LONG = 60
_LONGEST = 120


_AMOUNT_LED = re.compile(r"(?:up to )?\d[\d.,]*[kKM]? [A-Za-z]", re.IGNORECASE)


def _is_limit(block: Block) -> bool:
    return (
        (block.role in ("item", "paragraph") or block.role == "heading" and bool(_AMOUNT_LED.match(block.text)))
        and len(_before_dash(block.passage).text) < _LONGEST
        and block.mark != "no"
        and money.first_place(block.text) is None
    )
