"""The words of the project: defined once, used exactly, and none that says nothing."""

import ast
import re

from tests.house.code import PACKAGES, ROOT, modules
from tests.house.reference import choices, tables

WORDS = ROOT / "docs" / "words.md"
ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| ([^|]*?) \|$", re.MULTILINE)
EMPTY = {"handle", "handler", "process", "processor", "manage", "manager", "do", "util", "utils", "helper", "helpers"}
BINS = EMPTY | {"common", "base", "misc", "stuff"}  # modules that take everything in
GIVEN = {"process_bind_param", "result_processor", "handle_async_request"}  # SQLAlchemy's and httpx's names
FOREIGN = {"formats", "importers", "registries", "exporters"}  # plugins are called what their makers call them


def rows() -> list[tuple[str, str, str]]:
    """Give the tables' rows: word, meaning, place in the code."""
    found = ROW.findall(WORDS.read_text(encoding="utf-8"))
    return [row for row in found if row[0] not in ("word", "---")]


def places() -> str:
    """Give where the words are found in the code, all in one text."""
    return " ".join(place for _, _, place in rows())


def test_each_table_of_the_store_is_a_word_with_a_meaning() -> None:
    placed = set(re.findall(r"table `(\w+)`", places()))
    assert placed == {table.__name__ for table in tables()}


def test_each_list_of_the_store_belongs_to_a_word() -> None:
    placed = set(re.findall(r"list `([\w ]+)`", places()))
    assert placed == {name for name, _ in choices()}


def test_no_word_is_defined_twice() -> None:
    words = [word for word, _, _ in rows()]
    assert sorted(words) == sorted(set(words))


def test_no_module_is_a_bin() -> None:
    own = [module for module in modules(*PACKAGES) if not FOREIGN & set(module.path.parts)]
    assert [str(module.path) for module in own if BINS & _parts(module.path.stem)] == []


def test_no_name_is_empty() -> None:
    found = [
        f"{module.path}:{node.lineno}: {node.name}"
        for module in modules(*PACKAGES)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if node.name not in GIVEN and EMPTY & _parts(node.name)
    ]
    assert found == []


def _parts(name: str) -> set[str]:
    spelled = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().replace("to_do", "")
    return set(spelled.strip("_").split("_"))
