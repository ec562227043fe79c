"""Data folders of one's own: the rubric as it is, one made-up tool, releases."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parents[2] / "data"
FIRST_DAY = date(2026, 11, 10)


def made(folder: Path, *tools: dict[str, Any]) -> Path:
    """Make a data folder with some tools, or with the made-up one."""
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("tools", "schema"))
    (folder / "tools").mkdir()
    for told in tools or (tool(),):
        write(folder, told)
    return folder


def tool(**changed: Any) -> dict[str, Any]:
    """Give a made-up tool with one fact."""
    told: dict[str, Any] = {
        "slug": "acme",
        "name": "Acme",
        "vendor": {"slug": "acme-inc", "name": "Acme Inc."},
        "category": "team-chat",
        "domains": ["acme.example"],
        "plans": [{"slug": "free", "name": "Free"}, {"slug": "pro", "name": "Pro", "aliases": ["Standard"]}],
        "facts": [entry()],
    }
    return told | changed


def entry(**changed: Any) -> dict[str, Any]:
    """Give a fact; what is changed to None is left out."""
    told: dict[str, Any] = {
        "fact": "hipaa_baa",
        "from": "pro",
        "value": True,
        "below": False,
        "source": "https://acme.example/hipaa",
        "strength": "vendor_page",
        "as_of": date(2026, 5, 1),
        "says": "A BAA is signed on Pro only.",
    }
    return {key: value for key, value in (told | changed).items() if value is not None}


def write(folder: Path, told: dict[str, Any]) -> None:
    """Write a tool's file, in place of the one of its slug."""
    (folder / "tools" / f"{told['slug']}.yaml").write_text(yaml.safe_dump(told, sort_keys=False))


def release(folder: Path, *names: str) -> None:
    """Write which releases a folder has had, a day after the other."""
    told = [{"name": name, "day": FIRST_DAY + timedelta(days=number)} for number, name in enumerate(names)]
    (folder / "releases.yaml").write_text(yaml.safe_dump({"releases": told}))
