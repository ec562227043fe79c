"""What a killed process leaves behind goes; what others work in, or own, stays."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog import scratch

WORKING = """
import sys, time
from catalog.discovery.engine import Engine
engine = Engine()
print(engine.folder, flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def working(place: Path) -> Iterator["subprocess.Popen[str]"]:
    environment = {**os.environ, "TMPDIR": str(place)}
    with subprocess.Popen([sys.executable, "-c", WORKING], stdout=subprocess.PIPE, text=True, env=environment) as one:
        yield one
        one.kill()


def test_a_folder_is_gone_with_its_work(place: Path) -> None:
    with scratch.folder() as folder:
        (folder / "content").write_text("x")
        assert folder.parent == place
    assert list(place.iterdir()) == []


def test_what_a_killed_process_left_goes_once_the_next_begins(place: Path, working: "subprocess.Popen[str]") -> None:
    assert working.stdout is not None
    left = Path(working.stdout.readline().strip())
    (left / "spilled").write_text("x" * 100)
    with scratch.folder() as other:
        assert {one.name for one in place.iterdir()} == {left.name, other.name}
        working.send_signal(signal.SIGKILL)
        working.wait()
    with scratch.folder() as other:
        assert list(place.iterdir()) == [other]


def test_what_is_not_surely_left_over_stays(place: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / scratch.LOCK).touch()
    (place / "byot-link").symlink_to(elsewhere)
    (place / "byot-begun").mkdir()
    (place / "byot-file").touch()
    (place / "other").mkdir()
    (place / "other" / scratch.LOCK).touch()
    scratch.clear()
    assert len(list(place.iterdir())) == 4
    assert (elsewhere / scratch.LOCK).exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_another_users_folder_stays(place: Path) -> None:
    theirs = place / "byot-theirs"
    theirs.mkdir()
    (theirs / scratch.LOCK).touch()
    os.chown(theirs, 12345, 12345)
    scratch.clear()
    assert theirs.exists()
