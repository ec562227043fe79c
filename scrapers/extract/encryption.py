"""Encryption of what is stored and of what travels.

Traps: the wording of laws ("encryption of personal data"), backups only, what a customer may do, passwords.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from scrapers import patterns as re
from scrapers.finding import Finding
from scrapers.page import Page
from scrapers.reading import asides, names, stance, standards, subject
from scrapers.reading.feature import YES_ANSWER, quote
from scrapers.reading.sentences import Statement, mentioning, statements

KINDS = {"pricing", "security", "compliance", "trust_center", "dpa", "help", "terms", "privacy", "sla", "other"}
_CRYPT = re.compile(
    r"\b(?<!\bLet['’]s )(?:un)?encrypt(?:s|ed|ion|ing)?\b|\b(?:un)?encrypted\b|\bcryptograph\w*"
    r"|\b(?:un)?verschlüssel\w*|\bchiffr(?:ée?s?|ement|ons|ent)\b|\bencryptée?s?\b|\bcifrad[oa]s?\b|\bcifrado\b"
    r"|\b(?:cifrat[aeio]|crittograf\w+)\b",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\bat[- ]rest\b|\b(?:stored|storage|store|disks?|volumes?|databases?|datastores?|servers"
    r"|on (?:our|the) servers?)\b|\bAES(?:[- ]?\d{3})?\b",
    re.IGNORECASE,
)
_REST_SURE = re.compile(
    r"\bat[- ]rest\b|\btransit ?(?:/|and|or|&) ?(?:in )?rest\b|\bencryption \(rest\)"
    r"|\bduring (?:\w+ (?:and|or|&) )?storage\b|\bwhile (?:it|they|data) (?:is|are) (?:being )?stored\b"
    r"|\bsitting in (?:our|the) databases?\b"
    r"|\bencrypted (?:object|block|cloud|disk) storage\b|\bim Ruhezustand\b|\bruhende\w* Daten\b|\bim Speicher\b"
    r"|\bbei der Speicherung\b|\bau repos\b|\bpersistente\w* Speicher"
    r"|\ben reposo\b|\ba riposo\b|\b(?:disk|volume|storage|database)[- ](?:level )?encryption\b"
    r"(?!.{0,60}\b(?:laptop|workstation|endpoint|device|computer"
    r"|FileVault|BitLocker))",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"\bat[- ]transit\b|\bencryption \(transit\)|\bencrypted transport\b"
    r"|\bin[- ](?:transit|transfer|motion|flight|transmission)\b|\bduring (?:transit"
    r"|transmission|transfer)\b|\bover (?:TLS|SSL|HTTPS|the wire|secure web ?sockets?)\b|\btransmi(?:t|tted|ssion)\b"
    r"|\bencrypted (?:when|as) (?:it|they) leaves? (?:the|your) \w+"
    r"|\b(?:Daten)?[Üü]bertrag\w*|\ben transit\b|\ben tránsito\b|\bin transito\b|\blors (?:de la|du) trans\w+"
    r"|\b(?:all|every) (?:\w+ )?transport (?:is|uses) (?:\w+ )?(?:TLS|HTTPS)\b"
    r"|\b(?:all|every) (?:[\w.]+ ){0,2}(?:properties|(?:sub)?domains?|(?:web)?sites?|pages?|apps?|applications?"
    r"|services?) (?:(?:\w+ )?enforces?|requires?|(?:is|are) served (?:only )?over) (?:TLS|HTTPS)\b"
    r"|\bencrypt(?:s|ing)? (?:(?:all|any|every|the|our|your|network|web|internet) ){0,2}"
    r"(?:traffic|connections|communications?)\b"
    r"|\b(?:all|every|any) (?:\w+ ){0,2}(?:traffic|connections?|communications?|interactions)\b[^.;]{0,60}\b(?:is"
    r"|are) (?:\w+ )?encrypted\b|\b(?:traffic|communications?) (?:is|are) (?:\w+ )?encrypted\b"
    r"|\btravel(?:l?ing|s) (?:between|from|over|across)\b"
    r"|\b(?:TLS|SSL|HTTPS) everywhere\b|\btransport encryption\b|\bdata transmission\b"
    r"|\bdata transfers?\b(?=[^.;]{0,80}\bencrypt)",
    re.IGNORECASE,
)
_TLS = re.compile(r"\b(?:m?TLS|SSL|HTTPS)(?:\b(?!:)|(?=v?\d))", re.IGNORECASE)
_WAY_CLAIM = re.compile(
    r"\b(?:use|uses|using|via|over|with|through|by|enables?|enforce\w*|require\w*|support\w*|secured"
    r"|protected|served|sent|transmitted|communicat\w+)\b[^.;]{0,60}\b(?:m?TLS|SSL|HTTPS)\b(?!:)"
    r"|\b(?:m?TLS|SSL|HTTPS)\b(?!:)(?: ?v?\d(?:\.\d)?\+?)?[^.;]{0,50}\b(?:encrypt\w*|in transit|everywhere|enforced"
    r"|required|only|enabled)\b|\b(?:m?TLS|SSL|HTTPS)\b[)\]]?[- ](?:\w+ )?connections?\b"
    r"|\b(?:m?TLS|SSL|HTTPS)\W{0,3}(?:-?[vV]erschlüssel\w+|chiffrement)"
    r"|\b(?:requests?|traffic|connections?) (?:is|are) (?:\w+ )?redirected to HTTPS\b"
    r"|\b(?:échanges|données|connexions|communications|flux)\b[^.;]{0,40}\b(?:passent|transitent)\b[^.;]{0,20}"
    r"\b(?:TLS|SSL|HTTPS)\b"
    r"|\b(?:offer|provide)s? (?:m?TLS|SSL|HTTPS) secure access\b"
    r"|\b(?:protect\w*|secur\w+)\b[^.;]{0,40}\bsuch as (?:m?TLS|SSL|HTTPS)\b"
    r"|\b(?:m?TLS|SSL|HTTPS)(?: ?v?\d(?:\.\d)?\+?)? (?:for|on) (?:all|every|any) (?:\w+ )?(?:connections?|traffic"
    r"|communications?|requests?|endpoints?)\b"
    r"|\b(?:m?TLS|SSL|HTTPS)(?: ?v?\d(?:\.\d)?\+?)? (?:pour tou(?:te)?s les|für alle|para todas las) (?:\w+ )?"
    r"(?:communications|connexions|échanges|Verbindungen|comunicaciones|conexiones)\b",
    re.IGNORECASE,
)
_NONE_AT_ALL = re.compile(
    r"\b(?:do|does|did)(?:n['’]t| ?not) (?:\w+ )?(?:offer|provide|support|have|use) (?:any )?\s?encrypt", re.IGNORECASE
)
_OF_RULES = re.compile(
    r"\b(?:at[- ]rest|in[- ]transit)(?: encryption)? (?:guardrails?|polic(?:y|ies)|checks?|rules?|requirements?)\W*\Z",
    re.IGNORECASE,
)
"""So a heading is called over what is looked for in the reader's own systems."""
_FOR_READERS = re.compile(r"\bbest practices\b|\byour responsibilit|\brecommend", re.IGNORECASE)
"""Under such a heading stands what customers are to do."""
_NO_WAY = re.compile(
    r"\b(?:do|does|did|can|is|are)(?:n['’]t| ?not) (?:currently )?(?:support|use|offer|have"
    r"|provide|encrypt\w*)\b(?! mutual)(?! mTLS)[^.,;]{0,40}\b(?:TLS|SSL|HTTPS|in transit|transmission)\b",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:if|unless|where|when)\b", re.IGNORECASE)
"""Of others' servers one says what happens if they do not encrypt."""
_ON_SERVERS = re.compile(
    r"\b(?:protect|encrypt|secure)(?:s|ed)? (?:your|the|all) data in transit and on (?:our"
    r"|the) servers?\b",
    re.IGNORECASE,
)
_HOSTED = re.compile(
    r"\bencrypted\b[^.;]{0,90}(?:hosted|stored|kept|residing) on (?:our|the|its|(?:[\w-]+ ){1,4}powered) servers?\b",
    re.IGNORECASE,
)
_RECOMMEND = re.compile(r"\bwe (?:strongly )?recommend\w*", re.IGNORECASE)
_PASSWORDS = re.compile(r"\bpasswords? when stored,? and (?=encrypt)", re.IGNORECASE)
"""Beside passwords that are kept so, all else may be said to be sent so."""
_ASIDE = re.compile(r"\((?:both|including|incl\.|e\.g\.)[^)]{0,80}\)", re.IGNORECASE)
"""What stands there too ("including backups") narrows nothing."""
_CAN_ENABLE = re.compile(r"\b(?:can|may) (?:\w+ )?(?:enable|switch on|turn on|use|activate)\b", re.IGNORECASE)
_REST_AES = re.compile(
    r"\bAES[- ]?\d{3}\b[^.;]{0,20}\bat[- ]rest\b|\bat[- ]rest\b[^.;]{0,30}\bAES[- ]?\d{3}\b", re.IGNORECASE
)
_WITH_KEYS = re.compile(
    r"\b(?:data|contents?|files)\b[^.;]{0,30}\b(?:is|are) encrypted (?:with|under|by)\b[^.;]{0,60}\bkeys?\b",
    re.IGNORECASE,
)
_BY_HOST = re.compile(
    r"\bcloud providers? (?:allow|offer|provide)s?\b|"
    r"\bby (?:our|the|its) (?:\w+ ){0,2}providers?\b|\bby the (?:cloud|underlying|hosting) (?:\w+ )?(?:systems?"
    r"|services?"
    r"|platforms?|infrastructure)\b|\bhandled by (?:these|our|the) vendors\b"
    r"|\bpar (?:nos|notre) (?:\w+ )?(?:hébergeur|prestataire|fournisseur)s?\b"
    r"|\b(?:von|durch) unser\w* (?:\w+ )?(?:Anbieter|Dienstleister|Hoster)\w*",
    re.IGNORECASE,
)
_BY_NAME = re.compile(r"\bencrypted at[- ]rest by (?P<name>[A-Z][a-z]\w+)(?! \w+ keys?\b)")
"""Whose product or platform encrypts what the vendor keeps there."""
_EXTRA = re.compile(
    r"\badd[- ]?on\b|(?<!no )(?<!any )(?<!without )\b(?:extra|additional) (?:cost|fee|charge)"
    r"|\bfor (?:a|an extra|an additional) fee\b|\bpaid extra\b",
    re.IGNORECASE,
)
_PARTLY = re.compile(
    r"\b(?:connections?|transferred|exchanged|can be stored|local(?:ly| device)|on (?:your|the) (?:local )?device"
    r"|(?:API|provider|secret|signing|access) keys?|tokens?"
    r"|credentials|hashed|chosen by|before (?:it|being)|some of your"
    r"|network traffic|(?:TLS|SSL|HTTPS)[- ]encrypted)\b",
    re.IGNORECASE,
)
"""What is said of encrypted things that are stored elsewhere, or that are no customer data."""
_NO_REST = re.compile(
    r"\b(?:do|does|did)(?:n['’]t| not) (?:\w+ )?(?:support|offer|provide|have|use) encrypt"
    r"|\b(?:not|n['’]t|no|never|without|nicht|keine?|pas)\s(?:(?:yet|be|been|all|stored|kept|at rest|data"
    r"|\w+ly)\s){0,2}(?:encrypt|verschlüssel|chiffr)"
    r"|\bunencrypted\b|n['’]t encrypt",
    re.IGNORECASE,
)
_PROTECTED = re.compile(
    r"\b(?:data|contents?|information)\b[^.;]{0,40}\b(?:protected|secured) (?:both )?(?:in[- ]transit"
    r"|at[- ]rest)(?:,| and|, and) "
    r"(?:in[- ]transit|at[- ]rest)\b",
    re.IGNORECASE,
)
_CACHE = re.compile(r"\b(?:cached?|e-?mail addresse?s?|e-?mail and|username)\b", re.IGNORECASE)
_TERM = re.compile(r"(?<=\w )Encrypted (?:Content|Data|Files?|Information)\b")
"""A contract's name for what is encrypted says of no act that it is."""
_MORE = re.compile(r"(?:it|this)\b", re.IGNORECASE)
_STORE_AND_SEND = re.compile(
    r"\bencrypt\w*\b[^.;]{0,80}\b(?:stored?|storage)\b (?:or|and|and/or|&) \b(?:transmi\w+|sent|transfer\w*)",
    re.IGNORECASE,
)
_HOLDS = r"\b(?:data|files?|contents?|databases?|volumes?|disks?|storage is)\b"
_BEFORE_STORED = re.compile(
    r"\bencrypted\b[^.;]{0,80}\bbefore (?:being |(?:it|they) (?:is|are) )?(?:stored|saved|written)\b[^.;]{0,40}"
    r"\b(?:databases?|disks?|storage)\b",
    re.IGNORECASE,
)
_STORED = re.compile(
    r"\bAES[- ]?\d{3} encryption (?:protects?|secures?|covers?) (?:all |our )?stored\b"
    r"|\bto encrypt (?:all |our |the )*(?:databases?|volumes|disks)\b|\bencrypts? (?:all |any |your )*data stored\b"
    r"|\bstor(?:e|es|ed|ing)\b[^.;]{0,60}\b(?:using|with|under)\b[^.;]{0,40}\bencryption\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\A\W*(?:[\w-]+ ){0,4}?(?<!and )backups? (?:are|is)\b[^.;]{0,90}\bencrypt"
    r"|\A\W*whether (?:[\w-]+ ){1,4}(?:is|are) encrypt|\b(?:measures|safeguards|controls) (?:applied|used|taken) by\b"
    r"|\breputable\b"
    r"|\b(?:providers?|hosts?|vendors?) (?:with|offering)\b|\bprestataires? (?:offrant"
    r"|proposant)\b"
    r"|\bis a term\b|\bthis policy (?:allows|lets|checks)\b|\b(?:process|aspect) of encryption\b"
    r"|\bindustry practice\b|\brefers? (?:to the process"
    r"|specifically to)\b"
    r"|\bwhen we (?:talk|speak) about\b|[\"”’] means\b|\bsession keys?\b"
    r"|\bencryption keys? (?:is|are) (?:\w+ )?stored\b|\bunencrypted contents?\b"
    r"|\bencrypted backups of\b|\A\W*(?:[\w-]+ ){0,3}encrypted backups\b(?! and)"
    r"|\bpseudonymi[sz]ation\b|\bas appropriate\b|\bwhere appropriate\b|\binter alia\b"
    r"|\bremovable (?:\w+ )?media\b|\bcomputer equipment\b|\bgoverned by the device\b|\bno data at rest\b"
    r"|\bunsecured\b|\bmeans(?: (?:the|any)\b|:)|\bunencrypted form\b|\bimplementation specification|\baddressable\b"
    r"|\bif you\b"
    r"|\byou (?:should|must|are responsible|agree)\b|\bcustomer (?:shall|must|should"
    r"|is responsible)\b|\brecommend\w*|\bpasswords? (?:are|is)\b[^.]{0,20}\bencrypted\b"
    r"|\bencrypt\w*\b(?![^.;]{0,60}\b(?:databases?|volumes|disks))[^.,;]{0,40}(?<!and )\bbackups?\b(?! and)"
    r"|(?<!and )\bbackups?\b(?! and)[^.,;]{0,30}\bencrypt|\blearn\b|\bblog\b|\bunencrypted email"
    r"|\bcredit card|\bcard (?:data|information)\b|\byour payment (?:data|details|information)\b"
    r"|\bZahlungs(?:daten|informationen)\b|\b(?:données|coordonnées) (?:de paiement|bancaires)\b|\bdatos de pago\b"
    r"|\bcookies?\b|\bwe cannot guarantee\b"
    r"|\bno method\b|\blaptops?\b|\bworkstations?\b|\bsecrets?\b[^.]{0,20}\benv\w*\b"
    r"|\bemail\b[^.]{0,20}\bunencrypted|\b(?:git|clone|repositor\w+|ports?)\b[^.]{0,30}\bHTTPS\b|\bports as HTTPS\b"
    r"|\b(?:TCP|UDP) ports?\b"
    r"|\A\W*encrypting (?:your |the )?data (?:at[- ]rest|in[- ]transit) (?:is|provides|adds|gives|helps|protects)\b"
    r"|\b(?:clients?|connectors?|browsers?|integrations?)\s+require an? (?:\w+ ){0,2}HTTPS (?:endpoint|URL)\b"
    r"|\bpasswords? when\b|\b164\.\d|\bhashed and transmitted\b|\bKeychain\b|\bonce encrypted\b"
    r"|\b(?:can|may) (?:verify|check|detect)\b|(?<!we )\b(?:(?:is|are) (?:\w+ )?"
    r"|(?:applications?|customers?|clients?|users?) )responsible for\b"
    r"|\boperating[- ]system[- ]level\b|\bwhere enabled\b|\bwhere (?:the |your )?encrypted (?:data|files)\b"
    r"|\bmust be protected\b|\bself-managed keys are\b|\bencrypted by (?:the )?customers?\b"
    r"|\bis an? (?:[\w.-]+ ){0,4}(?:certificate|protocol|standard|method|process|technique)\b"
    r"|\bist eine? (?:\w+ ){0,3}(?:Methode|Verfahren|Technik|Standard)\b"
    r"|\bdownloaded over HTTPS\b|\bwhen (?:set to|the option)\b|\bfields? (?:in|of) select\b|\bselect fields\b",
    re.IGNORECASE,
)


def extract(page: Page) -> Iterator[Finding]:
    """Give `encryption_at_rest` and `encryption_in_transit`."""
    every = statements(page)
    for said in mentioning(
        page,
        (
            "encrypt",
            "crypto",
            "tls",
            "ssl",
            "https",
            "aes",
            "at rest",
            "at-rest",
            "verschlüssel",
            "chiffr",
            "cifra",
            "crittograf",
        ),
    ):
        if said.role == "heading" and (
            page.kind == "other"
            or standards.explained(page)
            or _OF_RULES.search(said.text)
            or any(_FOR_READERS.search(one) for one in said.headings)
        ):
            continue
        if said.text.rstrip().endswith("?"):
            yield from _asked(page, said, every[said.number + 1 : said.number + 2])
            continue
        if stance.PENDING.match(said.text) or _OF_THINGS.match(said.text):
            continue
        if asides.is_step(page, said) or asides.asked_for(said):
            continue
        if said.role in ("paragraph", "item") and (subject.instructs(said.text) or standards.asks(page, said.text)):
            continue
        if standards.controls(page, said.passage.start) or said.role == "item" and _ONCE.match(said.lead):
            continue
        if said.role == "cell" and _tells_no_state(every[max(0, said.number - 1) : said.number + 2]):
            continue
        if said.role == "heading" and any(_PARTIAL.match(other.text) for other in every[said.number + 1 :][:_NEAR]):
            continue
        bought = _bought(said, every[said.number + 1 : said.number + 4])
        yield from _one(page, said, "encryption_at_rest", bought)
        yield from _one(page, said, "encryption_in_transit", bought)
    yield from _rows(page)


def _tells_no_state(cells: Sequence[Statement]) -> bool:
    """Tell whether the cell before one is about secrets, or the one behind it counts something."""
    return bool(_KEPT_SAFE.search(cells[0].text)) or cells[-1].role == "cell" and bool(_COUNTED.match(cells[-1].text))


def _rows(page: Page) -> Iterator[Finding]:
    """Give what a row tells that is called by the state of the data ("In transit | mTLS between services")."""
    for row in (row for table in page.tables for row in table.rows if len(row) > 1):
        state = _STATE.fullmatch(row[0].text)
        if state and _MEANS.search(row[1].text) and not stance.denied(row[1].text, 0, len(row[1].text)):
            fact = "encryption_at_rest" if "rest" in state["state"].lower() else "encryption_in_transit"
            yield quote(page, fact, "yes", row[1].passage, confidence=0.7)


_STATE = re.compile(
    r"\W*(?:data )?(?:encryption )?(?P<state>in[- ]transit|at[- ]rest)(?: encryption)?\W*", re.IGNORECASE
)
_MEANS = re.compile(r"\b(?:m?TLS|AES)[- ]?v?\d*(?:\.\d)?\b|\bencrypted\b", re.IGNORECASE)


_OF_THINGS = re.compile(r"\W*(?:They|The case for)\b")
"""So a vendor speaks of certificates, keys, servers, and of what is to be said for them, not of himself."""
_ONCE = re.compile(
    r"\W*(?:when|if|once)\s[^.]{3,60}\b(?:enabled|applied|activated|selected|turned on|switched on)\b", re.IGNORECASE
)
"""What stands below such words holds where the customer has it so."""
_PARTIAL = re.compile(r"\W*(?:partially|partly|no|not)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\W*(?:up to )?\d[\d.,]*[kKM]?\b(?!-)|\W*unlimited\b", re.IGNORECASE)
"""Beside such a cell stands how many of something there are ("TLS connections")."""
_NEAR = 3  # statements in which a heading is taken back


def _asked(page: Page, said: Statement, after: Sequence[Statement]) -> Iterator[Finding]:
    """Give what the cell beside a question answers: "Is data encrypted at rest?" and "Yes"."""
    if said.role != "cell" or not after or after[0].role != "cell" or not YES_ANSWER.match(after[0].text):
        return
    if _rest(said.text, said):
        yield quote(page, "encryption_at_rest", "yes", said.passage, confidence=0.75)
    if _way(said.text, said):
        yield quote(page, "encryption_in_transit", "yes", said.passage, confidence=0.75)


def _bought(said: Statement, after: Sequence[Statement]) -> bool:
    """Tell whether the statement, or what follows a heading, says that it costs extra."""
    if said.role != "heading":
        more = next((other.text for other in after[:1] if other.block == said.block and _MORE.match(other.text)), "")
        return bool(_EXTRA.search(said.text) or _EXTRA.search(more))
    below = takewhile(lambda other: other.role != "heading", after)
    return any(_EXTRA.search(other.text) for other in below)


def _one(page: Page, said: Statement, fact: str, bought: bool) -> Iterator[Finding]:
    text = said.text
    place = _rest(text, said) if fact == "encryption_at_rest" else _way(text, said)
    plain = _ASIDE.sub(" ", _PASSWORDS.sub(" ", text) if fact == "encryption_in_transit" else text)
    if not place or _LAW.search(_RECOMMEND.sub(" ", plain) if _CAN_ENABLE.search(text) else plain):
        return
    crypt = next((hit for hit in _CRYPT.finditer(text) if not _TERM.match(text, hit.start())), None)
    if crypt is None and _CRYPT.search(text):
        return
    start, end = place
    if crypt:
        first, last = stance.clause(text, *crypt.span())
        if not first <= start < last:
            crypt = next((other for other in _CRYPT.finditer(text) if abs(other.start() - start) < 120), crypt)
        start, end = min(start, crypt.start()), max(end, crypt.end())
    if stance.planned(text, start, end):
        return
    negated = bool(crypt and (crypt[0].lower().startswith("un") or stance.denied(text, crypt.start(), crypt.end())))
    if fact == "encryption_at_rest" and negated and (not _NO_REST.search(text) or _CACHE.search(text)):
        return
    if fact == "encryption_in_transit":
        none = _NO_WAY.search(text)
        if none and _IF.search(text[: none.start()]):
            return
        negated = bool(none)
        if not negated and crypt and (crypt[0].lower().startswith("un") or _NONE_AT_ALL.search(text)):
            return
    sure = _REST_SURE.search(text) or _WAY.search(text)
    value = "no" if negated else "addon" if bought else "yes"
    made = quote(page, fact, value, said.passage, around=(start, end), confidence=0.85 if sure else 0.65)
    yield from _given(page, made, text)


def _given(page: Page, made: Finding, text: str) -> Iterator[Finding]:
    """Give the finding for each plan that the sentence says has it, and say whose it is."""
    parts = text.split(";")
    state = "rest" if made.fact == "encryption_at_rest" else "transit"
    host = _BY_HOST.search(next((part for part in parts if state in part), text))
    if host and not (made.fact == "encryption_in_transit" and _REST_APART.search(text[: host.start()])):
        made = replace(made, subject="infrastructure")
    named = _BY_NAME.search(text) if made.fact == "encryption_at_rest" and subject.names(page) else None
    if named and not subject.is_vendor(named["name"], page):
        made = replace(made, subject="infrastructure")
    plans = names.in_sentence(text) if _GIVEN.search(text) else []
    yield from (replace(made, plan=plan) for plan in plans or names.ANY)


_REST_APART = re.compile(r"\b(?:in[- ]transit|TLS|HTTPS)\b[^.;]{0,40}\band at[- ]rest\s\Z", re.IGNORECASE)
"""Who stands behind "and at rest" does that alone."""
_GIVEN = re.compile(
    r"\b(?:only )?(?:available|offered|included) (?:only )?(?:as part of|on|in|for|with|to)\b", re.IGNORECASE
)


def _rest(text: str, said: Statement) -> tuple[int, int] | None:
    guarded = _PROTECTED.search(text)
    if guarded:
        return guarded.span()
    crypt = _CRYPT.search(text)
    if _OF_KEYS.match(text) and not _OF_DATA.search(text):
        return None
    named = None if crypt else _REST_AES.search(text)
    if named:
        return named.span()
    if not crypt and not (
        _REST_SURE.search(text) and re.search(r"\bsecured?\b|\bprotect\w*", text, re.IGNORECASE) and _TLS.search(text)
    ):
        return None
    sure = (
        _REST_SURE.search(text)
        or _ON_SERVERS.search(text)
        or _HOSTED.search(text)
        or _WITH_KEYS.search(text)
        or _STORE_AND_SEND.search(text)
        or _BEFORE_STORED.search(text)
        or not _PARTLY.search(text)
        and _STORED.search(text)
    )
    if sure:
        return sure.span()
    if (
        crypt
        and (found := _REST.search(text))
        and abs(found.start() - crypt.start()) < 100
        and not _WAY.search(text)
        and re.search(_HOLDS, text, re.IGNORECASE)
        and re.search(r"\bencrypt(?:ed|s)\b", text, re.IGNORECASE)
        and not _PARTLY.search(text)
    ):
        return found.span()
    return None


_KEPT_SAFE = re.compile(
    r"\A\W*(?:[\w-]+ ){0,2}(?:secrets?(?: storage)?|(?:recovery|backup) codes?|passwords?|(?:API|access) keys?"
    r"|tokens?)\W*\Z",
    re.IGNORECASE,
)
_OF_KEYS = re.compile(
    r"\W*(?:[\w-]+ ){0,3}?(?:(?:API|access|secret) keys?|(?:\w+ )?tokens?|secrets"
    r"|credentials)\b[^.;]{0,40}\b(?:encrypted"
    r"|stored)\b",
    re.IGNORECASE,
)
_OF_DATA = re.compile(r"\b(?:data|files?|contents?|databases?|everything|backups?|messages|documents)\b", re.IGNORECASE)
"""What keeps credentials safe is not said of customers' data."""


_EARLIER = re.compile(r"\b(?:before|prior to)(?: \w+)?\s\Z", re.IGNORECASE)
"""What is encrypted before it is sent is not said to be so on its way."""


def _near_crypt(text: str, way: re.Match) -> bool:
    """Tell whether the words for transport stand beside those for encryption, or in a clause with TLS."""
    if _EARLIER.search(text[: way.start()]):
        return False
    near = text[max(0, way.start() - 110) : way.end() + 110]
    return bool(_CRYPT.search(near) or _TLS.search(near))


def _way(text: str, said: Statement) -> tuple[int, int] | None:
    found = _NO_WAY.search(text)
    if found:
        return found.span()
    found = _PROTECTED.search(text) or next((way for way in _WAY.finditer(text) if _near_crypt(text, way)), None)
    if found:
        return found.span()
    claim = _WAY_CLAIM.search(text)
    if claim and re.search(
        r"\bdata\b|\btraffic\b|\bconnections?\b|\bcommunicat\w+|\bcontents?\b|\beverything\b"
        r"|\bingress\b|\binterfaces?\b|\bnetworks?\b|\bendpoints?\b|\brequests?\b|\bAPI\b|\bservices\b|\bdatabases?\b|\bDaten\w*"
        r"|\bZugriff\w*"
        r"|\béchanges\b|\bconnexions\b|\bdonnées\b|\bdemandes\b|\bdatos\b",
        text,
        re.IGNORECASE,
    ):
        return claim.span()
    bare = said.role == "item" and _BARE.fullmatch(text) and any(_MEASURES.search(one) for one in said.headings)
    return (0, len(text)) if bare else None


_BARE = re.compile(
    r"\W*(?:(?:SSL|HTTPS)\s?[/+&]\s?)?TLS[\s-]?(?:v?1\.[23]\+?(?:\s?[/+]\s?1\.3)?)?\W*",
    re.IGNORECASE,
)
_MEASURES = re.compile(
    r"\b(?:technical|security) (?:and organi[sz]ational )?measures\b|\borganisatorische\w* Maßnahmen\b|\bTOMs?\b"
    r"|\bmesures (?:techniques|de sécurité)\b|\bmedidas (?:técnicas|de seguridad)\b",
    re.IGNORECASE,
)
"""The heading over a list of what protects data: "TLS" by itself is one of the measures."""
