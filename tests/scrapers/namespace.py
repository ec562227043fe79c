"""Runs a program in a network of its own: forbidden and public addresses all live on `lo`, and nothing gets out.

Behind every address stands the same canary, on every port of interest, which writes down at which address it was
visited. Names resolve by a hosts file of the namespace, through the system's own resolver.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import AF_INET6, IPPROTO_IPV6, IPV6_V6ONLY

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = ("93.184.216.34", "2606:4700::1111")
FORBIDDEN = (
    "10.0.0.1", "100.100.100.200", "168.63.129.16", "169.254.169.254", "172.16.0.1", "192.0.0.192", "192.168.1.1",
    "198.18.0.1", "203.0.113.1", "fd00:ec2::254", "2002:7f00:1::1", "64:ff9b::a9fe:a9fe", "3fff::1", "2001:db8::1",
)  # fmt: skip
PORTS = (80, 22, 6379, 8080)
HOSTS = """
127.0.0.1 localhost inner.example
::1 localhost
93.184.216.34 good.example xn--bcher-kva.example
2606:4700::1111 six.example
169.254.169.254 metadata.example metadata.google.internal
10.0.0.1 intranet.example intranet
10.0.0.1 mixed.example
93.184.216.34 mixed.example
fd00:ec2::254 ula.example
2002:7f00:1::1 tunnel.example
64:ff9b::a9fe:a9fe translated.example
"""
PAGE = b"<html><title>Plans</title><body><h1>Pricing</h1><h2>Pro</h2><p>$8.75 per user per month</p></body></html>"


def permitted() -> bool:
    """Tell whether this machine lets a test make a network of its own."""
    if not (shutil.which("unshare") and shutil.which("ip")):
        return False
    tried = subprocess.run(["unshare", "-rnm", "ip", "link", "set", "lo", "up"], capture_output=True, check=False)
    return tried.returncode == 0


def run(script: str, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a Python script inside; it finds this module as `tests.scrapers.namespace`."""
    hosts = folder / "hosts"
    hosts.write_text(HOSTS)
    addresses = "".join(
        f"ip addr add {ip}/{128 if ':' in ip else 32} dev lo {'nodad' if ':' in ip else ''} && "
        for ip in (*PUBLIC, *FORBIDDEN)
    )
    shell = f'ip link set lo up && {addresses} mount --bind {hosts} /etc/hosts && exec "$@"'
    return subprocess.run(
        ["unshare", "-rnm", "sh", "-c", shell, "sh", sys.executable, "-c", script, *arguments],
        capture_output=True, text=True, timeout=240, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


class Canary:
    """Listens everywhere in the namespace and tells where it was visited, as (address, port, path)."""

    def __init__(self) -> None:
        self.visits: list[tuple[str, int, str]] = []
        for port in PORTS:
            for server in (self._server(port, six=False), self._server(port, six=True)):
                threading.Thread(target=server.serve_forever, daemon=True).start()

    def addresses(self) -> list[str]:
        """Give the addresses that were visited, each once, sorted."""
        return sorted({address for address, _, _ in self.visits})

    def _server(self, port: int, *, six: bool) -> ThreadingHTTPServer:
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                address = self.connection.getsockname()[0]
                canary.visits.append((address, port, self.path))
                moved = self.path.startswith("/to/")
                self.send_response(302 if moved else 404 if self.path == "/robots.txt" else 200)
                if moved:
                    self.send_header("Location", bytes.fromhex(self.path.removeprefix("/to/")).decode())
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", "0" if moved else str(len(PAGE)))
                self.end_headers()
                if not moved:
                    self.wfile.write(PAGE)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def server_bind(self) -> None:
                if six:
                    self.socket.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1)
                super().server_bind()

        if six:
            Server.address_family = AF_INET6
        return Server(("::" if six else "0.0.0.0", port), Handler)


def through_redirect(url: str) -> str:
    """Give a public address that redirects to another one."""
    return f"http://good.example/to/{url.encode('utf-8', 'surrogatepass').hex()}"


def told(result: subprocess.CompletedProcess[str]) -> dict[str, Sequence[str]]:
    """Give the JSON document that a script printed last."""
    assert result.returncode == 0, result.stderr[-3000:]
    document: dict[str, Sequence[str]] = json.loads(result.stdout.splitlines()[-1])
    return document
