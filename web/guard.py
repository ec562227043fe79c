"""What every request passes first: whose host it names, where it comes from, how large it is.

On the way back: the headers that keep a browser to our own files, and a page in plain words when something broke.
"""

import re
from collections.abc import Awaitable, Callable
from secrets import token_hex

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from catalog.errors import ByotError, NotAllowed

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SAFE = ("GET", "HEAD", "OPTIONS")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain")
LARGEST_BODY = 1_000_000
LARGEST_UPLOAD = 64_000_000
UPLOADS = re.compile(r"/imports|/reviews/[\w-]+/documents")
LONGEST_ADDRESS = 8_000

Refusal = Callable[[Request, int, ByotError], Response]
Broken = Callable[[Request, str, Exception], Response]


class Guard:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...] | None, refuse: Refusal, broken: Broken) -> None:
        """`hosts` are the names a request may be addressed to (None: any); `refuse`, `broken` make the pages."""
        self.app = app
        self.hosts = hosts
        self.refuse = refuse
        self.broken = broken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def sealed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        request = Request(scope)
        try:
            if refusal := self._refusal(request):
                await self.refuse(request, *refusal)(scope, receive, sealed)
            else:
                await self.app(scope, _counted(receive, _most(request)), sealed)
        except Exception as error:
            if started:
                raise
            await self.broken(request, token_hex(2), error)(scope, receive, sealed)

    def _refusal(self, request: Request) -> tuple[int, ByotError] | None:
        """Give the status and the words to refuse a request with, None where it may pass."""
        headers = request.headers
        if not self._our_host(headers):
            return 421, NotAllowed("This site does not answer to that name.", "Open it as http://localhost.")
        if len(request.scope["raw_path"]) + len(request.scope["query_string"]) > LONGEST_ADDRESS:
            return 414, NotAllowed("That is a very long address.", "Ask with fewer words.")
        if not _from_here(request):
            return 403, NotAllowed("This came from another site, so nothing was done.", "Open it here, then try again.")
        length = headers.get("content-length", "0")
        most = _most(request)
        if not length.isdigit() or int(length) > most:
            mend = "Send less than a megabyte." if most == LARGEST_BODY else f"Send less than {most // 1_000_000} MB."
            return 413, NotAllowed("That is too large to take in.", mend)
        return None

    def _our_host(self, headers: Headers) -> bool:
        named = headers.getlist("host")
        if self.hosts is None:
            return True
        return len(named) == 1 and _host_name(named[0]) in self.hosts


def _host_name(host: str) -> str:
    """Give the name in a Host header: without port, brackets and capitals."""
    found = re.fullmatch(r"(\[[0-9a-f:.]+\]|[^:\[\]/@?#]+)(:\d{1,5})?", host.strip().lower())
    return found[1].strip("[]") if found else ""


def _from_here(request: Request) -> bool:
    """Say whether a request comes from our own pages, or only opens one of them, or from no browser at all."""
    headers, method = request.headers, request.method
    origin, fetched = headers.get("origin"), headers.get("sec-fetch-site")
    ours = f"{request.scope['scheme']}://{headers.get('host', '')}".lower()
    if origin is not None and origin.lower() != ours:
        return False
    if fetched in ("same-origin", "none"):
        return True
    if fetched is not None:
        opens = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
        return method in SAFE and opens
    if method in SAFE or origin is not None:
        return True
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    return kind not in ("", *FORMS)


def _most(request: Request) -> int:
    """Give how many bytes a request's body may have: more where a file is given."""
    return LARGEST_UPLOAD if UPLOADS.fullmatch(request.url.path) else LARGEST_BODY


def _counted(receive: Receive, most: int) -> Callable[[], Awaitable[Message]]:
    """Give the body's messages until they are too many bytes: then the client counts as gone."""
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        return message if size <= most else {"type": "http.disconnect"}

    return counted
