"""Where customer data is kept, one finding per region.

Traps: where a sub-processor or an office sits, transfers, where the company is registered, replicas, choices per plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import cards, plans, region_choice, region_lists, regions, stance, subject, whereabouts
from scrapers.reading.feature import cell_value, quote
from scrapers.reading.sentences import Statement, mentioning
from scrapers.reading.tables import first_line

KINDS = {*"pricing security compliance trust_center dpa help terms privacy other subprocessors".split()}
_WORDS = (
    *"""operates runs lives host stor kept locat resid hous cent server remain stay speicher betrieb rechenzentr
    verarbeit héberg traité situé stock serveur centre alojad almacen servidor conservat archivi memorizz ospitat ubicat
    outside process choos select pick specif designat determin chosen choice""".split(),
    *("region us-", "region eu-", "(us-", "(eu-"),
    "in any ",
    "run in",
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `data_residency`, region by region, or `customer choice of region`."""
    for _, rows in plans.matrices(page):
        for row in rows:
            if region_lists.LABEL.search(row.label.text):
                for plan, cell in row.cells:
                    there = list(regions.named(cell.text))
                    if there:
                        for region in there:
                            yield quote(page, "data_residency", region, first_line(row.label), plan=plan)
                    elif cell_value(cell) in ("yes", "addon"):
                        yield quote(
                            page,
                            "data_residency",
                            region_choice.CHOSEN,
                            first_line(row.label),
                            plan=plan,
                            confidence=0.7,
                        )
                        break
    listed = list(region_lists.listed(page))
    yield from _items(page)
    listed += _hosting(page)
    said_so = [finding for said in mentioning(page, _WORDS) if said.role != "heading" for finding in _said(page, said)]
    yield from _agreed(listed, said_so)


def _items(page: Page) -> Iterator[Finding]:
    """Give the choice of a region that stands as a bare item among what a plan has."""
    for said in mentioning(page, ("residency", "localization")) if page.kind == "pricing" else ():
        if said.role == "item" and _CHOICE_ITEM.fullmatch(said.text) and said.mark != "no":
            for plan in cards.of_place(page, said.block, said.headings)[:1]:
                yield quote(page, "data_residency", region_choice.CHOSEN, said.passage, plan=plan, confidence=0.7)


def _hosting(page: Page) -> Iterator[Finding]:
    """Give the region of a short text that begins with its hosting ("EU hosting, with a contract from day one")."""
    for said in mentioning(page, ("hosting", "hébergement", "alojamiento")):
        found = _HOSTING.search(said.text) if len(said.text) <= _SHORT and said.mark != "no" else None
        if found and not said.text.endswith("?"):
            yield from region_lists.placed(
                page, said, list(regions.named(found["where"] or found["there"])), found.span(), 0.7
            )


_SHORT = 80
_HOSTING = re.compile(
    r"(?:\A|[·,;|] ?)\W*(?P<where>EU|[A-Z][a-z]+)[- ][Hh]osting\b(?! (?:of|for|providers?|partners?|plans?)\b)"
    r"|\A\W*(?:(?:[Dd]ata |[Dd]aten)?[Hh]osting|[Hh]ébergement|[Aa]lojamiento) (?:in|en|dans) "
    r"(?:(?:the|der|l['’]|la) ?)?"
    r"(?P<there>[A-Z]\w+(?: [A-Z]\w+)?)(?:,|\W*\Z)"
)


_CHOICE_ITEM = re.compile(
    r"\W*(?:custom |regional |global )?data (?:residency|locali[sz]ation)(?: options?| controls?| choices?)?"
    r"(?: \([^)]{2,40}\))?\W*",
    re.IGNORECASE,
)


def _agreed(listed: list[Finding], said_so: list[Finding]) -> Iterator[Finding]:
    """Give what the places say together: a list to choose from is a choice, several states of the EU are the EU."""
    choices = [finding for finding in said_so if finding.value == region_choice.CHOSEN]
    chosen = max(choices, key=lambda finding: (finding.plan is not None, finding.confidence), default=None)
    offered = {finding.value for finding in listed}
    if chosen and len(offered) > 1:
        yield chosen
        return
    if len(offered) >= region_lists.MANY:
        yield replace(listed[0], value=region_choice.CHOSEN)
        return
    found = [*listed, *(finding for finding in said_so if finding.value != region_choice.CHOSEN)]
    states = {finding.value for finding in found} & regions.MEMBERS
    if len(states) > 1:
        found = [replace(finding, value="eu") if finding.value in states else finding for finding in found]
    union = any(finding.value == "eu" for finding in found)
    dropped = {"eea"} if union else set()
    further = next(
        (
            finding
            for finding in said_so
            if finding.value == region_choice.CHOSEN and region_choice.MORE.search(finding.quote)
        ),
        None,
    )
    several = len({finding.value for finding in found} - dropped) > 1
    if chosen and several:
        yield chosen
        yield from (other for other in found if chosen.plan and not other.plan and _BY_DEFAULT.search(other.quote))
        return
    yield from (
        finding for finding in found if finding.value not in (dropped | ({"eu", "eea"} if len(states) == 1 else set()))
    )
    choice = further or (None if found else chosen)
    if choice:
        yield choice


_BY_DEFAULT = re.compile(r"\bby default\b", re.IGNORECASE)
"""Where data is kept for those who have no plan with a choice."""


def _named_places(page: Page, text: str) -> tuple[list[str], tuple[int, int]]:
    """Give the regions of "Data centres: ...", and in contracts those that data is not taken out of."""
    systems = whereabouts.of_systems(text)
    if systems[0] or page.kind == "subprocessors":
        return systems
    inside = whereabouts.NOT_OUTSIDE.search(text) if page.kind in ("dpa", "terms", "privacy") else None
    if inside and "third party" not in inside[0] and not whereabouts.WITH_SAFEGUARDS.search(text, inside.start()):
        return list(regions.named(inside["where"])), inside.span()
    return whereabouts.listed(text)


def _said(page: Page, said: Statement) -> Iterator[Finding]:
    text = said.text
    if _CHOICE_ITEM.fullmatch(text) or text.rstrip().endswith("?") or whereabouts.by_another(text, said.heading):
        return
    chooses = region_choice.CHOOSES.may(text)
    if not chooses and not regions.may_name(text) and not whereabouts.CODED.search(text):
        return
    kept = whereabouts.KEPT.search(text)
    listed, around = _named_places(page, text)
    if listed and (not region_lists.SHARED.search(said.heading) or whereabouts.of_systems(text)[0]):
        yield from region_lists.placed(page, said, listed, around, 0.75)
        return
    picked = region_choice.PICKED.search(text) if chooses else None
    there = list(regions.named(picked[0])) if picked and not stance.denied(text, *picked.span()) else []
    chosen = (region_choice.chosen(text) or region_choice.chosen_after(page, said)) if chooses else None
    if picked and there:
        several = [region_choice.CHOSEN] * (len(set(there)) > 1)
        yield from region_lists.placed(page, said, there + several, picked.span(), 0.8)
    elif chosen:
        yield from region_lists.placed(page, said, [region_choice.CHOSEN], chosen.span(), 0.7)
    elif (
        kept
        and page.kind != "subprocessors"
        and said.role != "cell"
        and not (said.role == "item" and subject.instructs(text))
        and (told := whereabouts.stated(text, kept))
    ):
        yield from region_lists.placed(page, said, whereabouts.widest(told), kept.span(), 0.75)
        if region_choice.MORE.search(text):
            yield from region_lists.placed(page, said, [region_choice.CHOSEN], kept.span(), 0.7)
    elif said.lead and len(text) < 60 and page.kind != "subprocessors":
        place = whereabouts.KEPT.search(said.lead)
        if place and whereabouts.stated(said.lead, place) and not whereabouts.OTHERS.search(text):
            yield from region_lists.placed(page, said, list(regions.named(text)), (0, len(text)), 0.75)
