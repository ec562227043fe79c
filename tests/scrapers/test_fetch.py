"""Fetching: real sockets all the way; a refused connection is no proof of a guard, a visited control is."""

import asyncio
import gzip
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest

from catalog.errors import AddressRefused, FetchFailed
from scrapers.address import Ip
from scrapers.fetch import Busy, Fetcher, Limits, Response
from scrapers.gate import Gate, Resolver, look_up
from scrapers.pace import Budget, BudgetSpent
from tests.vendor import VendorSite

T = TypeVar("T")
QUICK = Limits(pause=0.0, back_off=0.02, seconds=5.0)
PAGE = "<h1>Plans</h1><p>Pro costs 8.75 dollars.</p>"


def fetching(
    work: Callable[[Fetcher], Awaitable[T]], *allow: str, limits: Limits = QUICK, resolver: Resolver = look_up,
    trust: ssl.SSLContext | None = None,
) -> T:  # fmt: skip
    async def run() -> T:
        async with Fetcher(Gate(allow, resolver), limits, contact="mailto:it@acme.example", trust=trust) as fetcher:
            return await work(fetcher)

    return asyncio.run(run())


def get(url: str, *allow: str, limits: Limits = QUICK, budget: Budget | None = None) -> Response:
    return fetching(lambda fetcher: fetcher.get(url, budget=budget), *allow, limits=limits)


def answering(*addresses: str) -> Resolver:
    """A resolver that says what a name server of an attacker would; what it answers is input."""

    async def resolve(host: str) -> Sequence[Ip]:
        return [ip_address(address) for address in addresses]

    return resolve


@contextmanager
def raw_server(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that says exactly what a test wants, byte by byte; robots.txt is absent."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                asked = connection.recv(65536)
                try:
                    if asked.startswith(b"GET /robots.txt"):
                        connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    else:
                        talk(connection)
                except OSError:
                    pass  # the client had enough

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"127.0.0.1:{listener.getsockname()[1]}"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


# What a fetch gives


def test_a_page_comes_with_its_headers_and_time(vendor_site: VendorSite) -> None:
    url = vendor_site.put("/pricing", PAGE, "text/html; charset=utf-8", headers={"ETag": '"7"'})
    before = datetime.now(UTC)
    page = get(url, vendor_site.address)
    assert (page.status, page.body, page.media_type) == (200, PAGE.encode(), "text/html")
    assert page.headers["etag"] == '"7"'
    assert before <= page.fetched_at <= datetime.now(UTC)


def test_the_server_learns_who_asks_and_how_to_complain(vendor_site: VendorSite) -> None:
    get(vendor_site.put("/", PAGE), vendor_site.address)
    headers = vendor_site.asked[-1].headers
    assert headers["User-Agent"] == "byot/0.1 (+mailto:it@acme.example)"
    assert headers["Host"] == vendor_site.address
    assert "Authorization" not in headers
    assert "Cookie" not in headers


def test_a_page_that_is_known_need_not_be_sent_again(vendor_site: VendorSite) -> None:
    url = vendor_site.put("/pricing", b"", status=304)
    page = fetching(lambda fetcher: fetcher.get(url, unless={"If-None-Match": '"7"'}), vendor_site.address)
    assert (page.status, page.body) == (304, b"")
    assert vendor_site.asked[-1].headers["If-None-Match"] == '"7"'


def test_a_compressed_page_is_decoded(vendor_site: VendorSite) -> None:
    url = vendor_site.put("/", gzip.compress(PAGE.encode()), headers={"Content-Encoding": "gzip"})
    assert get(url, vendor_site.address).body == PAGE.encode()


def test_what_is_no_page_is_not_downloaded(vendor_site: VendorSite) -> None:
    url = vendor_site.put("/setup.exe", b"MZ" * 1000, "application/octet-stream")
    with pytest.raises(FetchFailed, match="no page"):
        get(url, vendor_site.address)


def test_an_absent_page_says_its_status_and_is_not_asked_for_again(vendor_site: VendorSite) -> None:
    with pytest.raises(FetchFailed, match="404") as failed:
        get(vendor_site.url("/nothing"), vendor_site.address)
    assert (failed.value.status, failed.value.transient) == (404, False)
    assert vendor_site.paths() == ["/robots.txt", "/nothing"]


# Redirects


def test_redirects_are_followed_and_the_final_address_told(vendor_site: VendorSite) -> None:
    vendor_site.put("/plans/", PAGE)
    vendor_site.move("/price", "/pricing", 302)
    vendor_site.move("/pricing", vendor_site.url("/plans/"), 308)
    page = get(vendor_site.url("/price"), vendor_site.address)
    assert page.body == PAGE.encode()
    assert (page.asked.path, page.address.path) == ("/price", "/plans/")


def test_redirects_end(vendor_site: VendorSite) -> None:
    vendor_site.move("/round", "/round")
    with pytest.raises(FetchFailed, match="More than 5 redirects"):
        get(vendor_site.url("/round"), vendor_site.address)
    assert vendor_site.paths().count("/round") == 6


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/", "file:///etc/passwd", "//127.0.0.1/", "http://0x7f.1/", "http://[::1]/",
     "http://me:pw@good.example/", "http://good.example:22/", "http://127.0.0.1\\@good.example/",
     "http://localhost/", "gopher://127.0.0.1/"],
)  # fmt: skip
def test_a_redirect_to_a_forbidden_address_is_refused(vendor_site: VendorSite, target: str) -> None:
    vendor_site.move("/pricing", target)
    with pytest.raises(AddressRefused, match="leads astray"):
        get(vendor_site.url("/pricing"), vendor_site.address)


def test_a_redirect_to_another_port_of_this_machine_never_arrives(
    vendor_sites: Callable[[], VendorSite],
) -> None:
    vendor, canary = vendor_sites(), vendor_sites()
    vendor.move("/pricing", canary.put("/secret", "keys"))
    with pytest.raises(AddressRefused):
        get(vendor.url("/pricing"), vendor.address)
    assert canary.asked == []
    assert get(vendor.url("/pricing"), vendor.address, canary.address).body == b"keys"


# The gate


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/", "http://[::ffff:127.0.0.1]:{port}/",
                                 "http://0x7f.1:{port}/", "http://localhost:{port}/"])  # fmt: skip
def test_a_real_server_on_this_machine_sees_nothing_unless_opened(vendor_site: VendorSite, url: str) -> None:
    with pytest.raises(AddressRefused):
        get(url.format(port=vendor_site.address.partition(":")[2]))
    assert vendor_site.asked == []


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1"], ["10.1.2.3"],
                                     ["2606:4700::1", "169.254.169.254"], ["64:ff9b::7f00:1"]])  # fmt: skip
def test_a_name_is_refused_if_one_of_its_answers_is_not_public(answers: list[str]) -> None:
    with pytest.raises(AddressRefused, match="not public"):
        fetching(lambda fetcher: fetcher.get("http://rebind.example/"), resolver=answering(*answers))


def test_an_opened_name_leads_to_the_address_it_resolved_to(vendor_site: VendorSite) -> None:
    vendor_site.put("/", PAGE)
    port = vendor_site.address.partition(":")[2]
    page = fetching(
        lambda fetcher: fetcher.get(f"http://intranet.example:{port}/"),
        f"intranet.example:{port}",
        resolver=answering("127.0.0.1"),
    )
    assert page.body == PAGE.encode()
    assert vendor_site.asked[-1].headers["Host"] == f"intranet.example:{port}"


def test_a_name_is_resolved_once_per_connection_and_never_behind_the_gate(vendor_site: VendorSite) -> None:
    port = vendor_site.address.partition(":")[2]
    vendor_site.put("/", PAGE)
    vendor_site.put("/two", PAGE)
    vendor_site.robots("")
    asked: list[str] = []

    async def resolve(host: str) -> Sequence[Ip]:
        asked.append(host)
        return [ip_address("127.0.0.1" if len(asked) == 1 else "10.0.0.1")]

    async def both(fetcher: Fetcher) -> None:
        await fetcher.get(f"http://flip.example:{port}/")
        await fetcher.get(f"http://flip.example:{port}/two")

    fetching(both, f"flip.example:{port}", resolver=resolve)
    assert asked == ["flip.example"]
    assert vendor_site.paths() == ["/robots.txt", "/", "/two"]


def test_the_second_address_is_tried_where_the_first_does_not_answer(vendor_site: VendorSite) -> None:
    port = vendor_site.address.partition(":")[2]
    vendor_site.put("/", PAGE)
    page = fetching(
        lambda fetcher: fetcher.get(f"http://two.example:{port}/"),
        f"two.example:{port}",
        resolver=answering("127.0.0.9", "127.0.0.1"),
    )
    assert page.status == 200


def test_a_name_that_nobody_knows_is_told_as_such() -> None:
    with pytest.raises(FetchFailed, match=r"nowhere\.example is not known"):
        fetching(lambda fetcher: fetcher.get("http://nowhere.example/"), resolver=_silent)


async def _silent(host: str) -> Sequence[Ip]:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def test_proxies_of_the_environment_are_not_used(
    vendor_sites: Callable[[], VendorSite], monkeypatch: pytest.MonkeyPatch
) -> None:
    vendor, proxy = vendor_sites(), vendor_sites()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url())
    assert get(vendor.put("/", PAGE), vendor.address).status == 200
    assert proxy.asked == []


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for acme.example, its own authority, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=acme.example", "-addext", "subjectAltName=DNS:acme.example", "-keyout", "key.pem", "-out",
         "cert.pem"], cwd=folder, check=True, capture_output=True)  # fmt: skip
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def secure_site(vendor_site: VendorSite, certificate: tuple[Path, Path]) -> Iterator[tuple[str, list[str]]]:
    """A TLS server on loopback; gives its port and the server names that clients asked for."""
    names: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as connection:
                    connection.recv(65536)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
            except OSError:
                plain.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield str(listener.getsockname()[1]), names
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def test_tls_speaks_the_name_while_the_socket_goes_to_the_judged_address(
    secure_site: tuple[str, list[str]], certificate: tuple[Path, Path]
) -> None:
    port, names = secure_site
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    url, allow = f"https://acme.example:{port}/", f"acme.example:{port}"
    page = fetching(lambda f: f.get(url), allow, resolver=answering("127.0.0.1"), trust=trust)
    assert page.body == b"ok"
    assert set(names) == {"acme.example"}


def test_a_certificate_for_another_name_is_refused(
    secure_site: tuple[str, list[str]], certificate: tuple[Path, Path]
) -> None:
    port, _ = secure_site
    trust = ssl.create_default_context(cafile=str(certificate[0]))
    url, allow = f"https://other.example:{port}/", f"other.example:{port}"
    with pytest.raises(FetchFailed, match="certificate") as failed:
        fetching(lambda f: f.get(url), allow, resolver=answering("127.0.0.1"), trust=trust)
    assert not failed.value.transient


def test_a_certificate_that_nobody_vouches_for_is_refused(secure_site: tuple[str, list[str]]) -> None:
    port, _ = secure_site
    url, allow = f"https://acme.example:{port}/", f"acme.example:{port}"
    with pytest.raises(FetchFailed, match="certificate"):
        fetching(lambda f: f.get(url), allow, resolver=answering("127.0.0.1"))


# Limits


def test_a_page_of_100_megabytes_is_broken_off() -> None:
    sent = 0

    def talk(connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x" * 1_000_000)
            sent += 1

    with raw_server(talk) as address, pytest.raises(FetchFailed, match="larger than"):
        get(f"http://{address}/", address)
    assert sent < 40


def test_a_page_that_announces_100_megabytes_is_not_begun(vendor_site: VendorSite) -> None:
    with (
        raw_server(lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")) as address,
        pytest.raises(FetchFailed, match="larger than"),
    ):
        get(f"http://{address}/", address)


def test_a_bomb_does_not_go_off(vendor_site: VendorSite) -> None:
    bomb = gzip.compress(bytes(64 << 20)) * 40
    url = vendor_site.put("/", bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchFailed, match="grows more than"):
        get(url, vendor_site.address)


def test_a_server_that_drips_is_left(vendor_site: VendorSite) -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(b".")
            time.sleep(0.02)

    began = time.monotonic()
    with raw_server(talk) as address, pytest.raises(FetchFailed, match=r"within 0\.3 seconds") as failed:
        get(f"http://{address}/", address, limits=Limits(pause=0.0, seconds=0.3, attempts=1))
    assert failed.value.transient
    assert time.monotonic() - began < 2.0


def test_endless_headers_are_left() -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X-More: " + b"y" * 8000 + b"\r\n")

    with raw_server(talk) as address, pytest.raises(FetchFailed):
        get(f"http://{address}/", address, limits=Limits(pause=0.0, attempts=1))


@pytest.mark.parametrize(
    "said",
    [b"", b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort",
     b"HTTP/1.1 abc\r\n\r\n", b"\x00\xff" * 500,
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
)  # fmt: skip
def test_what_is_no_http_is_a_failure_not_a_crash(said: bytes) -> None:
    with raw_server(lambda connection: connection.sendall(said)) as address, pytest.raises(FetchFailed):
        get(f"http://{address}/", address, limits=Limits(pause=0.0, attempts=1))


def test_a_closed_port_is_tried_again_and_then_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(FetchFailed, match="does not answer") as failed:
        get(f"http://{address}/", address)
    assert failed.value.transient


def test_a_budget_counts_every_request(vendor_site: VendorSite) -> None:
    vendor_site.move("/a", "/b")
    vendor_site.put("/b", PAGE)
    budget = Budget(3)
    get(vendor_site.url("/a"), vendor_site.address, budget=budget)
    assert (budget.left, len(vendor_site.asked)) == (0, 3)
    with pytest.raises(BudgetSpent):
        get(vendor_site.url("/b"), vendor_site.address, budget=Budget(1))


# Retries


def test_a_busy_server_is_asked_again(vendor_site: VendorSite) -> None:
    vendor_site.put("/", b"", status=503)
    vendor_site.then("/", b"", status=429)
    vendor_site.then("/", PAGE)
    assert get(vendor_site.url("/"), vendor_site.address).body == PAGE.encode()
    assert vendor_site.paths().count("/") == 3


def test_patience_ends(vendor_site: VendorSite) -> None:
    with pytest.raises(Busy, match="500") as failed:
        get(vendor_site.put("/", b"", status=500), vendor_site.address)
    assert vendor_site.paths().count("/") == 3
    assert failed.value.transient


@pytest.mark.parametrize("dated", [False, True])
def test_retry_after_is_waited_for(vendor_site: VendorSite, dated: bool) -> None:
    after = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True) if dated else "1"
    vendor_site.put("/", b"", status=429, headers={"Retry-After": after})
    vendor_site.then("/", PAGE)
    get(vendor_site.url("/"), vendor_site.address)
    first, second = (asked.at for asked in vendor_site.asked if asked.path == "/")
    assert 0.9 <= second - first < 3.0


def test_who_asks_for_an_hour_is_asked_another_day(vendor_site: VendorSite) -> None:
    vendor_site.put("/", b"", status=503, headers={"Retry-After": "3600"})
    began = time.monotonic()
    with pytest.raises(Busy) as failed:
        get(vendor_site.url("/"), vendor_site.address)
    assert failed.value.retry_after == 3600
    assert vendor_site.paths().count("/") == 1
    assert time.monotonic() - began < 2.0


@pytest.mark.parametrize("nonsense", ["soon", "-5", "", "99999999999999999999", "1e9", "Tue, 99 Foo 2026"])
def test_nonsense_in_retry_after_does_no_harm(vendor_site: VendorSite, nonsense: str) -> None:
    vendor_site.put("/", b"", status=503, headers={"Retry-After": nonsense})
    with pytest.raises(Busy):
        get(vendor_site.url("/"), vendor_site.address)


# Politeness


def test_robots_are_asked_first_and_once(vendor_site: VendorSite) -> None:
    vendor_site.robots("User-agent: *\nDisallow: /private\n")
    vendor_site.put("/a", PAGE)
    vendor_site.put("/private/b", PAGE)

    async def three(fetcher: Fetcher) -> None:
        await fetcher.get(vendor_site.url("/a"))
        await fetcher.get(vendor_site.url("/a"))
        with pytest.raises(FetchFailed, match=r"robots\.txt forbids"):
            await fetcher.get(vendor_site.url("/private/b"))

    fetching(three, vendor_site.address)
    assert vendor_site.paths() == ["/robots.txt", "/a", "/a"]


def test_rules_for_us_by_name_come_before_those_for_all(vendor_site: VendorSite) -> None:
    vendor_site.robots("User-agent: *\nDisallow:\n\nUser-agent: byot\nDisallow: /\n")
    with pytest.raises(FetchFailed, match="robots"):
        get(vendor_site.put("/", PAGE), vendor_site.address)


def test_a_redirect_does_not_lead_round_robots(vendor_site: VendorSite) -> None:
    vendor_site.robots("User-agent: *\nDisallow: /private\n")
    vendor_site.move("/open", "/private")
    vendor_site.put("/private", PAGE)
    with pytest.raises(FetchFailed, match="robots"):
        get(vendor_site.url("/open"), vendor_site.address)
    assert "/private" not in vendor_site.paths()


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (410, True), (429, False), (503, False)])
def test_robots_that_cannot_be_read(vendor_site: VendorSite, status: int, allowed: bool) -> None:
    vendor_site.put("/robots.txt", b"", status=status)
    url = vendor_site.put("/", PAGE)
    if allowed:
        assert get(url, vendor_site.address).status == 200
    else:
        with pytest.raises(FetchFailed, match="nothing is fetched there for now"):
            get(url, vendor_site.address)
        assert "/" not in vendor_site.paths()


@pytest.mark.parametrize("text", ["", "<html>not robots</html>", "\ufeffUser-agent: *\nDisallow: /x", "\x00" * 500,
                                  "Crawl-delay: abc\nDisallow", "User-agent: *\nRequest-rate: x/y"])  # fmt: skip
def test_odd_robots_forbid_nothing_else(vendor_site: VendorSite, text: str) -> None:
    vendor_site.robots(text)
    assert get(vendor_site.put("/", PAGE), vendor_site.address).status == 200


def test_robots_behind_a_forbidden_redirect_are_not_visited(vendor_sites: Callable[[], VendorSite]) -> None:
    vendor, canary = vendor_sites(), vendor_sites()
    vendor.move("/robots.txt", canary.url("/robots.txt"))
    with pytest.raises(AddressRefused):
        get(vendor.put("/", PAGE), vendor.address)
    assert canary.asked == []


def test_one_host_is_asked_at_its_pace(vendor_site: VendorSite) -> None:
    urls = [vendor_site.put(f"/{n}", PAGE) for n in range(5)]

    async def together(fetcher: Fetcher) -> None:
        await asyncio.gather(*(fetcher.get(url) for url in urls))

    fetching(together, vendor_site.address, limits=Limits(pause=0.1))
    at = [asked.at for asked in vendor_site.asked]
    assert len(at) == 6
    assert min(later - earlier for earlier, later in pairwise(at)) > 0.08


def test_the_delay_that_robots_ask_for_is_kept(vendor_site: VendorSite) -> None:
    vendor_site.robots("User-agent: *\nCrawl-delay: 0.4\n")
    urls = [vendor_site.put(f"/{n}", PAGE) for n in range(3)]

    async def in_turn(fetcher: Fetcher) -> None:
        for url in urls:
            await fetcher.get(url)

    fetching(in_turn, vendor_site.address)
    pages = [asked.at for asked in vendor_site.asked if asked.path != "/robots.txt"]
    assert min(later - earlier for earlier, later in pairwise(pages)) > 0.38


def test_one_host_is_not_asked_by_many_at_once(vendor_site: VendorSite) -> None:
    urls = [vendor_site.put(f"/{n}", PAGE, delay=0.2) for n in range(4)]

    async def together(fetcher: Fetcher) -> float:
        await fetcher.rules(fetcher.gate.admit(urls[0]))
        began = time.monotonic()
        await asyncio.gather(*(fetcher.get(url) for url in urls))
        return time.monotonic() - began

    assert 0.38 < fetching(together, vendor_site.address, limits=Limits(pause=0.0, at_once=2)) < 0.75


def test_two_hosts_do_not_wait_for_each_other(vendor_sites: Callable[[], VendorSite]) -> None:
    sites = [vendor_sites() for _ in range(4)]
    names = {f"site{n}.example:{site.address.partition(':')[2]}": site for n, site in enumerate(sites)}
    for site in sites:
        site.put("/", PAGE, delay=0.3)

    async def together(fetcher: Fetcher) -> float:
        began = time.monotonic()
        await asyncio.gather(*(fetcher.get(f"http://{name}/") for name in names))
        return time.monotonic() - began

    assert fetching(together, *names, resolver=answering("127.0.0.1"), limits=Limits(pause=0.1)) < 1.0
