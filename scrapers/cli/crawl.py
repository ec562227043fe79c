"""`byot crawl`: fetch vendors' pages and record what they state."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from catalog.cli._show import AsJson, document, progress

if TYPE_CHECKING:
    from catalog.errors import FetchFailed
    from catalog.settings import Settings
    from catalog.snapshots import Snapshots
    from catalog.store import Store
    from scrapers.crawl import Crawl, Step

app = typer.Typer()


@app.command()
def crawl(
    targets: Annotated[
        list[str] | None, typer.Argument(metavar="TARGET...", help="A tool's name, a domain or a URL.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Crawl every tool in the catalog.")] = False,
    stored: Annotated[bool, typer.Option(help="Fetch nothing; extract again from what is stored.")] = False,
    requests: Annotated[int, typer.Option(min=1, max=1000, help="The most requests for one tool.")] = 25,
    as_json: AsJson = False,
) -> None:
    """Fetch a vendor's pages politely, keep them, and record the facts that stand in them.

    The site is also looked at from outside: its encryption, its headers, what its domain says of mail.

    Of a domain that nobody knows yet a draft is made. Running again completes what broke off.

    $ byot crawl --all --stored
    """
    from catalog.dataset.opening import open_store
    from catalog.errors import BadUse
    from catalog.settings import settings
    from scrapers.archive import snapshots_of

    if bool(targets) == every and not (stored and not targets):
        raise BadUse("It is not clear what to crawl", mend="Give a tool, domain or URL, or --all")
    read = settings()
    store, snapshots = open_store(read), snapshots_of(read)
    if stored:
        _again(store, snapshots, targets, as_json)
        return
    crawls, refused = _crawled(store, snapshots, read, targets, requests)
    _show(crawls, as_json)
    silent = refused + [one.failure for one in crawls if one.failure is not None]
    for failure in silent:
        progress(f"byot: {failure.one_line()}")
    if targets and silent:
        raise typer.Exit(2)


def _crawled(
    store: "Store", snapshots: "Snapshots", read: "Settings", targets: list[str] | None, requests: int
) -> "tuple[list[Crawl], list[FetchFailed]]":
    """Crawl all goals; give how they ended, and the targets that may not be visited at all."""
    import asyncio

    from catalog.errors import AddressRefused
    from scrapers.gate import Gate
    from scrapers.goal import every_goal, goal_of
    from scrapers.visit import visit

    gate = Gate(read.fetch_allow)
    refused: list[FetchFailed] = []
    goals = []
    with store.session() as session:
        if targets is None:
            goals = list(every_goal(session, gate))
        for target in targets or ():
            try:
                goals.append(goal_of(session, gate, target))
            except AddressRefused as refusal:
                refused.append(refusal)

    crawls = asyncio.run(visit(store, snapshots, read, goals, told=_tell, requests=requests)) if goals else []
    return crawls, refused


def _again(store: "Store", snapshots: "Snapshots", targets: list[str] | None, as_json: bool) -> None:
    from catalog.check.facts import known_tool
    from scrapers.stored import extract_again

    tools = None
    if targets:
        with store.session() as session:
            tools = [known_tool(session, target).slug for target in targets]
    pages = []
    for one in extract_again(store, snapshots, tools):
        progress(f"{one.url}: {one.facts} facts, {one.new} new, {one.retracted} retracted{_because(one.problem)}")
        pages.append(vars(one))
    if as_json:
        document({"snapshots": pages})
    else:
        new, gone = sum(one["new"] for one in pages), sum(one["retracted"] for one in pages)
        typer.echo(f"{len(pages)} snapshots were extracted again: {new} new facts, {gone} retracted.")


def _tell(step: "Step") -> None:
    told = step.recorded
    facts = f", {told.facts} facts, {told.new} new" if told else ""
    way = ", rendered" if told and told.rendered else ""
    progress(f"{step.url}: {step.state}{way} ({step.kind}){facts}{_because(step.why)}")


def _because(why: str | None) -> str:
    return f": {why}" if why else ""


def _show(crawls: "list[Crawl]", as_json: bool) -> None:
    if as_json:
        document({"crawls": [_document(one) for one in crawls]})
        return
    for one in crawls:
        pages = [step.recorded for step in one.steps if step.recorded]
        facts, new = sum(page.facts for page in pages), sum(page.new for page in pages)
        if one.tool is not None:
            typer.echo(f"{one.tool}: {len(pages)} pages, {facts} facts, {new} new. See: byot facts {one.tool}")


def _document(crawl: "Crawl") -> dict[str, Any]:
    pages = []
    for step in crawl.steps:
        told = step.recorded
        pages.append({
            "url": step.url,
            "kind": step.kind,
            "found": step.found,
            "state": step.state,
            "why": step.why,
            "rendered": told.rendered if told else False,
            "snapshot": told.snapshot if told else None,
            "size": told.size if told else None,
            "facts": told.facts if told else 0,
            "new": told.new if told else 0,
        })  # fmt: skip
    failure = crawl.failure.one_line() if crawl.failure else None
    return {"tool": crawl.tool, "home": crawl.goal.home.url, "requests": crawl.requests, "pages": pages,
            "new": sum(page["new"] for page in pages), "failure": failure}  # fmt: skip
