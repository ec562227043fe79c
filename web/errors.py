"""Errors as pages, or as JSON under /api/: what happened, and what mends it. Never a traceback."""

import logging
import re
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from catalog.errors import (
    BadData,
    BadUse,
    ByotError,
    Conflicting,
    FetchFailed,
    HasLeft,
    NotAllowed,
    NotFound,
    StoreProblem,
    UnknownTool,
)
from web.render import page

log = logging.getLogger("byot.web")
API = "/api/"
OPTION = re.compile(r"--(?=[a-z])")
COMMAND = re.compile(r": byot [^;]*")
START = ("/", "Back to the start")
ANOTHER = ("/acting", "Choose who you are")
STATUS = (
    (NotFound, 404), (UnknownTool, 404), (NotAllowed, 403), (Conflicting, 409), (BadUse, 422), (BadData, 422),
    (StoreProblem, 503), (FetchFailed, 502),
)  # fmt: skip
WORDS = {
    400: ("The browser sent something that cannot be read.", "Go back and try again."),
    401: ("You are not signed in.", "Sign in, then come back."),
    403: ("This page is not for you.", "Ask your administrator if you need it."),
    404: ("Nothing lives here.", "Try the box above."),
    405: ("This address does not take that.", "Open it as a page instead."),
    413: ("That is too large to take in.", "Send less than a megabyte."),
    422: ("There is a problem with what was asked.", "Change it and ask again."),
    500: ("Something broke on our side. Nothing you saved is lost.", ""),
}


def install(app: FastAPI) -> None:
    """Answer every kind of error in plain words."""
    app.add_exception_handler(ByotError, _expected)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    for kind in (DataError, UnicodeEncodeError):
        app.add_exception_handler(kind, _unstorable)


def answer(
    request: Request,
    status: int,
    message: str,
    mend: str,
    headers: dict[str, str] | None = None,
    way_on: tuple[str, str] = START,
) -> Response:
    """Give an error as a page with the way on from there (address, words), or as JSON for programs."""
    if request.url.path.startswith(API):
        document = {"error": {"status": status, "message": message, "mend": mend}}
        return JSONResponse(document, status, headers)
    said = _sentence(_on_page(mend))
    response = page(request, "error.html", status=status, code=status, message=message, mend=said, way_on=way_on)
    response.headers.update(headers or {})
    return response


def refuse(request: Request, status: int, error: ByotError) -> Response:
    """Answer a request that may not pass."""
    return answer(request, status, error.message, error.mend)


def broken(request: Request, number: str, error: Exception) -> Response:
    """Answer when something unforeseen broke: a number for the person, the traceback for the log."""
    log.error("%s %s broke, number %s", request.method, request.url.path, number, exc_info=error)
    return answer(request, 500, WORDS[500][0], f"Tell IT number {number}.")


def status_of(error: ByotError) -> int:
    """Give the HTTP status of an error."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def _expected(request: Request, error: Exception) -> Response:
    if not isinstance(error, ByotError):
        raise error
    way_on = ANOTHER if isinstance(error, HasLeft) else START
    return answer(request, status_of(error), _sentence(error.message), _sentence(error.mend), way_on=way_on)


def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        wait = headers.get("Retry-After", "20")
        return answer(request, 429, "That was quick.", f"Try again in {wait} seconds.", headers)
    message, mend = WORDS.get(error.status_code, WORDS[500 if error.status_code >= 500 else 422])
    return answer(request, error.status_code, message, mend, headers)


def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "the request"
    most = first.get("ctx", {}).get("max_length") if first["type"] == "string_too_long" else None
    said = f"That is too long: at most {most} letters" if most else first["msg"]
    return answer(request, 422, f"{where}: {said}.", "Change it and ask again.")


def _unstorable(request: Request, error: Exception) -> Response:
    """Answer text that no database can hold, such as one with a NUL byte in it."""
    return answer(request, 422, "That holds characters that nobody can read.", "Write it again without them.")


def in_words(error: ByotError) -> str:
    """Give what happened and what mends it, as sentences to stand beside a field; a page has no options."""
    said = f"{_sentence(error.message)} {_sentence(_on_page(error.mend))}".strip()
    return OPTION.sub("", said)


def _on_page(mend: str) -> str:
    """Give a mend without the command that it names: on a page it is one step away."""
    kept = COMMAND.sub("", mend)
    return "" if kept == "look" else kept


def _sentence(text: str) -> str:
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
