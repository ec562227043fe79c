"""`byot discover`: what logs show of the tools in use."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from catalog.cli._show import AsJson, document, progress

if TYPE_CHECKING:
    from catalog.discovery.sources import Source

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
    engine: Annotated[str, typer.Option(help="What sums up: duckdb.")] = "duckdb",
    records: Annotated[
        int | None, typer.Option(min=0, help="Print the first N records instead; records nothing.", metavar="N")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Record nothing, say what would be new.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read logs: which tools are used, by whom, on which days. Records sightings and proposes adoptions.

    A content that was read before counts once, also under another name or packed; of a log that has grown since, the
    new lines count. Of a folder all files in it are read, but for hidden ones. Objects of a store are read by s3:// or
    their signed https address. Ends with 2 where a file could not be read; the others are kept.

    $ byot discover squid.log
    """
    from catalog.cli import _logs
    from catalog.discovery import engine as engines
    from catalog.discovery import reading, sources
    from catalog.settings import settings

    engines.require(engine)
    zone = reading.zone(timezone)
    logs, problems = sources.find(files, _elsewhere)
    logs = [sources.watched(log, _logs.say_how_far) for log in logs]
    if records is not None:
        problems += _logs.show_records(logs, log_format, zone, records, as_json)
    elif logs:
        from catalog.adoption.discovering import discover as read_logs
        from catalog.dataset.opening import open_store

        with open_store(read := settings()) as store:
            found = read_logs(store, logs, read.policy, wanted=log_format, local=zone, engine=engine, dry_run=dry_run)
        problems += found.problems
        if found.files and as_json:
            document(found.document())
        elif found.files:
            _logs.tell(found.document(), dry_run)
    for problem in problems:
        progress(f"byot: {problem.one_line()}")
    raise typer.Exit(2 if problems else 0)


def _elsewhere(url: str) -> "Sequence[Source]":
    """Give the logs that a URL names."""
    from catalog.settings import settings
    from scrapers.storage import Storage

    return Storage(settings()).find(url)
