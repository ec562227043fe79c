"""`byot worker`: crawl what is due, on a schedule."""

from typing import Annotated, Any

import typer

from catalog.cli._show import AsJson

app = typer.Typer()


@app.command()
def worker(
    tools: Annotated[
        list[str] | None, typer.Argument(metavar="TOOL...", help="Keep to these tools, by their slugs.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="End when nothing is due any more.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="Crawl nothing; tell what comes next, and why.")] = False,
    most: Annotated[int, typer.Option("--most", min=1, max=1000, help="With --list, how many tools to tell.")] = 10,
    as_json: AsJson = False,
) -> None:
    """Crawl the tools whose pages nobody has fetched lately, the ones that matter most first, until Ctrl+C.

    Which come first follows from who uses a tool, and from how old what we know of it is against its half-lives; the
    pages of a tool by what rests on them and for whom it decides. --list tells both, with the reasons.

    When it looks for them says `BYOT_WATCH_SCHEDULE`; with --once it looks now. What logs show of people for longer
    than your policy keeps it is folded into sums at night, and `BYOT_NOTICES` hear which decisions and documents end
    soon and which cases are late: `BYOT_NIGHTLY_SCHEDULE`.

    Start as many workers as you want, on one machine, or on several with PostgreSQL; what one leaves when it is killed
    the others take up.

    $ byot worker
    $ byot worker --list
    """
    from catalog.cli._show import document, progress
    from catalog.dataset.opening import open_store
    from catalog.errors import BadUse
    from catalog.settings import settings
    from web import jobs

    read = settings()
    if as_json and not listing:
        raise BadUse("--json tells what comes next", mend="Add --list")
    if listing:
        found = jobs.listed(open_store(read), read, tools, most)
        document(found) if as_json else typer.echo(_told(found))
        return
    jobs.work(open_store(read), read, progress, once=once, only=tools)


def _told(found: dict[str, Any]) -> str:
    """Give what is due as people read it: each tool with its reason, under it the pages that press most."""
    lines = [f"{found['due']} tools are due." if found["due"] else "Nothing is due."]
    for place, one in enumerate(found["tools"], 1):
        lines.append(f"{place}. {one['tool']}: {one['why']}")
        lines += [f"   {page['url']}: {page['why']}" for page in one["pages"][:3]]
    return "\n".join(lines)
