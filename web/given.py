"""What a reviewer gives on the page of imports: an export of another system, a log, or the directory of people."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from catalog.adoption.directory import load_people
from catalog.adoption.discovering import discover
from catalog.adoption.importing import formats, import_file
from catalog.discovery import sources
from catalog.people import Directory
from catalog.settings import settings
from catalog.store import Store

LOG, DIRECTORY = "log", "directory"
TITLES = {LOG: "A log: proxy, firewall, resolver, sign-on", DIRECTORY: "The directory of people (CSV, XLSX)"}
MOST_ANSWERS = 10_000  # two minutes, for which somebody waits


def kinds() -> dict[str, str]:
    """Give what may be given, with its title."""
    return {**TITLES, **{one["format"]: one["title"] for one in formats()}}


def take_in(store: Store, kind: str, path: Path, called: str, by: str) -> dict[str, Any]:
    """Take a file in; give what came of it, under what it was. Raises a `ByotError` for one that cannot be read."""
    if kind == LOG:
        return {LOG: _read(store, path, called)}
    if kind == DIRECTORY:
        return {DIRECTORY: load_people(store, path, by, called)}
    return {"export": import_file(store, kind, path, called, by, MOST_ANSWERS)}


def _read(store: Store, path: Path, called: str) -> dict[str, Any]:
    """Read a log; give what it showed, with its people counted by tool, the most used first."""
    found = discover(store, [replace(sources.of(path), name=called)], settings().policy)
    if found.problems:
        raise found.problems[0]
    with store.session() as session:
        directory = Directory(session, {use["user"] for use in found.uses if use["user"]})
    people: dict[str, set[str]] = {}
    for use in found.uses:
        person = directory.find(use["user"] or "")
        people.setdefault(use["tool"], set()).add(person.slug if person is not None else use["user"] or "")
    used = sorted(((len(who), tool) for tool, who in people.items()), key=lambda one: (-one[0], one[1]))
    return {**found.document(), **found.files[0], "used": [(tool, count) for count, tool in used]}
