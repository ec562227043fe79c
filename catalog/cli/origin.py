"""`byot origin`: the logs and exports that use is seen in: what each covers, what none sees, how long it is kept."""

import sys
from typing import Annotated, Any

import typer

from catalog.cli._show import AsJson, document

app = typer.Typer(help="See what each kind of log covers and what none of them sees; fold what is past its keeping.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the kinds of logs and exports that were read: until when, what each shows, how long it is kept.

    $ byot discover squid.log
    $ byot origin list
    """
    told = _gathered()
    if as_json:
        document({name: told[name] for name in ("at", "since", "origins")})
        return
    for one in told["origins"]:
        silent = ", silent since then" if one["silent_since"] else ""
        days = one["days"]
        kept = f"people kept for {days} days" if days else "people kept without a limit"
        shown = f"{one['people']} people at {one['tools']} tools, {one['only_here']} uses seen nowhere else"
        found = f"{one['declared']} uses told" if one["declared"] and not one["uses"] else shown
        sys.stdout.write(f"{one['origin']:20} until {one['last']}{silent}; {found}; {kept}\n")
    if not told["origins"]:
        sys.stdout.write("No log was read yet. Read one: byot discover FILE\n")


@app.command()
def overlap(as_json: AsJson = False) -> None:
    """Hold what people told against what logs showed, and estimate what is neither (capture and recapture).

    $ byot origin overlap
    """
    told = _gathered()
    if as_json:
        document(told)
        return
    sys.stdout.write(f"{_line('all tools', told['overall'])}\n")
    for row in told["tools"]:
        if row["estimate"]:
            sys.stdout.write(f"{_line(row['name'], row)}\n")
    for text in told["assumptions"]:
        sys.stdout.write(f"  {text}\n")


@app.command()
def purge(
    rehearse: Annotated[bool, typer.Option("--dry-run", help="Say what would be folded, and change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Fold what logs show of people for longer than the policy keeps it (`retention` in BYOT_POLICY) into sums.

    A worker does it by itself, as BYOT_NIGHTLY_SCHEDULE says.

    $ byot origin purge --dry-run
    """
    from catalog.adoption import retention
    from catalog.dataset.opening import open_store
    from catalog.moment import now
    from catalog.settings import settings

    read = settings()
    with open_store(read) as store:
        with store.session() as session:
            said = retention.limits(session, read.policy)
        done = retention.purge(store, said, now(), rehearse=rehearse)
    if as_json:
        document({"purged": done})
        return
    for one in done:
        sys.stdout.write(
            f"{one['origin']}: before {one['before']}, {one['rows']} rows under {one['people']} names into sums, "
            f"{one['unnamed']} uses ended without a name\n"
        )
    if not done:
        sys.stdout.write(f"Nothing is past its keeping{'' if said else ': the policy names no limit'}.\n")


@app.command()
def tenants(as_json: AsJson = False) -> None:
    """List the hosts that show whose account is used, like acme.slack.com: those that nobody has named yet first.

    $ byot origin tenants
    """
    from catalog.adoption import whose
    from catalog.dataset.opening import open_store
    from catalog.settings import settings

    read = settings()
    with open_store(read) as store, store.session() as session:
        told = whose.seen(session, read.policy)
    if as_json:
        document({"tenants": told})
        return
    for one in told:
        policy = ", by the policy" if one["by_policy"] else ""
        sys.stdout.write(f"{one['host']:40} {one['name']}, {one['people']} people: {one['account']}{policy}\n")
    if not told:
        sys.stdout.write("No log showed one yet.\n")


@app.command()
def tenant(
    host: Annotated[str, typer.Argument(help="The host, as logs show it.")],
    account: Annotated[str, typer.Option("--is", help="Whose account it is: company, personal, unknown.")],
    by: Annotated[str, typer.Option("--by", help="Who says so.", metavar="WHO")],
    as_json: AsJson = False,
) -> None:
    """Say whose account a host shows: the company's, people's own, or that it is not known.

    $ byot discover squid.log
    $ byot origin tenant acme-works.slack.com --is company --by bo
    """
    from catalog.adoption import whose
    from catalog.cli._acting import done
    from catalog.settings import settings

    told = done(lambda session: whose.say(session, host, account, by, settings().policy))
    if as_json:
        document({"tenant": told})
    else:
        sys.stdout.write(f"{told['host']}: {told['account']}; {told['changed']} proposals follow\n")


def _gathered() -> dict[str, Any]:
    from catalog.adoption import origins, retention
    from catalog.dataset.opening import open_store
    from catalog.moment import now
    from catalog.settings import settings

    read = settings()
    with open_store(read) as store, store.session() as session:
        return origins.coverage(session, now(), retention.limits(session, read.policy))


def _line(name: str, row: dict[str, Any]) -> str:
    counts = f"{row['in_first']} told, {row['in_second']} seen, {row['in_both']} both"
    total = row["estimate"]
    if total is None:
        return f"{name}: {counts}; no estimate: {row['why_none']}"
    return f"{name}: {counts}; about {total['total']} in all ({total['low']} to {total['high']})"
