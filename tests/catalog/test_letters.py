"""Arrays of numpy find letters and numbers just as Python does, at all places of a text at once."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from catalog.discovery.blocks import MARGIN, Block, Rooms
from catalog.discovery.letters import SPAN, Letters, like
from tests.campaigns import fuzzed

TEXTS = st.text("ab /-0123456789", min_size=1, max_size=300)


def letters(text: str) -> Letters:
    room = Rooms().take(len(text))
    room[MARGIN : MARGIN + len(text)] = np.frombuffer(text.encode(), np.uint8)
    return Letters(Block(room, MARGIN + len(text), ascii=True))


@given(text=TEXTS)
@fuzzed("letters found in texts", 30, 3_000)
def test_marks_are_found_as_python_finds_them(text: str) -> None:
    found = letters(text)
    slashes, every = found.marks(b"/"), np.arange(len(text)) + MARGIN
    assert (slashes.places() - MARGIN).tolist() == [place for place, letter in enumerate(text) if letter == "/"]
    assert slashes.between(every[:1], every[-1:] + 1).tolist() == [text.count("/")]
    (following, after), near = slashes.following(every, 2)
    blanks = found.marks(b" ").last_of_runs()
    (before,), close = blanks.before(every, 1)
    for place in range(len(text)):
        one = text.find("/", place)
        other = text.find("/", one + 1) if one >= 0 else -1
        if near[place]:
            assert (following[place] - MARGIN, after[place] - MARGIN) == (one, other)
        else:
            assert other < 0 or one - place >= SPAN or other - one > SPAN
        ends = [run.end() - 1 for run in re.finditer(" +", text) if run.end() - 1 < place]
        assert bool(close[place]) == bool(ends and place - ends[-1] <= SPAN)
        assert not close[place] or before[place] - MARGIN == ends[-1]


@given(text=TEXTS)
@fuzzed("letters found from places of texts on", 30, 3_000)
def test_a_letter_is_found_from_each_place_on_however_far_it_is(text: str) -> None:
    place, near = letters(text).next(b"/", np.arange(len(text)) + MARGIN)
    for at in range(len(text)):
        found = text.find("/", at)
        assert bool(near[at]) == (found >= 0 and found - at < SPAN)
        assert not near[at] or place[at] - MARGIN == found


@given(text=TEXTS)
@fuzzed("words read at all places of texts", 30, 3_000)
def test_words_are_told_by_their_pattern_as_python_tells_them(text: str) -> None:
    words = letters(text).words(np.arange(len(text)) + MARGIN, 11)
    for at, fits in enumerate(like(list(words), "00 00/000a").tolist()):
        assert fits == bool(re.match(r"\d\d \d\d/\d\d\da", text[at:]))


@given(text=TEXTS, count=st.integers(1, 8))
@fuzzed("numbers read at all places of texts", 30, 3_000)
def test_figures_are_read_as_python_reads_them(text: str, count: int) -> None:
    every = np.arange(max(len(text) - count + 1, 0))
    value, good = letters(text).figures(every + MARGIN, np.full(1, count))
    for place in every.tolist():
        part = text[place : place + count]
        assert bool(good[place]) == part.isdigit()
        assert not good[place] or int(value[place]) == int(part)


@given(one=TEXTS, other=TEXTS)
@fuzzed("fingerprints of texts", 30, 3_000)
def test_texts_have_the_same_fingerprint_if_they_are_the_same(one: str, other: str) -> None:
    whole = letters(f"{one} {other} {one}")
    starts = np.array([0, len(one) + 1, len(one) + len(other) + 2]) + MARGIN
    ends = starts + np.array([len(one), len(other), len(one)])
    prints = np.zeros(3, np.uint64)
    whole.fingerprint(starts, ends, 8, prints)
    assert prints[0] == prints[2]
    assert (prints[0] == prints[1]) == (one == other)
