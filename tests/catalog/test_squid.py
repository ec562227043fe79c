"""Squid's own log, line by line."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.discovery.formats import squid
from catalog.discovery.record import Record, Unreadable

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
HOSTS = st.lists(LABEL, min_size=1, max_size=4).map(".".join).filter(lambda host: not host[-1].isdigit())
USERS = st.sampled_from(
    [
        ("jdoe", "jdoe"),
        ("-", None),
        ("CORP%5Cjdoe", "CORP\\jdoe"),
        ("CORP\\jdoe", "CORP\\jdoe"),
        ("li%40corp.example", "li@corp.example"),
        ("j%C3%B6rg", "jörg"),
        ("unknown", None),
    ]
)


def line(
    result: str = "TCP_TUNNEL/200",
    request: str = "CONNECT slack.com:443",
    user: str = "jdoe",
    hierarchy: str = "HIER_DIRECT/192.0.2.1",
    time: str = "1795507200.123",
    size: str = "10",
) -> bytes:
    return f"{time}    241 10.0.0.1 {result} {size} {request} {user} {hierarchy} -".encode()


def read(**given: str) -> Record:
    record = squid.read(line(**given))
    assert record is not None
    return record


@given(host=HOSTS, user=USERS, milliseconds=st.integers(0, 4_000_000_000_000), size=st.integers(0, 10**18 - 1))
def test_reads_back_what_squid_wrote(host: str, user: tuple[str, str | None], milliseconds: int, size: int) -> None:
    seconds = f"{milliseconds // 1000}.{milliseconds % 1000:03}"
    record = read(request=f"CONNECT {host}:443", user=user[0], time=seconds, size=str(size))
    assert (record.host, record.user, record.bytes_down, record.bytes_up) == (host, user[1], size, None)
    assert record.time == EPOCH + timedelta(milliseconds=milliseconds)


@pytest.mark.parametrize(
    ("request_", "host"),
    [
        ("CONNECT 192.0.2.7:80", "192.0.2.7"),
        ("CONNECT [2001:db8::7]:443", "2001:db8::7"),
        ("CONNECT 2001:db8::7:443", "2001:db8::7"),
        ("CONNECT https://example.com:443", "example.com"),
        ("CONNECT example.com", "example.com"),
        ("CONNECT error:method-not-allowed", None),
        ("GET http://example.com", "example.com"),
        ("GET http://EXAMPLE.com.:8080/a?b=http://c/", "example.com"),
        ("GET http://user:pass@example.com/", "example.com"),
        ("GET http://example.com\\@evil.example/", "example.com"),
        ("GET http://[::1]:3128/squid-internal-mgr/menu", "::1"),
        ("GET http:///nothing", None),
        ("GET cache_object://localhost/counters", "localhost"),
        ("OPTIONS *", None),
        ("GET /path/only", None),
        ("NONE error:invalid-request", None),
        ("- error:transaction-end-before-headers", None),
    ],
)
def test_the_host_is_the_one_that_was_asked_for(request_: str, host: str | None) -> None:
    assert read(request=request_).host == host


@pytest.mark.parametrize(
    ("result", "hierarchy", "action"),
    [
        ("TCP_TUNNEL/200", "HIER_DIRECT/192.0.2.1", "allowed"),
        ("TCP_MISS/403", "HIER_DIRECT/192.0.2.1", "allowed"),
        ("TCP_MISS/401", "HIER_DIRECT/192.0.2.1", "allowed"),
        ("TCP_MISS_ABORTED/000", "HIER_DIRECT/192.0.2.1", "allowed"),
        ("TCP_NEGATIVE_HIT/403", "HIER_NONE/-", "allowed"),
        ("TCP_DENIED/403", "HIER_NONE/-", "blocked"),
        ("TCP_DENIED_REPLY/403", "HIER_DIRECT/192.0.2.1", "blocked"),
        ("TCP_DENIED/200", "HIER_NONE/-", "blocked"),
        ("NONE/403", "HIER_NONE/-", "blocked"),
        ("TCP_DENIED/407", "HIER_NONE/-", None),
        ("TCP_DENIED/401", "HIER_NONE/-", None),
        ("TCP_MISS/407", "HIER_DIRECT/192.0.2.1", None),
    ],
)
def test_what_squid_did(result: str, hierarchy: str, action: str | None) -> None:
    assert read(result=result, hierarchy=hierarchy).action == action


def test_a_request_that_was_not_understood_is_neither_use_nor_block() -> None:
    assert read(result="NONE/400", request="NONE error:invalid-request", hierarchy="HIER_NONE/-").action is None


def test_the_clients_own_address_is_no_user() -> None:
    assert read(user="10.0.0.1").user is None


def test_status_000_means_that_none_was_sent() -> None:
    assert read(result="TCP_MISS_ABORTED/000").status is None


@pytest.mark.parametrize("name", ["%00", "a%00b"])
def test_no_user_holds_what_no_database_takes(name: str) -> None:
    assert "\0" not in (read(user=name).user or "")


@pytest.mark.parametrize(
    "broken",
    [
        line(time="yesterday"),
        line(time="1e9"),
        line(time="nan"),
        line(time="999999999999.0"),
        line(result="TCP_MISS"),
        line(result="TCP_MISS/2000"),
        line(size="-5"),
        line(size="9" * 30),
        line(hierarchy="DIRECT"),
        line(user="u" * 400),
        line()[:70],
        b"# half a comment"[2:],
    ],
)
def test_a_line_that_is_not_whole_is_rejected(broken: bytes) -> None:
    with pytest.raises(Unreadable):
        squid.read(broken)


@pytest.mark.parametrize("empty", [b"", b"   \t", b"# a comment", b"#"])
def test_blank_lines_and_comments_carry_nothing(empty: bytes) -> None:
    assert squid.read(empty) is None
