"""What every test may ask for: a clean environment, the store on both databases, a vendor's site, a browser."""

import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from catalog.dataset.opening import refresh
from catalog.settings import PREFIX, Settings, settings
from catalog.store import Store, engine_on
from tests.browser import chromium
from tests.postgres import Postgres, quick_place
from tests.serving import serving
from tests.templates import Templates
from tests.vendor import VendorSite
from web.app import create_app

pytest_plugins = ["tests.campaigns"]
DATABASES = ("sqlite", "postgresql")
PARAMETER = "database_kind"
LONGEST = "test_pages.py"
ran: Counter[str] = Counter()


@pytest.fixture(scope="session")
def homes() -> Iterator[Callable[[], Path]]:
    """Give places for homes, one after another; most tests never make theirs."""
    numbers = count()
    with TemporaryDirectory(prefix="byot-homes-") as folder:
        yield lambda: Path(folder, str(next(numbers)))


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, homes: Callable[[], Path]) -> Iterator[None]:
    """No setting from outside reaches a test; what it writes as a person's data lands in a home of its own."""
    home = homes()
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The session's PostgreSQL server."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def database_folder() -> Iterator[Path]:
    """The folder of the SQLite files that are copied."""
    with TemporaryDirectory(prefix="byot-sqlite-", dir=quick_place()) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def templates(postgres: Postgres, database_folder: Path) -> Templates:
    """One database of each kind with the schema in it."""
    made = Templates(postgres, database_folder / "schema")
    for url in made.urls():
        store = Store(url)
        store.upgrade()
        store.close()
    return made


@pytest.fixture(scope="session")
def filled_templates(templates: Templates, postgres: Postgres, database_folder: Path) -> Templates:
    """One database of each kind with the schema and all of data/ in it."""
    made = Templates(postgres, database_folder / "filled", templates)
    for url in made.urls():
        store = Store(url)
        refresh(store, Settings())
        store.close()
    return made


@pytest.fixture(scope="session", autouse=True)
def engines() -> Iterator[None]:
    """What an engine once compiled it need not again: copies of a database come back under the same addresses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("catalog.store.engine_on", cache(engine_on))
        yield


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each test that touches the store runs once for each kind of database."""
    return str(request.param)


@contextmanager
def _empty(kind: str, postgres: Postgres, file: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{file}"
        return
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def empty_database(database_kind: str, postgres: Postgres, tmp_path: Path) -> Iterator[str]:
    """The URL of a database with nothing in it, no schema either."""
    with _empty(database_kind, postgres, tmp_path / "empty.sqlite") as url:
        yield url


@pytest.fixture
def other_database(database_kind: str, postgres: Postgres, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of the other kind with nothing in it."""
    (other,) = {*DATABASES} - {database_kind}
    with _empty(other, postgres, tmp_path / "other.sqlite") as url:
        yield url


@pytest.fixture
def embedded_database(tmp_path: Path) -> str:
    """The URL of an embedded database with nothing in it, for what is the same on every database."""
    return f"sqlite:///{tmp_path / 'embedded.sqlite'}"


@pytest.fixture
def database(database_kind: str, templates: Templates) -> Iterator[str]:
    """The URL of a database of this test's own, with the schema and no rows."""
    with templates.copy(database_kind) as url:
        yield url


@pytest.fixture
def filled_database(database_kind: str, filled_templates: Templates) -> Iterator[str]:
    """The URL of a database of this test's own, with all of data/ in it."""
    with filled_templates.copy(database_kind) as url:
        yield url


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A store with the schema and no rows, on SQLite and on PostgreSQL."""
    with Store(database) as opened:
        yield opened


@pytest.fixture
def filled_store(filled_database: str) -> Iterator[Store]:
    """A store with all of data/ in it, on SQLite and on PostgreSQL."""
    with Store(filled_database) as opened:
        yield opened


@pytest.fixture
def served(filled_store: Store) -> Iterator[str]:
    """The address of the application, served on loopback over a store with all of data/ in it."""
    with serving(create_app(filled_store)) as address:
        yield address


@pytest.fixture
def served_once(filled_templates: Templates) -> Iterator[str]:
    """The same over SQLite alone, for how a page looks, which no database changes."""
    with filled_templates.copy("sqlite") as url, Store(url) as opened, serving(create_app(opened)) as address:
        yield address


@pytest.fixture
def vendor_site() -> Iterator[VendorSite]:
    """A vendor's site on loopback."""
    with VendorSite() as site:
        yield site


@pytest.fixture
def vendor_sites() -> Iterator[Callable[[], VendorSite]]:
    """Make as many sites as a test wants."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(VendorSite())


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Give the session's Chromium. Tests with it come last: its loop would be in the way of theirs."""
    with chromium() as started:
        yield started


@pytest.fixture
def anyio_backend() -> str:
    """Coroutine tests (`@pytest.mark.anyio`) run on asyncio, as the application does."""
    return "asyncio"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests with a browser at the end, and keep a file's tests in one worker; those with a browser one by one.

    They take longest: the workers share them, and the visits to every page begin first, so that none is waited for.
    """
    items.sort(key=lambda item: (_needs_browser(item), item.path.name != LONGEST))
    for item in items:
        part = item.name if _needs_browser(item) else "plain"
        item.add_marker(pytest.mark.xdist_group(f"{item.path.name} {part}"))


def _needs_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Count the store's tests by database; a skipped test is a failed one: nothing is left out in silence."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped; every test runs, or does not exist: {report.longrepr}"
    if report.when == "call" and report.passed and PARAMETER in getattr(item, "fixturenames", ()):
        report.user_properties.append((PARAMETER, item.callspec.params[PARAMETER]))  # type: ignore[attr-defined]
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count where the reports of all workers come together."""
    ran.update(str(kind) for name, kind in report.user_properties if name == PARAMETER and report.when == "call")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many of the store's tests ran on each database."""
    if ran:
        told = ", ".join(f"{ran[kind]} on {kind}" for kind in DATABASES)
        terminalreporter.write_line(f"store: {told}")
