"""`byot data`: is the folder `data/` right, how much does it cover, and what does a release change?"""

from pathlib import Path
from typing import Annotated

import typer

from catalog.cli._show import AsJson, document, progress

app = typer.Typer(help="Look at the folder data/: check it, count it, compare two releases.")
Folder = Annotated[Path | None, typer.Option("--folder", help="Another data folder. [the installed one]")]


@app.command()
def check(folder: Folder = None, as_json: AsJson = False) -> None:
    """Find what is wrong in the files of data/: one line per problem, with file and line. Ends with 1 where any is.

    $ byot data check
    """
    from catalog.dataset.checking import check as find
    from catalog.settings import settings

    problems = find(folder or settings().data)
    if as_json:
        document({"problems": [{"file": p.file, "line": p.line, "what": p.what, "mend": p.mend} for p in problems]})
    else:
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(f"{len(problems)} problems", err=True)
    raise typer.Exit(1 if problems else 0)


@app.command()
def stats(folder: Folder = None, as_json: AsJson = False) -> None:
    """Count tools, plans and facts, and for each criterion the tools that have an answer fresh enough to count on.

    $ byot data stats
    """
    from catalog.dataset.counting import count
    from catalog.settings import settings

    told = count(folder or settings().data)
    if as_json:
        document(told)
        return
    typer.echo(f"{told['tools']} tools, {told['plans']} plans, {told['facts']} facts, release {told['release']}")
    typer.echo(f"within their half-life: {told['fresh']} of {told['aging']} facts")
    for name, covered in told["criteria"].items():
        typer.echo(f"  {name}: {covered['fresh']} of {told['tools']} tools fresh, {covered['known']} known")


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
