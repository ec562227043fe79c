"""HTML to a page: the text that a person sees, in blocks, with its tables and structured data."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.page import grids, head, icons, marks, nesting, roles, words, worth
from scrapers.page.model import Cell, Link, Node, Page, Passage, Table
from scrapers.page.writing import Writing

_SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "math",
    "canvas",
    "head",
    "datalist",
    "textarea",
}
_INLINE = set(
    """a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark output q s samp small span strike strong
    sub sup time tt u var big wbr tooltip picture""".split()
)
_DEEPEST = 200  # what is nested deeper belongs to the element at this depth
_DEEPEST_TABLE = 3
_ALONE = 1000  # letters of a page that is written for readers without scripts
_GROUP, _LARGEST_GROUP = 2, 8  # parts whose worth is asked at once
_TOOLTIPS = dict.fromkeys(("title", "data-tooltip", "data-original-title"))
_STRUCK = {"del", "s", "strike"}
_ICONS = {"img", "svg", "input", "use"}
_PLAIN = _INLINE - _STRUCK - {"i"}  # without attributes, they say nothing by themselves
_DRAWN = {*_ICONS, "i", "br"}
_EMPTY = {"span", "div"}  # they say something without words where nothing is in them
_CHROME = {"nav", "footer", "navigation", "contentinfo"}
_HEADING_LEVELS = {
    node.tag_id: int((node.tag or "")[1])
    for node in LexborHTMLParser("".join(f"<{tag}></{tag}>" for tag in roles.HEADINGS)).css("body > *")
}
_PARTS = {"div", "section", "article", "p", "aside", "main", "details", "blockquote"}
_FRONT_MATTER = re.compile(r"\A\s*---\n.*?\n---\s*\n", re.DOTALL)
_MAY_BE_TEMPLATE = re.compile(r"\{[{%]")
_TEMPLATE = re.compile(r"\{\{[^{}\n]{0,300}\}\}|\{%[^%\n]{0,300}%\}")

_new = tuple.__new__
Attributes = dict[str, str | None]
Entered = str | None
"""A block's tag; nothing for what stands in a line; None for what is not entered."""


def read(source: str, *, url: str | None, kind: str, coded: bytes | None = None) -> Page:
    """Read HTML; what is no HTML gives a page with little text, never an error.

    `coded` is the source in UTF-8 where it need not be made: that takes a tenth of a parser's time.
    """
    front = _FRONT_MATTER.match(source)
    if front:
        source = source[front.end() :]
        coded = None
    plain = _TEMPLATE.sub(" ", source) if _MAY_BE_TEMPLATE.search(source) else source
    flat = nesting.flat(plain)
    tree = LexborHTMLParser(flat if coded is None or flat is not source else coded)
    walk = _Walk()
    if tree.body is not None:
        walk.over(tree.body)
    walk.tables.extend(grids.tables(walk.blocks, walk.nodes))
    return Page(
        kind=kind,
        url=url,
        text="".join(walk.text),
        blocks=tuple(roles.settled(walk.blocks, walk.nodes, marked=walk.bare_marks)),
        nodes=tuple(walk.nodes),
        tables=tuple(walk.tables),
        links=tuple(walk.links),
        structured=tuple(head.structured(source, tree)),
        title=head.title(tree),
    )


class _Walk(Writing):
    """One pass over the tree, and what it has gathered so far."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.links: list[Link] = []
        self._stack = [0]
        self._inside = 0
        self._begun: list[int] = []
        self._open_tables: list[list[list[Cell]]] = []
        self._open_cells: list[tuple[int, bool, int]] = []
        self._short = 0
        self._told = 0
        self._beyond: LexborNode | None = None

    def over(self, root: LexborNode) -> None:
        """Walk without recursion: pages nest deeper than Python does."""
        pieces = self.pieces
        above: list[tuple[LexborNode, Entered]] = []
        node = root
        while True:
            tag = node.tag or ""
            if tag == "-text":
                said = node.text_content or ""
                if pieces or not said.isspace():
                    pieces.append(said)
            elif tag[:1] not in "-_!" and (tag not in _SKIPPED or tag == "noscript" and _has_all(node)):
                entered, child = self._enter(node, tag)
                if child is not None:
                    above.append((node, entered))
                    node = child
                    continue
                if entered is not None:
                    self._leave(entered)
                elif self._beyond is not None:
                    node, self._beyond = self._beyond, None
            following = node.next
            while following is None or not above:
                if not above:
                    self.flush()
                    return
                node, entered = above.pop()
                self._leave(entered)
                following = node.next
            node = following

    def _enter(self, node: LexborNode, tag: str) -> tuple[Entered, LexborNode | None]:
        """Take an element up; give what its end must know, and its first child."""
        attributes = node.attributes
        if tag == "sup" and (raised := words.raised("".join(self.pieces[-4:]), node.text())) is not None:
            self.pieces.append(raised)
            return None, None
        if tag in _PLAIN and not attributes:
            self.pieces.append("\x00")
            return "", node.first_child
        classes = (attributes.get("class") or "") if attributes else ""
        struck = tag in _STRUCK or "line-through" in classes or "price" in classes and _is_old(node, classes)
        if "hidden" in attributes and tag not in ("div", "section") or struck and _was_price(node):
            return None, None
        child = node.first_child
        if not self._inside and self._not_read(node, tag, attributes, child):
            return None, None
        if (tag in _DRAWN or child is None and tag in _EMPTY) and self._drawn(node, tag, attributes):
            return None, None
        if tag == "a" and attributes.get("href"):
            self.links.append(Link(" ".join(node.text().split())[:200], str(attributes["href"])))
        if struck:
            self.set_mark("no")
        if tag in _INLINE and not (tag in ("a", "label") and roles.looks_like_button(attributes)):
            tag = ""
            self.pieces.append("\x00")
        else:
            self._open(tag, attributes, classes)
        if attributes and not _TOOLTIPS.keys().isdisjoint(attributes):
            self._tooltip(attributes)
        return tag, child

    def _drawn(self, node: LexborNode, tag: str, attributes: Attributes) -> bool:
        """Take up what an element says without words; give whether there is nothing else in it."""
        if tag == "br":
            if self.pieces and self.nodes[self.here].tag in roles.HEADINGS:
                self.pieces.append(" \x00")  # the lines of a heading are one heading
            else:
                self.flush()
            return True
        self._icon(node, tag, attributes)
        return tag in _ICONS

    def _not_read(self, node: LexborNode, tag: str, attributes: Attributes, child: LexborNode | None) -> bool:
        """Take up what is not read closely as mere text; give whether it was that."""
        if tag in _CHROME or attributes and (attributes.get("role") in _CHROME or _navigates(node, attributes)):
            self._aside(node)
            return True
        return tag in _PARTS and not self._short and child is not None and self._passed(node, child)

    def _aside(self, node: LexborNode) -> None:
        """Take up navigation and footers as mere text, with their links."""
        self.flush()
        plain = " ".join(node.text(separator=" ").split())
        if plain:
            self.write(plain)
        for link in node.css("a[href]"):
            target = link.attributes.get("href")
            if target:
                self.links.append(Link(" ".join(link.text().split())[:200], target))

    def _passed(self, node: LexborNode, child: LexborNode) -> bool:
        """Take up a part that is not worth reading as mere text with its headings; give whether it was one."""
        if self._told:
            told, self._told = self._told, 0
            if told == node.mem_id:
                return False
        text = node.text(separator=" ")
        size = len(text)
        if size < worth.SHORTEST:
            self._short = len(self._stack)  # nothing in it is longer
            return False
        if size >= worth.LONGEST or worth.reading(text):
            if child.next is None:
                self._told = child.mem_id  # all that it has is in that one part
            return False
        plain = words.one_line(text)
        if len(plain) < worth.SHORTEST or plain[-1] == ":":
            return False
        self.flush()
        above = self.blocks[-1] if self.blocks and self.idle != len(self.blocks) - 1 else None
        if above and above.role == "heading" and worth.reading(above.text):
            return False
        self._pass(node, plain)
        self._pass_following(node)
        return True

    def _pass_following(self, node: LexborNode) -> None:
        """Take up in the same way the parts that follow: RE2 is asked of ever more of them at once."""
        following = node.next
        most = _GROUP
        while following is not None:
            parts: list[tuple[LexborNode, str]] = []
            while following is not None and len(parts) < most:
                tag = following.tag or ""
                if tag in _PARTS:
                    text = following.text(separator=" ")
                    if not worth.SHORTEST <= len(text) < worth.LONGEST or not _is_plain(following.attributes):
                        break
                    parts.append((following, text))
                elif tag != "-comment" and not (tag == "-text" and (following.text_content or "").isspace()):
                    break
                following = following.next
            idle = worth.idle([text for _, text in parts])
            for part, text in parts[:idle]:
                plain = words.one_line(text)
                if len(plain) < worth.SHORTEST or plain[-1] == ":":
                    return
                self._pass(part, plain)
            if idle < most:
                return
            most = min(most * 2, _LARGEST_GROUP)

    def _pass(self, node: LexborNode, plain: str) -> None:
        """Take up a part as mere text, with its headings."""
        self._beyond = node
        start = self.write(plain)
        here = 0
        for heading in [inner for inner in node.traverse() if inner.tag_id in _HEADING_LEVELS]:
            said = words.one_line(heading.text(separator=" "))
            place = plain.find(said, here)
            if said and place >= 0:
                here = place + len(said)
                passage = _new(Passage, (said, start + place, start + here, None))
                self.idle_heading(passage, _HEADING_LEVELS[heading.tag_id])

    def _open(self, tag: str, attributes: Attributes, classes: str) -> None:
        if self.pieces:
            self.flush()
        stack = self._stack
        self.here = len(self.nodes)
        self.nodes.append(_new(Node, (stack[-1] if len(stack) <= _DEEPEST else stack[_DEEPEST - 1], tag, classes)))
        stack.append(self.here)
        self._begun.append(len(self.blocks))
        if tag == "li":
            if classes:
                self.set_mark(marks.of_item_class(classes))
        elif tag == "table":
            self._inside += 1
            if self._inside <= _DEEPEST_TABLE:
                self._open_tables.append([])
        elif 0 < self._inside <= _DEEPEST_TABLE:
            self._open_part(tag, attributes)

    def _open_part(self, tag: str, attributes: Attributes) -> None:
        if tag == "tr":
            self._open_tables[-1].append([])
        elif tag in ("td", "th"):
            self._open_tables[-1] = self._open_tables[-1] or [[]]
            self._open_cells.append((len(self.blocks), tag == "th", _number(attributes.get("colspan"))))

    def _leave_part(self, tag: str) -> None:
        if tag in ("td", "th") and self._open_cells:
            self._close_cell()
        elif tag == "table":
            rows = tuple(tuple(row) for row in self._open_tables.pop() if row)
            if len(rows) > 1:
                self.tables.append(Table(rows, len(self.blocks)))

    def _leave(self, tag: Entered) -> None:
        if not tag:
            self.pieces.append("\x00")
            return
        if self.pieces:
            self.flush()
        if self._inside:
            if self._inside <= _DEEPEST_TABLE:
                self._leave_part(tag)
            self._inside -= tag == "table"
        if self.mark is not None:
            self._settle_mark(tag)
        self._begun.pop()
        stack = self._stack
        stack.pop()
        if len(stack) <= self._short:
            self._short = 0
        self.here = stack[-1]

    def _settle_mark(self, tag: str) -> None:
        """An icon's mark ends with its element; one that has no words becomes an empty block."""
        if self.mark is None or self.mark_at != self.here:
            return
        if len(self.blocks) in (self._begun[-1], self.marked) and tag not in ("li", "td", "th"):
            parent = self.nodes[self.here].parent
            if any(self.nodes[up].tag in ("li", "td", "th") for up in roles.upwards(self.nodes, parent)):
                self.mark_at = parent
                return
            self.add("", (), self.mark)
        self.mark = None

    def _icon(self, node: LexborNode, tag: str, attributes: Attributes) -> None:
        mark = icons.mark_of(node, tag, attributes)
        if self.mark is None:
            self.set_mark(mark)
        if tag == "img" and attributes.get("alt") and not mark:
            self.pieces.append(f" {attributes['alt']} ")

    def _tooltip(self, attributes: Attributes) -> None:
        said = next((told for name in _TOOLTIPS if (told := attributes.get(name))), None)
        if said and len(said) > 25:
            self.pieces.append(f"\x01{said}\x01")

    def _close_cell(self) -> None:
        first, header, span = self._open_cells.pop()
        parts = [part for part in self.blocks[first:] if part.text]
        start, end = (parts[0].passage.start, parts[-1].passage.end) if parts else (self.length, self.length)
        mark = self.mark or next((part.mark for part in self.blocks[first:] if part.mark), None)
        cell = Cell(Passage("\n".join(part.text for part in parts), start, end), mark, header)
        self._open_tables[-1][-1].extend([cell] * span)
        self.mark = None


def _navigates(node: LexborNode, attributes: Attributes) -> bool:
    """Tell whether a part is a side bar or a table of contents by its class, and hardly more than links."""
    if not roles.looks_like_navigation(attributes):
        return False
    linked = sum(len(link.text(strip=True)) for link in node.css("a[href]"))
    return linked * 2 > len("".join(node.text().split()))


def _is_plain(attributes: Attributes) -> bool:
    """Tell whether an element's attributes say nothing of whether, and as what, it is read."""
    return not attributes or not (
        "hidden" in attributes or "role" in attributes or "line-through" in (attributes.get("class") or "")
    )


def _has_all(node: LexborNode) -> bool:
    """Tell whether a page says without scripts what scripts would write: its headings and all."""
    return len(node.text()) > _ALONE and node.css_first("h1") is not None


def _was_price(node: LexborNode) -> bool:
    """Tell whether what is crossed out is an old price."""
    return any(letter.isdigit() for letter in node.text())


def _is_old(node: LexborNode, classes: str) -> bool:
    """Tell whether an element is made for an old price, or for the full one before one that is made for a lower one."""
    if marks.is_old_price(classes):
        return True
    beside = node.next
    while beside is not None and beside.tag == "-text":
        beside = beside.next
    lower = beside is not None and beside.attributes.get("class")
    return bool(lower) and marks.is_full_price(classes) and marks.is_lower_price(str(lower))


def _number(text: str | None) -> int:
    return max(1, min(int(text), 20)) if text and text.isdigit() and text.isascii() and len(text) < 4 else 1
