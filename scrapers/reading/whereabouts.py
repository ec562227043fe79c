"""Where a sentence says that data is kept: what says so, of what, and what it speaks of instead."""

from __future__ import annotations

from scrapers import patterns as re
from scrapers.reading import regions, stance

KEPT = re.compile(
    r"\b(?:hosted|host(?:s|ing)?|stored?|stores|storing|storage|kept|located|resid(?:e|es|ency)|housed"
    r"|data ?cent(?:er|re)s?|servers?|remains?|stays?|lives? in"
    r"|(?:infrastructure|databases?|data) (?:is|are) (?:\w+ly )?(?=(?:with)?in (?:the )?[A-Z])"
    r"|processing (?:and storage )?(?:(?:is|takes place|occurs|happens|remains|stays) )?(?:\w+ly )?"
    r"(?=(?:with)?in (?:the )?(?:EU|EEA|Europe))"
    r"|(?:processes|(?<=we )process|(?<=We )process) (?:\w+ ){0,2}data in (?=the (?:US|USA|U\.S\.|United|EU"
    r"|European)\b)"
    r"|process(?:ed|es) (?:entirely|exclusively|only|solely) (?:with)?in\b"
    r"|process(?:ed|es)?(?=[^.;]{0,40}\b(?:within|(?:only|exclusively|primarily|solely) in|inside) (?:the )?(?:EU|EEA"
    r"|Europe))"
    r"|(?:components?|services?|platform|application|gateway|databases?|infrastructure|servers?) (?:all )?runs?"
    r"(?= (?:\w+ly |only )?(?:with)?in (?:the )?(?:EU|EEA|European Union|Germany|Switzerland|France|Frankfurt)\b)"
    r"|(?:operates?|runs?) (?:\w+ly )?(?:in|on|from) (?=(?:AWS|Azure|GCP)\b.{1,30}\bregions?\b)"
    r"|(?:operates?|runs?) (?:exclusively|only|solely|entirely) (?:with)?in"
    r"|gehostet\w*|gespeichert\w*|Rechenzentr\w+|betrieben (?=werden|wird)|Server\w*|verarbeitet"
    r"|Datenverarbeitung|Betrieb (?=in (?:der (?:Schweiz|EU)|Deutschland|Österreich|Europa)\b)"
    r"|hébergée?s?|hébergement|stockage|traitée?s? (?:exclusivement|uniquement) (?=en\b)"
    r"|stockée?s?|régions \w+ situées|centres? de données|serveurs?|alojad\w+"
    r"|almacenad\w+|servidores|conservat[aeio]|archiviat[aeio]|memorizzat[aeio]|ospitat[aeio]|ubicat[aeio])\b",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\b(?:data(?! protection)(?! privacy)|[Aa]ll processing|contents?|information|files|servers?"
    r"|data ?cent(?:er|re)s?|infrastructure|databases?|vaults?|workspaces?|components run|operates (?:\w+ly )?(?:in"
    r"|on|from)"
    r"|Betrieb (?=in [A-Zd])"
    r"|service is hosted|hosted|gehostet|[Hh]osting (?=in Deutschland)|hébergée?s?|hébergement|Daten\w*"
    r"|Rechen(?:zentr|einheit)\w+"
    r"|données|serveurs|régions \w+ situées|datos|dati|servidores)\b",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"\b(?:(?:data )?subjects|hosted (?:customers|accounts|users|clients)|disclosed|non-EU|Ausnahmef\w+"
    r"|Datenschutzgesetz\w*|IP-Adress\w+"
    r"|individuals?|consumers|visitors"
    r"|applicants?|members|persons|people|(?:who|you|they) reside|must reside"
    r"|sent to|transmit\w*|replicat\w+|depending|around the world|number of countries|global(?:ly)?|including the"
    r"|issued by|sub-?\s?(?:processors?|contractors?)|transfer\w*|offices?|headquarter\w*|incorporated|registered"
    r"|residents?\b|citizens?|if you|(?:users?|organi[sz]ations?|companies|businesses|entities) (?:(?:who"
    r"|that) (?:are )?)?(?:in|located|with)"
    r"|located outside|Analytics data (?:is|are) (?:\w+ )?(?:stored|processed|kept) by|customers? (?:in"
    r"|located)|backups? |representative|law\b|laws\b|courts?|"
    r"governed|jurisdiction|may be|may (?:also )?(?:process|store|transfer)|outside|cookies?"
    r"|supervisory|when (?:you|hosted)|whenever|wherever|by default where|adequa\w+"
    r"|standard contractual|employees|staff|personnel|team|collect(?:ed|s)?"
    r"|available in|based in|such as|corporate|country (?:in|where)|other countries"
    r"|directives?|regulations?|article \d+|devices?"
    r"|some of your|for (?:certain|some|these|those)"
    r"|if your|should we|must be|DPF|Privacy Shield|Drittl[aä]nd\w*|außerhalb|Übermittlung\w*|hors|transférée?s?"
    r"|fuera|fuori|trasferi\w+"
    r"|any country|certified|support|various|elsewhere|e\.g|ex:|for example|regions? like|including in)\b",
    re.IGNORECASE,
)
NOT_OUTSIDE = re.compile(
    r"\b(?:will|shall|does|do|is|are)(?: not| never|n['’]t)\b[^.;]{0,60}\b(?:process\w*|stor\w+|transfer\w*|host\w*"
    r"|mov\w+)\b[^.;]{0,60}"
    r"\boutside (?:of )?(?:the )?(?P<where>[A-Z][^.,;(]{1,40})"
)
WITH_SAFEGUARDS = re.compile(
    r"\b(?:except|unless|without|save|other than|only)\b[^.;]{0,160}\b(?:safeguards?|in accordance|complian\w+"
    r"|complies|comply"
    r"|mechanisms?|adequa\w+|adequacy|clauses?|Chapter|Articles?|measures|lawful\w*|permitted|ensur\w+|instruct\w+)\b"
    r"|\b(?:unless|except)\W*\Z",
    re.IGNORECASE,
)
"""Who takes data out of a place by the rules does not keep it there."""
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
    r",? and,? (?:if|possibly|potentially)\b|,? and may (?:also )?be\b|,? and (?=(?:\w+ )?(?:is|are) (?:not"
    r"|never) transferred outside)|;"
    r"|,? (?:thus|hence|therefore|so|meaning|which means)\b"
    r"|,? and (?:is |are )?subject to\b|(?<=centres):|(?<=centers):|,? and (?:are |is )?(?:intended"
    r"|meant) (?:\w+ )?for\b"
    r"|,? which is on the\b"
    r"|,? (?:however|but|although|though|whereas)\b|\bcertified (?:to|by|under|for)\b|\bwith (?:physical|strict"
    r"|round|24|an additional)",
    re.IGNORECASE,
)
_PROVIDED = re.compile(
    r"\bdata ?cent(?:er|re)s (?:are|is) (?:provided|operated|run) by (?:a |our )?sub-?contractors?\b", re.IGNORECASE
)


def stated(text: str, kept: re.Match) -> str:
    """Give the part of the sentence that says where data is kept, or nothing."""
    before, after = _FURTHER.split(text[: kept.start()])[-1], _FURTHER.split(text[kept.start() :])[0]
    told, start = before + after, len(before)
    others = OTHERS.search(_PROVIDED.sub(" ", _ASIDE.sub(" ", told)))
    says = (
        _DATA.search(text)
        and not others
        and not _PAST.search(told)
        and not _OF_WEBSITE.search(told)
        and stance.of(told, start, start + len(kept[0])) == "says"
    )
    return told if says else ""


_SYSTEMS = re.compile(
    r"\b(?:systems? (?:(?:used|we use) )?(?:for hosting|to host|that hosts?|on which) [^.;]{3,60}?\b(?:is|are)"
    r" (?:\w+ )?(?:located|hosted)|(?:is|are|will be) (?:stored|kept|replicated) on servers (?:\w+ )?(?:maintained"
    r"|located)|hosting (?:occurs|takes place)|(?:databases?|servers?|infrastructure|platform)"
    r"(?:(?:,| and|, and) (?:\w+ ){1,4}?){0,3}\s?(?:runs?|operates?)) (?P<where>(?:with)?in [^.;,]{3,60})",
    re.IGNORECASE,
)
"""A list of sub-processors says by the way where the systems themselves are."""
_MAIN = re.compile(
    r"\b(?:primary|main|default) (?:data )?(?:storage|hosting)(?: and processing)? (?:location|region|site) is"
    r" (?P<where>(?:in )?(?:the )?[A-Z][^.;,(]{1,40})"
    r"|\A\W*(?:(?:API|[Aa]pplication|[Pp]rimary|[Mm]ain) (?:and )?)?(?:[Dd]atabases?|[Ss]ervers?|[Hh]osting|[Ss]torage"
    r"|[Ii]nfrastructure)"
    r"(?:\s?[:–—-])?\s[^.;]{0,80}(?:\bregion:? |\()(?P<code>us|eu)-[a-z]+-?\d?\b"
    r"|\b(?:[Ww]e|[A-Z]\w+) (?:\w+ly "
    r"|mainly )?stores? and process(?:es)? (?:\w+ )?data (?P<both>in (?:the )?[A-Z][^.;,(]{1,40})"
    r"|\b(?:[Ww]e|[A-Z]\w+) (?:now |also )?(?:supports?|offers?|provides?) (?P<offered>[A-Z]\w+) data residency\b"
)


CODED = re.compile(r"(?:\bregion:? |\()(?:us|eu)-")
"""The code by which a cloud calls its regions stands for the place."""


def of_systems(text: str) -> tuple[list[str], tuple[int, int]]:
    """Give the regions in which the systems are that hold the data, and where that is said."""
    main = _MAIN.search(text)
    if main:
        told = main["where"] or main["offered"] or main["both"] or main["code"].upper()
        return list(regions.named(told)), main.span()
    found = _SYSTEMS.search(text)
    if found is None or stance.of(text, *found.span()) != "says":
        return [], (0, 0)
    return list(regions.kept(re.split(r"\b(?:and|or) (?:with|by|in the)\b", found["where"])[0])), found.span()


_BY = re.compile(r"\b(?:stored|kept|hosted|processed) by (?P<who>[A-Z]\w+)")


def by_another(text: str, heading: str) -> bool:
    """Tell whether data is kept by whom the heading is about: an analytics service, another's plug-in."""
    by = _BY.search(text)
    return by is not None and by["who"] in heading


_OF_WEBSITE = re.compile(
    r"\b(?:our|this|the) (?:\w+ )?(?:website|web ?site|home ?page|blog)\b[^.;]{0,60}\b(?:is|are) (?:\w+ )?hosted\b"
    r"|\b(?:[Uu]nsere|[Dd]iese) (?:Webs(?:ite|eite)|Internetseite|Homepage)\b[^.;]{0,90}\bgehostet\b",
    re.IGNORECASE,
)
"""Where pages for visitors are says nothing of where customers' data is."""
_PAST = re.compile(r"\b(?:was|were|used to be|had been) (?:\w+ly )?(?:hosted|stored|located|kept)\b", re.IGNORECASE)


def widest(told: str) -> list[str]:
    """Give the regions in which something is said to be, of "in Sweden or within the EU" the union only."""
    there = list(regions.kept(told))
    return ["eu"] if _OR_UNION.search(told) and set(there) & regions.MEMBERS else there


_OR_UNION = re.compile(
    r"\bor (?:elsewhere )?(?:with)?in (?:the )?(?:EU|EEA|European (?:Union|Economic Area))\b"
    r"|\b(?:or (?:(?:with)?in )?|ou (?:dans |en )?d['’])(?:other (?:EU )?|autres )(?:member states|États membres)\b",
    re.IGNORECASE,
)


_SITES = re.compile(
    r"\W*(?:(?:primary|our|customer) )?(?:data ?cent(?:er|re)s?|(?:data |server )?(?:hosting|storage|residency)"
    r"|(?:data|server|hosting|storage) location|servers?)(?: (?:locations?|regions?))?(?:\(s\))?"
)
"""The name of the thing before the places: "Data centres: Germany, Ireland"."""
_NAMED_SITES = re.compile(rf"{_SITES.pattern}\s?\d?\s?[:–—-]\s(?P<places>[^.;\n]{{2,160}})", re.IGNORECASE)
_USING = re.compile(r"\b(?:using|with|by|via|on|for|where|that|which|operated|provided)\b", re.IGNORECASE)


def listed(text: str) -> tuple[list[str], tuple[int, int]]:
    """Give the regions that follow the name of what is there, and where they stand."""
    found = _NAMED_SITES.match(text)
    if found is None:
        return [], (0, 0)
    places = _USING.split(found["places"])[0]
    if OTHERS.search(places) or not regions.may_name(places[:24]):
        return [], (0, 0)
    return list(regions.named(places)), found.span("places")
