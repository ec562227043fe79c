"""Which plans a page speaks of: the columns of its matrices, its cards, and the plans that a sentence names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scrapers.page import Cell, Page, Passage, Table, marks
from scrapers.reading import money

_WORDS = (r"free|basic|starter|standard|plus|pro|professional|premium|teams?|business|growth|scale(?:[- ]?up)?|enterprise|ultimate"
          r"|advanced|personal|individual|community|hobby|essentials?|organi[sz]ations?|corporate|start-?ups?|developers?|lite|unlimited"
          r"|core|performance|solo|famil(?:y|ies)|education|non-?profits?|self[- ]?hosted|self[- ]?managed|cloud|max|company|launch"
          r"|dedicated|managed|ultra|elite|silver|gold|platinum|bronze|small|medium|large|single|creator|agency|expert|freelancer|trial"
          r"|open[- ]source|on-?prem(?:ise)?s?|hosted|server|saas|grid|minimum|light|entry|production|compliance|custom|explorer")
KNOWN = re.compile(rf"\b(?:{_WORDS})\b\+?", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"\b(?:get|start|started|sign|contact|talk|try|buy|learn|choose|compare|features?|pricing|prices?|per|month(?:ly)?|year(?:ly)?|annual(?:ly)?"
    r"|billed|save|discount|most popular|popular|recommended|includes?|everything|all|what|which|how|your|you|our|we|with|for|faq|questions?"
    r"|description|details?|notes?|limits?|usage|support|request|add-?ons?|security|plans?|total|cost|tiers?|billing|payment|overview|need"
    r"|available|from|since|location|purpose|entity|type|status|date|version|name|address|country|service|provider|category|data|region|role|permission)\b",
    re.IGNORECASE)
_CONTACT_LED = re.compile(r"^(?:custom|contact (?:us|sales)|let['’]s talk)\s(?:[-–—|]|:)\s", re.IGNORECASE)
_DECORATION = re.compile(r"\s*(?:\(.{0,40}\)|\s[-–—|•]\s.*|[:—•].*|\bplan\b|\bedition\b|\btier\b|\bpackage\b|[*†‡¹²³]+|\bnew!?$|\b(?:most )?popular\b|\brecommended\b)\s*",
                         re.IGNORECASE | re.DOTALL)

NO_PRICE = re.compile(r"\b(?:add-?ons?|additional|extra|overage|support|storage|usage|compute|bandwidth|traffic|credits?|savings?|discount|per (?:GB|TB|hour|minute|request))\b",
                           re.IGNORECASE)
PRICE = re.compile(r"\b(?:pric(?:e|es|ing)|costs?|monthly|annual(?:ly)?|yearly|billed|per (?:user|seat|month|year)|subscription)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a matrix: what it is about, and the cell of each plan."""

    label: Passage
    cells: tuple[tuple[str, Cell], ...]
    section: str


@dataclass(frozen=True, slots=True)
class Card:
    """A plan shown by itself: its name and the blocks `first` to `last` (not included) that speak of it."""

    name: str
    first: int
    last: int
    named: int


def name_of(text: str) -> str | None:
    """Give the plan's name in a heading or the head of a column, or None where it is no name."""
    text = text.strip().split("\n")[0]
    cut = money.first_place(text)
    if cut is not None:
        text = text[:cut] if re.search(r"[A-Za-z]{2}", text[:cut]) else money.without(text)
    text = _CONTACT_LED.sub("", text)
    plain = _DECORATION.sub(" ", text).strip(" \t\n.,!*")
    words = plain.split()
    if not words or len(words) > 4 or len(plain) > 36 or not re.search(r"[A-Za-z]", plain):
        return None
    if not (plain[0].isupper() or plain[0].isdigit() or KNOWN.fullmatch(plain)):
        return None
    if _NOT_A_NAME.search(plain) or plain.endswith("?") or re.fullmatch(r"[\d\s.,%]+", plain):
        return None
    return plain


def is_known(name: str) -> bool:
    """Tell whether it begins or ends with a word by which plans are commonly named, and is written as a name."""
    words = name.replace("/", " ").split()
    if not words or not (KNOWN.fullmatch(words[0]) or KNOWN.fullmatch(words[-1]) or KNOWN.fullmatch(name)):
        return False
    return all(word[0].isupper() or word[0].isdigit() or KNOWN.fullmatch(word) or not word[0].isalpha() for word in words)


@lru_cache(maxsize=4)
def matrices(page: Page) -> tuple[tuple[Table, list[Row]], ...]:
    """Give the tables that compare plans, read by rows."""
    return tuple(_matrices(page))


def _matrices(page: Page) -> Iterator[tuple[Table, list[Row]]]:
    for table in page.tables:
        names = _columns(page, table)
        if names:
            yield table, list(_rows(table, names))


def _columns(page: Page, table: Table) -> dict[int, str]:
    for row in table.rows[:3]:
        names = {at: name for at, cell in enumerate(row) if at and (name := name_of(cell.text))}
        filled = [at for at, cell in enumerate(row) if at and cell.text.strip()]
        if len(names) >= 2 and len(names) >= len(filled) - 1 and len(set(names.values())) >= 2:
            known = sum(bool(KNOWN.search(name)) for name in names.values())
            if known and (known * 2 >= len(names) or page.kind == "pricing" or _ticked(table)):
                return names
        if len(filled) == 1 and len(names) == 1 and len(row) == 2 and is_known(*names.values()):
            return names
    return {}


def _ticked(table: Table) -> bool:
    """Tell whether most of a table's answers are ticks and crosses."""
    answers = [cell for row in table.rows[1:] for cell in row[1:]]
    return sum(1 for cell in answers if cell.mark or marks.of_text(cell.text)) * 2 > len(answers)


def _rows(table: Table, names: dict[int, str]) -> Iterator[Row]:
    section = ""
    for row in table.rows:
        label = row[0].passage
        rest = row[1:]
        if not label.text.strip():
            continue
        if not any(cell.text.strip() or cell.mark for cell in rest) or (len({id(cell) for cell in row}) == 1 and len(row) > 1):
            section = label.text
            if len(rest) < max(names):
                continue
        cells = tuple((name, row[at]) for at, name in names.items() if at < len(row))
        if all(name_of(cell.text) == name for name, cell in cells):
            continue
        yield Row(label, cells, section)


@lru_cache(maxsize=4)
def cards(page: Page) -> list[Card]:
    """Give the plans that the page shows one by one, each with the blocks that belong to it."""
    named = dict(_named_blocks(page))
    found = [(Card(name, *_extent(page, at, named)[:2], at), _extent(page, at, named)[2]) for at, name in named.items()]
    sure = {_place(page, card.named, node) for card, node in found if is_known(card.name)}
    if not sure and not any(node for _, node in found):
        return []
    if sum(is_known(card.name) for card, _ in found) >= 2:       # unknown names in another place are add-ons or services
        found = [(card, node) for card, node in found if _place(page, card.named, node) in sure]
    return [card for card, _ in found]


def _place(page: Page, at: int, node: int) -> tuple[int, int, int]:
    above = page.outline[at]
    return page.blocks[at].level, above[-1] if above else -1, page.nodes[node].parent if node else 0


def _named_blocks(page: Page) -> Iterator[tuple[int, str]]:
    """Give the blocks that name a plan whose price, or the word for it, follows close by."""
    taken = -1
    for number, block in enumerate(page.blocks):
        if block.chrome or block.role in ("cell", "button") or number <= taken or not block.text:
            continue
        name = _block_name(page, number)
        if not name:
            continue
        price = _price_after(page, number)
        if price is not None and (is_known(name) or block.role == "heading" and page.kind == "pricing"):
            taken = price if price > number else number
            yield number, name


def _block_name(page: Page, number: int) -> str | None:
    block = page.blocks[number]
    text = block.text
    if block.joints and block.role == "heading":
        text = text[:block.joints[0]].strip() or text
    if len(text) > 60 and block.role != "heading":
        return None
    name = name_of(text)
    if name and block.role != "heading" and not KNOWN.fullmatch(name.split()[0]) and not KNOWN.fullmatch(name):
        return None
    return name


def _price_after(page: Page, number: int) -> int | None:
    here = page.blocks[number]
    if money.first_place(here.text) is not None or here.role == "heading" and re.match(r"free\b(?! trial)", here.text, re.IGNORECASE):
        return number
    if any(money.is_contact(part) for part in re.split(r"\s[-–—|:]\s", here.text)[1:]):
        return number
    for ahead in range(number + 1, min(number + 7, len(page.blocks))):
        block = page.blocks[ahead]
        if block.role == "heading" and here.role == "heading" and block.level <= here.level and money.first_place(block.text) is None:
            return ahead if money.is_price(block.text) and not name_of(block.text) else None
        place = money.first_place(block.text)
        if place is not None and (place < 40 or len(block.text) <= 60) and len(block.text) <= 120 or len(block.text) <= 120 and (
                money.is_free(block.text) or money.is_contact(block.text)):
            return ahead
        if block.role == "cell":
            return None
    return None


def _extent(page: Page, at: int, named: dict[int, str]) -> tuple[int, int, int]:
    """Give the blocks of a card: its element's in HTML, else all up to the next heading as high."""
    others = [other for other in named if other != at]
    following = min((other for other in others if other > at), default=len(page.blocks))
    node = page.blocks[at].node
    if node and len(named) > 1:
        best = node
        foreign = {up for other in others for up in page.ancestors(page.blocks[other].node)}
        for up in page.ancestors(node):
            if up in foreign:
                break
            best = up
        inside = [number for number in range(max(0, at - 12), min(following, at + 120))
                  if best in page.ancestors(page.blocks[number].node)]
        if len(inside) > 1:
            return inside[0], inside[-1] + 1, best
    here = page.blocks[at]
    for number in range(at + 1, following):
        block = page.blocks[number]
        if block.role == "heading" and (here.role != "heading" or block.level <= here.level) and not money.is_price(block.text):
            return at, number, 0
        if number > at + 80:
            return at, number, 0
    return at, following, 0


def leading(text: str) -> str | None:
    """Give the plan at the head of "Pro: $10 per user" or "Enterprise — from $10k/year"."""
    head = re.match(r"([^:–—|\n]{2,36}?)\s?(?::|[–—|]|\s-)\s", text)
    name = name_of(head[1]) if head else None
    return name if name and is_known(name) else None


def of_place(page: Page, block: int, headings: tuple[str, ...]) -> list[str]:
    """Give the plan of the card that a block stands in, else the plans that its headings announce."""
    card = next((card.name for card in cards(page) if card.first <= block < card.last), None)
    return [card] if card else of_headings(headings)


def of_headings(headings: tuple[str, ...]) -> list[str]:
    """Give the plans that the nearest heading which names any announces."""
    for heading in reversed(headings):
        named = in_sentence(heading) or [name for name in [of_heading(heading)] if name]
        if named:
            return named
    return []


def of_heading(text: str) -> str | None:
    """Give the plan that a heading announces ("Enterprise", "The Pro plan"), or None: "Business continuity" is none."""
    text = re.sub(r"^\W*(?:\d+[.)]\s*)?(?:the|our|for)\s", "", text.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"\s+(?:plans?|tiers?|editions?|package|subscription|features?|add-?ons?|only|includes?|benefits|customers)\b.*$", "", text, flags=re.IGNORECASE)
    name = name_of(plain)
    if not name or not KNOWN.fullmatch(name.split()[-1]) or name.split()[-1].lower() in _LOOSE and len(name.split()) < 2 and plain == text:
        return None
    return name


_LOOSE = {"cloud", "server", "data", "production", "compliance", "custom", "company", "developers", "developer", "community", "organization",
          "organizations", "education", "managed", "hosted", "performance", "core", "entry", "team", "teams", "server", "standard"}


def price_columns(table: Table) -> list[int]:
    """Give the columns whose head says price and whose cells hold some."""
    return [at for at, cell in enumerate(table.rows[0])
            if PRICE.search(cell.text) and not NO_PRICE.search(cell.text)
            and any(at < len(row) and money.is_price(row[at].text) for row in table.rows[1:])]


def row_name(row: tuple[Cell, ...], columns: list[int]) -> str | None:
    """Give the plan of a row: its first cell that is no price; a plan without a name goes by its size."""
    first = next((cell.text for at, cell in enumerate(row) if at not in columns), "")
    name = name_of(first)
    if name:
        return name
    size = re.match(r"\d+\s?[kKMGT]?B?\b", first)
    return size[0] if size else None


def in_sentence(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Give the plans that a sentence names ("on Scale-Up and Enterprise plans")."""
    text = _COMPARED.sub(lambda found: " " * len(found[0]), text)
    plain = text.lstrip(" \"“*")
    subject = _SUBJECT.match(plain)
    if subject:
        return [_tidy(subject["name"])]
    first = _LISTED.match(plain)
    if first and first["names"] and _SAYS.match(plain, first.end()):
        text = first[0]
    found: list[str] = []
    for name in sorted(known, key=len, reverse=True):
        if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) and not any(name in longer for longer in found):
            found.append(name)
    for match in [*_LISTED.finditer(text), *_AFTER.finditer(text)]:
        for name in re.split(r"\s*(?:,|/|&|\band\b|\bor\b)\s*", match["names"]):
            tidy = _tidy(name)
            if tidy and is_known(tidy) and tidy[0].isupper() and not any(tidy in longer for longer in found):
                found.append(tidy)
    return found


def _tidy(name: str) -> str:
    return re.sub(r"^(?:(?i:the|our|all|both|on|in|for|with|and)\s)+", "", name.strip(" *\"“”'`"))


_KNOWN_NAME = rf"(?i:{_WORDS})"
_NAME = rf"[\"“*'`]{{0,2}}(?:[A-Z][\w+-]* ){{0,2}}{_KNOWN_NAME}\+?(?:[- ]{_KNOWN_NAME})?(?![\w-])[\"”*'`]{{0,2}}"
_NAMES = rf"(?P<names>{_NAME}(?:(?:,\s?|\s?/\s?|\s?&\s?|,?\s(?:and|or)\s)(?:the |our )?{_NAME}){{0,4}})"
_CAPITAL = rf"(?=[A-Z])(?:{_KNOWN_NAME}\+?(?: (?=[A-Z]){_KNOWN_NAME}\+?)?|[A-Z][\w+]* {_KNOWN_NAME})(?![\w-])"
_VERB = (r"(?:includes?|supports?|offers?|has|gets?|costs?|comes?|starts?|adds?|provides?|can|is (?!a\b|the\b|our\b)|also|have|are|"
         r"(?:admins?|administrators?|customers?|users?|workspaces?|accounts?|organi[sz]ations?|subscribers?|plans?|members?) (?:can|get|may|have|are|also|include))")
_SAYS = re.compile(rf"\s{_VERB}\b", re.IGNORECASE)
_SUBJECT = re.compile(rf"(?:The |Our )?(?P<name>{_CAPITAL})\s{_VERB}\b")
_LISTED = re.compile(
    rf"(?<![\w-]){_NAMES}\s(?i:plans?|tiers?|editions?|subscriptions?|packages?|workspaces?"
    r"|(?:plan |tier )?(?:customers?|accounts?|users?)|organi[sz]ations?|only)\b")
_COMPARED = re.compile(
    rf"\b(?i:everything (?:in|from)|all (?:of )?(?:the )?(?:\w+ )?features (?:from|in|of)|all (?:from|in|of)|beyond|than|unlike|compared (?:to|with)|upgrade from)"
    rf" (?:the |our )?{_CAPITAL}(?: [Pp]lan)?")
_CAPITALS = rf"(?P<names>{_CAPITAL}(?:(?:,\s?|\s?/\s?|\s?&\s?|,?\s(?:and|or)\s)(?:the |our )?{_CAPITAL}){{0,4}})"
_AFTER = re.compile(
    rf"(?:\b[Ii]ncluding|\bincl\.|\b[Oo]n|\b[Ii]n|\b[Ff]or|\b[Ww]ith|\b[Oo]f|\b[Tt]o|\b[Ff]rom|\b[Rr]equires?|\b[Tt]ry|\b[Bb]uy|\b[Gg]et)(?: the| our)? {_CAPITALS}"
    r"(?=\s?(?:[.,;:()!?]|$|we\b|you|your\b|and\b|or\b|is\b|are\b|can\b|only\b|for\b|free\b|plans?\b|upwards?\b|when\b|if\b|with\b|customers?\b))")
