"""ClickHouse's own HTTP interface on the loopback, as far as byot asks it: chdb in a process of its own.

`python tests/clickhouse.py` serves until its standard input ends, and prints its port first.
"""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

USER, KEY = "byot", "let me in"


@contextmanager
def server() -> Iterator[str]:
    """Give the URL of a server that runs meanwhile."""
    with subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as one:
        assert one.stdin is not None
        assert one.stdout is not None
        yield f"clickhouse://{USER}:{KEY.replace(' ', '%20')}@127.0.0.1:{int(one.stdout.readline())}"
        one.stdin.close()
        one.wait(60)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        import chdb

        statement = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if (self.headers["X-ClickHouse-User"], self.headers["X-ClickHouse-Key"]) != (USER, KEY):
            self._answer(403, b"Code: 516. DB::Exception: Authentication failed. (AUTHENTICATION_FAILED)\n")
            return
        try:
            self._answer(200, chdb.query(statement).bytes())
        except RuntimeError as error:
            self._answer(404, f"{error}\n".encode())

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    with HTTPServer(("127.0.0.1", 0), Handler) as serving:
        sys.stdout.write(f"{serving.server_port}\n")
        sys.stdout.flush()
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        sys.stdin.read()
        serving.shutdown()


if __name__ == "__main__":
    main()
