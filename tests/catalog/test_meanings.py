"""Words that mean the same have one fingerprint."""

from catalog.discovery.letters import Words
from catalog.discovery.meanings import MOST_SEEN, Meanings, of_words

RESULTS = Meanings({"TCP_MISS/200": 0, "TCP_HIT/200": 0, "TCP_DENIED/403": 1})


def meant(*words: str) -> Words:
    return RESULTS.of(of_words(words))


def test_words_of_one_number_are_alike_and_others_are_not() -> None:
    miss, denied, hit, odd, odder = meant("TCP_MISS/200", "TCP_DENIED/403", "TCP_HIT/200", "ODD/200", "ODD/201")
    assert miss == hit
    assert len({miss, denied, odd, odder}) == 4


def test_ever_new_words_stay_apart_and_known_ones_known() -> None:
    for start in range(0, 3 * MOST_SEEN, 1_000):
        prints = meant("TCP_HIT/200", *(f"ODD/{start + number}" for number in range(1_000)), "TCP_MISS/200")
        assert prints[0] == prints[-1]
        assert len(set(prints.tolist())) == 1_001
