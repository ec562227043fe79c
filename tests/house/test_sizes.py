"""Small modules, small functions: what a reader can hold in mind."""

from pathlib import Path
from statistics import median

from tests.house.code import PACKAGES, Module, modules

LONGEST_MODULE = 500
MEDIAN_MODULE = 150
LONGEST_FUNCTION = 60
GENERATED = Path("catalog/migrations/versions")  # a migration is a list that Alembic wrote; nobody reads it twice


def test_no_module_is_longer_than_a_reader_bears() -> None:
    found = {str(module.path): module.lines for module in written()}
    assert {path: lines for path, lines in found.items() if lines > LONGEST_MODULE} == {}


def test_the_median_module_is_short() -> None:
    assert median(module.lines for module in written() if module.path.parts[0] in PACKAGES) <= MEDIAN_MODULE


def test_no_function_is_longer_than_a_screen() -> None:
    found = {
        f"{module.path}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for module in written()
        for function in module.functions()
    }
    assert {where: lines for where, lines in found.items() if lines > LONGEST_FUNCTION} == {}


def written() -> list[Module]:
    """Give the modules that people wrote."""
    return [module for module in modules(*PACKAGES, "tests", "bench") if GENERATED not in module.path.parents]
