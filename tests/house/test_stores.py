"""Every test that touches the store runs on SQLite and on PostgreSQL."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from catalog.store import Store
from tests.conftest import DATABASES, PARAMETER

TESTS = Path(__file__).parent.parent
MAKERS = {"conftest.py", "reference.py", "test_store.py"}  # the last one opens what is none, to be refused


def test_each_store_test_is_collected_once_for_each_database(request: pytest.FixtureRequest) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for item in request.session.items:
        if PARAMETER in getattr(item, "fixturenames", ()):
            kind = item.callspec.params[PARAMETER]  # type: ignore[attr-defined]
            kinds[item.nodeid.replace(kind, "*")].add(kind)
    assert kinds, "no test touches the store"
    assert {name: found for name, found in kinds.items() if found != set(DATABASES)} == {}


def test_no_test_opens_a_store_of_its_own_making() -> None:
    strangers = [
        f"{file.relative_to(TESTS)}:{node.lineno}"
        for file in TESTS.rglob("*.py")
        if file.name not in MAKERS
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and _opens_a_store(node)
    ]
    assert strangers == [], "ask for the fixture `store`, `database` or `empty_database`"


def _opens_a_store(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    written_out = any(isinstance(argument, ast.Constant | ast.JoinedStr) for argument in call.args)
    return name in ("Store", "open_store") and written_out


def test_the_fixture_is_the_database_that_it_says(store: Store, database_kind: str) -> None:
    with store.session() as session:
        assert session.get_bind().dialect.name == database_kind
    assert store.schema_version() is not None
