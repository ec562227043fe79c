"""What a key or column means by the words in its name, where no list knows the name: `response_body_size`, `DnsQuery`.

Names are taken apart at capitals, dots and strokes; keys of nested objects are one path. A meaning asks for a word of
what kind of thing it is and a word of whose; words of other things rule it out.

Traps: `user_agent`, `device_name`, `response_time`, `referrer_url`, `client_hostname` are none of what they seem; the
last key of a path says which way bytes went (`httpRequest.responseSize`); of several names the shortest counts, a
displayed name after a login.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

WORD: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
MOST_WORDS: Final = 7
NETWORK: Final = "ip ips address addr ipaddr ipaddress ipv4 ipv6"
NO_ADDRESS: Final = "mac nat translated observer agent zone country geo"
SITE: Final = "dst dest destination server target"
SOURCE: Final = "src source client remote orig originator internal private caller peer requester"
HOST: Final = "host hostname domain fqdn sni qname rrname query name question"
NO_SITE: Final = (
    "display device agent observer log user account process file cert certificate issuer subject type class service "
    "rule policy category code status version method app application organization resolver machine threat geo country "
    "city region id"
)
SIZE: Final = "bytes byte size length len octets"
OUT: Final = "sent send up upload uploaded out outbound tx egress request req client src source orig toserver cs"
BACK: Final = (
    "received recv rcvd down download downloaded in inbound rx ingress response resp reply server dst dest "
    "destination toclient sc"
)
NO_SIZE: Final = "header headers ip packet packets max limit file key total window"


class Wording(NamedTuple):
    """A meaning: the words with which a name ends, words of which it has one, and those that it must not have."""

    meaning: str
    ends: frozenset[str]
    has: frozenset[str]
    lacks: frozenset[str]


def _wording(meaning: str, ends: str, has: str, lacks: str = "") -> Wording:
    return Wording(meaning, *(frozenset(words.split()) for words in (ends, has, lacks)))


WORDINGS: Final = (
    _wording("client", NETWORK, f"{SOURCE} user endpoint query c", f"{SITE} {NO_ADDRESS} proxy resolver email"),
    _wording("server", NETWORK, f"{SITE} resp response", f"{SOURCE} {NO_ADDRESS}"),
    _wording("host", HOST, "request requested cs", f"{NO_SITE} header"),
    _wording(
        "host",
        HOST,
        "dst dest destination target query queries question queried dns url sni tls ssl http web site website",
        f"{SOURCE} {NO_SITE}",
    ),
    _wording(
        "url",
        "url uri link string full original",
        "request requested http web page site visited destination dest url uri",
        "referrer referer redirect image portal callback category help rule icon avatar api html",
    ),
    _wording("up", SIZE, OUT, f"{BACK} {NO_SIZE}"),
    _wording("up", OUT, SIZE, f"{BACK} {NO_SIZE}"),
    _wording("down", SIZE, BACK, f"{OUT} {NO_SIZE}"),
    _wording("down", BACK, SIZE, f"{OUT} {NO_SIZE}"),
    _wording(
        "user",
        "user username name login email mail upn principal addr",
        "user username login email upn principal actor identity",
        f"{SITE} ip header headers fetch agent group groups domain type role service department location device host "
        "os file process org organization country policy product app application session tenant",
    ),
    _wording("status", "code status", "status response http reply sc", "dns cache grpc event rcode sub"),
    _wording("action", "action verdict decision disposition", "action verdict decision disposition", "id type reason"),
    _wording("method", "method", "http request req cs", "auth authentication"),
    _wording(
        "time",
        "time timestamp date datetime ts at utc ns ms us usec millis micros",
        "event start started request log created generated timestamp time visit visited occurred",
        "end response elapsed duration process processing modified expire expiry last update updated index ingest "
        "ingested zone taken expires not before after boot session round trip delta",
    ),
    _wording("time", "time timestamp date at", "visit visited", "count duration"),
    _wording(
        "app",
        "app application name",
        "app application",
        "request client user protocol id proto version category class risk type sub",
    ),
)


@lru_cache(1 << 12)
def words(name: str) -> tuple[str, ...]:
    """Give the words in a name, in lower case."""
    return tuple(word.lower() for word in WORD.findall(name))


@lru_cache(1 << 10)
def meant(names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Give the names that have a meaning by their words, the shortest first. Remembered: a log repeats them."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: ("display" in words(name), len(words(name)))):
        leaf = _meanings(words(name.rpartition(".")[2]))
        for meaning in dict.fromkeys(leaf if not {"up", "down"}.isdisjoint(leaf) else _meanings(words(name))):
            found.setdefault(meaning, []).append(name)
    return {meaning: tuple(given) for meaning, given in found.items()}


def _meanings(said: tuple[str, ...]) -> tuple[str, ...]:
    known = frozenset(said)
    if not 1 < len(said) <= MOST_WORDS:
        return ()
    return tuple(one.meaning for one in WORDINGS if said[-1] in one.ends and known & one.has and not known & one.lacks)
