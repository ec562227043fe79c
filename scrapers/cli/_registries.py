"""Registries for a terminal: a table of them, and their copies from files or from the network."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from catalog.dataset.opening import open_store
from catalog.errors import BadData, BadUse, ByotError
from catalog.settings import Settings, settings
from catalog.store import Store
from scrapers.archive import snapshots_of
from scrapers.charset import as_utf8
from scrapers.listing import Listing, Registry
from scrapers.registry import Reading, join, record, registry

LARGEST = 64 * 1024 * 1024


def recorded(name: str, files: Sequence[str], as_of: str | None) -> tuple[Reading, list[ByotError]]:
    """Read copies of a registry and record them together; give what came of it, and the problems of single files.

    Of several files those that are no copies are left out. Where none is one, raises its problem, having recorded
    nothing.
    """
    it, read = registry(name), settings()
    day = _day(as_of)
    with open_store(read) as store:
        listings, problems = _listings(it, name, files, read, store)
        if not listings:
            raise problems[0]
        listing = join(listings, day)
        if problems:
            listing = replace(listing, whole=False)
        return record(store, snapshots_of(read), name, listing), problems


def tell(rows: Sequence[dict[str, Any]]) -> None:
    """Print the registries as a table."""
    heads = ("registry", "copy of", "days old", "entries", "matched", "facts", "source")
    cells = [heads, *((
        row["registry"], row["as_of"] or "never read", "" if row["age_days"] is None else str(row["age_days"]),
        str(row["entries"]), str(row["matched"]), str(row["facts"]), row["source"],
    ) for row in rows)]  # fmt: skip
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    for row in cells:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(f"{'  '.join(padded).rstrip()}\n")


def _listings(
    it: Registry, name: str, files: Sequence[str], read: Settings, store: Store
) -> tuple[list[Listing], list[ByotError]]:
    if not files and it.URL is None:
        raise BadUse(f"{it.TITLE} cannot be fetched", f"Save it from {it.PAGE} and name the file", where=name)
    listings: list[Listing] = []
    problems: list[ByotError] = []
    for file in files or [str(it.URL)]:
        try:
            listings.append(_listing(it, file, read, store))
        except ByotError as problem:
            problems.append(problem)
    return listings, problems


def _listing(it: Registry, file: str, read: Settings, store: Store) -> Listing:
    body, day = _fetched(file, read, store) if "://" in file else (_saved(Path(file)), None)
    try:
        listing = it.read(body)
    except BadData as problem:
        problem.where = file
        raise
    return Listing(listing.entries, listing.as_of or day, listing.whole)


def _saved(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            body = opened.read(LARGEST + 1)
    except OSError as error:
        raise BadUse(f"It cannot be read ({error.strerror})", "Name a file that is there", where=str(file)) from None
    if len(body) > LARGEST:
        raise BadUse(f"It is larger than {LARGEST:,} bytes", "Name a copy of the registry", where=str(file))
    return body


def _fetched(url: str, read: Settings, store: Store) -> tuple[bytes, date]:
    """Give what an address holds, through the one gate, at the pace of its host, and the day it was fetched."""
    from scrapers.fetch import Fetcher

    async def run() -> tuple[bytes, date]:
        async with Fetcher.set_up(read, store) as fetcher:
            answer = await fetcher.get(url)
        return as_utf8(answer.body, answer.content_type), answer.fetched_at.date()

    return asyncio.run(run())


def _day(as_of: str | None) -> date | None:
    try:
        return date.fromisoformat(as_of) if as_of else None
    except ValueError:
        raise BadUse(f"--as-of {str(as_of)[:40]!r} is no day", "Write it like 2026-11-24") from None
