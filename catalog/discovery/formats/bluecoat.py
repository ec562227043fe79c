"""Blue Coat (Symantec, Broadcom) proxies without a `#Fields` line: main lines, Edge's key=value, pairs between bars as
for QRadar, the cloud's JSON.

https://techdocs.broadcom.com, "ProxySG log fields and substitutions"

Traps: Edge glues time and its own name together ("2026-11-24T08:00:00PROXY01") and names no zone, and keys come twice;
key=value by syslog has no time of its own; the cloud's JSON has W3C's names, numbers as texts or as numbers; lines of
the main format without a header (syslog) have their columns in one of six usual orders, or among others.
"""

import re

from catalog.discovery import fields, times
from catalog.discovery.formats import w3c
from catalog.discovery.layouts import objects, pairs, rows
from catalog.discovery.record import Record, Unreadable

TITLE = "Blue Coat without #Fields: main, Edge key=value, pairs between bars, cloud JSON"
PAIRED = re.compile(r"(?=.*\bc-ip=)(?=.*\b(?:cs-host|sc-filter-result)=)(?:SPLV[\d.]+ )?[A-Za-z][\w().-]*=")
BARRED = re.compile(r"(?:[^|=]*\|)?src=[^|]*\|(?=.*\|(?:sc-filter-result|s-action)=).*\|cs-host=")
FOR_QRADAR = {"src": "c-ip", "username": "cs-username"}
EDGE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)\s?(?=[A-Za-z])\S* ")
STATUS = re.compile(r"[1-5]\d\d")
CODE = re.compile(r"TCP_[A-Z_]+|UDP_[A-Z_]+|NONE")
METHOD = re.compile(r"[A-Z]{3,20}")
ACCOUNT = re.compile(r"[\w.-]+\\[\w.$-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
RESULTS = ("OBSERVED", "PROXIED", "DENIED", "TUNNELED")
MAIN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \d+ [\w-]*[.:]\S+ ")
REPORTER = (
    "date time time-taken c-ip cs-username cs-auth-group x-exception-id sc-filter-result cs-categories cs(referer) "
    "sc-status s-action cs-method rs(content-type) cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query "
    "cs-uri-extension cs(user-agent) s-ip sc-bytes cs-bytes x-virus-id"
).split()
SUPPLIED = (
    *REPORTER[:6],
    *"s-supplier-name s-supplier-ip s-supplier-country s-supplier-failures".split(),
    *REPORTER[6:],
)
WITHOUT_PATH = ("cs(referer)", "cs-uri-path", "cs-uri-query")
"""What the reporter's format for TLS leaves out."""
REPORTED = (
    *(REPORTER, SUPPLIED),
    *(tuple(name for name in names if name not in WITHOUT_PATH) for names in (REPORTER, SUPPLIED)),
)
FIRST = (
    "date time time-taken c-ip sc-status s-action sc-bytes cs-bytes cs-method cs-uri-scheme cs-host cs-uri-path "
    "cs-uri-query cs-username s-hierarchy s-supplier-name rs(content-type) cs(user-agent) sc-filter-result"
).split()
PORT = FIRST.index("cs-host") + 1
WITH_PORT = (*FIRST[:PORT], "cs-uri-port", *FIRST[PORT:])
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its entries that it reads; none with a `#Fields` line."""
    if w3c.recognises(head):
        return 0.0
    if head.lstrip().startswith((b"{", b"[")):
        return objects.share(head, fits)
    return fields.share(head, read, lambda record: record.host is not None)


def fits(row: objects.Object) -> bool:
    """Say whether an object has W3C's names."""
    return (
        "c-ip" in row
        and "x-cs-access-method" not in row
        and ("cs-host" in row or "cs-uri-scheme" in row or "sc-filter-result" in row)
    )


def read(entry: bytes) -> Record | None:
    """Read an entry; None for blank ones and comments."""
    text = fields.text(entry).strip()
    if not text or text.startswith("#"):
        return None
    if fields.is_object(text):
        row = objects.parsed(entry)
        if row and not fits(row):
            raise Unreadable("no object with W3C's names")
        return w3c.record({key.lower(): value for key in row if (value := objects.word(row, key))}) if row else None
    edge = EDGE.match(text)
    if edge and "=" in text:
        found = {key.lower(): value for key, value in pairs.open_ended(text[edge.end() :]).items()}
        if "c-ip" not in found and "cs-host" not in found:
            raise Unreadable("no c-ip and no cs-host among its pairs")
        return w3c.record(found)._replace(time=times.moment(edge[1]))
    if PAIRED.match(text):
        return w3c.record({key.lower(): value for key, value in pairs.open_ended(text).items()})
    return _barred(text) if BARRED.match(text) else _main(text)


def _barred(text: str) -> Record:
    """Pairs between bars; their time has figures alone, of which nobody knows which is the day."""
    row = pairs.barred(text)
    record = w3c.record({FOR_QRADAR.get(name, name.lower()): value for name, value in row.items()})
    return record._replace(time=times.moment(row.get("devicetime", "")))


def _main(text: str) -> Record:
    columns = rows.blanks(text) if MAIN.match(text) else []
    if len(columns) >= len(FIRST) and _answered(columns[4]):
        first = WITH_PORT if columns[PORT].isdigit() else FIRST
        return w3c.record(dict(zip(first, columns, strict=False)))
    for names in REPORTED:
        if len(columns) >= len(names) and _answered(columns[names.index("sc-status")]):
            return w3c.record(dict(zip(names, columns, strict=False)))
    return _among_others(columns)


def _answered(text: str) -> bool:
    return text == "0" or STATUS.fullmatch(text) is not None


def _among_others(columns: list[str]) -> Record:
    """The columns of the main format among others: status, action, both sizes, method and scheme stand together."""
    for at in range(4, len(columns) - 7):
        status, code, down, up, method, scheme = columns[at : at + 6]
        if _answered(status) and CODE.fullmatch(code) and down.isdigit() and up.isdigit() and METHOD.fullmatch(method):
            rest = columns[at + 6 :]
            user = next((one for one in rest if ACCOUNT.fullmatch(one)), "-")
            result = next((one for one in rest if one in RESULTS), "")
            host = next((one for one in rest[:3] if "." in one and not one.startswith("/")), "")
            return w3c.record(
                dict(zip(FIRST[:4], columns, strict=False))
                | {"sc-status": status, "s-action": code, "sc-bytes": down, "cs-bytes": up, "cs-method": method}
                | {"cs-username": user, "sc-filter-result": result, "cs-uri-scheme": scheme}
                | {"cs-uri" if "://" in host else "cs-host": host}
            )
    raise Unreadable("neither a main line, nor Edge's pairs, nor an object")
