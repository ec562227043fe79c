"""`byot data`: is the folder `data/` right, how much does it cover, and what does a release change?"""

from pathlib import Path
from typing import Annotated

import typer

from catalog.cli._show import AsJson, document, progress

app = typer.Typer(help="Look at the folder data/: check it, count it, compare two releases.")
Folder = Annotated[Path | None, typer.Option("--folder", help="Another data folder. [the installed one]")]


@app.command()
def check(
    folder: Folder = None,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 for notices too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find what is wrong in the files of data/: one line per problem, with file and line. Ends with 1 where any is.

    Notices are told apart: answers that rest on a page seen longer ago than their half-life, while nothing newer
    answers; plans that cost less than the one below.

    $ byot data check
    """
    from catalog.dataset.checking import inspect
    from catalog.settings import settings

    found = inspect(folder or settings().data)
    told = {"problems": found.problems, "notices": found.notices}
    if as_json:
        document({kind: [one.document() for one in some] for kind, some in told.items()})
    else:
        for notice in found.notices:
            typer.echo(f"notice: {notice}")
        for problem in found.problems:
            typer.echo(str(problem))
        typer.echo(f"{len(found.problems)} problems, {len(found.notices)} notices", err=True)
    raise typer.Exit(1 if found.problems or (strict and found.notices) else 0)


@app.command()
def stats(
    folder: Folder = None,
    tools: Annotated[
        bool, typer.Option("--tools", help="Count tool by tool instead of criterion by criterion.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Count tools, plans and facts, and how much of them was verified within its half-life, by criterion or by tool.

    $ byot data stats --tools
    """
    from catalog.cli._coverage import tell_coverage
    from catalog.dataset.counting import count
    from catalog.settings import settings

    told = count(folder or settings().data)
    if as_json:
        document(told)
    else:
        tell_coverage(told, by_tool=tools)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A release of this database, or a data folder.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    tool: Annotated[str | None, typer.Option(help="Only this tool, by its slug or name.")] = None,
    industry: Annotated[str | None, typer.Option(help="Only this industry. [all]")] = None,
    all_data: Annotated[
        bool, typer.Option("--all", help="Every data class, not only those usual in an industry.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Tell which verdicts two releases of data/ differ in, and why: the answers, and the facts that came or went.

    Every plan that both have, in every industry, for its usual data classes, under a company account, as of today.
    Your own decisions and what a crawl found are left out; your policy lies over both.

    $ byot data diff 2026.1 data --tool slack
    """
    from catalog.cli._differences import tell_differences
    from catalog.dataset.comparing import Scope, compare
    from catalog.dataset.sides import sides
    from catalog.settings import settings

    scope = Scope(tool, industry, all_data)
    with sides((before, after), settings(), progress) as (first, second):
        told = compare(first, second, scope, progress)
    if as_json:
        document(told)
    else:
        tell_differences(told)
