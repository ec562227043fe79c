"""Engines by URL that count logs where they lie; a module is one (its scheme is the file's name).

A module has a function `connect(url, settings)` that gives a `catalog.discovery.sources.Cluster`, and raises a
`ByotError` where there is none.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, cast

from catalog import plugins
from catalog.discovery.sources import Cluster
from catalog.errors import BadUse
from catalog.settings import Settings

DUCKDB: Final = "duckdb"


@contextmanager
def connected(name: str, settings: Settings) -> Iterator[Cluster | None]:
    """Give the cluster of a URL, None for DuckDB on this machine; raise a `ByotError` where there is none."""
    import scrapers.engines as here

    if name == DUCKDB:
        yield None
        return
    scheme, sign, _ = name.partition("://")
    if not sign or scheme not in plugins.names(here):
        known = ", ".join([DUCKDB, *(f"{one}://HOST:PORT" for one in plugins.names(here))])
        mend = f"leave --engine out, or say one of: {known}"
        raise BadUse(f"{without_password(name)[:60]!r} is no engine known here", mend)
    cluster: Cluster = cast(Cluster, plugins.load(here, scheme).connect(name, settings))
    try:
        yield cluster
    finally:
        cluster.close()


def without_password(url: str) -> str:
    """Give a URL as it may be told to anybody."""
    return re.sub(r"//[^/]*@", "//", url)
