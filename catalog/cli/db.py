"""`byot db`: the database's schema and the trail."""

from pathlib import Path
from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

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
