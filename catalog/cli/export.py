"""`byot export`: the register, the trail, an auditor's pack and block lists, in the formats of other programs."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="What to write: see --list.")] = "",
    file: Annotated[Path, typer.Argument(help="The file to write; - is standard output.")] = Path("-"),
    as_of: Annotated[
        str | None, typer.Option(help="The register as it stood then, from the trail: 2026-06-01. [today]")
    ] = None,
    pseudonyms: Annotated[
        bool, typer.Option("--pseudonyms", help="Put pseudonyms in the place of people, under BYOT_PSEUDONYM_KEY.")
    ] = False,
    of: Annotated[
        str,
        typer.Option(help="What a sheet tells: register, queue, decisions, trends, trends-departments ..., origins."),
    ] = "register",
    listed: Annotated[bool, typer.Option("--list", help="List the formats instead.")] = False,
) -> None:
    """Write a sheet (csv, xlsx, parquet, json), the trail (ocsf, cef), the evidence pack or a block list.

    A sheet tells the register, or what --of says: the queue, decisions, how use grows, what was told against seen. A
    file is there whole or not at all. Block lists hold the tools that are prohibited for everything; what they leave
    out is counted and named on standard error.

    $ byot export --list

    $ byot export csv register.csv

    $ byot export csv register.csv --pseudonyms

    $ byot export xlsx queue.xlsx --of queue

    $ byot export evidence pack.zip

    $ byot export squid byot.acl
    """
    from catalog import exporters
    from catalog.cli._exports import onto
    from catalog.cli._show import progress
    from catalog.dataset.opening import open_store
    from catalog.pseudonyms import key_of
    from catalog.settings import settings

    if listed:
        for one in exporters.formats():
            typer.echo(f"{one['name']:12} {one['title']}")
        return
    if not form:
        raise typer.BadParameter("name a format, or give --list")
    plugin = exporters.load(form)
    key = key_of(settings()) if pseudonyms else None
    with open_store(settings()) as store, store.session() as session, onto(file, plugin.SUFFIX) as out:
        left = exporters.export(session, form, out, as_of=as_of, key=key, of=of)
    if left:
        progress(f"{len(left)} left out: {'; '.join(left)}")
