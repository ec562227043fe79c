"""Whether there is a free plan.

Traps: trials and refunds are no free plans; "free" of charge for something else; what was discontinued.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page, Passage
from scrapers.reading import cards, free, money, names, stance
from scrapers.reading.sentences import mentioning, statements

KINDS = {"pricing", "help", "other", "changelog"}
_SAID = re.compile(
    r"\b(?:always|100 ?%|completely|totally|entirely) (?:free|gratis)\b(?! (?:trial|from\b|of (?!charge)))"
    r"|\b(?:plan|tier|edition|version) is (?:available )?(?:at no (?:cost|charge)|free of charge)\b"
    r"|\bis free and open[- ]source\b|\bfree,? forever\b|\bforever free\b|[$€£]0 forever|\bplan (?:for free|gratis)\b"
    r"|\bfree of charge,? forever\b"
    r"|\bfree (?:while|during)\b[^.;,]{0,30}\bbeta\b"
    r"|\bfree (?:for|to) (?:open[- ]source|public|non-?commercial|personal|individual|(?:up to|teams of) \d)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:Free|FREE|free)\W{0,3} (?:[A-Z][\w-]+ )?(?:[Pp]lan|[Tt]ier|[Ee]dition|[Vv]ersion|[Ss]ubscription"
    r"|[Ll]icen[cs]e)\b(?! [Tt]rial)"
    r"|\bFree(?:, [A-Z]\w+)*,? (?:and|or|&) [A-Z]\w+ (?:plans|tiers)\b"
    rf"|\b[A-Z]\w+ \({free.GRATIS}\)(?: (?:plan|tier|edition)\b|\W*\Z)"
    r"|\b(?:including|on|the) Free\b(?=[).,])"
    rf"|{free.IN_OTHER_TONGUES}|{free.SAID_FREE}"
)
_OWN_NAME = re.compile(r"\bfree (?P<name>[A-Z][\w-]+) (?:plan|tier|edition|licen[cs]e|subscription)\b")
_GONE = re.compile(
    r"\b(?:no longer|do not|don['’]t|does not|doesn['’]t) (?:\w+ )?(?:offer|have"
    r"|provide)\b[^.]{0,30}\bfree (?:plan|tier|version)\b"
    r"|\bis there no free (?:plan|tier|version)\b"
    r"|\b(?:there(?: is|['’]s)|have) no (?:longer a )?free (?:plan|tier|version)\b"
    r"|\bkeinen? (?:dauerhaft )?kostenlose[nr]? (?:Tarif|Plan|Version|Paket|Abo)\b"
    r"|\bkostenlosen? (?:Tarif|Plan|Version|Paket|Abo)\b[^.]{0,20}"
    r"\b(?:bieten wir|gibt es|haben wir) (?:derzeit )?nicht\b"
    r"|\b(?:pas|plus|aucune?) (?:de |d['’])?(?:offre|formule|version|plan|forfait|abonnement)s? gratuite?s?\b"
    r"|\bno (?:\w+ ){1,2}?(?:(?:un|una|ningún|ninguna) )?(?:plan|planes|versi[oó]n|versiones) gratuit[oa]s?\b"
    r"|\bfree (?:plan|tier|version) (?:is|was) (?:\w+ )?(?:not|no longer) (?:\w+ )?(?:possible|available|offered)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:no(?! (?:cost|charge))|not|without|don['’]t|doesn['’]t|legacy|deprecated|no longer|discontinued|used to"
    r"|working on|coming soon"
    r"|self-hosted|open-source products)\b",
    re.IGNORECASE,
)
_OTHER_THINGS = re.compile(
    r"\b(?:apps?|clients?|extensions?|migrations?|downloads?|set-?up|shipping|consultations?|guides?|courses?|demos?"
    r"|to (?:try|cancel)|feel free|hassle|risk)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?!(?:Your|Our|This|The|Each|Every|Any|That|Their)\b)(?P<name>[A-Z]\w+) (?:plan|tier|edition|is|gratis)\b"
)
_TRIAL = re.compile(r"\btrial\b", re.IGNORECASE)
_TRIAL_WORDS = re.compile(r"free[\s-]+(?:\d+[\s-]?day[\s-]+)?trial|months?\s+free|for free", re.IGNORECASE)


def extract(page: Page) -> Iterator[Finding]:
    """Give `free_plan` for each that is; `false` where a pricing page shows plans, a trial and nothing that is free."""
    found = [_found(page, plan.proof, plan.name) for plan in _apart(free.shown(page))] or sorted(
        _prose(page), key=lambda one: -one.confidence
    )[:1]
    yield from found or _none_free(page)


def _apart(plans: list[free.Free]) -> Iterator[free.Free]:
    """Give the plans that are surely several: no two that share a word, nor two that are but called free."""
    told: set[str] = set()
    for plan in plans:
        name = free.NAME.sub("free", plan.name.casefold())
        words = {*name.split(), re.sub(r"[\W_]", "", name)}
        if not words & told:
            told |= words
            yield plan


def _found(page: Page, passage: Passage, plan: str | None, *, value: bool = True, confidence: float = 0.9) -> Finding:
    return Finding(
        "free_plan",
        value,
        page.text[passage.start : passage.end],
        passage.start,
        passage.end,
        plan=plan,
        confidence=confidence,
    )


def _prose(page: Page) -> Iterator[Finding]:
    for said in mentioning(
        page, ("free", "gratis", "kostenlos", "kostenfrei", "gratuit", "0 forever", "no cost", "no charge")
    ):
        gone = _GONE.search(said.text)
        asks = said.text.endswith("?") and said.role != "heading"
        if said.role == "cell" or asks and not (gone and _WHY.match(said.text)):
            continue
        if gone:
            yield _found(page, said.passage, None, value=False, confidence=0.7)
            continue
        named = _NAMED.search(said.text)
        found = named or _SAID.search(said.text)
        if (
            not found
            or _NEGATIVE.search(_IF.sub("", said.text))
            or _FOR_EXAMPLE.search(said.text[: found.start()])
            or _NONE_BEFORE.search(said.text[: found.start()])
            or not named
            and _DAYS.search(said.text)
            or money.first_place(_CREDIT.sub(" ", said.text)) is not None
            and not _SAID.search(said.text)
        ):
            continue
        if not named and (
            _OTHER_THINGS.search(said.text[: found.start()])
            or page.kind not in ("pricing", "other")
            and not _FOREVER.search(said.text)
        ):
            continue
        sure = (
            0.75
            if _OWN_NAME.search(said.text) or _BESIDE.search(said.text)
            else 0.5
            if said.text.endswith("?")
            else 0.65
        )
        yield _found(page, said.passage, _name(said.text) or ("Free" if named else None), confidence=sure)


_WHY = re.compile(r"\W*(?:question: )?why\b", re.IGNORECASE)
"""Whoever asks why something is so says that it is."""
_NONE_BEFORE = re.compile(r"\b(?:keine?n?|nicht|pas de|plus de|sans|sin|ningún|früher\w*)\s(?:\w+\s)?\Z", re.IGNORECASE)
_CREDIT = re.compile(r"\$\d[\d.,]* (?:of|in|worth of) (?:free |usage |monthly )?(?:credits?|usage)\b", re.IGNORECASE)
_DAYS = re.compile(r"\bfor (?:(?:the|your) )?(?:first )?\d+[ -](?:days?|weeks?|months?)\b", re.IGNORECASE)
"""What is free for so long is a trial, however it is called."""
_FOR_EXAMPLE = re.compile(r"\be\.g\.|\bfor example\b|\bsuch as\b", re.IGNORECASE)
_CALLED = re.compile(r"\bFree\W{0,3} (?:plan|tier|edition)\b")
_CALLED_ELSEWHERE = re.compile(free.IN_OTHER_TONGUES)
_FOREVER = re.compile(r"\b(?:is|are) (?:always free|free,? forever)\b|\bfree of charge,? forever\b")
_IF = re.compile(r"\A\W*If [^,.]{3,60}, ")
_BESIDE = re.compile(
    rf"\b(?P<name>[A-Z]\w+)(?: (?:Plan|Tier|Edition|Version|Tarif))? \({free.GRATIS}\)"
    r"(?: (?:plan|tier|edition)\b|\W*\Z)"
)


def _name(text: str) -> str | None:
    beside = _BESIDE.search(text)
    if beside:
        return str(beside["name"])
    own = _OWN_NAME.search(text)
    if own and names.is_known(own["name"]):
        return own["name"]
    if _CALLED.search(text) or _CALLED_ELSEWHERE.search(text):
        return "Free"
    led = names.leading(text)
    match = _SUBJECT.search(text)
    return led or (match["name"] if match and (names.is_known(match["name"]) or "plan" in match[0]) else None)


def _none_free(page: Page) -> Iterator[Finding]:
    if page.kind != "pricing" or re.search(r"\bfree\b|\bgratis\b", _TRIAL_WORDS.sub(" ", page.text), re.IGNORECASE):
        return
    trial = next(
        (
            said
            for said in statements(page)
            for trial in [_TRIAL.search(said.text)]
            if trial and stance.of(said.text, *trial.span()) == "says"
        ),
        None,
    )
    if trial and len(cards.shown(page)) >= 3:
        yield _found(page, trial.passage, None, value=False, confidence=0.6)
