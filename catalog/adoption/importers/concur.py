"""SAP Concur's expense reports, as Reporting or an extract writes them: a line per entry, comma, tab or pipe between.

The vendor comes as the employee wrote it, or as the card told it (the column of the merchant's name).
"""

from collections.abc import Iterator

from catalog.adoption.entries import Content, Entry, Unusable
from catalog.adoption.spending import Columns, payments

TITLE = "SAP Concur expenses (CSV, XLSX)"
COLUMNS = Columns(
    merchant=("merchantname", "vendor", "vendorname", "vendordescription", "merchant"),
    day=("transactiondate", "postingdate", "date", "sentforpaymentdate"),
    category=("merchantcode", "mcc"),
)


def read(content: Content) -> Iterator[Entry | Unusable]:
    """Give what each entry of a report pays for."""
    return payments(content, COLUMNS)
