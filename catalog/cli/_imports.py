"""What `byot import` prints for people."""

from collections.abc import Mapping
from typing import Any

import typer

FEW = 10


def tell_list(told: Mapping[str, Any]) -> None:
    """List formats and batches."""
    width = max(len(one["format"]) for one in told["formats"])
    for one in told["formats"]:
        typer.echo(f"{one['format']:{width}}  {one['title']}")
    typer.echo("")
    for one in told["batches"]:
        undone = f", undone {one['undone_at']}" if one["undone_at"] else ""
        typer.echo(f"{one['batch']}  {one['imported_at']}  {one['format']}  {one['file']}  {_counts(one)}{undone}")
    if not told["batches"]:
        typer.echo("Nothing was imported yet.")


def tell_import(told: Mapping[str, Any]) -> None:
    """Say what came of an import."""
    for one in told["unusable"][:FEW]:
        typer.echo(f"line {one['line']}: {one['why']}")
    typer.echo(f"{told['file']}: {_counts(told)}")
    if told["read_before"]:
        typer.echo(f"This content was imported before, on {told['read_before']}. Nothing has changed.")
    new = told["new"]
    typer.echo(
        f"{told['declared']} declared, {told['sightings']} sightings, {new['proposals']} new proposals. "
        f"Batch {told['batch']}; take it back with: byot import undo {told['batch']}"
    )
    if any(told["grants"].values()):
        typer.echo(
            "Apps let at data: " + ", ".join(f"{count} at {risk} risk" for risk, count in told["grants"].items())
        )
    for stray in told["unmatched"][:FEW]:
        typer.echo(f"not known: {stray['name']} ({stray['users']} people, {stray['events']} times)")


def tell_undone(told: Mapping[str, Any]) -> None:
    """Say what became of the adoptions of a batch."""
    gone, restored, kept = (len(told[name]) for name in ("gone", "restored", "kept"))
    typer.echo(f"Batch {told['batch']} is undone: {gone} adoptions gone, {restored} as before, {kept} kept.")


def _counts(told: Mapping[str, Any]) -> str:
    left = told["entries"] - told["records"] - told["rejected"]
    rest = f", {left} left: import it again" if left > 0 else ""
    return f"{told['entries']} entries, {told['records']} recorded, {told['rejected']} rejected{rest}"
