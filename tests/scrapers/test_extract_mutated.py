"""Pages broken at random, always the same: none stops the extraction, none takes two seconds."""

from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random

import pytest

from scrapers import extract
from scrapers.page import Unreadable, read
from tests import processor
from tests.campaigns import Campaign
from tests.scrapers.mutated import mutated

SAMPLES = Path(__file__).parents[1] / "samples" / "pages"
SEED = 20261125
LONGEST = 2.0
KINDS = ("pricing", "security", "dpa", None)


@pytest.mark.soak("broken pages")
def test_no_broken_page_stops_the_extraction_or_takes_long(campaign: Campaign) -> None:
    random = Random(SEED)
    pages = cycle([(file.name, file.read_bytes()) for file in sorted(SAMPLES.iterdir()) if file.suffix != ".json"])
    readable, longest = 0, 0.0
    for _ in campaign.runs(100, 10_000):
        name, body = next(pages)
        broken = mutated(body, random)
        extraction = partial(extracted, broken, random.choice(KINDS), name)
        try:
            longest = max(longest, processor.seconds(extraction, enough=LONGEST))
        except Unreadable:
            continue
        readable += 1
        assert longest < LONGEST
    campaign.tell(readable=readable, longest_seconds=round(longest, 3))
    assert readable > 0.6 * campaign.done


def extracted(body: bytes, kind: str | None, name: str) -> None:
    """Extract from a page, and hold every finding against its text."""
    page = read(body, kind=kind, file_name=name)
    for finding in extract.each(page):
        assert page.text[finding.start : finding.end] == finding.quote


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
    assert processor.seconds(partial(extracted, body, "pricing", "a.md"), enough=LONGEST) < LONGEST
