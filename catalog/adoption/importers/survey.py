"""A survey's answers: a CSV with a header line and a row for each tool that somebody uses.

Columns, in any order and case: `tool` and `by` (or who, name, mail, email), and, where the survey asked for them,
`plan`, `account`, `data` (classes with `;` between), `purpose`, `team`, `since`, `until` (days like 2026-11-24).
Columns of other names are left out. Comma, semicolon and tab are told apart by the header.
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from catalog.adoption.importing import Answer, Unusable
from catalog.adoption.register import Declaration
from catalog.errors import BadData

TITLE = "Survey answers, CSV"
WHO = ("by", "who", "person", "name", "mail", "email", "e-mail")
LARGEST = 64 << 20


def read(path: Path) -> Iterator[Answer | Unusable]:
    """Give what each row says; raise `BadData` where the file is no such table."""
    if path.stat().st_size > LARGEST:
        raise BadData("the file is larger than 64 MB", mend="split it", where=str(path))
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        rows = csv.DictReader(lines, delimiter=_delimiter(lines[0] if lines else ""), strict=True)
        columns = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
        who = next((name for name in WHO if name in columns), None)
        if "tool" not in columns or who is None:
            raise BadData(
                "the header names no tool and by", mend="begin with a line like: tool,by,data", where=str(path)
            )
        for row in rows:
            said = {name: (row.get(column) or "").strip() for name, column in columns.items()}
            yield _answer(said, said[who], rows.line_num)
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadData(f"is no CSV in UTF-8: {error}", mend="export it as CSV, UTF-8", where=str(path)) from None


def _answer(said: Mapping[str, str], who: str, line: int) -> Answer | Unusable:
    try:
        declaration = Declaration(
            tool=said["tool"],
            by=who,
            plan=said.get("plan") or None,
            account=said.get("account", "").lower() or "company",
            data=tuple(part.strip() for part in said.get("data", "").split(";") if part.strip()),
            purpose=said.get("purpose") or None,
            team=said.get("team") or None,
            since=_day(said.get("since")),
            until=_day(said.get("until")),
        )
    except ValueError as error:
        return Unusable(line, str(error))
    return Answer(line, declaration)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"{text!r} is no day like 2026-11-24") from None


def _delimiter(header: str) -> str:
    return max(",;\t", key=header.count)
