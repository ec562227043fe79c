"""The three folders of commands as one group that imports a command only when it is asked for."""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import typer
from typer._click.core import Command, Context
from typer.core import TyperGroup

from catalog import plugins

FOLDERS = ("catalog.cli", "scrapers.cli", "web.cli")


class Commands(TyperGroup):
    """A group whose commands are the files of `FOLDERS`."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Give the commands' names, the catalog's first, importing none of them."""
        return [command_name(plugin) for folder in _folders() for plugin in plugins.names(folder)]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Import one command and give it, or None when there is none of that name."""
        for folder in _folders():
            for plugin in plugins.names(folder):
                if command_name(plugin) == cmd_name:
                    return command(plugins.load(folder, plugin), cmd_name)
        return None


def command_name(plugin: str) -> str:
    """Give the command's name for a file's name: `import_` is `import`, `self_report` is `self-report`."""
    return plugin.rstrip("_").replace("_", "-")


def command(module: ModuleType, name: str) -> Command:
    """Give the command (or group) that a module's `app` defines, without completion options of its own."""
    app: typer.Typer = module.app
    app._add_completion = False
    made = typer.main.get_command(app)
    made.name = name
    return made


def _folders() -> Iterator[ModuleType]:
    return (import_module(folder) for folder in FOLDERS)
