"""The letters of a text as arrays of numpy: where some stand, what follows, and numbers written in figures.

Everything works on many places of a text at once, eight letters or 64 places to a number: a few operations for all
lines of a block instead of a few for each line. Letters are ASCII; what is found at places where nothing fits is
told apart by the arrays of truth that go with it.
"""

import os
import threading
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalog.discovery.blocks import MARGIN, Block

Places = NDArray[np.int64]
Words = NDArray[np.uint64]
Truth = NDArray[np.bool_]

SPAN: Final = MARGIN
"""As far as one look for a letter reaches."""
EIGHT: Final = 8
ROWS: Final = tuple(np.dtype((np.void, count * EIGHT)) for count in (2, 4))
"""Letters that are looked at together: a few where nobody needs more."""
ONE: Final = np.uint64(1)
ZEROS: Final = np.uint64(int.from_bytes(b"0" * EIGHT, "little"))
TENS: Final = np.uint64(0xF0F0F0F0F0F0F0F0)
OVER_NINE: Final = np.uint64(0x0606060606060606)
FIRST: Final = np.array([(1 << (8 * count)) - 1 for count in range(EIGHT)] + [2**64 - 1], dtype=np.uint64)
"""The first letters of eight, none to all of them."""
ALL: Final = np.uint64(2**64 - 1)
KEYS: Final = np.frombuffer(bytearray(os.urandom(64 * 2 * EIGHT)), np.uint64).reshape(-1, 2) | ONE
"""Of each process its own, so that nobody can write lines that are taken for one another."""


class Room(threading.local):
    """Memory for something true or not about each letter, which each thread uses again and again."""

    def __init__(self) -> None:
        """Begin with none."""
        self._truth = np.empty(0, np.bool_)

    def of(self, size: int) -> Truth:
        """Give room for so many letters."""
        if len(self._truth) < size:
            self._truth = np.empty(size, np.bool_)
        return self._truth[:size]


TRUTH: Final = Room()


class Letters:
    """The letters of a block. Places are counted with its margin."""

    def __init__(self, block: Block) -> None:
        """Take a block."""
        self.bytes = block.room[: (block.end + MARGIN + SPAN) // SPAN * SPAN]
        self._truth = TRUTH.of(len(self.bytes))
        self._words = self.bytes.view(np.uint64)
        self._marks: dict[bytes, Marks] = {}

    def eight(self, at: Places) -> Words:
        """Give the eight letters from each place on."""
        return _joined(self._words, at >> 3, (at & 7) << 3)

    def figures(self, at: Places, count: Places) -> tuple[Words, Truth]:
        """Give the number that so many letters (1 to 8) are, and whether all of them are figures."""
        shift = ((EIGHT - count.clip(1, EIGHT)) << 3).view(np.uint64)
        letters = self.eight(at)
        letters <<= shift
        letters |= ZEROS >> (np.uint64(64) - shift)
        letters ^= ZEROS
        return valued(letters), fit(letters)

    def marks(self, letter: bytes) -> "Marks":
        """Give where a letter stands."""
        found = self._marks.get(letter)
        if found is None:
            found = self._marks[letter] = Marks.of(np.equal(self.bytes, letter[0], out=self._truth))
        return found

    def below(self, letter: bytes) -> "Marks":
        """Give where letters stand that come before one."""
        return Marks.of(np.less(self.bytes, letter[0], out=self._truth))

    def next(self, letter: bytes, at: Places) -> tuple[Places, Truth]:
        """Give the place of a letter from each place on, and where it is near enough."""
        row = self._rows(at, ROWS[-1]).view(np.uint8) == letter[0]
        bits = np.packbits(row, bitorder="little").view(np.uint32)
        found, fits = at + _lowest(bits, bits - np.uint32(1)), bits != 0
        if not fits.all():
            far = np.flatnonzero(~fits)
            (found[far],), fits[far] = self.marks(letter).following(at[far], 1)
        return found, fits

    def fingerprint(self, start: Places, end: Places, key: int, into: Words) -> int:
        """Add to fingerprints what stands from `start` to before `end`; give the number of the next key to use.

        Different texts of up to 512 letters have different fingerprints, with all likelihood of 64 bits.
        """
        left, which = end - start, np.arange(len(start))
        longest, begun = int(left.max(initial=0)), 0
        while begun < longest:
            if begun:
                more = np.flatnonzero(left > 0)
                start, left, which = start[more] + ROWS[-1].itemsize, left[more], which[more]
            words = self.words(start, longest - begun)
            least = int(left.min())
            for place, word in enumerate(words[: (longest - begun + 7) // EIGHT]):
                first, second = KEYS[(key + begun // EIGHT + place) % len(KEYS)]
                if least < EIGHT * (place + 1):
                    word &= FIRST.take(left, mode="clip")
                word *= first
                word ^= word >> np.uint64(32)
                word *= second
                if begun:
                    into[which] += word
                else:
                    into += word
                left -= EIGHT
            begun += EIGHT * len(words)
        return key + EIGHT

    def words(self, at: Places, count: int) -> Words:
        """Give so many letters from each place on, or the first few, eight to a number: those of all places in turn."""
        row = ROWS[count > ROWS[0].itemsize]
        return np.ascontiguousarray(self._rows(at, row).view(np.uint64).reshape(len(at), -1).T)

    def _rows(self, at: Places, row: Any) -> Any:
        """Give some letters from each place on; others where a place lies outside."""
        rows: Any = np.ndarray(len(self.bytes) - row.itemsize + 1, row, self.bytes, strides=(1,))
        try:
            return rows[at]
        except IndexError:
            return rows[at.clip(0, len(rows) - 1)]


class Marks(NamedTuple):
    """Where a letter stands in a text: a bit for each place."""

    bits: Words

    @classmethod
    def of(cls, truth: Truth) -> "Marks":
        """Give the marks of the places where something is true."""
        return cls(np.packbits(truth, bitorder="little").view(np.uint64))

    def last_of_runs(self) -> "Marks":
        """Give those marks alone that no other one follows at once."""
        following = self.bits >> ONE
        following[:-1] |= self.bits[1:] << np.uint64(63)
        np.invert(following, out=following)
        following &= self.bits
        return Marks(following)

    def places(self) -> Places:
        """Give all places, in order; quickly where they are far from each other."""
        at = np.flatnonzero(self.bits)
        bits = self.bits.take(at)
        if (bits & (bits - ONE)).any():
            return np.flatnonzero(np.unpackbits(self.bits.view(np.uint8), bitorder="little"))
        at <<= 6
        at += _highest(bits)
        return at

    def number(self) -> int:
        """Give how many marks there are."""
        return int(np.bitwise_count(self.bits).sum())

    def between(self, starts: Places, ends: Places) -> Places:
        """Give how many marks stand from some places to before others."""
        before = np.zeros(len(self.bits) + 1, np.int64)
        np.cumsum(np.bitwise_count(self.bits), out=before[1:])

        def rank(places: Places) -> Places:
            at, below = places >> 6, (ONE << (places & 63).view(np.uint64)) - ONE
            count: Places = before.take(at, mode="clip") + np.bitwise_count(self.bits.take(at, mode="clip") & below)
            return count

        return rank(ends) - rank(starts)

    def window(self, at: Places) -> Words:
        """Give the marks of the `SPAN` places from each place on, the first one lowest."""
        return _joined(self.bits, at >> 6, at & 63)

    def following(self, at: Places, count: int) -> tuple[list[Places], Truth]:
        """Give the places of the next marks from each place on, and where all of them are near enough."""
        found: list[Places] = []
        fits: Truth = np.ones(len(at), np.bool_)
        bits = self.window(at)
        for _ in range(count):
            less = bits - ONE
            rest = bits & less
            if not bits.all():
                gone = np.flatnonzero(bits == 0)
                at = at.copy()
                at[gone] = found[-1][gone] + 1 if found else at[gone]
                bits[gone] = self.window(at[gone])
                fits[gone] &= bits[gone] != 0
                less = bits - ONE
                rest = bits & less
            found.append(at + _lowest(bits, less))
            bits = rest
        return found, fits

    def before(self, at: Places, count: int) -> tuple[list[Places], Truth]:
        """Give the places of the last marks before each place, the last one first, and where all are near enough."""
        found: list[Places] = []
        fits: Truth = np.ones(len(at), np.bool_)
        at = at - SPAN
        bits = self.window(at)
        for _ in range(count):
            if not bits.all():
                gone = np.flatnonzero(bits == 0)
                at = at.copy()
                at[gone] = found[-1][gone] - SPAN if found else at[gone]
                bits[gone] = self.window(at[gone])
                fits[gone] &= bits[gone] != 0
            place = _highest(bits)
            found.append(at + place)
            bits ^= ONE << place.view(np.uint64)
        return found, fits


def valued(letters: Words) -> Words:
    """Give the number that eight figures are, each as its value (not as a letter), the first one lowest."""
    word = letters * np.uint64(10)
    word += letters >> np.uint64(8)
    pairs = word & np.uint64(0x000000FF000000FF)
    pairs *= np.uint64(0x000F424000000064)
    word >>= np.uint64(16)
    word &= np.uint64(0x000000FF000000FF)
    word *= np.uint64(0x0000271000000001)
    pairs += word
    pairs >>= np.uint64(32)
    return pairs


def fit(letters: Words) -> Truth:
    """Say where eight letters, from each of which that of 0 was taken, are figures."""
    over = letters + OVER_NINE
    over |= letters
    over &= TENS
    fits: Truth = over == 0
    return fits


def like(words: Sequence[Words], pattern: str) -> Truth:
    """Say where letters, eight to a number, are like a pattern: `0` for any figure, all else for itself."""
    fits: Truth = np.ones(len(words[0]), np.bool_)
    for start, letters in zip(range(0, len(pattern), EIGHT), words, strict=False):
        part = pattern[start : start + EIGHT].encode()
        wanted = np.uint64(int.from_bytes(part, "little"))
        added = bytes(6 if letter == ord("0") else 15 for letter in part)
        other = letters ^ wanted
        other &= FIRST[len(part)]
        other |= other + np.uint64(int.from_bytes(added, "little"))
        other &= TENS
        fits &= other == 0
    return fits


def sought(known: Words, prints: Words) -> tuple[Places, Places]:
    """Give where prints stand or would stand among known ones in order, and which of them are not there."""
    at = np.searchsorted(known, prints)
    there = known.take(at, mode="clip") == prints if len(known) else np.zeros(len(prints), np.bool_)
    return at, np.flatnonzero(~there)


def _joined(words: Words, at: Places, shift: Places) -> Words:
    """Give what begins within words, put together from two of them; `at` and `shift` are used up."""
    down = shift.view(np.uint64)
    found = words.take(at, mode="clip")
    found >>= down
    at += 1
    rest = words.take(at, mode="clip")
    rest <<= ONE
    down ^= np.uint64(63)
    rest <<= down
    found |= rest
    return found


def _lowest(bits: Any, less: Any) -> Places:
    """Give the place of the lowest bit of numbers by what is one less than each."""
    place: Places = np.bitwise_count(less & ~bits).astype(np.int64)
    return place


def _highest(bits: Words) -> Places:
    """Give the place of the highest bit; of bits no two of which are neighbours, so that rounding carries nothing."""
    place: Any = bits.astype(np.float64).view(np.int64)
    place >>= 52
    place -= 1023
    return place  # type: ignore[no-any-return]
