"""Prices in running text: amount, currency, per whom, for how long, how billed."""

from __future__ import annotations

import re as plain_re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from scrapers import patterns as re

_CURRENCIES = {
    "us$": "USD",
    "usd": "USD",
    "$": "USD",
    "usd$": "USD",
    "dollars": "USD",
    "us dollars": "USD",
    "dollar": "USD",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "¥": "JPY",
    "jpy": "JPY",
    "₹": "INR",
    "inr": "INR",
    "chf": "CHF",
    "a$": "AUD",
    "au$": "AUD",
    "aud": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "cad": "CAD",
    "nz$": "NZD",
    "r$": "BRL",
    "sek": "SEK",
    "nok": "NOK",
    "dkk": "DKK",
    "pln": "PLN",
    "zł": "PLN",
    "₩": "KRW",
    "hk$": "HKD",
    "s$": "SGD",
    "sgd": "SGD",
    "rm": "MYR",
    "rp": "IDR",
    "₱": "PHP",
    "฿": "THB",
    "₫": "VND",
    "₺": "TRY",
    "₽": "RUB",
    "₴": "UAH",
    "₪": "ILS",
    "₦": "NGN",
    "mx$": "MXN",
    "kč": "CZK",
}
_RARE_CODES = (
    *("MYR", "IDR", "PHP", "THB", "VND", "TRY", "ZAR", "MXN", "BRL", "CZK", "HUF", "RON", "BGN", "ILS", "AED", "SAR"),
    *("TWD", "HKD", "NZD", "CNY", "KRW", "NGN", "KES", "UGX", "TZS", "RWF", "GHS", "EGP", "MAD", "PKR", "BDT", "LKR"),
    *("NPR", "CLP", "COP", "ARS", "PEN", "XOF", "XAF", "QAR", "KWD", "KZT", "GEL", "RSD"),
)
_CURRENCIES.update({code.lower(): code for code in _RARE_CODES})
_RARE = rf"(?-i:{'|'.join(_RARE_CODES)})\b"
"""Codes that are read in capitals only."""
_SIGN = (
    r"(?-i:(?<![A-Za-z])(?:US|USD|AU|CA|NZ|HK|MX|A|C|S|R)\s?)?\$|[€£¥₹₩₱฿₫₺₽₴₪₦]|(?-i:\b(?:RM|Rp)(?=\s?\d))|\b(?:USD|EUR|GBP"
    rf"|CHF|AUD|CAD|JPY|INR|SEK|NOK|DKK|PLN|SGD)\b|\b{_RARE}"
)
_AFTER = (
    r"\$|[€£₺₽₴₪₫฿]|zł|Kč|(?:USD|EUR|GBP|CHF|AUD|CAD|SEK|NOK|DKK|PLN|SGD|INR)\b|(?:US )?dollars?\b|euros?\b"
    rf"|{_RARE}"
)
_NUMBER = r"\d{1,2}(?:,\d{2})+,\d{3}|\d{1,3}(?:[,.' \u00a0]\d{3})+(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,4})?"
_PRICE = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s?(?P<one>{_NUMBER})(?:[.,][-–—]{{1,2}})?"
    rf"|(?<![\w.,])(?P<two>{_NUMBER})(?:[.,][-–—]{{1,2}})?\s?(?P<after>{_AFTER}))(?P<thousands>\s?[kK]\b)?"
    r"(?P<more>\+?)",
    re.IGNORECASE,
)
_SIGNED = re.compile(rf"{_SIGN}|{_AFTER}", re.IGNORECASE)
_PER_WORD = (
    r"users?|seats?|members?|persons?|people|editors?|agents?|licen[sc]ed? users?|licen[sc]es?"
    r"|employees?|hosts?|organi[sz]ations?|workspaces?|teams?\b"
    r"|teammates?|collaborators?|operators?|technicians?|clinicians?|attorneys?|lawyers?|devices?|endpoints?"
    r"|APs?\b|access points?|locations?|stores?|venues?|rooms?|vehicles?|servers?|nodes?"
    r"|accounts?|admins?|developers?|contributors?|participants?|creators?|active users?|u\b"
    r"|Nutzer\w*|Benutzer\w*|Anwender\w*|Mitarbeiter\w*|Lizenz|Arbeitsplatz|Sitz(?:platz)?\b|Platz\b|Kopf\b"
    r"|Teammitglied|Konto\b|utilisa(?:teur|trice)s?|utilis\b|postes?|sièges?|licences?|collaborat(?:eur|rice)s?"
    r"|membres?\b|salariée?s?|employée?s?|personnes?|comptes?\b|usuari[oa]s?|asientos?|licencias?|puestos?|plazas?\b"
    r"|emplead[oa]s?|miembros?|personas?|cuentas?\b|agentes?|colaborador(?:as?|es)?"
)
_MADE_FOR = r"(?:app|portal|internal|end|full|standard|concurrent|enabled|unique|regular|platform|power)"
"""What kind of people a price is for, in the words of a product ("per app creator")."""
_PER = re.compile(
    rf"(?:/|\bper\b|\ba\b|\beach\b|\bby\b|\bpro\b|\bje\b|\bpar\b|\bpor\b)\s?(?:(?:active|paid|licensed|named|team|full"
    rf"|monthly active|{_MADE_FOR})\s)?(?P<per>{_PER_WORD})",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:/|\bper\b|\ba\b|\beach\b|\bevery\b|/\s?per\b|\bpro\b|\bje\b|\bpar\b|\bpor\b|\bal\b|\bim\b"
    r"|(?<=[a-zé]) (?:and|und|et|y)\b)\s?(?:calendar )?"
    r"(?P<period>12 (?:months|Monate|mois|meses)|months?|mo\b|mth\b|mon\b|m\b|years?|yr\b|y\b|annum"
    r"|Monat\b|Mt\b|mois\b|mes\b|Jahr\b|ann?(?:ée)?\b|año\b"
    r"|mese\b|anno\b|mês\b|ano\b|maand\b|jaar\b)"
    r"|\b(?P<word>monthly|yearly|annually|annual|monatlich|jährlich|mensuel(?:le)?|annuel(?:le)?"
    r"|mensuellement|annuellement|mensual(?:mente)?|anual(?:mente)?|mensile|annuale|mensal)\b"
    r"(?!\s(?:[a-z]+\s)?(?:limits?|quotas?|allowance|visit\w*|users|events?|reports?|requests?|credits?|messages?"
    r"|e-?mails?|minutes|page ?views?|active|reviews?|updates?|newsletters?|calls?|backups?|webinars?|transactions?"
    r"|sessions?|uploads?)\b)",
    re.IGNORECASE,
)
_BILLED = re.compile(
    r"(?:bill(?:ed|ing)|paid|pay(?:ing|ment)?|invoiced|charged|when billed"
    r"|if billed)\s?(?:\w+\s){0,2}?(?P<how>annual(?:ly)?|yearly|monthly|(?:per|every|each"
    r"|once a)[ -](?:year|month))"
    r"|(?P<how2>annual|yearly|monthly)\s(?:billing|plan|commitment|payment|subscription"
    r"|contract)|(?P<how3>annually|month-to-month)"
    r"|(?P<how4>jährlich\w*|monatlich\w*)\s(?:Abrechnung|Zahlung|Zahlweise|abgerechnet|gezahlt)"
    r"|(?:factur\w+|pago|paiement)\s(?P<how5>annuel\w*|mensuel\w*|anual\w*|mensual\w*)",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\A\+?\s?(?:/(?:\s?per\b)?|per\b|for (?:every|each)\b|for (?=\d)|a\b|each\b|pro\b|je\b|par\b|por\b)\s?"
    rf"(?P<unit>(?:additional |extra |{_MADE_FOR} |\d[\d,.]*(?:[ \u00a0\u202f]\d{{3}})*\s?[kKMm]?\s?)?[A-Za-zäöüéèñ]+)",
    re.IGNORECASE,
)
_GOOD_UNIT = re.compile(
    rf"\A(?:{_PER_WORD}|{_MADE_FOR} (?:{_PER_WORD})|months?|mo|mth|mon|m|years?|yr|y|annum|active|paid|licensed|named"
    rf"|team|full|monthly|yearly|site|project|company|calendar|plan|Monat|Mt|Jahr|mois|an|année|mes|año|mese|anno|mês|ano|maand|jaar|aktive\w*)\Z",
    re.IGNORECASE,
)
_NOT_A_PRICE = re.compile(
    r"\b(?:save|saves?|saving|saved|credits?|off\b|discount\w*|bonus|bount(?:y|ies)|worth|Wert|valeur"
    r"|reward\w*|add-?ons?|additional|extra|overage|fee|fees|invoice|"
    r"up to|minimum|maximum|refund|donat\w+|rais(?:ed|ing)|fund\w*|revenue|turnover|fine|fines"
    r"|penalt\w+|liabilit\w+|was\b|were\b|instead of|previously|formerly|deprecated|"
    r"legacy|example|lock(?:ed)? in|total\b|would be|calculated|installation|set-?up|one-?time"
    r"|one-?off|lifetime|as low as|students?|included usage|of (?:\w+ )?usage|hourly|hour|"
    r"insurance|damages|exceed\w*|budget|buys?|bought|equals?|spend|spent|spending|threshold"
    r"|founding(?: members?)?|early[- ]?bird|introductory|Gründer\w*"
    r"|sparen|Rabatt\w*|Guthaben|zusätzlich\w*|einmalig\w*|Einrichtung\w*|économi\w+|remise|crédits?|supplémentaires?"
    r"|ahorr\w+|descuento|adicional\w*|créditos?|studenten?|étudiants?"
    r"|separately|separat|gesondert|séparément|por separado"
    r"|waived|coupon|vouchers?|gift|deposit|compute|reservation)\b",
    re.IGNORECASE,
)
_FOR_DAYS = re.compile(
    r"\A\D{0,3}\w*\W{0,3}(?:for |pour |für |por )?(?:the )?(?:first )?\d+[ -]?(?:days?|weeks?|Tage|jours?|días?)\b",
    re.IGNORECASE,
)
"""What costs nothing for some days is on trial ("$0 for 14 days")."""
_FREE = re.compile(
    r"(?:free(?:mium)?(?:,| and| &)? open[- ]source|free(?:mium)?(?: forever| for ever| plan| tier)?|forever free"
    r"|gratis|always free|no cost|(?:dauerhaft )?kostenlos|kostenfrei|gratuite?(?: à vie)?"
    r"|(?:US)?[$€£]\s?0(?:[.,]00?)?(?![\d.,]).{0,40}"
    r"|0(?:[.,]00?)?\s?[$€£].{0,40}|(?-i:[A-Z]{3})\s?0(?:[.,]00?)?(?![\d.,]).{0,40})[!.* ]*",
    re.IGNORECASE | re.DOTALL,
)
_CONTACT = re.compile(
    r"(?:(?:please )?contact (?:us|sales|our sales(?: team)?)(?: for (?:a |custom )?(?:pricing"
    r"|price|quote|details))?|talk to (?:us|sales|an expert)|let['’]s talk|custom(?: pricing"
    r"| price| quote| plan| pricing available)?"
    r"|POA|get a quote|request (?:a )?(?:quote|offer|pricing|demo|proposal)|on request|ask (?:us"
    r"|for (?:options|price|pricing|a quote))|custom contract|tailored|"
    r"(?:Preis )?auf Anfrage|individuell\w*(?: Preis\w*)?|Kontakt(?: aufnehmen| zum Vertrieb)?"
    r"|kontaktiere(?:n Sie)? uns(?: jetzt)?|(?:jetzt )?(?:Preis |Angebot )?anfragen|Vertrieb kontaktieren"
    r"|Angebot (?:anfordern|einholen)|sur (?:devis|mesure|demande)|(?:nous )?contacte[rz](?:[- ]nous"
    r"| les ventes| l['’]équipe commerciale)?"
    r"|mit dem (?:Vertrieb|Verkauf) sprechen|hablar con ventas"
    r"|contact(?:ar|e)\w*|contáct[ae]\w*|(?:tarif |prix )?personnalisée?"
    r"|demande[rz] (?:un devis|une offre|une démo|l(?:es|e) (?:tarifs?|prix))"
    r"|solicitar? (?:un |una )?(?:presupuesto|precios?|oferta|demo)"
    r"|(?:precio )?(?:personalizado|a (?:la )?medida|bajo (?:consulta|demanda|petición))"
    r"|a consultar|consultar(?: precio)?"
    r"|custom,? (?:\w+ )?contract"
    r"|(?:get in touch|reach out|enquire|inquire)(?: now| today| with us| with (?:our )?sales"
    r"| to us"
    r"| for (?:a |custom )?(?:pricing|price|quote|details))?|let['’]s (?:chat|connect)|talk to our (?:team|sales team)"
    r"|(?:contact|ask) (?:our team|us today|for (?:custom )?pric(?:e|es|ing))"
    r"|(?:get |request )?custom (?:quote|pricing)"
    r"|(?:tailored|flexible|volume|negotiated|bespoke) (?:pricing|price|quote)|priced? (?:on|per) request"
    r"|(?:schedule|request) a (?:call|demo|quote)"
    r"|e-?mail (?:us )?for (?:a |custom )?(?:pric(?:e|es|ing)|quote)|"
    r"(?:price|pricing) (?:on|upon) (?:request|application)|book a (?:call|demo)|speak to sales|call us|quote)[.!→ ]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in the text: where it stands, and what the words around it say."""

    start: int
    end: int
    amount: float
    currency: str
    per: str
    period: str | None
    billed: str | None

    def value(self) -> dict[str, Any]:
        """Give the price as the contract writes it; whole amounts are whole numbers."""
        amount = int(self.amount) if self.amount == int(self.amount) else self.amount
        return {
            "amount": amount,
            "currency": self.currency,
            "per": self.per,
            "period": self.period,
            "billed": self.billed,
        }


@lru_cache(maxsize=8192)
def first_place(text: str) -> int | None:
    """Give where the first amount of money stands, or None."""
    found = _PRICE.search(text) if _DIGIT.search(text) and _SIGNED.may(text) else None
    while found and _OF_A_FIRM.match(text, found.end()):
        found = _PRICE.search(text, found.end())
    return found.start() if found else None


_DIGIT = plain_re.compile(r"\d")


def dollars(text: str) -> str:
    """Give the currency that a page means by a bare dollar sign: the one other dollar that it names, else USD."""
    if _US_DOLLARS.search(text):
        return "USD"
    named = {code for found in _OTHER_DOLLARS.finditer(text) for code in found.groups() if code}
    return named.pop() if len(named) == 1 else "USD"


_US_DOLLARS = re.compile(r"\bUSD?\s?\$|\bUSD\b|\bUS dollars\b")
_OTHER_DOLLARS = re.compile(
    r"\((AUD|CAD|NZD|SGD|HKD)\)"
    r"|\b(?:[Pp]rices?|[Pp]ricing|[Ff]ees|[Aa]mounts)\b[^.\n]{0,60}\bin (AUD|CAD|NZD|SGD|HKD)\b"
)


def tells_fee(text: str) -> bool:
    """Tell whether an amount in the text is called the fee of a subscription."""
    return any(_OWN_FEE.search(text[max(0, found.start() - 40) : found.start()]) for found in _PRICE.finditer(text))


def without(text: str) -> str:
    """Give a text without its amounts and what belongs to them ("$30/month - Starter" leaves "Starter")."""
    left = []
    here = 0
    for match in _PRICE.finditer(text):
        if match.start() >= here:
            left.append(text[here : match.start()])
            here = match.end() + _reach(text[match.end() : match.end() + 60])
    return " ".join([*left, text[here:]]).strip(" \t-–—|:,(")


def is_price(text: str) -> bool:
    """Tell whether a short text gives a price (or says that it costs nothing)."""
    return first_place(text) is not None or is_free(text)


@lru_cache(maxsize=8192)
def is_free(text: str) -> bool:
    """Tell whether a short text says that it costs nothing."""
    return bool(_FREE.fullmatch(text.strip())) and not is_for_days(text)


def is_for_days(text: str) -> bool:
    """Tell whether a text begins with what something costs for some days, as a trial does."""
    return bool(_FOR_DAYS.match(text))


@lru_cache(maxsize=8192)
def is_contact(text: str) -> bool:
    """Tell whether a short text stands where a price would and asks to call."""
    return bool(_CONTACT.fullmatch(text.strip()))


def amount(text: str) -> float | None:
    """Give the number that a price writes, with a decimal comma or point."""
    from price_parser import Price as Parsed

    parsed = Parsed.fromstring(text.replace("'", ""))
    return float(parsed.amount) if parsed.amount is not None else None


def prices(text: str, tail: str = "", lead: str = "") -> Iterator[Price]:
    """Give the prices of a text; `tail` and `lead` are the words that stand after and before it on the page."""
    found = list(_PRICE.finditer(text)) if _DIGIT.search(text) else []
    ends = [bool(_RANGE.fullmatch(text[one.end() : two.start()])) for one, two in pairwise(found)]
    for number, match in enumerate(found):
        if number and ends[number - 1]:
            continue  # the upper end of a range
        last = found[number + 1].start() if number + 1 < len(found) else len(text)
        after = text[match.end() : last][:110]
        whole = after + (" " + _until_price(tail) if last == len(text) else "")
        before = text[_end_of(text, found[number - 1]) if number else 0 : match.start()][-70:]
        if _refused(before, after, lead):
            continue
        value = amount(match["one"] or match["two"])
        if not value or _SOME_MONTHS.match(after):
            continue
        value *= 1000 if match["thousands"] else 1
        sign = (match["sign"] or match["after"]).lower().replace(" ", "")
        if number < len(ends) and ends[number]:
            whole = text[found[number + 1].end() :][:110] + " " + tail
        period = _period(after) or _bare_period(after) or _period(whole) or _period(before) or _period(lead)
        yield Price(
            match.start(),
            match.end() + _reach(after),
            value,
            _named_dollars(sign, after)
            or _CURRENCIES.get(sign)
            or _CURRENCIES.get((match["after"] or "").lower(), "USD"),
            _per(after) or _per(whole) or _per(lead) or "flat",
            period,
            _billed(whole) or _billed(before) or ("annually" if period == "year" else None),
        )


def _named_dollars(sign: str, after: str) -> str | None:
    """Give whose dollars they are where that stands behind the amount ("$7.99 AUD")."""
    found = _DOLLARS.match(after) if sign == "$" else None
    return found[1] if found else None


_DOLLARS = plain_re.compile(r"\s?(USD|AUD|CAD|NZD|SGD|HKD)\b")


def _until_price(tail: str) -> str:
    """Give what stands behind a text up to the next price there: what follows that belongs to it."""
    place = first_place(tail)
    return tail if place is None else tail[:place]


def _end_of(text: str, price: re.Match) -> int:
    """Give where a price ends that stands before another one, with the time that it is for."""
    found = _OF_TIME.match(text, price.end())
    return found.end() if found else price.end()


_OF_TIME = re.compile(r"\s?/\s?(?:month|mo|year|yr|Monat|Jahr|mois|an|mes|año)\b", re.IGNORECASE)
_SOME_MONTHS = re.compile(
    r"\s?(?:/|per|every|for|pro|alle|für|par|pour|por|cada|\()\s?(?:[2-9]|1[01])"
    r"[ -]?(?:months?|Monate|mois|meses)\b",
    re.IGNORECASE,
)
"""What is paid for some months at once is a price neither by the month nor by the year."""
_RANGE = re.compile(r"\s?(?:-|–|—|to|bis|à|a|until)\s?", re.IGNORECASE)
_ABOUT = ("~", "≈", "+")
"""What is told as about so much is but another price by twelve; what has a plus before it comes on top of one."""
_AGAINST = re.compile(r"\b(?:vs\.?|versus|rather than|statt|au lieu de|en lugar de)\s\Z", re.IGNORECASE)
"""What stands so before a price is the price that it is measured against."""
_NOTE = re.compile(
    r"\([^()%]{0,24}\d+\s?% ?[^()]{0,30}\)"
    r"|(?:\bsave|\bspare?n?|\béconomisez|\bahorra\w*) (?:up to |bis zu |jusqu['’]à |hasta )?\d+ ?%"
    r"|\b\d+ ?% (?:sparen|günstiger|off|d['’]économies?|de (?:remise|descuento))\b",
    re.IGNORECASE,
)
"""How much one saves by a price says nothing against it."""
_LABELLED = re.compile(r"([^.;:!?\n]{2,60}):\s*\Z")
_OF_SO_MANY = re.compile(r"\bfor \d[\d,]* (?:users?|seats?|members?|people|licen[cs]es?)\W*\Z", re.IGNORECASE)
"""A price for so many people is a sum, not what a plan costs."""
_OWN_FEE = re.compile(
    r"\b(?:subscription|monthly|annual|yearly|plan|licen[cs]e|base|membership|platform|flat) fees?\b", re.IGNORECASE
)
"""A fee that is the price itself, unlike one for setting up."""
_TIMES = re.compile(r"\s?[x×*]\s?\d")
"""A price that is multiplied belongs to a worked example."""


_OF_A_FIRM = re.compile(
    r"(?:\s?[–-]\s?\D{0,2}[\d,.]+)?\+?\s?(?:Cr|[Cc]rores?|[Ll]akhs?|[Mm]illions?|[Bb]illions?|bn|mn)\b"
)
"""Such sums are what firms turn over or raise."""


@lru_cache(maxsize=1024)
def _refused(before: str, after: str, lead: str) -> bool:
    if before.rstrip().endswith(_ABOUT) or _TIMES.match(after) or _OF_A_FIRM.match(after) or _AGAINST.search(before):
        return True
    unit = _UNIT.match(after)
    if unit and not _GOOD_UNIT.match(unit["unit"]):
        return True
    labelled = _LABELLED.search(before)
    near = _OWN_FEE.sub(" ", labelled[1] if labelled else re.split(r"[.;:!?\n]|\s[–—-]\s", before)[-1])
    if _OF_SO_MANY.search(near):
        return True
    after = _NOTE.sub(" ", after)
    behind = _OWN_FEE.sub(" ", re.split(r"[.;!?\n]|,\s|\s·\s|\swith\s|\sand save\s", after)[0])[:60]
    return bool(_NOT_A_PRICE.search(near) or _NOT_A_PRICE.search(behind))


@lru_cache(maxsize=1024)
def _reach(after: str) -> int:
    """Give how many letters after the number still belong to the price."""
    end = 0
    for pattern in (_PER, _PERIOD, _BILLED):
        found = pattern.search(after[:90])
        if found and found.start() <= end + 25:
            end = max(end, found.end())
    return end


@lru_cache(maxsize=1024)
def _period(text: str) -> str | None:
    text = _BILLED.sub(" ", text) if _PERIOD.search(_BILLED.sub(" ", text)) else text
    found = next((hit for hit in _PERIOD.finditer(text) if hit["period"]), None) or _PERIOD.search(text)
    if not found:
        return None
    word = (found["period"] or found["word"]).lower()
    return "year" if word[0] in "yaj1" else "month"


def _bare_period(after: str) -> str | None:
    """Give the time that stands alone behind an amount ("$50 month")."""
    found = _BARE_PERIOD.fullmatch(after)
    return found["period"].lower() if found else None


_BARE_PERIOD = re.compile(r"\s?\(?(?:1 )?(?P<period>month|year)\W*", re.IGNORECASE)
_NOBODY = re.compile(r"aps?\Z|access points?|locations?|stores?|venues?|rooms?|vehicles?|servers?|nodes?")
"""What a price is for each of that is neither people nor a workspace."""


@lru_cache(maxsize=1024)
def _per(text: str) -> str | None:
    found = _PER.search(text)
    if not found:
        return None
    word = found["per"].lower()
    if word.startswith("host"):
        return "host"
    if _NOBODY.match(word):
        return "flat"
    return "workspace" if re.match(r"organi|workspace|teams?\Z|account|konto|compte|cuenta", word) else "user"


@lru_cache(maxsize=1024)
def _billed(text: str) -> str | None:
    found = _BILLED.search(text)
    if not found:
        return None
    word = next(said for said in found.groupdict().values() if said).lower()
    return "annually" if re.search("year|ann|anu|jähr", word) else "monthly"
