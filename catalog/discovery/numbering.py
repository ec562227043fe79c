"""Numbers for the fingerprints of a log, counted from 0.

Most are found at the first look: each fingerprint has one place in a table, by its highest bits. Those whose place is
taken have one in a second table, by other bits; the few that are left are looked for in order.
"""

from typing import Final

import numpy as np

from catalog.discovery.letters import ONE, Places, Words, sought

FEWEST_BITS: Final = 14
MOST_BITS: Final = 20
BITS: Final = 64
TURN: Final = np.uint64(0x9E3779B97F4A7C15)
"""Turns fingerprints about, so that those who share a place in one table do not in the other."""


class Numbers:
    """The numbers of all fingerprints that have been asked for."""

    def __init__(self) -> None:
        """Begin with none."""
        self.count = 0
        self._make(FEWEST_BITS)

    def of(self, prints: Words) -> tuple[Places, Places]:
        """Give the numbers of some fingerprints, and for each new number, in order, where it comes first."""
        numbers, lost = self._tables[0].find(prints)
        if len(lost):
            numbers[lost], left = self._tables[1].find(prints.take(lost))
            lost = lost.take(left)
        if len(lost) and len(self._others):
            at, left = sought(self._others, prints.take(lost))
            numbers[lost] = self._numbers.take(at, mode="clip")
            lost = lost.take(left)
        return numbers, self._number(prints, numbers, lost)

    def _number(self, prints: Words, numbers: Places, new: Places) -> Places:
        """Number new fingerprints, and give where each comes first."""
        firsts = [new[:0]]
        for table in self._tables:
            if len(new):
                numbers[new], first, left = table.put(prints.take(new), self.count)
                self.count += len(first)
                firsts.append(new.take(first))
                new = new.take(left)
        if len(new):
            few, first, which = np.unique(prints.take(new), return_index=True, return_inverse=True)
            numbers[new] = self.count + which
            self._keep(few, self.count + np.arange(len(few)))
            self.count += len(few)
            firsts.append(new.take(first))
        if self._bits < MOST_BITS and self.count > 1 << (self._bits - 2):
            self._grow()
        return np.concatenate(firsts)

    def _make(self, bits: int) -> None:
        self._bits, self._tables = bits, (_Table(bits, ONE), _Table(bits - 2, TURN))
        self._others, self._numbers = np.zeros(0, np.uint64), np.zeros(0, np.int64)

    def _keep(self, prints: Words, numbers: Places) -> None:
        places = np.searchsorted(self._others, prints)
        self._others = np.insert(self._others, places, prints)
        self._numbers = np.insert(self._numbers, places, numbers)

    def _grow(self) -> None:
        kept = [table.kept() for table in self._tables]
        prints = np.concatenate([self._others, *(one for one, _ in kept)])
        numbers = np.concatenate([self._numbers, *(one for _, one in kept)])
        order = np.argsort(prints)
        prints, numbers = prints.take(order), numbers.take(order)
        self._make(min(self._bits + 2, MOST_BITS))
        for table in self._tables:
            *_, left = table.put(prints, 0, numbers)
            prints, numbers = prints.take(left), numbers.take(left)
        self._keep(prints, numbers)


class _Table:
    """Fingerprints, each at the only place where it may stand, with their numbers."""

    def __init__(self, bits: int, turn: np.uint64) -> None:
        """Begin with none."""
        self._turn, self._shift = turn, np.uint64(BITS - bits)
        self._prints, self._numbers = np.zeros(1 << bits, np.uint64), np.full(1 << bits, -1)

    def find(self, prints: Words) -> tuple[Places, Places]:
        """Give the numbers of some fingerprints, and where among them those are that are not here."""
        return self._found(prints, self._places(prints))

    def put(self, prints: Words, count: int, numbers: Places | None = None) -> tuple[Places, Places, Places]:
        """Put fingerprints that are not here where places are free, numbered from `count` on or as given.

        Gives their numbers, where each new number comes first, and where those are that found no place.
        """
        at = self._places(prints)
        free = np.flatnonzero(self._numbers.take(at) < 0)
        self._numbers[at[free][::-1]] = free[::-1]  # of several for a place the first is written last
        first = free[self._numbers.take(at[free]) == free]
        self._prints[at[first]] = prints[first]
        self._numbers[at[first]] = count + np.arange(len(first)) if numbers is None else numbers[first]
        found, left = self._found(prints, at)
        return found, first, left

    def kept(self) -> tuple[Words, Places]:
        """Give all fingerprints that are here, and their numbers."""
        there = np.flatnonzero(self._numbers >= 0)
        return self._prints[there], self._numbers[there]

    def _places(self, prints: Words) -> Places:
        return ((prints if self._turn == ONE else prints * self._turn) >> self._shift).view(np.int64)

    def _found(self, prints: Words, at: Places) -> tuple[Places, Places]:
        numbers = self._numbers.take(at)
        others = self._prints.take(at) != prints
        others |= numbers < 0
        return numbers, np.flatnonzero(others)
