"""Observing: what a site, its encryption and its domain show from outside, on real servers on loopback."""

import asyncio
import socket
import ssl
import subprocess
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from catalog import plugins
from catalog.check.facts import facts_of
from catalog.errors import AddressRefused, FetchFailed
from catalog.models.evidence import Fact, Snapshot, Source
from catalog.models.tool import Domain, Tool
from catalog.moment import now
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers import observe
from scrapers.address import Address
from scrapers.crawl import Crawl, crawl
from scrapers.fetch import Fetcher
from scrapers.gate import Gate, system_nameservers
from scrapers.goal import goal_of
from scrapers.nameserver import Nameserver
from scrapers.observing import Looker, Observation, look, record
from scrapers.pace import Budget
from scrapers.site import Seen, Site
from scrapers.stored import extract_again
from tests.house.readers import criteria
from tests.scrapers.fetching import QUICK, answering
from tests.scrapers.zone import BROKEN, Zone, name_server
from tests.vendor import VendorSite

NAME = "www.acme.example"
DOMAIN = "acme.example"
FUTURE = "2099-02-23T12:00:00Z"
GOOD_HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Content-Security-Policy": "default-src 'self' 'nonce-abc123'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for acme.example and the names below it, its own authority, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/O=Acme Signers/CN=acme.example", "-addext", "subjectAltName=DNS:acme.example,DNS:*.acme.example",
         "-keyout", "key.pem", "-out", "cert.pem"], cwd=folder, check=True, capture_output=True)  # fmt: skip
    return folder / "cert.pem", folder / "key.pem"


@dataclass
class Secure:
    """A TLS server: what it answers by path; `old` lets it speak TLS 1.1 too."""

    certificate: tuple[Path, Path]
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    old: bool = False
    port: int = 0
    paths: list[str] = field(default_factory=list)

    @contextmanager
    def serving(self) -> Iterator["Secure"]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.certificate)
        if self.old:
            context.set_ciphers("ALL:@SECLEVEL=0")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                context.minimum_version = ssl.TLSVersion.TLSv1
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        thread = threading.Thread(target=self._serve, args=(listener, context), daemon=True)
        thread.start()
        yield self
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)

    def _serve(self, listener: socket.socket, context: ssl.SSLContext) -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            try:
                with context.wrap_socket(plain, server_side=True) as connection:
                    asked = connection.recv(65536).decode()
                    if asked:
                        connection.sendall(self._answer(asked.split(" ")[1]))
            except OSError:
                plain.close()

    def _answer(self, path: str) -> bytes:
        self.paths.append(path)
        status, headers, body = self.pages.get(path, (404, {}, b"nothing here"))
        headers = {"Content-Type": "text/plain", **headers, "Content-Length": str(len(body)), "Connection": "close"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"HTTP/1.1 {status} So\r\n{lines}\r\n".encode() + body


@pytest.fixture
def secure(certificate: tuple[Path, Path]) -> Iterator[Secure]:
    with Secure(certificate).serving() as server:
        yield server


def seen(
    what: str, *, secure: Secure | None = None, plain: VendorSite | None = None, zone: Zone | None = None,
    trust: Path | None = None, host: str = NAME, budget: int = 20,
) -> Seen | None:  # fmt: skip
    """Give what one observation sees of a site made of these servers; what is not given does not answer."""
    secure_port = secure.port if secure else 1
    plain_port = int(plain.address.rpartition(":")[2]) if plain else 1
    allow = [f"{name}:{port}" for name in (host, f"mta-sts.{DOMAIN}") for port in (secure_port, plain_port)]

    async def run(nameservers: list[tuple[str, int]]) -> Seen | None:
        gate = Gate(allow, answering("127.0.0.1"), nameservers)
        context = ssl.create_default_context(cafile=str(trust) if trust else None)
        async with Fetcher(gate, QUICK, contact="mailto:it@acme.example", trust=context) as fetcher:
            site = Site(Address("https", host, secure_port, "/"), Address("http", host, plain_port, "/"), fetcher,
                        Nameserver(gate, 2.0), Budget(budget), context)  # fmt: skip
            found: Seen | None = await plugins.load(observe, what).observe(site)
            return found

    with name_server(zone or {}) as (server, _):
        found = asyncio.run(run([server] if zone is not None else []))
    assert found is None or found.quote in found.text
    return found


def value(what: str, **site: Any) -> str | None:
    found = seen(what, **site)
    return found.value if found else None


def test_each_observation_answers_a_criterion_that_says_so() -> None:
    read = {one.criterion for one in criteria() if one.read_by == "observation"}
    assert set(plugins.names(observe)) == read


@pytest.mark.parametrize(
    ("body", "status", "media_type", "expected"),
    [
        (f"Contact: mailto:it@acme.example\nExpires: {FUTURE}\n", 200, "text/plain; charset=utf-8", "yes"),
        (f"# ours\r\ncontact: https://acme.example/holes\r\nEXPIRES: {FUTURE}\r\n", 200, "text/plain", "yes"),
        ("Contact: mailto:it@acme.example\nExpires: 2020-01-01T00:00:00Z\n", 200, "text/plain", "no"),
        ("Contact: mailto:it@acme.example\nExpires: one day\n", 200, "text/plain", "no"),
        ("Contact: mailto:it@acme.example\n", 200, "text/plain", "no"),
        (f"Expires: {FUTURE}\n", 200, "text/plain", "no"),
        (f"Contact: mailto:a@b.example\nExpires: {FUTURE}\nExpires: {FUTURE}\n", 200, "text/plain", "no"),
        ("", 200, "text/plain", "no"),
        (f"<p>Contact: mailto:a@b.example\nExpires: {FUTURE}", 200, "text/html", "no"),
        ("gone", 404, "text/plain", "no"),
        ("not you", 403, "text/plain", None),
    ],
)
def test_a_security_txt_has_a_contact_and_an_end_that_has_not_passed(
    secure: Secure, certificate: tuple[Path, Path], body: str, status: int, media_type: str, expected: str | None
) -> None:
    secure.pages["/.well-known/security.txt"] = (status, {"Content-Type": media_type}, body.encode())
    assert value("security_txt", secure=secure, trust=certificate[0]) == expected


def test_a_site_that_does_not_answer_says_nothing(certificate: tuple[Path, Path]) -> None:
    for what in plugins.names(observe):
        assert seen(what, trust=certificate[0]) is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("max-age=31536000; includeSubDomains", "yes"), ('max-age="31536000"', "yes"), ("max-age=300", "no"),
        ("includeSubDomains", "no"), ("", "no"),
    ],
)  # fmt: skip
def test_a_plain_address_has_to_lead_to_an_encrypted_one_for_long(
    secure: Secure, vendor_site: VendorSite, certificate: tuple[Path, Path], header: str, expected: str
) -> None:
    vendor_site.move("/", f"https://{NAME}:{secure.port}/")
    secure.pages["/"] = (200, {"Strict-Transport-Security": header} if header else {}, b"hello")
    assert value("https_only", secure=secure, plain=vendor_site, trust=certificate[0]) == expected


def test_a_site_that_answers_without_encryption_is_open(vendor_site: VendorSite, secure: Secure) -> None:
    vendor_site.put("/", "<h1>Hello</h1>", headers=GOOD_HEADERS)
    assert value("https_only", secure=secure, plain=vendor_site) == "no"


def test_where_nothing_answers_without_encryption_the_header_decides(
    secure: Secure, certificate: tuple[Path, Path]
) -> None:
    secure.pages["/"] = (200, GOOD_HEADERS, b"hello")
    assert value("https_only", secure=secure, trust=certificate[0]) == "yes"


@pytest.mark.parametrize(
    ("lacking", "instead", "expected"),
    [
        ("", {}, "yes"),
        ("Content-Security-Policy", {}, "no"),
        ("Content-Security-Policy", {"Content-Security-Policy": "default-src 'self'"}, "no"),
        ("Content-Security-Policy", {"Content-Security-Policy": "default-src *", "X-Frame-Options": "DENY"}, "yes"),
        ("Content-Security-Policy", {"Content-Security-Policy-Report-Only": "frame-ancestors 'none'"}, "no"),
        ("X-Content-Type-Options", {}, "no"),
        ("X-Content-Type-Options", {"X-Content-Type-Options": "sniff"}, "no"),
    ],
)
def test_a_careful_site_tells_browsers_what_to_refuse(
    secure: Secure, certificate: tuple[Path, Path], lacking: str, instead: dict[str, str], expected: str
) -> None:
    headers = {name: said for name, said in GOOD_HEADERS.items() if name != lacking}
    secure.pages["/"] = (200, {**headers, **instead}, b"hello")
    found = seen("web_headers", secure=secure, trust=certificate[0])
    assert found is not None
    assert found.value == expected
    assert "abc123" not in found.text  # what changes with every answer is no change


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<a href="https://status.acme.example/">All systems</a>', "yes"), ('<a href="/status">Status</a>', "yes"),
        ('<a href="/blog/status-of-the-art">Status of the art</a>', None), ("<p>Status: fine</p>", None),
        ('<a href="https://status.other.example/">Their status</a>', None),
    ],
)  # fmt: skip
def test_a_status_page_is_one_that_the_front_page_leads_to(
    vendor_site: VendorSite, page: str, expected: str | None
) -> None:
    vendor_site.put("/", page)
    assert value("status_page", plain=vendor_site) == expected


def test_a_connection_is_sound_with_a_valid_certificate_and_no_old_version(
    secure: Secure, certificate: tuple[Path, Path]
) -> None:
    found = seen("modern_tls", secure=secure, trust=certificate[0])
    assert found is not None
    assert (found.value, found.quote) == ("yes", "It refuses TLS 1.0 and 1.1.")
    assert "TLSv1.3, signed by Acme Signers, valid until " in found.text


def test_a_server_that_still_speaks_old_versions_is_out_of_date(certificate: tuple[Path, Path]) -> None:
    with Secure(certificate, old=True).serving() as server:
        found = seen("modern_tls", secure=server, trust=certificate[0])
    assert found is not None
    assert (found.value, found.quote) == ("no", "It still speaks TLSv1.1.")


@pytest.mark.parametrize(("host", "trusted"), [(NAME, False), ("www.other.example", True)])
def test_a_certificate_that_is_not_valid_is_bad(
    secure: Secure, certificate: tuple[Path, Path], host: str, trusted: bool
) -> None:
    found = seen("modern_tls", secure=secure, trust=certificate[0] if trusted else None, host=host)
    assert found is not None
    assert found.value == "no"
    assert found.quote.startswith("The certificate is not valid: ")


def test_a_port_that_speaks_no_tls_says_nothing(vendor_site: VendorSite, certificate: tuple[Path, Path]) -> None:
    plain = Secure(certificate)
    plain.port = int(vendor_site.address.rpartition(":")[2])
    assert seen("modern_tls", secure=plain, trust=certificate[0]) is None


SPF = (DOMAIN, "TXT")
DMARC = (f"_dmarc.{DOMAIN}", "TXT")
HERE: Zone = {(DOMAIN, "SOA"): ["ns.acme.example. it.acme.example. 1 2 3 4 5"]}


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ({SPF: ['"v=spf1 include:_spf.acme.example -all"']}, "yes"),
        ({SPF: ['"v=spf1 mx ~ALL"', '"other=1"']}, "yes"),
        ({SPF: ['"v=spf1 include:_spf.acme" ".example -all"']}, "yes"),
        ({SPF: ['"v=spf1 mx ?all"']}, "no"),
        ({SPF: ['"v=spf1 +all"']}, "no"),
        ({SPF: ['"v=spf1 mx"']}, "no"),
        ({SPF: ['"v=spf1 -all"', '"v=spf1 mx -all"']}, "no"),
        ({SPF: ['"v=spf10 -all"']}, "no"),
        ({SPF: ['"v=spf1 redirect=_spf.acme.example"'], ("_spf.acme.example", "TXT"): ['"v=spf1 -all"']}, "yes"),
        ({SPF: ['"v=spf1 redirect=_spf.acme.example"']}, "no"),
        ({SPF: ['"v=spf1 redirect=acme.example"']}, "no"),
        ({}, "no"),
        ({SPF: [BROKEN]}, None),
    ],
)
def test_spf_names_the_servers_and_nobody_else(zone: dict[tuple[str, str], list[str]], expected: str | None) -> None:
    assert value("spf", zone={**HERE, **zone}) == expected


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (['"v=DMARC1; p=reject; rua=mailto:d@acme.example"'], "yes"), (['"v=DMARC1;p=quarantine;pct=50"'], "yes"),
        (['"v=DMARC1; p=none; sp=reject"'], "no"), (['"v=DMARC1; p=reject; pct=0"'], "no"), (['"p=reject"'], "no"),
        (['"v=DMARC1; p=reject"', '"v=DMARC1; p=none"'], "no"), ([], "no"), ([BROKEN], None),
    ],
)  # fmt: skip
def test_dmarc_has_false_mail_refused(records: list[str], expected: str | None) -> None:
    assert value("dmarc", zone={**HERE, DMARC: records} if records else HERE) == expected


MAIL: Zone = {(DOMAIN, "MX"): ["10 mx.acme.example."], (f"_mta-sts.{DOMAIN}", "TXT"): ['"v=STSv1; id=2026"']}
POLICY = "/.well-known/mta-sts.txt"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ((200, {}, b"version: STSv1\r\nmode: enforce\r\nmx: mx.acme.example\r\nmax_age: 86400\r\n"), "yes"),
        ((200, {}, b"version: STSv1\nmode: testing\nmx: mx.acme.example\nmax_age: 86400\n"), "no"),
        ((200, {}, b"version: STSv1\n"), "no"),
        ((404, {}, b""), "no"),
        ((301, {"Location": "/elsewhere.txt"}, b""), "no"),
        ((403, {}, b""), None),
    ],
)
def test_mta_sts_has_to_enforce(
    secure: Secure, certificate: tuple[Path, Path], policy: tuple[int, dict[str, str], bytes], expected: str | None
) -> None:
    secure.pages[POLICY] = policy
    secure.pages["/elsewhere.txt"] = (200, {}, b"version: STSv1\nmode: enforce\n")
    assert value("mta_sts", zone=MAIL, secure=secure, trust=certificate[0]) == expected


def test_mail_that_is_not_there_needs_no_encryption() -> None:
    assert value("mta_sts", zone={(DOMAIN, "MX"): ["0 ."]}) is None
    assert value("mta_sts", zone=HERE) is None
    assert value("mta_sts", zone={(DOMAIN, "MX"): ["10 mx.acme.example."]}) == "no"


def test_a_domain_is_signed_where_the_zone_above_has_its_key() -> None:
    key = "12345 13 2 " + "AB" * 32
    assert value("dnssec", zone={**HERE, (DOMAIN, "DS"): [key]}) == "yes"
    assert value("dnssec", zone=HERE) == "no"
    assert value("dnssec", zone={(DOMAIN, "DS"): [key], (DOMAIN, "SOA"): [BROKEN]}) is None
    assert value("dnssec", zone={}) is None


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ({(DOMAIN, "CAA"): ['0 issue "letsencrypt.org"']}, "yes"),
        ({(NAME, "CAA"): ['0 issue ";"']}, "yes"),
        ({(NAME, "CAA"): ['0 iodef "mailto:a@acme.example"'], (DOMAIN, "CAA"): ['0 issue "ca.example"']}, "no"),
        ({(DOMAIN, "CAA"): ['0 iodef "mailto:a@acme.example"']}, "no"),
        ({}, "no"),
        ({(DOMAIN, "CAA"): [BROKEN]}, None),
    ],
)
def test_caa_says_who_may_sign(zone: dict[tuple[str, str], list[str]], expected: str | None) -> None:
    assert value("caa", zone={**HERE, **zone}) == expected


def test_an_ip_address_has_no_domain_and_no_question_is_asked() -> None:
    for what in ("spf", "dmarc", "mta_sts", "dnssec", "caa"):
        assert value(what, zone=MAIL, host="127.0.0.1") is None


def test_a_damaged_answer_and_a_silent_server_say_nothing() -> None:
    async def ask(server: tuple[str, int], times: int) -> None:
        nameserver = Nameserver(Gate(nameservers=[server]), 1.0)
        for _ in range(times):
            with pytest.raises(FetchFailed, match="name servers"):
                await nameserver.ask(DOMAIN, "TXT")

    with name_server({}, garble=True) as (server, asked):
        asyncio.run(ask(server, 1))
        assert asked == [f"{DOMAIN} TXT"]
    asyncio.run(ask(("127.0.0.1", 1), 3))


def test_the_names_of_a_page_have_no_part_in_which_name_server_is_asked() -> None:
    servers = system_nameservers()
    assert all(port == 53 for _, port in servers)
    with pytest.raises(AddressRefused):
        asyncio.run(Gate().connect_tcp("93.184.216.34", 53))


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "snapshots")


def tool_of(store: Store, host: str) -> str:
    def fill(session: Session) -> None:
        tool = Tool(slug="acme", name="Acme")
        session.add(tool)
        session.flush()
        assert tool.id is not None
        session.add(Domain(tool_id=tool.id, host=host, recorded_at=now()))

    store.transact(fill)
    return "acme"


def counted(store: Store) -> list[int]:
    with store.session() as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in (Fact, Snapshot, Source)]


def test_what_is_seen_becomes_a_fact_with_its_evidence_once(store: Store, snapshots: Snapshots) -> None:
    tool = tool_of(store, DOMAIN)
    told = "It refuses TLS 1.0 and 1.1."
    refused = Seen("yes", f"https://{NAME}/#observed-tls", f"www\n{told}", told)
    assert record(store, snapshots, tool, Observation("modern_tls", refused)).new == 1
    before = counted(store)
    assert record(store, snapshots, tool, Observation("modern_tls", refused)).new == 0
    assert counted(store) == before
    speaks = Seen("no", refused.url, "www\nIt still speaks TLSv1.1.", "It still speaks TLSv1.1.")
    assert record(store, snapshots, tool, Observation("modern_tls", speaks)).new == 1
    with store.session() as session:
        good, bad = session.exec(select(Fact).order_by(col(Fact.id))).all()
        assert (bad.value, bad.quote, bad.extractor) == ("no", speaks.quote, "observation.modern_tls")
        assert snapshots.read(session.get_one(Snapshot, bad.snapshot_id).sha256).decode() == speaks.text
    assert good.unsupported_at is not None
    assert list(extract_again(store, snapshots)) == []


def test_a_crawl_looks_at_the_site_too(filled_store: Store, snapshots: Snapshots, vendor_site: VendorSite) -> None:
    vendor_site.put("/", "<title>Acme</title><h1>Acme</h1>", headers=GOOD_HEADERS)
    vendor_site.put("/.well-known/security.txt", f"Contact: mailto:a@b.example\nExpires: {FUTURE}", "text/plain")
    port = vendor_site.address.rpartition(":")[2]
    zone = {(DOMAIN, "TXT"): ['"v=spf1 -all"'], (DOMAIN, "SOA"): HERE[DOMAIN, "SOA"]}

    async def run(server: tuple[str, int]) -> Crawl:
        gate = Gate([f"{NAME}:{port}"], answering("127.0.0.1"), [server])
        with filled_store.session() as session:
            goal = goal_of(session, gate, f"http://{NAME}:{port}/")
        async with Fetcher(gate, QUICK, contact="mailto:it@acme.example") as fetcher:
            looker = Looker(filled_store, snapshots, fetcher)
            return await crawl(filled_store, snapshots, fetcher, goal, told=lambda step: None, look=looker.look)

    with name_server(zone) as (server, _):
        first = asyncio.run(run(server))
        again = asyncio.run(run(server))
    observed = [step for step in first.steps if step.found == "observed"]
    assert {step.recorded.new for step in observed if step.recorded} == {1}
    assert first.requests <= 25
    assert {step.recorded.new for step in again.steps if step.recorded} == {0}
    with filled_store.session() as session:
        rows = facts_of(session, f"http://{NAME}:{port}/")["facts"]
    told = {row["fact"]: row["value"] for row in rows}
    good = {"web_headers": "yes", "security_txt": "yes", "spf": "yes"}
    expected = {**good, "https_only": "no", "dmarc": "no", "caa": "no", "dnssec": "no"}
    assert {name: told.get(name) for name in expected} == expected
    assert not any("#observed" in asked for asked in vendor_site.paths())


def test_looking_ends_where_the_requests_do(secure: Secure, certificate: tuple[Path, Path]) -> None:
    async def run(server: tuple[str, int]) -> list[str]:
        gate = Gate([f"{NAME}:{secure.port}"], answering("127.0.0.1"), [server])
        context = ssl.create_default_context(cafile=str(certificate[0]))
        async with Fetcher(gate, QUICK, contact="mailto:it@acme.example", trust=context) as fetcher:
            address = Address("https", NAME, secure.port, "/")
            site = Site(address, address, fetcher, Nameserver(gate, 2.0), Budget(0), context)
            return [one.criterion async for one in look(site)]

    with name_server(HERE) as (server, _):
        assert asyncio.run(run(server)) == ["caa", "dmarc", "dnssec", "modern_tls", "spf"]
    assert secure.paths == []
