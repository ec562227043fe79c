"""Runs of the program, each forked off a process that has loaded everything, so that it begins at once."""

import multiprocessing
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory
from typing import Any

LOADED = (
    *("web.cli", "web.jobs", "catalog.cli", "scrapers.cli", "catalog.adoption.importing", "catalog.dataset.opening"),
    *("catalog.adoption.importers.survey", "scrapers.visit", "scrapers.registry", "scrapers.page", "scrapers.extract"),
    *("catalog.cli.import_", "scrapers.cli.crawl", "scrapers.cli.registry", "scrapers.registries.fedramp", "web.app"),
)
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(list(LOADED))


class Run:
    """One run, in a process of its own, with what it prints in a file: it can be killed."""

    def __init__(self, does: Callable[..., Any], *arguments: Any, environment: dict[str, str], prints: Path) -> None:
        """Begin it."""
        self._prints = prints
        there = {**os.environ, **environment}
        run = (there, Path.cwd(), prints, prints, does, arguments)
        self._process = _forks.Process(target=_run, args=run, daemon=True)  # a failed test leaves none
        self._process.start()
        self._began = time.monotonic()

    @property
    def process(self) -> int:
        """Give its process's number."""
        return self._process.pid or 0

    def goes_on(self) -> bool:
        """Is it still at work?"""
        return self._process.is_alive()

    def lasts(self, seconds: float) -> float:
        """Wait so long, or until it ended by itself; give so long, or nine tenths of what it took."""
        while (took := time.monotonic() - self._began) < seconds:
            if not self.goes_on():
                return 0.9 * took
            time.sleep(0.002)
        return seconds

    def printed(self, pattern: str, within: float = 60) -> str:
        """Wait until it printed something; give what the pattern's first group found."""
        ends = time.monotonic() + within
        while time.monotonic() < ends:
            said = self._said()
            if found := re.search(pattern, said):
                return found[1]
            assert self.goes_on(), said
            time.sleep(0.01)
        raise AssertionError(f"it never printed {pattern}")

    def kill(self) -> bool:
        """End it by SIGKILL wherever it is; give whether that ended it."""
        self._process.kill()
        self._process.join()
        return self._process.exitcode == -9

    def interrupt(self, within: float = 20) -> int | None:
        """Ask it to end, as Ctrl+C does; give its exit code, None where it went on and had to be killed."""
        os.kill(self.process, signal.SIGINT)
        self._process.join(within)
        code = self._process.exitcode
        self.kill()
        return code

    def ends(self, within: float = 120) -> str:
        """Wait until it ends by itself, as it should; give what it printed."""
        self._process.join(within)
        printed = self._said()
        assert self._process.exitcode == 0, f"{self._process.exitcode}: {printed}"
        return printed

    def _said(self) -> str:
        return self._prints.read_text(encoding="utf-8", errors="replace") if self._prints.exists() else ""


def ended(*words: object, environment: Mapping[str, str], folder: Path, within: float = 120) -> CompletedProcess[str]:
    """Run the command in a folder to its end, and give its exit code and what it printed, as a shell would."""
    arguments = [str(word) for word in words]
    with TemporaryDirectory(prefix="byot-run-") as place:
        prints, tells = Path(place, "out"), Path(place, "err")
        process = _forks.Process(target=_run, args=(dict(environment), folder, prints, tells, byot, arguments))
        process.start()
        process.join(within)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise TimeoutError(f"byot {' '.join(arguments)} did not end within {within:g} seconds")
        said = (each.read_text(encoding="utf-8") for each in (prints, tells))
        return CompletedProcess(["byot", *arguments], process.exitcode, *said)


def byot(*arguments: str) -> None:
    """Run the command, as a shell does."""
    from web.cli import main

    sys.argv = ["byot", *arguments]
    main(list(arguments))


def work(*only: str) -> None:
    """Be a worker until nothing is left to do; it looks more often than one at work, so that nobody waits."""
    from catalog.settings import settings
    from catalog.store import Store
    from web import jobs

    jobs.POLL = 0.05
    jobs.work(Store(settings().database_url), settings(), print, once=True, only=only or None)


def _run(
    environment: dict[str, str],
    folder: Path,
    prints: Path,
    tells: Path,
    does: Callable[..., Any],
    arguments: tuple[Any, ...],
) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs tests behind a shell has it ignored
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    with Path(os.devnull).open("rb") as nothing, prints.open("ab") as out, tells.open("ab") as err:
        for number, file in enumerate((nothing, out, err)):
            os.dup2(file.fileno(), number)
    does(*arguments)
