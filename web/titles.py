"""What people call the kinds of logs and exports, instead of the names by which files and commands know them."""

from functools import cache

from catalog import plugins
from catalog.adoption import importers
from catalog.discovery import formats


@cache
def title(name: str) -> str:
    """Give the title of a format without how it is written, or its name where nobody gave it a title."""
    for package in (importers, formats):
        if name in plugins.names(package):
            told: str = plugins.load(package, name).TITLE
            return told.partition(" (")[0].partition(":")[0]
    return name
