"""The lines of a log in blocks: whole lines with their numbers, those of printable ASCII apart from the others."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

BLOCK: Final = 1 << 24
LONGEST: Final = 1 << 20
PRINTABLE: Final = bytes(range(32, 128))
Lines = list[tuple[int, bytes]]


class Block(NamedTuple):
    """Lines with their ends, and the number of each."""

    text: Sequence[bytes]
    numbers: Sequence[int]

    @property
    def size(self) -> int:
        """Give the bytes of the text."""
        return sum(map(len, self.text))

    def whole(self) -> bytes:
        """Give the text in one piece."""
        return self.text[0] if len(self.text) == 1 else b"".join(self.text)

    def each(self) -> Lines:
        """Give the lines one by one."""
        lines = self.whole().removesuffix(b"\n").split(b"\n")
        return [(number, line.removesuffix(b"\r")) for number, line in zip(self.numbers, lines, strict=True)]

    def halves(self) -> "tuple[Block, Block]":
        """Give the first and the second half."""
        text = self.whole()
        cut = text.rfind(b"\n", 0, len(text) // 2) + 1
        lines = text.count(b"\n", 0, cut)
        return Block([text[:cut]], self.numbers[:lines]), Block([text[cut:]], self.numbers[lines:])

    def located(self, lines: Iterable[bytes]) -> Lines | None:
        """Give lines of the block, which come in its order, with their numbers; None where one is not there."""
        text, place, index, found = b"\n" + self.whole().removesuffix(b"\n") + b"\n", 0, 0, []
        for line in lines:
            at = text.find(b"\n" + line + b"\n", place)
            if at < 0:
                return None
            index += text.count(b"\n", place, at)
            found.append((self.numbers[index], line))
            place, index = at + len(line) + 1, index + 1
        return found


def ahead(blocks: Iterator[Block]) -> Iterator[Block]:
    """Give blocks, the next of which is read and hashed beside the work on this one."""
    with ThreadPoolExecutor(1, thread_name_prefix="byot-blocks") as reader:
        coming = reader.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = reader.submit(next, blocks, None)
            yield block


def blocks(head: bytes, pieces: Iterator[bytes]) -> Iterator[Block]:
    """Give the lines of a log in blocks of about `BLOCK` bytes. The last one may lack its end.

    A line longer than a block is cut as the slow way cuts it.
    """
    number, held, count = 1, [head], len(head)
    for piece in pieces:
        held.append(piece)
        count += len(piece)
        if count < BLOCK:
            continue
        block, rest = _cut(held, number)
        if block is not None:
            yield block
            number += len(block.numbers)
        held, count = [rest], len(rest)
        if count > LONGEST:
            held, count = [rest[: LONGEST + 1]], LONGEST + 1
    last = b"".join(held)
    lines = last.count(b"\n") + (not last.endswith(b"\n"))
    if last:
        yield Block([last], range(number, number + lines))


def _cut(held: list[bytes], number: int) -> tuple[Block | None, bytes]:
    """Cut pieces after their last line end."""
    for place in range(len(held) - 1, -1, -1):
        end = held[place].rfind(b"\n") + 1
        if end:
            whole = [*held[:place], held[place][:end]]
            lines = sum(piece.count(b"\n") for piece in whole)
            return Block(whole, range(number, number + lines)), b"".join([held[place][end:], *held[place + 1 :]])
    return None, b"".join(held)


def screened(block: Block, separator: str) -> tuple[Block, Lines]:
    """Give a block of lines of printable ASCII (and separators) alone, and the other lines."""
    control = b"" if separator.isprintable() else separator.encode()
    printable = PRINTABLE + control
    ends = sum(piece.count(b"\n") + (piece.count(control) if control else 0) for piece in block.text)
    if sum(map(_unprintable, block.text)) == ends:
        return block, []
    text = block.whole()
    if b"\r" in text:
        unix = text.replace(b"\r\n", b"\n")
        if _unprintable(unix) == ends:
            return Block([unix], block.numbers), []
    fine: list[bytes] = []
    numbers: list[int] = []
    left: Lines = []
    for number, line in block.each():
        if not line.translate(None, printable):
            fine.append(line)
            numbers.append(number)
        else:
            left.append((number, line))
    return Block([b"\n".join([*fine, b""])] if fine else [], numbers), left


def _unprintable(piece: bytes) -> int:
    """Count the bytes that are no printable ASCII."""
    import numpy

    letters = numpy.frombuffer(piece, numpy.uint8)
    control = int(numpy.count_nonzero(letters < 32))
    return control if piece.isascii() else control + int(numpy.count_nonzero(letters > 127))
