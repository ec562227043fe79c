"""What every request passes: whose host it names, where it comes from, how large it is."""

import contextlib
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest

from catalog.store import Store
from tests.web.asking import client_at, get, raw
from web.app import create_app
from web.guard import HEADERS, LARGEST_BODY

SAVE = {"theme": "dark", "density": "compact", "keys": "off"}


@pytest.fixture
def client(served_once: str) -> Iterator[httpx.Client]:
    with client_at(served_once) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/", "/check?q=slack", "/static/base.css", "/nowhere", "/api/v1/check?q=slack"])
def test_every_answer_carries_the_headers_that_keep_a_browser_to_our_files(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.nip.io", "", "[::2]"]
)
def test_a_name_that_is_not_ours_is_refused(served_once: str, host: str) -> None:
    assert raw(served_once, "GET / HTTP/1.1", Host=host).startswith("HTTP/1.1 421 ")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1", "[::1]:8765", "127.0.0.1:1"])
def test_the_names_of_this_machine_are_answered(served_once: str, host: str) -> None:
    assert raw(served_once, "GET /keys HTTP/1.1", Host=host).startswith("HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
        {},
    ],
    ids=str,
)
def test_a_form_from_elsewhere_changes_nothing(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.post("/preferences", data=SAVE, headers=headers)
    assert answer.status_code == 403
    assert "nothing was done" in answer.text
    assert "set-cookie" not in answer.headers


def test_our_own_form_is_taken(client: httpx.Client, served_once: str) -> None:
    answer = client.post("/preferences", data=SAVE, headers={"Origin": served_once})
    assert answer.status_code == 303
    shown = client.get("/preferences")
    assert 'data-theme="dark"' in shown.text
    assert "Saved." in shown.text
    assert "Saved." not in client.get("/preferences").text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 200),
        ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({}, 200),
    ],
    ids=str,
)
def test_others_may_link_to_a_page_and_nothing_else(client: httpx.Client, headers: dict[str, str], status: int) -> None:
    assert client.get("/api/v1/check?q=slack", headers=headers).status_code == status


def test_a_large_body_is_refused_in_words(client: httpx.Client, served_once: str) -> None:
    answer = client.post("/preferences", data={"theme": "x" * (LARGEST_BODY + 1)}, headers={"Origin": served_once})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_large_body_without_a_length_is_not_read_to_its_end(client: httpx.Client, served_once: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(200):
            yield b"theme=" + b"x" * 100_000

    headers = {"Origin": served_once, "Content-Type": "application/x-www-form-urlencoded"}
    with contextlib.suppress(httpx.HTTPError):  # the server may close the connection while we still send
        assert client.post("/preferences", content=endless(), headers=headers).status_code >= 400


def test_something_unforeseen_gets_a_number_and_no_traceback(filled_store: Store, caplog: Any) -> None:
    from tests.serving import serving

    app = create_app(filled_store)

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("secret words")

    with serving(app) as address:
        answer = get(f"{address}/broken")
    assert answer.status_code == 500
    assert "Something broke on our side. Nothing you saved is lost." in answer.text
    number = answer.text.split("Tell IT number ")[1][:4]
    assert any(number in record.getMessage() for record in caplog.records)
    assert "secret words" not in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_port_answers_only_here(served_once: str) -> None:
    port = int(served_once.rsplit(":", 1)[1])
    with closing(socket.create_connection(("127.0.0.1", port), 2)):
        pass
