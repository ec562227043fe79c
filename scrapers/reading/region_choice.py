"""Whether a text says that customers choose the region in which their data is kept."""

from __future__ import annotations

from scrapers import patterns as re
from scrapers.page import Page
from scrapers.reading import stance
from scrapers.reading.sentences import Statement, statements

CHOSEN = "customer choice of region"
CHOOSES = re.compile(
    r"choos|in any |chosen|select|pick|specif|designat|determined|of its choosing|choice|elected|preferred|available in"
    r"|request|ask for"
    r"|(?:EU|US|UK) or (?:EU|US|UK)|(?:two|three|four|several|multiple) (?:\w+ )?regions|you (?:create|deploy|set up)"
    r"|option to|residency (?:in|for)|residency options",
    re.IGNORECASE,
)
_NO_DATA = re.compile(
    r"\bMODULE\b|\bclauses?\b|payment|\bpric(?:e|ed|es|ing)\b|cookie|\bshar(?:e|ing)\b|\bprecise|\bGPS\b|\bdevices?\b"
    r"|\bbrowser|\bage\b|\bidentity\b|\bpartners?\b"
    r"|\bpreference|\bDNS\b|\breplicat|\bcross-region\b|\bDR region\b|\bfailover\b|\bas (?:the"
    r"|your) storage location of your (?:vaults?|files|library|notes|backups?)\b"
    r"|\blocation chosen by the user\b"
    r"|\bchosen by the (?:provider|processor|supplier|licensor)\b",
    re.IGNORECASE,
)
PICKED = re.compile(
    r"\b(?:choose|select|pick)\b[^.;]{0,60}\b(?:data|hosting|stor\w+)\b[^.;]{0,60}"
    r"|\bdata residency (?:in|for)\b[^.;]{0,60}",
    re.IGNORECASE,
)
MORE = re.compile(
    r"\b(?:additional|optional|further) (?:\w+ )?(?:storage|hosting|data) (?:locations|regions)\b"
    r"|\boptional (?:US|EU|UK|[A-Z]\w+) regions?\b"
    r"|\badditional (?:\w+ )?(?:locations|regions) (?:are )?available (?:up)?on request\b",
    re.IGNORECASE,
)
"""Places beside the usual one are for customers to ask for."""
_CHOICE = re.compile(
    r"\b(?:(?<!might )choose(?! to (?:use|access|visit|submit|share|enable|install|turn|create|keep backups"
    r"|back up))|chooses|choosing|select\w*"
    r"|pick|specif(?:y|ies)|designate"
    r"|determined by the customer"
    r"|chosen by)\b[^.;]{0,120}?\b(?:region(?!al)|location|data ?cent(?:er|re)s?|country|geographic\w* area"
    r"|jurisdiction|where\b(?=[^.;]{0,60}\b(?:stor|host|kept|keep|resid|process|locat|liv|go)))"
    r"|\b(?:regions?|locations?)(?: as)? selected (?:during|at|when|by)\b"
    r"|\bcan be (?:hosted|stored|kept) in (?:the )?(?-i:[A-Z])[^.;]{1,60},? or (?:the )?(?-i:[A-Z])"
    r"|\b(?:request|ask for)\b[^.;]{0,60}\bspecific (?:region|country|location)\b|\byou (?:create|deploy|set up"
    r"|choose)\b[^.;]{0,40}\bin an? [\w-]+[- ]region\b"
    r"|\b(?:region|location|data ?cent(?:er|re)s?|data residency)\b[^.;]{0,100}\b(?:of (?:your"
    r"|its|their) choice|of its choosing|you choose|selected by|determined by the customer"
    r"|chosen by|can be (?:chosen|selected))\b"
    r"|\bregion (?:is|can be|must be) (?:chosen|selected|set|specified|picked) (?:at|when|during|by|for each)\b"
    r"|\b(?:locations?|areas|regions|data ?cent(?:er|re)s)\b[^.;]{0,80}\bselect the one"
    r"|\b(?:region|location|data ?cent(?:er|re))\b[^.;]{0,40}\b(?:you|they|customers?) (?:have )?(?:select|chose"
    r"|choose|pick)\w*"
    r"|\bavailable in\b[^.;]{0,40}\bor\b[^.;]{0,20}\bdata ?cent(?:er|re)s\b"
    r"|\b(?:elected|chosen|selected|preferred) (?:data|hosting|storage) (?:location|region)\b"
    r"|\byour (?:chosen|selected) (?:\w+ )?(?:region|location)\b|\bregion selection\b|\bwithin the selected region\b"
    r"|\bchoice of (?:\w+ ){0,4}(?:region|location)\b"
    r"|\b(?:EU|US|UK)(?:,| ?[+/&]| and| or) (?:EU|US|UK) data residency options\b"
    r"|\b(?:EU|US|UK|Canada|Australia)[- ](?:servers?|hosting|region|data ?cent(?:er|re)s?) (?:is|are) (?:only )?"
    r"(?:used|available|offered) (?:if|when|upon|on) request(?:ed)?\b"
    r"|\b(?:offered|available) in (?:two|three|four|several|multiple) (?:\w+ )?regions\b"
    r"|\b(?:operated|hosted) in (?:two|three|four|several|multiple) (?:\w+ )?regions\b(?=\W{1,3}(?-i:[A-Z]))"
    r"|\b(?:with|in|choice of|your) (?:an? )?(?:EU|US|UK) or (?:EU|US|UK) (?:data )?(?:residency|regions?|hosting)\b"
    r"|\b(?:run|host|deploy|place) your [^.;]{1,40} in any (?:AWS|Azure|GCP|available|supported) region\b"
    r"|\boption to (?:\w+ and )?(?:process|store|host|keep)\b[^.;]{0,60}\bin\b"
    r"|\b(?:hosted|stored|kept)\b[^.;]{0,80}\bwhere (?:you|the customer) (?:have |has )?(?:select|chose)\w*",
    re.IGNORECASE,
)


def chosen(text: str) -> re.Match | None:
    """Give where the text says that the customer chooses the region of data, not of payments or cookies."""
    text = _FIXED.sub("", text)
    choice = _CHOICE.search(text)
    if choice is None or stance.denied(text, *choice.span()) or _NO_DATA.search(text) or _QUERY.search(text):
        return None
    return choice if _HELD.search(text) else None


def chosen_after(page: Page, said: Statement) -> re.Match | None:
    """Give the plain "you can choose a region" right after a sentence that says what is kept there."""
    before = statements(page)[said.number - 1] if said.number else said
    plain = _PLAIN_CHOICE.search(said.text)
    told = before.block == said.block and "region" in before.text and _HELD.search(before.text)
    return plain if told and not stance.denied(said.text, 0, len(said.text)) else None


_PLAIN_CHOICE = re.compile(r"\byou (?:can|may) (?:choose|select|pick) (?:a|your|the) region\b", re.IGNORECASE)
_FIXED = re.compile(
    r",? (?:and|but) (?:it )?(?:cannot|can['’]t|can not) be (?:changed|modified|moved)\b[^.;]*", re.IGNORECASE
)
"""What is chosen once is chosen, though it stays so."""
_QUERY = re.compile(r"\bSELECT\b")
_HELD = re.compile(
    r"\bdata\b|\brun your\b|\bhost|\bstor|\bserver|\blaunch|\bdeploy|\bvirtual machine|\binstances?\b|\bclusters?\b"
    r"|\bdatabases?\b|\bbuckets?\b|\bprojects?\b"
    r"|\bgeographic|\bprompts\b",
    re.IGNORECASE,
)
