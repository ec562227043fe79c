"""What the running text of a page says of its free plan: sentences that name it, answers, lists, its own section.

Traps: sentences of other plans, of trials, of what used to be, of what somebody has who must upgrade; examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scrapers import patterns as re
from scrapers.page import Page, Passage
from scrapers.reading import free, money, names, quotas
from scrapers.reading.sentences import Statement, mentioning, statements


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a text that is about the free plan: at most one limit stands in it."""

    plan: str
    passage: Passage
    longest: int


LONGEST = 160
_ITEM = 100


def said(page: Page) -> Iterator[Said]:
    """Give the parts of the running text that are about the free plan, by the name that the page shows it with."""
    shown = {plan.name for plan in free.shown(page)}
    alone = next(iter(shown)) if len(shown) == 1 else "Free"
    for one in _said(page, called="Free" in shown):
        yield replace(one, plan=alone) if one.plan == "Free" and free.NAME.fullmatch(alone) else one


def _said(page: Page, *, called: bool) -> Iterator[Said]:
    told: set[int] = set()
    for one in mentioning(page, ("free", "gratis", "kostenlos", "gratuit")):
        plan = _plan_of(one)
        if plan:
            told.add(one.number)
            plan = "Free" if called and plan.startswith("Free ") else plan
            yield from _of_sentence(one, plan)
    yield from _of_own(page, told)
    yield from _following(page, told)
    yield from _in_section(page, told)


def _of_own(page: Page, told: set[int]) -> Iterator[Said]:
    """Give the sentences that begin with the name of a plan which the page shows as free, and say what it grants."""
    for name in sorted({plan.name for plan in free.shown(page)}):
        if free.NAME.search(name) or not names.is_known(name):
            continue
        for one in mentioning(page, (name.lower(),)):
            if (
                one.number not in told
                and len(one.text) < LONGEST
                and one.text.startswith(name)
                and _OWN_LIMIT.match(one.text[len(name) :])
            ):
                told.add(one.number)
                yield from _of_sentence(one, name)


_OWN_LIMIT = re.compile(
    r"(?: (?:plans?|tier|accounts?|users?|sites?|workspaces?|projects?|teams?|customers?))?"
    r" (?:(?:is|are) limited to|(?:can (?:\w+ )?)?"
    r"(?:includes?|gets?|comes? with|have|has|offers?|allows?)) (?:up to )?\d"
)


def _of_sentence(one: Statement, plan: str) -> Iterator[Said]:
    for part in quotas.parts(_clause(one.passage)):
        if names.of_others(part.text, plan):
            return
        yield Said(plan, part, LONGEST)


def _plan_of(one: Statement) -> str | None:
    """Give the free plan that a sentence is about, by its own words, the question that it answers, its list's lead."""
    text = _clause(one.passage).text
    if one.role == "cell" or len(text) >= LONGEST or quotas.supposes(text):
        return None
    own = _free_in(text)
    if own:
        return own
    if one.lead and one.role == "item":
        return _free_in(one.lead) if len(text) <= _ITEM and not names.in_sentence(text) else None
    free_of_cost = _FOR_FREE.search(text) and money.first_place(text) is None
    return "Free" if free_of_cost and _grants(text) else None


def _grants(text: str) -> bool:
    """Tell whether a sentence that names no plan says what its reader gets."""
    return bool(
        _GRANTS.search(text)
        and not quotas.supposes(text)
        and not _NOT_GRANTED.search(text)
        and not names.in_sentence(text)
    )


def _following(page: Page, told: set[int]) -> Iterator[Said]:
    """Give the sentences right behind one about the free plan, in the same text, that say what one gets."""
    every = statements(page)
    for number in sorted(told):
        for later in every[number + 1 : number + _FEW]:
            if later.block != every[number].block or later.number in told or not _grants(later.text):
                break
            plan = _plan_of(every[number])
            if plan and len(later.text) < LONGEST:
                told.add(later.number)
                yield from _of_sentence(later, plan)


_FEW = 3


def _in_section(page: Page, told: set[int]) -> Iterator[Said]:
    """Give what stands right under the heading of the free plan, or a question for it: its items, and sentences that
    say what one gets.
    """
    heads, asked = _heads(page), _asked(page)
    for one in statements(page):
        if one.number in told or one.role not in ("paragraph", "item") or len(one.text) >= LONGEST:
            continue
        above = page.outline[one.block]
        if not heads.isdisjoint(above[-2:]) or not asked.isdisjoint(above[-1:]):
            if _grants(one.text):
                yield from _of_sentence(one, "Free")
            elif one.role == "item" and above[-1] in heads and _is_item(one):
                yield from (Said("Free", part, _ITEM) for part in quotas.of_item(one.passage))
        elif _led_free(page, one) and _grants(one.text):
            yield from _of_sentence(one, "Free")


def _is_item(one: Statement) -> bool:
    return one.mark != "no" and not names.in_sentence(one.text)


def _heads(page: Page) -> set[int]:
    """Give the numbers of the headings of the free plan."""
    return {
        number
        for number, block in enumerate(page.blocks)
        if block.role == "heading" and free.is_heading(block.text) and not free.is_old(page, number)
    }


def _asked(page: Page) -> set[int]:
    """Give the numbers of the headings that ask whether there is a free plan, or what it has."""
    return {
        number
        for number, block in enumerate(page.blocks)
        if block.role == "heading"
        and block.text.endswith("?")
        and _ASKS_FREE.search(block.text)
        and not _ASKS_NOT.search(block.text)
    }


def _led_free(page: Page, one: Statement) -> bool:
    """Tell whether a later sentence of a text tells of the free plan at its head ("Free: ... Limited to ...")."""
    block = page.blocks[one.block]
    if one.passage.start <= block.passage.start:
        return False
    name = names.leading(block.text)
    return name is not None and bool(free.NAME.fullmatch(name))


def _clause(passage: Passage) -> Passage:
    """Give of a sentence that says what the free plan comes with its first clause, else all of it."""
    end = _FURTHER.search(passage.text) if _COMES_WITH.search(passage.text) else None
    return passage.cut(0, end.start()) if end else passage


def _free_in(text: str) -> str | None:
    """Give the free plan that a text names as its only one."""
    led = _FREE_LED.match(text)
    if led:
        name = led["name"]
        if name and "(" in led[0]:
            return str(name)
        return str(name) if name and name.lower() != "free" and names.is_known(name) else "Free"
    own = _FREE_NAMED.search(text)
    if own and names.is_known(own["name"]):
        return str(own["name"])
    if _IN_OTHER_TONGUES.search(text) and _GRANTED_SO.search(text):
        return "Free"
    if (
        _FREE_USERS.search(text)
        or _FREE_UP_TO.search(text)
        or _COMES_WITH.search(text)
        or _WITH_FREE.match(text)
        and _grants(text)
    ):
        return "Free"
    named = names.in_sentence(text)
    only = len(named) == 1 and free.NAME.search(named[0])
    return named[0] if only and not re.search(r"\bnot\b|\bno\b", text) else None


_IN_OTHER_TONGUES = re.compile(free.IN_OTHER_TONGUES)
_GRANTED_SO = re.compile(
    r"\b(?:enthalten|enthält|umfasst|beinhaltet|bietet|k[öa]nn(?:en|st)?|dürfen|(?:be|ein)?grenzt|beschränkt|comprend|inclut"
    r"|permet|limitée?|offre|propose|incluye|permite|limitad[oa]|ofrece)\b",
    re.IGNORECASE,
)
_FURTHER = re.compile(r",\s(?:or|but|if|while)\b|\sthat (?:you|can)\b|;")
_FREE_NAMED = re.compile(r"\b[Ff]ree (?P<name>[A-Z]\w+) (?:plan|tier|edition)\b")
_FREE_USERS = re.compile(
    r"\A\W*(?:for )?free (?:users|accounts|customers|members|workspaces),?"
    r" (?:(?:you )?(?:will )?(?:be given|get|receive|have)"
    r"|are (?:given|limited to|capped at))\s",
    re.IGNORECASE,
)
_FREE_UP_TO = re.compile(r"\b(?:is|are) free for (?!\d)[^.,]{3,40} (?:up to|with) ")
_COMES_WITH = re.compile(
    r"\b(?:an?|our|the) free (?:plan|tier|version),? (?:that |which |and it )?(?:only )?(?:comes with|includes?|offers?"
    r"|allows?|gives?|has|is limited to|supports?|keeps?|shows?|stores?|covers?|lets you)\b",
    re.IGNORECASE,
)
_WITH_FREE = re.compile(r"\W*(?:with|on|in|under) (?:an?|our|the) free (?:plan|tier|version|account)\b", re.IGNORECASE)
_FREE_LED = re.compile(
    rf"\A\W*(?P<name>[A-Z]\w*)? ?\(?{free.GRATIS}\)?(?: plan)?\s?(?::|for\b(?! \d+ (?:day|week|month))|[–—-]\s)"
)
_FOR_FREE = re.compile(
    r"\A(?=.*\d).*\b(?:for free|free of charge|at no (?:cost|charge)|(?:are|is) free)\b(?! (?:for|trial))",
    re.IGNORECASE,
)
_ASKS_FREE = re.compile(
    r"\bfree (?:plan|tier|version|account|edition|usage)\b|\b(?:for free|free to use|really free)\b", re.IGNORECASE
)
_ASKS_NOT = re.compile(
    r"\b(?:trial|paid|upgrad\w+|downgrad\w+|exceed\w*|happens|after|difference|go(?:es)? over|reach)\b", re.IGNORECASE
)
_GRANTS = re.compile(
    r"\b(?:up to|receives?|gets?|includes?|limited to|maximum of|provides?|offers?|allows?|gives?|supports?|comes with"
    r"|able to \w+|can (?:\w+ )?(?:have|use|create|add|run|send|store|host|invite|make|build|connect|track|monitor))\s"
    r"(?:you )?(?:the |your |a |an )?(?:up to )?(?:\d|free \d|one\b|two\b|three\b|five\b|ten\b|single\b)",
    re.IGNORECASE,
)
_NOT_GRANTED = re.compile(
    r"\b(?:exceed\w*|additional|extra|previous\w*|before|until|since|no longer|paid|upgrad\w+|trial|discount\w*"
    r"|upon|sign(?:ing)?[- ]?up|one-time|worth)\b",
    re.IGNORECASE,
)
