"""May this address be visited? The guard's pure half: a URL parsed once and strictly, and a table of networks.

What browsers and libraries read differently (backslashes, credentials, numbers as hosts, look-alike letters) is
refused rather than guessed at, so that what was checked is what is visited. `scrapers/gate.py` holds the other half.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urljoin

import idna

from catalog.errors import AddressRefused

Ip = IPv4Address | IPv6Address
PORTS = {"http": 80, "https": 443}
LONGEST = 2048
MEND = "Give the plain http or https address of a public page"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PLAIN = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9_.~-]*)+/?")
_SHAPE = re.compile(r"(https?)://([^/?#]*)([^#]*)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)")
_DOTTED = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}")
_LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa", "onion", "invalid")

_SPECIAL_V4 = [
    (IPv4Network(network), why)
    for network, why in (
        ("0.0.0.0/8", "this host"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by carriers, and a cloud's metadata server"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's metadata server"),
        ("169.254.0.0/16", "link-local, and clouds' metadata servers"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "a sink of DNS"),
        ("192.52.193.0/24", "multicast tunnels"),
        ("192.88.99.0/24", "6to4 relays"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "a sink of DNS"),
        ("198.18.0.0/15", "benchmarks"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved, and broadcast"),
    )
]
_SPECIAL_V6 = [
    (IPv6Network(network), why)
    for network, why in (
        ("::/128", "this host"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "an IPv4 address in IPv6 clothes"),
        ("::/96", "an IPv4 address in IPv6 clothes"),
        ("64:ff9b:1::/48", "translation into a private network"),
        ("2001::/23", "protocol assignments, Teredo tunnels among them"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4 tunnels"),
        ("2620:4f:8000::/48", "a sink of DNS"),
        ("3ffe::/16", "given back"),
        ("3fff::/20", "documentation"),
        ("fc00::/7", "private, and clouds' metadata servers"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "private"),
        ("ff00::/8", "multicast"),
    )
]
_TRANSLATED = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")


@dataclass(frozen=True)
class Address:
    """A URL in its one spelling: lower-case ASCII host, port as a number, path and query escaped, no fragment."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def literal(self) -> Ip | None:
        """The IP address that the host is, or None where it is a name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port: what stands in `Host:` and behind the slashes."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme and authority, without a path."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole URL; parsing it gives this address again."""
        return self.origin + self.target

    @property
    def path(self) -> str:
        """The path alone."""
        return self.target.partition("?")[0]

    def join(self, link: str) -> "Address":
        """Give the address that a link on this page leads to; raise `AddressRefused` like `parse`."""
        link = _trimmed(link)
        if _SCHEME.match(link):
            return parse(link)
        if link.startswith("//"):
            return parse(f"{self.scheme}:{link}")
        if _PLAIN.fullmatch(link) and len(self.origin) + len(link) <= LONGEST:
            return replace(self, target=link)  # most links of a page: nothing in them can mean another thing
        return parse(self.origin + _within(self.target, link))

    def __str__(self) -> str:
        return self.url


def parse(url: str) -> Address:
    """Give the address that a URL names; raise `AddressRefused` for what is no plain http or https URL.

    Only the spelling is judged here: ports and networks are the gate's to allow.
    """
    url = _trimmed(url)
    shape = _SHAPE.fullmatch(url.partition("#")[0])
    if shape is None:
        scheme = _SCHEME.match(url)
        known = scheme is not None and scheme.group().lower() in ("http:", "https:")
        raise _refused(url, "no host stands in it" if known else "only http and https are fetched")
    scheme_name, authority, target = shape.group(1).lower(), shape.group(2), shape.group(3)
    if "@" in authority:
        raise _refused(url, "it carries credentials")
    host, port = _host_and_port(url, authority, PORTS[scheme_name])
    return Address(scheme_name, host, port, _escaped(target))


def host_of(text: str) -> str:
    """Give the one spelling of a host (name or literal); raise `AddressRefused` when it is none."""
    text = text.removeprefix("[").removesuffix("]")
    return _literal(text, text) if ":" in text else _name(text, text)


def special(ip: Ip) -> str | None:
    """Give what kind of network an IP address stands in, or None where anybody may visit it."""
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None:
            return "link-local"
        if ip in _TRANSLATED:
            return special(IPv4Address(int(ip) & 0xFFFFFFFF))
        why = next((why for network, why in _SPECIAL_V6 if ip in network), None)
        return why or (None if ip in _UNICAST else "not given to anybody")
    return next((why for network, why in _SPECIAL_V4 if ip in network), None)


def _trimmed(url: str) -> str:
    url = url.strip(" ")
    if len(url) > LONGEST:
        raise _refused(url[:60] + "...", f"it is longer than {LONGEST} characters")
    if _CONTROL.search(url):
        raise _refused(url, "it holds control characters")
    if "\\" in url:
        raise _refused(url, "it holds a backslash")
    return url


def _host_and_port(url: str, authority: str, usual: int) -> tuple[str, int]:
    if authority.startswith("["):
        literal, bracket, rest = authority[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise _refused(url, "its brackets do not close around a host")
        return _literal(url, literal), _port(url, rest, usual)
    name, colon, port = authority.partition(":")
    return _name(url, name), _port(url, colon + port, usual)


def _port(url: str, text: str, usual: int) -> int:
    if not text:
        return usual
    if not _PORT.fullmatch(text[1:]) or int(text[1:]) > 65535:
        raise _refused(url, "its port is no number from 1 to 65535")
    return int(text[1:])


def _literal(url: str, text: str) -> str:
    if "%" in text:
        raise _refused(url, "its host names a zone")
    try:
        return IPv6Address(text).compressed if text.isascii() else _fail()
    except ValueError:
        raise _refused(url, "what stands in brackets is no IPv6 address") from None


def _fail() -> str:
    raise ValueError


def _name(url: str, text: str) -> str:
    if "%" in text:
        raise _refused(url, "its host is escaped")
    name = _ascii(url, text).lower().removesuffix(".")
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        return _dotted(url, name)
    if not _NAME.fullmatch(name) or len(name) > 253:
        raise _refused(url, "its host is no name" if name else "no host stands in it")
    return name


def _ascii(url: str, text: str) -> str:
    if text.isascii():
        return text
    for char in text:
        plain = unicodedata.normalize("NFKC", char)
        disguised = not char.isascii() and (plain.isascii() or any(part.isascii() for part in plain))
        if disguised or char in "。｡" or (unicodedata.category(char) in ("Cf", "Nd") and not char.isascii()):
            raise _refused(url, f"its host holds U+{ord(char):04X}, which looks like something else")
    try:
        return idna.encode(text, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise _refused(url, "its host is no name") from None


def _dotted(url: str, name: str) -> str:
    try:
        return str(IPv4Address(name)) if _DOTTED.fullmatch(name) else _fail()
    except ValueError:
        raise _refused(url, "its host is a number that programs read differently") from None


def local_name(host: str) -> bool:
    """Tell whether a name means something only on this machine or in this network."""
    return "." not in host or any(host == name or host.endswith("." + name) for name in _LOCAL_NAMES)


def _escaped(target: str) -> str:
    target = quote(target, safe="/?%:@!$&'()*+,;=-._~[]|")
    return target if target.startswith("/") else "/" + target


def _within(target: str, link: str) -> str:
    return urljoin(target, link.partition("#")[0]) if link.partition("#")[0] else target


def _masked(url: str) -> str:
    """A password is never printed."""
    return re.sub(r"//[^/?#]*@", "//***@", url)


def _refused(url: str, why: str) -> AddressRefused:
    return AddressRefused(f"This address is not visited: {why}", MEND, where=_masked(url))
