"""Whether the vendor offers a data processing agreement to customers.

Traps: "GDPR compliant"; agreements with sub-processors; mentions in passing.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import TRUST, Link, Page
from scrapers.reading import stance, subject
from scrapers.reading.feature import Feature, denial_of, quote, read
from scrapers.reading.sentences import mentioning, statements

KINDS = {
    "pricing",
    "security",
    "compliance",
    "trust_center",
    "help",
    "terms",
    "dpa",
    "privacy",
    "subprocessors",
    "changelog",
    "other",
}
_DPA = (
    r"(?:(?:commissioned|order) (?:data )?processing (?:agreement|contract)s?"
    r"|(?:personal )?data (?:processing|protection|privacy"
    r"|processor)(?: and \w+)? (?:agreement|addend(?:um|ums|a)|terms|contract|annex"
    r"|appendix)s?(?: ?\([\"“]?DPA[\"”]?\))?"
    r"|agreement (?:on|for|regarding|concerning) (?:the )?processing of (?:personal )?data"
    r"|(?:customer|GDPR|controller|EU) DPAs?|DPAs?|AV-?Vertr(?:ag|äge)|AVV|Auftragsverarbeitungsvertr(?:ag|äge)\w*"
    r"|Vertrag\w* (?:über die|zur) Auftrags(?:daten)?verarbeitung|accord de traitement des données(?: personnelles)?"
    r"|(?:acuerdo|contrato) de (?:tratamiento|procesamiento) de datos"
    r"|(?:acuerdo|contrato) de encarg(?:o|ado) d(?:e|el) tratamiento"
    r"|(?:accord|contrat) de sous-traitance d(?:e|es) données(?: personnelles)?"
    r"|(?:accordo|contratto|allegato|atto|nomina)(?: \w+){0,2} (?:(?:sul|al|per il|di) )?trattamento d(?:i|ei) dati)\b"
)
_OWN = re.compile(
    rf"\b(?:this|the following|presente)\b[^.;]{{0,60}}\b{_DPA}|\bil presente (?:allegato|accordo|contratto|atto)\b"
    rf"[^.;]{{0,120}}\btrattamento d(?:i|ei) dati\b|\A\W*(?:[A-Z][\w.]* ){{0,4}}{_DPA}"
    rf"|\b{_DPA}[^.;]{{0,40}}\b(?:forms? (?:an integral )?part|is (?:an )?(?:integral )?part"
    rf"|supplements?|governs?|applies)\b",
    re.IGNORECASE,
)
_FEATURE = Feature(
    fact="gdpr_dpa",
    words=(
        "dpa",
        "processing of",
        "data proc",
        "data prot",
        "data priv",
        "order proc",
        "commissioned proc",
        "auftrags",
        "avv",
        "avvert",
        "av-v",
        "traitement",
        "tratamiento",
        "sous-traitance",
        "procesamiento",
        "trattamento",
    ),
    label=re.compile(rf"\b{_DPA}", re.IGNORECASE),
    claims=(
        re.compile(
            rf"\b(?:offers?|sign\w*|provides?|execut\w+|enter(?:s|ed)? into|available|request|download"
            rf"|accept|review|see|view|read|includ\w+|governed by|subject to|comply with|our"
            rf"|serves? as|dien(?:en|t) (?:\w+ )?als"
            rf"|pursuant to|covered by|obtain|(?:auf )?Grundlage|under|in accordance (?:with|to)|refer to"
            rf"|incorporat\w+|(?:set (?:out|forth)"
            rf"|determined|regulated|laid down|agreed)(?: \w+)? in"
            rf"|conclude|schließen|abschließen|anbieten|bieten|signer|proposons|ofrecemos|firmar"
            rf"|supplemented by|shown in|stated in)\b[^.;]{{0,80}}?\b{_DPA}",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b{_DPA}(?:,| is)? (?:located|available|posted|published|found|set forth) at\b"
            rf"|\b{_DPA} (?:under|at|on) (?=https?://|www\.)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?:require|need|want|would like)s? (?:an?|our|the) (?:\w+ )?{_DPA}[^.;]{{0,60}}?\b(?:contact|reach out"
            rf"|e-?mail|write|request|ask|let us know)\b",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b{_DPA}(?:[^.;]|(?<=\bArt)\.){{0,90}}?\b(?:available|offer\w*|sign\w*|provid\w+|in place|includ\w+"
            rf"|request|appl(?:y|ies)|covers?|governs?|required|download|incorporated|publicly|abschließen"
            rf"|abgeschlossen"
            rf"|is (?:in|part of|attached to|contained in)|ships? with|verfügbar|zur Verfügung|disponible)\b",
            re.IGNORECASE,
        ),
    ),
    unless=re.compile(
        r"\brequired (?:under|by) (?:the )?(?:GDPR|law|Art)|\blearn what\b"
        r"|\bto (?:state|mention|include|note|list)\b[^.;]{0,30}\bin (?:your )?DPAs?\b"
        r"|\b(?:sub-?\s?processors?|sub-?contractors?|guidelines|(?:third[- ]part(?:y|ies)|vendors?"
        r"|providers?|(?<!a )processors?|partners?|suppliers?) (?:sign|are bound|have|who|enter|under|with"
        r"|that|which|must|process)"
        r"|with all (?:service )?(?:vendors|providers|processors)|we share\b[^.;]{0,160}\bunder"
        r"|runs? on [^.;]{0,60}\binfrastructure with"
        r"|(?:with|each|all) (?:of )?(?:our|its|the|this|these) (?:vendors?|providers?|processors?"
        r"|partners?|suppliers?)|with (?:our )?partners|intra-?group|authorit(?:y|ies)"
        r"|data protection (?:officer|authorit)"
        r"|(?:require|oblige|bind)s? (?:all |each |any )?(?:of )?(?:our |its |these )?(?:\w+ )?(?:vendors?"
        r"|providers?|processors?"
        r"|partners?|suppliers?)|(?:data )?processors (?:for|of) us|external compan(?:y|ies)|group compan(?:y|ies)"
        r"|cooperating partners?|with your (?:\w+ ){1,3}(?:provider|host)|additional DPA|(?:these|those) DPAs"
        r"|controllers? (?:are"
        r"|is) responsible"
        r"|transfer(?:red|s)? (?:of [^.]{0,40})?to [^;]{0,80}(?:pursuant|based|subject|under)|guarantees for"
        r"|international transfer"
        r"|Protection Act(?:,? \d{4})? \(DPA|carry out for us"
        r"|(?:breach|report|reporting|notif\w+|complain\w*)(?: \w+){0,3} to (?:the |a |your )?(?:\w+ )?DPA"
        r"|(?:where|when) we act as (?:the )?(?:data )?controllers?"
        r"|DPA ?/ ?GDPR|GDPR ?/ ?DPA|DPA \d{4}|authority \(DPA|\w+ DPA\)|(?:Sub|Nach)unternehm\w+"
        r"|Dienstleister\w*|sous-traitants?|service providers under)\b",
        re.IGNORECASE,
    ),
    staff=False,
    denial=denial_of(_DPA),
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `gdpr_dpa`."""
    if page.kind == "dpa":
        own = _own(page)
        if own:
            yield own
            return
    yield from _needless(page)
    yield from _of_vendor(page)
    yield from _linked(page)
    yield from _signed(page)
    for found in read(page, _FEATURE):
        owner = _OWNER.search(found.quote)
        if owner and page.kind != "terms" and subject.names(page) and not subject.is_vendor(owner["name"], page):
            continue
        if page.kind == "subprocessors" and (_WE_SIGN.search(found.quote) or _of_another(page, found.quote)):
            continue
        if (
            page.kind != "privacy"
            or found.value == "no"
            or len(found.quote) < _NAME
            or _OFFERED.search(_OWN_DATA.sub(" ", found.quote))
        ):
            yield found


def _of_another(page: Page, text: str) -> bool:
    """Tell whether the agreement is one of a company that is named right before it, not the vendor's."""
    owner = _BARE_OWNER.search(text)
    return owner is not None and bool(subject.names(page)) and not subject.is_vendor(owner["name"], page)


_BARE_OWNER = re.compile(
    r"\b(?P<name>(?!(?:The|Our|Your|This|A|An|Signed|Customer|GDPR|EU|UK|Standard"
    r"|Executed)\b)[A-Z][\w.]+)(?: Cloud)? DPAs?\b"
)


def _needless(page: Page) -> Iterator[Finding]:
    """Give the no of who says that none is needed because no personal data is handled."""
    for said in mentioning(page, ("dpa", "data proc", "data prot")):
        found = _NEEDLESS.search(said.text)
        if found:
            yield quote(page, "gdpr_dpa", "no", said.passage, around=found.span(), confidence=0.7)


_NEEDLESS = re.compile(
    rf"\b(?:do|does)(?:n['’]t| not) (?:need|require|have to|need to)\b[^.;]{{0,40}}?\b{_DPA}[^.;]{{0,60}}\b(?:as"
    r"|because|since) (?:we|[A-Z]\w+(?: [A-Z]\w+)?) (?:do|does)(?:n['’]t| not) (?:collect|process|store|handle)\b",
    re.IGNORECASE,
)


def _of_vendor(page: Page) -> Iterator[Finding]:
    """Give what speaks of the vendor's own agreement by its name: "set out in Acme's data processing agreement"."""
    for said in mentioning(
        page, ("s’ data p", "s' data p", "’s data p", "'s data p", "’s dpa", "'s dpa", "s’ dpa", "s' dpa")
    ):
        owner = _OWNER.search(said.text)
        if not owner or not subject.is_vendor(owner["name"], page) or said.text.rstrip().endswith("?"):
            continue
        if stance.of(said.text, *owner.span()) == "says" and not _AS_PROCESSOR.search(said.text):
            yield quote(page, "gdpr_dpa", "yes", said.passage, around=owner.span(), confidence=0.65)


def _linked(page: Page) -> Iterator[Finding]:
    """Give a link that is called by the name of the agreement and nothing else: it leads to it."""
    if not _AGREEMENT.may_any(link.target for link in page.links):
        return
    links = [link for link in page.links if _LINK.fullmatch(link.text) and _AGREEMENT.search(link.target)]
    names = {link.text for link in links}
    shown = [said for said in mentioning(page, ("dpa", "data proc", "data prot")) if said.text in names]
    for said in shown:
        if not any(_OTHERS.search(heading) for heading in said.headings[-1:]):
            yield quote(page, "gdpr_dpa", "yes", said.passage, confidence=0.65)
    if not shown:
        yield from _in_footer(page, links)


def _in_footer(page: Page, links: list[Link]) -> Iterator[Finding]:
    """Give such a link among those that stand below all pages of a site, where it stays on the site."""
    for link in links:
        host = urlsplit(link.target).hostname
        start = page.text.rfind(link.text) if host is None or subject.is_vendor(host, page) else -1
        if start >= 0 and page.kind in TRUST:
            end = start + len(link.text)
            yield Finding("gdpr_dpa", "yes", page.text[start:end], start, end, confidence=0.6)
            return


def _signed(page: Page) -> Iterator[Finding]:
    """Give what tells customers that they can sign it, or that some have, whatever else is said or denied there."""
    for said in mentioning(page, ("dpa", "data proc", "data prot", "data priv")):
        found = _SIGNED.search(said.text)
        if found is None or said.text.rstrip().endswith("?"):
            continue
        if found["there"] or stance.of(said.text, *found.span()) == "says":
            yield quote(page, "gdpr_dpa", "yes", said.passage, around=found.span(), confidence=0.75)


_SIGNED = re.compile(
    rf"\b(?:you|customers?|clients?) (?:can|may) (?:\w+ )?(?:sign|execute|download|accept|request) (?:our|the"
    rf"|a) {_DPA}"
    rf"|\b(?:commitments|obligations|terms) in (?:our [^.;,]{{3,40}} )?our {_DPA}"
    rf"|\bour {_DPA},? \(?(?:available|published|located|found) (?:at|on)\b"
    rf"|\b(?P<there>(?:in|by|under|pursuant to) (?:the|our|a|an) (?:applicable )?{_DPA}[^.;]{{0,20}} (?:entered into|in"
    r" place)?\s?with (?:our|that|those|such|the|your) (?:\w+ )?(?:customers?|clients?|organi[sz]ation|employer))",
    re.IGNORECASE,
)
_LINK = re.compile(rf"\W*(?:our |the )?{_DPA}\W*", re.IGNORECASE)
_AGREEMENT = re.compile(r"\bdpa\b|data-?(?:processing|protection)", re.IGNORECASE)
_OTHERS = re.compile(r"\bsub-?\s?processors?\b|\bproviders?\b|\bvendors?\b", re.IGNORECASE)
_AS_PROCESSOR = re.compile(r"\bsub-?\s?processors?\b[^.;]{0,60}\b(?:sign|accept|agree|bound)", re.IGNORECASE)
_WE_SIGN = re.compile(
    rf"\bwe (?:\w+ )?(?:sign|execute|enter|have|maintain|require)\b[^.;]{{0,120}}\b{_DPA}"
    rf"|\b{_DPA}[^.;]{{0,20}} (?:is|are) in place\b",
    re.IGNORECASE,
)
"""On a page about sub-processors, with those."""
_OWNER = re.compile(rf"\b(?P<name>[A-Z][\w.]+)(?:['’]s|(?<=s)['’]) (?i:{_DPA})")
_NAME = 60
_OWN_DATA = re.compile(r"\b(?:your|their) (?:personal )?(?:data|information)\b", re.IGNORECASE)
_OFFERED = re.compile(
    r"\b(?:customers?|clients?|business(?:es)?|enterprises?|organi[sz]ations?|controllers?|schools?|our|this|you"
    r"|yours?|\w+ offers"
    r"|sign|request|governs?|available|kunden|(?:handeln|tätig|verarbeiten) (?:\w+ ){0,3}als Auftragsverarbeiter"
    r"|clients?|we (?:provide|offer)|stellen wir"
    r"|wir stellen)\b",
    re.IGNORECASE,
)
"""A privacy policy speaks of agreements with its own processors too; one for customers is offered to them."""


def _own(page: Page) -> Finding | None:
    """A page that is such an agreement proves that there is one."""
    for said in statements(page):
        if _OWN.search(said.text) and not _WITH_OTHERS.search(said.text):
            return quote(page, "gdpr_dpa", "yes", said.passage, around=(0, 60), confidence=0.9)
    return None


_WITH_OTHERS = re.compile(
    r"\bmit (?:(?:allen|unseren|den|eingesetzten) )*(?:Subunter|Nachunter|Unterauftrag|Dienstleist)\w+", re.IGNORECASE
)
