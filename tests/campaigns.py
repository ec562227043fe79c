"""Campaigns: long runs of which the suite does a small part, and `make soak` the whole, with a line of figures each.

A campaign bears the mark `soak("its title")` and asks for the fixture `campaign`, which says how often; what hypothesis
feeds bears `fuzzed` instead. `pytest --soak` runs the campaigns alone and in full, `pytest --soak=0.1` a tenth of each.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings

Test = TypeVar("Test", bound=Callable[..., Any])
FIGURES = "soak"
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")  # a busy machine is no failure: no test is one of time
_share: float | None = None
_totals: dict[str, dict[str, float]] = {}


def size(suite: int, whole: int) -> int:
    """Give how often: as the suite does it, or that share of the whole that `--soak` asks for, and never less."""
    return suite if _share is None else max(suite, round(whole * _share))


@dataclass
class Campaign:
    """What a campaign has done so far, and what it tells in the end: whole numbers add up, others are the highest."""

    done: int = 0
    figures: dict[str, float] = field(default_factory=dict)

    def runs(self, suite: int, whole: int) -> Iterator[int]:
        """Give the numbers of the runs, and count those that came to their end."""
        for number in range(size(suite, whole)):
            yield number
            self.done += 1

    def tell(self, **figures: float) -> None:
        """Tell figures of this campaign; whole numbers are added to what was told."""
        for name, value in figures.items():
            _join(self.figures, name, value)


def fuzzed(title: str, suite: int, whole: int, *quiet: HealthCheck) -> Callable[[Test], Test]:
    """Mark a test of hypothesis as a campaign of so many examples."""

    def marked(test: Test) -> Test:
        examples = size(suite, whole)
        bound = settings(max_examples=examples, suppress_health_check=[*quiet, HealthCheck.too_slow])
        found: Test = pytest.mark.soak(title, examples=examples)(bound(test))
        return found

    return marked


def _join(figures: dict[str, float], name: str, value: float) -> None:
    before = figures.get(name)
    figures[name] = value if before is None else before + value if isinstance(value, int) else max(before, value)


@pytest.fixture
def campaign() -> Campaign:
    """The campaign of this test: how often, and what it tells."""
    return Campaign()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take `--soak`, with the share to run."""
    told = "run the campaigns alone: all of each, or a share such as 0.1"
    parser.addoption("--soak", nargs="?", const=1.0, type=float, metavar="SHARE", help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Know the share before the tests are loaded: hypothesis wants it then."""
    global _share  # noqa: PLW0603  what decorators read has no request to ask
    _share = config.getoption("--soak")
    config.addinivalue_line("markers", "soak(title, examples): a campaign, run in full by `make soak`")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep to the campaigns when they are asked for."""
    if _share is None:
        return
    others = [item for item in items if item.get_closest_marker("soak") is None]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item.get_closest_marker("soak") is not None]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write a campaign's figures into its report, which crosses from worker to worker."""
    report = yield
    mark = item.get_closest_marker("soak")
    if _share is not None and mark and report.when == "call":
        held = getattr(item, "funcargs", {}).get("campaign")
        ran = held or Campaign(mark.kwargs.get("examples", 0) if report.passed else 0)
        figures = {"done": ran.done, "failed": int(report.failed), "seconds": round(call.duration) or 1, **ran.figures}
        report.user_properties.append((FIGURES, [mark.args[0], figures]))
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up where the reports of all workers come together."""
    told: Any = [value for name, value in report.user_properties if name == FIGURES and report.when == "call"]
    for title, figures in told:
        for figure, number in figures.items():
            _join(_totals.setdefault(title, {}), figure, number)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say of each campaign how much was done, how many of its tests failed, how long it took, and what it tells."""
    for title, figures in sorted(_totals.items()):
        done, failed, seconds = (figures.pop(name) for name in ("done", "failed", "seconds"))
        more = "".join(f", {name.replace('_', ' ')} {value:,}" for name, value in figures.items())
        terminalreporter.write_line(f"{title}: {done:,} done, {failed} failed, {seconds:,} s{more}")
