"""A feature that a product has or lacks, read from matrices, cards, lists and sentences alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import TRUST, Page
from scrapers.reading import asides, cards, feature_tables, names, restricted, stance, standards, subject
from scrapers.reading.feature_tables import cell_value
from scrapers.reading.sentences import Statement, mentioning, mentions, statements
from scrapers.reading.wanted import (
    ADDON,
    COMING,
    LEGAL,
    NO_ANSWER,
    YES_ANSWER,
    Feature,
    denial_of,
    item_value,
    labelled,
    quote,
    value_of,
)

__all__ = [
    "LEGAL",
    "NO_ANSWER",
    "YES_ANSWER",
    "Feature",
    "cell_value",
    "denial_of",
    "lowest",
    "plans_of",
    "quote",
    "read",
]

_BARE = 0.6
_EARLY = 20  # a heading begins with what it announces
_PROSE = TRUST | {"other", "privacy", "terms"}
_SOLD_APART = re.compile(r"\badd[- ]?ons?\b|\bpaid extras?\b", re.IGNORECASE)
_STANDARD = re.compile(r"\b(?:as a standard feature|comes standard|included (?:by default|at no))\b", re.IGNORECASE)
_ALL_PLANS = re.compile(
    r"\b(?:all|every|any) (?:of our )?(?:paid )?(?:plans?|tiers?|customers|accounts|users)\b", re.IGNORECASE
)


def plans_of(page: Page, said: Statement) -> Sequence[str | None]:
    """Give the plans that a statement is about: those it names, its card's, its headings'; None for no plan."""
    led = names.leading(said.text)
    named = names.in_sentence(said.text) or ([led] if led else cards.of_place(page, said.block, said.headings))
    return named or names.ANY


def read(page: Page, feature: Feature) -> Iterator[Finding]:
    """Give all that the page says of it.

    A bare name counts for nothing beside a plain denial or a plan, a yes for nothing beside an extra price, and where a
    feature `settles`, a no for nothing beside a plain yes (it denies a part of it), and a yes for nothing beside the
    plans that have it.
    """
    found = list(_all(page, feature))
    told = any(one.plan or one.value == "no" and one.confidence > _BARE for one in found)
    extra = any(one.value == "addon" and not one.plan for one in found)
    offered = feature.settles and any(
        one.value == "yes" and one.plan is None and one.confidence > _BARE for one in found
    )
    told_all = any(one.value == "yes" and one.plan is None and asides.FOR_ALL.search(one.quote) for one in found)
    plans_told = feature.settles and not told_all and any(one.plan and one.value in ("yes", "addon") for one in found)
    having = {one.plan for one in found if feature.settles and one.plan and one.value == "yes"}
    for one in found:
        if one.value == "no" and (offered and one.plan is None or one.plan in having):
            continue
        if plans_told and one.value == "yes" and one.plan is None:
            continue
        bare = one.confidence <= _BARE or one.value == "yes" and extra
        if one.plan or not (bare and (told or extra)):
            yield one


def _all(page: Page, feature: Feature) -> Iterator[Finding]:
    if not mentions(page, feature.words) or subject.is_story(page) or asides.takes_in(page):
        return
    if feature.settles and asides.for_builders(page):
        return
    compared = list(feature_tables.of_plans(page, feature))
    yield from compared
    yield from _following(page, feature)
    labels = {one.start for one in compared}
    seen = set(cards.planned(page))
    for finding, block in _cards(page, feature):
        seen.add(block)
        yield finding
    if page.kind in LEGAL and not feature.legal:
        return
    known = frozenset(card.name for card in cards.shown(page))
    for said in mentioning(page, feature.words):
        if said.block not in seen and said.role != "cell" and said.passage.start not in labels:
            yield from _said(page, feature, said, known)
    yield from feature_tables.beside(page, feature)


def lowest(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give of what holds for the vendor only the first plan that has it: those above it have it too."""
    plan = None
    for finding in findings:
        if finding.plan and plan:
            continue
        plan = finding.plan or plan
        yield finding


def _following(page: Page, feature: Feature) -> Iterator[Finding]:
    """Give the plans that stand below "on one of the following plans:"."""
    for said in mentioning(page, feature.words):
        leads = restricted.follow(said.text) and labelled(feature, said.text)
        if leads and stance.of(said.text, 0, len(said.text)) == "says":
            for name, passage in restricted.below(page, said):
                yield quote(page, feature.fact, "yes", passage, plan=name)


def _cards(page: Page, feature: Feature) -> Iterator[tuple[Finding, int]]:
    shown = cards.blocks(page)
    for card, number, block, small in shown if shown and feature.may_be_in(cards.small(page)) else ():
        if feature.may_be_in(small):
            if not labelled(feature, block.text):
                continue
            found = feature.label.search(block.text)
            if found is None or subject.of_staff(block.text) and len(block.text) > 100:
                continue
            value = item_value(block.text, block.mark, found, feature)
            if value:
                yield quote(page, feature.fact, value, block.passage, plan=card.name, confidence=0.85), number


def _said(page: Page, feature: Feature, said: Statement, known: frozenset[str]) -> Iterator[Finding]:
    text = said.text
    if (
        stance.to_come(text, said.headings if said.role == "item" else ())
        or (feature.unless and feature.unless.search(text))
        or asides.DEFINITION.search(text)
        or _ADDRESS.fullmatch(text)
    ):
        return
    asked = said.question.text if said.question else ""
    if asked and feature.label.search(asked) and not (feature.unless and feature.unless.search(asked)):
        answer = _answered(page, feature, said, known)
        if answer:
            yield from answer
            return
    if _by_the_way(page, feature, said):
        return
    for claim in feature.claims:
        found = claim.search(text)
        staff = feature.staff and _of_others(page, said) and not asides.WE_LACK.search(text)
        if not found or staff or said.role == "heading" and found.start() > _EARLY:
            continue
        value = _claimed(feature, said, found) or _lacked_later(feature, text, claim, found)
        if value and not (value == "no" and _others_lack(page, text)):
            yield from bound(page, feature, value, said, found, known)
            return
    if (_is_short(feature, said) or _is_card(page, feature, said)) and not COMING.search(text):
        yield from bound(page, feature, _named(feature, said), said, None, known)


def _named(feature: Feature, said: Statement) -> str:
    """Give what an item, a heading or a card says of what it names."""
    found = feature.label.search(said.text)
    if said.mark:
        return said.mark
    if stance.denied(said.text, 0, len(said.text)) and not (found and stance.inside(said.text, found.start())):
        return "no"
    return "addon" if ADDON.search(said.text) else "yes"


_ADDRESS = re.compile(r"\W*https?://\S+\s*", re.IGNORECASE)
"""Where something is told says nothing of it."""


def _claimed(feature: Feature, said: Statement, found: re.Match) -> str | None:
    """Give what the sentence says of it; what a heading calls optional need not cost more."""
    value = value_of(feature, said.text, found)
    return "yes" if value == "addon" and said.role == "heading" and "optional" in said.text.lower() else value


def _by_the_way(page: Page, feature: Feature, said: Statement) -> bool:
    """Tell whether it names the feature among other things, to its reader, or over what the vendor's own people do."""
    return (
        asides.lists_else(page, said)
        or asides.lacked(said)
        or asides.of_host(said)
        or _of_another(page, feature, said)
        or feature.staff
        and asides.OF_READERS.search(said.text) is not None
        or _instructs(feature, said.text)
        or standards.asks(page, said.text)
        or feature.staff
        and standards.demanded(page, said.text, said.headings)
        or standards.names_only(page, said.text)
        or standards.controls(page, said.passage.start)
        or said.role == "heading"
        and _over_else(page, feature, said)
    )


def _of_another(page: Page, feature: Feature, said: Statement) -> bool:
    """Tell whether the paragraph of a guide has begun to describe another product ("Birch is a platform that ...")."""
    if page.kind not in ("help", "other") or not subject.names(page):
        return False
    whole = page.blocks[said.block].text
    told = whole.find(said.text) + len(said.text)
    return any(
        not subject.is_vendor(one["name"], page) and not feature.label.search(one["name"])
        for one in _DESCRIBES.finditer(whole, 0, max(told, 0))
    )


_DESCRIBES = re.compile(
    r"(?:\A|[.!?:] )\W*(?!(?:The|This|That|It|Our|Your|An?)\b)(?P<name>[A-Z][\w.]+(?: [A-Z][\w.]+){0,3})"
    r"(?: \([^()]{2,40}\))?(?:, (?:formerly|previously) [^,]{3,60},)? is an? (?:[\w-]+[ ,]+){0,8}?"
    r"(?:platform|service|provider|library|solution|tool|software|system|framework)\b"
)


def _instructs(feature: Feature, text: str) -> bool:
    """Tell whether the text tells its reader what to do, or what others have to.

    "Pro: restrict ..." states a thing.
    """
    told = feature.states_only and subject.instructs(text) and names.leading(text) is None
    return bool(asides.UNLIKE.search(text)) or told and not (_NEEDS.search(text) and names.in_sentence(text))


_NEEDS = re.compile(r"\b(?:you )?(?:must|need|needs|require[sd]?|have to)\b", re.IGNORECASE)
"""Whoever is told what he needs first is told what has it."""


_PRAISED = re.compile(r"\W*(?:full|complete|detailed|searchable|exportable|built-in) [a-z]+", re.IGNORECASE)
"""A card that begins so praises what the product has."""


def _of_others(page: Page, said: Statement) -> bool:
    """Tell whether the statement is about the vendor's own people, or a paragraph that speaks of no customer."""
    if names.in_sentence(said.text) or _YOURS.search(said.text):
        return False
    headings = () if asides.GIVES.search(said.text) else said.headings
    if subject.of_staff(said.text, headings) or said.lead and subject.of_staff(said.lead):
        return True
    return (
        said.role == "paragraph"
        and page.kind in _PROSE
        and not _PRAISED.match(said.text)
        and not subject.for_customers(said.text)
        and not names.leading(said.text)
    )


_YOURS = re.compile(
    r"\byour (?:own )?(?:organi[sz]ations?|teams?|compan(?:y|ies)|workspaces?|IdP|identity provider"
    r"|directory|members)\b",
    re.IGNORECASE,
)
"""Whoever speaks of the reader's organisation or plan does not speak of his own people."""


def _is_short(feature: Feature, said: Statement) -> bool:
    """Tell whether the mere name of the feature stands where a name is enough: an item, a heading, beside a plan."""
    text = said.text
    if len(text) > 120 or len(text.split()) > 10 or text.endswith("?") or not labelled(feature, text):
        return False
    if asides.DUTIES.search(said.heading) or feature.staff and subject.of_staff(text, said.headings):
        return False
    if said.role == "paragraph":
        return bool(names.in_sentence(text) or names.leading(text))
    return said.role == "item" and feature.items or said.role == "heading" and feature.headings


def _over_else(page: Page, feature: Feature, said: Statement) -> bool:
    """Tell whether what stands under a heading is about the vendor's own people, still to come, or another's."""
    below = list(takewhile(lambda other: other.role != "heading", statements(page)[said.number + 1 :]))
    if not below:
        return False
    staff = feature.staff and len({other.block for other in below}) == 1 and subject.of_staff(below[0].text)
    return (
        staff
        or bool(_TO_COME.match(below[0].text))
        or feature.unless is not None
        and any(feature.label.search(other.text) and feature.unless.search(other.text) for other in below)
    )


_TO_COME = re.compile(
    r"\W*(?:status\W{1,8})?(?:coming soon|planned|not yet|in progress|under development)\b", re.IGNORECASE
)


def _is_card(page: Page, feature: Feature, said: Statement) -> bool:
    """Tell whether the name of the feature heads a card of a trust centre, its few words of praise below it."""
    if said.role != "paragraph" or page.kind not in TRUST or not feature.label.fullmatch(said.text.strip()):
        return False
    below = next(iter(statements(page)[said.number + 1 : said.number + 2]), None)
    if below is None or below.role != "paragraph" or below.block == said.block:
        return False
    return len(page.blocks[below.block].text) <= _CARD


_CARD = 60


def _others_lack(page: Page, text: str) -> bool:
    """Tell whether a sentence says of another product by name that it lacks something."""
    found = _LACKS.match(text)
    return bool(
        found
        and subject.names(page)
        and not _OWN.match(text)
        and not subject.is_vendor(found["name"], page)
        and not names.in_sentence(text)
    )


_LACKS = re.compile(
    r"\W*(?P<name>(?:[A-Z][\w.]+\W){1,3}?)(?:\W*(?:alone|itself|currently|natively)\W+){0,2}"
    r"(?:does not|doesn['’]t|cannot|can['’]t)\s"
)
_OWN = re.compile(
    r"\W*(?:our|we|it|this|the|they|that|these|SSO|SAML|SCIM|MFA|2FA|currently|single|multi|two|audit|BAAs?)\b",
    re.IGNORECASE,
)


def _lacked_later(feature: Feature, text: str, claim: re.Pattern, first: re.Match) -> str | None:
    """Say no where what is named once, as something of others, is plainly lacked when it is named again."""
    later = (hit for hit in claim.finditer(text, first.end()) if stance.lacked(text, *hit.span()))
    return "no" if feature.denials and feature.denial is None and next(later, None) else None


def bound(
    page: Page, feature: Feature, value: str, said: Statement, found: re.Match | None, known: frozenset[str]
) -> Iterator[Finding]:
    """Give the finding for each plan that the sentence (or its heading) names, or one without a plan."""
    apart = any(_SOLD_APART.search(heading) for heading in said.headings[-2:])
    if value == "yes" and apart and not _STANDARD.search(said.text):
        value = "addon"
    around = found.span() if found else None
    near = stance.side(said.text, *around) if around else said.text
    named = (names.in_sentence(near, known) or names.in_sentence(said.text, known)) if feature.plan_bound else []
    if not named and feature.plan_bound and said.role in ("heading", "item"):
        named = names.marked(said.text if said.role == "heading" else asides.name_of(said.text))
    if not named and feature.plan_bound and said.role != "heading" and not _ALL_PLANS.search(said.text):
        led = names.leading(page.blocks[said.block].text)
        named = [led] if led else names.in_sentence(said.lead) or names.of_headings(said.headings)
        named = named or restricted.after(page, said) or list(restricted.plans_of(page, feature.label))
    told = names.leading(page.blocks[said.block].text) if not feature.plan_bound and said.role == "item" else None
    if told and (names.is_sure(told) or names.KNOWN.fullmatch(told)):
        named = [told]
    if not named:
        yield quote(
            page,
            feature.fact,
            value,
            said.passage,
            around=around,
            confidence=0.75 if found and said.role != "heading" else _BARE,
        )
    for plan in named:
        yield quote(page, feature.fact, value, said.passage, plan=plan, around=around)


_WITHOUT = re.compile(r"\bwithout (?:an? )?(?:upgrad\w+|paying|buying|enterprise|subscri\w+)\b", re.IGNORECASE)
"""A no to such a question denies that it comes for less."""


def _answered(page: Page, feature: Feature, said: Statement, known: frozenset[str]) -> list[Finding]:
    if said.question is None or feature.staff and subject.of_staff(said.question.text):
        return []
    if _WITHOUT.search(said.question.text):
        return []
    start, end = said.question.start, said.passage.end
    named = names.in_sentence(said.text, known)
    by_plan = named and asides.ON_PLANS.match(said.text) and not stance.denied(said.text, 0, len(said.text))
    value = "no" if NO_ANSWER.match(said.text) else "yes" if by_plan or YES_ANSWER.match(said.text) else None
    if value is None:
        return []
    return [
        Finding(feature.fact, value, page.text[start:end], start, end, plan=plan, confidence=0.75)
        for plan in named or names.ANY
    ]
