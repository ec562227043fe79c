"""A child sorts the lines of a log just as its parent does; where it dies, its parent does."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from catalog.discovery import alike, blocks, splitting
from catalog.discovery.beside import Sorter
from tests.catalog.counted import counted
from tests.catalog.test_splitting import mixed, zeek

STARTS_WITHIN = 60.0
LOGS = {"squid": mixed(6_000, seed=8), "zeek": zeek("http", 3_000, seed=9)}


def begun() -> Sorter:
    sorter = Sorter()
    sorter.start()
    ends = time.monotonic() + STARTS_WITHIN
    while not sorter.ready():
        assert time.monotonic() < ends, "the child did not begin to listen"
        time.sleep(0.01)
    return sorter


def given(wanted: str, folder: Path, monkeypatch: pytest.MonkeyPatch, sorter: Sorter | None) -> dict[str, Any]:
    path = folder / "a.log"
    path.write_text("\n".join(LOGS[wanted]))
    monkeypatch.setattr(splitting, "FEW", 0)
    monkeypatch.setattr(blocks, "BLOCK", 1 << 16)
    return counted(path, wanted, sorter)


@pytest.mark.parametrize("wanted", sorted(LOGS))
def test_a_child_sorts_lines_as_its_parent_does(wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = given(wanted, tmp_path, monkeypatch, None)

    def fail(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(alike, "usual", fail)
    assert given(wanted, tmp_path, monkeypatch, begun()) == alone


@pytest.mark.parametrize("at", [0, 3])
def test_a_parent_goes_on_where_its_child_dies(at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone, sorter = given("squid", tmp_path, monkeypatch, None), begun()
    before = alike.moments

    def moments(*what: Any) -> Any:
        sorter.child.kill()
        return before(*what)

    if at:
        monkeypatch.setattr(splitting, "moments", moments)
    else:
        sorter.child.kill()
    assert given("squid", tmp_path, monkeypatch, sorter) == alone


def test_a_child_starts_by_itself_where_a_log_is_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started, start = list[Sorter](), Sorter.start

    def starting(self: Sorter) -> None:
        started.append(self)
        start(self)

    monkeypatch.setattr(Sorter, "start", starting)
    given("squid", tmp_path, monkeypatch, None)
    assert len(started) == 1


def test_a_parent_sorts_alone_where_the_system_shares_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = given("squid", tmp_path, monkeypatch, None)
    monkeypatch.delattr(os, "memfd_create")
    sorter = Sorter()
    sorter.start()
    assert sorter.child is None
    assert given("squid", tmp_path, monkeypatch, sorter) == alone
