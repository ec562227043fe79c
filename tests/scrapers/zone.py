"""A name server on loopback: a real one over TCP, with the records that a test gives it."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from dns import flags, message, rcode, rdatatype, rrset

Zone = Mapping[tuple[str, str], list[str]]
BROKEN = "SERVFAIL"
"""As the one record of a question: the server fails at it."""


@contextmanager
def name_server(zone: Zone, *, garble: bool = False) -> Iterator[tuple[tuple[str, int], list[str]]]:
    """Serve a zone; give the server's address and the questions that it was asked. `garble` damages its answers."""
    asked: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                length = int.from_bytes(connection.recv(2), "big")
                query = message.from_wire(connection.recv(length))
                question = query.question[0]
                name, kind = question.name.to_text(omit_final_dot=True), rdatatype.to_text(question.rdtype)
                asked.append(f"{name} {kind}")
                wire = b"\x00\x01\x02" if garble else _answer(query, zone, name, kind).to_wire()
                connection.sendall(len(wire).to_bytes(2, "big") + wire)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield ("127.0.0.1", int(listener.getsockname()[1])), asked
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def _answer(query: message.Message, zone: Zone, name: str, kind: str) -> message.Message:
    answer = message.make_response(query)
    answer.flags |= flags.RA
    records = zone.get((name, kind))
    if records == [BROKEN]:
        answer.set_rcode(rcode.SERVFAIL)
    elif records:
        answer.answer.append(rrset.from_text(query.question[0].name, 300, "IN", kind, *records))
    elif not any(known == name for known, _ in zone):
        answer.set_rcode(rcode.NXDOMAIN)
    return answer
