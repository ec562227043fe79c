"""What CSV, XLSX, Parquet and JSON are told: rows under heads, with what each column holds; and the document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under heads. `days` are ISO days, `counts` whole numbers, `lists` lists of words, `flags` yes or no.

    `document` is what JSON tells; `more` are further sheets of a workbook. Rows and a list in the document may come one
    after another, so that not all are in memory; then they can be read once, here or there.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Mapping[str, Any]]
    document: Mapping[str, Any]
    days: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    more: tuple["Sheet", ...] = ()
