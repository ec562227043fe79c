"""What the name servers say of a domain: questions over TCP, through the gate, each answer whole or none."""

import asyncio
import secrets
from dataclasses import dataclass

import httpcore
from dns import exception, flags, message, rcode, rdatatype

from catalog.errors import FetchFailed
from scrapers.gate import Gate

SECONDS = 4.0
LATER = "Try again later"
SILENT_AFTER = 2
"""After so many questions without an answer in a row, no more are asked."""


@dataclass(frozen=True)
class Answer:
    """The records of one kind at a name, as texts; none where there are none. `code` is NOERROR or NXDOMAIN."""

    name: str
    kind: str
    code: str
    records: tuple[str, ...]

    @property
    def url(self) -> str:
        """The address of the question (RFC 4501)."""
        return f"dns:{self.name}?type={self.kind}"

    @property
    def text(self) -> str:
        """The answer as people read it, the same for the same records."""
        return "\n".join(self.records) or "There is no such record."


class Nameserver:
    """Asks the machine's own name server. One that gives no answer twice is not asked again."""

    def __init__(self, gate: Gate, seconds: float = SECONDS) -> None:
        self._gate = gate
        self._seconds = seconds
        self._unanswered = 0

    async def ask(self, name: str, kind: str) -> Answer:
        """Give the records of a kind (TXT, MX, DS ...) at a name; raise `FetchFailed` where no one knows."""
        if self._unanswered >= SILENT_AFTER:
            raise _failed(name, "the name server does not answer")
        try:
            async with asyncio.timeout(self._seconds):
                found = await self._exchange(name, kind)
        except (TimeoutError, httpcore.NetworkError, httpcore.TimeoutException, FetchFailed, OSError) as error:
            self._unanswered += 1
            raise _failed(name, str(error) or "no answer in time") from None
        except (exception.DNSException, ValueError) as error:
            raise _failed(name, f"the answer is damaged ({error})") from None
        self._unanswered = 0
        return found

    async def _exchange(self, name: str, kind: str) -> Answer:
        query = message.make_query(name, kind, id=secrets.randbelow(65536))
        wire = query.to_wire()
        stream = await self._gate.connect_nameserver(self._seconds)
        try:
            await stream.write(len(wire).to_bytes(2, "big") + wire, self._seconds)
            length = int.from_bytes(await _exactly(stream, 2, self._seconds), "big")
            answer = message.from_wire(await _exactly(stream, length, self._seconds))
        finally:
            await stream.aclose()
        if not query.is_response(answer) or answer.flags & flags.TC:
            raise ValueError("it answers another question")
        code = rcode.to_text(answer.rcode())
        if code not in ("NOERROR", "NXDOMAIN"):
            raise ValueError(code)
        wanted = rdatatype.from_text(kind)
        records = [_text(record) for rrset in answer.answer if rrset.rdtype == wanted for record in rrset]
        return Answer(name, kind, code, tuple(sorted(records)))


async def _exactly(stream: httpcore.AsyncNetworkStream, size: int, seconds: float) -> bytes:
    held = b""
    while len(held) < size:
        part = await stream.read(size - len(held), seconds)
        if not part:
            raise ValueError("it breaks off")
        held += part
    return held


def _text(record: object) -> str:
    """Give a record as text; a TXT record without the quotes and cuts of its wire form."""
    strings = getattr(record, "strings", None)
    return b"".join(strings).decode("utf-8", "replace") if strings else str(record)


def _failed(name: str, why: str) -> FetchFailed:
    return FetchFailed(f"The name servers say nothing of it: {why}", LATER, name, transient=True)
