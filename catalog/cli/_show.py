"""What commands print, and the option `--json`: one document on standard output, nothing else."""

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from textwrap import indent
from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def document(content: Mapping[str, object]) -> None:
    """Print one JSON document: times as UTC ISO 8601 with a Z, dates as ISO, enumerations as their values."""
    json.dump(content, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write("\n")


def documents(name: str, contents: Iterable[object]) -> None:
    """Print one JSON document that holds a list, as `document` does; its parts may come one after another."""
    between = "["
    sys.stdout.write(f'{{\n  "{name}": ')
    for one in contents:
        text = json.dumps(one, ensure_ascii=False, indent=2, default=_plain)
        sys.stdout.write(f"{between}\n{indent(text, 4 * ' ')}")
        between = ","
    sys.stdout.write("[]\n}\n" if between == "[" else "\n  ]\n}\n")


def progress(text: str) -> None:
    """Say how far the work is, on standard error."""
    sys.stderr.write(f"{text}\n")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a JSON document")


def moment(value: datetime) -> str:
    """Give an aware time as UTC ISO 8601 with a Z."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
