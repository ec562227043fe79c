"""A vendor's site on loopback: a real HTTP server with pages that a test puts there and faults that it orders."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from types import TracebackType


@dataclass(frozen=True)
class Answer:
    """What the site answers at one path. `delay` is in seconds, before the first byte; a body may follow the asked."""

    body: bytes | Callable[[bytes], bytes]
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    delay: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """One request that the site saw; `at` by the monotonic clock, in seconds."""

    method: str
    path: str
    headers: dict[str, str]
    at: float
    body: bytes = b""


def keeps_pace(times: Iterable[float], pause: float, among: int = 5) -> bool:
    """Tell whether requests came at a pace, several of them together: one that is late alone proves nothing."""
    ordered = sorted(times)
    spans = [last - first for first, last in zip(ordered, ordered[among:], strict=False)]
    return bool(spans) and min(spans) > 0.75 * among * pause


class VendorSite:
    """The site as a context manager. What nobody put there is 404, robots.txt too."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._answers: dict[str, list[Answer]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def address(self) -> str:
        """Give host and port, as BYOT_FETCH_ALLOW takes them."""
        return f"127.0.0.1:{self._server.server_port}"

    def url(self, path: str = "/") -> str:
        """Give the whole address of a path."""
        return f"http://{self.address}{path}"

    def put(
        self,
        path: str,
        body: bytes | str | Callable[[bytes], bytes],
        media_type: str = "text/html; charset=utf-8",
        *,
        status: int = 200,
        delay: float = 0.0,
        headers: dict[str, str] | None = None,
    ) -> str:
        """Lay a page at a path, in place of what is there; give its address. `//host/path` is for one host alone."""
        content = body.encode() if isinstance(body, str) else body
        self._answers[path] = [Answer(content, media_type, status, delay, headers or {})]
        return self.url(path)

    def then(self, path: str, body: bytes | str = b"", *, status: int = 200, delay: float = 0.0) -> None:
        """Lay a further answer at a path: each request takes the next one, the last one stays."""
        content = body.encode() if isinstance(body, str) else body
        self._answers.setdefault(path, []).append(Answer(content, status=status, delay=delay))

    def serve(self, folder: Path) -> None:
        """Lay every file of a folder, by its name; `index.html` also at the folder's own path."""
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            path = "/" + file.relative_to(folder).as_posix()
            kind = guess_type(file.name)[0] or "application/octet-stream"
            self.put(path, file.read_bytes(), f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
            if file.name == "index.html":
                self._answers[path.removesuffix("index.html")] = self._answers[path]

    def robots(self, text: str) -> None:
        """Lay robots.txt."""
        self.put("/robots.txt", text, "text/plain; charset=utf-8")

    def move(self, path: str, to: str, status: int = 301) -> None:
        """Lay a redirect."""
        self.put(path, b"", status=status, headers={"Location": to})

    def paths(self) -> list[str]:
        """Give the paths asked for, in order."""
        return [asked.path for asked in self.asked]

    def __enter__(self) -> "VendorSite":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _next(self, path: str, host: str) -> Answer:
        bare = path.partition("?")[0]
        own = self._answers.get(f"//{host.partition(':')[0]}{bare}")
        waiting = own or self._answers.get(path) or self._answers.get(bare)
        if not waiting:
            return Answer(b"nothing here", "text/plain; charset=utf-8", 404)
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                site.asked.append(Asked(self.command, self.path, dict(self.headers), time.monotonic(), body))
                answer = site._next(self.path, self.headers.get("Host", ""))
                time.sleep(answer.delay)
                try:
                    self._send(answer, answer.body(body) if callable(answer.body) else answer.body)
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True  # the client had enough: a thing that tests order

            do_HEAD = do_POST = do_GET

            def _send(self, answer: Answer, body: bytes) -> None:
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.media_type)
                self.send_header("Content-Length", str(len(body)))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        return Handler
