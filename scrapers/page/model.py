"""What a page is once it has been read: its text, and where in it everything stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

Mark = Literal["yes", "no", "addon"]
Role = Literal["heading", "paragraph", "item", "cell", "button"]
KINDS = (
    "pricing",
    "security",
    "compliance",
    "trust_center",
    "dpa",
    "subprocessors",
    "terms",
    "privacy",
    "sla",
    "status",
    "help",
    "changelog",
    "security.txt",
    "other",
)
TRUST = frozenset({"security", "compliance", "trust_center"})
"""The kinds of page on which a vendor tells how it protects what it is given."""


class Passage(NamedTuple):
    """A piece of `Page.text` without its markup: `text` is what a person reads.

    `start` and `end` are offsets into `Page.text`; `offsets` has one for each character of `text`, or is
    None where both run in step.
    """

    text: str
    start: int
    end: int
    offsets: tuple[int, ...] | None = None

    def where(self, first: int, last: int) -> tuple[int, int]:
        """Give the offsets in `Page.text` of `text[first:last]`."""
        if self.offsets is None:
            return self.start + first, self.start + last
        if first >= last:
            return self.start, self.start
        return self.offsets[first], min(self.offsets[last - 1] + 1, self.end)

    def cut(self, first: int, last: int) -> Passage:
        """Give the part `text[first:last]`, without blanks at its ends."""
        part = self.text[first:last]
        plain = part.strip()
        if self.offsets is None:
            first += self.start + (len(part) - len(part.lstrip()) if plain is not part else 0)
            return Passage(plain, first, first + len(plain))
        first += len(part) - len(part.lstrip())
        last = first + len(plain)
        start, end = self.where(first, last)
        return Passage(plain, start, end, self.offsets[first:last])


class Block(NamedTuple):
    """One heading, paragraph, list item, cell or button of a page.

    `node` is its element in `Page.nodes`; `mark` says what an icon or a class says (a tick, a cross);
    `joints` are the places in the text where an inline element begins. Navigation and footers are no blocks.
    """

    role: Role
    passage: Passage
    level: int = 0
    node: int = 0
    mark: Mark | None = None
    joints: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """Give the block as a person reads it."""
        return self.passage.text


class Node(NamedTuple):
    """An element of the page's tree: the number of its parent (0 is the root), its tag and classes."""

    parent: int
    tag: str
    classes: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its text, and the mark that stands for it where it has an icon."""

    passage: Passage
    mark: Mark | None = None
    header: bool = False

    @property
    def text(self) -> str:
        """Give the cell as a person reads it."""
        return self.passage.text


@dataclass(frozen=True, slots=True)
class Table:
    """A table in rows of equal meaning per column; `at` is the number of the block it comes after."""

    rows: tuple[tuple[Cell, ...], ...]
    at: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its words as a person reads them, and its target as written."""

    text: str
    target: str


@dataclass(frozen=True, eq=False)
class Page:
    """A snapshot read: its text with the places of blocks and tables, its links and structured data."""

    kind: str
    url: str | None
    text: str
    blocks: tuple[Block, ...] = ()
    nodes: tuple[Node, ...] = (Node(0, ""),)
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    structured: tuple[Any, ...] = field(default=(), repr=False)
    title: str = ""

    def ancestors(self, node: int) -> Iterator[int]:
        """Give the element itself and every element around it, from the inside out."""
        while node:
            yield node
            node = self.nodes[node].parent

    @cached_property
    def outline(self) -> tuple[tuple[int, ...], ...]:
        """Give for each block the numbers of the headings that it stands under, the nearest last."""
        stack: list[int] = []
        paths: list[tuple[int, ...]] = []
        for number, block in enumerate(self.blocks):
            if block.role == "heading":
                while stack and self.blocks[stack[-1]].level >= block.level:
                    stack.pop()
                paths.append(tuple(stack))
                stack.append(number)
            else:
                paths.append(tuple(stack))
        return tuple(paths)

    def headings(self, number: int) -> list[str]:
        """Give the texts of the headings over a block, the nearest last."""
        return [self.blocks[heading].text for heading in self.outline[number]]
