"""A fetched page → its snapshot and the facts that stand in it, in one transaction, or nothing at all.

The bytes are stored first, durably; facts come out of the stored bytes, never out of the answer in memory.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlmodel import Session, col, select

from catalog.errors import FetchFailed
from catalog.evidence.record import mark_unsupported
from catalog.models.evidence import Run, Snapshot, Source
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.address import Address
from scrapers.draft import known_tool, tool_for
from scrapers.fetch import Response
from scrapers.reader import Reader, Stated
from scrapers.replies import Answered
from scrapers.stored import VERSION, heard, new_run, record_facts, record_heard, stated

SEEN_AGAIN_AFTER = timedelta(days=7)
"""The same bytes are a new observation only after this time; until then a second look records nothing."""
_KEPT_HEADERS = ("content-type", "content-language", "content-encoding", "etag", "last-modified", "date", "server")


@dataclass(frozen=True)
class Recorded:
    """What became of a page: *fetched* or *unchanged*; the snapshot's hash; facts that stand in it, and new ones.

    `rendered` says that a browser wrote it.
    """

    tool: str
    url: str
    kind: str
    state: str
    snapshot: str
    size: int
    facts: int
    new: int
    problem: str | None
    rendered: bool = False


@dataclass(frozen=True)
class Looked:
    """A page that was stored and read: the kind that it was taken for, the answer, the hash, and what it states."""

    kind: str
    answer: Response
    name: str
    what: Stated


class Recorder:
    """Records what one crawl of one tool fetches; the tool comes to be with its first page, if nobody knows it."""

    def __init__(
        self, store: Store, snapshots: Snapshots, reader: Reader, home: Address, tool: str | None = None
    ) -> None:
        """Take the slug of a known tool; without one it is the tool of the home's domain, known or new."""
        self._store = store
        self._snapshots = snapshots
        self._reader = reader
        self._home = home
        self._slug = tool
        self._run_id: int | None = None

    def look(self, kind: str, answer: Response) -> Looked:
        """Store the bytes, then read what they state. Raises `StoreProblem`, having stored nothing."""
        name = self._snapshots.store(answer.body)
        what = stated(
            self._snapshots, self._reader, name, content_type=answer.content_type, url=answer.address.url, kind=kind
        )
        return Looked(kind, answer, name, what)

    def heard_before(self, looked: Looked, model: str) -> Answered | None:
        """Give what a language model said of the very same bytes before; None where it was not asked about them."""
        if looked.what.text is None:
            return None
        with self._store.session() as session:
            source = self._source(session, looked.answer.asked.url) or self._source(session, looked.answer.address.url)
            return None if source is None else heard(session, source, looked.name, model, looked.what.text)

    def record(self, looked: Looked, heard: Answered | None = None) -> Recorded:
        """Record snapshot and facts together, those too that a language model found. Raises `StoreProblem`."""
        recorded, self._run_id = self._store.transact(lambda session: self._write(session, looked, heard))
        self._slug = recorded.tool
        return recorded

    def validators(self, url: str) -> dict[str, str]:
        """Give the headers by which a server can say that a page is still what the store holds of it."""
        with self._store.session() as session:
            source = self._source(session, url)
            last = _last(session, source)
        if source is None or last is None or not self._snapshots.has(last.sha256):
            return {}
        named = {"If-None-Match": source.etag, "If-Modified-Since": source.last_modified}
        return {header: value for header, value in named.items() if value}

    def as_known(self, answer: Response) -> Response:
        """Give, for an answer 304, the page as it was stored last."""
        with self._store.session() as session:
            source = self._source(session, answer.asked.url)
            last = _last(session, source)
        if source is None or last is None:
            raise FetchFailed(
                "The server says that it is unchanged, but it is not known", "Try later", answer.asked.url
            )
        validators = {"etag": source.etag or "", "last-modified": source.last_modified or ""}
        headers = {**last.headers, **{name: value for name, value in validators.items() if value}}
        body = self._snapshots.read(last.sha256)
        return replace(answer, status=last.status, headers=headers, body=body, rendered=last.rendered)

    def failed(self, url: str, failure: FetchFailed) -> str:
        """Note on a source that is watched already how its fetch ended; give that: blocked, gone or failed."""
        state = state_of(failure)

        def note(session: Session) -> None:
            source = self._source(session, url)
            if source is not None:
                source.fetch_state = state
                session.add(source)

        self._store.transact(note)
        return state

    def _write(self, session: Session, looked: Looked, heard: Answered | None) -> tuple[Recorded, int | None]:
        kind, answer, name, what = looked.kind, looked.answer, looked.name, looked.what
        tool = known_tool(session, self._slug, self._home) or tool_for(session, self._home)
        source = _watched(session, tool, answer, what.kind if what.kind and kind == "other" else kind)
        last = _last(session, source)
        same = last is not None and last.sha256 == name
        source.fetch_state = "unchanged" if same else "fetched"
        told = Recorded(
            tool.slug, source.url, source.kind, source.fetch_state, name, len(answer.body),
            len(what.findings) + len(heard.findings if heard else ()), 0,
            what.problem or (heard.problem if heard else None), answer.rendered,
        )  # fmt: skip
        recently = last is not None and answer.fetched_at - last.fetched_at < SEEN_AGAIN_AFTER
        news = heard is not None and heard.whole and (last is None or last.language_model != heard.model)
        if same and recently and last is not None and last.extracted_by == VERSION and not news:
            return told, self._run_id
        run = (session.get(Run, self._run_id) if self._run_id is not None else None) or new_run(session)
        snapshot = last if same and recently and last is not None else _snapshot(session, source, answer, name)
        _, new = record_facts(session, tool, source, snapshot, run, what)
        if heard is not None and what.text is not None:
            new += record_heard(session, tool, source, snapshot, run, what.text, heard)
        if what.text is not None:
            mark_unsupported(session, source, what.text, now())
        return replace(told, new=new), run.id

    def _source(self, session: Session, url: str) -> Source | None:
        tool = known_tool(session, self._slug, self._home)
        return None if tool is None else _source(session, tool, url)


def state_of(failure: FetchFailed) -> str:
    """Give how a fetch ended that failed: *blocked* (the site does not want it), *gone* or *failed*."""
    if failure.status in (404, 410):
        return "gone"
    return "blocked" if failure.status in (401, 403, 429, 451) or failure.forbidden else "failed"


def _watched(session: Session, tool: Tool, answer: Response, kind: str) -> Source:
    """Give the source that an answer belongs to, by the address asked for, else by the one it came from."""
    source = _source(session, tool, answer.asked.url) or _source(session, tool, answer.address.url)
    if source is None:
        assert tool.id is not None
        source = Source(tool_id=tool.id, url=answer.address.url, kind=kind)
    source.fetched_at = answer.fetched_at
    source.etag, source.last_modified = answer.headers.get("etag"), answer.headers.get("last-modified")
    session.add(source)
    session.flush()
    return source


def _snapshot(session: Session, source: Source, answer: Response, name: str) -> Snapshot:
    assert source.id is not None
    snapshot = Snapshot(
        source_id=source.id,
        url=answer.address.url,
        sha256=name,
        media_type=answer.media_type,
        size=len(answer.body),
        status=answer.status,
        headers={header: value for header in _KEPT_HEADERS if (value := answer.headers.get(header))},
        fetched_at=answer.fetched_at,
        rendered=answer.rendered,
    )
    session.add(snapshot)
    session.flush()
    return snapshot


def _source(session: Session, tool: Tool, url: str) -> Source | None:
    return session.exec(select(Source).where(Source.tool_id == tool.id, Source.url == url)).first()


def _last(session: Session, source: Source | None) -> Snapshot | None:
    if source is None:
        return None
    newest = select(Snapshot).where(Snapshot.source_id == source.id).order_by(col(Snapshot.fetched_at).desc())
    return session.exec(newest.limit(1)).first()
