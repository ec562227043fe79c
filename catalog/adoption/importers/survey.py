"""A survey's answers: a table with a header line and a row for each tool that somebody uses.

Columns, in any order and case: `tool` and `by` (or who, name, mail, email), and, where the survey asked for them,
`plan`, `account` (company or personal), `data` (the kinds of our form, with `;` or a comma between), `purpose`, `team`,
`since`, `until` (days). Columns of other names are left out.
"""

from collections.abc import Iterator
from datetime import date

from catalog.adoption.entries import Answer, Content, Unusable
from catalog.adoption.register import Declaration
from catalog.adoption.tables import Row, rows, when

TITLE = "Survey answers (CSV, XLSX)"
OWN = ("personal", "private", "own", "my own")
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
            account=_account(row.get("account")),
            data=tuple(part.strip() for part in row.get("data").split(";") if part.strip()),
            purpose=row.get("purpose") or None,
            team=row.get("team") or None,
            since=_day(row, "since"),
            until=_day(row, "until"),
        )
    except ValueError as error:
        return Unusable(row.line, str(error))
    return Answer(row.line, declaration)


def _account(said: str) -> str:
    """Give the account that is meant; a word that is none of ours stays, and is refused."""
    word = " ".join(said.lower().split()).removesuffix(" account")
    return "personal" if word in OWN else word or "company"


def _day(row: Row, column: str) -> date | None:
    """Give a day as the file writes it; one to come as 2026-11-24 only, as nothing else tells day and month apart."""
    text = row.get(column)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return when(text, row.day_first).date()
