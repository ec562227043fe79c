"""Words of a log of which several mean the same, such as results of a proxy: they have one fingerprint.

Lines that differ only in such words are of one kind then. A word that nobody knows keeps a fingerprint of its own.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from catalog.discovery.blocks import MARGIN, Block
from catalog.discovery.letters import KEYS, Letters, Places, Words, sought

OF_WORDS, OF_MEANINGS = 48, 57
"""Keys of fingerprints that no other part of a line uses."""
MOST_SEEN: Final = 1 << 12


class Meanings:
    """What words mean, by a number each."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """Take words and their numbers, from 0 on."""
        prints = of_words(numbers)
        order = np.argsort(prints)
        meant = np.fromiter(numbers.values(), np.uint64, len(numbers)) + np.uint64(1)
        self._known, self._meant = prints[order], meant[order] * KEYS[OF_MEANINGS, 0]
        self._seen = np.zeros(0, np.uint64), np.zeros(0, np.uint64)

    def of(self, prints: Words) -> Words:
        """Give the fingerprints of what words mean by the words' own."""
        seen, meant = self._seen
        at, new = sought(seen, prints)
        if len(new):
            few = np.unique(prints[new] if len(seen) < MOST_SEEN else prints)
            place, strange = sought(self._known, few)
            mean = self._meant.take(place, mode="clip")
            mean[strange] = few[strange]
            if len(seen) < MOST_SEEN:
                few, mean = np.concatenate([seen, few]), np.concatenate([meant, mean])
            order = np.argsort(few)
            seen, meant = self._seen = few[order], mean[order]
            at = np.searchsorted(seen, prints)
        return meant.take(at)


def fingerprints(letters: Letters, starts: Places, ends: Places) -> Words:
    """Give the fingerprints of words."""
    prints = np.zeros(len(starts), np.uint64)
    letters.fingerprint(starts, ends, OF_WORDS, prints)
    return prints


def of_words(words: Iterable[str]) -> Words:
    """Give the fingerprints of words that stand in no log."""
    text = np.frombuffer("".join(f"{word}\n" for word in words).encode(), np.uint8)
    room = np.zeros(len(text) + 3 * MARGIN, np.uint8)
    room[MARGIN : MARGIN + len(text)] = text
    ends = np.flatnonzero(room == ord("\n"))
    block = Block(room, MARGIN + len(text), ascii=True)
    return fingerprints(Letters(block), np.concatenate([[MARGIN], ends[:-1] + 1]), ends)
