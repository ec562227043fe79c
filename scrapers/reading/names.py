"""Plan names: what is one, and which plans a sentence or a heading names."""

from __future__ import annotations

import re as plain_re
from collections.abc import Iterator
from functools import lru_cache

from scrapers import patterns as re
from scrapers.reading import money

_WORDS = (
    r"free|basic|starter|standard|plus|pro|professional|premium|teams?|business|growth"
    r"|scale(?:[- ]?up)?|enterprise|ultimate"
    r"|advanced|personal|individual|community|hobby|essentials?|organi[sz]ations?|corporate"
    r"|start[- ]?ups?|developers?|lite|unlimited"
    r"|core|performance|solo|famil(?:y|ies)|education|non-?profits?|self[- ]?hosted"
    r"|self[- ]?managed|cloud|max|company|launch"
    r"|dedicated|managed|ultra|elite|silver|gold|platinum|bronze|small|medium|large|single"
    r"|creator|agency|expert|freelancer|trial"
    r"|open[- ]source|oss|on-?prem(?:ise)?s?|hosted|server|saas|grid|minimum|light|entry"
    r"|production|compliance|custom|explorer|kostenlos|basis|unternehmen|gratuit|équipe|entreprise|essentiel"
    r"|professionnel(?:le)?|découverte|avancée?|essentielle|illimité|profi|einsteiger|komfort|basisversion|avanzado|estándar|personnel"
    r"|persönlich|unbegrenzt|erweitert|gewerblich|particuliers?|ilimitad[oa]|gratuito|autónomos?|básic[oa]|esencial|avanzada|empresarial|gratis|profesional|empresas?|equipo|verein"
)
KNOWN = re.compile(rf"\b(?:{_WORDS})\b\+?", re.IGNORECASE)
_MAY_NAME = re.compile(
    rf"\b(?:{_WORDS})\b|\b(?:plan|tier|edition|forfait|offre|formule|abonnement|tarif|paket)\b", re.IGNORECASE
)
_KNOWN_ANYWHERE = re.compile(_WORDS, re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"\b(?:get|start(?![- ]?ups?\b)|started|sign|contact|talk|try|buy|learn|choose|compar\w+|features?|pricing"
    r"|prices?|prix|preise?|tarife?s?|precios?|monatlich|jährlich|mensuel(?:le)?|annuel(?:le)?|mensual|anual|planes|pakete|offres|formules|ofertas|per|month(?:ly)?|year(?:ly)?|annual(?:ly)?"
    r"|billed|save|discount|most popular|popular|recommended|includes?|everything|all(?!-in\b)|what"
    r"|which|how|manual|dedicated teams?|your|you(?! go\b)|our|we|with|for|faq|questions?|add|adding|users?|seats?"
    r"|description|details?|notes?|limits?|usage|support|request|add-?ons?|security|plans?"
    r"|total|cost|tiers?|billing|payment|overview|need"
    r"|available|from|since|location|purpose|entity|type|status|date|version|name|address"
    r"|country|services?|provider|category|data|region|role|permission|agreements?|business associates?"
    r"|credit card|required|order|now|\d+[- ]days?|jetzt|testen|starten|loslegen|kontaktier\w+|buchen|anfragen"
    r"|bestellen|essayer|commencer|choisir|démarrer|contacte[rz]\w*|comenzar|empezar|probar|elegir|contáct\w+"
    r"|(?:step|phase|part|chapter|question|day|week|schritt|étape|paso) \d+)\b",
    re.IGNORECASE,
)
_CONTACT_LED = re.compile(r"^(?:custom|contact (?:us|sales)|let['’]s talk)\s(?:[-–—|]|:)\s", re.IGNORECASE)
_OF_PLAN = re.compile(
    r"\A([A-Z]\w+)\s(?:plan|tier|edition|package)\s"
    r"(?!compar|overview|matrix|features?\b|options?\b|details\b|guide\b|selection)[A-Za-z].*",
    re.IGNORECASE,
)
"""What is told of a plan after its name ("Free plan credits")."""
_SAVING = re.compile(r"(?<=[A-Za-z])\s(?:save|[-–]) ?\d+ ?%.*", re.IGNORECASE)
_BY_TIME = re.compile(r"\A([A-Z]\w+(?: [A-Z]\w+)?) (?:Annual|Yearly|Monthly)\Z")
"""A plan that is shown once for each way to be billed ("Cloud Annual")."""
_NUMBERED = re.compile(r"(?:Tier|Plan|Level|Package|Stufe) (?:\d|[IV]{1,3}|[A-C])")
_COUNTED = re.compile(rf"\A{_NUMBERED.pattern}\s?[-–—:]\s(?=[A-Z])")
"""The number that a plan has beside its name ("Plan 2 — Team")."""
_DECORATION = re.compile(
    r"\s*(?:\A(?:forfait|formule|offre|abonnement|tarif|paket) (?=[A-ZÀ-Ü])"
    r"|\(.{0,40}\)|(?<=\s)[-–—|•]\s.*|[:—•].*|\bplan\b|\bedition\b|(?<=\w)\sversion\b|\btier\b|\bpackage\b"
    r"|\blicen[cs]e\b|[*†‡¹²³]+|\bnew!?$|\b(?:most )?popular\b|\brecommended\b)\s*",
    re.IGNORECASE | re.DOTALL,
)
BADGE = re.compile(
    r"\W*(?:(?:most )?popular|recommended|best(?: (?:value|seller|deal))?|new|hot"
    r"|beliebt|empfohlen|populaire|recommandé|recomendado)\W*",
    re.IGNORECASE,
)
"""What may stand over the name of a plan that a vendor likes to sell."""
_LOOSE = {
    "cloud",
    "server",
    "data",
    "production",
    "compliance",
    "custom",
    "company",
    "developers",
    "developer",
    "community",
    "organization",
    "organizations",
    "education",
    "managed",
    "hosted",
    "performance",
    "core",
    "entry",
    "team",
    "teams",
    "standard",
    "oss",
}
_NEVER_LAST = {
    "data",
    "production",
    "compliance",
    "company",
    "developers",
    "community",
    "organization",
    "organizations",
    "education",
    "performance",
    "core",
    "custom",
}
_NO_NAMES = frozenset({*_NEVER_LAST, "cloud", "server", "managed", "hosted", "single", "organisation", "organisations"})
"""Known words that name no plan by themselves where no word for a plan follows."""
_KNOWN_NAME = rf"(?i:{_WORDS})"
_NAME = rf"[\"“*'`]{{0,2}}(?:[A-Z][\w+-]* ){{0,2}}{_KNOWN_NAME}\+?(?:[- ]{_KNOWN_NAME})?(?![\w-])[\"”*'`]{{0,2}}"
_NAMES = rf"(?P<names>{_NAME}(?:(?:,\s?|\s?/\s?|\s?&\s?|\s\+\s|,?\s(?:and|or)\s)(?:the |our )?{_NAME}){{0,4}})"
_CAPITAL = (
    rf"(?=[A-Z])(?:{_KNOWN_NAME}\+?(?: (?=[A-Z]){_KNOWN_NAME}\+?)?"
    rf"|[A-Z][\w+]* (?=[A-Z]){_KNOWN_NAME})(?![\w-])"
)
_VERB = (
    r"(?:includes?|supports?|offers?|has|gets?|gives|allows|costs?|comes?|starts?|adds?|provides?|keeps?|retains?|needs?|can"
    r"|is (?!a\b|the\b|our\b)|also|have|are|"
    r"(?:admins?|administrators?|customers?|users?|workspaces?|accounts?|organi[sz]ations?"
    r"|subscribers?|plans?|members?) (?:can|get|may|have|are|also|include))"
)
_SAYS = re.compile(rf"\s{_VERB}\b", re.IGNORECASE)
_SUBJECT = re.compile(rf"(?:The |Our )?(?P<name>{_CAPITAL})\s{_VERB}\b")
_LISTED = re.compile(
    rf"(?<![\w-])(?!(?:Your|Their|All|Some|Most|Many) [a-z]){_NAMES}\s(?:[A-Z]\w+ (?=plans))?(?i:(?:(?:support"
    rf"|subscription|service|pricing|paid|cloud) )?plans?"
    r"|tiers?|editions?|subscriptions?|packages?|workspaces?"
    r"|(?:plan |tier )?(?:customers?|accounts?|users?)|organi[sz]ations?|only)\b"
)
_COMPARED = re.compile(
    rf"\b(?i:everything (?:in|from)|all (?:of )?(?:the )?(?:\w+ )?features (?:from|in|of)"
    rf"|all (?:from|in|of)|beyond|than|unlike|compared (?:to|with)|upgrade from"
    rf"|on top of|builds? (?:up)?on|based on|grew from|in addition to)"
    rf" (?:the |our )?{_CAPITAL}(?: [Pp]lan)?"
)
_CAPITALS = (
    rf"(?P<names>{_CAPITAL}(?:(?:,\s?|\s?/\s?|\s?&\s?|\s\+\s|,?\s(?:and|or)\s)(?:the "
    rf"|our )?{_CAPITAL}){{0,4}})"
)
_AFTER = re.compile(
    rf"(?:\b(?:[Pp]lans|[Tt]iers) (?:like|such as)|\b[Aa]vailable (?:on|in|for|with):"
    rf"|\b[Pp]lanes?|\b[Oo]ffres?|\b[Ff]orfaits?|\b[Tt]arife?n?|\b[Ii]ncluding|\bincl\.|\b[Oo]n|\b[Ii]n|\b[Ff]or|\b[Aa]bout"
    rf"|\b[Ww]ith|\b[Oo]f|\b[Tt]o|\b[Ff]rom"
    rf"|\b[Rr]equires?|\b[Tt]ry|\b[Bb]uy|\b[Gg]et)(?: the| our)? {_CAPITALS}"
    r"(?=\s?(?:[.,;:()!?\"”]|$|we\b|you|your\b|and\b|or\b|is\b|are\b|can\b|only\b|for\b|free\b"
    r"|plans?\b|upwards?\b|when\b|if\b|with\b|customers?\b|teams\b|goes\b|has\b|keeps?\b|to\b))"
)
_SMALL_NAME = r"(?:enterprise|business|pro|premium|teams?|professional|ultimate)"
_SMALL = re.compile(
    rf"(?<![\w-])(?P<names>{_SMALL_NAME}(?:(?:, | and |, and | or |/){_SMALL_NAME})*)"
    r" (?:plans?|tiers?|editions?|subscriptions?|(?<=enterprise )(?:(?:tier )?customers"
    r"|features (?:such as|like|including)))\b"
)
"""Plans that are written in small letters have the word for a plan beside them."""
_ONLY = re.compile(rf"(?<![\w-])(?P<names>(?i:{_SMALL_NAME}))-only\b")
_GIVEN = re.compile(r"\b[Aa]vailable (?:only )?(?:as part of|for|on|in|with|to) (?:our )?(?P<names>enterprise)\b")
_SMALL_FEATURE = re.compile(r"\b(?:is|are) an? (?:[A-Z]\w+ ){0,3}(?P<names>enterprise)(?:[- ]only)? feature\b")
_FOREIGN = rf"(?=[A-ZÀ-Ü])(?:(?i:{_WORDS})\+?(?: (?=[A-Z]){_KNOWN_NAME}\+?)?)(?![\w])"
_BEFORE_TARIF = re.compile(
    rf"(?<![\w-])(?P<names>{_FOREIGN}(?:(?:-?, |-? und |-? oder |-?/){_FOREIGN}){{0,4}})"
    r"-(?:Tarife?n?|Tarifs|Plan|Plans|Plänen?|Pakete?n?|Pakets|Abos?|Abonnements?|Edition|Version|Lizenz|Kunden|Kundinnen)\b"
)
_BEHIND_FORMULE = re.compile(
    r"\b(?:[Cc]lient(?:e?s)|[Ff]ormules?|[Oo]ffres?|[Ff]orfaits?|[Aa]bonnements?|(?:[Ll][ea]s?|[Dd]u|[Dd]es|[Uu]n|[Nn]otre|[Ee]l|[Dd]el|[Aa]l"
    r"|[Ll]os|[Nn]uestro|[Tt]u) plan(?:es|s)?|[Pp]lanes|[Ss]uscripci(?:ón|ones)|[Tt]arife?n?|[Pp]aketen?|[Pp]läne?n?)"
    rf" (?P<names>{_FOREIGN}(?:(?:, | et | ou | y | o | und | oder |/){_FOREIGN}){{0,4}})"
)
_TONGUES = re.compile(
    r"-(?:Tarif|Pl[aä]n|Paket|Abo|Edition|Version|Lizenz|Kund)|[Cc]lient|[Tt]arif|[Pp]aket|[Ff]ormule|[Oo]ffre|[Ff]orfait|[Aa]bonnement"
    r"|[a-z] plan|[Pp]lanes|[Pp]läne|uscripci"
)
_COMPARED_SO = re.compile(
    r"\b(?:anders als|im (?:Gegensatz|Vergleich|Unterschied) zum?r?|(?:alle Funktionen|alles) (?:aus|in|im|des|vom)"
    r"|zusätzlich zum?r?|wechseln Sie vom|contrairement|par rapport|en plus"
    r"|tout(?:es les fonctionnalités)? (?:de|du)|a diferencia|en comparación con"
    r"|todas las (?:funciones|funcionalidades|características)|todo lo)"
    r"(?: (?:im|in|der|dem|den|des|das|aus|à|au|aux|de|du|del|la|le|les|el|los))*(?: l['’]| la)?\s?\Z",
    re.IGNORECASE,
)
"""What stands before a plan that a sentence compares another one with."""
_IN_TONGUES = (_BEFORE_TARIF, _BEHIND_FORMULE)
"""Plans as sentences in German, French and Spanish name them: beside the word for a plan."""
_IN_SMALL = (_SMALL, _ONLY, _GIVEN, _SMALL_FEATURE)
_AND = r"(?:, | and |, and | or |, or |/)"
_BESIDE = re.compile(
    rf"(?<![\w-])(?P<names>{_CAPITAL}{_AND}(?:[A-Z]\w+{_AND}){{0,3}}[A-Z]\w+|[A-Z]\w+{_AND}(?:[A-Z]\w+{_AND}){{0,3}}"
    rf"{_CAPITAL})"
    r" (?:plans|tiers|editions|subscribers|subscriptions|users|(?:plan )?customers)\b"
)
_EACH = re.compile(r"(?<![\w-])(?P<names>[A-Z]\w+ Plan(?:(?:,|,? and|,? or) [A-Z]\w+ Plan)+)\b")
"""Several names that have the word for a plan behind each."""
"""Beside a plan that is known, in one list, stands another plan."""
_LICENCE = re.compile(rf"\b(?:with|on|under|requires?|needs?|have) an? (?P<names>{_CAPITAL}) licen[cs]es?\b")
_FEATURE_OF = re.compile(rf"\b(?:is|are|as) (?:an? )?(?P<names>{_CAPITAL})(?: plan)?(?:[- ]only)? features?\b")
_LICENSED = re.compile(rf"(?<![\w-])(?P<names>{_CAPITAL})[- ]licen[cs]ed\b")
_BRACKETED = re.compile(rf"\((?P<names>{_CAPITAL})(?= with\b)")
"""So a plan is named by what is bought, or in brackets with what belongs to it."""
_ON_PLAN = re.compile(
    r"\b(?:on|in|with|for|of|to|by) (?:the |our |a )(?P<names>[A-Z][\w+-]*(?: [A-Z][\w+-]*)?) (?:plan|tier|edition)\b"
    r"|\A(?:The |Our )?(?P<first>[A-Z][\w+-]*) plan\b"
    r"|\b(?:[Ff]orfait|[Oo]ffre|[Ff]ormule|[Aa]bonnement|[Tt]arif|[Pp]aket)\s[\"'„“«]\s?"
    r"(?P<quoted>[A-ZÀ-Ü][\w+-]*(?: [A-ZÀ-Ü]?[\w+-]+)?)\s?[\"'“”»]"
)
"""What stands before the word for a plan, with a capital, is a plan, however it is called."""
_NO_PLAN_NAME = frozenset(
    "same current paid new annual monthly yearly this our any every all your each default base legacy"
    " el le un ce du notre nuestro tu votre".split()
)
_MARKED = re.compile(
    rf"\S\s?[(\[|–—-]\s?(?P<one>{_CAPITAL})(?: [Pp]lans?)?(?: only)?\s?[)\]]?\s*\Z"
    r"|(?:\)|[a-z]|[A-Z]{2,})\s(?P<other>(?:Enterprise|Business|Premium|Ultimate)(?: (?:Grid|Plus|Pro|Advanced"
    r"|Edition))?)\s*\Z"
)
_PLAN_AFTER = re.compile(r"\A\W{0,3}(?:\w+ )?(?:plans?|tiers?|editions?|subscriptions?|packages?)\b", re.IGNORECASE)
ANY: tuple[str | None, ...] = (None,)
"""What stands for the plans of a sentence that names none."""


@lru_cache(maxsize=4096)
def name_of(text: str) -> str | None:
    """Give the plan's name in a heading or the head of a column, or None where it is no name."""
    text = text.strip()
    if text and text[0] > "\u25ff":
        text = _PICTURE.sub("", text)
    if "\n" in text:
        lines = text.split("\n")
        text = next((line for line in lines if not BADGE.fullmatch(line.strip())), lines[0])
    if _NUMBERED.fullmatch(text):
        return text
    cut = money.first_place(text)
    if cut is not None:
        text = text[:cut] if re.search(r"[A-Za-z]{2}", text[:cut]) else money.without(text)
    plain = _DECORATION.sub(" ", _undressed(text)).strip(" \t\n.,!*-–—|(")
    if not plain or len(plain) > 36 or plain.count(" ") > 3 and len(plain.split()) > 4 or not _LETTER.search(plain):
        return None
    if not (plain[0].isdigit() or any(map(str.isupper, plain.split()[0])) or KNOWN.fullmatch(plain)):
        return None
    return None if plain.endswith("?") or _NOT_A_NAME.search(plain) else plain


def _undressed(text: str) -> str:
    """Give a name without what is told beside it: a call, a discount, a time to be billed for."""
    if text[:1] in _CALLS:
        text = _CONTACT_LED.sub("", text)
    if "%" in text:
        text = _SAVING.sub("", text)
    if text.endswith("trial"):
        text = _TRIED.sub("", text)
    text = _OF_PLAN.sub(r"\1", text)
    text = _USERS_OF.sub(r"\1", _OF_LIST.sub("", text))
    if text[:4] in _COUNTS:
        text = _COUNTED.sub("", text)
    return _BY_TIME.sub(r"\1", text) if text.endswith(("ly", "Annual")) else text


_OF_LIST = plain_re.compile(rf"\A\d{{1,2}}[.)] (?=(?:{_WORDS})\b)", re.IGNORECASE)
"""The number of a plan's heading among others ("2. Standard")."""
_USERS_OF = plain_re.compile(r"\A(Free|Pro|Premium) [Uu]sers\Z")
"""Those who have a plan stand for it at the head of a column."""
_PICTURE = plain_re.compile("\\A[\u2600-\u26ff\u2728\u2b50\ufe0f\U0001f100-\U0001faff]+\\s*")
"""What a heading may show before a name ("💼 Pro Plan"); marks for yes and no are none."""
_COUNTS = frozenset(("Tier", "Plan", "Leve", "Pack", "Stuf"))  # what the number of a plan begins with
_CALLS = frozenset("cClL")  # what a call begins with
_TRIED = plain_re.compile(r"(?<=\w)(?<!\bFree)\s\W*\d+[ -]day free trial\Z")
_LETTER = plain_re.compile(r"[A-Za-z]")


def known_in(text: str) -> str | None:
    """Give the name like `name_of`, and only one by which plans are commonly named."""
    if not has_known(text):
        return None
    name = name_of(text)
    return name if name and is_known(name) else None


@lru_cache(maxsize=4096)
def has_known(text: str) -> bool:
    """Tell whether a word by which plans are commonly named is in the text, if only as a part of another."""
    return _KNOWN_ANYWHERE.may(text)


@lru_cache(maxsize=4096)
def is_known(name: str) -> bool:
    """Tell whether it begins or ends with a word by which plans are commonly named, and is written as a name."""
    words = name.replace("/", " ").split()
    if len(words) > 1 and words[0].lower() == "unlimited" and not KNOWN.fullmatch(words[-1]):
        return False  # what there is without limits
    if not words or not (KNOWN.fullmatch(words[0]) or KNOWN.fullmatch(words[-1]) or KNOWN.fullmatch(name)):
        return False
    return all(
        word[0].isupper() or word[0].isdigit() or KNOWN.fullmatch(word) or not word[0].isalpha() for word in words
    )


def is_sure(name: str) -> bool:
    """Tell whether it begins or ends with a word that names little else than plans."""
    words = name.lower().replace("/", " ").split()
    return is_known(name) and (
        len(words) > 1
        and KNOWN.fullmatch(name) is not None
        or any(KNOWN.fullmatch(word) and word not in _LOOSE for word in (words[0], words[-1]))
    )


def called_plan(text: str) -> str | None:
    """Give the name that has the word for a plan behind it, and nothing else around ("Group Plan")."""
    own = _PLAN_HEAD.fullmatch(text)
    named = own and own["name"].lower() not in _NO_PLAN_NAME and not _NOT_A_NAME.search(own["name"])
    return str(own["name"]) if own and named else None


def leading(text: str) -> str | None:
    """Give the plan at the head of "Pro: $10 per user" or "Enterprise — from $10k/year"."""
    head = re.match(r"([^:–—|\n]{2,36}?)\s?(?::|[–—|]|\s-)\s", text)
    own = called_plan(head[1]) if head else None
    if own:
        return own
    name = known_in(head[1]) if head else None
    return name if name and name.split()[-1].lower() not in _NEVER_LAST and not _DESCRIBED.match(name) else None


_DESCRIBED = re.compile(
    rf"(?:custom|dedicated|advanced|unlimited|basic|standard|managed|single) (?!{_KNOWN_NAME}\b)"
    r"|(?:\w+ entry|entry point)\Z",
    re.I,
)
"""A thing of some sort ("Custom contract terms") at the head of an item is no plan."""


def of_others(text: str, plan: str) -> bool:
    """Tell whether a part of a sentence about one plan begins with others ("Pro and Team: 4 a week")."""
    head = _LED_BY.match(text)
    return head is not None and any(
        KNOWN.fullmatch(name) and name.casefold() not in plan.casefold() for name in _JOINED.split(head["names"])
    )


_LED_BY = re.compile(r"\W*(?P<names>[A-Z]\w+(?:(?:,? (?:and|or|und|et|y) |, | & )[A-Z]\w+)*)\s?:\s")
_JOINED = re.compile(r",? (?:and|or|und|et|y) |, | & ")
_PLAN_HEAD = re.compile(
    r"\W{0,3}(?:The |Our )?(?P<name>[A-Z][\w+]*(?: [A-Z][\w+]*)?) (?:[Pp]lan|[Tt]ier|[Ee]dition)\W{0,3}"
)


def of_headings(headings: tuple[str, ...]) -> list[str]:
    """Give the plans that the nearest heading which names any announces."""
    for heading in reversed(headings):
        named = in_sentence(heading) or [name for name in [of_heading(heading)] if name] or marked(heading)
        if named:
            return named
    return []


def marked(heading: str) -> list[str]:
    """Give the plan that stands at the end of a heading, as in "SAML (Enterprise)" or "SAML Business"."""
    found = _MARKED.search(heading)
    name = found and (found["one"] or found["other"])
    return [name] if name and not _is_thing(name) else []


@lru_cache(maxsize=4096)
def of_heading(text: str) -> str | None:
    """Give the plan that a heading announces ("Enterprise", "The Pro plan"), or None.

    "Business continuity" is none.
    """
    meant = _FOR_WHOM.match(text)
    if meant:
        return meant["one"].capitalize()
    text = re.sub(r"^\W*(?:\d+[.)]\s+)?(?:(?:the|our|for)\s)?", "", text.strip(), flags=re.IGNORECASE)
    plain = re.sub(
        r"\s+(?:plans?|tiers?|editions?|package|subscription|features?|add-?ons?|only|includes?"
        r"|benefits|customers)\b.*$",
        "",
        text,
        flags=re.IGNORECASE,
    )
    name = name_of(plain)
    if not name or " and " in name or not KNOWN.fullmatch(name.split()[-1]):
        return None
    words = name.split()
    loose = words[-1].lower() in _LOOSE and plain == text
    if loose and (len(words) not in (2, 3) or words[-1].lower() in _NEVER_LAST and not KNOWN.fullmatch(words[0])):
        return None
    return name


_FOR_WHOM = re.compile(
    r"\A\W*(?:pric(?:ing|es)|plans?) for (?P<one>enterprise|individual|team|business)(?:e?s)?\W*\Z", re.IGNORECASE
)


def in_sentence(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """Give the plans that a sentence names ("on Scale-Up and Enterprise plans")."""
    return list(_in_sentence(text, known))


_BY_PLAN = re.compile(
    r"\b(?:var(?:y|ies)|depend(?:s|ing)?|differs?|based) (?:by|on|with|between|across) (?:your |the |which )?"
    r"\W?(?:[A-Z]\w+ ){0,2}plans?\b"
)
"""What goes by the plans of a product names none of them."""
_REPLY = re.compile(r"\A\W*(?:Yes|No)\s?[,.:;–—-]\s")


@lru_cache(maxsize=4096)
def _in_sentence(text: str, known: frozenset[str]) -> list[str]:
    if not _MAY_NAME.may(text) and not any(name in text for name in known):
        return []
    text = _COMPARED.sub(lambda found: " " * len(found[0]), text)
    text = _REPLY.sub(lambda found: " " * len(found[0]), text)
    text = _BY_PLAN.sub(lambda found: " " * len(found[0]), text) if "plan" in text else text
    plain = text.lstrip(' "“*')
    subject = _SUBJECT.match(plain)
    if subject and not _is_thing(subject["name"]):
        return [tidy(subject["name"])]
    first = _LISTED.match(plain)
    if first and first["names"] and _SAYS.match(plain, first.end()):
        text = first[0]
    found: list[str] = []
    for name in sorted(known, key=len, reverse=True):
        if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) and not any(name in longer for longer in found):
            found.append(name)
    for name in _written(text):
        if not any(name.casefold() in longer.casefold() for longer in found):
            found.append(name)
    return found or list(_whatever_called(text))


_IN_ENGLISH = (_LISTED, _AFTER, *_IN_SMALL, _BESIDE, _EACH, _LICENCE, _FEATURE_OF, _LICENSED, _BRACKETED)


def _written(text: str) -> Iterator[str]:
    """Give the plans that a text names by words which plans are known by."""
    foreign = _IN_TONGUES if _TONGUES.search(text) else ()
    for pattern in (*_IN_ENGLISH, *foreign):
        for match in pattern.finditer(text):
            if pattern in foreign and _COMPARED_SO.search(text[: match.start()]):
                continue
            sure = bool(_PLAN_AFTER.search(text[match.end("names") : match.end() + 12]))
            for name in re.split(r"\s*(?:,|/|&|\s\+\s|\band\b|\bor\b|\b(?:und|oder|et|ou|y|o)\b)\s*", match["names"]):
                clean = (
                    name.strip().capitalize() if pattern in _IN_SMALL else tidy(name.removesuffix(" Plan").rstrip("-"))
                )
                known = clean and clean[0].isupper() and (pattern in (_BESIDE, _EACH) or is_known(clean))
                if known and (sure or not _is_thing(clean)):
                    yield clean


def _whatever_called(text: str) -> Iterator[str]:
    for match in _ON_PLAN.finditer(text):
        name = match["names"] or match["first"] or match["quoted"]
        if name.lower() not in _NO_PLAN_NAME and not any(_NOT_A_NAME.fullmatch(word) for word in name.split()):
            yield name


def _is_thing(name: str) -> bool:
    """Tell whether all that is known in a name names other things than plans ("Single Organization")."""
    words = [word.lower() for word in KNOWN.findall(name)]
    return bool(words) and all(word in _NO_NAMES for word in words)


def tidy(name: str) -> str:
    """Give a plan's name without marks and the words before it ("the Pro")."""
    return re.sub(r"^(?:(?i:the|our|all|both|on|in|for|with|and)\s)+", "", name.strip(" *\"“”'`"))
