"""The commands of `byot`, walked without running them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer

from web.cli import app

EXAMPLE = re.compile(r"^\s*\$ (byot .+)$", re.MULTILINE)


@dataclass(frozen=True)
class Walked:
    """One command that does something: its words after `byot`, and what Typer made of it."""

    words: tuple[str, ...]
    made: Any

    @property
    def name(self) -> str:
        """Give it as people type it."""
        return " ".join(("byot", *self.words))

    @property
    def help(self) -> str:
        """Give its help as it was written."""
        return str(self.made.help or "")

    @property
    def examples(self) -> list[str]:
        """Give the examples of its help, each without the prompt."""
        return EXAMPLE.findall(self.help)

    @property
    def options(self) -> list[Any]:
        """Give its options and arguments, without the one that asks for help."""
        return [parameter for parameter in self.made.params if parameter.name != "help"]


def commands() -> list[Walked]:
    """Give every command that does something, groups opened."""
    root = typer.main.get_command(app)
    return list(_walk(root, ()))


def _walk(command: Any, words: tuple[str, ...]) -> Iterator[Walked]:
    if not hasattr(command, "list_commands"):
        yield Walked(words, command)
        return
    for name in command.list_commands(None):
        yield from _walk(command.get_command(None, name), (*words, name))
