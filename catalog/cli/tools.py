"""`byot tools`: two tools that are one, merged and taken apart again."""

from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer(help="See which tools people only named, and merge two that are one.")
By = Annotated[str, typer.Option("--by", help="Who acts: a person with the role reviewer.", metavar="WHO")]


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the tools that people only named, with the known ones of a like name, and the merges.

    $ byot tools list
    """
    from catalog.adoption import joining
    from catalog.cli import _acting
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.session() as session:
        named, merges = joining.named_only(session), joining.merges(session)
    if as_json:
        document({"named": named, "merges": merges})
        return
    for one in named:
        near = f"; the same as {' or '.join(one['near'])}?" if one["near"] else ""
        typer.echo(f"{one['tool']}  {one['name']}  {one['people']} people{near}")
    _acting.listed(merges)


@app.command()
def merge(
    kept: Annotated[str, typer.Argument(help="The tool that is kept.", metavar="KEPT")],
    other: Annotated[str, typer.Argument(help="The tool that is the same.", metavar="OTHER")],
    by: By,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would move.")] = False,
    as_json: AsJson = False,
) -> None:
    """Merge two tools that are one: uses, sightings and the open case of the other go to the one that is kept.

    The other's names and hosts lead to the one that is kept from now on, and each use is judged by what is known of
    it. A decision, a document or a contract that is in force is never carried over: it has to end first.

    $ byot adopt "Slak Chat" --by anna
    $ byot tools merge slack "Slak Chat" --by bo
    """
    from catalog.adoption import joining
    from catalog.cli import _acting
    from catalog.cli._acting import done

    if dry_run:
        told = done(lambda session: joining.rehearse(session, kept, other, by))
    else:
        told = done(lambda session: joining.merge(session, kept, other, by))
    if as_json:
        document(told)
    elif dry_run:
        stands = f" In the way: {'; '.join(told['in_the_way'])}." if told["in_the_way"] else ""
        typer.echo(f"{told['adoptions']} adoptions of {told['people']} people would go to {told['kept']}.{stands}")
    else:
        _acting.merged(told, "tools", by)


@app.command()
def undo(
    reference: Annotated[str, typer.Argument(help="The merge, or: last.", metavar="MERGE")],
    by: By,
    as_json: AsJson = False,
) -> None:
    """Undo a merge: what was moved and what logs showed since goes back; what people said since stays.

    $ byot adopt "Slak Chat" --by anna
    $ byot tools merge slack "Slak Chat" --by bo
    $ byot tools undo last --by bo
    """
    from catalog.adoption import joining
    from catalog.cli import _acting
    from catalog.cli._acting import done

    told = done(lambda session: joining.unmerge(session, reference, by))
    if as_json:
        document(told)
    else:
        _acting.parted(told)
