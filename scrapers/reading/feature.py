"""A feature that a product has or lacks, read from matrices, cards, lists and sentences alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from scrapers import patterns as re
from scrapers.finding import Finding, Value
from scrapers.page import TRUST, Cell, Page, Passage, marks
from scrapers.reading import asides, cards, names, restricted, stance, subject, tables
from scrapers.reading.sentences import Statement, mentioning, mentions, statements
from scrapers.reading.tables import first_line

_BARE = 0.6
_EARLY = 20  # a heading begins with what it announces
_PROSE = TRUST | {"other", "privacy", "terms"}
LEGAL = frozenset({"dpa", "terms", "privacy", "subprocessors"})
_SOLD_APART = re.compile(r"\badd[- ]?ons?\b|\bpaid extras?\b", re.IGNORECASE)
_STANDARD = re.compile(r"\b(?:as a standard feature|comes standard|included (?:by default|at no))\b", re.IGNORECASE)
_COMING = re.compile(r"coming soon|soon\b|planned|roadmap|in progress|beta waitlist", re.IGNORECASE)
ADDON = re.compile(
    r"\badd[- ]?on\b(?! (?:credits?|packs?))|\bavailable as (?:paid |optional )?add-?ons\b|\bcan be added\b"
    r"|\bfor (?:a|an (?:extra|additional)) fee\b"
    r"|(?<!\()\boptional\b(?!\s?[:)])"
    r"|(?<!no )(?<!any )(?<!without )(?:extra|additional) (?:cost|fee|charge)|\bpaid extra\b",
    re.IGNORECASE,
)
NO_ANSWER = re.compile(
    r"\A\s*(?:no|not yet|not currently|unfortunately|currently,? no|we do not|we don['’]t)\b", re.IGNORECASE
)
YES_ANSWER = re.compile(r"\A\s*(?:yes|absolutely|certainly|of course|correct|we do\b)", re.IGNORECASE)
_ALL_PLANS = re.compile(
    r"\b(?:all|every|any) (?:of our )?(?:paid )?(?:plans?|tiers?|customers|accounts|users)\b", re.IGNORECASE
)


def denial_of(what: str) -> re.Pattern:
    """Give how it is plainly said that a contract (a pattern) is not to be had, rather than that one lacks it."""
    return re.compile(
        r"\b(?:do|does|can|will|is|are|did)(?:n['’]t| ?not)\s(?!(?:\w+ )?(?:need|have|require|want|wish) )"
        r"(?:\w+ ){0,4}?(?:sign|offer|provide|enter"
        rf"|execute|have|support|available)\b|\bcannot (?:\w+ )?(?:sign|offer|provide|enter|execute)"
        rf"|\bno (?:\w+ )?{what}"
        r"|\bnot (?:yet )?(?:available|offered|possible)|\bunable to|\bunavailable\b",
        re.IGNORECASE,
    )


def nothing(_: str) -> str | None:
    """Say nothing of a cell beyond its mark."""
    return None


@dataclass(frozen=True)
class Feature:
    """How a feature is written.

    `words` are pieces in small letters, one of which is in whatever `label` or `claims` match;
    `label` names it in a row, an item or a heading; `claims` are sentences that say a customer has it (the
    whole match is what may be denied); `unless` are words in whose presence the sentence speaks of
    something else; `denial` is how it is plainly denied, where its claims are long; `of_cell` reads a cell's own words.
    `legal` tells whether contracts are worth reading; `nearest` whether of the plans that lack it only the
    one right below the first that has it is told; `states_only` whether what tells the reader what to do says nothing.
    """

    fact: str
    words: tuple[str, ...]
    label: re.Pattern
    claims: tuple[re.Pattern, ...] = ()
    unless: re.Pattern | None = None
    not_label: re.Pattern | None = None
    of_cell: Callable[[str], str | None] = nothing
    nearest: bool = False
    items: bool = True
    headings: bool = False
    staff: bool = True
    legal: bool = True
    denials: bool = True
    plan_bound: bool = True
    states_only: bool = True
    settles: bool = False
    denial: re.Pattern | None = None

    def may_be_in(self, small: str) -> bool:
        """Tell whether a text in small letters has one of the feature's words."""
        return any(word in small for word in self.words)


def quote(
    page: Page,
    fact: str,
    value: Value,
    passage: Passage,
    *,
    plan: str | None = None,
    confidence: float = 0.8,
    around: tuple[int, int] | None = None,
) -> Finding:
    """Give a finding whose quote is the passage, or the part of a long one around the match."""
    start, end = passage.start, passage.end
    if around and end - start > 400:
        first, last = around
        first = passage.text.rfind(" ", 0, max(0, first - 120)) + 1 if first > 120 else 0
        cut = passage.text.find(" ", last + 160)
        start, end = passage.where(first, len(passage.text) if cut < 0 else cut)
    return Finding(fact, value, page.text[start:end], start, end, plan=plan, confidence=confidence)


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
    for one in found:
        if offered and one.value == "no" and one.plan is None:
            continue
        if plans_told and one.value == "yes" and one.plan is None:
            continue
        bare = one.confidence <= _BARE or one.value == "yes" and extra
        if one.plan or not (bare and (told or extra)):
            yield one


def _all(page: Page, feature: Feature) -> Iterator[Finding]:
    if not mentions(page, feature.words) or subject.is_story(page):
        return
    yield from _matrix(page, feature)
    yield from _plan_rows(page, feature)
    yield from _plan_lists(page, feature)
    yield from _following(page, feature)
    seen = set(cards.planned(page))
    for finding, block in _cards(page, feature):
        seen.add(block)
        yield finding
    if page.kind in LEGAL and not feature.legal:
        return
    known = frozenset(card.name for card in cards.shown(page))
    for said in mentioning(page, feature.words):
        if said.block not in seen and said.role != "cell":
            yield from _said(page, feature, said, known)
    yield from _cells(page, feature)


def lowest(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Give of what holds for the vendor only the first plan that has it: those above it have it too."""
    plan = None
    for finding in findings:
        if finding.plan and plan:
            continue
        plan = finding.plan or plan
        yield finding


def _plan_rows(page: Page, feature: Feature) -> Iterator[Finding]:
    for name, line, small in tables.plan_lines(page):
        if feature.may_be_in(small):
            found = feature.label.search(line.text)
            value = _item_value(line.text, None, found, feature) if found else None
            if value and _labelled(feature, line.text):
                yield quote(page, feature.fact, value, line, plan=name, confidence=0.85)


def _plan_lists(page: Page, feature: Feature) -> Iterator[Finding]:
    """Give what a table with a row per plan says of the feature in a column of its own."""
    for table, smalls in tables.by_plan(page):
        for at in range(1, len(table.rows[0])):
            if not feature.may_be_in(smalls[at]) or not _labelled(feature, table.rows[0][at].text):
                continue
            for row in table.rows[1:]:
                value = cell_value(row[at], feature.of_cell) if at < len(row) else None
                for name in re.split(r"\s*(?:/|,|&|\band\b)\s*", row[0].text):
                    plan = names.known_in(name)
                    if value in ("yes", "no", "addon") and plan:
                        passage = row[at].passage if row[at].text else row[0].passage
                        yield quote(page, feature.fact, value, passage, plan=plan, confidence=0.85)


def _following(page: Page, feature: Feature) -> Iterator[Finding]:
    """Give the plans that stand below "on one of the following plans:"."""
    for said in mentioning(page, feature.words):
        leads = restricted.follow(said.text) and _labelled(feature, said.text)
        if leads and stance.of(said.text, 0, len(said.text)) == "says":
            for name, passage in restricted.below(page, said):
                yield quote(page, feature.fact, "yes", passage, plan=name)


def _labelled(feature: Feature, text: str) -> bool:
    return (
        bool(feature.label.search(text))
        and not (feature.not_label and feature.not_label.search(text))
        and not (feature.unless and feature.unless.search(text))
    )


def _matrix(page: Page, feature: Feature) -> Iterator[Finding]:
    if feature.nearest:
        yield from _nearest(list(_compared(page, feature)))
    else:
        yield from _compared(page, feature)


def _nearest(found: list[Finding]) -> Iterator[Finding]:
    """Give what the plans have, and of those that lack it the last one before a plan that has it."""
    for number, one in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else None
        if one.value != "no" or after and after.value != "no":
            yield one


def _compared(page: Page, feature: Feature) -> Iterator[Finding]:
    best: dict[str, Finding] = {}
    rows = tables.matrix_rows(page)
    for row, head, small in rows if rows and feature.may_be_in(tables.matrix_labels(page)) else ():
        if not feature.may_be_in(small) or not _labelled(feature, head.text):
            continue
        for plan, cell in row.cells:
            value = cell_value(_part_of(cell, feature.label), feature.of_cell)
            if value and (plan not in best or (best[plan].value == "no" and value != "no")):
                best[plan] = quote(page, feature.fact, value, head, plan=plan, confidence=0.9)
    yield from best.values()


def _part_of(cell: Cell, label: re.Pattern) -> Cell:
    """Give of a cell that names several things the part that names what is asked for ("SSO, HIPAA add-on")."""
    parts = _SEVERAL.split(cell.text)
    named = [part for part in parts if label.search(part)]
    return (
        replace(cell, passage=Passage(named[0], cell.passage.start, cell.passage.end)) if named and parts[1:] else cell
    )


_SEVERAL = re.compile(r"\s?[,;·•\n]\s?")


def cell_value(cell: Cell, of_cell: Callable[[str], str | None] = nothing) -> str | None:
    """Give what a cell answers: its own words first, then its icon; an empty one answers no."""
    text = cell.text.strip()
    own = of_cell(text)
    if own:
        return own
    said = marks.of_text(text)
    if _COMING.search(text):
        return "in_progress"
    if said or cell.mark:
        return said or cell.mark
    if not text:
        return "no"
    if re.search(r"[$€£]\s?\d", text):
        return "addon"
    return "addon" if ADDON.search(text) else "yes"


def _cards(page: Page, feature: Feature) -> Iterator[tuple[Finding, int]]:
    shown = cards.blocks(page)
    for card, number, block, small in shown if shown and feature.may_be_in(cards.small(page)) else ():
        if feature.may_be_in(small):
            if not _labelled(feature, block.text):
                continue
            found = feature.label.search(block.text)
            if found is None or subject.of_staff(block.text) and len(block.text) > 100:
                continue
            value = _item_value(block.text, block.mark, found, feature)
            if value:
                yield quote(page, feature.fact, value, block.passage, plan=card.name, confidence=0.85), number


def _item_value(text: str, mark: str | None, found: re.Match, feature: Feature) -> str | None:
    own = feature.of_cell(text)
    if own or mark:
        return own or mark
    if _COMING.search(text):
        return "in_progress"
    if stance.denied(text, found.start(), found.end()):
        return "no"
    return "addon" if ADDON.search(text) else "yes"


def _said(page: Page, feature: Feature, said: Statement, known: frozenset[str]) -> Iterator[Finding]:
    text = said.text
    if stance.PENDING.match(text) or (feature.unless and feature.unless.search(text)) or asides.DEFINITION.search(text):
        return
    if said.question and feature.label.search(said.question.text):
        answer = _answered(page, feature, said, known)
        if answer:
            yield from answer
            return
    if asides.lists_else(said) or _instructs(feature, text):
        return
    for claim in feature.claims:
        found = claim.search(text)
        staff = feature.staff and _of_others(page, said) and not asides.WE_LACK.search(text)
        if not found or staff or said.role == "heading" and found.start() > _EARLY:
            continue
        value = _value(feature, text, found) or _lacked_later(feature, text, claim, found)
        if value:
            yield from bound(page, feature, value, said, found, known)
            return
    if _is_short(feature, said) or _is_card(page, feature, said):
        value = said.mark or ("no" if stance.denied(text, 0, len(text)) else "addon" if ADDON.search(text) else "yes")
        if not _COMING.search(text):
            yield from bound(page, feature, value, said, None, known)


def _instructs(feature: Feature, text: str) -> bool:
    """Tell whether the text tells its reader what to do, or what others have to.

    "Pro: restrict ..." states a thing.
    """
    return (
        bool(asides.UNLIKE.search(text))
        or feature.states_only
        and subject.instructs(text)
        and names.leading(text) is None
    )


def _of_others(page: Page, said: Statement) -> bool:
    """Tell whether the statement is about the vendor's own people, or a paragraph that speaks of no customer."""
    headings = () if asides.GIVES.search(said.text) else said.headings
    if subject.of_staff(said.text, headings) or said.lead and subject.of_staff(said.lead):
        return True
    return (
        said.role == "paragraph"
        and page.kind in _PROSE
        and not subject.for_customers(said.text)
        and not names.in_sentence(said.text)
        and not names.leading(said.text)
    )


def _is_short(feature: Feature, said: Statement) -> bool:
    """Tell whether the mere name of the feature stands where a name is enough: an item, a heading, beside a plan."""
    text = said.text
    if len(text) > 120 or len(text.split()) > 10 or text.endswith("?") or not _labelled(feature, text):
        return False
    if asides.DUTIES.search(said.heading) or feature.staff and subject.of_staff(text, said.headings):
        return False
    if said.role == "paragraph":
        return bool(names.in_sentence(text) or names.leading(text))
    return said.role == "item" and feature.items or said.role == "heading" and feature.headings


def _is_card(page: Page, feature: Feature, said: Statement) -> bool:
    """Tell whether the name of the feature heads a card of a trust centre, its few words of praise below it."""
    if said.role != "paragraph" or page.kind not in TRUST or not feature.label.fullmatch(said.text.strip()):
        return False
    below = next(iter(statements(page)[said.number + 1 : said.number + 2]), None)
    if below is None or below.role != "paragraph" or below.block == said.block:
        return False
    return len(page.blocks[below.block].text) <= _CARD


_CARD = 60


def _lacked_later(feature: Feature, text: str, claim: re.Pattern, first: re.Match) -> str | None:
    """Say no where what is named once, as something of others, is plainly lacked when it is named again."""
    later = (hit for hit in claim.finditer(text, first.end()) if stance.lacked(text, *hit.span()))
    return "no" if feature.denials and feature.denial is None and next(later, None) else None


def _value(feature: Feature, text: str, found: re.Match) -> str | None:
    said = stance.of(text, found.start(), found.end())
    if said in ("hints", "plans"):
        return None
    if said == "denies":
        plainly = feature.denial.search(text) if feature.denial else stance.lacked(text, *found.span())
        return "no" if feature.denials and plainly else None
    own = feature.of_cell(text)
    if own:
        return own
    return "addon" if ADDON.search(stance.side(text, *found.span())) else "yes"


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
    if not feature.plan_bound and said.role == "item" and (told := names.leading(page.blocks[said.block].text)):
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


def _answered(page: Page, feature: Feature, said: Statement, known: frozenset[str]) -> list[Finding]:
    if said.question is None or feature.staff and subject.of_staff(said.question.text):
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


def _described(page: Page, text: str) -> str | None:
    """Say yes of a feature that a page on security describes in the cell beside its name."""
    if page.kind not in TRUST or len(text) < _DESCRIBED:
        return None
    said = _COMING.search(text) or NO_ANSWER.match(text) or subject.of_staff(text) or stance.denied(text, 0, _DESCRIBED)
    return None if said else "yes"


_DESCRIBED = 20
_NUMBER = re.compile(r"\W*\d{1,3}(?:\.\d+)*[a-z]?\W*")


def _beside(page: Page, text: str, cell: Cell) -> str | None:
    """Give what the cell beside a feature's name, or beside a question for it, says of it."""
    said = marks.of_text(cell.text) or cell.mark
    if said or not text.endswith("?"):
        return said or _described(page, cell.text)
    return "no" if NO_ANSWER.match(cell.text) else "yes" if YES_ANSWER.match(cell.text) else None


def _cells(page: Page, feature: Feature) -> Iterator[Finding]:
    """Give what tables say that compare no plans: a feature beside its state."""
    for row, small in tables.plain_rows(page):
        if feature.may_be_in(small):
            for at, cell in enumerate(row):
                text = cell.text
                if not text or cell.header and at:
                    continue
                found = next((hit for claim in feature.claims if (hit := claim.search(text))), None)
                if (
                    found
                    and len(text) > 25
                    and not subject.instructs(text)
                    and not (feature.unless and feature.unless.search(text))
                    and not (feature.staff and subject.of_staff(text))
                ):
                    value = _value(feature, text, found)
                    if value:
                        yield quote(page, feature.fact, value, cell.passage, around=found.span(), confidence=0.7)
                        break
                first = at == 0 or at == 1 and bool(_NUMBER.fullmatch(row[0].text))
                if first and len(row) > at + 1 and len(text) < 80 and _labelled(feature, text):
                    value = _beside(page, text, row[at + 1])
                    if value and page.kind not in LEGAL:
                        yield quote(page, feature.fact, value, first_line(cell.passage), confidence=0.7)
                        break
