"""The guard's pure half: one spelling per URL, and a reason for every network that is not public."""

from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.errors import AddressRefused
from scrapers.address import LONGEST, parse, special
from scrapers.gate import Gate

# Every form that somebody has used to get past a guard, with what the refusal must say.
BYPASSES = {
    # other schemes, and none
    "file:///etc/passwd": "only http and https",
    "gopher://127.0.0.1:6379/_INFO": "only http and https",
    "ftp://127.0.0.1/": "only http and https",
    "dict://127.0.0.1:11211/stats": "only http and https",
    "jar:http://127.0.0.1!/": "only http and https",
    "javascript:alert(1)": "only http and https",
    "127.0.0.1/": "only http and https",
    "//127.0.0.1/": "only http and https",
    "http:127.0.0.1/": "no host",
    "http:/127.0.0.1/": "no host",
    "http:///127.0.0.1/": "no host",
    "http://": "no host",
    # read differently by different parsers
    "http://127.0.0.1\\@good.example/": "backslash",
    "http:\\\\127.0.0.1\\": "backslash",
    "http://good.example\\@127.0.0.1/": "backslash",
    "http://good.example@127.0.0.1/": "credentials",
    "http://user:secret@127.0.0.1/": "credentials",
    "http://good.example:80@127.0.0.1/": "credentials",
    "http://@127.0.0.1/": "credentials",
    "http://good.example%40127.0.0.1/": "escaped",
    "http://127.0.0.1\t/": "control",
    "http://127.0.0.1\r\nHost: x/": "control",
    "http://127.0.0.1\x00.good.example/": "control",
    "http://127.0.0.1 .good.example/": "no name",
    "http://good.example#@127.0.0.1/": "not visited",
    # numbers as hosts
    "http://2130706433/": "number",
    "http://0x7f000001/": "number",
    "http://017700000001/": "number",
    "http://0x7f.0.0.1/": "number",
    "http://0177.0.0.1/": "number",
    "http://127.1/": "number",
    "http://127.0.1/": "number",
    "http://0/": "number",
    "http://00000127.0.0.1/": "number",
    "http://127.0.0.0x1/": "number",
    "http://425.510.425.510/": "number",
    "http://good.example.0x7f/": "number",
    # letters and dots that look like others
    "http://①②⑦.⓪.⓪.①/": "looks like",
    "http://１２７.０.０.１/": "looks like",
    "http://127。0。0。1/": "looks like",
    "http://127．0．0．1/": "looks like",
    "http://١٢٧.0.0.1/": "looks like",
    "http://ⓛocalhost/": "looks like",
    "http://local\u00adhost/": "looks like",
    "http://local\u200bhost/": "looks like",
    "http://%31%32%37.0.0.1/": "escaped",
    # names that mean this machine or network
    "http://localhost/": "name of this machine",
    "http://LOCALHOST/": "name of this machine",
    "http://localhost./": "name of this machine",
    "http://a.localhost/": "name of this machine",
    "http://printer.local/": "name of this machine",
    "http://metadata.google.internal/": "name of this machine",
    "http://intranet/": "name of this machine",
    "http://localhost../": "no name",
    # the addresses themselves
    "http://127.0.0.1/": "loopback",
    "http://127.0.0.1./": "loopback",
    "http://127.8.9.10/": "loopback",
    "http://0.0.0.0/": "this host",
    "http://10.0.0.1/": "private",
    "http://172.16.0.1/": "private",
    "http://172.31.255.255/": "private",
    "http://192.168.1.1/": "private",
    "http://100.64.0.1/": "shared",
    "http://100.100.100.200/": "metadata",
    "http://168.63.129.16/": "metadata",
    "http://169.254.169.254/latest/meta-data/": "metadata",
    "http://192.0.0.192/": "protocol",
    "http://192.88.99.1/": "6to4",
    "http://198.18.0.1/": "benchmarks",
    "http://224.0.0.1/": "multicast",
    "http://255.255.255.255/": "broadcast",
    "http://[::1]/": "loopback",
    "http://[0:0:0:0:0:0:0:1]/": "loopback",
    "http://[::]/": "this host",
    "http://[::ffff:127.0.0.1]/": "IPv6 clothes",
    "http://[::ffff:7f00:1]/": "IPv6 clothes",
    "http://[0:0:0:0:0:ffff:127.0.0.1]/": "IPv6 clothes",
    "http://[::127.0.0.1]/": "IPv6 clothes",
    "http://[::ffff:0:127.0.0.1]/": "not given",
    "http://[64:ff9b::127.0.0.1]/": "loopback",
    "http://[64:ff9b::a9fe:a9fe]/": "metadata",
    "http://[64:ff9b:1::1]/": "translation",
    "http://[2002:7f00:1::]/": "6to4",
    "http://[2002:a9fe:a9fe::1]/": "6to4",
    "http://[2001:0:7f00:1::]/": "Teredo",
    "http://[2001:db8::1]/": "documentation",
    "http://[3fff::1]/": "documentation",
    "http://[5f00::1]/": "not given",
    "http://[100::1]/": "not given",
    "http://[fe80::1]/": "link-local",
    "http://[fe80::1%25eth0]/": "zone",
    "http://[::1%25lo]/": "zone",
    "http://[fec0::1]/": "private",
    "http://[fd00:ec2::254]/": "metadata",
    "http://[ff02::1]/": "multicast",
    "http://[::1/": "brackets",
    "http://[::1]@good.example/": "credentials",
    "http://[127.0.0.1]/": "no IPv6",
    "http://[v1.x]/": "no IPv6",
    "http://::1/": "no host",
    # ports
    "http://good.example:22/": "port 22",
    "http://good.example:8080/": "port 8080",
    "https://good.example:6379/": "port 6379",
    "http://good.example:0/": "port",
    "http://good.example:080/": "port",
    "http://good.example:65536/": "port",
    "http://good.example:８０/": "port",
    "http://good.example:80:80/": "port",
    "http://good.example:/": "port",
    "http://good.example:-80/": "port",
}


@pytest.mark.parametrize("url", [url for url in BYPASSES if "#" not in url])
def test_a_bypass_is_refused_with_its_reason(url: str) -> None:
    with pytest.raises(AddressRefused, match=BYPASSES[url]):
        Gate().admit(url)


def test_what_stands_behind_a_hash_is_no_host() -> None:
    assert parse("http://good.example#@127.0.0.1/").url == "http://good.example/"


def test_at_least_forty_forms_are_tried() -> None:
    assert len(BYPASSES) >= 100


CONTROLS = {
    "https://slack.com/pricing": "https://slack.com/pricing",
    "HTTPS://Slack.COM:443/Pricing": "https://slack.com/Pricing",
    "http://example.com": "http://example.com/",
    "http://example.com.": "http://example.com/",
    "http://example.com?q=1": "http://example.com/?q=1",
    "https://example.com:80/": "https://example.com:80/",
    "http://example.com/a#b": "http://example.com/a",
    " https://example.com/ ": "https://example.com/",
    "https://bücher.example/": "https://xn--bcher-kva.example/",
    "https://日本.jp/料金?通貨=円": "https://xn--wgv71a.jp/%E6%96%99%E9%87%91?%E9%80%9A%E8%B2%A8=%E5%86%86",
    "https://example.com/a b": "https://example.com/a%20b",
    "https://example.com/a%20b": "https://example.com/a%20b",
    "https://my_shop.example.com/": "https://my_shop.example.com/",
    "https://1password.com/": "https://1password.com/",
    "https://163.com/": "https://163.com/",
    "https://0x.org/": "https://0x.org/",
    "http://8.8.8.8/": "http://8.8.8.8/",
    "http://172.32.0.1/": "http://172.32.0.1/",
    "http://169.255.0.1/": "http://169.255.0.1/",
    "http://168.63.129.17/": "http://168.63.129.17/",
    "http://192.0.1.1/": "http://192.0.1.1/",
    "http://[2606:4700:4700:0::1111]/": "http://[2606:4700:4700::1111]/",
    "http://[64:ff9b::8.8.8.8]/": "http://[64:ff9b::808:808]/",
}


@pytest.mark.parametrize("url", CONTROLS)
def test_a_public_address_is_admitted_in_its_one_spelling(url: str) -> None:
    address = Gate().admit(url)
    assert address.url == CONTROLS[url]
    assert parse(address.url) == address


def test_a_pair_that_was_opened_is_admitted_and_nothing_beside_it() -> None:
    gate = Gate(allow=["127.0.0.1:8123", "[::1]:8080", "wiki.corp:443", "localhost:9000"])
    for url in ("http://127.0.0.1:8123/", "http://[::1]:8080/", "https://wiki.corp/", "http://localhost:9000/x"):
        assert gate.admit(url).port != 80
    for url in ("http://127.0.0.1/", "http://127.0.0.1:8124/", "http://[::1]/", "http://wiki.corp:8080/",
                "http://localhost:8123/", "http://2130706433:8123/", "http://127.0.0.2:8123/"):  # fmt: skip
        with pytest.raises(AddressRefused):
            gate.admit(url)


def test_a_refusal_never_prints_a_password() -> None:
    with pytest.raises(AddressRefused) as refused:
        parse("https://me:hunter2@example.com/")
    assert "hunter2" not in refused.value.one_line()


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/security", "https://acme.example/security"),
        ("dpa.html?x=1#top", "https://acme.example/legal/dpa.html?x=1"),
        ("../pricing", "https://acme.example/pricing"),
        ("?page=2", "https://acme.example/legal/terms?page=2"),
        ("#top", "https://acme.example/legal/terms?v=3"),
        ("", "https://acme.example/legal/terms?v=3"),
        ("//trust.acme.example/", "https://trust.acme.example/"),
        ("http://acme.example/x", "http://acme.example/x"),
        ("/a//b", "https://acme.example/a//b"),
        ("/..//evil.example/", None),
        ("a:b", None),
        ("mailto:x@acme.example", None),
        ("/\\evil.example/", None),
        ("\thttp://evil.example/", None),
    ],
)
def test_a_link_leads_where_it_says_or_nowhere(link: str, url: str | None) -> None:
    page = parse("https://acme.example/legal/terms?v=3")
    if url is None:
        with suppress(AddressRefused):
            assert page.join(link).host == "acme.example"
    else:
        assert page.join(link).url == url


@pytest.mark.parametrize(
    "link", ["/", "/a", "/a/", "/legal/terms.html", "/~me/x_y-z/", "/a//b", "/a/./b", "/a/../b", "/a;b"]
)
def test_a_plain_link_is_read_as_every_other(link: str) -> None:
    page = parse("https://acme.example:8443/legal/terms?v=3")
    assert page.join(link) == parse(urljoin(page.url, link))


def test_a_url_of_endless_length_is_refused() -> None:
    with pytest.raises(AddressRefused, match="longer"):
        parse("https://acme.example/" + "a" * LONGEST)


@given(st.text(max_size=60))
def test_parsing_is_idempotent_or_refused(text: str) -> None:
    for url in (text, "http://" + text, "https://acme.example/" + text):
        try:
            address = parse(url)
        except AddressRefused:
            continue
        assert parse(address.url) == address
        assert address.url.isascii()
        assert " " not in address.url


@given(st.ip_addresses(v=4))
def test_no_special_network_of_the_standard_library_is_forgotten(ip: object) -> None:
    known = ip_address(str(ip))
    if not known.is_global or known.is_multicast or known.is_reserved:
        assert special(known)


@given(st.ip_addresses(v=6))
def test_no_special_network_of_ipv6_is_forgotten(ip: object) -> None:
    known = ip_address(str(ip))
    if not known.is_global or known.is_multicast:
        assert special(known)
