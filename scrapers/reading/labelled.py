"""Amounts and labels that stand by each other, each in an element of its own: a big "3" over "Projects"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scrapers.page import Block, Page, Passage
from scrapers.reading import quotas

_LONGEST = 40


def pairs(page: Page, blocks: Sequence[Block]) -> Iterator[tuple[Block, str, Passage]]:
    """Give each amount that is nothing else, as the block that it stands in, with the label that belongs to it."""
    for at, block in enumerate(blocks):
        label = _inside(block)
        if label:
            yield block, *label
        elif quotas.is_bare(block.text):
            around = [other for other in (*blocks[at + 1 : at + 2], *blocks[max(0, at - 1) : at]) if _is_label(other)]
            label_block = next((other for other in around if _together(page, block, other, blocks, at)), None)
            if label_block:
                yield block, label_block.text, block.passage


def _is_label(block: Block) -> bool:
    return len(block.text) <= _LONGEST and block.role in ("item", "paragraph") and not any(map(str.isdigit, block.text))


def _inside(block: Block) -> tuple[str, Passage] | None:
    """Give the label and the amount of a block whose two inline elements are just these."""
    if len(block.joints) != 1 or len(block.text) > _LONGEST:
        return None
    cut = block.joints[0]
    halves = block.passage.cut(0, cut), block.passage.cut(cut, len(block.text))
    for label, value in (halves, halves[::-1]):
        if quotas.is_bare(value.text) and label.text and not any(map(str.isdigit, label.text)):
            return label.text.rstrip(":"), value
    return None


def _together(page: Page, one: Block, other: Block, blocks: Sequence[Block], at: int) -> bool:
    """Tell whether two blocks are all that an element has, or a term and what is said of it."""
    nodes = page.nodes
    if nodes[other.node].tag == "dt":
        return nodes[one.node].tag == "dd" and other in blocks[max(0, at - 1) : at]
    around = nodes[one.node].parent
    if not around or nodes[other.node].parent != around:
        return False
    return sum(1 for near in blocks[max(0, at - 2) : at + 3] if around in page.ancestors(near.node)) == _PAIR


_PAIR = 2
