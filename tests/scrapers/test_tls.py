"""TLS: the name is spoken and checked, whichever address the gate chose."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.errors import FetchFailed
from tests.scrapers.fetching import answering, fetching


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
def secure_site(certificate: tuple[Path, Path]) -> Iterator[tuple[str, list[str]]]:
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
