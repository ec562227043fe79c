"""Runs the application: one process, threads for the routes, one line per start, tracebacks in the log file."""

import gc
import logging
import socket
import sys

import uvicorn
from fastapi import FastAPI

from catalog.errors import BadUse
from catalog.settings import settings
from catalog.store import Store
from web.app import create_app

BACKLOG = 128
LONGEST_HEAD = 256 * 1024  # of a request; the guard answers long addresses in words, so they must get in


def serve(store: Store, host: str, port: int) -> None:
    """Serve a store's pages until the process is told to end; raise `BadUse` where the address is taken."""
    listening = listen(host, port)
    log_to_file()
    sys.stderr.write(f"byot answers at {address(listening)} (Ctrl+C ends it)\n")
    server = uvicorn.Server(configuration(create_app(store)))
    gc.freeze()  # what is there now stays: no sweep has to look at it again
    server.run(sockets=[listening])


def configuration(app: FastAPI) -> uvicorn.Config:
    """Give how the application is run, wherever it listens."""
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        h11_max_incomplete_event_size=LONGEST_HEAD,
        server_header=False,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=5,
    )


def listen(host: str, port: int) -> socket.socket:
    """Give a socket that listens there: who connects early waits for the server."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sends small answers at once (TCP_NODELAY) only where it is.
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host.strip("[]"), port))
        found.listen(BACKLOG)
    except OSError as error:
        found.close()
        why = error.strerror or str(error)
        raise BadUse(f"Cannot listen on {host} port {port}: {why}", mend="Choose another one with --port") from None
    return found


def address(listening: socket.socket) -> str:
    """Give the address that a browser opens."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def log_to_file() -> None:
    """Let the tracebacks of what broke go to the log file, and one line of each to standard error."""
    brief = logging.StreamHandler()
    brief.setFormatter(_Brief("byot: %(message)s"))
    log = logging.getLogger("byot.web")
    log.handlers[:] = [brief]
    log.propagate = False
    try:
        settings().log.parent.mkdir(parents=True, exist_ok=True)
        whole = logging.FileHandler(settings().log, encoding="utf-8", delay=True)
    except OSError:
        return
    whole.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(whole)


class _Brief(logging.Formatter):
    """Leaves tracebacks out."""

    def formatException(self, ei: object) -> str:  # noqa: N802
        return ""

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return ""
