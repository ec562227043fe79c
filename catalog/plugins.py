"""A folder of modules is a registry: one file, one plugin, its name the file's name."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from catalog.errors import UnknownPlugin


def names(package: ModuleType) -> list[str]:
    """Give the plugins' names, sorted, importing none of them."""
    return sorted(m.name for m in iter_modules(package.__path__) if not m.name.startswith("_"))


def load(package: ModuleType, name: str) -> ModuleType:
    """Import one plugin; raise `UnknownPlugin` naming the choices when there is none."""
    known = names(package)
    if name not in known:
        raise UnknownPlugin(name, known, where=package.__name__)
    return import_module(f"{package.__name__}.{name}")


def each(package: ModuleType) -> Iterator[ModuleType]:
    """Import and give every plugin, in the order of their names."""
    return (load(package, name) for name in names(package))
