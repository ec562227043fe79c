"""Errors as pages and as JSON: what happened, and what mends it."""

from collections.abc import Iterator

import pytest
from starlette.exceptions import HTTPException

from catalog.errors import (
    AddressRefused,
    BadData,
    BadUse,
    Conflicting,
    NotAllowed,
    NotFound,
    StoreProblem,
    UnknownPlan,
    UnknownTool,
)
from catalog.store import Store
from tests.serving import serving
from tests.web.asking import get
from tests.web.test_check import text_of
from web.app import create_app

RAISED: dict[str, tuple[Exception, int, str]] = {
    "notfound": (NotFound("there is no case", "see them"), 404, "There is no case. See them."),
    "tool": (UnknownTool("slak", ["slack"]), 404, "Choose one of: slack."),
    "plan": (UnknownPlan("gold", ["free"], where="Slack"), 422, "Choose one of: free."),
    "forbidden": (NotAllowed("This page is for reviewers.", "Ask Bo if you need it."), 403, "Ask Bo if you need it."),
    "moved": (Conflicting("Bo decided this already", "look again"), 409, "Bo decided this already. Look again."),
    "use": (BadUse("that is no day", "write it like 2026-11-24"), 422, "Write it like 2026-11-24."),
    "data": (BadData("the file is broken", "mend line 7"), 422, "Mend line 7."),
    "store": (StoreProblem("the database is busy", "try again"), 503, "The database is busy. Try again."),
    "address": (AddressRefused("that is no public address", "give another"), 502, "Give another."),
    "quick": (HTTPException(429, headers={"Retry-After": "20"}), 429, "That was quick. Try again in 20 seconds."),
    "method": (HTTPException(405), 405, "This address does not take that."),
    "broken": (
        ZeroDivisionError("secret"),
        500,
        "Something broke on our side. Nothing you saved is lost. Tell IT number",
    ),
}


@pytest.fixture
def raising(store: Store) -> Iterator[str]:
    """The address of an application that raises, as a page and under the API."""
    app = create_app(store)

    @app.get("/raise/{name}")
    @app.get("/api/v1/raise/{name}")
    def raise_(name: str) -> None:
        raise RAISED[name][0]

    with serving(app) as address:
        yield address


def test_every_error_is_a_page_in_plain_words_and_json_for_programs(raising: str) -> None:
    for name, (_, status, words) in RAISED.items():
        page = get(f"{raising}/raise/{name}")
        assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
        assert words in text_of(page.text)
        assert "Traceback" not in page.text
        assert "secret" not in page.text
        document = get(f"{raising}/api/v1/raise/{name}")
        assert document.status_code == status
        error = document.json()["error"]
        assert words.startswith(error["message"]) or words in f"{error['message']} {error['mend']}"


def test_an_update_that_fails_is_the_block_alone(raising: str) -> None:
    part = get(f"{raising}/raise/use", headers={"HX-Request-Type": "partial"})
    assert part.status_code == 422
    assert "<html" not in part.text


def test_too_quick_says_when_to_come_back(raising: str) -> None:
    assert get(f"{raising}/raise/quick").headers["retry-after"] == "20"


def test_nothing_lives_at_an_unknown_address(raising: str) -> None:
    said = get(f"{raising}/nowhere")
    assert said.status_code == 404
    assert "Nothing lives here. Try the box above." in text_of(said.text)
    assert get(f"{raising}/static/../app.py").status_code == 404
    assert get(f"{raising}/static/%2e%2e/app.py").status_code == 404


def test_a_page_works_while_nothing_is_known_yet(store: Store) -> None:
    with serving(create_app(store)) as address:
        assert get(address).status_code == 200
        assert get(f"{address}/tools").status_code == 200
        answer = get(f"{address}/check", params={"q": "slack"})
        assert answer.status_code == 422
        assert "Traceback" not in answer.text
