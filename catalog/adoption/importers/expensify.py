"""Expensify's report export: a line per expense. The default columns name no person; add the submitter's mail.

https://help.expensify.com/articles/expensify-classic/spending-insights/Export-Expenses-And-Reports
"""

from collections.abc import Iterator

from catalog.adoption.entries import Content, Entry, Unusable
from catalog.adoption.spending import Columns, payments

TITLE = "Expensify expenses (CSV, XLSX)"
COLUMNS = Columns(
    merchant=("merchant",),
    day=("timestamp", "date", "transactiondate"),
    category=("mcc",),
)


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each expense pays for."""
    return payments(content, COLUMNS)
