"""The application on a real server on loopback, run as `byot serve` runs it."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import uvicorn
from fastapi import FastAPI

from web.server import address, configuration, listen

STARTS_WITHIN = 20.0
TURNS = 10


class Server(uvicorn.Server):
    """Ends when it is told to; uvicorn itself looks ten times a second, and waits as long again for its connections."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        self._told, self._loop = asyncio.Event(), asyncio.get_running_loop()
        await super().startup(sockets)

    async def main_loop(self) -> None:
        """Answer until the end."""
        await self.on_tick(0)
        await self._told.wait()

    def end(self) -> None:
        """Tell it to end, from another thread."""
        self.should_exit = True
        self._loop.call_soon_threadsafe(self._told.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, see those through that there are, then end the application."""
        await _settle()  # whom the loop was about to let in is in: it forgets them where it listens no more
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await _settle()  # and who had nothing to say is gone
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wait_tasks_to_complete(), self.config.timeout_graceful_shutdown)
        await self.lifespan.shutdown()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await _settle()


async def _settle() -> None:
    """Let the loop do what it is about to do, however busy the machine is."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port; give its address without a slash at the end, as http://127.0.0.1:PORT."""
    listening = listen("127.0.0.1", 0)
    server = Server(configuration(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        _wait_for(server, thread)
        yield address(listening).rstrip("/")
    finally:
        server.end()
        thread.join()
        listening.close()


def _wait_for(server: Server, thread: threading.Thread) -> None:
    ends = time.monotonic() + STARTS_WITHIN
    while not server.started:
        if not thread.is_alive() or time.monotonic() > ends:
            raise RuntimeError("the server did not start")
        time.sleep(0.002)
