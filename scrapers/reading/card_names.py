"""Which blocks of a page name a plan that is shown by itself.

Traps: items of lists, badges over a name, titles of all plans, things that are there in some sort or without limits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from scrapers import patterns as re
from scrapers.page import Block, Page
from scrapers.reading import money, names, price_places
from scrapers.reading.names import KNOWN, name_of

_FEW = 2
_SHORT = 60
_LONGEST_NAME = 30


Make = tuple[str, str, str]


def make(page: Page, block: Block) -> Make:
    """Give how a block's element is made: its tag, its classes, the first class of the element around it."""
    node = page.nodes[block.node]
    return node.tag, node.classes, page.nodes[node.parent].classes.split(" ")[0]


@lru_cache(maxsize=4)
def makes(page: Page) -> frozenset[Make]:
    """Give the makes of elements that name two plans or more by words which plans are known by: others of the same make
    name plans too.
    """
    counted = Counter(made for made, _ in _known_so(page) if made[1])
    return frozenset(
        (*(made for made, count in counted.items() if count >= _FEW), *_before_prices(page), *_called_names(page))
    )


@lru_cache(maxsize=4)
def _known_so(page: Page) -> frozenset[tuple[Make, str]]:
    """Give the names by which plans are commonly known, each with the make of an element that has it."""
    return frozenset(
        (make(page, block), name)
        for block in page.blocks
        if block.node
        and block.role in ("paragraph", "heading")
        and len(block.text) <= _SHORT
        and names.has_known(block.text)
        for name in [name_of(_without_badge(block))]
        if name and KNOWN.fullmatch(name)
    )


def is_term(page: Page, block: Block, text: str) -> bool:
    """Tell whether a block names a plan after its term: made like the name of another plan, or a heading where no other
    plan has a name.
    """
    if not TERM.fullmatch(text):
        return False
    if block.role != "heading":
        return any(made == make(page, block) for made, _ in _known_so(page))
    made_so = {made[:2] for made, _ in _known_so(page)}
    return text[0].isdigit() or not made_so or make(page, block)[:2] in made_so


def _called_names(page: Page) -> Iterator[Make]:
    """Give the makes of several short texts in elements that are by their class the names of plans."""
    counted = Counter(
        make(page, block)
        for block in page.blocks
        if page.kind == "pricing"
        and block.node
        and block.role in ("paragraph", "heading")
        and len(block.text) <= _LONGEST_NAME
        and _NAME_CLASS.search(page.nodes[block.node].classes)
    )
    yield from (made for made, count in counted.items() if count >= _FEW)


_NAME_CLASS = re.compile(
    r"(?:^|[\s_-])(?:plan|tier|package|pricing|price|pr|tarif|preis|precio)(?:[_-]*(?:card|box|item))?[_-]*(?:name|title)(?:$|\s)",
    re.IGNORECASE,
)


def _before_prices(page: Page) -> Iterator[Make]:
    """Give the makes of short texts that all stand right before prices, one of which is nothing: they name plans,
    however these are called.
    """
    costs: dict[Make, list[str]] = {}
    makes: set[Make] = set()
    for block, after in pairwise(page.blocks) if page.kind == "pricing" else ():
        if len(after.text) <= _SHORT and block.role == "paragraph" and block.node and (cost := _cost(after.text)):
            how = make(page, block)
            if how[1] and len(block.text) <= _SHORT and name_of(block.text):
                costs.setdefault(_kind(how), []).append(cost)
                makes.add(how)
    kinds = {kind for kind, told in costs.items() if {"free", "paid"} <= {*told}}
    if kinds:
        every = Counter(_kind(make(page, block)) for block in page.blocks if block.role == "paragraph" and block.node)
        yield from (how for how in makes if _kind(how) in kinds and every[_kind(how)] == len(costs[_kind(how)]))


def _kind(how: Make) -> Make:
    """Give a make without the classes behind the first ones: they colour one of several."""
    classes = how[1].split()
    return how[0], " ".join(classes[: (len(classes) + 1) // 2]), ""


def _cost(text: str) -> str:
    """Give whether a short text says that something is free, paid for by the time, or costs something once."""
    if money.is_free(text):
        return "free"
    if money.first_place(text) is None:
        return ""
    return "paid" if any(price.period for price in money.prices(text)) else "once"


def may_be_named(page: Page, block: Block, naming: frozenset[Make]) -> bool:
    """Tell, without looking closely, whether a block may name a plan."""
    role, text = block.role, block.passage.text
    if not text or role in ("cell", "button") or len(text) > 60 and role != "heading":
        return False
    if names.has_known(text) or _is_made_so(page, block, naming):
        return True
    return page.kind == "pricing" and (
        role == "heading" or names.called_plan(text) is not None or is_term(page, block, text)
    )


def _is_made_so(page: Page, block: Block, naming: frozenset[Make]) -> bool:
    return bool(naming and block.node) and block.role in ("paragraph", "heading") and make(page, block) in naming


def of_block(page: Page, number: int) -> str | None:
    """Give the plan that a block names, or None."""
    block = page.blocks[number]
    text = _without_badge(block)
    if is_term(page, block, text):
        return text
    made_so = _is_made_so(page, block, makes(page))
    if (
        text is block.text
        and block.joints
        and (
            block.role == "heading"
            or len(text) <= _SHORT
            and (names.is_sure(lead := price_places.lead(block).strip()) or names.BADGE.fullmatch(lead))
        )
    ):
        behind = text[block.joints[0] :].lstrip()
        if block.mark == "yes" and behind or block.role == "item" and behind[:1].islower():
            return None  # a thing of some sort ("Unlimited guests", "Basic reports")
        first = text[: block.joints[0]].strip()
        badge = len(behind) <= _LONGEST_NAME and names.BADGE.fullmatch(first)
        text = text if _TITLE.search(text) else behind if badge else first or text
    name = name_of(text) or (name_of(text.capitalize()) if made_so else None)
    if name and ("," in name or _AND_MORE.search(text) or _tells_least(name, text)):
        return None
    if name and name.lower() in _COLUMNS and block.role == "paragraph" and not made_so:
        return None
    if name and name.lower() == "custom" and _is_badge(page, number):
        return None
    if name and (made_so or block.role == "paragraph" and (is_of_product(page, name) or names.called_plan(text))):
        return name
    if name and not _may_name(name, block.role):
        return None
    if name and block.role != "heading" and not KNOWN.fullmatch(name.split()[0]) and not KNOWN.fullmatch(name):
        return None
    return name


def _tells_least(name: str, text: str) -> bool:
    """Tell whether a text says what one pays at least ("Minimum €99 a month")."""
    return name.lower() == "minimum" and money.first_place(text) is not None


_COLUMNS = frozenset(("company", "developers", "compliance"))
"""Words over the columns of links that sites have, rather than of plans."""


def _without_badge(block: Block) -> str:
    """Give the text of a block without the badge that stands in it before a name."""
    if block.joints and len(block.text) <= _SHORT and names.BADGE.fullmatch(block.text[: block.joints[0]]):
        return block.text[block.joints[0] :].strip() or block.text
    return block.text


_AND_MORE = re.compile(r"\s(?:plus|and|mehr|und|et|más|y)\W*:\W*\Z", re.IGNORECASE)
"""What leads the list of a plan that has all of another one ("Team plus:")."""
TERM = re.compile(
    r"\d{1,2} (?:months?|years?|Monate?|Jahre?|mois|ans?|meses|años?)"
    r"|(?:Monthly|Yearly|Annual(?:ly)?|Monatlich|Jährlich|Mensuel|Annuel|Mensual|Anual)"
    r"(?: (?:subscription|plan|membership))?",
    re.IGNORECASE,
)
"""A plan that is named after how long one is bound to it."""


def by_month(name: str) -> str:
    """Give the name of a plan that is named after the month, else nothing."""
    return name if TERM.fullmatch(name) and name[:1] in "mM" else ""


_TITLE = re.compile(r"\b(?:pricing|plans|prices|preise|tarife|tarifs|precios)\W*\Z", re.IGNORECASE)
"""What ends so is the title of all plans, however many elements it is made of."""


def _is_badge(page: Page, number: int) -> bool:
    """Tell whether the next block surely names a plan by itself: what stands over it says of what kind that is."""
    after = page.blocks[number + 1].text if number + 1 < len(page.blocks) else ""
    return len(after) <= _SHORT and names.is_sure(name_of(after) or "")


@lru_cache(maxsize=4)
def _products(page: Page) -> frozenset[str]:
    """Give the words that stand before plans of their own in several places ("Acme Free", "Acme Team")."""
    pairs = {block.text for block in page.blocks if block.role != "cell" and block.text.count(" ") == 1}
    plans = Counter(text.split()[0] for text in pairs if text[:1].isupper() and names.is_sure(text.split()[1]))
    return frozenset(word for word, count in plans.items() if count >= _FEW and not KNOWN.fullmatch(word))


def is_of_product(page: Page, name: str) -> bool:
    """Tell whether a name is a product's own before that of a plan ("Acme Team")."""
    words = name.split()
    return len(words) == _FEW and words[0] in _products(page) and names.is_sure(words[1])


def _may_name(name: str, role: str) -> bool:
    """Tell whether a block may name a plan so: an item of a list ("Dedicated manager", "Unlimited guests") is rarely
    one, nor is anything that there is without limits.
    """
    words = name.split()
    known = [bool(KNOWN.fullmatch(word)) for word in words]
    return KNOWN.fullmatch(name) is not None or all(known) or role != "item" and words[0].lower() != "unlimited"
