"""What logs showed, as text for a terminal, and their records."""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from catalog.cli._show import document, progress
from catalog.discovery.sources import Source
from catalog.errors import ByotError

MOST_SHOWN = 20


def show_records(
    files: Sequence[Source], wanted: str, local: tzinfo | None, most: int, as_json: bool
) -> list[ByotError]:
    """Print the first records of logs; give the problems of those that could not be read."""
    from catalog.discovery.reading import Log, read

    told: list[dict[str, Any]] = []
    logs: list[dict[str, Any]] = []
    problems: list[ByotError] = []
    for source in files:
        log = Log(source.name)
        try:
            for line, record in read(source, log, wanted, local):
                if len(told) < most:
                    told.append(record.document(log.file, line))
        except ByotError as error:
            problems.append(error)
            continue
        logs.append(log.document())
    if logs and as_json:
        document({"files": logs, "records": told})
    elif logs:
        sys.stdout.write("".join(f"{line}\n" for log in logs for line in _file(log)))
        sys.stdout.write("".join(f"{_record(one)}\n" for one in told))
    return problems


def say_how_far(name: str, count: int) -> None:
    """Say on standard error how many bytes of a log have been read."""
    progress(f"byot: {_printable(name)}: {count / 1e6:,.0f} MB read")


def tell(told: Mapping[str, Any], dry_run: bool) -> None:
    """Print what logs showed: each file, use by tool, the domains of no tool, what was new."""
    sys.stdout.write("".join(f"{line}\n" for line in _lines(told, dry_run)))


def _lines(told: Mapping[str, Any], dry_run: bool) -> Iterator[str]:
    for log in told["files"]:
        yield from _file(log)
    users: dict[str, set[str | None]] = defaultdict(set)
    events: Counter[str] = Counter()
    blocked: Counter[str] = Counter()
    for one in told["sightings"]:
        users[one["tool"]].add(one["user"])
        events[one["tool"]] += one["events"]
        blocked[one["tool"]] += one["blocked"]
    for tool in sorted(users, key=lambda tool: (-len(users[tool]), -events[tool], tool)):
        stopped = f", {blocked[tool]} blocked" if blocked[tool] else ""
        yield f"  {tool}: {_many(len(users[tool]), 'user')}, {_many(events[tool], 'request')}{stopped}"
    yield from _strays("Domains", "domain", told["unmatched"])
    yield from _strays("Apps", "app", told["unmatched_apps"])
    left_out = told["background"]
    if left_out["domains"]:
        domains, requests = _many(left_out["domains"], "domain"), _many(left_out["events"], "request")
        yield f"Left out as content networks, ads, trackers and upkeep: {domains}, {requests}"
    new = told["new"]
    word = "would be new" if dry_run else "new"
    yield f"{word}: {_many(new['sightings'], 'sighting')}, {_many(new['proposals'], 'proposal')}"


def _strays(what: str, key: str, strays: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if strays:
        yield f"{what} of no tool known here:"
    for one in strays[:MOST_SHOWN]:
        yield f"  {_printable(one[key])}: {_many(one['users'], 'user')}, {_many(one['events'], 'request')}"
    if len(strays) > MOST_SHOWN:
        yield f"  and {len(strays) - MOST_SHOWN} more (--json names them)"


def _file(log: Mapping[str, Any]) -> Iterator[str]:
    before = f", read before on {log['read_before']}" if log.get("read_before") else ""
    before += f", grown since {log['grown_since']}" if log.get("grown_since") else ""
    yield (
        f"{log['file']}: {log['format']}, {_many(log['records'], 'record')},"
        f" {log['rejected']} rejected, {log['skipped']} skipped{before}"
    )
    if log["damage"]:
        yield f"  {log['damage']}"
    for one in log["rejections"]:
        yield f"  line {one['line']}: {one['why']}: {one['text']}"


def _record(one: Mapping[str, Any]) -> str:
    shown = (one["time"], one["user"] or one["client"], one["action"], one["method"], one["host"], one["bytes_down"])
    return _printable("  ".join("-" if part is None else str(part) for part in shown))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
