"""ISC BIND's query log and its response policy, https://bind9.readthedocs.io/en/stable/reference.html#query-logging.

    [time ][category: severity: ]client @0x... address#port (name): query: name class type flags (server)

Traps: the time may be missing (syslog), stand behind syslog's or lack a year, no zone but as ISO 8601; `@0x...` and
`view ...:` may be missing; "rpz ... rewrite" is a block but for PASSTHRU, and belongs to the query before; such a pass,
"answer:" and "response:" lines and queries told with their response (Infoblox) count only where no query was logged;
other lines are about the resolver's own work, or by the DHCP server of an appliance that is both.
"""

import re
from collections.abc import Hashable, Iterator
from datetime import datetime
from functools import lru_cache

from catalog.discovery import entry, fields, times
from catalog.discovery.familiar import Usual
from catalog.discovery.layouts import carrier, verdicts
from catalog.discovery.record import Entry, Lines, Read, Record, Unreadable

TITLE = "BIND, queries and response policy"
TIME = re.compile(
    r"(\d{2}-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d\.\d+|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d:?\d\d)?) "
)
YEARLESS = re.compile(r"([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d\.\d{3}) (?=(?:[a-z]+: ){0,2}client )")
CLIENT = re.compile(
    r"(?:^|[\s:])client (?:@0x[0-9a-f]+ )?(?P<client>[0-9A-Fa-f.:%]+)#(?P<port>\d+)(?:/key \S+)?(?: \((?P<about>.*"
    r"?)\))?(?:: | (?=(?:UDP|TCP): ))(?:view [^\s:]+: )?(?P<rest>.*)"
)
QUERY = re.compile(
    r"(?:(?:UDP|TCP): )?(?P<what>query|answer|response): (?P<name>.*?) "
    r"(?P<class>IN|CH|HS|ANY|NONE|CLASS\d+) (?P<type>[A-Z0-9]+)\b.*"
)
USUAL = re.compile(
    r"(?:(\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d):([0-5]\d)\.(\d{1,6}) )?(?:queries: )?(?:info: )?client (?:@0x[0-9a-f]+ )?"
    r"([0-9A-Fa-f.:]+)#(\d+) \([!-'*-~]*\): query: ([!-~]+) IN ([A-Z0-9]+)(?: [ -~]*)?"
)
KNOWN = re.compile(
    rb"(?P<minute>\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d):(?P<second>[0-5]\d\.\d{1,6}) (?:queries: )?(?:info: )?client "
    rb"(?:@0x[0-9a-f]+ )?(?P<client>[0-9A-Fa-f.:]+)#\d+ \([!-'*-~]*\): query: (?P<name>[!-~]+) IN [A-Z0-9]+(?: [ -~]*)?"
)
TOLD_AFTER = (b"answer: ", b" response: ", b" PASSTHRU ")
POLICY = re.compile(r"(?:disabled )?rpz (?P<on>[A-Z-]+) (?P<policy>[A-Za-z-]+) rewrite (?P<name>[^\s/]+)\S*.*")
PASSED = re.compile(r"rpz [A-Z-]+ PASSTHRU rewrite (?P<name>[^\s/]+)/(?P<type>[A-Z0-9]+)/IN\b.*")
DENIED = re.compile(r"query (?:\(cache\) )?'(?P<name>[^'/]+)/\S+' denied.*")
OWN_WORDS = (
    "validating resolver network zone managed-keys received running loading success error lame dispatch stop limiting "
    "limit valid timed connection host unreachable unexpected resolving skipping automatic using named built command "
    "listening generating sizing configuring set reloading shutting exiting stopping broken got insecurity view "
    "transfer client REFUSED FORMERR SERVFAIL DNS rpz rate no all loop shut List"
).split()
OWN = re.compile(
    rf"(?:{'|'.join(OWN_WORDS)}|dns_\w+|DHCP[A-Z]+)\b.*|[a-z-]+: (?:info|notice|warning|error|debug \d+|critical): .*"
)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its lines that tell of a client's query."""
    if b"client " not in head:
        return 0.0
    return fields.share(head, Named().read)


def usual(_: bytes) -> Usual:
    """Give how the usual queries are written, apart from their verdicts. Answers ask for the queries before them."""
    return Usual((KNOWN,), lambda line: any(word in line for word in TOLD_AFTER), verdicts.REMEMBERED, entries=True)


def entries(lines: Lines) -> Iterator[Entry]:
    """Put the lines of the response policy to their queries."""
    return verdicts.entries(lines, _asked, _blocked)


def start() -> Read:
    """Give a reader that remembers the last queries."""
    return Named().read


class Named:
    """Reads lines, and passes over answers whose queries were read."""

    def __init__(self) -> None:
        """Begin without queries."""
        self.asked = verdicts.Remembered()

    def read(self, entry_: bytes) -> Record | None:
        """Read a query with its verdict; None for the resolver's own messages."""
        first, *verdict = fields.text(entry_).split("\n")
        usual = USUAL.fullmatch(first)
        if usual is not None:
            minute, second, part, client, port, name, kind = usual.groups()
            self.asked.add((client, port, name.lower(), kind))
            time = _time(minute, second, part) if minute else None
            who, host = _said(client, name)
            return Record(time, None, who, host, action="blocked" if verdict else "allowed")
        time, message = _message(first)
        if not message:
            return None
        found = CLIENT.search(message)
        if found is None:
            if OWN.fullmatch(message):
                return None
            raise Unreadable("no message of BIND about a query")
        query = QUERY.fullmatch(found["rest"])
        if query is None:
            return self._passed(found, time) or _refused(found, time)
        key = (found["client"], found["port"], query["name"].lower(), query["type"])
        if query["what"] == "query" and " response: " not in found["rest"]:
            self.asked.add(key)
        elif self.asked.take(key):
            return None
        return entry.record(
            time=time, client=found["client"], host=query["name"], action="blocked" if verdict else "allowed"
        )

    def _passed(self, found: re.Match[str], time: datetime | None) -> Record | None:
        """Read that the policy let a name pass; None where its query was read."""
        passed = PASSED.fullmatch(found["rest"])
        if passed is None:
            return None
        key = (found["client"], found["port"], passed["name"].lower(), passed["type"])
        known = self.asked.take(key)
        self.asked.add(key)
        return None if known else entry.record(time=time, client=found["client"], host=passed["name"])


@lru_cache(fields.REMEMBERED)
def _said(client: str, name: str) -> tuple[str | None, str | None]:
    """Client and host of a query."""
    record = entry.record(client=client, host=name)
    return record.client, record.host


def _time(minute: str, second: str, part: str) -> datetime | None:
    begin = times.moment(f"{minute}:00")
    return begin and begin.replace(second=int(second), microsecond=int(part.ljust(6, "0")))


def _refused(found: re.Match[str], time: datetime | None) -> Record | None:
    policy = POLICY.fullmatch(found["rest"])
    denied = policy or DENIED.fullmatch(found["rest"])
    if denied is None or (policy and policy["policy"].upper() == "PASSTHRU") or found["rest"].startswith("disabled"):
        return None
    return entry.record(time=time, client=found["client"], host=denied["name"], action="blocked")


def _message(text: str) -> tuple[datetime | None, str]:
    text = text.strip()
    old = YEARLESS.match(text)
    if old:
        return times.moment(old[1]), text[old.end() :]
    found = TIME.match(text)
    if found and " client " in text[:120] and not carrier.THIRD.match(text.encode()):
        return times.moment(found[1]), text[found.end() :]
    written, message = carrier.split(text.encode())
    if written is None:
        return (times.moment(found[1]), text[found.end() :]) if found else (None, text)
    text = fields.text(message)
    own = TIME.match(text)
    return (times.moment(own[1]), text[own.end() :]) if own else (carrier.time_of(written), text)


def _asked(line: bytes) -> Hashable | None:
    found = CLIENT.search(fields.text(line))
    query = QUERY.fullmatch(found["rest"]) if found else None
    return (
        (found["client"], found["port"], query["name"].lower())
        if found and query and query["what"] == "query"
        else None
    )


def _blocked(line: bytes) -> Hashable | None:
    found = CLIENT.search(fields.text(line)) if b" rpz " in line or b" denied" in line else None
    policy = (POLICY.fullmatch(found["rest"]) or DENIED.fullmatch(found["rest"])) if found else None
    if found is None or policy is None or policy.groupdict().get("policy", "").upper() == "PASSTHRU":
        return None
    return (found["client"], found["port"], policy["name"].lower())
