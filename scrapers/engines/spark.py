"""A Spark cluster by the URL of its master: it reads logs as its Hadoop libraries see them, on a disk or in a store.

Spark's driver runs beside byot, in a Java machine of its own that opens its own connections, as a database's client
does; that somebody named the address is leave enough. What a session needs beyond this (memory of executors, keys of
a store) comes from Spark's own spark-defaults.conf. The bytes of a log come through a named pipe.
"""

import asyncio
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import IO, Any, Final

import httpcore

from catalog import scratch
from catalog.discovery import summing
from catalog.discovery.sources import Cluster, Place, Source
from catalog.errors import BadUse, ByotError, FetchFailed, NotFound
from catalog.settings import Settings
from scrapers.gate import Gate

SETTINGS: Final = {
    "spark.app.name": "byot discover",
    "spark.log.level": "ERROR",
    "spark.sql.ansi.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
PORT: Final = 7077
CONNECT: Final = 10.0
PATIENCE: Final = 60.0
"""Seconds for a cluster to give the first machine that works."""
PIECE: Final = 1 << 18
ABSENT: Final = ("FileNotFound", "PATH_NOT_FOUND", "FILE_NOT_EXIST", "NoSuchFile")


class Spark:
    """One session of a cluster."""

    dialect: Final = "pyspark"

    def __init__(self, session: Any, url: str) -> None:
        """Take a session."""
        self._session, self._url = session, url
        self._java = session._jvm
        self._paths: dict[str, str] = {}

    def find(self, word: str) -> Sequence[Source]:
        """Give the logs of a path, as the cluster sees it: a file, all files of a folder, a pattern."""
        with _told(word, self._url):
            path = self._java.org.apache.hadoop.fs.Path(word)
            store = path.getFileSystem(self._session._jsc.hadoopConfiguration())
            alone = store.exists(path)
            if alone and store.getFileStatus(path).isFile():
                return [self._source(store, store.getFileStatus(path), word)]
            named = [store.getFileStatus(path)] if alone else list(store.globStatus(path) or ())
            files = [file for one in named for file in _within(store, one)]
            if not files:
                raise NotFound("Spark sees no such file", mend="name a path that all its machines see", where=word)
            return [self._source(store, file, file.getPath().toString().removeprefix("file:")) for file in files]

    def rows(self, name: str, statement: str, results: Mapping[str, int]) -> Iterator[Sequence[Any]]:
        """Give the rows of a statement on the lines of a log, and the results of a format."""
        import pyarrow

        words, numbers = pyarrow.array(list(results), "string"), pyarrow.array(list(results.values()), "int8")
        table = pyarrow.Table.from_arrays([words, numbers], names=list(summing.RESULTS))
        with _told(name, self._url):
            self._session.createDataFrame(table).createOrReplaceTempView("results")
            yield from self._run(name, statement)

    def numbers(self, name: str, places: Sequence[Place]) -> list[int]:
        """Give the numbers of lines by counting those up to them: the log is read once more."""
        counts = [f"count_if(block < {block} OR (block = {block} AND number <= {at}))" for block, at in places]
        with _told(name, self._url):
            return list(next(self._run(name, f"SELECT {', '.join(counts)} FROM lines")))  # noqa: S608  numbers alone

    def close(self) -> None:
        """End the session."""
        self._session.stop()

    def _run(self, name: str, statement: str) -> Iterator[Sequence[Any]]:
        """Let `lines` stand for a log, and run a statement. A block is one task's, which numbers its lines in order."""
        from pyspark.sql.functions import col, monotonically_increasing_id

        lines = self._session.read.option("lineSep", "\n").text(self._paths[name])
        block, number = col("_metadata.file_block_start"), monotonically_increasing_id()
        shown = lines.select(block.alias("block"), number.alias("number"), col("value").alias("line"))
        shown.createOrReplaceTempView("lines")
        rows: Iterator[Sequence[Any]] = self._session.sql(statement).toLocalIterator(prefetchPartitions=True)
        return rows

    def _source(self, store: Any, file: Any, name: str) -> Source:
        path = file.getPath()
        self._paths[name] = path.toString()
        written = datetime.fromtimestamp(file.getModificationTime() / 1000, UTC)

        def opened() -> IO[bytes]:
            with _told(name, self._url):
                return _piped(self._java, store.open(path))

        return Source(name, opened, lambda: written, self)


def connect(url: str, _: Settings) -> Cluster:
    """Give a session on the cluster whose master a URL names.

    Raises `BadUse` where a library or Java is missing, `FetchFailed` where no master answers.
    """
    try:
        import pyspark.errors
        from py4j.protocol import Py4JError
    except ImportError:
        raise BadUse("Spark needs libraries of its own", "Install byot with its extra: byot[spark]", url) from None
    asyncio.run(_reach(url))
    try:
        begun = session(url)
    except pyspark.errors.PySparkException:
        raise BadUse("Spark's part on this machine does not start", "Install Java 17 or newer", url) from None
    except Py4JError as error:
        raise _failed(str(error), "its session", url) from None
    try:
        _wait(begun, url)
    except BaseException:
        begun.stop()
        raise
    return Spark(begun, url)


def session(master: str) -> Any:
    """Give a session of Spark's for a master."""
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.master(master).getOrCreate()


def _wait(session: Any, url: str) -> None:
    """Wait for the first machine that works for a session: Spark itself would wait without end."""
    tracker = session._jsc.sc().statusTracker()
    until = time.monotonic() + PATIENCE
    while len(tracker.getExecutorInfos()) < 2:  # the first one is the driver
        if time.monotonic() > until:
            memory = session.conf.get("spark.executor.memory", "1g")
            why = f"no machine of the cluster had room for an executor of {memory} within {PATIENCE:.0f} seconds"
            raise FetchFailed(why, "Set spark.executor.memory in spark-defaults.conf, or try later", url)
        time.sleep(0.1)


async def _reach(url: str) -> None:
    """See that one of the masters answers: Spark itself would try for more than a minute."""
    masters = [_host_and_port(master, url) for master in url.partition("://")[2].split(",")]
    gate = Gate(f"{host}:{port}" for host, port in masters)
    for host, port in masters:
        with suppress(httpcore.NetworkError, httpcore.TimeoutException, FetchFailed, OSError):
            stream = await gate.connect_tcp(host, port, timeout=CONNECT)
            await stream.aclose()
            return
    raise FetchFailed("no master of the cluster answers", "See that it runs, and its address", url)


def _host_and_port(master: str, url: str) -> tuple[str, int]:
    host, colon, port = master.partition(":")
    if not host or (colon and not (port.isdecimal() and 0 < int(port) < 1 << 16)) or "/" in host:
        raise BadUse(f"{master[:60]!r} is no master", "Write it like spark://HOST:7077", url)
    return host, int(port or PORT)


def _within(store: Any, one: Any) -> Iterator[Any]:
    """Give a file, or the files in a folder and in the folders in it, but for hidden ones."""
    if one.isFile():
        yield one
        return
    for inner in sorted(store.listStatus(one.getPath()), key=lambda inner: str(inner.getPath().getName())):
        if not inner.getPath().getName().startswith("."):
            yield from _within(store, inner)


def _piped(java: Any, content: Any) -> IO[bytes]:
    """Give the bytes of a stream of Java's, which it writes into a pipe."""
    with scratch.folder() as folder:
        pipe = folder / "content"
        os.mkfifo(pipe, 0o600)

        def copy() -> None:
            from py4j.protocol import Py4JError

            with suppress(Py4JError):  # whoever reads may have had enough
                java.org.apache.hadoop.io.IOUtils.copyBytes(
                    content, java.java.io.FileOutputStream(str(pipe)), PIECE, True
                )

        threading.Thread(target=copy, name="byot-pipe", daemon=True).start()
        return pipe.open("rb")


@contextmanager
def _told(name: str, url: str) -> Iterator[None]:
    """Say in one line what went wrong with a log."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise _failed(str(error), name, url) from None


def _failed(said: str, name: str, url: str) -> ByotError:
    if any(word in said for word in ABSENT):
        return NotFound("a machine of the cluster sees no such file", "name a path that all of them see", name)
    lines = [line.strip(": ") for line in said.splitlines() if line.strip(": ")]
    first = next((line for line in lines if not line.startswith("An error occurred")), "it broke off")
    return FetchFailed(f"Spark failed: {first[:200]}", "See the cluster's own logs", f"{url}, {name}")
