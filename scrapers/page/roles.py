"""What an element of HTML stands for: a heading, an item, a cell, a button; and what a page makes of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from scrapers.page.model import Block, Node, Role

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BUTTONS = frozenset(("button", "option", "select"))
_CELLS = frozenset(("td", "th"))
_ITEMS = frozenset(("li", "dt", "dd"))
_UPWARDS = 6  # how far up what an element stands for is looked for
_BUTTON = re.compile(r"(?:^|[\s_-])(?:btn|button|cta)", re.IGNORECASE)
_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹]|(?:USD|EUR|GBP|CHF)\b)")


def of(nodes: list[Node], number: int) -> tuple[Role, int]:
    """Give what an element stands for, by itself or by what it stands in, and the level of a heading."""
    item = False
    for _ in range(_UPWARDS):
        if not number:
            break
        number, tag, classes = nodes[number]
        if tag in HEADINGS:
            return "heading", int(tag[1])
        if tag in _BUTTONS or tag in ("a", "label") and _BUTTON.search(classes):
            return "button", 0
        if tag in _CELLS:
            return "cell", 0
        item = item or tag in _ITEMS
    return ("item", 0) if item else ("paragraph", 0)


def looks_like_button(attributes: Mapping[str, str | None]) -> bool:
    """Tell whether a link or a label is made to look like a button."""
    return bool(_BUTTON.search(attributes.get("class") or "")) or attributes.get("role") == "button"


_NAVIGATION = re.compile(
    r"(?:^|\s)(?:toc|table-of-contents|(?:[\w-]+-)?side-?bar|side-?nav|breadcrumbs?|navbar)(?=\s|$)", re.IGNORECASE
)


def looks_like_navigation(attributes: Mapping[str, str | None]) -> bool:
    """Tell whether an element has a class by which parts that lead to other pages are called."""
    return bool(_NAVIGATION.search(attributes.get("class") or ""))


def upwards(nodes: list[Node], node: int) -> Iterator[int]:
    """Give an element and all that it stands in."""
    while node:
        yield node
        node = nodes[node].parent


def settled(blocks: list[Block], nodes: list[Node], *, marked: bool) -> list[Block]:
    """Give the blocks with what only those around them tell: whose an icon is, which buttons are cards of plans."""
    told = list(_with_icons(blocks, nodes)) if marked else blocks
    chosen = _choices(told, nodes)
    return (
        [block._replace(role="paragraph") if at in chosen else block for at, block in enumerate(told)]
        if chosen
        else told
    )


def _choices(blocks: list[Block], nodes: list[Node]) -> set[int]:
    """Give the numbers of the blocks of buttons that hold several, a price among them: one picks a plan by them."""
    inside: dict[int, list[int]] = defaultdict(list)
    for at, block in enumerate(blocks):
        if block.role == "button" and nodes[block.node].tag not in ("button", "a", "label", "option"):
            around = next((up for up in upwards(nodes, block.node) if nodes[up].tag in ("button", "label", "a")), 0)
            inside[around].append(at)
    return {
        at
        for around, numbers in inside.items()
        if around and len(numbers) > 1 and any(_PRICE.search(blocks[at].text) for at in numbers)
        for at in numbers
    }


def _with_icons(blocks: list[Block], nodes: list[Node]) -> Iterator[Block]:
    """Give an icon's mark to the words beside it where both are alone in one element."""
    for number, block in enumerate(blocks):
        before = blocks[number - 1] if number else None
        if before and not before.text and before.mark and block.text and not block.mark:
            around = nodes[before.node].parent
            neighbours = blocks[max(0, number - 2) : number - 1] + blocks[number + 1 : number + 2]
            if around in list(upwards(nodes, block.node))[:3] and not any(
                around in upwards(nodes, other.node) for other in neighbours
            ):
                block = block._replace(mark=before.mark)
        yield block
