"""A site of 2,000 pages on loopback, in a process of its own, answered from memory: what both crawlers fetch."""

import asyncio
import sys

PAGES = 2000
LINKS = 20
FILLING = "<p>Words about the plan that nobody needs, and a few more of them to make a page of usual length.</p>" * 100


def page(number: int) -> bytes:
    """A page that leads to twenty others, with a title and a price."""
    links = "".join(f'<li><a href="/plans/{(number * LINKS + n) % PAGES}">Plan</a></li>' for n in range(1, LINKS + 1))
    return (
        f"<!doctype html><html><head><title>Plan {number}</title></head><body><nav><ul>{links}</ul></nav>"
        f'<h1>Plan {number}</h1><p class="price">${number % 90 + 1}.50 per user per month</p>{FILLING}</body></html>'
    ).encode()


READY: dict[bytes, bytes] = {}
ABSENT = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"


class Answers(asyncio.Protocol):
    """HTTP/1.1 with connections that stay open, and nothing else."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._got = b""

    def data_received(self, data: bytes) -> None:
        self._got += data
        while b"\r\n\r\n" in self._got:
            head, _, self._got = self._got.partition(b"\r\n\r\n")
            self._transport.write(READY.get(head.split(b" ", 2)[1], ABSENT))


async def main() -> None:
    for number in range(PAGES):
        body = page(number)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        READY[f"/plans/{number}".encode()] = head.encode() + body
    server = await asyncio.get_running_loop().create_server(Answers, "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
