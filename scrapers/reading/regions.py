"""Places by whose names vendors tell where data is kept, and where a text says that something is in one."""

from __future__ import annotations

from collections.abc import Iterator

import re2

from scrapers import patterns as re
from scrapers.patterns import asking

_REGIONS = (
    (
        "eu",
        (
            r"EU\b|UE\b|European (?:borders|soil|territory|servers?|data ?cent(?:er|re)s?)|European Union"
            r"|Europe\b|Europäischen? Union|Europa\b|Union [Ee]uropéenne|Unión Europea"
            r"|Unione [Ee]uropea|europäischen? (?:Rechenzentr\w+|Servern?)"
        ),
    ),
    (
        "eea",
        r"EEA|EWR|European Economic Area|Europäischen? Wirtschaftsraum\w*|EEE|SEE\b|Spazio [Ee]conomico [Ee]uropeo",
    ),
    (
        "us",
        (
            r"US\b|USA|U\.S\.|United States(?: of America)?|États-Unis|Estados Unidos|Stati Uniti"
            r"|(?:N\. |Northern )?Virginia|Oregon|Ohio|Iowa|California|Texas"
        ),
    ),
    ("uk", r"UK\b|United Kingdom|London"),
    (
        "germany",
        (
            r"Germany|GERMANY|Frankfurt|Munich|München|Nuremberg|Nürnberg|Falkenstein|Berlin|Deutschland"
            r"|deutschen? (?:Rechenzentr\w+|Servern?)|Allemagne|Alemania|Germania|German (?:servers?|data ?cent(?:er"
            r"|re)s?)"
        ),
    ),
    ("france", r"France|FRANCE|Paris|Frankreich|Francia|French\)? (?:servers?|data ?cent(?:er|re)s?)"),
    ("ireland", r"Ireland|Dublin|Irland|Irlande|Irlanda"),
    ("netherlands", r"Netherlands|Amsterdam|Niederlanden?|Pays-Bas|Países Bajos|Paesi Bassi"),
    (
        "switzerland",
        r"Switzerland|Zurich|Zürich|Geneva|Schweiz|Suisse|Suiza|Svizzera|Swiss (?:servers?|data ?cent(?:er|re)s?)",
    ),
    ("sweden", r"Sweden|Stockholm"),
    ("finland", r"Finland|Helsinki"),
    ("austria", r"Austria|Vienna|Österreich"),
    ("belgium", r"Belgium"),
    ("denmark", r"Denmark|Copenhagen"),
    ("canada", r"Canada|Canadian (?:servers?|data ?cent(?:er|re)s?)"),
    ("australia", r"Australia|Sydney|Australian (?:servers?|data ?cent(?:er|re)s?)"),
    ("malaysia", r"Malaysia|Kuala Lumpur|Malaysian (?:servers?|data ?cent(?:er|re)s?)"),
    ("indonesia", r"Indonesia|Jakarta|Indonesian (?:servers?|data ?cent(?:er|re)s?)"),
    ("new zealand", r"New Zealand"),
    ("mexico", r"Mexico|México"),
    ("japan", r"Japan|Tokyo"),
    ("singapore", r"Singapore"),
    ("india", r"India"),
    ("norway", r"Norway"),
    ("spain", r"Spain|España|Espagne|Spanien"),
    ("italy", r"Italy|Italia\b|Milan\b|Milano"),
    ("poland", r"Poland"),
    ("brazil", r"Brazil|São Paulo"),
    ("south korea", r"South Korea|Seoul"),
    ("uae", r"UAE\b|United Arab Emirates"),
    ("israel", r"Israel"),
    ("south africa", r"South Africa"),
)
_LAWS = r"(?! (?:GDPR|DPA\b|Addendum|IDTA|SCCs?\b|[Dd]ata [Pp]rotection|[Pp]rivacy|[Ll]aws?\b))"
"""What stands after the name of a place that only a law is called by."""
_WRITTEN = tuple((name, re.compile(rf"\b(?:{words})(?!\w){_LAWS}")) for name, words in _REGIONS)
_WORDS = re2.Set.SearchSet()  # asked before all, which of them may be named
for _, _words in _REGIONS:
    _WORDS.Add(_words)
_WORDS.Compile()
_ask = asking(_WORDS)
MEMBERS = {
    *("germany", "france", "ireland", "netherlands", "sweden", "finland", "spain", "italy", "poland", "austria"),
    *("belgium", "denmark"),
}
"""States of the European Union."""


def may_name(text: str) -> bool:
    """Tell whether a text has the name of a place in it, if only as a part of another word."""
    return bool(_ask(text.encode(errors="replace")))


def named(text: str) -> Iterator[str]:
    """Give the places that a text names."""
    return (name for name, written in _may_be_in(text) if written.search(text))


def _may_be_in(text: str) -> list[tuple[str, re.Pattern]]:
    return [_WRITTEN[number] for number in sorted(_ask(text.encode(errors="replace")) or ())]


_WHERE = re.compile(
    r"\b(?:in|within|inside|across|leaves?|leaving|only|innerhalb|auf|aus|ausschließlich|en|aux?|dans|sein|nell['’]"
    r"|all['’]interno|negli|nei|presso"
    r"|exclusivement)\b[^.;]{0,90}\Z"
    r"|\b(?:on|at|from) (?:an? |our |its )?(?:own |secure |dedicated )?\Z"
    r"|\b(?:data ?cent(?:er|re)s?|servers?|Rechenzentr\w+) \(\Z"
    r"|\A(?:(?:,| and| or|, and|, or) [A-Z][\w.]{1,9})?[- /](?:based|hosted|data|server|region|only|cloud|location)",
    re.IGNORECASE,
)


_AFTER = 24


def kept(text: str) -> Iterator[str]:
    """Give the regions in which the text says that something is: "in the EU", "EU-based servers"."""
    for name, written in _may_be_in(text):
        for found in written.finditer(text):
            if _WHERE.search(text[: found.start()]) or _WHERE.search(text[found.end() : found.end() + _AFTER]):
                yield name
                break
