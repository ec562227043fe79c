"""Who reads a criterion's answer off the world: the code that states a fact names it."""

import ast
from functools import cache
from pathlib import Path

import yaml

from catalog.rubric import Criterion
from tests.house.code import ROOT, modules

CRITERIA = ROOT / "data" / "rubric" / "criteria"
PLACES = {
    "extractor": ("scrapers/extract/",),
    "registry": ("scrapers/registries/", "scrapers/registry"),
    "observation": ("scrapers/observe",),
}


@cache
def criteria() -> tuple[Criterion, ...]:
    """Give the criteria as their files state them, by name."""
    files = sorted(CRITERIA.glob("*.yaml"))
    return tuple(Criterion.model_validate(yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)) for file in files)


def reader(criterion: Criterion) -> Path | None:
    """Give the module that states a criterion's fact; None while there is none, or where a person reads it."""
    names = set(criterion.reads.values) if criterion.reads else {criterion.criterion}
    places = PLACES.get(criterion.read_by, ())
    known = [(path, {*said, path.stem} if criterion.read_by == "observation" else said) for path, said in _said()]
    return next((path for path, said in known if str(path).startswith(places) and names & said), None)


@cache
def _said() -> tuple[tuple[Path, frozenset[str]], ...]:
    """Give the texts that each module of the scrapers holds."""
    return tuple(
        (
            module.path,
            frozenset(
                node.value
                for node in ast.walk(module.tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ),
        )
        for module in modules("scrapers")
    )
