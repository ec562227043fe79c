"""Where the price of a plan stands beside its name: at the head of a block, or right above the name."""

from __future__ import annotations

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
    """Give the block right above a heading that is nothing but its price, in an element that both stand in alone."""
    here = page.blocks[number]
    if number == 0 or not here.node or here.role != "heading":
        return None
    over = page.blocks[number - 1]
    around = page.nodes[here.node].parent
    short = over.role == "paragraph" and len(over.text) <= _SHORT_PRICE and not names.has_known(over.text)
    if not short or money.first_place(over.text) is None or around not in page.ancestors(over.node):
        return None
    first = number < _PAIR or around not in page.ancestors(page.blocks[number - 2].node)
    return number - 1 if around and first else None
