"""Logs of resolvers that write a query on one line, and that it was blocked on a later one.

A verdict is put to the newest of the last queries that it fits; queries wait for some lines before they are given.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterator
from typing import Final

from catalog.discovery.record import Entry, Lines

WAITING: Final = 64
REMEMBERED: Final = 10_000
Key = Callable[[bytes], Hashable | None]


def entries(lines: Lines, query: Key, verdict: Key) -> Iterator[Entry]:
    """Put verdicts to their queries. `query` and `verdict` give the key of a line that is one, None for others."""
    waiting: deque[Entry] = deque()
    for number, line in lines:
        key = verdict(line)
        if key is not None and _attached(waiting, key, line, query):
            continue
        waiting.append(Entry(number, 1, line))
        if len(waiting) > WAITING:
            yield waiting.popleft()
    yield from waiting


def _attached(waiting: deque[Entry], key: Hashable, line: bytes, query: Key) -> bool:
    """Put a verdict to the newest query with its key that has none yet; say whether there was one."""
    for place in range(len(waiting) - 1, -1, -1):
        entry = waiting[place]
        if entry.lines == 1 and query(entry.text) == key:
            waiting[place] = Entry(entry.line, entry.lines + 1, entry.text + b"\n" + line)
            return True
    return False


class Remembered:
    """The keys of the last queries."""

    def __init__(self) -> None:
        """Begin with none."""
        self._keys: OrderedDict[Hashable, None] = OrderedDict()

    def add(self, key: Hashable) -> None:
        """Remember a key, and forget the oldest of too many."""
        if key in self._keys:
            self._keys.move_to_end(key)
        else:
            self._keys[key] = None
        if len(self._keys) > REMEMBERED:
            self._keys.popitem(last=False)

    def take(self, key: Hashable) -> bool:
        """Say whether a key is remembered, and forget it."""
        if key not in self._keys:
            return False
        del self._keys[key]
        return True
