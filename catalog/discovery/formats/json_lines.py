"""Requests as JSON objects of any program: nginx, Caddy, Traefik, Elastic's common schema and the like.

Traps: each program has its own keys, so the usual ones are tried in order; `host` may be an object or the server's
own name, so names that only the client can have asked for come first; `bytes_sent` is what the writer sent: a web
server to its client, others to the site.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain

from catalog.discovery import entry, fields, times
from catalog.discovery.familiar import Usual
from catalog.discovery.layouts import envelope, headings, objects, shapes, wording
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "JSON lines of any program"
GENERAL = True
TIME = (
    "StartUTC timestamp @timestamp time ts datetime date_time event_time eventTime EventTime Timestamp Time "
    "time_iso8601 time_local event.created _time date start_time startTime created_at request_time msec"
).split()
USER = (
    "user.email user.name user_email username user_name userName user login email account remote_user "
    "src_user srcuser suser principal actor.email actor.alternateId userPrincipalName display_name displayName user_id "
    "client.user.name"
).split()
CLIENT = (
    "source.ip client.ip source.address client_ip clientip clientIp src_ip srcip source_ip sourceIp remote_addr "
    "remote_ip "
    "request.remote_ip request.client_ip ClientHost ip_address ip src client c-ip peer"
).split()
URL = "url.full url.original url URL request_url requestUrl request.url http.url uri request_uri RequestPath".split()
HOST = (
    "url.domain destination.domain dns.question.name tls.client.server_name http_host http.host http.hostname "
    "request.host tls.sni dns.rrname "
    "RequestHost "
    "dest_host dst_host dsthost destination_host dhost sni server_name ssl_server_name fqdn query_name QueryName qname "
    "query domain "
    "dest_domain destination destination_domain dst_domain site dest"
).split()
VIRTUAL = ("vhost", "Host")
DEVICE = ("host", "hostname", "Hostname", "HostName")
MACHINES = ("host", "hostname")
"""Names that the device which wrote the log may have.

They are a site's only where a request is told, or by whom, how much or what was done, and no server's address beside
it. A user tells by whom only where no message of a program stands there.
"""
LABEL = re.compile(r"[\w-]+")
"""A name without a dot: a machine's, where no request is told."""
MESSAGE = frozenset(
    "message msg log event program process ident appname facility severity level priority pid service".split()
)
REQUEST = ("request", "path", "http_status", "status_code", "statusCode", "http_user_agent", "user_agent")
MACHINE = ("Channel", "ProviderGuid", "winlog.channel", "winlog.provider_name", "Event.System.Channel")
"""What events of Windows alone have: none of them is a request, but for those that tell of a query."""
QUERY = ("QueryName", "dns.question.name")
UP = (
    "bytes_up bytesUp source.bytes client.bytes http.request.bytes request_size request_bytes bytes_out sent_bytes "
    "bytes_sent bytesSent bytes_read RequestContentSize uploaded upload_bytes request_length cs_bytes out "
    "flow.bytes_toserver"
).split()
DOWN = (
    "bytes_down bytesDown destination.bytes server.bytes http.response.bytes response_size response_bytes "
    "http.length bytes_in rcvd_bytes "
    "bytes_received bytesReceived downloaded download_bytes body_bytes_sent size DownstreamContentSize sc_bytes in "
    "flow.bytes_toclient"
).split()
STATUS = (
    "http.response.status_code http.response.body.status_code http.status status_code statusCode response_code status "
    "code DownstreamStatus http_status"
).split()
ACTION = (
    "action verdict decision disposition event.action policy_action outcome event.outcome result filter_result "
    "labels.request_status request_status squid_request_status squid_status squid_result squid_action cache_result "
    "cache_status result_code"
).split()
METHOD = (
    "http.request.method request.method http.http_method method request_method http_method "
    "verb RequestMethod requestMethod"
).split()
APP = "app application app_name application_name network.application service.name".split()
KEYS = {
    "time": TIME, "user": USER, "client": CLIENT, "url": URL, "host": HOST, "up": UP, "down": DOWN, "status": STATUS,
    "action": ACTION, "method": METHOD, "app": APP,
}  # fmt: skip
FROM_SERVER = ("body_bytes_sent", "bytes_sent", *DOWN)
KINDS = "event.type"
"""What an event was in Elastic's common schema, several words; `event.action` beside it may tell of its end only."""
NAMED = ("user", "client", "host", "action", "status", "app")
EVENT = re.compile(r"CEF: ?\d\||LEEF: ?\d\.\d\|")
Told = Mapping[str, Sequence[str]]
entries = objects.entries


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format: the share of its objects with a time and a host.

    Events of a machine count neither for nor against it.
    """
    found, broken = objects.sample(head)
    rows = [row for row in found if not _of_machine(objects.paths(objects.plain(row)))]
    return sum(map(_fits, rows)) / (len(rows) + broken) if rows else 0.0


def _fits(row: objects.Object) -> bool:
    """Say whether an object tells of a request; one that only lies around another that does is read without it."""
    if len(row) == 1 and isinstance(next(iter(row.values())), dict):
        return False
    parts = envelope.parted(row)
    if parts is not None and not _tells(parts[1]) and _tells(parts[0]):
        return False
    return _tells(row)


def _tells(row: objects.Object) -> bool:
    row = objects.plain(row)
    names = objects.paths(row)
    if headings.of_document(names) or any(EVENT.search(objects.word(row, name) or "", 0, 200) for name in names):
        return False  # in the latter, keys tell of what carries an event of CEF or LEEF
    told, known = _told(names), _known(names)
    if "time" in known and headings.enough(known):
        return True
    flow = "client" in known and "server" in wording.meant(names)
    return objects.word(row, *told["time"]) is not None and (flow or _asked(row, told) is not None)


@lru_cache(1 << 9)
def _known(names: tuple[str, ...]) -> headings.Headings:
    """Give what the names mean, without those of a device where no request is told."""
    known, site = headings.of(names), _told(names)["host"]
    hosts = tuple(name for name in known.get("host", ()) if name in site or headings.plain(name) not in headings.LOOSE)
    return {meaning: given for meaning, given in {**known, "host": hosts}.items() if given}


@lru_cache(1 << 9)
def _told(names: tuple[str, ...]) -> Told:
    """Give for each thing the keys that may tell it: the usual ones by their rank, else those that say so in words."""
    known = headings.of(names)
    told = {}
    for thing, usual_ones in KEYS.items():
        told[thing] = tuple(name for name in usual_ones if name in names) or known.get(thing, ())
    told["host"] += tuple(name for name in (*VIRTUAL, *DEVICE) if name in names and name not in told["host"])
    request = told["url"] or told["method"] or any(name in names for name in REQUEST)
    client = any(name != headings.ORIGIN for name in told["client"])
    done = told["action"] or client or told["up"] or told["down"]
    by = told["user"] and MESSAGE.isdisjoint(name.lower() for name in names)
    if not request and (not (done or by) or "server" in wording.meant(names)):
        told["host"] = tuple(name for name in told["host"] if name in VIRTUAL or headings.plain(name) not in MACHINES)
    return told


def _of_machine(names: tuple[str, ...]) -> bool:
    """Say whether an object is an event of a machine that tells of no query."""
    return any(name in MACHINE for name in names) and not any(name.endswith(QUERY) for name in names)


def usual(head: bytes) -> Usual | None:
    """Give how the usual lines are written, where they are objects of one shape."""
    return shapes.usual(head, _roles)


def read(entry_: bytes) -> Record | None:
    """Read an object; raise `Unreadable` for one without any of the usual keys."""
    found = objects.parsed(entry_)
    if found is None:
        return None
    row = objects.plain(found)
    names = objects.paths(row)
    if _of_machine(names):
        return None
    told = _told(names)
    text = objects.word(row, *told["time"])
    url, asked, user = objects.word(row, *told["url"]), _asked(row, told), objects.word(row, *told["user"])
    if asked is None and headings.enough(known := _known(names)):
        words = {name: word for name in names if (word := _word(row, name)) and not _of_device(name, word, told)}
        return headings.record(words, known)
    if text is None and asked is None and user is None:
        raise Unreadable("none of the usual keys for time, host, URL and user")
    method, path = _request(objects.word(row, "request"))
    status = objects.word(row, *told["status"])
    server = "body_bytes_sent" in row or "remote_addr" in row
    return entry.record(
        time=times.moment(text or ""),
        user=user,
        client=objects.word(row, *told["client"]),
        host=asked,
        url=url or path,
        method=objects.word(row, *told["method"]) or method,
        action=_action(row, told, status),
        status=status,
        up=_count(row, ("request_length",) if server else told["up"]),
        down=_count(row, FROM_SERVER if server else told["down"]),
        app=objects.word(row, *told["app"]),
    )


def _word(row: objects.Object, key: str) -> str | None:
    """Give a value as a text, one of truth too: whether something was blocked may be told so."""
    value = objects.said(row, key)
    return str(value).lower() if isinstance(value, bool) and "block" in key.lower() else objects.word(row, key)


def _roles(row: objects.Object) -> dict[str, shapes.Role]:
    """What the values of an object are for: of each thing the first key that says something, and those before it."""
    names = objects.paths(row)
    told = _told(names)
    if objects.plain(row) != row:
        return {}
    server = "body_bytes_sent" in row or "remote_addr" in row
    up = ("request_length",) if server else told["up"]
    down = FROM_SERVER if server else told["down"]
    roles: dict[str, shapes.Role] = {"blocked": "matters", "is_blocked": "matters", KINDS: "matters"}
    for thing in ("user", "client", "status", "action", "method", "app"):
        roles |= shapes.to_first(row, told[thing], "told")
    whole = re.match(shapes.SITE + b"/", (objects.word(row, *told["url"]) or "").encode()) is not None
    if not whole:
        roles |= dict.fromkeys(told["host"], "matters")
    roles |= shapes.to_first(row, told["url"], "site") | shapes.to_first(row, ("request",), "site")
    roles |= shapes.to_first(row, up, "up") | shapes.to_first(row, down, "down")
    roles |= shapes.to_first(row, told["time"], "time")
    known = _known(names)
    return _of_names(roles, known) if not whole and headings.enough(known) else roles


def _of_names(roles: dict[str, shapes.Role], known: headings.Headings) -> dict[str, shapes.Role]:
    """Give the roles where objects without a known key for the host are read by what the names of their keys mean.

    No role is given where they tell of another time or count than the known keys do.
    """
    for meaning in ("time", "up", "down"):
        first = known.get(meaning, ())[:1]
        if first and roles.get(first[0]) != meaning:
            return {}
    named: dict[str, shapes.Role] = dict.fromkeys(chain.from_iterable(known.get(one, ()) for one in NAMED), "matters")
    return named | dict.fromkeys(known.get("url", ()), "site") | roles


def _asked(row: objects.Object, told: Told) -> str | None:
    """The host that was asked for: a whole URL's first, then the names by their rank."""
    _, path = _request(objects.word(row, "request"))
    url = objects.word(row, *told["url"])
    for text in (url, path):
        found = fields.host_of_url(text) if text else None
        if found:
            return found
    for name in told["host"]:
        word = objects.word(row, name)
        found = entry.asked(word) if word and not word.startswith("/") else None
        if found and not _of_device(name, found, told):
            return found
    return entry.asked(url) if url and not url.startswith("/") and "." in url else None


def _of_device(name: str, word: str, told: Told) -> bool:
    """Say whether a name without a dot is the machine's: one that no request stands beside."""
    asked = told["url"] or told["method"]
    return not asked and headings.plain(name) in MACHINES and LABEL.fullmatch(word) is not None


def _request(text: str | None) -> tuple[str | None, str | None]:
    """Method and URL of a request line."""
    parts = (text or "").split(" ")
    return (parts[0], parts[1]) if len(parts) > 1 and parts[0].isupper() else (None, None)


def _action(row: objects.Object, told: Told, status: str | None) -> Action | None:
    for name in ("blocked", "is_blocked", *told["action"]):
        blocked = objects.said(row, name)
        if isinstance(blocked, bool):
            return "blocked" if blocked else "allowed"
    kinds = objects.said(row, KINDS)
    if "denied" in (kinds if isinstance(kinds, list) else (kinds,)):
        return "blocked"
    words = None if entry.answered(status) or (status or "").upper() in headings.CODES else status
    return entry.verdict(objects.word(row, *told["action"]) or words, status=status)


def _count(row: objects.Object, names: Sequence[str]) -> str | None:
    word = objects.word(row, *names)
    return word if word is not None and entry.WHOLE.fullmatch(word) else None
