"""Expense and card exports: a row is a payment, its merchant may be a tool, who paid uses it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.adoption.entries import Content, Entry, Unusable, Use, user
from catalog.adoption.tables import Row, rows

PAYER = (
    *("cardholderemail", "useremail", "employeeemail", "submitteremail", "emailaddress", "email", "submitter"),
    *("reportsubmitter", "cardholder", "cardholdername", "user", "username", "employee", "employeename", "purchasedby"),
    *("spender", "loginid", "employeeid"),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of an export's columns, lower case without blanks; of each, the first that is filled counts."""

    merchant: Sequence[str]
    day: Sequence[str]
    category: Sequence[str] = ()
    state: Sequence[str] = ()


NOT_PAID = frozenset(("declined", "reversed", "error", "failed", "canceled", "cancelled", "voided", "rejected"))


def payments(content: Content, columns: Columns) -> Iterator[Entry | Unusable]:
    """Give what each row pays for; raise `BadData` where the export has no merchant, day and payer."""
    for row in rows(content, columns.merchant, columns.day):
        yield row if isinstance(row, Unusable) else _payment(row, columns)


def _payment(row: Row, columns: Columns) -> Entry | Unusable:
    merchant = row.get(*columns.merchant)
    if not merchant:
        return Unusable(row.line, "names no merchant")
    try:
        at = row.at(*columns.day)
    except ValueError as error:
        return Unusable(row.line, str(error))
    if at is None:
        return Unusable(row.line, "has no day")
    failed = row.get(*columns.state).lower() in NOT_PAID
    return Entry(
        row.line,
        (
            Use(
                merchant,
                user(row.get(*PAYER)),
                at,
                kind="merchant",
                detail=row.get(*columns.category),
                blocked=int(failed),
            ),
        ),
    )
