"""What is read of a page, word by word, made into blocks: each with its place in the text and the element it is in."""

from __future__ import annotations

import re

from scrapers.page import roles, words
from scrapers.page.model import Block, Mark, Node, Passage, Role

_new = tuple.__new__
_SIGNS = frozenset(("$", "€", "£", "US$"))
_BEHIND = frozenset(("€", "€*"))
_BARE = re.compile(r"\d[\d.,]*")
"""An amount and its sign are one text, though designers set them in elements of their own."""


class Writing:
    """The text, blocks and elements of a page, as far as they are written down; `here` is the element being read."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.blocks: list[Block] = []
        self.nodes: list[Node] = [Node(0, "")]
        self.bare_marks = False
        self.length = 0
        self.pieces: list[str] = []
        self.here = 0
        self.mark: Mark | None = None
        self.mark_at = 0
        self.marked = 0
        self.idle = -1
        self._roles: dict[int, tuple[Role, int]] = {}

    def set_mark(self, mark: Mark | None) -> None:
        """Keep what an icon or a class says for the words that come, if it says anything."""
        if mark:
            self.mark, self.mark_at = mark, self.here
            self.marked = len(self.blocks)

    def flush(self) -> None:
        """Make a block of the words that were read, and one of each tooltip among them."""
        if not self.pieces:
            return
        joined = "".join(self.pieces) if len(self.pieces) > 1 else self.pieces[0]
        self.pieces.clear()
        if "\x01" in joined:
            parts = joined.split("\x01")
            for piece in ("".join(parts[::2]), *parts[1::2]):
                self.say(piece)
        else:
            self.say(joined)

    def say(self, piece: str) -> None:
        """Add a block with these words, if they are any."""
        if "\x00" not in piece:
            text = " ".join(piece.split())
            if text:
                self.add(text, (), self.mark)
            return
        text = " ".join(piece.replace("\x00", "").split())
        if text:
            self.add(text, words.joints(piece), self.mark)

    def add(self, text: str, joints: tuple[int, ...], mark: Mark | None) -> None:
        """Add a block of the element that is being read; without words it is but a mark."""
        if self._belongs_to_sign(text):
            sign = self._taken_back()
            text, joints = sign + text, tuple(joint + len(sign) for joint in joints)
        start = self.length
        if text:
            self.text.append(text + "\n")
            self.length += len(text) + 1
        else:
            self.bare_marks = True
        role, level = self._roles.get(self.here) or self.role()
        passage = _new(Passage, (text, start, start + len(text), None))
        self.blocks.append(_new(Block, (role, passage, level, self.here, mark, joints)))
        if mark and text and role not in ("item", "cell"):
            self.mark = None  # it was for the words beside the icon, not for all that follows

    def _belongs_to_sign(self, text: str) -> bool:
        """Tell whether a text is the amount of the sign that stands alone before it, or the sign of an amount."""
        before = self.blocks[-1] if self.blocks else None
        if before is None or before.role == "cell" or self.idle == len(self.blocks) - 1:
            return False
        return (before.text in _SIGNS and text[:1].isdigit()) or text in _BEHIND and bool(_BARE.fullmatch(before.text))

    def _taken_back(self) -> str:
        """Take the last block back and give its text."""
        self.text.pop()
        text = self.blocks.pop().text
        self.length -= len(text) + 1
        return text

    def role(self) -> tuple[Role, int]:
        """Give what the element that is being read stands for, and keep it."""
        made = self._roles[self.here] = roles.of(self.nodes, self.here)
        return made

    def write(self, plain: str) -> int:
        """Add mere text, which no block is made of; give its place."""
        start = self.length
        self.text.append(plain + "\n")
        self.length += len(plain) + 1
        return start

    def idle_heading(self, passage: Passage, level: int) -> None:
        """Add a heading under which nothing stands that is read; it takes the place of one like it just before."""
        blocks = self.blocks
        if self.idle == len(blocks) - 1 and blocks and blocks[-1].level >= level:
            blocks.pop()
        blocks.append(_new(Block, ("heading", passage, level, self.here, None, ())))
        self.idle = len(blocks) - 1
