"""`byot data`: is the folder `data/` right, and how much does it cover?"""

from pathlib import Path
from typing import Annotated

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer(help="Look at the folder data/: check it, count it.")
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
