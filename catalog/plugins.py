"""A folder of modules is a registry: one file, one plugin, its name the file's name."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from catalog.errors import UnknownPlugin

KINDS = {"formats": "format of logs", "importers": "export", "exporters": "format", "registries": "registry"}


def names(package: ModuleType) -> list[str]:
    """Give the plugins' names, sorted, importing none of them."""
    return list(_names(tuple(package.__path__)))


def load(package: ModuleType, name: str) -> ModuleType:
    """Import one plugin; raise `UnknownPlugin` naming the choices when there is none."""
    known = names(package)
    if name not in known:
        raise UnknownPlugin(name, known, kind=KINDS.get(package.__name__.rpartition(".")[2], "plugin"))
    return import_module(f"{package.__name__}.{name}")


def each(package: ModuleType) -> Iterator[ModuleType]:
    """Import and give every plugin, in the order of their names."""
    return (load(package, name) for name in names(package))


@cache  # a program's own folders stay as they are while it runs
def _names(places: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(m.name for m in iter_modules(places) if not m.name.startswith("_")))
