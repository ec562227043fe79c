"""Imports go one way, commands start cold, one module reads the environment."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.code import PACKAGES, ROOT, Module, modules

COLD = {"alembic", "dbos", "duckdb", "fastapi", "highspy", "httpx", "ibis", "numpy", "pandas", "starlette", "uvicorn"}
ENVIRONMENT = {"environ", "environb", "getenv", "getenvb"}
SMALL = ("_show", "_commands")  # private modules of commands that import no more than they do
READER = Path("catalog/settings.py")


def test_the_contracts_of_import_linter_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[done.stdout.find("Contracts") :]


def test_only_the_settings_read_the_environment() -> None:
    readers = [
        f"{module.path}:{node.lineno}"
        for module in modules(*PACKAGES)
        if module.path != READER
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Attribute) and node.attr in ENVIRONMENT)
        or (isinstance(node, ast.alias) and node.name in ENVIRONMENT)
    ]
    assert readers == []


def test_modules_of_commands_import_only_typer_and_what_is_small() -> None:
    strangers = {
        f"{module.path}: {name}"
        for module in modules("catalog/cli", "scrapers/cli", "web/cli")
        if module.path.stem in ("__init__", *SMALL) or not module.path.stem.startswith("_")
        for name in _imported_at_top(module)
        if not _is_small(name)
    }
    assert strangers == set(), "import inside the command, so that no command pays for another's libraries"


def _imported_at_top(module: Module) -> set[str]:
    names: set[str] = set()
    for node in module.tree.body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def _is_small(name: str) -> bool:
    first = name.partition(".")[0]
    own = name.rpartition(".")[2] in SMALL
    return first == "typer" or first in sys.stdlib_module_names or own or name in ("catalog", "catalog.errors")


@pytest.mark.parametrize("arguments", [["--version"], ["check", "slack", "--json"]], ids=" ".join)
def test_the_common_question_starts_cold(arguments: list[str], filled_database: str, database_kind: str) -> None:
    code = (
        f"import sys; from web.cli import run; code = run({arguments!r});"
        "sys.stderr.write(' '.join(sys.modules)); sys.exit(code)"
    )
    environment = {"BYOT_DATABASE_URL": filled_database, "PATH": "", "HOME": "/nonexistent"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-300:]
    loaded = set(done.stderr.split())
    assert COLD & loaded == set()
    if database_kind == "sqlite":
        assert "sqlalchemy.dialects.postgresql" not in loaded
