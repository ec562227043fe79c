"""What reviewers do to people and tools, in one transaction; and merges told in one way for both."""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import typer

if TYPE_CHECKING:
    from sqlmodel import Session

Told = TypeVar("Told")


def done(work: "Callable[[Session], Told]") -> Told:
    """Do something in one transaction, with the people of local mode there."""
    from catalog import people
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store:
        store.transact(people.settle)
        return store.transact(work)


def listed(merges: Iterable[Mapping[str, Any]]) -> None:
    """Print a line for each merge."""
    for one in merges:
        undone = f", undone {one['undone_at']}" if one["undone_at"] else ""
        typer.echo(f"{one['merge']}: {one['gone']} into {one['kept']}, by {one['by']}, {one['merged_at']}{undone}")


def merged(told: Mapping[str, Any], command: str, by: str) -> None:
    """Print what a merge moved, and the command that undoes it."""
    counts = ", ".join(f"{count} {what}" for what, count in told["moved"].items())
    typer.echo(f"{told['gone']} is {told['kept']} now: {counts}. Undo: byot {command} undo {told['merge']} --by {by}")


def parted(told: Mapping[str, Any]) -> None:
    """Print that a merge is undone."""
    typer.echo(f"{told['gone']} and {told['kept']} are two again.")
