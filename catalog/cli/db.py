"""`byot db`: the database's schema, its backups and the trail."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalog.cli._show import AsJson, document

if TYPE_CHECKING:
    from catalog.snapshots import Snapshots

app = typer.Typer(help="Look after the database.")


@app.command()
def upgrade(as_json: AsJson = False) -> None:
    """Bring the schema to this version and load the newest release of data/.

    $ byot db upgrade
    """
    from catalog.dataset.opening import refresh
    from catalog.settings import settings
    from catalog.store import Store

    with Store(settings().database_url) as store:
        before = store.schema_version()
        store.upgrade()
        loaded = refresh(store, settings())
        after = store.schema_version()
    if as_json:
        document({"from": before, "to": after, "loaded": loaded})
    else:
        typer.echo(f"schema {before or 'none'} to {after}; data {'loaded' if loaded else 'was up to date'}")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where the backup goes; nothing is there yet.", metavar="FILE")],
    as_json: AsJson = False,
) -> None:
    """Write all that the database holds to one file, with the pages and documents of the snapshot folder.

    It is as of one moment, whoever writes meanwhile, and goes back into SQLite or PostgreSQL. Keep it where few can
    read: it tells who uses what. Snapshots in an object store are not in it.

    $ byot db backup byot-2026-11-30.zip
    """
    from catalog.backup.writing import backup as write
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store:
        told = write(store, _snapshots(), file)
    if as_json:
        document(told)
        return
    if told["lost"]:
        typer.echo(f"{told['lost']} of its files are gone from the snapshot folder and not in it")
    typer.echo(f"{file}: {_content(told)}")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `byot db backup` wrote.", metavar="FILE")],
    into: Annotated[
        str | None, typer.Option(help="An empty database.  [default: BYOT_DATABASE_URL]", metavar="URL")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put a backup into an empty database, and check that what is there now is what was backed up.

    Also one that an older version wrote. Where anything in it is not what it says, nothing is restored.

    $ byot db backup byot-2026-12-01.zip
    $ byot db restore byot-2026-12-01.zip --into sqlite:///restored.sqlite
    """
    from catalog.backup.restoring import restore as put
    from catalog.settings import settings
    from catalog.store import Store

    with Store(into or settings().database_url) as store:
        told = put(store, _snapshots(), file)
    if as_json:
        document(told)
    else:
        typer.echo(f"restored as of {told['at']}: {_content(told)}")


def _snapshots() -> "Snapshots | None":
    """Give the snapshot folder, None where the snapshots lie elsewhere."""
    from catalog.settings import settings
    from catalog.snapshots import Snapshots

    place = settings().snapshots
    return Snapshots(place) if isinstance(place, Path) else None


def _content(told: dict[str, Any]) -> str:
    rows = sum(table["rows"] for table in told["tables"].values())
    return f"{rows:,} rows of {len(told['tables'])} tables, {told['events']:,} events, {told['files']:,} files"


@app.command()
def verify(
    head: Annotated[
        Path | None, typer.Option(help="A head exported earlier (--json > FILE): shows a cut tail.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check the hash chain of events from its start. Ends with 1 where it is not whole.

    $ byot db verify
    """
    from catalog import audit
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.session() as session:
        found = audit.verify(session, audit.read_head(head) if head else None)
    if as_json:
        document(
            {
                "events": found.head.events,
                "sha256": found.head.sha256,
                "whole": not found.problems,
                "problems": found.problems,
            }
        )
    else:
        for problem in found.problems:
            typer.echo(problem)
        typer.echo(f"{'whole' if not found.problems else 'broken'}: {found.head.events} events, {found.head.sha256}")
    raise typer.Exit(1 if found.problems else 0)
