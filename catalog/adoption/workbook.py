"""Workbooks (.xlsx) read in a child process with limits of memory and time: a small file may ask for a gigabyte.

The child has no settings and no store. It gets the bytes and gives rows of text as lines of JSON; formulas stand as
what they last gave, and are never calculated.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from catalog import child
from catalog.adoption.entries import Content

SECONDS = 60
MEMORY = 1024**3
MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
MOST_OUTPUT = 256 << 20
LONGEST_CELL = 2000
MEND = "save the sheet as CSV, UTF-8"


def rows(content: Content, *, seconds: int = SECONDS, memory: int = MEMORY) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of a workbook's first sheet as text, each with its number; raise `BadData` where it has none.

    `seconds` and `memory` (bytes) are what the reading may take.
    """
    with child.start(__name__, memory, seconds) as reader:
        try:
            told, _ = reader.communicate(content.body, timeout=seconds + 5)
        except subprocess.TimeoutExpired:
            reader.kill()
            told = b""
    lines = told.splitlines()
    if reader.returncode or not lines or json.loads(lines[-1]) != "end":
        late = reader.returncode in (-signal.SIGALRM, -signal.SIGKILL)
        why = f"takes more than {seconds} seconds to read" if late else "is no workbook that can be read"
        raise content.refused(why, mend=MEND)
    return (tuple(json.loads(line)) for line in lines[:-1])


def serve(memory: int, seconds: int) -> None:
    """Be the child: read a workbook from standard input."""
    child.limit(memory)
    child.alarm(seconds)
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(sys.stdin.buffer.read()), read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    left = MOST_OUTPUT
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), start=1):
        line = json.dumps([number, _texts(cells)])
        left -= len(line)
        if number > MOST_ROWS or left < 0:
            sys.exit(1)
        print(line)  # noqa: T201
    print(json.dumps("end"))  # noqa: T201


def _texts(cells: Iterable[Any]) -> list[str]:
    """Give the cells as text, without the empty ones at the end."""
    texts = [_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _text(cell: Any) -> str:
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:LONGEST_CELL]
