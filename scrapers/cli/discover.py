"""`byot discover`: what logs show of the tools in use."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from catalog.cli._show import AsJson, document, progress

if TYPE_CHECKING:
    from datetime import tzinfo

    from catalog.discovery.sources import Source
    from catalog.errors import ByotError

app = typer.Typer()


@app.command()
def discover(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Logs, plain, .gz or .zst; folders, patterns in quotes, URLs, or - for standard input.",
        ),
    ],
    log_format: Annotated[
        str,
        typer.Option(
            "--format",
            help="The logs' format, or a .yaml file that describes one; auto recognises each.",
            metavar="NAME",
        ),
    ] = "auto",
    timezone: Annotated[
        str | None, typer.Option(help="The zone of times that name none, like Europe/Berlin.", metavar="ZONE")
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option(
            help="What counts: duckdb here, or where the logs lie: spark://HOST:7077, clickhouse://HOST:8123.",
            metavar="URL",
        ),
    ] = None,
    records: Annotated[
        int | None, typer.Option(min=0, help="Print the first N records instead; records nothing.", metavar="N")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Record nothing, say what would be new.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read logs: which tools are used, by whom, on which days. Records sightings and proposes adoptions.

    A content that was read before counts once, also under another name or packed; of a log that has grown since, the
    new lines count. Of a folder all files in it are read, but for hidden ones. Objects of a store are read by s3:// or
    their signed https address; with a cluster as engine, paths are those that it sees. Ends with 2 where a file could
    not be read; the others are kept.

    $ byot discover squid.log
    """
    from catalog.cli import _logs
    from catalog.discovery import reading, sources
    from catalog.settings import settings
    from scrapers import engines

    zone = reading.zone(timezone)
    with engines.connected(engine or settings().engine, settings()) as cluster:
        logs, problems = sources.find(files, _elsewhere, cluster)
        logs = [sources.watched(log, _logs.say_how_far) for log in logs]
        if records is not None:
            problems += _logs.show_records(logs, log_format, zone, records, as_json)
        elif logs:
            problems += _read(logs, log_format, zone, dry_run, as_json)
    for problem in problems:
        progress(f"byot: {problem.one_line()}")
    raise typer.Exit(2 if problems else 0)


def _read(
    logs: "Sequence[Source]", log_format: str, zone: "tzinfo | None", dry_run: bool, as_json: bool
) -> "list[ByotError]":
    """Read logs into the register and tell what they showed; give the problems of those that could not be read."""
    from catalog.adoption.discovering import discover as read_logs
    from catalog.cli import _logs
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(read := settings()) as store:
        found = read_logs(store, logs, read.policy, wanted=log_format, local=zone, dry_run=dry_run)
    if found.files and as_json:
        document(found.document())
    elif found.files:
        _logs.tell(found.document(), dry_run)
    return found.problems


def _elsewhere(url: str) -> "Sequence[Source]":
    """Give the logs that a URL names."""
    from catalog.settings import settings
    from scrapers.storage import Storage

    return Storage(settings()).find(url)
