"""Whatever is sent, the answer is a page in plain words: never a traceback, never a 5xx."""

import json
from random import Random
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from fastapi.dependencies.utils import get_flat_params
from fastapi.routing import APIRoute

from catalog import plugins
from tests.campaigns import Campaign
from tests.web.asking import client_of
from tests.web.test_rights import OPEN, RIGHTS
from web import api, pages
from web.app import API

NASTY = [
    "a%00b", "%ED%A0%80", "%FF%FE", "9" * 30, "-1", "1e400", "%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB", "%E2%80%AE%0A%0D",
    "'%22%3E%3C%25", "x" * 6_000, "%25s%25d%7B0%7D%7B%7B7*7%7D%7D", "..%2F..%2Fetc%2Fpasswd", "true", "2026-02-30",
    "0001-01-01", "9999-12-31T23:59:59Z",
]  # fmt: skip
CHOKING = ["a%00b", "%ED%A0%80", "9" * 30, "-1", "0001-01-01", "9999-12-31T23:59:59Z"]  # what databases differ about
STRIDE = 5  # it shares no divisor with how many there are: all come in turn
FORMS: dict[str, list[str]] = {
    "/adoptions": ["tool", "plan", "account", "data", "purpose", "team", "since"],
    "/reviews/slack/decide": [
        "status", "reason", "expires", "plan", "account", "industry", "data", "team", "department", "person",
        "conditions", "overrides", "preview",
    ],
    "/reviews/slack/reopen": ["why"],
    "/tools/slack/wrong": ["criterion", "fact", "text"],
    "/acting": ["person"],
    "/preferences": ["theme", "density", "keys"],
}  # fmt: skip
GOOD = {
    "tool": "slack",
    "data": "internal",
    "status": "tolerated",
    "reason": "so",
    "expires": "2026-12-30",
    "text": "no",
}
JSON: dict[str, dict[str, Any]] = {
    "/api/v1/adoptions": {
        "tool": "slack",
        "plan": "free",
        "account": "company",
        "data": ["phi"],
        "purpose": "x",
        "team": "y",
    },
    "/api/v1/decisions": {
        "tool": "slack",
        "status": "tolerated",
        "reason": "so",
        "expires": "2026-12-30",
        "scope": {"team": "x"},
    },
}
BODIES = ["a\x00b", "\ud800", "9" * 30, -1, 10**40, None, [], {"a": 1}, ["a\x00b"], True, "x" * 9_000]


def questions() -> dict[str, list[str]]:
    """Every page and resource that is read, with the names of what it may be asked."""
    return {
        f"{prefix}{route.path}": sorted({field.alias for field in get_flat_params(route.dependant)} - set(OPEN))
        for folder, prefix in ((pages, ""), (api, API))
        for plugin in plugins.each(folder)
        for route in plugin.router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }


def person_for(path: str) -> str:
    allowed = RIGHTS[f"GET {path}"]
    return "bo" if "bo" in allowed else allowed[0]


def nasty(number: int, place: int, first: list[str]) -> str:
    """Give something nasty: each above in turn, begun elsewhere for each place, then bytes and pieces by chance."""
    if number < len(first):
        return first[(number * STRIDE + place) % len(first)]
    chance = Random(number)
    pieces = (chance.choice(NASTY)[:200] if chance.random() < 0.5 else quote(chance.randbytes(4)) for _ in range(3))
    return "".join(pieces)


@pytest.mark.soak("nasty questions")
@pytest.mark.parametrize("path", questions())
def test_no_question_breaks_a_page(served: str, database_kind: str, path: str, campaign: Campaign) -> None:
    broken = {}
    first = NASTY if database_kind == "sqlite" else CHOKING
    with client_of(served, person_for(path)) as client:
        for number in campaign.runs(len(first) // 4, 100):
            asked = [
                f"{path.format(**OPEN)}?{name}={nasty(number, place, first)}"
                for place, name in enumerate(questions()[path])
            ]
            for place, key in enumerate(OPEN):
                if f"{{{key}}}" in path:
                    value = nasty(number, place, first).replace("%2F", "x")
                    asked.append(path.replace(f"{{{key}}}", value).format(**OPEN))
            for address in asked:
                answer = client.get(address)
                if answer.status_code >= 500 or "Traceback" in answer.text:
                    broken[address[:80]] = answer.status_code
            campaign.tell(asked=len(asked))
    assert broken == {}


@pytest.mark.parametrize("path", FORMS)
def test_no_form_breaks_a_page(served: str, database_kind: str, path: str) -> None:
    broken = {}
    with client_of(served, "bo") as client:
        client.post("/adoptions", data={"tool": "slack", "data": "phi"})
        for place, name in enumerate(FORMS[path]):
            for value in (NASTY if database_kind == "sqlite" else CHOKING)[place % 4 :: 4]:
                body = "&".join(f"{key}={quote_plus(text)}" for key, text in GOOD.items() if key != name)
                headers = {"Content-Type": "application/x-www-form-urlencoded"}
                answer = client.post(path, content=f"{body}&{name}={value}", headers=headers)
                if answer.status_code >= 500 or "Traceback" in answer.text:
                    broken[f"{name}={value}"[:80]] = answer.status_code
    assert broken == {}


@pytest.mark.parametrize("path", JSON)
def test_no_document_breaks_the_api(served: str, path: str) -> None:
    broken = {}
    with client_of(served, "bo") as client:
        for name in JSON[path]:
            for value in BODIES:
                content = json.dumps({**JSON[path], name: value})
                answer = client.post(path, content=content, headers={"Content-Type": "application/json"})
                if answer.status_code >= 500 or "error" not in answer.json() and answer.status_code >= 400:
                    broken[f"{name}={value!r}"[:80]] = answer.status_code
        for raw in (b"", b"{", b"\xff", b"[" * 5_000, b"null", b"1" * 5_000):
            answer = client.post(path, content=raw, headers={"Content-Type": "application/json"})
            if answer.status_code >= 500:
                broken[repr(raw[:20])] = answer.status_code
    assert broken == {}
