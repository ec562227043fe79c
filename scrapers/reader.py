"""Reading a vendor's page in a child process: what a page does to a parser or an extractor ends there.

The child has no settings and no store, a limit of memory, and a limit of time per page. One that had to be ended is
replaced for the next page. Between the two go a line of JSON with the bytes, and a line of JSON back.
"""

import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any, Self

from catalog import child
from scrapers.finding import Finding

SECONDS = 20.0
MEMORY = 3 * 1024**3
ORPHANED = 5
"""After the time for a page and these seconds the child ends itself: its parent may have been killed."""


@dataclass(frozen=True)
class Stated:
    """What a page states: its text, kind and findings, or the problem for which it cannot be read.

    `failed` says that the fault may be ours: the page is read again when it is next seen.
    """

    text: str | None = None
    kind: str | None = None
    findings: Sequence[Finding] = ()
    problem: str | None = None
    failed: bool = False


class Reader:
    """Reads pages, one after the other, within limits (`seconds` for a page, `memory` in bytes)."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, body: bytes, *, media_type: str, url: str, kind: str) -> Stated:
        """Give what a page states; a page that breaks the limits, or the child, states nothing and says so."""
        running = self._child if self._child is not None and self._child.poll() is None else self._start()
        head = json.dumps({"media_type": media_type, "url": url, "kind": kind, "size": len(body)})
        try:
            assert running.stdin is not None
            running.stdin.write(head.encode() + b"\n" + body)
            running.stdin.flush()
            answer = self._answer(running)
        except TimeoutError:
            self.close()
            return Stated(problem=f"Reading it took more than {self._seconds:g} seconds", failed=True)
        except (OSError, ValueError):
            self.close()
            return Stated(problem="Reading it broke the reader", failed=True)
        return Stated(**{**answer, "findings": [Finding(**one) for one in answer["findings"]]})

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _start(self) -> subprocess.Popen[bytes]:
        self.close()
        self._child = child.start(__name__, self._memory, int(self._seconds) + ORPHANED)
        return self._child

    def _answer(self, running: subprocess.Popen[bytes]) -> dict[str, Any]:
        assert running.stdout is not None
        deadline = time.monotonic() + self._seconds
        parts: list[bytes] = []
        with selectors.DefaultSelector() as ready:
            ready.register(running.stdout, selectors.EVENT_READ)
            while not parts or not parts[-1].endswith(b"\n"):
                left = deadline - time.monotonic()
                if left <= 0 or not ready.select(left):
                    raise TimeoutError
                part = os.read(running.stdout.fileno(), 1 << 20)
                if not part:
                    raise ValueError("the child is gone")
                parts.append(part)
        answer: dict[str, Any] = json.loads(b"".join(parts))
        return answer


def serve(memory: int, seconds: int) -> None:
    """Be the child: read pages from standard input until it ends, each in so many seconds."""
    child.limit(memory)
    while head := sys.stdin.buffer.readline():
        asked = json.loads(head)
        body = sys.stdin.buffer.read(asked.pop("size"))
        child.alarm(seconds)
        answer = asdict(_stated(body, **asked))
        child.alarm(0)
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()


def _stated(body: bytes, *, media_type: str, url: str, kind: str) -> Stated:
    from scrapers import extract
    from scrapers.page import Unreadable, read

    try:
        page = read(body, media_type=media_type or None, url=url, kind=None if kind == "other" else kind)
        return Stated(page.text, page.kind, extract.each(page))
    except Unreadable as problem:
        return Stated(problem=f"It {problem}")
    except Exception as error:  # one page must not end the reading of all others
        return Stated(problem=f"An extractor failed ({type(error).__name__}: {error})"[:300], failed=True)
