"""The application on a real server on loopback, run as `byot serve` runs it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from web.server import address, configuration, listen

STARTS_WITHIN = 20.0


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port; give its address without a slash at the end, as http://127.0.0.1:PORT."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(configuration(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        _wait_for(server, thread)
        yield address(listening).rstrip("/")
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def _wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    ends = time.monotonic() + STARTS_WITHIN
    while not server.started:
        if not thread.is_alive() or time.monotonic() > ends:
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
