"""Which plans a whole page is about: "This feature is only available to Enterprise customers", said once at its top.

A help article says it in a box above all steps; every sentence below it holds on those plans.
"""

from __future__ import annotations

from functools import lru_cache

from scrapers import patterns as re
from scrapers.page import Page
from scrapers.reading import names, subject
from scrapers.reading.sentences import Statement, statements

_FIRST = 12  # a box with the plans stands among the first statements of its page
_THIS = re.compile(
    r"\b(?:this|these) (?:feature|functionality|capabilit|integration|option|page|guide|article|section)\w*\b"
    r"[^.]{0,60}\b(?:available|included|offered|limited|restricted|exclusive|reserved|requires?|part of|appl(?:y"
    r"|ies))\b"
    r"|\A\W*(?:only )?(?:available|included|offered|exclusive)(?: only| exclusively)? (?:on|to|for|in|with)\b"
    r"|\A\W*requires? (?:an? |the )?"
    r"|\A\W*[\w ,]{3,40} (?:plans? )?features?\W*\Z",
    re.IGNORECASE,
)
_LONGEST = 200


@lru_cache(maxsize=4)
def _boxes(page: Page) -> tuple[tuple[str, ...], str]:
    """Give the plans that the page restricts itself to, and the words that say what it is about."""
    about = [page.title]
    sections = 0
    for said in statements(page)[:_FIRST]:
        if said.role == "heading":
            sections += bool(about[1:])
            about.append(said.text)
        if sections > 1:
            break
        if said.role in ("paragraph", "item") and len(said.text) <= _LONGEST and _THIS.search(said.text):
            named = names.in_sentence(said.text)
            if named and not _under_part(said, about):
                return tuple(_without_vendor(name, page) for name in named), " ".join(about[:2])
    return (), ""


def _without_vendor(name: str, page: Page) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first.lower() in subject.names(page) else name


def _under_part(said: Statement, about: list[str]) -> bool:
    """Tell whether it stands under another heading than the page's first: then it is about that part only."""
    return bool(said.headings) and len(about) > 1 and said.headings[-1] != about[1]


def plans_of(page: Page, label: re.Pattern) -> tuple[str, ...]:
    """Give the plans that a page about one feature restricts itself to; none where it is about another."""
    if page.kind != "help":
        return ()
    named, about = _boxes(page)
    return named if named and label.search(about) else ()
