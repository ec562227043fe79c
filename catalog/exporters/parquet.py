"""Apache Parquet with types: days are days, lists are lists, counts are numbers."""

from datetime import date
from typing import Any, BinaryIO

from catalog.exporters._sheet import Sheet

TITLE = "Parquet"
SUFFIX = "parquet"
MEDIA_TYPE = "application/vnd.apache.parquet"
KIND = "sheet"


def write(told: Sheet, out: BinaryIO) -> None:
    """Write one row for each; further sheets have no place in it."""
    import pyarrow as pa
    from pyarrow import parquet

    def kind(name: str) -> Any:
        if name in told.days:
            return pa.date32()
        if name in told.counts:
            return pa.int64()
        if name in told.flags:
            return pa.bool_()
        return pa.list_(pa.string()) if name in told.lists else pa.string()

    columns: dict[str, list[Any]] = {name: [] for name in told.columns}
    for row in told.rows:
        for name in told.columns:
            value = row[name]
            columns[name].append(date.fromisoformat(value) if value is not None and name in told.days else value)
    schema = pa.schema([(name, kind(name)) for name in told.columns])
    parquet.write_table(pa.table(columns, schema=schema), out, compression="zstd")
