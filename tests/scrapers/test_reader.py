"""Reading in a child: what a page does to it ends there, and the next page is read."""

import os
import signal
import time
from pathlib import Path

import pytest

from scrapers.reader import Reader, Stated

PAGE = b"<h1>Security</h1><p>Acme holds a SOC 2 Type II report.</p>"
HUGE = b"<p>We hold a SOC 2 Type II report.</p>" * 20_000


def read(reader: Reader, body: bytes = PAGE) -> Stated:
    return reader.read(body, media_type="text/html", url="https://acme.example/security", kind="security")


def children() -> list[int]:
    """The process numbers of this process's children."""
    me = os.getpid()
    return [int(task) for file in Path(f"/proc/{me}/task").glob("*/children") for task in file.read_text().split()]


def test_a_page_comes_back_with_its_text_kind_and_findings() -> None:
    with Reader() as reader:
        stated = reader.read(PAGE, media_type="text/html", url="https://acme.example/x", kind="other")
    assert stated.text is not None
    assert stated.kind == "security"
    (finding,) = stated.findings
    assert (finding.fact, finding.value) == ("certification", "soc2_type2")
    assert stated.text[finding.start : finding.end] == finding.quote


def test_what_is_no_page_says_so_and_is_not_our_fault() -> None:
    with Reader() as reader:
        stated = read(reader, b"\x00\x01" * 100)
    assert (stated.text, stated.failed) == (None, False)
    assert stated.problem is not None
    assert "binary" in stated.problem


def test_a_page_that_takes_too_long_is_left_and_the_next_one_read() -> None:
    with Reader(seconds=0.05) as reader:
        began = time.monotonic()
        stated = read(reader, HUGE)
        assert stated.problem == "Reading it took more than 0.05 seconds"
        assert stated.failed
        assert time.monotonic() - began < 5.0
        reader._seconds = 20.0
        assert read(reader).findings


def test_a_page_that_takes_too_much_memory_is_left_and_the_next_one_read() -> None:
    with Reader(memory=400 * 1024**2) as reader:
        assert read(reader).findings
        stated = read(reader, b"<p>x" * 2_000_000)
        assert stated.failed
        assert read(reader).findings


def test_a_child_that_dies_is_told_and_replaced() -> None:
    before = set(children())
    with Reader() as reader:
        assert read(reader).findings
        (child,) = set(children()) - before
        os.kill(child, signal.SIGKILL)
        time.sleep(0.2)
        assert read(reader).findings
    assert set(children()) == before


def test_the_child_knows_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYOT_DATABASE_URL", "postgresql://me:secret@db/byot")
    before = set(children())
    with Reader() as reader:
        read(reader)
        (child,) = set(children()) - before
        assert b"secret" not in Path(f"/proc/{child}/environ").read_bytes()
