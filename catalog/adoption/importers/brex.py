"""Brex's card and expense export: a line per transaction, with the cleaned merchant and the raw descriptor."""

from collections.abc import Iterator

from catalog.adoption.entries import Content, Entry, Unusable
from catalog.adoption.spending import Columns, payments

TITLE = "Brex transactions (CSV, XLSX, JSON)"
COLUMNS = Columns(
    merchant=("merchantrawdescriptor", "merchantdescriptor", "descriptor", "merchantname", "merchant", "description"),
    day=(
        "swipetimeutc",
        "swipetime",
        "transactiondate",
        "purchasedate",
        "purchasedat",
        "posteddate",
        "postedatdate",
        "initiateddate",
        "date",
    ),
    category=("mcc", "merchantcategory", "brexcategory", "category"),
    state=("status", "expensestatus"),
)


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each transaction pays for."""
    return payments(content, COLUMNS)
