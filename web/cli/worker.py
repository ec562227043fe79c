"""`byot worker`: crawl what is due, on a schedule."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def worker(
    tools: Annotated[
        list[str] | None, typer.Argument(metavar="TOOL...", help="Keep to these tools, by their slugs.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="End when nothing is due any more.")] = False,
) -> None:
    """Crawl the tools whose pages nobody has fetched lately, the ones that matter most first, until Ctrl+C.

    When it looks for them says `BYOT_WATCH_SCHEDULE`; with --once it looks now. What logs show of people for longer
    than your policy keeps it is folded into sums, as `BYOT_PURGE_SCHEDULE` says.

    Start as many workers as you want, on one machine, or on several with PostgreSQL; what one leaves when it is killed
    the others take up.

    $ byot worker
    """
    from catalog.cli._show import progress
    from catalog.dataset.opening import open_store
    from catalog.settings import settings
    from web import jobs

    read = settings()
    jobs.work(open_store(read), read, progress, once=once, only=tools)
