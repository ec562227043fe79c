"""A language model that may be asked what else a page states: any server that speaks OpenAI's chat completions.

Off until somebody names one. It is reached by the gate alone and only at the address that was set: a redirect ends the
call. It gets no tools, no memory and no second question; what it says counts as little as an assertion does, and only
where its quote stands on the page (`scrapers/replies.py`).
"""

import asyncio
import json
from collections.abc import Mapping
from types import TracebackType
from typing import Self, cast

import httpx
from sqlmodel import Session

from catalog.errors import AddressRefused, BadSetting, BadUse, FetchFailed
from catalog.moment import Moment, now
from catalog.rubric import Criterion, stored_at
from catalog.settings import Settings
from catalog.store import Store
from scrapers import replies
from scrapers.address import Address
from scrapers.decode import Decoder
from scrapers.fetch import NETWORK
from scrapers.gate import Gate
from scrapers.questions import asked, request, speaks_to_programs
from scrapers.reader import Stated
from scrapers.replies import Answered, NoReply
from scrapers.transport import GateTransport

LARGEST = 256 * 1024
CONNECT = 10.0
LATER = "See that it runs and that BYOT_LLM_URL, BYOT_LLM_MODEL and BYOT_LLM_KEY are right"


class LanguageModel:
    """Asks one model at one address, for as long as it is open (`async with`)."""

    def __init__(self, gate: Gate, read: Settings, criteria: Mapping[str, Criterion]) -> None:
        """Take the settings; raise `BadSetting` where they do not go together, `AddressRefused` by the gate."""
        if not read.llm_url or not read.llm_model:
            raise BadSetting(
                "A language model needs its address and its name", "Set both, or neither",
                where="BYOT_LLM_URL and BYOT_LLM_MODEL",
            )  # fmt: skip
        self.name = read.llm_model
        self.calls = read.llm_calls
        self.criteria = criteria
        self._address = _completions(gate, read)
        self._seconds = read.llm_seconds
        self._key = read.llm_key
        self._transport = GateTransport(gate)

    @classmethod
    def set_up(cls, read: Settings, gate: Gate, store: Store) -> Self | None:
        """Give the model that the settings name, None where they name none. Raises like the class itself."""
        if not read.llm_url and not read.llm_model:
            return None
        with store.session() as session:
            return cls(gate, read, _criteria(session))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    def begin(self) -> "Asking":
        """Begin with a tool: so many calls may be made for it."""
        return Asking(self)

    async def complete(self, body: bytes) -> bytes:
        """Send one request; give the body of the answer. Raises `FetchFailed` where there is none, or too much."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._sent(body)
        except TimeoutError:
            raise self._failed(f"it took more than {self._seconds:g} seconds") from None
        except NETWORK as error:
            raise self._failed(f"it does not answer ({type(error).__name__})") from None

    async def _sent(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        sent = httpx.Request(
            "POST", self._address.origin, headers=headers, content=body,
            extensions={"address": self._address, "timeout": {"connect": CONNECT}},
        )  # fmt: skip
        answer = await self._transport.handle_async_request(sent)
        try:
            if answer.status_code != 200:
                raise self._failed(f"it answered {answer.status_code}")
            decoder = Decoder(answer.headers.get("content-encoding", ""), limit=LARGEST, where=self._address.url)
            pieces: list[bytes] = []
            async for part in cast(httpx.AsyncByteStream, answer.stream):
                pieces.extend(decoder.feed(part))
            decoder.finish()
            return b"".join(pieces)
        finally:
            await answer.aclose()

    def _failed(self, why: str) -> FetchFailed:
        return FetchFailed(f"The language model {self.name} was not heard: {why}", LATER, self._address.url)


class Asking:
    """The questions about the pages of one tool: a limit of calls, and none after one that failed."""

    def __init__(self, model: LanguageModel) -> None:
        self.model = model.name
        self._model = model
        self._left = model.calls

    async def ask(self, what: Stated, url: str) -> Answered | None:
        """Give what the model says of a page; None where there is nothing to ask, or no call is left."""
        if what.text is None or what.kind is None:
            return None
        questions = asked(self._model.criteria, what.kind, (one.fact for one in what.findings))
        if not questions:
            return Answered(self.model)
        if speaks_to_programs(what.text, self._model.criteria):
            return Answered(self.model, problem="Its text speaks to programs, so no language model was asked")
        if self._left <= 0:
            return None
        self._left -= 1
        body = json.dumps(request(self.model, questions, text=what.text, kind=what.kind, url=url)).encode()
        try:
            reply = replies.read(await self._model.complete(body), text=what.text, questions=questions)
        except NoReply as problem:
            return Answered(self.model, problem=f"The language model was of no use: {problem}", whole=False)
        except FetchFailed as failure:
            self._left = 0
            return Answered(self.model, problem=failure.message, whole=False)
        left_out = f"Of what the language model said, {reply.left_out} did not stand on it"
        return Answered(self.model, reply.findings, left_out if reply.left_out else None)


def _completions(gate: Gate, read: Settings) -> Address:
    """Give where requests go; a key goes in the clear to nobody but an address that was opened."""
    try:
        address = gate.admit(f"{(read.llm_url or '').rstrip('/')}/chat/completions")
    except AddressRefused as refused:
        refused.where = f"BYOT_LLM_URL, {refused.where}"
        raise
    if read.llm_key and address.scheme == "http" and not gate.opens(address):
        raise BadSetting("A key goes over https alone", "Write https:// in the address", where="BYOT_LLM_URL")
    return address


def _criteria(session: Session) -> dict[str, Criterion]:
    try:
        return dict(stored_at(session, Moment(now(), now())).criteria)
    except BadUse:
        return {}  # no release was loaded yet
