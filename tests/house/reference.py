"""The reference pages, made from the code and the data. `make docs` writes them; a test compares them."""

import inspect
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

from pydantic.fields import FieldInfo
from sqlmodel import SQLModel

import catalog.models
import catalog.rubric
from catalog import plugins
from catalog.settings import PREFIX, Settings
from catalog.store import Store
from tests.house.code import ROOT
from tests.house.commands import Walked, commands
from tests.house.criteria_page import criteria_page, table
from tests.house.formats_page import formats_page
from web.app import create_app

FOLDER = ROOT / "docs" / "reference"
MADE = "<!-- Made by `make docs`; change the code or the data instead. -->"


def settings() -> Iterator[str]:
    """Give the page of settings."""
    yield "# Settings"
    yield "Each is an environment variable. An empty one counts as not set; a wrong one ends the command."
    yield table(("variable", "default", "meaning"), [_setting(*item) for item in Settings.model_fields.items()])


def _setting(name: str, field: FieldInfo) -> tuple[str, str, str]:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    default = str(extra.get("default") or "") or f"`{field.default!r}`".replace("'", "").replace("()", "none")
    return f"`{PREFIX}{name.upper()}`", default, field.description or ""


def the_commands() -> Iterator[str]:
    """Give the page of commands."""
    yield "# Commands"
    yield (
        "Exit codes: 0 done; 1 a negative finding, where the command is a check; 2 bad use or bad input, with one line "
        "on standard error that names the mend. `--json` prints exactly one document on standard output."
    )
    for command in commands():
        yield f"## `{command.name}`"
        yield from _command(command)


def _command(command: Walked) -> Iterator[str]:
    text = command.help.replace("\b\n", "")
    yield "\n\n".join(part.strip() for part in text.split("\n\n") if part.strip() and "$ byot" not in part)
    if command.examples:
        yield "```console\n" + "\n".join(f"$ {example}" for example in command.examples) + "\n```"
    rows = [_option(parameter) for parameter in command.options]
    if rows:
        yield table(("option", "meaning"), rows)


def _option(parameter: Any) -> tuple[str, str]:
    spelled = ", ".join(parameter.opts) if parameter.param_type_name == "option" else parameter.name.upper()
    return f"`{spelled}`", (getattr(parameter, "help", None) or "").strip()


def api() -> Iterator[str]:
    """Give the page of the HTTP API."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/api.sqlite")
        store.upgrade()
        described = create_app(store).openapi()
        store.close()
    yield "# HTTP API"
    yield "The same documents as the commands print with `--json`."
    for path, methods in sorted(described["paths"].items()):
        for method, operation in methods.items():
            yield f"## `{method.upper()} {path}`"
            yield (operation.get("description") or operation.get("summary") or "").strip()
            rows = [_asked(parameter) for parameter in operation.get("parameters", [])]
            if rows:
                yield table(("name", "where", "meaning"), rows)
    schemas = described.get("components", {}).get("schemas", {})
    for name, schema in sorted(schemas.items()):
        if schema.get("properties") and not name.startswith(("HTTPValidation", "ValidationError")):
            yield f"## {name}"
            yield table(("field", "meaning"), [(f"`{f}`", _meaning(s)) for f, s in schema["properties"].items()])


def _asked(parameter: dict[str, Any]) -> tuple[str, str, str]:
    needed = " (required)" if parameter.get("required") else ""
    return f"`{parameter['name']}`", parameter["in"] + needed, _meaning({**parameter.get("schema", {}), **parameter})


def _meaning(schema: dict[str, Any]) -> str:
    if schema.get("description"):
        return str(schema["description"])
    said = next((option for option in schema.get("anyOf", []) if option.get("type") != "null"), schema)
    inner = said.get("items", said)
    kinds = " or ".join(f"`{choice}`" for choice in inner.get("enum", [])) or str(inner.get("type", "document"))
    return f"{kinds}, any number of times" if "items" in said else kinds


def words() -> Iterator[str]:
    """Give the page of tables and of the words that a field may hold."""
    yield "# Words of the store"
    yield "What the words mean stands in [words](../words.md). Here is how the store holds them."
    for each in tables():
        yield f"## {each.__name__}"
        yield inspect.cleandoc(each.__doc__ or "")
        yield "Fields: " + ", ".join(f"`{name}`" for name in each.model_fields) + "."
    yield "## Words that a field may hold"
    yield table(("list", "words"), [(name, ", ".join(f"`{word}`" for word in held)) for name, held in choices()])


def tables() -> list[type[SQLModel]]:
    """Give the tables, by module and place in it."""
    found: list[type[SQLModel]] = []
    for module in plugins.each(catalog.models):
        own = [c for c in vars(module).values() if inspect.isclass(c) and c.__module__ == module.__name__]
        found += [c for c in own if issubclass(c, SQLModel) and hasattr(c, "__table__")]
    return found


def choices() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the named lists of words, with their names as people say them."""
    for module in (*plugins.each(catalog.models), catalog.rubric):
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, tuple) and all(isinstance(word, str) for word in value):
                yield name.lower().replace("_", " "), value


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "settings.md": settings,
    "commands.md": the_commands,
    "criteria.md": criteria_page,
    "formats.md": formats_page,
    "api.md": api,
    "words.md": words,
}


def page(name: str) -> str:
    """Give a page as it has to stand in docs/reference."""
    first, *rest = (part for part in PAGES[name]() if part.strip())
    return "\n\n".join([first, MADE, *rest]) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for page_name in PAGES:
        (FOLDER / page_name).write_text(page(page_name), encoding="utf-8")
