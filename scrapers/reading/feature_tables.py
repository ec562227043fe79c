"""What tables say of a feature: in matrices, in rows and columns of plans, beside its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import TRUST, Cell, Page, Passage, marks
from scrapers.reading import money, names, stance, standards, subject, tables
from scrapers.reading.tables import first_line
from scrapers.reading.wanted import (
    ADDON,
    COMING,
    LEGAL,
    NO_ANSWER,
    YES_ANSWER,
    Feature,
    item_value,
    labelled,
    nothing,
    quote,
    value_of,
)


def of_plans(page: Page, feature: Feature) -> Iterator[Finding]:
    """Give what tables say of the plans: those that compare them, and those with a row for each."""
    yield from _matrix(page, feature)
    yield from _plan_rows(page, feature)
    yield from _plan_lists(page, feature)


def _plan_rows(page: Page, feature: Feature) -> Iterator[Finding]:
    for name, line, small in tables.plan_lines(page):
        if feature.may_be_in(small):
            found = feature.label.search(line.text)
            value = item_value(line.text, None, found, feature) if found else None
            if value and labelled(feature, line.text):
                yield quote(page, feature.fact, value, line, plan=name, confidence=0.85)


def _plan_lists(page: Page, feature: Feature) -> Iterator[Finding]:
    """Give what a table with a row per plan says of the feature in a column of its own."""
    for table, smalls in tables.by_plan(page):
        for at in range(1, len(table.rows[0])):
            if not feature.may_be_in(smalls[at]) or not labelled(feature, table.rows[0][at].text):
                continue
            for row in table.rows[1:]:
                value = cell_value(row[at], feature.of_cell) if at < len(row) else None
                for name in re.split(r"\s*(?:/|,|&|\band\b)\s*", row[0].text):
                    plan = names.known_in(name)
                    if value in ("yes", "no", "addon") and plan:
                        passage = row[at].passage if row[at].text else row[0].passage
                        yield quote(page, feature.fact, value, passage, plan=plan, confidence=0.85)


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
        if not feature.may_be_in(small) or not labelled(feature, head.text):
            continue
        for plan, cell in row.cells:
            if feature.label.search(plan):  # ways of the feature are compared, no plans
                continue
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
    if COMING.search(text):
        return "in_progress"
    if said or cell.mark:
        return said or cell.mark
    if not text:
        return "no"
    if re.search(r"[$€£]\s?\d", text):
        return "addon"
    return "addon" if ADDON.search(text) else "yes"


def _described(page: Page, text: str) -> str | None:
    """Say yes of a feature that a page on security describes in the cell beside its name."""
    if page.kind not in TRUST or len(text) < _DESCRIBED:
        return None
    said = COMING.search(text) or NO_ANSWER.match(text) or subject.of_staff(text) or stance.denied(text, 0, _DESCRIBED)
    return None if said else "yes"


_DESCRIBED = 20
_NUMBER = re.compile(r"\W*\d{1,3}(?:\.\d+)*[a-z]?\W*")


def _beside(page: Page, text: str, cell: Cell) -> str | None:
    """Give what the cell beside a feature's name, or beside a question for it, says of it."""
    said = marks.of_text(cell.text) or cell.mark
    if page.kind == "pricing" and money.first_place(cell.text) == 0:
        return "addon"
    if said or not text.endswith("?"):
        return said or _stated(cell.text) or _described(page, cell.text)
    return "no" if NO_ANSWER.match(cell.text) else "yes" if YES_ANSWER.match(cell.text) else None


_HAS = re.compile(
    r"\W*(?:(?:yes|included|supported)\b\W{0,3}[(,;:—–-]|(?:all|every) (?:\w+ )?versions?\W*\Z)", re.IGNORECASE
)


def _stated(text: str) -> str | None:
    """Say yes where a cell begins so and goes on to tell how, or names all versions."""
    said = _HAS.match(text) and not (COMING.search(text) or ADDON.search(text) or names.in_sentence(text))
    return "yes" if said and not stance.denied(text, 0, len(text)) else None


_QUARTER = re.compile(r"\W*(?:Q[1-4]|H[12])[ /-]?20\d\d\W*")
"""Beside such a cell stands what is to be reached by then."""


def beside(page: Page, feature: Feature) -> Iterator[Finding]:
    """Give what tables say that compare no plans: a feature beside its state."""
    for row, small in tables.plain_rows(page):
        if feature.may_be_in(small) and not any(_QUARTER.fullmatch(cell.text) for cell in row[1:]):
            for at, cell in enumerate(row):
                text = cell.text
                if not text or cell.header and at or standards.controls(page, cell.passage.start):
                    continue
                found = next((hit for claim in feature.claims if (hit := claim.search(text))), None)
                if (
                    found
                    and len(text) > 25
                    and not subject.instructs(text)
                    and not (feature.unless and feature.unless.search(text))
                    and not (feature.staff and subject.of_staff(text))
                ):
                    value = value_of(feature, text, found)
                    if value:
                        yield quote(page, feature.fact, value, cell.passage, around=found.span(), confidence=0.7)
                        break
                first = at == 0 or at == 1 and bool(_NUMBER.fullmatch(row[0].text))
                if first and len(row) > at + 1 and len(text) < 80 and labelled(feature, text):
                    value = _beside(page, text, row[at + 1])
                    if value and page.kind not in LEGAL:
                        plan = _sold_with(page, cell) if value == "addon" else None
                        yield quote(page, feature.fact, value, first_line(cell.passage), plan=plan, confidence=0.7)
                        break


def _sold_with(page: Page, cell: Cell) -> str | None:
    """Give the only plan that the sentence before a table of extras names ("available as add-ons on the Pro plan")."""
    above = next(
        (block for block in reversed(page.blocks) if block.role != "cell" and block.passage.start < cell.passage.start),
        None,
    )
    named = names.in_sentence(above.text) if above and ADDON.search(above.text) else []
    return named[0] if len(named) == 1 else None
