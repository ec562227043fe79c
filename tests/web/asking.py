"""Requests as a browser or a stranger would send them."""

import socket
import ssl
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import httpx

PEOPLE = ("anna", "bo", "cy")
UNUSED = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # no address here is https; a context for each client costs 20 ms
PATIENCE = 60  # seconds: a machine may have much else to do, and no test is about time


def raw(served: str, line: str, **headers: str) -> str:
    """Send one request as it is written, and give the answer's text."""
    place = urlsplit(served)
    said = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    with closing(socket.create_connection((place.hostname or "", place.port or 0), PATIENCE)) as opened:
        opened.sendall(f"{line}\r\n{said}Connection: close\r\n\r\n".encode("latin-1"))
        received = b""
        while part := opened.recv(65_536):
            received += part
    return received.decode("utf-8", "replace")


def acting(person: str) -> dict[str, str]:
    """Give the cookie by which a browser acts as somebody."""
    return {"byot_person": person}


def get(address: str, **given: Any) -> httpx.Response:
    """Ask for an address as httpx does, as nobody."""
    return httpx.get(address, verify=UNUSED, timeout=PATIENCE, **given)


def client_at(served: str, **given: Any) -> httpx.Client:
    """Give a client for one address."""
    return httpx.Client(base_url=served, verify=UNUSED, timeout=PATIENCE, **given)


def client_of(served: str, person: str) -> httpx.Client:
    """Give a client that acts as somebody and sends forms as our own pages do."""
    return client_at(served, headers={"Origin": served}, cookies=acting(person))
