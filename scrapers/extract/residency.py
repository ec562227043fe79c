"""Where customer data is kept, one finding per region.

Traps: where a sub-processor or an office sits, transfers, where the company is registered, replicas, choices per plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import cards, names, plans, regions, stance
from scrapers.reading.feature import LEGAL, cell_value, quote
from scrapers.reading.sentences import Statement, mentioning, statements
from scrapers.reading.tables import first_line

KINDS = {
    "pricing",
    "security",
    "compliance",
    "trust_center",
    "dpa",
    "help",
    "terms",
    "privacy",
    "other",
    "subprocessors",
}
_CHOOSES = re.compile(
    r"choos|chosen|select|pick|specif|determined|of its choosing|choice|elected|preferred|available in|request"
    r"|ask for"
    r"|you (?:create|deploy|set up)|option to|residency (?:in|for)",
    re.IGNORECASE,
)
_CHOSEN = "customer choice of region"
_MANY = 4
_KEPT = re.compile(
    r"\b(?:hosted|host(?:s|ing)?|stored?|stores|storing|storage|kept|located|resid(?:e|es|ency)|housed"
    r"|data ?cent(?:er|re)s?|servers?|remains?|stays?|lives? in"
    r"|process(?:ed|es) (?:entirely|exclusively|only|solely) (?:with)?in\b"
    r"|process(?:ed|es)?(?=[^.;]{0,40}\b(?:within|(?:only|exclusively|primarily|solely) in|inside) (?:the )?(?:EU|EEA"
    r"|Europe))"
    r"|(?:operates?|runs?) (?:\w+ly )?(?:in|on|from) (?=(?:AWS|Azure|GCP)\b.{1,30}\bregions?\b)"
    r"|gehostet\w*|gespeichert\w*|Rechenzentr\w+|Server\w*|verarbeitet"
    r"|Datenverarbeitung|hébergée?s?|hébergement|traitée?s? (?:exclusivement|uniquement) (?=en\b)"
    r"|stockée?s?|centres? de données|serveurs?|alojad\w+"
    r"|almacenad\w+|servidores)\b",
    re.IGNORECASE,
)
_WORDS = (
    *(
        "operates",
        "runs",
        "lives",
        "host",
        "stor",
        "kept",
        "locat",
        "resid",
        "hous",
        "cent",
        "server",
        "remain",
        "stay",
    ),
    *(
        "speicher",
        "rechenzentr",
        "verarbeit",
        "héberg",
        "traité",
        "stock",
        "serveur",
        "centre",
        "alojad",
        "almacen",
        "servidor",
    ),
    "outside",
    "process",
    *("choos", "select", "pick", "specif", "determin", "chosen", "choice"),
)
_NO_DATA = re.compile(
    r"\bMODULE\b|\bclauses?\b|payment|\bpric(?:e|ed|es|ing)\b|cookie|\bshar(?:e|ing)\b|\bprecise|\bGPS\b|\bdevices?\b|\bbrowser|\bage\b|\bidentity\b|\bpartners?\b"
    r"|\bpreference",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\b(?:data(?! protection)(?! privacy)|contents?|information|files|servers?"
    r"|data ?cent(?:er|re)s?|infrastructure|database|vaults?|workspaces?|operates (?:\w+ly )?(?:in|on|from)"
    r"|service is hosted|hosted|Daten\w*|Rechenzentr\w+"
    r"|données|serveurs|datos|servidores)\b",
    re.IGNORECASE,
)
_PICKED = re.compile(
    r"\b(?:choose|select|pick)\b[^.;]{0,60}\b(?:data|hosting|stor\w+)\b[^.;]{0,60}"
    r"|\bdata residency (?:in|for)\b[^.;]{0,60}",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:additional|optional|further) (?:\w+ )?(?:storage|hosting|data) (?:locations|regions)\b", re.IGNORECASE
)
"""Places beside the usual one are for customers to ask for."""
_CHOICE = re.compile(
    r"\b(?:choose|chooses|choosing|select\w*|pick|specif(?:y|ies)|determined by the customer"
    r"|chosen by)\b[^.;]{0,120}\b(?:region|location|data ?cent(?:er|re)s?|country"
    r"|jurisdiction|where\b(?=[^.;]{0,60}\b(?:stor|host|kept|keep|resid|process|locat|liv|go)))"
    r"|\b(?:request|ask for)\b[^.;]{0,60}\bspecific (?:region|country|location)\b|\byou (?:create|deploy|set up"
    r"|choose)\b[^.;]{0,40}\bin an? [\w-]+[- ]region\b"
    r"|\b(?:region|location|data ?cent(?:er|re)s?|data residency)\b[^.;]{0,100}\b(?:of (?:your"
    r"|its|their) choice|of its choosing|you choose|selected by|determined by the customer"
    r"|chosen by|can be (?:chosen|selected))\b"
    r"|\b(?:locations?|areas|regions|data ?cent(?:er|re)s)\b[^.;]{0,80}\bselect the one"
    r"|\b(?:region|location|data ?cent(?:er|re))\b[^.;]{0,40}\b(?:you|they|customers?) (?:have )?(?:select|chose"
    r"|choose|pick)\w*"
    r"|\bavailable in\b[^.;]{0,40}\bor\b[^.;]{0,20}\bdata ?cent(?:er|re)s\b"
    r"|\b(?:elected|chosen|selected|preferred) (?:data|hosting|storage) (?:location|region)\b"
    r"|\byour (?:chosen|selected) (?:\w+ )?(?:region|location)\b|\bregion selection\b|\bwithin the selected region\b"
    r"|\bchoice of (?:\w+ ){0,4}(?:region|location)\b"
    r"|\boption to (?:\w+ and )?(?:process|store|host|keep)\b[^.;]{0,60}\bin\b"
    r"|\b(?:hosted|stored|kept)\b[^.;]{0,80}\bwhere (?:you|the customer) (?:have |has )?(?:select|chose)\w*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\bdata (?:residency|locali[sz]ation|regions?|location|sovereignty)\b|\bresidency\b", re.IGNORECASE
)
_OTHERS = re.compile(
    r"\b(?:(?:data )?subjects|disclosed|non-EU|Ausnahmef\w+|Datenschutzgesetz\w*|IP-Adress\w+"
    r"|individuals|consumers|visitors"
    r"|applicants?|members|persons|people|(?:who|you|they) reside|must reside"
    r"|sent to|transmit\w*|replicat\w+|depending|around the world|number of countries|global(?:ly)?|including the"
    r"|issued by|sub-?\s?(?:processors?|contractors?)|transfer\w*|offices?|headquarter\w*|incorporated|registered"
    r"|residents?\b|citizens?|if you|(?:users?|organi[sz]ations?|companies|businesses|entities) (?:in|located)"
    r"|located outside|customers? (?:in"
    r"|located)|backups? |representative|law\b|laws\b|courts?|"
    r"governed|jurisdiction|may be|may (?:also )?(?:process|store|transfer)|outside|cookies?"
    r"|supervisory|when (?:you|hosted)|whenever|wherever|by default where|adequa\w+"
    r"|standard contractual|employees|staff|personnel|team|collect(?:ed|s)?"
    r"|available in|based in|such as|corporate|country (?:in|where)|other countries"
    r"|directives?|regulations?|article \d+|devices?"
    r"|some of your"
    r"|if your|should we|must be|DPF|Privacy Shield|Drittl[aä]nd\w*|außerhalb|Übermittlung\w*|hors|transférée?s?|fuera"
    r"|any country|certified|support|various|elsewhere|e\.g|ex:|for example|regions? like|including in)\b",
    re.IGNORECASE,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `data_residency`, region by region, or `customer choice of region`."""
    for _, rows in plans.matrices(page):
        for row in rows:
            if _LABEL.search(row.label.text):
                for plan, cell in row.cells:
                    there = list(regions.named(cell.text))
                    if there:
                        for region in there:
                            yield quote(page, "data_residency", region, first_line(row.label), plan=plan)
                    elif cell_value(cell) in ("yes", "addon"):
                        yield quote(page, "data_residency", _CHOSEN, first_line(row.label), plan=plan, confidence=0.7)
                        break
    listed = [*_tables(page), *_lists(page), *_fields(page), *_headings(page)]
    yield from _items(page)
    said_so = [finding for said in mentioning(page, _WORDS) if said.role != "heading" for finding in _said(page, said)]
    yield from _agreed(listed, said_so)


def _items(page: Page) -> Iterator[Finding]:
    """Give the choice of a region that stands as a bare item among what a plan has."""
    for said in mentioning(page, ("residency", "localization")) if page.kind == "pricing" else ():
        if said.role == "item" and _CHOICE_ITEM.fullmatch(said.text) and said.mark != "no":
            for plan in cards.of_place(page, said.block, said.headings)[:1]:
                yield quote(page, "data_residency", _CHOSEN, said.passage, plan=plan, confidence=0.7)


_CHOICE_ITEM = re.compile(
    r"\W*(?:custom |regional |global )?data (?:residency|locali[sz]ation)(?: options?| controls?| choices?)?"
    r"(?: \([^)]{2,40}\))?\W*",
    re.IGNORECASE,
)


def _agreed(listed: list[Finding], said_so: list[Finding]) -> Iterator[Finding]:
    """Give what the places say together: a list to choose from is a choice, several states of the EU are the EU."""
    chosen = next((finding for finding in said_so if finding.value == _CHOSEN), None)
    offered = {finding.value for finding in listed}
    if chosen and len(offered) > 1:
        yield chosen
        return
    if len(offered) >= _MANY:
        yield replace(listed[0], value=_CHOSEN)
        return
    found = [*listed, *(finding for finding in said_so if finding.value != _CHOSEN)]
    states = {finding.value for finding in found} & regions.MEMBERS
    if len(states) > 1:
        found = [replace(finding, value="eu") if finding.value in states else finding for finding in found]
    union = any(finding.value == "eu" for finding in found)
    dropped = {"eea"} if union else set()
    further = next((finding for finding in said_so if finding.value == _CHOSEN and _MORE.search(finding.quote)), None)
    several = len({finding.value for finding in found} - dropped) > 1
    if chosen and several:
        yield chosen
        return
    yield from (
        finding for finding in found if finding.value not in (dropped | ({"eu", "eea"} if len(states) == 1 else set()))
    )
    choice = further or (None if found else chosen)
    if choice:
        yield choice


def _lists(page: Page) -> Iterator[Finding]:
    """Give the regions of a list under "servers in the following regions:", each in a few words."""
    every = statements(page) if page.kind not in LEGAL else ()
    for said in mentioning(page, ("region", "location", "cent")) if every else ():
        told = _KEPT.search(said.text) or _LABEL.search(said.text)
        if not told or not _INTRODUCES.search(said.text) or _SHARED.search(said.text):
            continue
        found: list[Finding] = []
        for other in every[said.number + 1 : said.number + 1 + _LIST]:
            there = list(regions.named(other.text)) if other.role != "heading" else []
            if not there and (found or other.role == "heading"):
                break
            if len(other.text) <= _SHORT or len(there) >= _MANY:
                found += [quote(page, "data_residency", region, other.passage, confidence=0.75) for region in there]
        yield from found if len(found) > 1 else ()


_INTRODUCES = re.compile(
    r"\b(?:following|these|available|regional)\b[^.:]{0,40}\b(?:regions?|locations?|data ?cent(?:er"
    r"|re)s?)\b[^.:]{0,30}:\W*\Z",
    re.IGNORECASE,
)
_SHARED = re.compile(r"\bsub-?\s?processors?\b|\boffices?\b|\bPoPs?\b|\bCDN\b|\bedge\b", re.IGNORECASE)
_LIST = 12
_SHORT = 70


def _tables(page: Page) -> Iterator[Finding]:
    """Give the regions of a table that lists where the service is hosted."""
    for table in plans.other_tables(page) if page.kind not in LEGAL else ():
        last = min(table.at, len(page.blocks)) - 1
        over = " ".join(page.headings(last)[-2:]) if last >= 0 else ""
        if not _REGION_HEAD.match(table.rows[0][0].text) or not _LABEL.search(over):
            continue
        for row in table.rows[1:]:
            for region in next((places for cell in row[:2] if (places := list(regions.named(cell.text)))), []):
                passage = row[0].passage
                if passage.text:
                    yield quote(page, "data_residency", region, passage, confidence=0.75)


_REGION_HEAD = re.compile(r"\W*(?:data |hosting |available )?(?:regions?|locations?|jurisdictions?)\b", re.IGNORECASE)


_SITES = re.compile(
    r"\W*(?:(?:primary|our|customer) )?(?:data ?cent(?:er|re)s?|(?:data |server )?(?:hosting|storage|residency)"
    r"|(?:data|server|hosting|storage) location|servers?)(?: (?:locations?|regions?))?(?:\(s\))?"
)
"""The name of the thing before the places: "Data centres: Germany, Ireland"."""
_NAMED_SITES = re.compile(rf"{_SITES.pattern}\s?\d?\s?[:–—-]\s(?P<places>[^.;\n]{{2,160}})", re.IGNORECASE)
_USING = re.compile(r"\b(?:using|with|by|via|on|for|where|that|which|operated|provided)\b", re.IGNORECASE)


def _named_places(page: Page, text: str) -> tuple[list[str], tuple[int, int]]:
    """Give the regions of "Data centres: ...", and in contracts those that data is not taken out of."""
    if page.kind == "subprocessors":
        return [], (0, 0)
    inside = _NOT_OUTSIDE.search(text) if page.kind in ("dpa", "terms", "privacy") else None
    if inside and "third party" not in inside[0]:
        return list(regions.named(inside["where"])), inside.span()
    return _listed_places(text)


def _listed_places(text: str) -> tuple[list[str], tuple[int, int]]:
    """Give the regions that follow the name of what is there, and where they stand."""
    found = _NAMED_SITES.match(text)
    if found is None:
        return [], (0, 0)
    places = _USING.split(found["places"])[0]
    if _OTHERS.search(places) or not regions.may_name(places[:24]):
        return [], (0, 0)
    return list(regions.named(places)), found.span("places")


def _said(page: Page, said: Statement) -> Iterator[Finding]:
    text = said.text
    if text.rstrip().endswith("?"):
        return
    chooses = _CHOOSES.may(text)
    if not chooses and not regions.may_name(text):
        return
    kept = _KEPT.search(text)
    listed, around = _named_places(page, text)
    if listed:
        yield from _found(page, said, listed, around, 0.75)
        return
    picked = _PICKED.search(text) if chooses else None
    there = list(regions.named(picked[0])) if picked and not stance.denied(text, *picked.span()) else []
    chosen = (_chosen(text) or _chosen_after(page, said)) if chooses else None
    if picked and there:
        yield from _found(page, said, there, picked.span(), 0.8)
    elif chosen:
        yield from _found(page, said, [_CHOSEN], chosen.span(), 0.7)
    elif kept and page.kind != "subprocessors" and said.role != "cell" and (told := _states(text, kept)):
        yield from _found(page, said, _widest(told), kept.span(), 0.75)
        if _MORE.search(text):
            yield from _found(page, said, [_CHOSEN], kept.span(), 0.7)
    elif said.lead and len(text) < 60 and page.kind != "subprocessors":
        place = _KEPT.search(said.lead)
        if place and _states(said.lead, place) and not _OTHERS.search(text):
            yield from _found(page, said, list(regions.named(text)), (0, len(text)), 0.75)


def _widest(told: str) -> list[str]:
    """Give the regions in which something is said to be, of "in Sweden or within the EU" the union only."""
    there = list(regions.kept(told))
    return ["eu"] if _OR_UNION.search(told) and set(there) & regions.MEMBERS else there


_OR_UNION = re.compile(r"\bor (?:elsewhere )?(?:with)?in (?:the )?(?:EU|EEA|European (?:Union|Economic Area))\b")


def _fields(page: Page) -> Iterator[Finding]:
    """Give the regions of a few words behind the name of a field: "Data centre location" and, after it, "Canada"."""
    every = statements(page) if page.kind != "subprocessors" else ()
    for said in mentioning(page, ("cent", "host", "stor", "server", "resid")) if every else ():
        others = said.headings and _SHARED.search(said.headings[-1])
        if said.role == "paragraph" or others or not _FIELD.fullmatch(said.text):
            continue
        for other in every[said.number + 1 : said.number + 2]:
            if other.role != "heading" and len(other.text) <= _SHORT and not _OTHERS.search(other.text):
                yield from _found(page, other, list(regions.named(other.text)), (0, len(other.text)), 0.7)


_FIELD = re.compile(
    r"\W*(?:data ?cent(?:er|re)|data (?:hosting|storage|residency)|hosting|server)s?(?: (?:locations?|regions?"
    r"|country))?"
    r"(?:\(s\))?\W*",
    re.IGNORECASE,
)


def _headings(page: Page) -> Iterator[Finding]:
    """Give the region of a heading that names it before its residency, where nothing right below denies it."""
    every = statements(page) if page.kind not in LEGAL else ()
    for said in mentioning(page, ("residency",)) if every else ():
        found = _HEADING.fullmatch(said.text) if said.role == "heading" else None
        below = " ".join(other.text for other in every[said.number + 1 : said.number + 2]) if found else ""
        if found and not _NOT_YET.search(below):
            yield from _found(page, said, list(regions.named(found["where"])), found.span("where"), 0.6)


_NOT_YET = re.compile(
    r"\bnot (?:yet |currently )?(?:available|supported|offer\w*|provided?)\b|\bsoon\b|\bplan(?:s|ned|ning)?\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\W*(?P<where>[A-Z][\w.]+(?: [A-Z][\w.]+)?) (?:[Dd]ata )?[Rr]esidency\W*")


def _chosen(text: str) -> re.Match | None:
    """Give where the text says that the customer chooses the region of data, not of payments or cookies."""
    choice = _CHOICE.search(text)
    if choice is None or stance.denied(text, *choice.span()) or _NO_DATA.search(text) or _QUERY.search(text):
        return None
    return choice if _HELD.search(text) else None


def _chosen_after(page: Page, said: Statement) -> re.Match | None:
    """Give the plain "you can choose a region" right after a sentence that says what is kept there."""
    before = statements(page)[said.number - 1] if said.number else said
    plain = _PLAIN_CHOICE.search(said.text)
    told = before.block == said.block and "region" in before.text and _HELD.search(before.text)
    return plain if told and not stance.denied(said.text, 0, len(said.text)) else None


_PLAIN_CHOICE = re.compile(r"\byou (?:can|may) (?:choose|select|pick) (?:a|your|the) region\b", re.IGNORECASE)
_QUERY = re.compile(r"\bSELECT\b")
_HELD = re.compile(
    r"\bdata\b|\bhost|\bstor|\bserver|\blaunch|\bdeploy|\bvirtual machine|\binstances?\b|\bclusters?\b|\bdatabases?\b"
    r"|\bgeographic|\bprompts\b",
    re.IGNORECASE,
)


_NOT_OUTSIDE = re.compile(
    r"\b(?:will|shall|does|do|is|are)(?: not| never|n['’]t)\b[^.;]{0,60}\b(?:process\w*|stor\w+|transfer\w*|host\w*"
    r"|mov\w+)\b[^.;]{0,60}"
    r"\boutside (?:of )?(?:the )?(?P<where>[A-Z][^.,;(]{1,40})"
)
_ASIDE = re.compile(
    r"\([^()]{0,80}\b[Ss]ub-?processors\b[^()]{0,160}\)"
    r"|\s—\s[^—]{3,120}\s—\s|[“\"][^”\"]{0,80}[”\"]|\A[^,;.]{0,60}\bbased in [^,;.]{2,40}, and\b"
    r"|\b(?:information|data) (?:that )?we collect(?:ed)?(?: from you)?\b"
    r"|\bwill be transferred(?: to)?(?:, \w+)*,? and\b"
    r"|\blocated outside (?:of )?(?:the )?[^.;]{3,80}, including (?=(?:processing|storing)\b)"
    r"|\bcertified (?=data ?cent(?:er|re)s?\b)|\bdata collected by \w+(?= (?:is|are|will be) (?:stored|hosted|kept)\b)"
)
"""Titles of other parts, what data it is, and where the company sits before it says where the data is."""
_FURTHER = re.compile(
    r",? and,? if\b|,? and may (?:also )?be\b|,? and (?=(?:\w+ )?(?:is|are) (?:not|never) transferred outside)|;"
    r"|(?<=centres):|(?<=centers):|,? and (?:are |is )?(?:intended|meant) for\b"
    r"|,? which is on the\b"
    r"|,? (?:however|but|although|though|whereas)\b|\bcertified (?:to|by|under|for)\b|\bwith (?:physical|strict"
    r"|round|24|an additional)",
    re.IGNORECASE,
)
_PROVIDED = re.compile(
    r"\bdata ?cent(?:er|re)s (?:are|is) (?:provided|operated|run) by (?:a |our )?sub-?contractors?\b", re.IGNORECASE
)


def _states(text: str, kept: re.Match) -> str:
    """Give the part of the sentence that says where data is kept, or nothing."""
    before, after = _FURTHER.split(text[: kept.start()])[-1], _FURTHER.split(text[kept.start() :])[0]
    told, start = before + after, len(before)
    others = _OTHERS.search(_PROVIDED.sub(" ", _ASIDE.sub(" ", told)))
    says = (
        _DATA.search(text)
        and not others
        and not _PAST.search(told)
        and stance.of(told, start, start + len(kept[0])) == "says"
    )
    return told if says else ""


_PAST = re.compile(r"\b(?:was|were|used to be|had been) (?:\w+ly )?(?:hosted|stored|located|kept)\b", re.IGNORECASE)


def _found(
    page: Page, said: Statement, values: list[str], around: tuple[int, int], confidence: float
) -> Iterator[Finding]:
    named = names.in_sentence(said.text) or cards.of_place(page, said.block, said.headings) or names.ANY
    for value in values:
        for plan in named:
            yield quote(page, "data_residency", value, said.passage, plan=plan, around=around, confidence=confidence)
