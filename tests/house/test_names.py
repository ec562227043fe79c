"""No tool's name stands in the judging code: it judges by facts, not by who it is."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache

import yaml

from tests.house.code import ROOT, Module, modules

JUDGING = (
    *("catalog/rubric", "catalog/evidence", "catalog/rating", "catalog/verdict", "catalog/check"),
    *("scrapers/extract", "scrapers/reading"),
)
SHORTEST = 4
ORDINARY = {"Word"}  # names that are words of ours too


def judges() -> list[Module]:
    """Give the modules that judge: files or folders of these names."""
    return [module for module in modules("catalog", "scrapers") if str(module.path).startswith(JUDGING)]


@cache
def names() -> frozenset[str]:
    """Give the tools' names as they are written, the vendors' and the aliases too."""
    found: set[str] = set()
    for file in (ROOT / "data" / "tools").glob("*.yaml"):
        tool = yaml.load(file.read_text(), yaml.CSafeLoader)
        found |= {tool["name"], tool["vendor"]["name"], *map(_alias, tool.get("aliases", []))}
    return frozenset(name for name in found if len(name) >= SHORTEST and name[0].isupper()) - ORDINARY


def _alias(alias: str | dict[str, str]) -> str:
    return alias if isinstance(alias, str) else alias["name"]


def spoken(module: Module) -> Iterator[tuple[int, str]]:
    """Give each line's names, texts and comments, docstrings left out (there an example may help)."""
    quiet = {
        line
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and id(node) in module.docstrings()
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    kinds = {tokenize.NAME, tokenize.STRING, tokenize.COMMENT}
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type in kinds and token.start[0] not in quiet:
            yield token.start[0], token.string


def test_there_is_something_to_look_for_and_in() -> None:
    assert len(names()) >= 10
    assert len(judges()) >= 10


def test_no_tools_name_stands_in_the_judging_code() -> None:
    pattern = re.compile(
        r"(?<![A-Za-z])(?=[A-Z])(" + "|".join(map(re.escape, sorted(names(), key=len, reverse=True))) + r")(?![A-Za-z])"
    )
    found = [
        f"{module.path}:{line}: {said[0]}"
        for module in judges()
        for line, text in spoken(module)
        if (said := pattern.search(text))
    ]
    assert found == []
