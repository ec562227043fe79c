"""Whether the vendor publishes its sub-processors. Traps: mentions without a list, "contact us for the list"."""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import subject
from scrapers.reading.feature import quote
from scrapers.reading.sentences import Statement, mentioning, statements
from scrapers.reading.wording import SUBPROCESSORS

KINDS = {"security", "compliance", "trust_center", "help", "terms", "dpa", "privacy", "subprocessors", "other"}
_ON_REQUEST = (
    r"(?:(?:up)?on (?:written )?request|(?:written|reasonable) request|on demand|auf (?:schriftliche )?Anfrage"
    r"|sur demande"
    r"|previa solicitud|a petición)"
)
_LIST = re.compile(
    rf"\bsub-?processor lists?\b|\bcurrent {SUBPROCESSORS}\s?:"
    rf"|\bcurrent {SUBPROCESSORS} (?:include|are):? (?-i:[A-Z])[^,;]{{2,60}}, (?-i:[A-Z])"
    rf"|\b(?:list(?:s|en?|as?)?|elenco)\b[^.;]{{0,90}}?\b{SUBPROCESSORS}|\bfollowing (?:\w+ ){{0,2}}{SUBPROCESSORS}\s?:"
    rf"|\bfollowing (?:\w+ ){{0,2}}{SUBPROCESSORS}(?:\(s\))?(?: (?:is|are|have been|has been))? (?:\w+ )?(?:approved"
    rf"|engaged|authori[sz]ed|appointed|used)\b[^.:;]{{0,60}}:"
    rf"|\b{SUBPROCESSORS}[^.;]{{0,90}}?\b(?:list(?:ed|s)?|page"
    rf"|set (?:out|forth)|found at|published|available (?:at|on|here)|identified (?:in|at|below"
    rf"|on)|(?<=is )described (?:at|in)|(?<=are )described (?:at|in))\b"
    rf"|\b{SUBPROCESSORS}[^;]{{0,60}}?https?://|\b{SUBPROCESSORS}\W{{1,6}}[\w.-]+\.[a-z]{{2,6}}/\S"
    rf"|\A\W*(?:\w+ )?{SUBPROCESSORS}\s?:\s(?-i:[A-Z])[\w&. -]{{2,40}}(?:\([^)]{{0,60}}\))?,\s(?-i:[A-Z])"
    rf"|\b(?:view|see|review) (?:(?:the|our|all|[\w.]+['’]s) )?(?!of\b)(?:[\w-]+ ){{0,2}}{SUBPROCESSORS}"
    rf"|\blinks? to (?:our|the) (?:current )?{SUBPROCESSORS}"
    rf"|\bpersons? listed at\b"
    rf"|\bfolgende[nrm]? (?:(?:Sub-?\s?unternehm|Nachunternehm)\w+|{SUBPROCESSORS})(?: \w+){{0,2}}\s?:"
    rf"|\b(?:nach(?:folgend|stehend)|unten|im Folgenden) (?:auf)?ge(?:führt|listet|nannt)en {SUBPROCESSORS}"
    rf"|\bAnlage \d+ (?:auf)?ge(?:führt|listet|nannt)en {SUBPROCESSORS}"
    rf"|\baktuelle {SUBPROCESSORS}(?: \([^()]{{3,40}}\))?\s?:"
    rf"|\b(?:los )?siguientes {SUBPROCESSORS}|\b{SUBPROCESSORS} suivants?\b"
    rf"|\binformation about (?:the |our )?{SUBPROCESSORS}",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"(?:[\w.&-]+:? ){{0,3}}{SUBPROCESSORS}(?: (?:list|page|techniques|we use))?"
    r"(?: \((?:Anhang|Anlage|Annex|Appendix|Schedule|Exhibit)\b[^()]{0,12}\))?\Z",
    re.IGNORECASE,
)
_NO_LIST = re.compile(
    rf"\b(?:contact|e-?mail|{_ON_REQUEST}|ask|qualité de|comes with|insert (?:your|the)"
    r"|we(?:['’]ll| will) send)\b"
    r"|\b(?:can|may) request [^.;()]{3,60}\(",
    re.IGNORECASE,
)
_HANDED_OUT = re.compile(rf"\blist[ae]?n?\b[^.;]{{0,120}}\b{_ON_REQUEST}\b", re.IGNORECASE)
_KEPT = re.compile(r"\b(?:maintain\w*|keeps?|mantendrá|mantiene|führt|unterhält|tient)\b", re.IGNORECASE)
"""A list that is kept up to date and handed out to who asks for it is not published."""
_OTHER_LIST = re.compile(
    r"\bagreed list\b|\bcategories of sub-?processors?\b|\bmay (?:also )?make available\b"
    r"|\blist of (?:\w+ )?(?:obligations|duties|requirements"
    r"|measures)\b"
)
_CHANGES = re.compile(
    rf"\b{SUBPROCESSORS} changes|\bchanges? (?:to|of) (?:\w+ ){{0,2}}{SUBPROCESSORS}|\bnotice period\b", re.IGNORECASE
)


_WORDS = (
    "sub-",
    "subp",
    "subc",
    "subd",
    "sub p",
    "sub c",
    "sub d",
    *("unterauftrag", "subu", "nachunternehm"),
    "sous-trait",
    "subencarg",
    *("subapp", "sub-app", "subresp"),
    "persons l",
    "person l",
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `subprocessor_list`."""
    if page.kind == "subprocessors":
        found = _own(page)
        if found:
            yield found
            return
    yield from _tables(page)
    elsewhere = page.kind != "subprocessors"  # there, such a link leads to the page itself
    linked, leading = (_linked(page), _leading(page)) if elsewhere else (set(), None)
    for said in mentioning(page, (*_WORDS, "current list", "full list", "complete list")):
        found_list = (
            _LIST.search(said.text)
            or (_NAME.match(said.text) if said.text in linked else None)
            or (_THE_LIST.search(said.text) if said.role != "heading" and _HEADING.fullmatch(said.heading) else None)
            or (_ANY.search(said.text) if leading and leading.search(said.text) else None)
        )
        if (
            not found_list
            or said.text.rstrip().endswith("?")
            or _NO_LIST.search(said.text)
            or _KEPT.search(said.text)
            and _is_handed_out(page)
            or said.role == "item"
            and subject.instructs(said.text)
            or _OTHER_LIST.search(said.text)
            or _given_out(said.text)
            or _CHANGES.search(said.text)
            and "list" not in said.text.lower()
        ):
            continue
        yield quote(page, "subprocessor_list", "yes", said.passage, around=found_list.span(), confidence=0.75)


def _is_handed_out(page: Page) -> bool:
    """Tell whether the page says that the list is given to who asks for it."""
    return any(_HANDED_OUT.search(said.text) for said in mentioning(page, _WORDS))


def _tables(page: Page) -> Iterator[Finding]:
    """Give the heading over a table of sub-processors: it is the list."""
    for table in page.tables:
        last = min(table.at, len(page.blocks)) - 1
        over = page.outline[last][-1] if last >= 0 and page.outline[last] else None
        head = table.rows[0][0].passage
        if len(table.rows) >= _FEWEST and len(table.rows[0]) > 1 and _COLUMN.fullmatch(head.text):
            yield quote(page, "subprocessor_list", "yes", head, confidence=0.8)
        elif over is not None and len(table.rows) >= _FEWEST and _NAME.match(page.blocks[over].text):
            yield quote(page, "subprocessor_list", "yes", page.blocks[over].passage, confidence=0.8)

    for said in mentioning(page, _WORDS):
        if said.role == "heading" and _HEADING.fullmatch(said.text) and _names_below(page, said):
            yield quote(page, "subprocessor_list", "yes", said.passage, confidence=0.75)


_COLUMN = re.compile(rf"\W*(?:name (?:of|des|du|del) (?:the )?)?{SUBPROCESSORS}\W*", re.IGNORECASE)
"""The head of a column that names sub-processors."""


def _names_below(page: Page, said: Statement) -> bool:
    """Tell whether a list of names follows a heading, rather than clauses of a contract."""
    after = statements(page)[said.number + 1 : said.number + 1 + _FEWEST * 2]
    below = [one for one in after if not one.text.endswith(":")][:_FEWEST]
    if below and _IN_A_ROW.match(below[0].text):
        return True
    return len(below) == _FEWEST and all(
        one.role == "item" and len(one.text) <= _NAMED and one.text[:1].isupper() and not _DUTY.search(one.text)
        for one in below
    )


_HEADING = re.compile(
    r"\W*(?:\d+[\d.]*\W+)?(?:(?:our|the|list of|current|authori[sz]ed|approved|appointed|third[- ]party|data) )*"
    rf"{SUBPROCESSORS}(?: (?:list|we use))?(?: \([^()]{{3,40}}\))?\W*",
    re.IGNORECASE,
)
_THE_LIST = re.compile(r"\b(?:current|full|complete) list\b", re.IGNORECASE)
_FEWEST = 3
_IN_A_ROW = re.compile(
    r"\W*(?:[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3}(?: \([^()]{2,60}\))?(?:, (?:and )?| and )){2,}[A-Z]"
)
"""Names with commas between them."""
_NAMED = 120
_DUTY = re.compile(r"\b(?:shall|will|must|may|agrees?|we|you|processor|controller)\b", re.IGNORECASE)


def _linked(page: Page) -> set[str]:
    """Give the words of links that name the sub-processors and nothing else: they lead to the list."""
    links = page.links if _ANY.may_any(link.text for link in page.links) else ()
    return {link.text for link in links if _NAME.match(link.text)}


_ANY = re.compile(rf"\b{SUBPROCESSORS}", re.IGNORECASE)
_TARGET = re.compile(r"sub-?_?processors?\b", re.IGNORECASE)


def _leading(page: Page) -> re.Pattern | None:
    """Give the words of links whose target is named after sub-processors: a sentence on them leads there."""
    links = page.links if _TARGET.may_any(link.target for link in page.links) else ()
    words = {link.text for link in links if link.text and _TARGET.search(link.target)}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words)))})(?!\w)") if words else None


_GIVEN_OUT = re.compile(
    rf"\blist\b[^.;]{{0,160}}\b(?:is|are) (?:made available|provided|available|sent|shared|disclosed)\b[^.;]{{0,40}}\b"
    rf"(?:{_ON_REQUEST}"
    r"|to (?:\w+ )?customers|under (?:an? )?NDA)",
    re.IGNORECASE,
)
_THERE = re.compile(r"https?:|www\.|\.[a-z]{2,6}/|\b(?:at|here|below|on (?:our|this|the))\b", re.IGNORECASE)


def _given_out(text: str) -> bool:
    """Tell whether the list is given to customers only, at no place that is named."""
    return bool(_GIVEN_OUT.search(text)) and not _THERE.search(text)


_HERE = re.compile(r"\bwe list (?:all|each|every|them)\b[^.;]{0,40}\b(?:here|below|on this page)\b", re.IGNORECASE)


def _own(page: Page) -> Finding | None:
    """A page of that kind with a table or a list of names is the list itself."""
    rows = sum(len(table.rows) for table in page.tables)
    if not rows and any(_given_out(said.text) for said in mentioning(page, ("list",))):
        return None
    items = sum(1 for block in page.blocks if block.role in ("item", "heading"))
    for said in statements(page):
        if _HERE.search(said.text):
            return quote(page, "subprocessor_list", "yes", said.passage, confidence=0.8)
        if re.search(rf"\b{SUBPROCESSORS}", said.text, re.IGNORECASE) and (rows >= 3 or items >= 4):
            return quote(page, "subprocessor_list", "yes", said.passage, confidence=0.9)
    return None
