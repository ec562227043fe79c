"""An object of an API as rows of a table, its keys as the names of columns, so that whoever reads tables reads it.

A value is found by the keys that lead to it, and by the last of them alone; first and last name are put together. A
list of objects makes a row of each, with what is said around it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from catalog.adoption.entries import said
from catalog.adoption.naming import words

FIRST, LAST = ("firstname", "givenname"), ("lastname", "surname", "familyname")
BETWEEN: Final = ";"
DEEPEST: Final = 8
Cells = dict[str, str]
Object = Mapping[str, Any]


def tables(found: Object) -> list[list[Cells]]:
    """Give the rows of an object for each list of objects in it, or the one row that it is without any.

    Of values of one name that of a list's object counts before those around it.
    """
    around = _named(found)
    return [[around | _named(one, name) for one in listed] for name, listed in _lists(found)] or [[around]]


def _named(found: Object, above: str = "") -> Cells:
    """Give the values by their whole names, and by the last part of these where no other value is called so."""
    whole = dict(_values(found, above))
    last = {name: value for (_, name), value in reversed(whole.items())}
    return last | {path + name: value for (path, name), value in whole.items()}


def _values(found: Object, above: str, depth: int = 0) -> Iterator[tuple[tuple[str, str], str]]:
    """Give the values as texts, each with the names of what is around it, joined, and its own."""
    parts = {"".join(words(key)): value for key, value in found.items()}
    first, last = (next((said(parts[name]) for name in names if name in parts), "") for names in (FIRST, LAST))
    if first and last:
        yield (above, "") if above else ("", "name"), f"{first} {last}"
    for name, value in parts.items():
        if isinstance(value, Mapping) and depth < DEEPEST:
            yield from _values(value, above + name, depth + 1)
        elif isinstance(value, list):
            yield (above, name), BETWEEN.join(filter(None, map(said, value)))
        else:
            yield (above, name), str(value).lower() if isinstance(value, bool) else said(value)


def _lists(found: Object) -> Iterator[tuple[str, list[Object]]]:
    """Give the lists of objects in an object, with their names."""
    for key, value in found.items():
        if isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
            yield "".join(words(key)), value
