"""The lines of a log in blocks of whole lines, read and hashed beside the work on earlier ones.

Blocks lie in rooms of memory that are used again: fresh pages for each would cost more than the copying.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

BLOCK: Final = 1 << 22
LONGEST: Final = 1 << 20
MARGIN: Final = 64
"""Letters before and after the text, so that whoever looks a little too far finds something."""
FILLING: Final = ord("x")
SPARE: Final = 1 << 19
PROCESSORS: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
WORKERS: Final = min(2, max(1, PROCESSORS - 1))
"""On two processors one: two of them and whoever waits for them would only take turns."""
AHEAD: Final = 8
Lines = list[tuple[int, bytes]]
Room = NDArray[np.uint8]
Done = TypeVar("Done")


class Block:
    """Whole lines, each ended by a line feed alone, between two margins of a room; `ascii` where they are no more."""

    __slots__ = ("ascii", "end", "room")

    def __init__(self, room: Room, end: int, ascii: bool) -> None:  # noqa: A002
        """Take a room with a text from `MARGIN` to before `end`."""
        self.room, self.end, self.ascii = room, end, ascii
        room[:MARGIN] = room[end : end + 2 * MARGIN] = FILLING

    @property
    def text(self) -> bytes:
        """Give the text."""
        return self.room[MARGIN : self.end].tobytes()

    def lines(self, number: int) -> Lines:
        """Give the lines one by one, the first one with this number."""
        return list(enumerate(self.text.removesuffix(b"\n").split(b"\n"), start=number))


class Rooms:
    """Rooms that are free again."""

    def __init__(self, free: Iterable[Room] = ()) -> None:
        """Begin with some."""
        self._free = deque(free)

    def take(self, size: int) -> Room:
        """Give a room for a text of so many letters at least."""
        room = self._free.pop() if self._free else np.empty(BLOCK + SPARE + 3 * MARGIN, np.uint8)
        return room if len(room) >= size + 3 * MARGIN else np.empty(size + SPARE + 3 * MARGIN, np.uint8)

    def add(self, free: Iterable[Room]) -> None:
        """Take some more."""
        self._free.extend(free)

    def free(self, blocks: Iterable[Block]) -> None:
        """Take the rooms of blocks that nobody needs any more."""
        self._free.extend(block.room for block in blocks)


@contextmanager
def ahead(
    blocks: Iterator[Block], work: Callable[[Block], Done], elsewhere: Callable[[Block], Callable[[], Done] | None]
) -> Iterator[Iterator[Done]]:
    """Give what comes of work on blocks, in their order: begun with at once, and always some blocks ahead.

    `elsewhere` begins with a block's work in another process and gives what waits for it, or None where it cannot.
    """
    with (
        ThreadPoolExecutor(1, thread_name_prefix="byot-blocks") as reader,
        ThreadPoolExecutor(WORKERS, thread_name_prefix="byot-lines") as workers,
    ):

        def begin() -> Callable[[], Done] | None:
            block = next(blocks, None)
            return None if block is None else elsewhere(block) or workers.submit(work, block).result

        coming = deque(reader.submit(begin) for _ in range(AHEAD))

        def each() -> Iterator[Done]:
            while (begun := coming.popleft().result()) is not None:
                coming.append(reader.submit(begin))
                yield begun()

        yield each()


def batches(several: Iterator[Done], most: int, first: int | None = None) -> Iterator[list[Done]]:
    """Give several as lists of so many at most; of fewer `first`, then of twice as many each time."""
    size = first or most
    while batch := list(islice(several, size)):
        yield batch
        size = min(2 * size, most)


def numbered(several: Iterable[Block]) -> Iterator[Lines]:
    """Give the lines of blocks, one block after another, numbered from 1."""
    number = 1
    for block in several:
        lines = block.lines(number)
        number += len(lines)
        yield lines


def first(pieces: Iterator[bytes], least: int) -> tuple[list[bytes], bool]:
    """Give pieces of at least so many bytes from the beginning, and whether there may be more."""
    held, count = [], 0
    for piece in pieces:
        held.append(piece)
        count += len(piece)
        if count >= least:
            return held, True
    return held, False


def blocks(pieces: Iterable[bytes], rooms: Rooms) -> Iterator[Block]:
    """Give the lines of a log in blocks of about `BLOCK` bytes.

    A line longer than a block is cut as the slow way cuts it.
    """
    room, at, end, plain, unix = rooms.take(0), MARGIN, MARGIN, True, True
    for piece in pieces:
        if at + len(piece) + 3 * MARGIN > len(room):
            wider = rooms.take(at + len(piece))
            wider[:at] = room[:at]
            room = wider
        room[at : at + len(piece)] = np.frombuffer(piece, np.uint8)
        cut = piece.rfind(b"\n") + 1
        end = at + cut if cut else end
        at += len(piece)
        plain = plain and piece.isascii()
        unix = unix and b"\r" not in piece
        if at - MARGIN < BLOCK:
            continue
        rest = room[end:at].tobytes()[: LONGEST + 1]
        if end > MARGIN:
            yield _block(room, end, plain, unix)
            room = rooms.take(len(rest))
        at, end, plain, unix = MARGIN + len(rest), MARGIN, rest.isascii(), b"\r" not in rest
        room[MARGIN:at] = np.frombuffer(rest, np.uint8)
    if at > MARGIN:
        if room[at - 1] != ord("\n"):
            at -= int(room[at - 1] == ord("\r"))
            room[at] = ord("\n")
            at += 1
        yield _block(room, at, plain, unix)


def _block(room: Room, end: int, plain: bool, unix: bool) -> Block:
    if not unix:
        text = room[MARGIN:end].tobytes().replace(b"\r\n", b"\n")
        end = MARGIN + len(text)
        room[MARGIN:end] = np.frombuffer(text, np.uint8)
    return Block(room, end, plain)
