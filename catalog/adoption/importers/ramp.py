"""Ramp's transactions export: a line per card transaction, times in UTC where the column says so."""

from collections.abc import Iterator

from catalog.adoption.entries import Content, Entry, Unusable
from catalog.adoption.spending import Columns, payments

TITLE = "Ramp transactions (CSV, XLSX, JSON)"
COLUMNS = Columns(
    merchant=("merchantdescriptor", "merchantdescription", "merchantname", "merchant"),
    day=(
        "transactiontimeutc",
        "transactiondate",
        "transactiontime",
        "usertransactiontime",
        "date",
        "clearingdateutc",
        "clearingdate",
    ),
    category=("merchantcategorycode", "mcc", "skcategoryname", "merchantcategory", "rampcategory", "category"),
    state=("state", "status"),
)


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each transaction pays for."""
    return payments(content, COLUMNS)
