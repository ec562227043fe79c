"""A child process that sorts the lines of blocks, since two threads would take turns at Python's lock.

Blocks lie in memory that both processes see. The child writes what it finds of a block behind it, where its parent
reads it; only where and how much goes through pipes. Until the child is ready, and where it fails, its parent sorts.
"""

import json
import mmap
import os
import pickle
import select
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

import numpy as np

from catalog import child
from catalog.discovery.alike import Shape, Usual, usual
from catalog.discovery.blocks import BLOCK, MARGIN, SPARE, Block, Room, Rooms
from catalog.discovery.letters import KEYS

ROOMS: Final = 13
ROOM: Final = (BLOCK + SPARE + 4 * MARGIN) // MARGIN * MARGIN
FOUND: Final = 3 << 20
"""Bytes for what is found of a block: lines of seventy letters on average, or longer ones."""
WORTH: Final = 4
"""Blocks that are sorted sooner than a child is ready."""
MODULE: Final = "catalog.discovery.beside"
COLUMNS: Final = {
    "prints": np.uint64,
    "whos": np.uint64,
    "hundreds": np.uint32,
    "starts": np.int32,
    "ends": np.int32,
    "odd": np.int32,
    "lines": np.int32,
}


class Sorter:
    """Sorts blocks beside its process, from the first log on that is worth it. Close it to end the child."""

    def __init__(self) -> None:
        """Begin without a child."""
        self.child: Any = None
        self._ready = False
        self._asked = 0
        self._memory: Any = None

    def start(self) -> None:
        """Start the child; go without where the machine has no room for one, or no such memory (Linux alone has)."""
        with suppress(OSError, AttributeError):
            memory = os.memfd_create("byot")
            try:
                os.ftruncate(memory, ROOMS * (ROOM + FOUND))
                self._memory = mmap.mmap(memory, 0)
                self.child = child.start(MODULE, memory, passed=(memory,))
            finally:
                os.close(memory)
            self._tell(KEYS)

    def beside(self, blocks: Iterable[Block], rooms: Rooms) -> Iterator[Block]:
        """Give blocks that lie in some rooms; start the child once there are so many that it is worth it."""
        for number, block in enumerate(blocks, start=1):
            if number == WORTH and self.child is None:
                self.start()
                rooms.add(self.rooms())
            yield block

    def rooms(self) -> list[Room]:
        """Give the rooms of blocks that the child can see."""
        if self.child is None:
            return []
        return [_array(self._memory, place * (ROOM + FOUND), ROOM, np.uint8) for place in range(ROOMS)]

    def of(self, shape: Shape) -> Callable[[Block], Callable[[], Usual] | None]:
        """Give what lets the child sort a block of lines of a shape, and gives what waits for that; None if it can't.

        Blocks have to be waited for in their order.
        """
        told = False

        def begin(block: Block) -> Callable[[], Usual] | None:
            nonlocal told
            place = self._place(block) if self.ready() else None
            if place is None:
                return None
            try:
                if not told:
                    self._tell(shape)
                self._asked += 1
                self._tell((self._asked, place, block.end, block.ascii))
            except OSError:
                self._ready = False
                return None
            told, number = True, self._asked
            return lambda: self._answer(number, place, block, shape)

        return begin

    def ready(self) -> bool:
        """Say whether the child is there and has begun to listen."""
        if not self._ready and self.child is not None and select.select([self.child.stdout], [], [], 0)[0]:
            self._ready = self._heard() is True
        return self._ready

    def close(self) -> None:
        """End the child."""
        if self.child is not None:
            self.child.kill()
            self.child.communicate()
            self.child, self._ready = None, False

    def _place(self, block: Block) -> int | None:
        begin, size = _address(np.frombuffer(self._memory, np.uint8)), ROOM + FOUND
        place, within = divmod(_address(block.room) - begin, size)
        return place if 0 <= place < ROOMS and within == 0 else None

    def _answer(self, number: int, place: int, block: Block, shape: Shape) -> Usual:
        """Wait for what the child says of a block; what it says of others was waited for by nobody."""
        heard: Any = None
        while self._ready and (heard is None or heard[0] < number):
            heard = self._heard()
        if not self._ready or heard[1] is None:
            return usual(block, shape)
        columns, at = [], place * (ROOM + FOUND) + ROOM
        for length, kind in zip(heard[1], _kinds(shape), strict=True):
            columns.append(_array(self._memory, at, length, kind))
            at = _after(at, columns[-1])
        named = dict(zip(COLUMNS, columns, strict=False))
        return Usual(block, **named, numbers=dict(zip(shape.numbers, columns[len(named) :], strict=True)))

    def _tell(self, message: Any) -> None:
        pickle.dump(message, self.child.stdin)
        self.child.stdin.flush()

    def _heard(self) -> Any:
        """Give what the child says; None where it is gone, and then for good."""
        try:
            return json.loads(self.child.stdout.readline())
        except (ValueError, OSError):
            self._ready = False
            return None


def serve(memory: int) -> None:
    """Sort what the parent asks for, as long as it does."""
    shared, shape = mmap.mmap(memory, 0), None
    KEYS[:] = _asked()
    answer: Any = True
    while True:
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()
        try:
            while isinstance(asked := _asked(), Shape):
                shape = asked
        except EOFError:
            return
        assert shape is not None
        number, place, end, ascii_ = asked
        begin = place * (ROOM + FOUND)
        found = usual(Block(_array(shared, begin, ROOM, np.uint8), end, ascii_), shape)
        answer = (number, _written(found, shape, shared, begin + ROOM))


def _asked() -> Any:
    """Give what the parent says, who can be trusted; nothing that a child says is unpickled."""
    return pickle.load(sys.stdin.buffer)  # noqa: S301


def _written(found: Usual, shape: Shape, shared: mmap.mmap, at: int) -> list[int] | None:
    """Write down what was found, and give the lengths; None where it takes too much room."""
    most, lengths = at + FOUND, []
    for column, kind in zip(_columns(found), _kinds(shape), strict=True):
        if at + column.size * np.dtype(kind).itemsize > most:
            return None
        into = _array(shared, at, column.size, kind)
        into[:] = column
        lengths.append(column.size)
        at = _after(at, into)
    return lengths


def _columns(found: Usual) -> list[Any]:
    return [*(getattr(found, name) for name in COLUMNS), *found.numbers.values()]


def _kinds(shape: Shape) -> list[type[Any]]:
    return [*COLUMNS.values(), *(np.uint64 for _ in shape.numbers)]


def _array(memory: mmap.mmap, at: int, length: int, kind: Any) -> Any:
    return np.ndarray(length, kind, memory, at)


def _after(at: int, column: Any) -> int:
    """Give the next place after a column where any other may begin."""
    return int(at + column.nbytes + 7) // 8 * 8


def _address(array: Any) -> int:
    return int(array.__array_interface__["data"][0])
