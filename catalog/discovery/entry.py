"""What a log writes in one entry, as texts, to a record: what says nothing becomes None, in the same way everywhere."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

from catalog.discovery import fields
from catalog.discovery.record import Action, Record, Unreadable

NOTHING: Final = frozenset(
    (
        *("", "-", "--", "n/a", "na", "none", "null", "(null)", "(empty)", "unknown", "nil", "undefined"),
        *("notavailable", "not available"),
    )
)
LONGEST_NOTHING: Final = max(map(len, NOTHING))
HOST: Final = re.compile(r"[^\s\"'{}<>|\\^`,;()\[\]=]+")
PORTED: Final = re.compile(
    r"(\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}):\d{1,5}|\[([0-9A-Fa-f:.]+)\](?::\d{1,5})?"
)
"""An address and its port; one of IPv6 without brackets only where all of its groups stand there."""
MAIL: Final = re.compile(r"[^@:]+@[^@:]+")
WHOLE: Final = re.compile(r"[0-9]{1,18}(?:\.0*)?")
METHOD: Final = re.compile(r"[A-Z][A-Z_-]{1,24}")
BLOCKED: Final = (
    *("block", "den", "drop", "reject", "reset", "prevent", "refus", "quarantin", "prohibit", "forbid", "filtered"),
    *("sinkhol", "stop", "disallow", "not allowed", "unauthorized", "discard"),
    *("bloq", "geblock", "gesperr", "verweiger", "abgelehn", "verworf"),
)
CHALLENGE: Final = re.compile(
    r"auth[a-z]*[-_ ]?(?:redirect|required|challenge|needed)|challenge|captive|login required"
)


def record(
    *,
    time: datetime | None = None,
    user: object = None,
    client: object = None,
    host: object = None,
    url: object = None,
    method: object = None,
    action: Action | None = "allowed",
    status: object = None,
    up: object = None,
    down: object = None,
    app: object = None,
) -> Record:
    """Give a record of texts and numbers as the log writes them. A whole URL tells the host before `host` does."""
    address = _address(client) if client is not None else None
    where = unquoted(said(url)) if url is not None else None
    asked_host = fields.host_of_url(where) if where and "://" in where else None
    if asked_host is None and host is not None:
        asked_host = asked(host)
    return Record(
        time=time,
        user=person(user, address) if user is not None else None,
        client=address,
        host=asked_host,
        url=where,
        method=_method(str(method)) if method else None,
        action=action,
        status=answered(status) if status is not None else None,
        bytes_up=count(up) if up is not None else None,
        bytes_down=count(down) if down is not None else None,
        app=said(app) if app is not None else None,
    )


def _address(value: object) -> str | None:
    """Give a client's address without its port; none of what is a URL."""
    text = said(value)
    if text is None or ":" not in text:
        return text
    if "://" in text:
        return None
    found = PORTED.fullmatch(text)
    return (found[1] or found[2]) if found else text


@lru_cache(1 << 8)
def _method(text: str) -> str | None:
    word = (said(text) or "").upper()
    return word if METHOD.fullmatch(word) else None


def said(value: object) -> str | None:
    """Give a value as text, None where it says nothing."""
    if value is None:
        return None
    if type(value) is not str:
        if isinstance(value, bool | list | dict):
            return None
        value = str(value)
    text = value.strip()
    if len(text) <= LONGEST_NOTHING and text.lower() in NOTHING:
        return None
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}") if "\0" in text else text


def unquoted(text: str | None) -> str | None:
    """Give a text without the quotes around it."""
    return text[1:-1] if text and text[0] == '"' == text[-1] and len(text) > 2 else text


def person(value: object, client: str | None) -> str | None:
    """Give a user as written; None for nobody and for an address. Raises `Unreadable` for a name beyond all length."""
    name = said(value)
    if (
        name is None
        or name == client
        or name.lower() in fields.NOBODY
        or (name[-1:].isalnum() and fields.is_address(name))
    ):
        return None
    if len(name) > fields.LONGEST_USER:
        raise Unreadable(f"a user of {len(name)} letters")
    return name.replace("\\\\", "\\") if "\\\\" in name else name


def asked(value: object) -> str | None:
    """Give the host in what was asked for: a URL with or without scheme, `host:port`, a name with a final dot."""
    text = unquoted(said(value))
    return _asked(text) if text is not None else None


@lru_cache(fields.REMEMBERED)
def _asked(text: str) -> str | None:
    if fields.SCHEME.match(text):
        return fields.host_of_url(text)
    for end in "/?#":
        text = text.partition(end)[0]
    if MAIL.fullmatch(text):
        return None
    text = text.rpartition("@")[2]
    if text.startswith("["):
        return fields.host_of_authority(text)
    return fields.host_of_authority(text) if HOST.fullmatch(text) else None


def count(value: object) -> int | None:
    """Give a number of bytes, None where the log has none; raise `Unreadable` for what is no count."""
    text = said(value)
    if text is None:
        return None
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    if text.startswith("-"):
        return None
    if not WHOLE.fullmatch(text):
        raise Unreadable(f"{text[:20]!r} is no number of bytes")
    return int(text.partition(".")[0])


def answered(value: object) -> int | None:
    """Give the status that was sent, None where none was."""
    return _answered(str(value)) if isinstance(value, str | int) else None


@lru_cache(1 << 10)
def _answered(value: str) -> int | None:
    text = said(value)
    return int(text) if text and re.fullmatch(r"[1-5][0-9]{2}", text) else None


def verdict(*words: object, status: object = None) -> Action | None:
    """Give what was done by the first word that says something: blocked, allowed, or None for a request to sign in.

    Words of figures alone are codes, which say nothing without their product's key to them.
    """
    if answered(status) == 407:
        return None
    for value in words:
        word = (said(value) or "").lower()
        if word and not word.isdigit():
            return _ruled(word)
    return "allowed"


@lru_cache(1 << 10)
def _ruled(word: str) -> Action | None:
    if CHALLENGE.search(word):
        return None
    return "blocked" if any(word.startswith(part) or f"_{part}" in word for part in BLOCKED) else "allowed"
