"""The store: one database, SQLite or PostgreSQL by its URL, its sessions and its schema version."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

from pydantic_core import from_json
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session

from catalog.errors import StoreProblem
from catalog.migrations import HEAD

Result = TypeVar("Result")
WRITES = "byot_writes"
TRIES = 6
NO_SCHEMA = ("no such table: alembic_version", 'relation "alembic_version" does not exist')
SERIALIZATION_FAILURES = {"40001", "40P01"}


class Store:
    """A database with the catalog in it. Sessions are short; every one ends with its `with` block."""

    def __init__(self, url: str) -> None:
        """Open nothing yet; raise `StoreProblem` where the URL names no database that byot speaks."""
        self.engine = engine_on(url)
        self._writer = self.engine.execution_options(**{WRITES: True})

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session for reading."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session whose transaction takes the write lock at once, and commits when its block ends well."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def transact(self, work: Callable[[Session], Result]) -> Result:
        """Do `work` in one write transaction, again from its start where the database says two collided."""
        for attempt in range(TRIES):
            try:
                with self.write() as session:
                    return work(session)
            except DBAPIError as error:
                if attempt == TRIES - 1 or not _collided(error):
                    raise
                time.sleep(0.02 * 2**attempt)
        raise AssertionError("unreachable")

    def schema_version(self) -> str | None:
        """Give the schema's version, None where there is no schema; raise `StoreProblem` where nothing answers."""
        try:
            with self.engine.connect() as connection:
                version: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
                return version
        except DBAPIError as error:
            if any(words in str(error.orig) for words in NO_SCHEMA):
                return None
            raise StoreProblem(
                f"the database cannot be used: {_first_line(error)}",
                mend="see that BYOT_DATABASE_URL names one of ours, and that it runs",
            ) from None

    def upgrade(self, version: str = "head") -> None:
        """Bring the schema to the newest version, or up to an older one."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self._writer.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, version)

    def require_schema(self) -> None:
        """Raise `StoreProblem` unless the schema is the one that this program was written for."""
        version = self.schema_version()
        if version == HEAD:
            return
        if version is not None and version > HEAD:
            raise StoreProblem(
                f"the database was written by a newer byot (schema {version}, this one knows {HEAD})",
                mend="install the newer version",
            )
        raise StoreProblem(f"the schema is {version or 'missing'}, not {HEAD}", mend="run: byot db upgrade")

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self.close()


def engine_on(url: str) -> Engine:
    """Give an engine with nothing open; raise `StoreProblem` where the URL names no database that byot speaks."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreProblem(
            "BYOT_DATABASE_URL is not a database URL",
            mend="write sqlite:///byot.db or postgresql://user@host/byot",
        ) from None
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    if parsed.get_backend_name() != "sqlite":
        raise StoreProblem(f"byot does not speak {parsed.get_backend_name()}", mend="use sqlite:/// or postgresql://")
    _folder_of(parsed.database)
    engine = create_engine(
        parsed, json_deserializer=from_json, connect_args={"timeout": 30, "check_same_thread": False}
    )
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _folder_of(database: str | None) -> None:
    if not database or database == ":memory:":
        return
    try:
        Path(database).expanduser().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreProblem(
            f"no folder for the database {database}: {error.strerror}",
            mend="set BYOT_DATABASE_URL to a place to write",
        ) from None


def _configure_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _collided(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in SERIALIZATION_FAILURES


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).splitlines()[0][:200]
