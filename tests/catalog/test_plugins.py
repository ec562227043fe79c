"""A folder is a registry."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from catalog import plugins
from catalog.discovery import formats
from catalog.errors import UnknownPlugin


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    package = tmp_path / "shelf"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for name in ("pear", "apple", "_private"):
        (package / f"{name}.py").write_text(f"NAME = {name!r}")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield import_module("shelf")
    for name in [name for name in sys.modules if name.partition(".")[0] == "shelf"]:
        del sys.modules[name]


def test_names_are_sorted_without_private_ones_and_import_nothing(folder: ModuleType) -> None:
    assert plugins.names(folder) == ["apple", "pear"]
    assert "shelf.apple" not in sys.modules


def test_load_imports_one(folder: ModuleType) -> None:
    assert plugins.load(folder, "pear").NAME == "pear"
    assert "shelf.apple" not in sys.modules


@pytest.mark.parametrize("name", ["plum", "_private", "../apple", ""])
def test_another_name_is_told_with_the_choices(folder: ModuleType, name: str) -> None:
    with pytest.raises(UnknownPlugin, match="apple, pear"):
        plugins.load(folder, name)


def test_the_nearest_name_is_told_first(folder: ModuleType) -> None:
    with pytest.raises(UnknownPlugin) as told:
        plugins.load(folder, "pera")
    assert (told.value.message, told.value.mend) == ("'pera' is no plugin known here", "Choose one of: pear, apple")


def test_what_is_no_format_is_told_in_the_words_of_whoever_asked() -> None:
    with pytest.raises(UnknownPlugin, match="'squidd' is no format of logs known here"):
        plugins.load(formats, "squidd")


def test_each_gives_all_in_order(folder: ModuleType) -> None:
    assert [module.NAME for module in plugins.each(folder)] == ["apple", "pear"]
