"""The plans that a page shows one by one: a name, its price close by, and all that stands between it and the next.

Traps: add-ons and services in cards of their own, prices in a row below the names, items that begin like a plan's name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from scrapers import patterns as re
from scrapers.page import Block, Page
from scrapers.reading import card_names, money, names, price_places, price_rows, subject
from scrapers.reading.names import KNOWN, is_known, known_in, name_of


@dataclass(frozen=True, slots=True)
class Card:
    """A plan shown by itself: its name and the blocks `first` to `last` (not included) that speak of it."""

    name: str
    first: int
    last: int
    named: int


@lru_cache(maxsize=4)
def shown(page: Page) -> list[Card]:
    """Give the plans that the page shows one by one, each with the blocks that belong to it."""
    told = list(_named_blocks(page))
    named, priced = {at: name for at, name, _ in told}, {at: price for at, _, price in told}
    order = sorted(named)
    shared = Counter(up for at in order for up in page.ancestors(page.blocks[at].node))
    found = []
    for at, following in zip(order, [*order[1:], len(page.blocks)], strict=False):
        first, last, node = _extent(page, at, following, shared if len(order) > 1 else _alone(page, at))
        found.append((Card(named[at], first, max(last, priced[at] + 1), at), node))
    sure = {_place(page, card.named, node) for card, node in found if is_known(card.name)}
    if not sure and not any(node for _, node in found):
        return _in_a_row(page, [card for card, _ in found])
    places = Counter(_place(page, card.named, node) for card, node in found)
    if sum(is_known(card.name) for card, _ in found) >= _FEW or any(places[place] >= _FEW for place in sure):
        sure |= {_place(page, card.named, node) for card, node in found if _begins_free(page, card)}
        made = {card_names.make(page, page.blocks[card.named]) for card, _ in found if is_known(card.name)}
        # unknown names in another place, made otherwise, are add-ons or services
        found = [
            (card, node)
            for card, node in found
            if _place(page, card.named, node) in sure or node and card_names.make(page, page.blocks[card.named]) in made
        ]
    return [card for card, _ in found]


_FEW = 2


def _in_a_row(page: Page, cards: list[Card]) -> list[Card]:
    """Give the cards whose headings stand in a row on a page of prices, where one of them costs something for a time
    and another nothing: they are plans, however they are called.
    """
    rows: dict[tuple[int, int, int], list[Card]] = {}
    for card in cards if page.kind == "pricing" else ():
        rows.setdefault(_place(page, card.named, 0), []).append(card)
    return [
        card
        for row in rows.values()
        if any(_begins_free(page, card) for card in row) and any(_costs_by_time(page, card) for card in row)
        for card in row
    ]


def _costs_by_time(page: Page, card: Card) -> bool:
    inside = page.blocks[card.named : min(card.last, card.named + _NEAR)]
    return any(price.period for block in inside if len(block.text) <= _SHORT for price in money.prices(block.text))


@lru_cache(maxsize=4)
def blocks(page: Page) -> list[tuple[Card, int, Block, str]]:
    """Give what stands in the cards, block by block, each with its number and in small letters; no buttons or cells.

    What a card announces for later ("Roadmap") is left out.
    """
    return [
        (card, number, block, block.text.lower())
        for card in shown(page)
        for number in range(card.first, card.last)
        for block in [page.blocks[number]]
        if (block.role not in ("button", "cell") or block.passage.start in listed_in_cells(page))
        and len(block.text) <= _LONGEST_BLOCK
        and number not in planned(page)
    ]


@lru_cache(maxsize=4)
def listed_in_cells(page: Page) -> frozenset[int]:
    """Give where the cells begin of tables that are but lists: one cell with words in each row, if any."""
    return frozenset(
        cell.passage.start
        for table in page.tables
        if all(sum(1 for cell in row if cell.text) <= 1 for row in table.rows)
        for row in table.rows
        for cell in row
        if cell.text
    )


@lru_cache(maxsize=4)
def small(page: Page) -> str:
    """Give all that stands in the cards in small letters, to tell at once that something is in none of them."""
    return "\n".join(text for _, _, _, text in blocks(page))


def is_under(page: Page, card: Card, saying: re.Pattern) -> bool:
    """Tell whether a heading over the card, or a short line over that one, says something ("Add-ons").

    Headings within the cards before it stand over nothing else.
    """
    others = [other for other in shown(page) if other.named < card.named and other is not card]
    above = [at for at in page.outline[card.named] if not any(other.first <= at < other.last for other in others)]
    return any(saying.search(page.blocks[at].text) for at in above[-2:]) or is_headed(page, card, saying)


def of_rivals(page: Page, card: Card) -> bool:
    """Tell whether a heading over the card compares vendors, of whom the card's is another."""
    return is_under(page, card, COMPARED) and not subject.is_vendor(card.name, page)


COMPARED = re.compile(
    r"\b(?:compar\w+|alternatives?|versus|vs)\b.*\b(?:providers?|competitors?|vendors?|alternatives|competition)"
    r"|\b(?:providers?|competitors?|vendors?|alternatives)\b.*\bcompar",
    re.IGNORECASE,
)
"""A heading over what several vendors have."""


def is_headed(page: Page, card: Card, saying: re.Pattern) -> bool:
    """Tell whether a short line over the heading of the card's section says something ("Add-ons")."""
    above = page.outline[card.named][-1:]
    line = page.blocks[above[0] - 1] if above and above[0] else None
    return line is not None and len(line.text) <= _EYEBROW and bool(saying.search(line.text))


_EYEBROW = 30


@lru_cache(maxsize=4)
def planned(page: Page) -> frozenset[int]:
    """Give the numbers of the blocks of cards that stand below a line which says that they are planned."""
    return frozenset(
        number
        for card in shown(page)
        for at in range(card.first, card.last)
        if _PLANNED.fullmatch(page.blocks[at].text)
        for number in range(at, card.last)
    )


_PLANNED = re.compile(r"(?:\w+ ){0,2}(?:roadmap|coming (?:soon|next|later)|planned|upcoming)\W*", re.IGNORECASE)
_LONGEST_BLOCK = 400


def _begins_free(page: Page, card: Card) -> bool:
    """Tell whether what a card first says that it costs is nothing: plans stand there, however they are called."""
    inside = page.blocks[card.named : min(card.last, card.named + _NEAR)]
    price = next((block for block in inside if money.is_price(block.text) or price_places.leads_free(block)), None)
    return price is not None and (money.is_free(price.text) or price_places.leads_free(price))


def _place(page: Page, at: int, node: int) -> tuple[int, int, int]:
    above = page.outline[at]
    return page.blocks[at].level, above[-1] if above else -1, page.nodes[node].parent if node else 0


def _named_blocks(page: Page) -> Iterator[tuple[int, str, int]]:
    """Give the blocks that name a plan, and those of its price, or the word for it, close by."""
    taken = -1
    makes = card_names.makes(page)
    in_rows = {block.passage.start for plan in price_rows.shown(page) for block in plan.blocks}
    for number, block in enumerate(page.blocks):
        if number <= taken or block.passage.start in in_rows or not card_names.may_be_named(page, block, makes):
            continue
        name = card_names.of_block(page, number)
        if not name:
            continue
        if number == taken + 1 and number and money.is_free(block.text) and money.is_free(page.blocks[taken].text):
            continue  # what costs "$0" is "Free forever"
        price = _price_after(page, number)
        before = price_places.above(page, number)
        if before is not None and before > taken:
            price = before
        if price is not None and price > number and ends_a_row(page, number):
            continue
        named = (
            is_known(name)
            or page.kind == "pricing"
            and (
                block.role == "heading"
                or names.called_plan(block.text)
                or card_names.make(page, block) in makes
                or card_names.is_term(page, block, block.text)
            )
        )
        if price is not None and named:
            taken = price if price > number else number
            yield number, name, price


_LONG_TEXT = 160  # what stands between two names of a row


def ends_a_row(page: Page, number: int) -> bool:
    """Tell whether names of plans of the same make stand right before it, without a price: below a row of names is a
    row of prices.
    """
    here = page.blocks[number]
    if here.role not in ("heading", "paragraph") or not known_in(here.text):
        return False
    for block in reversed([block for block in page.blocks[max(0, number - 2) : number] if block.text]):
        if money.is_price(block.text) or price_places.leads_contact(block) or len(block.text) > _LONG_TEXT:
            return False
        if price_rows.beside(page, block, here):
            return True
        if block.role == here.role and block.level == here.level and known_in(block.text):
            return here.role == "heading" or price_places.alike(page, block, here)
    return False


def _price_after(page: Page, number: int) -> int | None:
    here = page.blocks[number]
    sure = names.is_sure(name_of(here.text) or "")
    if (
        money.first_place(here.text) is not None
        or here.role == "heading"
        and re.match(r"(?:free|kostenlos|gratis|gratuit)\b(?! trial)", here.text, re.IGNORECASE)
    ):
        return number
    if any(money.is_contact(part) or money.is_free(part) for part in re.split(r"\s[-–—|:]\s", here.text)[1:]):
        return number
    items = 0
    for ahead in range(number + 1, min(number + _FARTHEST, len(page.blocks))):
        block = page.blocks[ahead]
        inside = block.role in ("item", "button")
        items += inside or block.mark is not None
        another = items and not inside and _names_another(block.text) or _takes_price(page, here, block)
        if ahead - items > number + _NEAR or another:
            return None
        if (
            block.role == "heading"
            and not _is_large_print(page, here, block)
            and here.role == "heading"
            and block.level <= here.level
            and money.first_place(block.text) is None
        ):
            tells = money.is_price(block.text) or money.is_contact(block.text)
            named = name_of(block.text) and not money.is_contact(block.text) and not _is_price_of(page, here, ahead)
            return ahead if tells and not named else None
        below = here.role == "heading" and _is_all_below(page, number, ahead)
        if below or sure and _is_price_heading(page, here, ahead):
            return ahead
        wanted = block.role != "button" and (not sure or here.role != "heading")
        lead = price_places.lead(block).strip()
        inner = (name_of(lead if names.is_sure(lead) else block.text)) if wanted else None
        if inner and (
            _comes_between(inner, here, block) or here.role == "heading" and card_names.is_of_product(page, inner)
        ):
            return None  # the plan whose price comes next
        place = money.first_place(block.text)
        if (
            place is not None
            and (place < 40 or len(block.text) <= 60)
            and (len(block.text) <= 120 or place < _AT_ONCE and len(block.text) <= 200)
            or len(block.text) <= 120
            and (money.is_free(block.text) or price_places.leads_contact(block) or price_places.leads_free(block))
        ):
            return ahead
        if block.role == "cell":
            return None
    return None


def _takes_price(page: Page, here: Block, block: Block) -> bool:
    """Tell whether a heading that names a plan after its term takes the price that comes next from an unknown name."""
    return block.role == "heading" and not known_in(here.text) and card_names.is_term(page, block, block.text)


def _is_large_print(page: Page, here: Block, block: Block) -> bool:
    """Tell whether a larger heading in the card of a name only tells how one pays ("Monthly only", "Pay for users")."""
    if _BY_TIME.fullmatch(block.text):
        return True
    card = page.nodes[page.nodes[here.node].parent].parent
    larger = here.role == "heading" and block.level < here.level and money.first_place(block.text) is None
    return larger and bool(card) and name_of(block.text) is None and card in page.ancestors(block.node)


def _is_all_below(page: Page, number: int, ahead: int) -> bool:
    """Tell whether a deeper heading "Free" right below a name is its price: no other one stands below the name."""
    here, block = page.blocks[number], page.blocks[ahead]
    if ahead != number + 1 or block.role != "heading" or block.level <= here.level or not money.is_free(block.text):
        return False
    following = next((later for later in page.blocks[ahead + 1 :] if later.role == "heading"), None)
    return following is None or following.level <= here.level


def _is_price_heading(page: Page, here: Block, ahead: int) -> bool:
    """Tell whether a heading after a plan's name stands in the place of its price, though it may be a name too."""
    block = page.blocks[ahead]
    asked = _CUSTOM.fullmatch(block.text)
    return block.role == "heading" and bool(asked or money.is_free(block.text) and _is_price_of(page, here, ahead))


def _is_price_of(page: Page, here: Block, ahead: int) -> bool:
    """Tell whether "Free" in a heading right after a plan's name is its price: no price and no name follows at once."""
    after = page.blocks[ahead + 1].text if ahead + 1 < len(page.blocks) else ""
    return (
        page.blocks[ahead - 1] is here
        and KNOWN.fullmatch(name_of(here.text) or "") is not None
        and not money.is_price(after)
        and not known_in(after)
    )


_BY_TIME = re.compile(r"\W*(?:billed |paid )?(?:monthly|yearly|annual(?:ly)?)(?: only| billing)?\W*", re.IGNORECASE)
"""A heading that tells no more than how one is billed."""
_NEAR = 6  # blocks between a name and its price, beside the items of a list of what there is
_FARTHEST = 16
_AT_ONCE = 3  # a longer text that begins with its price


def _names_another(text: str) -> bool:
    """Tell whether a short text names a plan rather than saying that what went before is free."""
    return not money.is_free(text) and known_in(text) is not None


def _comes_between(inner: str, here: Block, block: Block) -> bool:
    """Tell whether a name between a name and a price takes the price: a heading does, or a plan's bare name."""
    if block.role == "heading":
        title = here.level == 1 and not known_in(here.text)
        return here.role != "heading" or title or names.is_sure(inner) or KNOWN.fullmatch(inner) is not None
    return (
        here.role == "heading"
        and not known_in(here.text)
        and bool(_BARE_NAME.fullmatch(price_places.lead(block).strip() or block.text))
    )


_CUSTOM = re.compile(r"custom|individuell|sur mesure|a medida|personalizado", re.IGNORECASE)
_BARE_NAME = re.compile(
    r"basic|starter|plus|pro|professional|premium|business|enterprise|ultimate|growth|advanced|essentials?|standard"
    r"|scale[- ]?up|start[- ]?up|individual|hobby|lite",
    re.IGNORECASE,
)


_SHORT = 60


def _extent(page: Page, at: int, following: int, shared: Counter[int] | None) -> tuple[int, int, int]:
    """Give the blocks of a card: its element's in HTML (shared with no other), else all up to the next heading."""
    node = page.blocks[at].node
    if node and shared:
        best = node
        for up in page.ancestors(node):
            if shared[up] > 1:
                break
            best = up
        inside = [
            number
            for number in range(max(0, at - 12), min(following, at + 120))
            if best in page.ancestors(page.blocks[number].node)
        ]
        if len(inside) > 1:
            return inside[0], inside[-1] + 1, best
    here = page.blocks[at]
    for number in range(at + 1, following):
        block = page.blocks[number]
        if (
            block.role == "heading"
            and (here.role != "heading" or block.level <= here.level)
            and not (money.is_price(block.text) or number == at + 1 and money.is_contact(block.text))
        ):
            return at, number, 0
        if number > at + 80:
            return at, number, 0
    return at, following, 0


def _alone(page: Page, at: int) -> Counter[int] | None:
    """Give what the only named card shares with the cards beside it that have no names, but prices; None for no such.

    A row of cards may begin with "Free", the others being told by their prices.
    """
    around = list(page.ancestors(page.blocks[at].node))
    for inner in around:
        node = page.nodes[inner]
        beside = {
            up
            for block in page.blocks[at + 1 : at + _BESIDE]
            if money.first_place(block.text) is not None
            for up in page.ancestors(block.node)
            if up != inner and page.nodes[up] == node
        }
        if len(beside) >= _FEW:
            return Counter(dict.fromkeys(page.ancestors(node.parent), 2))
    return None


_BESIDE = 60


def of_place(page: Page, block: int, headings: tuple[str, ...]) -> list[str]:
    """Give the plan of the card that a block stands in, else the plans that its headings announce."""
    card = next((card.name for card in shown(page) if card.first <= block < card.last), None)
    return [card] if card else names.of_headings(headings)
