"""What limits the free plan: people, storage, history, minutes, projects.

Traps: limits of paid plans, rate limits, support times, refund and trial days.
"""

from __future__ import annotations

from collections.abc import Iterator

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page, Passage
from scrapers.reading import free, names
from scrapers.reading.sentences import Statement, mentioning, split

KINDS = {"pricing", "help", "other", "changelog"}
_THINGS = (
    (
        "seats",
        (
            r"users?|seats?|members?|people|persons?|collaborators?|teammates?|editors?|nutzer\w*|benutzer\w*"
            r"|utilisateurs?|usuarios?"
        ),
    ),
    ("storage", r"storage|speicher\w*|stockage|almacenamiento|\b[GMTK]i?B\b|disk|data\b"),
    ("message_history", r"message history|messages? (?:history|archive)|histor(?:y|ical)|retention"),
    ("build_minutes", r"(?:free )?(?:build|CI(?:/CD)?|compute|machine|pipeline|execution)[- ]minutes?"),
    ("meeting_minutes", r"minutes?"),
    ("participants", r"participants?|attendees?"),
    ("projects", r"projects?|repos?\b|projekte?|projets?|proyectos?|repositor(?:y|ies)|workspaces?|sites?|apps?\b"),
    ("boards", r"boards?"),
    ("collections", r"collections?"),
    ("notes", r"notes?\b"),
    ("devices", r"devices?|machines?|endpoints?|peers?\b"),
    ("integrations", r"integrations?"),
    ("automation_runs", r"automations?|runs?\b|builds?\b|executions?"),
    ("messages", r"messages?|emails?"),
    ("credits", r"credits?\b(?! card)"),
    ("agents", r"agents?\b"),
    ("requests", r"(?:api )?(?:requests?|calls?)\b"),
    ("queries", r"quer(?:y|ies)"),
    ("rules", r"rules?\b"),
    ("links", r"links?\b"),
    ("files", r"files?\b"),
    ("prompts", r"prompts?\b"),
    ("documents", r"documents?"),
    ("dashboards", r"dashboards?"),
    ("environments", r"environments?"),
    ("voices", r"(?:custom |cloned )?voices?"),
    ("contacts", r"contacts?"),
    ("subscribers", r"subscribers?"),
    ("commands", r"commands?"),
    ("databases", r"databases?"),
    ("records", r"records?|rows?"),
    ("events", r"events?\b|page ?views?"),
    ("forms", r"forms?\b|responses?"),
    ("domains", r"domains?"),
    ("traffic", r"traffic|bandwidth|transfer\b"),
    ("strings", r"strings?\b|words\b"),
    ("monitors", r"monitors?|checks?\b"),
    ("pages", r"(?:status |web)?pages?\b"),
)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_FREE_NAMED = re.compile(r"\b[Ff]ree (?P<name>[A-Z]\w+) (?:plan|tier|edition)\b")
_WORD = re.compile(
    rf"\b(?:up to |includes? |offers? |allows? |limited to |for |, |and |\A)"
    rf"(?P<word>{'|'.join(_WORDS)})\s(?!other)(?=[a-z])",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r",\s(?:and\s)?|\sand\s(?=(?:\d|up to\b|an?\b|one\b|two\b|three\b|four\b|five\b|six\b|ten\b))|\swith\s"
)
_AMOUNT = re.compile(
    r"(?<![\w.,$€£–-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,2})?)(?![-–]\d|\+)(?P<thousands>[kKM]\b|\smillion\b)?\s?-?"
    r"(?P<unit>[GMTKgmtk]i?[Bb]|days?|weeks?|months?|years?|hours?|minutes?|mins?)?\b"
)
_TIMES = {"k": 1000, "K": 1000, "M": 1_000_000, "million": 1_000_000}
_COUNTED = re.compile(r"\W*[A-Za-z]+ \d+\s?[:.]\s")
"""One of several that are told one by one ("Rule 2: ...")."""
_MADE_OF = re.compile(r"-[A-Za-z]")  # "the 400-rule engine"
_CAPPED = re.compile(r"\b(?:limit|cap|max)", re.IGNORECASE)
_TIME = re.compile(r"day|week|month|year", re.IGNORECASE)
_KEPT = re.compile(r"retention|history|archive|data", re.IGNORECASE)
_BYTES = re.compile(r"[GMTK]i?B", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)|\bper \w+")
_SHORT = 60
_NEAR = 30  # in a sentence, the thing follows its number at once
_NO_LIMIT = re.compile(
    r"\binterval|\bversions?\b|unlimited|support\b|\brate\b|/ ?(?:min|hour|hr|sec|s)\b|per (?:minute|hour|second)|%"
    r"|\b(?:requests?|API(?! keys))\b(?!.{0,20}(?:/|per |a |each )\s?(?:month|mo\b|day|week))"
    r"|\bconcurren\w+(?! (?:users?|connections?|channels?|sessions?|\w*graphs?))|\bburst\b"
    r"|business day|\bRAM\b|\bv?CPU"
    r"|response|trial|refund|\bfirst \d+ (?:month|day|week|year)"
    r"|\(\d{3}\) ?\d{3}-\d{4}|\bago\b|SAML|SCIM|SSO|audit|verified|percentage|length|max(?:imum)? selected",
    re.IGNORECASE,
)
_IF = re.compile(r"\W*(?:when|once)\b|.*\b(?:if|for example|for instance|e\.g\.)\W", re.IGNORECASE)
_FREE_UP_TO = re.compile(r"\bis free for (?!\d)[^.,]{3,40} (?:up to|with) ")
_COMES_WITH = re.compile(
    r"\b(?:an?|our|the) free (?:plan|tier|version),? (?:that |which |and it )?(?:comes with|includes?|offers?|allows?"
    r"|gives?|has|is limited to|supports?)\b",
    re.IGNORECASE,
)
_FREE_LED = re.compile(
    r"\A\W*(?P<name>[A-Z]\w*)? ?\(?(?:[Ff]ree|[Gg]ratis)\)?(?: plan)?\s?(?::|for\b(?! \d+ (?:day|week|month))|[–—-]\s)"
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `free_limit`, one for each limit: minutes are told once, under whichever name."""
    minutes: set[tuple[str | None, float]] = set()
    for finding in _all(page):
        value = finding.value
        if isinstance(value, dict) and str(value["what"]).endswith("_minutes"):
            if (finding.plan, value["amount"]) in minutes:
                continue
            minutes.add((finding.plan, value["amount"]))
        yield finding


def _all(page: Page) -> Iterator[Finding]:
    for plan in free.shown(page):
        for label, passage in plan.said:
            first = passage.cut(0, len(passage.text.split("\n")[0]))
            for part in (part for sentence in split(first) for part in _dotted(sentence)):
                yield from _limits(page, label, part, plan.name)
    for said in mentioning(page, ("free", "gratis")):
        clause = _clause(said.passage)
        told = said.role != "cell" and len(clause.text) < 160 and not _IF.match(_ASIDE.sub(" ", clause.text))
        plan_name = _free_in(clause.text) if told else None
        if plan_name and plan_name.startswith("Free ") and any(plan.name == "Free" for plan in free.shown(page)):
            plan_name = "Free"
        for part in _parts(clause) if plan_name else ():
            if names.of_others(part.text, plan_name or ""):
                break
            yield from _limits(page, "", part, plan_name or "", longest=160)
    yield from _granted(page)


def _clause(passage: Passage) -> Passage:
    """Give of a sentence that says what the free plan comes with its first clause, else all of it."""
    end = _FURTHER.search(passage.text) if _COMES_WITH.search(passage.text) else None
    return passage.cut(0, end.start()) if end else passage


_FURTHER = re.compile(r",\s(?:or|but|if|while)\b|\sthat (?:you|can)\b|;")


def _granted(page: Page) -> Iterator[Finding]:
    """Give what sentences grant that stand right under the heading of the free plan and name no plan."""
    for said in mentioning(page, _GRANTING):
        if (
            said.role in ("paragraph", "item")
            and len(said.text) < 160
            and (any(map(free.is_heading, said.headings[-2:])) or _led_free(page, said))
            and _GRANTS.search(said.text)
            and not _IF.match(said.text)
            and not _NOT_GRANTED.search(said.text)
            and not names.in_sentence(said.text)
        ):
            for part in _parts(said.passage):
                yield from _limits(page, "", part, "Free", longest=160)


def _led_free(page: Page, said: Statement) -> bool:
    """Tell whether a later sentence of a text tells of the free plan at its head ("Free: ... Limited to ...")."""
    block = page.blocks[said.block]
    name = names.leading(block.text) if said.passage.start > block.passage.start else None
    return name is not None and bool(free.NAME.fullmatch(name))


_GRANTING = ("up to", "receive", "get", "includ", "limited to", "maximum", "provide")
_GRANTS = re.compile(
    r"\b(?:up to|receives?|gets?|includes?|limited to|maximum of|provides?)\s(?:the |your |a |an )?(?:up to )?"
    r"(?:\d|free \d|one\b|two\b|three\b|five\b|ten\b)",
    re.IGNORECASE,
)
_NOT_GRANTED = re.compile(
    r"\b(?:exceed\w*|additional|extra|previous\w*|before|until|since|no longer|paid|upgrad\w+|trial)\b", re.IGNORECASE
)


def _dotted(passage: Passage) -> Iterator[Passage]:
    """Give the parts of an item, one limit in each ("1 page · 50 bookings")."""
    return _parts(passage, _DOTS)


_DOTS = re.compile(r"\s[·•]\s")


def _parts(passage: Passage, between: re.Pattern = _PARTS) -> Iterator[Passage]:
    """Give a sentence's parts, one limit in each ("one monitor, two pages and 5 GB")."""
    here = 0
    for cut in between.finditer(passage.text):
        yield passage.cut(here, cut.start())
        here = cut.end()
    yield passage.cut(here, len(passage.text))


def _free_in(text: str) -> str | None:
    led = _FREE_LED.match(text)
    if led:
        name = led["name"]
        if name and "(" in led[0]:
            return name
        return name if name and name.lower() != "free" and names.is_known(name) else "Free"
    own = _FREE_NAMED.search(text)
    if own and names.is_known(own["name"]):
        return own["name"]
    if _FREE_UP_TO.search(text) or _COMES_WITH.search(text):
        return "Free"
    named = names.in_sentence(text)
    return (
        named[0] if len(named) == 1 and free.NAME.search(named[0]) and not re.search(r"\bnot\b|\bno\b", text) else None
    )


def _limits(page: Page, label: str, passage: Passage, plan: str, longest: int = _SHORT) -> Iterator[Finding]:
    """Give the limit that a short text states, where its own words or its label say of what."""
    text = passage.text
    found = _AMOUNT.search(text)
    word = None if found else _WORD.search(text)
    if len(text) > longest or _COUNTED.match(text) or not (found or word) or _NO_LIMIT.search(f"{text} {label}"):
        return
    if found and not found["unit"] and _MADE_OF.match(text, found.end("number")) and not _CAPPED.search(text):
        return
    near = text[found.start() : found.end() + _NEAR] if found and longest > _SHORT else text
    near = re.split(r"\s[—–]\s", near)[0] if found else near
    what = (
        ("message_history" if found and _TIME.match(found["unit"] or "") and _KEPT.search(near) else None)
        or _thing(near)
        or _thing(_ASIDE.sub(" ", label))
        or (found and _BYTES.fullmatch(found["unit"] or "") and "storage")
        or (
            found
            and not found["unit"]
            and (len(text) <= _SHORT or _GRANTED.search(text[: found.start()]))
            and _noun(found, text, label)
        )
    )
    if not what:
        return
    number = float(_WORDS[word["word"].lower()]) if word else 0.0
    if found:
        number = float(found["number"].replace(",", "")) * _TIMES.get((found["thousands"] or "").strip(), 1)
    if not number:
        return
    value = {
        "what": what,
        "amount": int(number) if number == int(number) else number,
        "unit": _unit(found["unit"] or "" if found else "", what),
    }
    yield Finding(
        "free_limit",
        value,
        page.text[passage.start : passage.end],
        passage.start,
        passage.end,
        plan=plan,
        confidence=0.75,
    )


def _thing(text: str) -> str | None:
    """Give what a number counts: the last thing that is named before a preposition, else the first that is named."""
    phrase = _PREPOSITION.split(text, maxsplit=1)[0]
    placed = [
        (found.end(), -at, name)
        for at, (name, words) in enumerate(_THINGS)
        for found in re.finditer(rf"\b(?:{words})", phrase, re.IGNORECASE)
    ]
    if placed:
        return max(placed)[2]
    return next((name for name, words in _THINGS if re.search(rf"\b(?:{words})", text, re.IGNORECASE)), None)


def _noun(counted: re.Match, text: str, label: str) -> str | None:
    """Give what is counted by its own noun: the one behind the number, else the one of the label."""
    after = _EACH.sub("", text[counted.end("thousands" if counted["thousands"] else "number") :])
    words = _ONE if counted["number"] == "1" else _SEVERAL
    found = words.match(after) or (not re.search("[A-Za-z]", after) and _LABEL.fullmatch(_plain(label)))
    if not found or _NO_NOUN.fullmatch(found["noun"]) or _ALL.search(text[: counted.start()]):
        return None
    noun = str(found["noun"]).lower().replace("-", "_")
    return noun if noun.endswith("s") else noun + "s"


def _plain(label: str) -> str:
    """Give the label of a row without what is told of it ("Feature flags / Settings (per product)")."""
    return re.split(r"\s?/\s", _ASIDE.sub("", label.split("\n", maxsplit=1)[0]))[0].strip()


_EACH = re.compile(
    r"\A\s?(?:/|per|a|pro|par|al|por)\s?(?:month|mo|day|week|year|Monat|Tag|mois|jour|mes|día)\b.*", re.IGNORECASE
)
"""What a limit begins anew with each time ("5 / month + 15 on trial")."""
_COUNTED_NOUN = (
    r"\s(?:[A-Za-z-]+\s){0,3}?(?P<noun>[A-Za-z][a-z-]%s)"
    r"(?=\s?(?:[(,.;:/]|\Z|(?:per|an?|for|each|every|to|and|in|on|of|pro|par|por|im)\b))"
)
_GRANTED = re.compile(r"\b(?:up to|access to|limited to|includes?|gets?|receives?|provides?|(?:use|used) all) \Z")
_ALL = re.compile(r"\ball (?:the |of (?:the )?)?\Z", re.IGNORECASE)
_LABEL = re.compile(r"(?:[A-Za-z-]+\s){0,3}?(?P<noun>[A-Za-z][a-z-]*[a-rt-z]s)(?:\s?(?:per|/|an?|each)\s?\w+)?")
_SEVERAL = re.compile(_COUNTED_NOUN % "*[a-rt-z]s")
_ONE = re.compile(_COUNTED_NOUN % "{2,}")
_NO_NOUN = re.compile(
    r"(?:times?|hours?|days?|weeks?|months?|years?|tage?|wochen?|monate?|jours?|semaines?|días?|seconds?|minutes?|plans?|types?|kinds?|sorts?|steps?|ways?|reasons?|plus|always|various"
    r"|others?|series|basics|analytics|insights|cores?|vcpus?|stars?|points?|click|place|price|per|each|every|and|for"
    r"|the|free|only|with)",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\s(?:per|for|in|with|on|each|every|from|to|that|which|and|via|at)\s|[/(,;:]", re.IGNORECASE)


def _unit(written: str, what: str) -> str:
    small = written.lower().rstrip("s")
    if small in ("gb", "mb", "tb", "kb", "gib", "mib"):
        return small.replace("i", "").upper()
    if small in ("day", "week", "month", "year", "hour"):
        return small
    if small in ("minute", "min"):
        return "minute"
    return "user" if what in ("seats", "participants") else "count"
