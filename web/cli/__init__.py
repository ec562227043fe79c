"""The `byot` command: joins the commands of catalog, scrapers and web, and tells every error in one line.

Commands are files in the three folders `cli/`; each is imported only when it is asked for.
"""

import gc
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError

from catalog.errors import ByotError
from web.cli._commands import Commands

BAD_USE = 2
INTERRUPTED = 130
READER_LEFT = 141
MADE_BETWEEN_SWEEPS = 100_000  # imports make many objects and no waste: sweeping rarely saves a tenth of a command

app = typer.Typer(
    name="byot",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        sys.stdout.write(f"byot {version('byot')}\n")
        raise typer.Exit


@app.callback()
def byot(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Say if a tool is fine at work: on this plan, in this industry, for this data, with the evidence."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 a negative finding of a check, 2 bad use or bad input."""
    gc.set_threshold(MADE_BETWEEN_SWEEPS)
    code = run(sys.argv[1:] if arguments is None else list(arguments))
    gc.freeze()  # the process ends here: what it holds goes with it, and need not be swept first
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; errors become one line on standard error."""
    try:
        code = typer.main.get_command(app).main(arguments, prog_name="byot", standalone_mode=False)
        if sys.stdout is not None:
            sys.stdout.flush()
    except NoArgsIsHelpError as shown:
        sys.stdout.write(f"{shown.format_message()}\n")
        return 0
    except ClickException as error:
        return _tell(_usage(error))
    except ByotError as error:
        return _tell(error.one_line(), trace=True)
    except (typer.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except SystemExit:  # Typer's own way when nobody reads on
        return READER_LEFT
    except OSError as error:
        return _lost(error)
    except Exception as error:
        return _tell(_unexpected(error))
    return code if isinstance(code, int) else 0


def _lost(error: OSError) -> int:
    """Tell an error of the system; an output that fails is forgotten, or Python's exit tells it too."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None
        return READER_LEFT
    except OSError as why:
        sys.stdout = None
        return _tell(f"the output cannot be written: {why.strerror}. Write it elsewhere.")
    return READER_LEFT if isinstance(error, BrokenPipeError) else _tell(_unexpected(error))


def _usage(error: ClickException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "byot"
    return f"{' '.join(error.format_message().split())} Try: {command} --help"


def _tell(line: str, trace: bool = False) -> int:
    if trace and _debugging():
        traceback.print_exc()
    sys.stderr.write(f"byot: {line}\n")
    return BAD_USE


def _debugging() -> bool:
    from catalog.settings import settings

    try:
        return settings().debug
    except ByotError:
        return False


def _unexpected(error: Exception) -> str:
    """Keep the traceback of an unexpected error in the log file, and give the line that names it."""
    from secrets import token_hex

    from catalog.settings import settings

    number, trace = token_hex(4), traceback.format_exc()
    if _debugging():
        return f"an unexpected error.\n{trace}"
    what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    try:
        log = settings().log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"[{number}]\n{trace}\n")
    except (OSError, ByotError):
        return f"an unexpected error ({what}). Set BYOT_DEBUG=1 to see all of it."
    return f"an unexpected error ({what}). Report it with number {number}; its trace is in {log}."
