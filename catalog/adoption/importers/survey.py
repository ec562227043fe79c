"""A survey's answers: a table with a header line and a row for each tool that somebody uses.

Columns, in any order and case: `tool` and `by` (or who, name, mail, email), and, where the survey asked for them,
`plan`, `account`, `data` (classes with `;` between), `purpose`, `team`, `since`, `until` (days like 2026-11-24).
Columns of other names are left out.
"""

from collections.abc import Iterator
from datetime import date

from catalog.adoption.entries import Answer, Content, Unusable
from catalog.adoption.register import Declaration
from catalog.adoption.tables import Row, rows

TITLE = "Survey answers (CSV, XLSX)"
WHO = ("by", "who", "person", "name", "mail", "email", "emailaddress", "username")


def read(content: Content) -> Iterator[Answer | Unusable]:
    """Give what each row says."""
    for row in rows(content, ("tool",), WHO):
        yield row if isinstance(row, Unusable) else _answer(row)


def _answer(row: Row) -> Answer | Unusable:
    try:
        declaration = Declaration(
            tool=row.get("tool"),
            by=row.get(*WHO),
            plan=row.get("plan") or None,
            account=row.get("account").lower() or "company",
            data=tuple(part.strip() for part in row.get("data").split(";") if part.strip()),
            purpose=row.get("purpose") or None,
            team=row.get("team") or None,
            since=_day(row.get("since")),
            until=_day(row.get("until")),
        )
    except ValueError as error:
        return Unusable(row.line, str(error))
    return Answer(row.line, declaration)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        raise ValueError(f"{text!r} is no day like 2026-11-24") from None
