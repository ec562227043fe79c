"""What nginx and Apache write: common, combined, with the virtual host in front, as servers or forward proxies.

https://httpd.apache.org/docs/current/mod/mod_log_config.html, https://nginx.org/en/docs/http/ngx_http_log_module.html

    [host[:port] ]client ident user [time] ["..."] "request" status bytes ["referer" "agent" ...]

Traps: the server's own address may follow the client's; a forward proxy's request has a whole URL or CONNECT
host:port, a server's own only a path; the virtual host in front is the name asked for; a user may hold blanks; `%I %O`
of mod_logio are bytes received and sent; a quoted name after the agent is the Host header; some write the virtual host
where ident would stand, or a request's number between ident and an unset user; quotes in a URL may stand there bare;
clients that were handed on are a list, the first of which asked; Apache's log of TLS begins with the time.
"""

import re

from catalog.discovery import entry, fields, times
from catalog.discovery.familiar import Usual
from catalog.discovery.formats import squid, squid_common
from catalog.discovery.record import Action, Record, Unreadable

TITLE = "nginx and Apache, common and combined"
LINE = re.compile(
    r'(?:(?P<host>[^\s"\[]+) )?(?P<client>(?!\d+ )(?:[0-9A-Fa-f.:]+|\w[\w.-]*|unix:))(?: \([^\s()]*\))? (?P<ident>\S+) '
    r'(?P<user>"[^"]*"|[^\s:]+(?: [^\s\[":]+)*|\S+) '
    r'\[(?P<time>[^\]]{10,40})\] (?:"[^" ]*" )*?'
    r'"(?P<request>(?:[^"\\]|\\.)*|[A-Z]+ .*? HTTP/\d(?:\.\d)?)" (?P<status>\d{3}|-)'
    r"(?: (?P<size>\d+|-))?(?: (?P<rest>.*))?"
)
SHORT = re.compile(r"(\S+) (?=(?:-|[A-Za-z][^\s:]*) \[\d)")
"""Without ident, as logs of one's own may leave it out."""
LIST = re.compile(
    r'((?:[^\s",]+ )?)"?([\w.:-]+)(?:, ?[\w.:-]+)+"?(?: (?=[\w:.]*[.:])[\w.:]+)? (?=\S+ [^\s\[][^\[]*\[\d)'
)
"""Clients that proxies handed on, the nearest one behind them."""
BRACKETED = re.compile(r"(\S+) - \[[^\[\]\"]*\] - (?=\S+ \[\d)")
"""The client again, in brackets, as Kubernetes' ingress writes it."""
TLS = re.compile(r'(\[[^\]]{10,40}\]) (\S+) (?:-|(?:TLS|SSL)v[\d.]+) (?:-|[\w-]+) ("(?:[^"\\]|\\.)*") (\d+|-)')
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
LOGIO = re.compile(r'" (\d{1,18}) (\d{1,18})$')
ENOUGH = 0.5
NAME = re.compile(r"(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,}(?::\d{1,5})?")


USUAL = re.compile(
    rb"(?P<before>[^\"\[]+)\[(?P<minute>\d\d/[A-Z][a-z][a-z]/\d{4}:[0-2]\d:[0-5]\d):(?P<second>[0-5]\d) "
    rb"(?P<zone>[+-]\d{4})\]"
    rb' "(?P<method>[A-Z]+) (?:(?P<web>https?://[A-Za-z0-9._:-]+)/[!#-\[\]-~]*|(?P<own>/)[!#-9;-\[\]-~]*|'
    rb'(?P<tunnel>[A-Za-z0-9._-]+:\d+)) (?P<version>HTTP/[0-9.]+)" (?P<status>\d{3}) (?:(?P<down>\d{1,15})|(?P<none>-))'
    rb'(?: "[ !#-\[\]-~]*" "[ !#-\[\]-~]*")?'
)


def recognises(head: bytes) -> float:
    """Say how surely a head is of this format; a log of whole URLs is read like squid's, which looks the same."""
    return 0.0 if squid_common.recognises(head) >= ENOUGH else 0.9 * fields.share(head, read)


def usual(_: bytes) -> Usual:
    """Give how the usual lines are written: paths, links and agents say nothing there."""
    return Usual((USUAL,))


def read(line: bytes) -> Record | None:
    """Read a line; None for blank ones and comments."""
    text = fields.text(line).strip()
    if not text or text.startswith("#"):
        return None
    found = LINE.fullmatch(_usual(text))
    if found is None or " - " in found["user"]:  # a carrier in front
        raise Unreadable('not like: client - user [time] "GET / HTTP/1.1" 200 512')
    method, url = _request(found["request"])
    rest = found["rest"] or ""
    up = LOGIO.search(rest)
    client = found["host"] if found["host"] and fields.is_address(found["host"]) else found["client"]
    user = fields.user(found["user"].strip('"').encode(), client)
    return entry.record(
        time=times.moment(found["time"]),
        user=user,
        client=client,
        host=squid.host(method, url) or _named(found["host"], found["ident"], rest),
        url=url,
        method=method,
        action=_action(found["status"], user, url, method),
        status=found["status"],
        up=up[1] if up else None,
        down=found["size"],
    )


def _usual(text: str) -> str:
    """Give a line in the usual order: one client, ident and user before the time, a status behind the request."""
    if text.startswith("["):
        return TLS.sub(r"\2 - - \1 \3 - \4", text)
    short = BRACKETED.match(text) or SHORT.match(text)
    if short:
        return f"{short[1]} - {text[short.end() :]}"
    several = LIST.match(text) if "," in text[:200] else None
    return f"{several[1]}{several[2]} {text[several.end() :]}" if several else text


def _request(text: str) -> tuple[str, str]:
    parts = text.split(" ")
    if len(parts) < 2:
        return "", ""
    return parts[0], " ".join(parts[1:-1] if parts[-1].startswith("HTTP/") and len(parts) > 2 else parts[1:])


def _named(host: str | None, ident: str, rest: str) -> str | None:
    """The virtual host in front or in ident's place, or the Host header among the texts after referer and agent."""
    for name in (host, ident):
        if name and NAME.fullmatch(name):
            return name
    return next((text for text in QUOTED.findall(rest)[2:] if NAME.fullmatch(text)), None)


def _action(status: str, user: str | None, url: str, method: str) -> Action | None:
    if status == "407" or not url:
        return None
    own = "://" not in url and method != "CONNECT"
    return None if own and status == "401" and user is None else "allowed"
