"""PrivacySpy: privacy policies as volunteers read them, by one rubric for all.

A product is a TOML file: `name`, `hostnames`, `sources`, and `rubric.QUESTION.value`. Two of its questions are ours
too: `data-breaches` (*yes-72*: people are told within 72 hours) and `data-deletion` (*yes-automated*, *yes-contact*:
they can have their data erased). *no* there means that the policy does not say so, which states nothing. The files
bear no date, and most were read between 2019 and 2022: give the day of the copy by hand.
"""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from catalog.errors import BadData
from scrapers.listing import READ_IT, Entry, Listing, Statement, not_it, text_of

TITLE = "PrivacySpy"
PAGE = "https://privacyspy.org/directory"
URL: str | None = None
STRENGTH = "third_party_page"
HOURS = 72
ERASES = ("yes-automated", "yes-contact")


def read(body: bytes) -> Listing:
    """Give the product of a file; raise `BadData` where it is none."""
    text = text_of(body)
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        raise BadData("It is no TOML", READ_IT) from None
    rubric, name, slug = content.get("rubric"), content.get("name"), content.get("slug")
    if not isinstance(rubric, dict) or not isinstance(name, str) or not isinstance(slug, str):
        raise not_it(TITLE)
    hosts = tuple(str(host).lower() for host in content.get("hostnames", []))
    url = f"https://privacyspy.org/product/{slug}/"
    return Listing((Entry(name, url, text, tuple(_stated(rubric, name)), of="site", hosts=hosts),), whole=False)


def _stated(rubric: Mapping[str, Any], name: str) -> Iterator[Statement]:
    answers = {question: said.get("value") for question, said in rubric.items() if isinstance(said, dict)}
    if answers.get("data-breaches") == f"yes-{HOURS}":
        says = f"PrivacySpy read in the policy of {name} that people hear of a breach within {HOURS} hours."
        yield Statement("breach_notification_hours", HOURS, says)
    if answers.get("data-deletion") in ERASES:
        says = f"PrivacySpy read in the policy of {name} that people can have their data erased."
        yield Statement("privacy_requests", "yes", says)
