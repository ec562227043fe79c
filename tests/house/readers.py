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
    """Give the module that states a criterion's fact; None while there is none, or where a person reads it.

    Of a certificate, the module states the fact, and the value itself or through what it imports from the reading.
    """
    places = PLACES.get(criterion.read_by, ())
    for path, said, read in _said():
        names = {*said, path.stem} if criterion.read_by == "observation" else said
        stated = criterion.reads.fact in said if criterion.reads else criterion.criterion in names
        if (
            str(path).startswith(places)
            and stated
            and (not criterion.reads or {*criterion.reads.values} & (names | read))
        ):
            return path
    return None


@cache
def _said() -> tuple[tuple[Path, frozenset[str], frozenset[str]], ...]:
    """Give the texts that each module of the scrapers holds, and those of the reading modules that it imports."""
    held = {module.path: _texts(module.tree) for module in modules("scrapers")}
    return tuple(
        (path, texts, frozenset().union(*(held[other] for other in _readings(module.tree) if other in held)))
        for module in modules("scrapers")
        for path, texts in [(module.path, held[module.path])]
    )


def _texts(tree: ast.Module) -> frozenset[str]:
    return frozenset(
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _readings(tree: ast.Module) -> set[Path]:
    return {
        Path("scrapers/reading", f"{name.name}.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "scrapers.reading"
        for name in node.names
    }
