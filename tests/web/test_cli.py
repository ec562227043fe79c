"""The command line: every error in one line, the right exit code, nothing imported before it is asked for."""

import errno
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
import typer

from catalog.errors import BadData
from catalog.settings import settings
from tests.house.code import ROOT
from web.cli import run
from web.cli._commands import command, command_name


def module(work: object) -> ModuleType:
    """Make a command's module whose command does `work`."""
    made = ModuleType("made")
    app = typer.Typer()
    app.command()(work)  # type: ignore[type-var]
    made.app = app  # type: ignore[attr-defined]
    return made


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `byot check` end in an error that nobody expected."""

    def fail() -> None:
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr("web.cli._commands.plugins.load", lambda *_: module(fail))


@pytest.mark.parametrize(
    ("plugin", "name"), [("check", "check"), ("import_", "import"), ("self_report", "self-report")]
)
def test_a_commands_name_is_its_files(plugin: str, name: str) -> None:
    assert command_name(plugin) == name


def test_alone_it_prints_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "check" in capsys.readouterr().out


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("byot ")


def test_an_error_of_ours_is_one_line_and_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise BadData("nothing is in it", "Give another", where="a.log:1")

    monkeypatch.setattr("web.cli._commands.plugins.load", lambda *_: module(refuse))
    assert run(["check"]) == 2
    assert capsys.readouterr().err == "byot: a.log:1: nothing is in it. Give another.\n"


@pytest.mark.usefixtures("broken")
def test_an_unexpected_error_is_one_line_with_a_number_that_finds_its_trace(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["check"]) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    log = settings().log.read_text()
    number = log[1:9]
    assert f"number {number}" in told
    assert "ZeroDivisionError" in log
    assert "Traceback" in log


@pytest.mark.usefixtures("broken")
def test_debugging_shows_the_trace(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYOT_DEBUG", "1")
    assert run(["check"]) == 2
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.usefixtures("broken")
def test_where_no_log_can_be_written_the_error_is_still_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BYOT_LOG", str(tmp_path / "file" / "byot.log"))
    assert run(["check"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), 130), (BrokenPipeError(errno.EPIPE, ""), 141), (BrokenPipeError(), 141), (typer.Exit(), 0)],
)
def test_other_ends(error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave() -> None:
        raise error

    monkeypatch.setattr("web.cli._commands.plugins.load", lambda *_: module(leave))
    monkeypatch.setattr("sys.stdout", StringIO())
    assert run(["check"]) == code


@pytest.mark.parametrize("output", ["> /dev/full", ">&-", "| true"])
def test_output_that_cannot_be_written_ends_in_one_line_at_most(output: str, tmp_path: Path) -> None:
    command_line = f"{sys.executable} -c 'from web.cli import main; main([\"--help\"])' {output}"
    environment = {"HOME": str(tmp_path), "PATH": os.defpath, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", command_line], capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
    )
    assert len(done.stderr.splitlines()) <= 1, done.stderr


def test_a_group_lists_its_commands() -> None:
    made = ModuleType("made")
    made.app = app = typer.Typer()  # type: ignore[attr-defined]
    app.command("one")(lambda: None)
    app.command("two")(lambda: None)
    group = command(made, "numbers")
    assert group.name == "numbers"
    assert set(group.commands) == {"one", "two"}  # type: ignore[attr-defined]
