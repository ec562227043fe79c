"""Zscaler's NSS feeds (web, DNS, firewall, CASB): JSON with CEF's names or NSS' own, pairs between tabs, CSV, CEF,
LEEF.

https://help.zscaler.com/zia/nss-feed-output-format-web-logs

Traps: times are UTC by the feed's definition, "2026-11-24,08:00:00" among their ways; in = down, out = up; a URL has no
scheme, and its host counts before the host column; the user of an unknown person is the location; the words "None" and
"NA" say nothing; the name that DNS was asked for stands in cs5 or dns_req, the answer beside it; CSV has no header, its
columns are those that a feed begins with; the feed's definition (%s{...}) is no record.
"""

import re

from catalog.discovery import entry, fields, times
from catalog.discovery.layouts import extension, objects, pairs, rows
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "Zscaler NSS: web, DNS, firewall, CASB"
VERDICTS = ("allow", "block", "drop", "redirect", "allowed", "blocked", "na", "none", "")
DATED = re.compile(
    r'"?[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d \d{4}"?,|"?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"?,'
)
USER = ("suser", "user", "login", "elogin", "ologin", "usrName", "adminid", "duser")
LOCATION = ("spriv", "location", "locationname", "elocation")
DEFAULT = {  # the columns of the feeds' own CSV, told apart by where a verdict stands
    "action": (
        "datetime user protocol url action appname app_status appclass requestsize responsesize urlclass "
        "urlsupercategory urlcategory malwarecategory threatname pagerisk threatseverity dlpengine dlpdictionaries "
        "location department ClientIP serverip requestmethod status"
    ).split(),
    "resaction": (
        "datetime user department location reqaction resaction reqrulelabel resrulelabel dns_reqtype dns_req dns_resp "
        "srv_dport durationms clt_sip srv_dip category"
    ).split(),
    "stateful": (
        "datetime user department locationname cdport csport sdport ssport csip cdip ssip sdip tsip tunsport tuntype "
        "action dnat stateful aggregate nwsvc nwapp proto ipcat destcountry avgduration rulelabel inbytes outbytes"
    ).split(),
}
WORDS = {"action": ("allowed", "blocked"), "resaction": VERDICTS, "stateful": ("yes", "no")}
MARKS = frozenset(
    "urlcategory urlsupercategory urlclass cip csip cltip cintip clt_sip ClientIP clientpublicIP recordid event_id "
    "applicationname rulelabel reqrulelabel locationname nwapp dlpengine dlpenginenames".split()
)
"""Keys of the feeds' objects; one of them is enough where most objects bear Zscaler's name."""
PAIR = re.compile(r"\w+=")
OF_WEB = frozenset(("urlcategory", "dns_req", "urlsupercategory"))
FEWEST_MARKS = 3
TIME = ("TimeGenerated", "datetime", "time", "rt", "devTime", "epochtime")
Row = objects.Object
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: by Zscaler's name, or the columns only it has."""
    if b"%s{" in head:
        return 0.0
    if head.lstrip().startswith((b"{", b"[")):
        return objects.share(head, fits)
    return fields.share(head, lambda line: None if line.lstrip().startswith(b"{") else read(line))


def fits(row: Row) -> bool:
    """Say whether an object is of such a feed."""
    named = " ".join(str(row.get(name, "")) for name in ("sourcetype", "vendor", "DeviceVendor", "product")).lower()
    event = _event(row)
    if "DeviceEventClassID" in row:  # CEF, taken apart
        return False
    return "zscaler" in named or "dns_req" in event or {"urlsupercat", "reqsize"} <= event.keys()


def read(entry_: bytes) -> Record | None:
    """Read an entry; None for blank ones and comments."""
    text = fields.text(entry_).strip()
    if not text or text.startswith("#"):
        return None
    if "%s{" in text:
        raise Unreadable("the definition of a feed, no record")
    if text.startswith(("{", "[", "]")):
        found = objects.parsed(entry_)
        if found and not (fits(found) or MARKS & _event(found).keys()):
            raise Unreadable("no object of a Zscaler feed")
        return record(_event(found)) if found else None
    if "|" in text[:20] or "LEEF:" in text[:8]:
        event = extension.parsed(text)
        if "zscaler" not in event.vendor.lower():
            raise Unreadable("another vendor's event")
        return record(event.pairs)
    return _pairs_only(entry_)


def _pairs_only(line: bytes) -> Record | None:
    """Read a line of pairs between tabs, the time in front with its name or without, or anywhere; or between blanks."""
    text = fields.text(line).strip().replace("#011", "\t")  # as rsyslog writes a tab
    if not text:
        return None
    if DATED.match(text):
        return _columns(rows.commas(text))
    first, *rest = text.split("\t")
    if rest:
        parts = (part.partition("=") for part in ([first, *rest] if PAIR.match(first) else rest))
        row = {key: _unquoted(value) for key, equals, value in parts if equals}
    else:
        row = pairs.quoted(text) if '="' in text else pairs.open_ended(text)
    if not OF_WEB & row.keys() and len(MARKS & row.keys()) < FEWEST_MARKS:
        raise Unreadable("no record of a Zscaler feed")
    return record({"datetime": first} | row if rest else row)


def _columns(columns: list[str]) -> Record:
    """Read a row of a feed's CSV, which has no header."""
    for mark, names in DEFAULT.items():
        at = names.index(mark)
        if len(columns) >= min(len(names), at + 12) and columns[at].lower() in WORDS[mark]:
            row = dict(zip(names, columns, strict=False))
            if fields.is_address(row.get("ClientIP") or row.get("clt_sip") or row.get("csip") or ""):
                return record(row)
    raise Unreadable("no row of a Zscaler feed's own columns")


def _unquoted(value: str) -> str:
    """A value without its quotes, which some feeds double."""
    return value.strip('"') if value.startswith('"') else value


def record(row: Row) -> Record:
    """Give the record of a row of any of the feeds; raise `Unreadable` where its time is none."""
    time = next((found for name in TIME if (found := times.utc(row.get(name, "")))), None)
    if time is None and any(objects.word(row, name) for name in TIME):
        raise Unreadable("its time is not written as the feeds do")
    user, place = objects.word(row, *USER), objects.word(row, *LOCATION)
    if user is not None and (user == place or user.endswith("->other")):
        user = None
    url = objects.word(row, "request", "url", "eurl")
    return entry.record(
        time=time,
        user=user,
        client=objects.word(row, "src", "ClientIP", "cip", "clt_sip", "csip", "cltip", "cintip", "clientip"),
        host=_host(row, url),
        url=url,
        method=objects.word(row, "requestMethod", "requestmethod", "reqmethod"),
        action=_action(row),
        status=objects.word(row, "outcome", "status", "respcode"),
        up=objects.word(row, "out", "requestsize", "reqsize", "outbytes", "srcBytes"),
        down=objects.word(row, "in", "responsesize", "respsize", "inbytes", "dstBytes"),
        app=objects.word(row, "destinationServiceName", "appname", "applicationname"),
    )


def _event(row: Row) -> Row:
    event = row.get("event")
    return event if isinstance(event, dict) else row


def _host(row: Row, url: str | None) -> str | None:
    asked = objects.word(row, "dns_req", "req") or _labelled(row, "dns_req")
    return asked or entry.asked(url) or objects.word(row, "dhost", "hostname", "host", "ehost", "cdfqdn")


def _labelled(row: Row, label: str) -> str | None:
    """The value of the custom string that bears a label."""
    for name in ("cs1", "cs2", "cs3", "cs4", "cs5", "cs6", "flexString1", "flexString2"):
        if objects.word(row, f"{name}Label", f"{name}label") == label:
            return objects.word(row, name)
    return None


def _action(row: Row) -> Action | None:
    """Blocked where the request or its answer was, asked for where somebody had to sign in."""
    asked = [objects.word(row, "reqaction"), objects.word(row, "resaction")]
    category = objects.word(row, "cat") or ""
    said = objects.word(row, "act", "action") or (category if category.lower() in WORDS["action"] else "")
    words = [word for word in asked if word] or pairs.words(said) or [said]
    found = [entry.verdict(word, status=objects.word(row, "outcome", "status", "respcode")) for word in words]
    return "blocked" if "blocked" in found else found[0]
