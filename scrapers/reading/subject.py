"""Whom a sentence speaks of: the vendor's product, the vendor's own staff, its hosting provider, a sub-processor."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from scrapers import patterns as re
from scrapers.finding import Subject
from scrapers.page import Page

_STAFF = re.compile(
    r"\b(?:employees?|personnel|staff|mitarbeiter\w*|salariés?|empleados?|contractors?|workforce|engineers?"
    r"|developers? (?:access"
    r"|must)|(?:our|internal) (?:team|teams|systems?"
    r"|tools|networks?|infrastructure|servers?|access|services and applications|employees)"
    r"|internal(?:ly)? (?:systems?|tools?|access|networks?|audits?"
    r"|applications?|services?)|team members? (?:are|must|use|have)|production (?:systems?"
    r"|environments?|servers?|access|infrastructure|network)"
    r"|access to (?:our |the )?(?:production|customer data|servers?|systems|infrastructure"
    r"|internal|admin\w*|code|source|databases?)"
    r"|authorized (?:personnel|individuals|users)|privileged (?:access|users?|accounts?)"
    r"|remote access|\b(?:the|our) company(?:['’]s)? (?:IAM|SSO|IdP|identity|single sign|directory|provided)"
    r"|company[- ]provided|\bvpn\b|access to (?:\S+ )?systems\b|workstations?|laptops?|bastion"
    r"|deploy\w*|operators?|administrative access|background checks?|third-party services|third party services"
    r"|back-?end systems?|(?:critical|internal) services|services that support (?:it|this|2FA|MFA|SSO)|password manager"
    r"|(?<!your )corporate (?:accounts?|systems?|network|devices?|identity)"
    r"|all (?:company|internal) |company (?:accounts?|systems?)"
    r"|(?:we|our company) (?:use|uses|require|requires|enforce|enforces|mandate|mandates)"
    r"|is required (?:to|for) access|required for (?:(?:admin|internal|remote|production)\w* access"
    r"|administrative accounts)|on all team accounts"
    r"|requires? (?:\w+[- ]){1,4}(?:authentication|mfa|2fa"
    r"|sso) (?:to|for) access|access to (?:\w+ ){0,5}(?:requires?|(?:is|are) (?:protected|controlled"
    r"|gated|restricted|secured|limited))"
    r"|enforced across all (?:platforms|systems|services|accounts)"
    r"|authentication systems (?:require|enforce)|all access requires?"
    r"|(?:required|used|utili[sz]ed|enforced|enabled) (?:and \w+ )?where(?:ver)? (?:possible|available|supported))\b",
    re.IGNORECASE,
)
_STAFF_HEADING = re.compile(
    r"\b(?:internal|employees?|personnel|staff|human resources?|corporate|our team|dedicated teams?"
    r"|workstations?|our people|^people|organi[sz]ational (?:security|measures)|"
    r"code reviews?|development (?:and|environments?|process)|testing process|operational security"
    r"|access (?:management|to (?:customer|production))|monitoring (?:and|&) logging|logging (?:and|&) monitoring)\b",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    r"\b(?:you|your|yours|customers?(?!['’]? data)|clients?|users?|members?|admins?"
    r"|administrators?|organi[sz]ations?|workspaces?|tenants?"
    r"|teams?|supports?|supported|offers?|available|provides?|includes?|included|enable"
    r"|enables|configure|accounts?|plans?|feature|features"
    r"|integrat\w+|log ?in|kunden|(?:be)?nutzer\w*|sie|ihre?n?|bieten|verfügbar|aktivier(?:t|en)|einrichten"
    r"|utilisateurs?|vos|votre|disponibles?"
    r"|proposons|usuarios?|clientes?|ofrecemos|sus?)\b",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"\b(?:[Dd]ata ?[Cc]ent(?:er|re)s?|[Rr]echenzentr\w+|dortigen?|[Hh]osting-?[Pp]artner\w*|[Hh]ébergeurs?"
    r"|centres? de données|centros? de datos|hosting (?:provider|partner|company|facilit\w+|vendor)s?"
    r"|hosted (?:on|by|in|with|at|within)|host(?:s|ed)? (?:our|its|all)"
    r"|[Cc]loud (?:provider|service provider|hosting|platform|infrastructure|vendor)s?"
    r"|providers? with\b|infrastructure (?:provider|partner|vendor)s?|co-?location"
    r"|facilit(?:y|ies)|server(?:s)? (?:are )?(?:located|housed)"
    r"|[Ss]erver[ns]?(?: zu \w+)?,? (?:which|that|die|welche|qui|que|che)\b|hosters?|AWS|Azure|GCP"
    r"|aws\.amazon\.com|cloud\.google\.com|azure\.microsoft\.com"
    r"|Cloud Platform|Web Services|Hetzner|Equinix|DigitalOcean|Rackspace|certified (?:cloud"
    r"|infrastructure|hosting|facilit\w+)|(?:cloud|web|[Oo]ur) hosts?\b|(?:[Oo]ur|[Ii]ts"
    r"|[Tt]he) \w+ (?:partner|supplier|provider|processor)s?|public cloud|physical security"
    r"|payment (?:processor|provider|gateway)s?"
    r"|third[- ]party (?:provider|vendor|processor|hosting|payment)s?|[Oo]ur (?:provider"
    r"|partner|vendor|supplier)s?|providers?['’]s?|(?:[Bb]oth|[Tt]hese|[Tt]hose|[Aa]ll|[Aa]ll of the)"
    r" (?:providers|vendors|companies)(?:are)?)\b"
)
_SUB = re.compile(
    r"\b(?:sub-?\s?processors?|sub-?contractors?|suppliers?|third[- ]party (?:vendors?"
    r"|processors?|service providers?)|vendors? (?:we|that)|unterauftrag\w+|nachunternehm\w+|sous-traitants?"
    r"|services? d['’]IA tiers|subencargados?)\b",
    re.IGNORECASE,
)

_BESIDE = re.compile(r"\b(?:complian\w+|certif\w+|attest\w+|audits?)\b.*(?:,|\band\b|&)", re.IGNORECASE)
"""A heading that names sub-processors beside the vendor's own papers speaks of both."""

_INSTRUCTS = re.compile(
    r"\A\W*to [^,.;]{3,80}, (?:set up|see|go to|open|visit|use|refer to|read|click|select|navigate|follow)\s"
    r"|\A\W*(?:\d+\.\W*)?(?:in|under|on|from) [^.;]{3,80}, (?:input|enter|select|click|choose|paste|set|go to|open)\b"
    r"|\A\W*(?:(?:\d+\.|[A-Z][\w /&+-]{1,40}[*_]{0,3}(?::|\s[–—-]\s))\W*)?(?:please |always )?(?:go to|open|click|input"
    r"|enter|ensure|enforce"
    r"|use|review|monitor|navigate|follow|copy|check|inspect|make sure|consider|implement|identify|select|paste"
    r"|press|log in|complete (?:the|your)|skip|proceed|scroll|toggle"
    r"|to (?:set up|enable|configure|use|create) [^.,]{3,80}, (?:you|click|go|please|first|navigate|open|log)"
    r"|attach|publish|preview|verify|confirm|remember|avoid|start by|replace|rotate|restrict|validate)\s(?!(?:by"
    r"|of)\b)\w",
    re.IGNORECASE,
)
_STORY = re.compile(r"case[-_ ]?stud|success[-_ ]?stor|customer[-_ ]?stor|testimonials?", re.IGNORECASE)


def instructs(text: str) -> bool:
    """Tell whether a sentence tells its reader what to do ("Go to the SSO tab"): it describes no state."""
    return len(text) > 24 and bool(_INSTRUCTS.match(text))


@lru_cache(maxsize=4)
def is_story(page: Page) -> bool:
    """Tell whether the page is a customer's story, which praises that customer."""
    return bool(_STORY.search(f"{page.url or ''} {page.title}"))


_COMPARES = re.compile(
    r"\balternatives?\b|\bcompar(?:e|es|ed|ison|isons|ing)\b|(?<=[\w])[- ]vs\.?[- ]",
    re.IGNORECASE,
)
_REVIEWS = re.compile(
    r"\b(?:best|top \d+)\b.{0,60}\b(?:tools|apps|software|platforms|vendors)\b"
    r"|\bare (?:[\w-]+ ){1,5}(?:platforms|tools|apps|services) (?:[\w-]+ ){0,2}(?:compliant|secure|safe)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_TEACHES = re.compile(
    r"/(?:glossary|glossaries|guides?|blogs?|articles?|learn|lessons?|academy|insights|knowledge|posts?|news)(?:[/-]|\Z)"
    r"|\bglossar(?:y|ies)\b",
    re.IGNORECASE,
)
_LESSON = re.compile(r"\b(?:glossary|explained|what (?:is|are) an?)\b|\bblog\b", re.IGNORECASE)


def teaches(page: Page) -> bool:
    """Tell whether the page explains things to whoever reads it: a glossary, a guide for buyers, an article."""
    path = urlsplit(page.url or "").path
    glossary = "glossar" in f"{path} {page.title}".lower()
    taught = page.kind == "other" and (_TEACHES.search(path) or _LESSON.search(f"{page.title} {_first_heading(page)}"))
    return bool(glossary or taught)


def _first_heading(page: Page) -> str:
    return next((block.text for block in page.blocks if block.role == "heading"), "")


def compares(page: Page) -> bool:
    """Tell whether the page sets the vendor beside others, by its address or title: half of it is about them."""
    told = f"{urlsplit(page.url or '').path} {page.title}"
    compared = _COMPARES.search(told) or _REVIEWS.search(page.title or _first_heading(page))
    return bool(compared) and bool(names(page))


def is_own(text: str, page: Page) -> bool:
    """Tell whether a text speaks of the vendor by name or as "we"."""
    plain = text.lower()
    return bool(_OWN.search(text)) or any(name in plain for name in names(page))


def of_staff(text: str, headings: tuple[str, ...] = ()) -> bool:
    """Tell whether it is about the vendor's own people and systems rather than the customer's accounts."""
    return _is_staff(text) or any(
        _STAFF_HEADING.search(heading) for heading in headings[-1:] if not heading.endswith("?")
    )


@lru_cache(maxsize=4096)
def _is_staff(text: str) -> bool:
    return bool(_STAFF.search(text))


@lru_cache(maxsize=4096)
def for_customers(text: str) -> bool:
    """Tell whether the words speak of what customers get."""
    return bool(_CUSTOMER.search(text))


_SHARED = frozenset(
    """co com org net ac gov edu github gitlab readthedocs netlify vercel pages web herokuapp gitbook notion zendesk
    intercom freshdesk statuspage mintlify webflow wordpress""".split()
)
"""Second labels under which many vendors have their sites."""
_CODE_HOSTS = frozenset({"github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "raw.githubusercontent.com"})
"""Hosts on which the first part of the path names the vendor."""


def in_repository(page: Page) -> bool:
    """Tell whether the page is a file of a repository, written for whoever builds or runs what is in it."""
    return urlsplit(page.url or "").hostname in _CODE_HOSTS


@lru_cache(maxsize=4)
def names(page: Page) -> tuple[str, ...]:
    """Give the words, in small letters, under which the vendor speaks of itself: its host's, with a call or without."""
    found = []
    host = urlsplit(page.url or "").hostname or ""
    if host in _CODE_HOSTS:
        owner = urlsplit(page.url or "").path.strip("/").split("/")[0].lower()
        return (owner,) if owner else ()
    labels = host.removeprefix("www.").split(".")
    if len(labels) >= 2:
        own = labels[:-1]
        while len(own) > 1 and own[-1] in _SHARED:
            own.pop()
        found.append(own[-1])
        called = _CALLED.fullmatch(own[-1])
        if called and called["name"] != own[-1] and re.search(rf"\b{called['name'].capitalize()}\b", page.text):
            found.append(called["name"])
    return tuple(found)


_CALLED = re.compile(
    r"(?:(?:get|try|use|join|on|my|go|with|hello|meet|the)-?)?(?P<name>[a-z]{4,}?)(?:-?(?:app|hq|io|ai|inc|labs|cloud))?"
)
"""What a host may have around the name, where that alone was taken ("getacme.com", "acmehq.com")."""


def without_vendor(plan: str, page: Page) -> str:
    """Give the name of a plan without that of its vendor before it ("Acme Enterprise")."""
    plan = plan.removeprefix("Your ")
    first, _, rest = plan.partition(" ")
    return rest if rest and first.lower() in names(page) else plan


_ORDINARY = frozenset(
    """about accounts blog business calendar chat cloud community developer developers docs documentation drive guide
    guides handbook help info knowledge learn legal mail manual portal privacy security shop status store support team
    trust wiki""".split()
)
"""First labels of hosts that name a part of a site."""


def _product(page: Page) -> str:
    """Give the product after which the vendor names a host of its own (`logs` of `logs.acme.com`)."""
    labels = (urlsplit(page.url or "").hostname or "").split(".")
    return labels[0] if len(labels) > 2 and len(labels[0]) > 3 and labels[0] not in _ORDINARY else ""


def is_vendor(words: str, page: Page) -> bool:
    """Tell whether a capitalised name is the vendor's own, or its product's."""
    plain = re.sub(r"[^a-z0-9]", "", words.lower())
    if len(plain) > 3 and plain in re.sub(r"[^a-z0-9]", "", page.title.lower()):
        return True
    if plain and plain == _product(page):
        return True
    return any(
        name.replace("-", "") in plain
        or "-" in name
        and len(name.split("-")[0]) > _SHORTEST
        and plain.startswith(name.split("-")[0])
        or (len(plain) > 3 and plain in name.replace("-", ""))
        for name in names(page)
    )


_SHORTEST = 3  # letters of a word that may stand for the whole name


def of(text: str, start: int, page: Page, headings: tuple[str, ...] = ()) -> Subject:
    """Give whose certificate or measure the sentence speaks of, at `text[start:]`."""
    if _SUB.search(text) or any(_SUB.search(heading) and not _BESIDE.search(heading) for heading in headings[-1:]):
        return "subprocessor"
    if _HOST.search(text) or any(_HOST.search(heading) for heading in headings[-1:]):
        return "infrastructure"
    return "vendor"
