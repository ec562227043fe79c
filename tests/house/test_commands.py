"""Every command has an example in its help, and the example runs."""

import json
import os
import re
import shlex
import shutil
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.house.code import ROOT
from tests.house.commands import Walked, commands
from tests.running import Run, byot, ended

SAMPLES = ROOT / "tests" / "samples"
SERVERS = {"byot serve", "byot worker", "byot mcp"}  # they go on until they are ended
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


def run(example: str, desk: Path, database: str) -> "CompletedProcess[str]":
    """Run one example as a person would, in another process."""
    return ended(*shlex.split(example)[1:], environment=_environment(database, desk), folder=desk)


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
def test_a_server_runs_until_it_is_ended(
    command: Walked, desk: Path, filled_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = command.examples
    example = re.sub(r"--port \d+", "--port 0", first)  # somebody may listen on the one it names
    monkeypatch.chdir(desk)
    there = _environment(filled_database, desk)
    server = Run(byot, *shlex.split(example)[1:], environment=there, prints=desk / "printed")
    server.lasts(2)
    assert server.goes_on(), server.ends()
    assert server.interrupt() in (0, 130)
    assert [run(other, desk, filled_database).returncode for other in others] == [0] * len(others)


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
