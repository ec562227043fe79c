"""Which plans a whole page is about: "This feature is only available to Enterprise customers", said once at its top.

A help article says it in a box above all steps; every sentence below it holds on those plans.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile
from urllib.parse import urlsplit

from scrapers import patterns as re
from scrapers.page import Page, Passage
from scrapers.reading import names, subject
from scrapers.reading.sentences import Statement, statements

_FIRST = 24  # a box with the plans stands among the first statements of its page
_THIS = re.compile(
    r"\b(?:this|these) (?:feature|functionality|capabilit|integration|option|page|guide|article|section)\w*\b"
    r"[^.]{0,60}\b(?:available|included|offered|limited|restricted|exclusive|reserved|requires?|part of|appl(?:y"
    r"|ies))\b"
    r"|\A\W*(?:only )?(?:available|included|offered|exclusive)(?: only| exclusively)? (?:on|to|for|in|with)\b"
    r"|\A\W*requires? (?:an? |the )?"
    r"|\A\W*(?:you need |(?:you )?must have |have )?(?:an? |your )?(?:\w+ ){0,3}(?:account|organi[sz]ation|workspace"
    r"|subscription) on (?:an? |the )"
    r"|\A\W*[\w ,]{3,40} (?:plans? )?features?\W*\Z"
    r"|\b(?:diese Funktion|cette fonction(?:nalité)?|esta función)\b[^.]{0,60}"
    r"\b(?:verfügbar|enthalten|Teil|réservée?|incluse?|disponible|incluida)\b"
    r"|\A\W*(?:nur )?(?:im|in den) [^.]{2,50}(?:Tarif|Plan|Plänen|Paket)\w* (?:verfügbar|enthalten)\b"
    r"|\A\W*(?:verfügbar|disponible|incluse?) (?:nur |uniquement |seulement |exclusivement |s[oó]lo |únicamente )?"
    r"(?:im|in|mit|ab|avec|dans|pour|à partir|en|con|para)\b",
    re.IGNORECASE,
)
_LONGEST = 200


@lru_cache(maxsize=4)
def _boxes(page: Page) -> tuple[tuple[str, ...], str]:
    """Give the plans that the page restricts itself to, and the words that say what it is about."""
    about = [page.title]
    path = urlsplit(page.url or "").path.replace("-", " ")
    sections = 0
    for said in statements(page)[:_FIRST]:
        heading = page.blocks[said.block].text
        if said.role == "heading" and heading != about[-1]:
            sections += bool(about[1:]) and not _BEFORE.match(heading)
            about.append(heading)
        if sections > 1:
            break
        if said.role in ("paragraph", "item") and len(said.text) <= _LONGEST and _THIS.search(said.text):
            named = names.in_sentence(said.text)
            if named and not _under_part(said, about):
                return tuple(subject.without_vendor(name, page) for name in named), " ".join((*about[:2], path))
    return (), ""


def _under_part(said: Statement, about: list[str]) -> bool:
    """Tell whether it stands under another heading than the page's first: then it is about that part only."""
    if any(map(_BEFORE.match, said.headings[-1:])):
        return False
    return bool(said.headings) and len(about) > 1 and said.headings[-1] != about[1]


_BEFORE = re.compile(
    r"\W*(?:prerequisites?|before you (?:begin|start)|(?:what )?you(?:['’]ll)? need|getting started"
    r"|requirements?|availability)\b",
    re.IGNORECASE,
)
"""Under such a heading stands what holds for all below."""


_FOLLOWING = re.compile(
    r"\b(?:following|these|below) (?:\w+ )?(?:plans?|tiers?|editions?|subscriptions?)\b[^.:]{0,20}:\W*\Z", re.IGNORECASE
)


def follow(text: str) -> bool:
    """Tell whether a text ends by announcing the plans that stand below it."""
    return ":" in text and bool(_FOLLOWING.search(text))


def below(page: Page, said: Statement) -> Iterator[tuple[str, Passage]]:
    """Give the plans of the list, or of the first column of the table, right below a statement, each with its place."""
    for other in takewhile(lambda other: other.role == "item", statements(page)[said.number + 1 :]):
        name = names.known_in(other.text)
        if name:
            yield name, other.passage
    for table in page.tables:
        between = page.blocks[said.block + 1 : table.at]
        if between and all(block.role == "cell" for block in between):
            for row in table.rows[1:]:
                name = names.known_in(row[0].text)
                if name:
                    yield name, row[0].passage


_ON = re.compile(r"\A\W*(?:only )?available (?:only |exclusively )?(?:on|to|in|for|with)\b", re.IGNORECASE)


def after(page: Page, said: Statement) -> list[str]:
    """Give the plans of "Available on Enterprise." right after a statement, in the same paragraph."""
    found = next(iter(statements(page)[said.number + 1 : said.number + 2]), None)
    if found is None or found.block != said.block or not _ON.match(found.text):
        return []
    return names.in_sentence(found.text)


_OF_FEATURES = re.compile(r"\bfeatures\W*\Z", re.IGNORECASE)
"""A page that is called by a plan's features is about that plan."""


def plans_of(page: Page, label: re.Pattern) -> tuple[str, ...]:
    """Give the plans that a page about one feature restricts itself to; none where it is about another."""
    if page.kind != "help":
        return ()
    if _OF_FEATURES.search(page.title):
        return tuple(names.of_headings((page.title,)))
    named, about = _boxes(page)
    return named if named and label.search(about) else ()
