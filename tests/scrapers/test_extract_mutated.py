"""A hundred pages broken at random, always the same hundred: none stops the extraction, none takes two seconds.

The whole measure is ten thousand: `for_all` with other pages and a larger count runs it.
"""

import time
from collections.abc import Iterable
from itertools import cycle, islice
from pathlib import Path
from random import Random

import pytest

from scrapers import extract
from scrapers.page import Unreadable, read
from tests.scrapers.mutated import mutated

SAMPLES = Path(__file__).parents[1] / "samples" / "pages"
SEED = 20261125
LONGEST = 2.0
KINDS = ("pricing", "security", "dpa", None)


def for_all(files: Iterable[Path], count: int) -> tuple[int, float]:
    """Extract from that many broken pages; give how many could be read, and the longest time in seconds."""
    random = Random(SEED)
    pages = cycle([(file.name, file.read_bytes()) for file in files])
    readable, longest = 0, 0.0
    for name, body in islice(pages, count):
        broken = mutated(body, random)
        began = time.process_time()
        try:
            page = read(broken, kind=random.choice(KINDS), file_name=name)
        except Unreadable:
            continue
        for finding in extract.each(page):
            assert page.text[finding.start : finding.end] == finding.quote
        readable += 1
        longest = max(longest, time.process_time() - began)
    return readable, longest


def test_no_broken_page_stops_the_extraction_or_takes_long() -> None:
    files = [file for file in sorted(SAMPLES.iterdir()) if file.suffix != ".json"]
    readable, longest = for_all(files, 100)
    assert readable > 60
    assert longest < LONGEST


@pytest.mark.parametrize(
    "body",
    [
        b"# " + b"\t" * 30_000 + b"x",
        b"| a |\n" + b"\t" * 30_000 + b"-|x\n",
        b"- We are certified: " + b"SOC 2 Type " * 500 + b"\n",
        b"Data is encrypted " + b"at rest " * 700 + b"in transit.\n",
        b"Pro " + b"$9 / month " * 600 + b"\n",
    ],
    ids=["a heading of tabs", "a rule of tabs", "one certificate", "one measure", "one price"],
)
def test_what_is_repeated_costs_little(body: bytes) -> None:
    began = time.process_time()
    extract.each(read(body, kind="pricing", file_name="a.md"))
    assert time.process_time() - began < LONGEST
