"""Samples of exports, and what the register says after one was imported."""

from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from catalog.adoption import register
from catalog.models.register import Grant, Sighting
from catalog.models.tool import Tool
from tests.house.code import ROOT

SAMPLES = ROOT / "tests" / "samples" / "exports"


def samples() -> list[Path]:
    """Give the samples: all files but the expectations."""
    return [file for file in sorted(SAMPLES.iterdir()) if file.name != f"{stem(file)}.json"]


def stem(file: Path) -> str:
    """Give a sample's name without its endings."""
    return file.name.partition(".")[0]


def importer_of(file: Path) -> str:
    """Give the importer that a sample is of."""
    return stem(file).partition("--")[0]


def held(session: Session) -> dict[str, Any]:
    """Give what the register holds: sightings, grants and declared adoptions, each as a short line."""
    tools = {one.id: one.slug for one in session.exec(select(Tool))}
    seen = session.exec(select(Sighting).order_by(col(Sighting.id)))
    grants = session.exec(select(Grant).order_by(col(Grant.id)))
    return {
        "sightings": sorted(
            [tools[one.tool_id], one.tenant, one.user, str(one.day or ""), one.events, one.blocked, one.bytes_up or 0,
             one.bytes_down or 0]
            for one in seen
        ),
        "grants": sorted([one.client, tools.get(one.tool_id, ""), one.user, one.risk] for one in grants),
        "declared": sorted(
            [one["by"], one["tool"], one["plan"] or "", one["data"]]
            for one in register.listing(session)
            if one["state"] == "declared"
        ),
    }  # fmt: skip
