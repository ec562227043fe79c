"""`byot serve` as one runs it: the address printed, long addresses answered in words, a port that is taken."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from catalog.errors import BadUse
from tests.web.asking import get, raw
from web.server import address, listen

PROGRAM = "import sys; from web.cli import main; main(sys.argv[1:])"


@contextmanager
def running(database: str) -> Iterator[str]:
    """Run the command on a free port, and give the address that it prints; it ends with the block, by Ctrl+C."""
    command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={"BYOT_DATABASE_URL": database}
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        yield found[0]
    finally:
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=30)
    assert "Traceback" not in told[1]
    assert told[0] == ""


def test_serve_prints_its_address_answers_there_and_ends_quietly(filled_database: str) -> None:
    with running(filled_database) as served:
        assert "May I use it?" in get(served).text
        assert "server" not in get(served).headers
        assert get(f"{served}/docs").status_code == 404
        for length in (10_000, 100_000):
            said = raw(served, f"GET /check?q={'x' * length} HTTP/1.1", Host="localhost")
            assert said.startswith("HTTP/1.1 414 ")
            assert "That is a very long address." in said


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with closing(listen("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadUse, match=r"Cannot listen on 127\.0\.0\.1 port"):
            listen("127.0.0.1", port)
        assert address(taken) == f"http://127.0.0.1:{port}/"


def test_a_host_that_is_no_address_of_this_machine_is_said_in_one_line() -> None:
    with pytest.raises(BadUse, match="Cannot listen"):
        listen("192.0.2.1", 0)
