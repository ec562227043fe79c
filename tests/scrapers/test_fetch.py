"""Fetching: real sockets all the way; a refused connection is no proof of a guard, a visited control is."""

import gzip
import socket
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from ipaddress import ip_address

import pytest

from catalog.errors import AddressRefused, FetchFailed
from scrapers.address import Ip
from scrapers.fetch import Fetcher, Limits
from scrapers.pace import Budget, BudgetSpent
from tests.scrapers.fetching import PAGE, answering, fetching, get, raw_server
from tests.vendor import VendorSite

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
