"""`byot solution`: the company's own solutions, what it pays for."""

from typing import TYPE_CHECKING, Annotated

import typer

from catalog.cli._show import AsJson, document

if TYPE_CHECKING:
    from datetime import date

app = typer.Typer(help="The company's own solutions: add a contract, list them, end one.")
By = Annotated[str, typer.Option(help="Who says so, for the trail.")]


@app.command()
def add(
    tool: Annotated[str, typer.Argument(help="A tool's name, alias, slug, domain or URL.")],
    plan: Annotated[str, typer.Argument(help="The plan: its slug, name or alias.")],
    seats: Annotated[int, typer.Option(help="How many seats the contract has.")],
    price: Annotated[str | None, typer.Option(help="The price per seat and month. [not known]")] = None,
    currency: Annotated[str, typer.Option(help="The currency of the price, as ISO 4217 writes it.")] = "USD",
    commitment: Annotated[str, typer.Option(help="For how long it binds: year or month.")] = "year",
    since: Annotated[str | None, typer.Option(help="The day it began, like 2026-01-31. [today]")] = None,
    renews: Annotated[str | None, typer.Option(help="The day it renews.")] = None,
    notice: Annotated[str | None, typer.Option(help="The last day to give notice.")] = None,
    owner: Annotated[str | None, typer.Option(help="Who looks after it.")] = None,
    minimum: Annotated[int | None, typer.Option(help="The least number of seats at the next renewal.")] = None,
    guests: Annotated[int | None, typer.Option(help="Seats of guests, at no cost.")] = None,
    tax: Annotated[str | None, typer.Option(help="Tax on top of the price, in percent.")] = None,
    months: Annotated[int | None, typer.Option(help="How many months it runs.")] = None,
    tier: Annotated[
        list[str] | None, typer.Option(help="A price for all seats from a number on: 500=9.50. Say it once for each.")
    ] = None,
    deed: Annotated[
        list[str] | None, typer.Option(help="What was done for a gate: baa=2026-05-01. Say it once for each.")
    ] = None,
    by: By = "command line",
    as_json: AsJson = False,
) -> None:
    """Record that the company pays for a plan of a tool.

    $ byot solution add zoom business --seats 120 --price 18.32 --renews 2027-01-14 --deed baa=2026-05-01
    """
    from catalog.consolidation import solutions
    from catalog.consolidation.money import amount_of
    from catalog.consolidation.terms import Terms
    from catalog.consolidation.terms import tier as read_tier
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    terms = Terms(
        seats=seats,
        price=None if price is None else amount_of(price, "--price"),
        currency=currency.upper(),
        commitment=commitment,
        since=_day(since, "--since"),
        renews=_day(renews, "--renews"),
        notice=_day(notice, "--notice"),
        owner=owner,
        minimum=minimum,
        guests=guests,
        tax=None if tax is None else amount_of(tax, "--tax"),
        months=months,
        tiers=[read_tier(text) for text in tier or ()],
        deeds=dict(_deed(text) for text in deed or ()),
    )
    with open_store(settings()) as store, store.write() as session:
        told = solutions.add(session, tool, plan, terms, by=by)
    if as_json:
        document({"solution": told})
    else:
        typer.echo(f"Recorded as number {told['id']}: {_line(told)}")


@app.command("list")
def list_(
    as_of: Annotated[str | None, typer.Option(help="Those in force then: a day like 2026-04-15. [today]")] = None,
    as_json: AsJson = False,
) -> None:
    """List the company's own solutions.

    $ byot solution list
    """
    from catalog.consolidation import solutions
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.session() as session:
        told = solutions.in_force(session, as_of)
    if as_json:
        document({"solutions": told})
        return
    for one in told:
        typer.echo(f"{one['id']:>4}  {_line(one)}")
    if not told:
        typer.echo("No company solution yet. Add your first contract: byot solution add TOOL PLAN --seats N")


@app.command()
def end(
    number: Annotated[int, typer.Argument(help="Its number, as `byot solution list` shows it.")],
    on: Annotated[str | None, typer.Option(help="The first day without it, like 2027-01-14. [today]")] = None,
    by: By = "command line",
    as_json: AsJson = False,
) -> None:
    """Record that a company solution ends.

    $ byot solution add trello premium --seats 10 --price 12.50
    $ byot solution end 1
    """
    from catalog.consolidation import solutions
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.write() as session:
        told = solutions.end(session, number, by=by, on=_day(on, "--on"))
    if as_json:
        document({"solution": told})
    else:
        typer.echo(f"Ended on {told['until']}: {_line(told)}")


@app.command()
def seats(
    days: Annotated[int, typer.Option(help="What is due within so many days.")] = 90,
    as_of: Annotated[str | None, typer.Option(help="As it was then: a day like 2026-04-15. [today]")] = None,
    as_json: AsJson = False,
) -> None:
    """Show how many seats of each contract are used, what the others cost, and what is due.

    $ byot solution seats
    """
    from catalog.cli._plans import money
    from catalog.consolidation import contracts
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    with open_store(settings()) as store, store.session() as session:
        told = contracts.register(session, as_of, days=days)
    if as_json:
        document(told)
        return
    for one in told["contracts"]:
        typer.echo(f"{one['used']:>6} of {one['seats']} seats used: {one['tool']} {one['plan']}, "
                   f"{one['unused']} unused for {money(one['unused_cost_year'])} a year")  # fmt: skip
    for due in told["due"]:
        typer.echo(f"  {due['on']}  {due['text']}")
    if not told["contracts"]:
        typer.echo("No company solution yet. Add your first contract: byot solution add TOOL PLAN --seats N")


@app.command()
def rate(
    currency: Annotated[str | None, typer.Argument(help="The currency, like EUR. [list them]")] = None,
    usd: Annotated[str | None, typer.Argument(help="What one unit of it costs in USD.")] = None,
    on: Annotated[str | None, typer.Option(help="From which day on. [today]")] = None,
    source: Annotated[str | None, typer.Option(help="Where the rate is from.")] = None,
    by: By = "command line",
    as_json: AsJson = False,
) -> None:
    """Record what a currency costs in USD from a day on; without one, list the rates.

    $ byot solution rate EUR 1.08 --on 2026-11-02 --source "bank of the company"
    """
    from catalog.consolidation import rates
    from catalog.consolidation.money import amount_of
    from catalog.dataset.opening import open_store
    from catalog.errors import BadUse
    from catalog.settings import settings

    if currency is not None and usd is None:
        raise BadUse(f"what {currency[:20]!r} costs is not said", mend="write it like: byot solution rate EUR 1.08")
    with open_store(settings()) as store, store.write() as session:
        if currency is not None and usd is not None:
            day = _day(on, "--on")
            rates.record(session, currency, amount_of(usd, "USD"), by=by, on=day, source=source)
        told = rates.listed(session)
    if as_json:
        document({"rates": told})
        return
    for one in told:
        typer.echo(f"{one['currency']}  {one['usd']:.4f} USD from {one['on']}  {one['source'] or ''}".rstrip())
    if not told:
        typer.echo("No rate yet; prices in another currency than that of your plans count as not known.")


def _line(told: dict[str, object]) -> str:
    money = told["unit_price"]
    price = "price not known"
    if isinstance(money, dict) and money["amount"] is not None:
        price = f"{money['amount']} {money['currency']} per seat and month"
    renews = f", renews {told['renews_on']}" if told["renews_on"] else ""
    owner = f", owner {told['owner']}" if told["owner"] else ""
    return f"{told['tool']} {told['plan']}, {told['seats']} seats, {price}{renews}{owner}"


def _day(text: str | None, option: str) -> "date | None":
    from datetime import date

    from catalog.errors import BadUse

    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise BadUse(f"{(text or '')[:40]!r} is no day", mend="write it like 2026-11-24", where=option) from None


def _deed(text: str) -> tuple[str, "date"]:
    from catalog.errors import BadUse

    gate, sign, day = text.partition("=")
    done = _day(day, "--deed")
    if not sign or done is None:
        raise BadUse(f"{text[:60]!r} is no deed", mend="write it like baa=2026-05-01", where="--deed")
    return gate, done
