"""Every command has an example in its help, and the example runs."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.code import ROOT
from tests.house.commands import Walked, commands

SAMPLES = ROOT / "tests" / "samples"
SERVERS = {"byot serve", "byot worker", "byot mcp"}  # they go on until they are ended
LONGEST = 120.0
COMMANDS = commands()
SILENT = {"export", "crawl"}  # they write files, or say how far they are
ENDING = [command for command in COMMANDS if command.name not in SERVERS]


def name_of(command: Walked) -> str:
    """Name a case of these tests."""
    return command.name.replace(" ", "-")


def spellings(command: Walked) -> set[str]:
    """Give how its options are spelled."""
    return {spelling for option in command.options for spelling in option.opts}


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder to work in, with data/ and every sample file in it, as the examples name them."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "data").symlink_to(ROOT / "data")
    for file in SAMPLES.rglob("*"):
        if file.is_file():
            shutil.copy(file, folder / file.name)
    return folder


def run(example: str, desk: Path, database: str) -> "subprocess.CompletedProcess[str]":
    """Run one example as a person would, in another process."""
    words = shlex.split(example)
    program = [sys.executable, "-c", "from web.cli import main; main()", *words[1:]]
    return subprocess.run(
        program,
        cwd=desk,
        env=_environment(database, desk),
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )


def _environment(database: str, desk: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    home = {"HOME": str(desk / "home"), "XDG_DATA_HOME": str(desk / "home/data")}
    ours = {"BYOT_DATABASE_URL": database, "BYOT_PORT": "0", "BYOT_PSEUDONYM_KEY": "an example of a key, not for use"}
    return {**kept, **home, **ours, "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_the_help_says_what_it_does_and_shows_an_example(command: Walked) -> None:
    assert command.help.strip(), "say what it does"
    assert command.examples, "end the help with a line like: $ byot check slack"
    assert all(
        shlex.split(example)[: len(command.words) + 1] == command.name.split() for example in command.examples[-1:]
    )


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_every_option_says_what_it_means(command: Walked) -> None:
    assert [option.name for option in command.options if not getattr(option, "help", None)] == []


@pytest.mark.parametrize("command", ENDING, ids=name_of)
def test_what_prints_data_has_json(command: Walked) -> None:
    assert "--json" in spellings(command) or command.words[0] in SILENT


@pytest.mark.parametrize("command", ENDING, ids=name_of)
def test_the_examples_run(command: Walked, desk: Path, filled_database: str, database_kind: str) -> None:
    """As they stand on SQLite; on PostgreSQL with --json, which prints one document and nothing else."""
    wants_json = database_kind == "postgresql" and "--json" in spellings(command)
    for example in command.examples:
        done = run(f"{example} --json" if wants_json and "--json" not in example else example, desk, filled_database)
        assert done.returncode in (0, 1), f"{example}: {done.stderr}"
        assert "Traceback" not in done.stderr
        if wants_json and example.startswith(command.name):
            assert isinstance(json.loads(done.stdout), dict)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.name in SERVERS], ids=name_of)
def test_a_server_runs_until_it_is_ended(command: Walked, desk: Path, filled_database: str) -> None:
    example = re.sub(r"--port \d+", "--port 0", command.examples[-1])  # somebody may listen on the one it names
    program = [sys.executable, "-c", "from web.cli import main; main()", *shlex.split(example)[1:]]
    with subprocess.Popen(
        program,
        cwd=desk,
        env=_environment(filled_database, desk),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            server.wait(timeout=3)
            assert server.stderr is not None
            pytest.fail(f"it ended by itself: {server.stderr.read()}")
        except subprocess.TimeoutExpired:
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=20) in (0, 130)


@pytest.mark.parametrize("arguments", [["nonsense"], ["--nonsense"], ["check"]], ids=" ".join)
def test_bad_use_is_one_line_and_exit_code_2(arguments: list[str], desk: Path, database: str) -> None:
    done = run(shlex.join(["byot", *arguments]), desk, database)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "--help" in done.stderr


def test_a_wrong_setting_is_named_with_its_mend(desk: Path) -> None:
    done = run("byot check slack", desk, "mysql://somewhere/else")
    assert done.returncode == 2
    assert done.stderr.startswith("byot: BYOT_DATABASE_URL: ")
    assert len(done.stderr.splitlines()) == 1
