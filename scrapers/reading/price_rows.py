"""Plans laid out in rows: a row of names, and below it a row of prices in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from scrapers.page import Block, Page
from scrapers.reading import money, price_places
from scrapers.reading.names import known_in, name_of

_FEWEST, _MOST = 2, 7
_NEAR = 3  # a name, what it is for, and the next name
_FARTHEST = 24


@dataclass(frozen=True, slots=True)
class Priced:
    """A plan whose name stands in a row of names, and the blocks that stand for it in the row of prices."""

    name: str
    blocks: tuple[Block, ...]


@lru_cache(maxsize=4)
def shown(page: Page) -> tuple[Priced, ...]:
    """Give the plans of the page's rows of prices, row by row."""
    return tuple(
        priced
        for names in _rows_of_names(page)
        for priced in _below(page, _without_price(page, names))
        if " " not in priced.name or not money.is_free(priced.name)
    )


def _without_price(page: Page, names: list[int]) -> list[int]:
    """Give a run of names without a last one that says what the first of them costs ("Free" before other prices)."""
    following = takewhile(_tells, page.blocks[names[-1] + 1 :])
    free = money.is_free(page.blocks[names[-1]].text)
    return names[:-1] if free and len(list(following)) == len(names) - 2 else names


def _rows_of_names(page: Page) -> Iterator[list[int]]:
    """Give the runs of blocks that name a plan each and no price."""
    run: list[int] = []
    for number, block in enumerate(page.blocks):
        may = block.text and block.node and block.role in ("heading", "paragraph")
        known = bool(may and known_in(block.text))
        named = (known or bool(may) and _beside_known(page, number)) and money.first_place(block.text) is None
        if run and (
            number - run[-1] > _NEAR
            or not (named and price_places.alike(page, page.blocks[run[-1]], block))
            and _tells(block)
        ):
            if len(run) >= _FEWEST:
                yield run[-_MOST:]
            run = []
        if named and (not run or price_places.alike(page, page.blocks[run[-1]], block)):
            run.append(number)


def _beside_known(page: Page, number: int) -> bool:
    """Tell whether a short text stands in one row with a name by which plans are known."""
    here = page.blocks[number]
    return any(
        known_in(other.text) is not None and all(beside(page, one, here) for one in page.blocks[first:last])
        for other, first, last in (
            *((page.blocks[at], at, number) for at in range(max(0, number - _PAIR), number)),
            *(
                (page.blocks[at], number + 1, at + 1)
                for at in range(number + 1, min(number + _PAIR + 1, len(page.blocks)))
            ),
        )
    )


_PAIR = 2
_LONGEST_NAME = 30


def beside(page: Page, one: Block, other: Block) -> bool:
    """Tell whether two short texts that may be names stand in elements of one make right in the same one."""
    first, second = page.nodes[one.node], page.nodes[other.node]
    return (
        bool(one.node)
        and one.node != other.node
        and first.parent == second.parent
        and price_places.alike(page, one, other)
        and all(
            len(block.text) <= _LONGEST_NAME and name_of(block.text) is not None and not _tells(block)
            for block in (one, other)
        )
    )


def _tells(block: Block) -> bool:
    return money.first_place(block.text) is not None or price_places.leads_contact(block) or money.is_free(block.text)


def _below(page: Page, names: Sequence[int]) -> Iterator[Priced]:
    """Give the element below the names that has as many parts as there are names, most of them with a price."""
    if len({page.blocks[number].text for number in names}) < len(names) or _together(page, names):
        return
    lines = _of_grid(page, names)
    if lines:
        yield from lines
        return
    for number in range(names[-1] + 1, min(names[-1] + _FARTHEST, len(page.blocks))):
        if not _tells(page.blocks[number]):
            continue
        for around in page.ancestors(page.blocks[number].node):
            parts = _parts(page, around, number)
            told = sum(any(map(_tells, part)) for part in parts[: len(names)])
            if len(parts) > len(names) and told < len(names):
                return
            if _part(page, around, number) in {_part(page, around, at) for at in names} - {None}:
                return  # the price stands beside a name: there is no row of names
            if page.nodes[around].parent and len(parts) >= len(names) and told > len(names) // 2:
                for at, part in zip(names, parts, strict=False):
                    yield Priced(name_of(page.blocks[at].text) or "", tuple(part))
                return


def _of_grid(page: Page, names: Sequence[int]) -> list[Priced]:
    """Give the plans of a grid of which names and prices are lines, one right below the other."""
    following = page.blocks[names[-1] + 1 : names[-1] + 1 + len(names)]
    around = {page.nodes[block.node].parent for block in (*(page.blocks[at] for at in names), *following)}
    if len(around) > 1 or len(following) < len(names) or not all(map(_tells, following)):
        return []
    pairs = zip(names, following, strict=True)
    return [Priced(name_of(page.blocks[at].text) or "", (block,)) for at, block in pairs]


def _together(page: Page, names: Sequence[int]) -> bool:
    """Tell whether all names stand in one element with nothing around each: a line of links, not of plans."""
    return len({page.blocks[number].node for number in names}) < len(names)


def _part(page: Page, around: int, number: int) -> int | None:
    """Give which of the elements right in another one a block stands in; None where it stands in none."""
    path = list(page.ancestors(page.blocks[number].node))
    return path[path.index(around) - 1] if around in path[1:] else None


def _parts(page: Page, around: int, number: int) -> list[list[Block]]:
    """Give the blocks in an element from a block on, part by part."""
    parts: dict[int, list[Block]] = {}
    for block in page.blocks[number : number + 60]:
        path = list(page.ancestors(block.node))
        if around not in path:
            break
        place = path.index(around)
        if place and block.text:
            parts.setdefault(path[place - 1], []).append(block)
    return list(parts.values())
