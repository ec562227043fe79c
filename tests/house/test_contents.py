"""A package's docstring is its table of contents; the top level is what the design says."""

import re
import tomllib

import catalog
import scrapers
from catalog import plugins
from tests.house.code import ROOT

LINE = re.compile(r"^([a-z_]+) {2,}\S", re.MULTILINE)
TOP = {
    *("catalog", "scrapers", "web", "data", "tests", "docs", "bench"),
    *("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "SECURITY.md", "Makefile", "hatch_build.py"),
    *("requirements.lock", "requirements-dev.lock", "package.json", "package-lock.json", "node_modules"),
}
MADE = {"build", "dist", "byot.egg-info", "__pycache__"}


def test_the_catalogs_docstring_lists_each_module_once_in_the_datas_way() -> None:
    listed = LINE.findall(catalog.__doc__ or "")
    assert sorted(listed) == plugins.names(catalog)
    order = {name: rank for rank, layer in enumerate(reversed(_layers())) for name in layer}
    ranks = [order.get(name, -1) for name in listed]  # migrations have no place: they belong to the store
    known = [rank for rank in ranks if rank >= 0]
    assert known == sorted(known)


def test_the_scrapers_docstring_lists_each_module_once() -> None:
    assert sorted(LINE.findall(scrapers.__doc__ or "")) == plugins.names(scrapers)


def test_the_top_level_is_what_the_design_says() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - MADE <= TOP
    assert TOP - {"bench", "node_modules"} <= found


def _layers() -> list[list[str]]:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    inside = next(contract for contract in linter["contracts"] if contract.get("containers") == ["catalog"])
    return [re.findall(r"[a-z_]+", layer) for layer in inside["layers"]]
