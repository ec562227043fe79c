"""Where customer data is kept, one finding per region.

Traps: where a sub-processor or an office sits, transfers, where the company is registered, replicas, choices per plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import plans, stance
from scrapers.reading.feature import cell_value, first_line, quote
from scrapers.reading.sentences import Statement, statements

KINDS = {"pricing", "security", "compliance", "trust_center", "dpa", "help", "terms", "privacy", "other", "subprocessors"}
_REGIONS = (
    ("eu", r"EU\b|European Union|Europe\b"), ("eea", r"EEA|European Economic Area"), ("us", r"US\b|USA|U\.S\.|United States(?: of America)?"),
    ("uk", r"UK\b|United Kingdom"), ("germany", r"Germany|GERMANY|Frankfurt"), ("france", r"France|FRANCE|Paris"), ("ireland", r"Ireland|Dublin"),
    ("netherlands", r"Netherlands|Amsterdam"), ("switzerland", r"Switzerland"), ("sweden", r"Sweden|Stockholm"), ("finland", r"Finland|Helsinki"),
    ("canada", r"Canada"), ("australia", r"Australia|Sydney"), ("japan", r"Japan|Tokyo"), ("singapore", r"Singapore"), ("india", r"India"),
    ("norway", r"Norway"), ("spain", r"Spain"), ("italy", r"Italy"), ("poland", r"Poland"), ("brazil", r"Brazil"),
)
_CHOSEN = "customer choice of region"
_MEMBERS = {"germany", "france", "ireland", "netherlands", "sweden", "finland", "spain", "italy", "poland"}
_KEPT = re.compile(
    r"\b(?:hosted|host(?:s|ing)?|stored?|stores|storage|kept|located|resid(?:e|es|ency)|housed|data ?cent(?:er|re)s?|servers?|remains?|stays?)\b", re.IGNORECASE)
_DATA = re.compile(r"\b(?:data(?! protection)(?! privacy)|contents?|information|files|servers?|data ?cent(?:er|re)s?|database|vaults?|workspaces?|service is hosted|hosted)\b", re.IGNORECASE)
_PICKED = re.compile(r"\b(?:choose|select|pick)\b[^.;]{0,60}\b(?:data|hosting|stor\w+)\b[^.;]{0,60}|\bdata residency (?:in|for)\b[^.;]{0,60}", re.IGNORECASE)
_CHOICE = re.compile(
    r"\b(?:choose|chooses|choosing|select\w*|pick|specif(?:y|ies)|determined by the customer|chosen by)\b[^.;]{0,120}\b(?:region|location|data ?cent(?:er|re)s?|where|country|jurisdiction)\b"
    r"|\b(?:region|location|data ?cent(?:er|re)s?|data residency)\b[^.;]{0,100}\b(?:of (?:your|its|their) choice|of its choosing|you choose|selected by|determined by the customer|chosen by|can be (?:chosen|selected))\b",
    re.IGNORECASE)
_LABEL = re.compile(r"\bdata (?:residency|locali[sz]ation|region|location|sovereignty)\b|\bresidency\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:sub-?\s?processors?|transfer\w*|offices?|headquarter\w*|incorporated|registered|residents?\b|citizens?|if you|users? (?:in|located)|located outside|customers? (?:in|located)|backups? |representative|law\b|laws\b|courts?|"
    r"governed|jurisdiction|may be|may (?:also )?(?:process|store|transfer)|outside|cookies?|supervisory|when (?:you|hosted)|whenever|wherever|by default where|adequa\w+|standard contractual|employees|staff|personnel|team|collect(?:ed|s)?"
    r"|available in|based in|such as|corporate|country (?:in|where)|other countries|any country|certified|support|various|elsewhere|e\.g|ex:|for example|including in)\b", re.IGNORECASE)


def extract(page: Page) -> Iterator[Finding]:
    """Give `data_residency`, region by region, or `customer choice of region`."""
    for _, rows in plans.matrices(page):
        for row in rows:
            if _LABEL.search(row.label.text):
                for plan, cell in row.cells:
                    regions = list(_regions(cell.text))
                    if regions:
                        for region in regions:
                            yield quote(page, "data_residency", region, first_line(row.label), plan=plan)
                    elif cell_value(cell) in ("yes", "addon"):
                        yield quote(page, "data_residency", _CHOSEN, first_line(row.label), plan=plan, confidence=0.7)
                        break
    said_so = [finding for said in statements(page) if said.role != "heading" for finding in _said(page, said)]
    within = any(finding.value in _MEMBERS for finding in said_so)
    named = any(finding.value != _CHOSEN for finding in said_so)
    yield from (finding for finding in said_so if not (within and finding.value in ("eu", "eea")) and not (named and finding.value == _CHOSEN))


def _regions(text: str) -> Iterator[str]:
    for name, words in _REGIONS:
        if re.search(rf"\b(?:{words})(?!\w)", text):
            yield name


def _said(page: Page, said: Statement) -> Iterator[Finding]:
    text = said.text
    if text.rstrip().endswith("?"):
        return
    picked = _PICKED.search(text)
    if picked and not stance.denied(text, *picked.span()):
        regions = list(_regions(picked[0]))
        for plan in (plans.in_sentence(text) or plans.of_place(page, said.block, said.headings) or [None]) if regions else ():
            for region in regions:
                yield quote(page, "data_residency", region, said.passage, plan=plan, around=picked.span())
        if regions:
            return
    choice = _CHOICE.search(text)
    if choice and re.search(r"\bdata\b|\bhost|\bstor|\bserver", text, re.IGNORECASE) and not stance.denied(text, *choice.span()) \
            and not re.search(r"payment|cookie", text, re.IGNORECASE):
        for plan in plans.in_sentence(text) or plans.of_place(page, said.block, said.headings) or [None]:
            yield quote(page, "data_residency", _CHOSEN, said.passage, plan=plan, around=choice.span(), confidence=0.7)
        return
    kept = _KEPT.search(text)
    if page.kind == "subprocessors" or said.role == "cell" or not kept or not _DATA.search(text) or _OTHERS.search(text):
        return
    if stance.of(text, *kept.span()) != "says":
        return
    named = plans.in_sentence(text) or plans.of_place(page, said.block, said.headings)
    for region in _regions(text):
        for plan in named or [None]:
            yield quote(page, "data_residency", region, said.passage, plan=plan, around=kept.span(), confidence=0.75)
