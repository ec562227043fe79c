"""What the names of columns and keys mean, however a program spells them: `Source IP`, `src_ip`, `c-ip`.

Names are compared by their letters and figures alone. Of several with one meaning the first of its list counts, so
those that only one thing is called stand in front.

Traps: `host` and `hostname` may be the device that wrote the log, so they come last; a heading may name the zone of its
times ("Time (UTC)"); date and time may stand apart; words before and after the meaning ("Destination URL").
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC
from functools import lru_cache
from typing import Final

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import wording
from catalog.discovery.record import Action, Record

MEANINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "time": tuple(
        "datetime dateandtime timestamp eventtime eventtimestamp eventdatetime requesttimestampepoch requesttimestamp "
        "timegenerated generatetime generatedtime generatedon timegmt timeutc datetimeutc logtime requesttime "
        "starttime startdate epochtime epoch createdat createddate time when receivetime receivedtime date "
        "zeitstempel horodatage zeit uhrzeit heure".split()
    ),
    "date": ("date", "eventdate", "logdate", "datum"),
    "user": tuple(
        "useremail username userprincipalname useridentity loginid loginname login csusername csuserdn sourceuser "
        "sourceusername srcuser suser requestuser user userid useraccount account email emailaddress upn identity "
        "mostgranularidentity policyidentity actor who userprofile benutzer benutzername utilisateur".split()
    ),
    "client": tuple(
        "clientip clientipaddress clientaddress sourceip sourceipaddress sourceaddress srcip srcaddress srcipaddress "
        "cip userip internalip internalclientip privateip connectionip deviceip ipaddress remoteaddr remoteip src "
        "source client ip externalip quellip quelle ipsource".split()
    ),
    "url": tuple(
        "fullurl urlfull url requesturl requestedurl destinationurl csuri requesturi uri resource "
        "urldestination".split()
    ),
    "host": tuple(
        "requestedhost requesthost cshost urlhost urlhostname destinationhost destinationhostname destinationdomain "
        "destinationfqdn destinationname desthost dsthost dhost dstdomain destdomain requesteddomain queryname qname "
        "queryeddomain domainname domain fqdn sni tlssni tlsservername servername website site query question "
        "appdomain applicationdomain "
        "destination dsthostname desthostname host hostname ziel zielhost".split()
    ),
    "method": tuple("httpmethod requestmethod httpaction csmethod reqmethod method".split()),
    "action": tuple(
        "policyaction filterresult scfilterresult proxyaction action verdict disposition decision resolverdecision "
        "urlaction act result outcome logsubtype blocked aktion ergebnis".split()
    ),
    "status": tuple("httpstatuscode httpstatus statuscode responsecode httpresponse scstatus respcode status".split()),
    "up": tuple(
        "bytesup uploadbytes bytesuploaded uploadedbytes uploaded clienttoserverbytes clientbytes bytessent sentbytes "
        "sentbyte bytesout csbytes requestsize requestbytes reqsize outbytes totalbytessent upload gesendet "
        "gesendetbytes".split()
    ),
    "down": tuple(
        "bytesdown downloadbytes bytesdownloaded downloadedbytes downloaded servertoclientbytes serverbytes "
        "bytesreceived receivedbytes rcvdbytes rcvdbyte bytesrcvd recvbytes bytesin scbytes responsesize responsebytes "
        "respsize inbytes totalbytesreceived download empfangen empfangenbytes".split()
    ),
    "app": tuple(
        "applicationname appname cloudapplication cloudapp saasapplication application app servicename".split()
    ),
}
LETTERS: Final = re.compile(r"[^a-z0-9]+")
IN_UTC: Final = re.compile(r"utc|gmt|zulu")
CODES: Final = frozenset("NOERROR FORMERR SERVFAIL NXDOMAIN NOTIMP REFUSED YXDOMAIN NOTAUTH NOTZONE".split())
"""How a resolver answered, which is no verdict."""
PASSED: Final = ("allow", "accept", "pass", "permit", "bypass", "success", "ok", "trust", "monitor", "log", "warn")
FAILED: Final = ("fail", "denied", "invalid", "interrupt", "lock")
THINGS: Final = ("computer", "device", "network", "site", "machine", "tunnel", "server", "service")
"""Types of identities that are nobody."""
REACHED: Final = ("destination", "ziel")
"""Columns that hold an address where nobody knew the name."""
ERRORS: Final = ("errorcode", "statuserrorcode", "signinerrorcode", "resulttype")
"""Columns with a number that is 0 where all went well."""
YES: Final = ("true", "yes", "y", "1")
LOOSE: Final = frozenset(("host", "hostname", "website", "site", "domain"))
"""What lists of people, devices and customers call their columns, too."""
ALONE: Final = ("fqdn", "sni", "qname", "queryname", "targeturl", "userid")
"""What says by itself what it is, however deep in an object it stands."""
NUMBERED: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ORIGIN: Final = "source"
"""A client's name, or where a tool had the entry from."""
SIGNS: Final = ("client", "method", "action", "up", "down")
DOCUMENT: Final = frozenset(
    "title body description summary labels comments assignee assignees milestone reporter priority closed updated "
    "author resolution state".split()
)
"""Words of what is written about a thing: a ticket, an article."""
OF_DOCUMENT: Final = 3
Headings = Mapping[str, tuple[str, ...]]
"""Meanings to the names that have them, the surest first."""


@lru_cache(1 << 12)
def plain(name: str) -> str:
    """Give a name's letters and figures, a zone in brackets left out."""
    return LETTERS.sub("", re.sub(r"\((?:utc|gmt)[^)]*\)|\[(?:utc|gmt)[^\]]*\]", "", name.lower()))


@lru_cache(1 << 10)
def of(names: tuple[str, ...]) -> Headings:
    """Give what the names of a row mean. Remembered: a log repeats them line by line."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(plain(name), name)
    for name in names:
        leaf = plain(name.rpartition(".")[2])
        if leaf in ALONE:
            known.setdefault(leaf, name)
    by_words = wording.meant(names)
    found: dict[str, tuple[str, ...]] = {}
    for meaning, words in MEANINGS.items():
        listed = dict.fromkeys(known[word] for word in words if word in known)
        given = dict.fromkeys((*listed, *by_words.get(meaning, ())))
        found[meaning] = tuple(sorted(given, key=lambda name: name in listed and plain(name) in LOOSE))
    return {meaning: given for meaning, given in found.items() if given}


def of_document(names: tuple[str, ...]) -> bool:
    """Say whether names are those of a document, with its address, rather than of a request."""
    said = {word for name in names for word in wording.words(name.rpartition(".")[2])}
    return len(said & DOCUMENT) >= OF_DOCUMENT and not any(sign in of(names) for sign in ("client", "method", "up"))


def of_sign_ins(headings: Headings) -> bool:
    """Say whether names tell of sign-ins and deeds: who used which app, or did what, when and from where."""
    told = all(meaning in headings for meaning in ("time", "user", "client"))
    return told and ("app" in headings or "action" in headings)


def enough(headings: Headings, *, timed: bool = False) -> bool:
    """Say whether names tell of requests: who or when, and where to; `timed` where a time has no name.

    Where to is not enough by a name that anything is called by: such a row has to tell when, and how it was asked for.
    """
    where = [name for meaning in ("url", "host") for name in headings.get(meaning, ())]
    if all(plain(name) in LOOSE for name in where):
        signs = [name for sign in SIGNS for name in headings.get(sign, ()) if plain(name) != ORIGIN]
        return bool(where and signs) and (timed or "time" in headings)
    return any(meaning in headings for meaning in ("time", "user", "client"))


def record(row: Mapping[str, str], headings: Headings) -> Record:
    """Give the record of a row by what its names mean."""
    url = _first(row, headings.get("url", ()))
    host = _host(row, headings, url)
    status = _first(row, headings.get("status", ()))
    numeric = entry.answered(status) is not None
    return entry.record(
        time=times.moment(_time(row, headings), UTC if _utc(headings) else None),
        user=_person(row, headings.get("user", ())),
        client=_first(row, headings.get("client", ())),
        url=url,
        method=_first(row, headings.get("method", ())),
        action=_action(row, headings, status, visited=host is not None),
        status=status if numeric else None,
        up=_count(row, headings.get("up", ())),
        down=_count(row, headings.get("down", ())),
        app=_first(row, headings.get("app", ())),
    )._replace(host=host)


def _first(row: Mapping[str, str], names: Iterable[str]) -> str | None:
    return next((found for name in names if (found := entry.said(row.get(name))) is not None), None)


def _person(row: Mapping[str, str], names: Iterable[str]) -> str | None:
    """The first user who is named, else the first who has a number; none of what a type beside says to be a thing."""
    told = [found for name in names if (found := entry.said(row.get(name))) is not None and not _thing(row, name)]
    return next((one for one in told if not NUMBERED.fullmatch(one)), told[0] if told else None)


def _thing(row: Mapping[str, str], name: str) -> bool:
    kind = (row.get(f"{name} Type") or row.get(f"{name}_type") or "").lower()
    return any(word in kind for word in THINGS)


def _count(row: Mapping[str, str], names: Iterable[str]) -> str | None:
    text = (_first(row, names) or "").replace(",", "")
    return text if entry.WHOLE.fullmatch(text) else None


def _host(row: Mapping[str, str], headings: Headings, url: str | None) -> str | None:
    in_url = entry.asked(url) if url and ("://" in url or ("." in url and not url.startswith("/"))) else None
    told = ((name, entry.asked(row.get(name))) for name in headings.get("host", ()))
    return in_url or next((one for name, one in told if one and not _reached(name, one)), None)


def _reached(name: str, host: str) -> bool:
    """Say whether a host is an address that was reached, not asked for."""
    return plain(name) in REACHED and fields.is_address(host)


def _time(row: Mapping[str, str], headings: Headings) -> str:
    text = _first(row, headings.get("time", ())) or ""
    day = _first(row, headings.get("date", ())) or ""
    return f"{day} {text}" if day and text != day and not times.moment(text) else text


def _utc(headings: Headings) -> bool:
    return any(IN_UTC.search(name.lower()) for name in headings.get("time", ())[:1])


def _action(row: Mapping[str, str], headings: Headings, status: str | None, *, visited: bool) -> Action | None:
    """What was done; a sign-in or a deed that failed, with no site beside it, was none."""
    done = _ruled(row, headings, status)
    told = [_first(row, headings.get(meaning, ())) or "" for meaning in ("action", "status")]
    failed = not visited and (any(word.lower().startswith(FAILED) for word in told) or any(map(_erred, row.items())))
    return "blocked" if failed else done


def _erred(told: tuple[str, str]) -> bool:
    """Say whether a column has the number of an error."""
    name, value = told
    return plain(name) in ERRORS and value.strip().isdigit() and bool(value.strip("0 "))


def _ruled(row: Mapping[str, str], headings: Headings, status: str | None) -> Action | None:
    """What the first word says that is known to rule; a word of a product's own counts where no other does."""
    own: Action | None = None
    for name in headings.get("action", ()):
        word = entry.said(row.get(name))
        if word is None:
            continue
        if plain(name) == "blocked":
            return "blocked" if word.lower() in YES else entry.verdict(word)
        ruled = entry.verdict(word, status=status)
        if ruled != "allowed" or word.lower().startswith(PASSED):
            return ruled
        own = ruled
    if own is not None:
        return own
    says = entry.answered(status) is None and (status or "").upper() not in CODES
    return entry.verdict(status if says else None, status=status)
