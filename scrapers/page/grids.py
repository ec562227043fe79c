"""Matrices that are laid out without `<table>`: columns of lines, or lines of cells, in nested elements."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from scrapers.page.model import Block, Cell, Mark, Node, Passage, Table

_FEWEST = 4
_LARGEST = 90
_PAIR = 2
_WIDEST = 9
_VALUE = re.compile(r"^\d|unlimited|^(?:yes|no|included)$", re.IGNORECASE)
_ANSWERS: dict[str, Mark] = {
    **dict.fromkeys(("Yes", "yes", "YES", "✓", "✔", "✔️", "✅", "Included"), "yes"),
    **dict.fromkeys(("No", "no", "NO", "✗", "✕", "✘", "❌", "–", "—", "-"), "no"),
}
"""What stands in a cell for a tick or a cross."""
_LEFT_OUT = {"td", "th", "tr", "table", "tbody", "thead", "option", "select"}


def tables(blocks: list[Block], nodes: list[Node]) -> Iterator[Table]:
    """Give the matrices that elements of the same make form, by columns or by lines."""
    marked = [at for at, block in enumerate(blocks) if block.mark or block.passage.text in _ANSWERS]
    if not marked:  # every matrix has some among its cells
        return
    tree = _Tree(blocks, nodes, marked)
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        if node.tag not in _LEFT_OUT and 2 <= len(tree.children[number]) <= 120:
            groups[node.tag, node.classes].append(number)
    for alike in groups.values():
        if 2 <= len(alike) <= 400:
            columns = list(_by_columns(tree, alike))
            yield from columns or _by_lines(tree, alike)
    for around, beside in list(tree.children.items()):
        if 3 <= len(beside) <= 9 and _is_unlike(tree, beside):
            yield from _by_columns(tree, beside)
        elif _LEAST_FLAT <= len(beside) <= _MOST_FLAT and tree.has_marks(around):
            yield from _flat(tree, beside)


def _is_unlike(tree: _Tree, beside: list[int]) -> bool:
    """Tell whether elements beside each other are as long as each other, though not all of one class."""
    lengths = {len(tree.children[node]) for node in beside}
    return (
        max(lengths) > _FEWEST
        and max(lengths) - min(lengths) <= 1
        and len({tree.nodes[node].classes for node in beside}) > len(beside) - 2
        and not any(tree.nodes[node].tag in _LEFT_OUT for node in beside)
    )


class _Tree:
    """Which blocks and elements every element holds."""

    def __init__(self, blocks: list[Block], nodes: list[Node], marked: list[int]) -> None:
        self.blocks = blocks
        self.nodes = nodes
        self.children: dict[int, list[int]] = defaultdict(list)
        for number, node in enumerate(nodes):
            if number:
                self.children[node.parent].append(number)
        self.range: dict[int, tuple[int, int]] = {}
        self._marked = marked
        for at, block in enumerate(blocks):
            self._hold(block.node, at, at + 1)
        for number in range(len(nodes) - 1, 0, -1):  # an element comes after the one it is in
            if number in self.range:
                self._hold(nodes[number].parent, *self.range[number])

    def _hold(self, node: int, first: int, last: int) -> None:
        held = self.range.get(node, (first, last))
        self.range[node] = (min(held[0], first), max(held[1], last))

    def holds(self, node: int, inner: int) -> bool:
        """Tell whether an element is around another."""
        while inner > node:
            inner = self.nodes[inner].parent
        return inner == node

    def has_marks(self, node: int) -> bool:
        """Tell whether an element holds more than a few ticks and crosses."""
        first, last = self.range.get(node, (0, 0))
        return bisect_left(self._marked, last) - bisect_left(self._marked, first) >= _FEWEST

    def cell(self, node: int) -> Cell:
        """Give an element as a cell."""
        first, last = self.range.get(node, (0, 0))
        held = self.blocks[first:last]
        words = [block for block in held if block.text]
        mark = next((block.mark for block in held if block.mark), None)
        if not words:
            place = held[0].passage.start if held else 0
            return Cell(Passage("", place, place), mark)
        text = "\n".join(block.text for block in words)
        return Cell(Passage(text, words[0].passage.start, words[-1].passage.end), mark or _ANSWERS.get(text))

    def cells(self, node: int) -> list[Cell]:
        """Give the elements in an element as cells."""
        return [self.cell(child) for child in self.spread(node)]

    def before(self, node: int) -> Cell:
        """Give the element right before another in the same one as a cell."""
        beside = self.children[self.nodes[node].parent]
        at = beside.index(node)
        return self.cell(beside[at - 1]) if at else Cell(Passage("", 0, 0))

    def spread(self, node: int) -> list[int]:
        """Give the elements in an element; of a label and an element around all its answers, the answers apart."""
        inside = self.children[node]
        if len(inside) != _PAIR:
            return inside
        around = inside[1]
        while len(self.children[around]) == 1:
            around = self.children[around][0]
        return [inside[0], *self.children[around]] if _PAIR <= len(self.children[around]) < _WIDEST else inside


def _looks_like_answers(cells: list[Cell]) -> bool:
    answers = sum(1 for cell in cells if len(cell.text) <= 30 and (cell.mark or len(cell.text) < 16))
    return answers * 10 >= len(cells) * 7 and any(cell.mark for cell in cells)


def _by_columns(tree: _Tree, alike: list[int]) -> Iterator[Table]:
    """Give the matrices made of a column of labels and the columns of answers that follow it."""
    if not any(len(tree.children[node]) > _FEWEST for node in alike):
        return
    columns = [tree.cells(node) for node in alike]
    at = 0
    while at < len(columns):
        labels = columns[at]
        answers: list[list[Cell]] = []
        if (
            len(labels) > _FEWEST
            and all(0 < len(cell.text) < 80 for cell in labels[1:-1])
            and len(labels[-1].text) < 80  # nothing may stand beside the buttons of the plans
            and not any(cell.mark for cell in labels)
        ):
            for column in columns[at + 1 :]:
                shifted = len(column) - len(labels) not in (0, 1) or answers and len(column) != len(answers[0])
                if shifted or not _looks_like_answers(column[1:]):
                    break
                answers.append(column)
        if 2 <= len(answers) < len(labels):
            shift = len(answers[0]) - len(labels)
            heads = [column[0] for column in answers]
            if not any(cell.text for cell in heads):  # the names stand over the lists
                heads = [tree.before(node) for node in alike[at + 1 : at + 1 + len(answers)]]
            head = (Cell(Passage("", 0, 0)), *heads)
            rows = [
                (label, *(column[line + shift] for column in answers))
                for line, label in enumerate(labels)
                if line + shift
            ]
            yield Table((head, *rows), tree.range.get(alike[at + len(answers)], (0, 0))[1])
        at += 1 + len(answers)


def _by_lines(tree: _Tree, alike: list[int]) -> Iterator[Table]:
    run: list[tuple[int, list[Cell]]] = []
    heads: dict[int, list[Cell]] = {}  # one head may serve the sections of a matrix
    for node in [*alike, 0]:
        width = len(tree.spread(node)) if node else 0
        if run and (not node or width != len(run[-1][1])):
            yield from _lines(tree, run, heads)
            run = []
        if node and 3 <= width <= _WIDEST:
            run.append((node, tree.cells(node)))


def _flat(tree: _Tree, beside: list[int]) -> Iterator[Table]:
    """Give the matrix whose labels and answers all stand beside each other in one element, line after line."""
    cells = [tree.cell(node) for node in beside]
    if sum(map(_is_answer, cells)) * 2 < len(cells):
        return
    width, starts = max(
        ((width, _starts(cells, width)) for width in range(_PAIR + 1, _WIDEST)),
        key=lambda found: found[0] * len(found[1]),
    )
    if starts and starts[0] >= width and not cells[starts[0] - width].text:
        starts.insert(0, starts[0] - width)  # over the labels stands nothing
    yield from _lines(tree, [(beside[at], cells[at : at + width]) for at in starts], {})


def _starts(cells: list[Cell], width: int) -> list[int]:
    """Give where the lines of a matrix begin that has so many columns: a label, answers, and then a label again."""
    starts, at = [], 0
    while at + width <= len(cells):
        whole = _is_label(cells[at]) and all(map(_is_answer, cells[at + 1 : at + width]))
        if whole and (at + width == len(cells) or _is_label(cells[at + width])):
            starts.append(at)
            at += width
        else:
            at += 1
    return starts


def _is_label(cell: Cell) -> bool:
    return not cell.mark and any(map(str.isalpha, cell.text))


def _is_answer(cell: Cell) -> bool:
    return len(cell.text) <= _ANSWER


_ANSWER = 30
_LEAST_FLAT, _MOST_FLAT = 12, 900  # cells of a matrix that stand in one element


def _lines(tree: _Tree, run: list[tuple[int, list[Cell]]], heads: dict[int, list[Cell]]) -> Iterator[Table]:
    rows = [cells for _, cells in run]
    if len(rows) < _FEWEST or not all(0 < len(_first_line(row[0])) < 160 for row in rows[1:]):
        return
    if not _looks_like_answers([cell for row in rows[1:] for cell in row[1:]]):
        return
    named = all(0 < len(cell.text) < 60 and not cell.mark and not _VALUE.search(cell.text) for cell in rows[0][1:])
    width = len(rows[0])
    head = rows[0] if named else heads.get(width) or _head(tree, run[0][0], width)
    if head:
        heads.setdefault(width, head)
        body = rows if head is not rows[0] else rows[1:]
        last = tree.range.get(run[-1][0], (0, 0))[1]
        yield Table(tuple(tuple(row) for row in [head, *body]), last)


_CALL = re.compile(
    r"(?:start|choose|get|buy|try|contact|sign|select|create|learn|join|request|book|talk|upgrade|subscribe|download)\s"
    r"|[^\w\n]{0,2}\d|[A-Z]{0,3}[$€£]",
    re.IGNORECASE,
)


def _first_line(cell: Cell) -> str:
    return cell.text.split("\n", 1)[0]


def _head(tree: _Tree, first: int, width: int) -> list[Cell] | None:
    """Give the nearest element before that has a name for each column."""
    for node in range(first - 1, max(0, first - _LARGEST), -1):
        children = tree.children[node]
        if len(children) in (width, width - 1):
            cells = tree.cells(node)
            names = cells[-(width - 1) :]
            if sum(1 for cell in names if _CALL.match(cell.text)) * 2 >= len(names) or tree.holds(node, first):
                continue  # the buttons and prices below the names
            if all(0 < len(cell.text.split("\n")[0]) < 40 for cell in names) and all(
                one.passage.start < other.passage.start for one, other in pairwise(names)
            ):
                return [Cell(Passage("", 0, 0)), *names]
    return None
