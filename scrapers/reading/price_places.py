"""Where the price of a plan stands beside its name: at the head of a block, or right above the name."""

from __future__ import annotations

from scrapers import patterns as re
from scrapers.page import Block, Page
from scrapers.reading import money, names

_SHORT = 60
_SHORT_PRICE = 30
_PAIR = 2


def leads_free(block: Block) -> bool:
    """Tell whether the first of several inline elements says that it costs nothing ("FREE" before what it is for)."""
    return money.is_free(lead(block)) and not money.is_for_days(block.text)


def leads_contact(block: Block) -> bool:
    """Tell whether a short block asks to call, or the first of its inline elements does ("Custom" before a line)."""
    return money.is_contact(block.text) or len(block.text) <= _SHORT and money.is_contact(lead(block))


def lead(block: Block) -> str:
    """Give the first of several inline elements, if they are no heading."""
    return block.text[: block.joints[0]] if block.joints and block.role != "heading" else ""


def above(page: Page, number: int) -> int | None:
    """Give the block above a heading that is nothing but its price, in an element that both stand in alone.

    On a page of prices, what it costs by the year may stand between them, and it may be free or asked for.
    """
    here = page.blocks[number]
    if number == 0 or not here.node or here.role != "heading":
        return None
    around = page.nodes[here.node].parent
    first = number
    while first and number - first <= _PAIR and around in page.ancestors(page.blocks[first - 1].node):
        first -= 1
    if not number - _PAIR <= first < number:
        return None
    over = page.blocks[first:number]
    if any(block.role != "paragraph" or len(block.text) > _SHORT_PRICE for block in over):
        return None
    if len(over) == 1 and money.first_place(over[0].text) is not None and not names.has_known(over[0].text):
        return first
    led = page.kind == "pricing" and (len(over) == 1 or bool(_OF_THE_YEAR.search(over[1].text)))
    asked = money.is_free(over[0].text) or money.is_contact(over[0].text)
    return first if led and (asked or len(over) > 1 and money.first_place(over[0].text) is not None) else None


_OF_THE_YEAR = re.compile(r"\b(?:year|yr|annual(?:ly)?|yearly|Jahr|an|año)\b", re.IGNORECASE)


def alike(page: Page, one: Block, other: Block) -> bool:
    """Tell whether two blocks stand in elements of the same make, in HTML."""
    first, second = page.nodes[one.node], page.nodes[other.node]
    return bool(one.node) and (first.tag, first.classes.split()[:1]) == (second.tag, second.classes.split()[:1])
