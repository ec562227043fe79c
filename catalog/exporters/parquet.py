"""Apache Parquet with types: days are days, lists are lists, counts are numbers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, BinaryIO

from catalog.exporters._register import COLUMNS, COUNTS, DAYS, LISTS, rows

TITLE = "The register as Parquet"
SUFFIX = "parquet"
MEDIA_TYPE = "application/vnd.apache.parquet"
KIND = "register"


def write(documents: Iterable[Mapping[str, Any]], out: BinaryIO) -> None:
    """Write one row for each adoption."""
    import pyarrow as pa
    from pyarrow import parquet

    def kind(name: str) -> Any:
        if name in DAYS:
            return pa.date32()
        if name in COUNTS:
            return pa.int64()
        return pa.list_(pa.string()) if name in LISTS else pa.string()

    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for row in rows(documents):
        for name in COLUMNS:
            value = row[name]
            columns[name].append(date.fromisoformat(value) if value is not None and name in DAYS else value)
    schema = pa.schema([(name, kind(name)) for name in COLUMNS])
    parquet.write_table(pa.table(columns, schema=schema), out, compression="zstd")
