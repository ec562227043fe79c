"""Which parts of a page are worth reading closely: most of a page speaks of nothing that any extractor looks for."""

from __future__ import annotations

import re2

from scrapers.patterns import asking

LONGEST = 8000  # what is longer is looked at part by part: some part of it is worth reading
_LONG = 1000
SHORTEST = 100  # what is shorter may be a cell, a name or an answer that its neighbours give a meaning

_MONEY = (
    r"[$€£¥₹₩₱฿₫₺₽₴₪₦]|\b(?:usd|eur|gbp|chf|aud|cad|jpy|inr|sek|nok|dkk|pln|sgd|myr|idr|php|thb|vnd|zar|mxn|brl|czk|huf"
    r"|ron|bgn|ils|aed|sar|twd|hkd|nzd|cny|krw|ngn|kes|ugx|tzs|rwf|ghs|egp|mad|pkr|bdt|lkr|npr|clp|cop|ars|pen|xof|xaf"
    r"|qar|kwd|kzt|gel|rsd)\b|zł|kč|\br[mp] ?\d|dollars?\b|euros?\b"
)
_PRICES = (
    r"\b(?:free|freemium|gratis|gratuite?|kostenlos|trial|essai|prueba|test|evaluation|pric|preis|prix|precio"
    r"|tarif|cost|kosten"
    r"|per (?:user|seat|month|year)|monthly|annual|yearly|contact|talk to|quote|devis|anfrage|plans?\b|tiers?\b"
    r"|editions?\b"
    r"|subscription|enterprise|add-?ons?\b|unlimited)|\b(?:up to|limited to|bis zu|jusqu['’]à|hasta|max\.?) \d"
    r"|\d[\d.,]*[km]? ?(?:users?|seats?|members?|projects?|[gmt]b)\b"
)
_RIGHTS = (
    r"|\b(?:saml|sso|single[- ]sign|scim|provision|deprovision|audit|logs?\b|logging|trails?\b|protokoll|mfa"
    r"|2fa|tfa|(?:two|multi|2|second)"
    r"[- ](?:factor|step)|faktor|facteur|hold|e-?discovery|retention|how long)"
)
_GUARDS = (
    r"|encrypt|at[- ]rest|verschlüssel|chiffr|cifra|crittograf|\b(?:crypto|tls|ssl|https|aes|e2ee|end[- ]to"
    r"|zero[- ]knowledge"
    r"|pen-? ?test|penetration|intrusion"
    r"|testing|bount|reward|earn up|breach|violations? de|violaz|violaci|(?:(?:daten)?schutz)?verletzung|datenpann"
    r"|incident"
    r"|unauthori|up-?time|availab|verfügbar|disponib|sla\b|guarant|garanti|service[- ]level"
    r"|99|100 ?%|percent|prozent)"
)
_LAW = (
    r"|\b(?:baa|business associate|hipaa|gdpr|dpa|dpas|data (?:processing|protection|privacy|processor)"
    r"|auftragsv|av-?v|traitement|tratamiento|trattamento"
    r"|procesamiento|sub[-\x{2011}]? ?(?:data ?)?(?:process|contract)|sous-trait|unterauftrag|subencarg|sub-?appal"
    r"|sub-?respons|persons? listed"
    r"|soc|ssae|iso|iec|27\d{3}"
    r"|42001|hitrust|fedramp|pci|star\b|cyber essentials|c5|tisax|certif|zertif|complian|train|entraîn|addestra"
    r"|fine[- ]tun"
    r"|models?\b|algorithm)"
)
_PLACES = (
    r"|\b(?:eu\b|ue\b|europ|eea\b|ewr\b|eee\b|us\b|usa\b|u\.s\.|united states|uk\b|united kingdom|german"
    r"|deutschland|allemagne|aleman|franc|frank"
    r"|paris\b|irland|ireland|dublin|netherlands|niederlande|pays-bas|amsterdam|swi(?:tzerland|ss)|schweiz|suisse"
    r"|suiza|sweden|stockholm"
    r"|finland|helsinki|canada|australia|sydney|japan|tokyo|singapore|india|norway|spain|spanien|españa|italy|italia"
    r"|stati uniti|spazio econ|unione|paesi bassi|svizzera"
    r"|poland|brazil|région|region"
    r"|residen|data ?cent|rechenzentr|servers?\b|serveurs?|hosted|gehostet|héberg|alojad|conservat|ospitat"
    r"|jurisdiction)"
)
_RUNNING = (
    r"|\b(?:domain (?:capture|claim|takeover)|claim|captur|backs? ?up|back(?:ed)?[- ]?ups?\b|sauvegard|disaster"
    r"|continuity"
    r"|fail-?over|contingency|segregat|isolat|separat|partition|silo|hsm|kms|keys?\b|roles?\b|permission|rbac|apis?\b"
    r"|siem|stream|dlp|leak|data loss|sensitivity|sell|sold|monetize|advertis|ads\b|clauses?\b|sccs?\b|klauseln"
    r"|cláusulas"
    r"|binding corporate|privacy framework|ips?\b|allow-?list|white-?list|network zone|trusted network|minimum"
    r"|exports?\b|export|download|seats?\b|clos(?:e|ing) your|remov|terminat|expir|delet|eras|destr|lösch|supprim"
    r"|eliminad|vertragsende|client-side"
    r"|own device|your device|own computer|leaves? your)"
)
_ANSWERS = r"|(?:\b(?:yes|no)\s+){5}"  # a column of a matrix
_WORTH = re2.Set.SearchSet()  # a set of one: to tell whether, not where, takes a fifth of the time
_WORTH.Add(f"(?i){_MONEY}|{_PRICES}{_RIGHTS}{_GUARDS}{_LAW}{_PLACES}{_RUNNING}{_ANSWERS}")
_WORTH.Compile()
_ask = asking(_WORTH)


def reading(text: str) -> bool:
    """Tell whether a text has a word that some extractor looks for."""
    if len(text) > _LONG and (cut := text.rfind(" ", 0, _LONG)) > 0 and _ask(text[:cut].encode(errors="replace")):
        return True  # most long texts have a word of the kind near their beginning
    return bool(_ask(text.encode(errors="replace")))


def idle(texts: list[str]) -> int:
    """Give how many of the texts, from the first one on, have no such word: asking of several at once costs less."""
    if not texts or not reading("\x00".join(texts)):
        return len(texts)
    half = len(texts) // 2
    if not half:
        return 0
    before = idle(texts[:half])
    return before if before < half else half + idle(texts[half:])
