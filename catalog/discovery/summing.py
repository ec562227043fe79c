"""Expressions of Ibis that judge the lines of a log and sum up what they show."""

from typing import Any, Final

MOST: Final = 2**63 - 1
NOBODY: Final = -1
"""The subject of what nobody registered or is no use."""


def judged(read: Any) -> Any:
    """Give what a line of each kind says: whether it is accepted and shows use, what was asked for, and by whom.

    A user whose name is encoded stands there as written, with the client after a blank.
    """
    import ibis

    user = read.user.fill_null("-")
    nobody = (user == "-") | (user == read.client) | ((user.length() == 7) & (user.lower() == "unknown"))
    client = read.client.nullif("-").fill_null("")
    return read.select(
        "number",
        "kind",
        "asked",
        accepted=read.accepted,
        used=read.accepted & (read.action < 2) & read.asked.notnull(),
        blocked=(read.action == 1).cast("int8"),
        user=ibis.cases((user.contains("%"), user + " " + client), (nobody, client), else_=user),
        sent=read.up.notnull() if "up" in read.columns else ibis.literal(False),
        received=read.down.notnull(),
    )


def refused(kinds: Any, lines: Any) -> Any:
    """Give the numbers of those lines that were not accepted."""
    return kinds.filter(~kinds.accepted).semi_join(lines, "number").select("number")


def summed(kinds: Any, totals: Any) -> Any:
    """Give what kinds of lines show in all, by what was asked for, user and day."""
    both = kinds.filter(kinds.used).inner_join(totals.filter(totals.events > 0), "number")
    return both.group_by("kind", "asked", "user", "day").agg(
        events=_whole(both.events.sum()),
        blocked=_whole(both.events.sum(where=both.blocked == 1).fill_null(0)),
        up=_whole(both.up.sum(where=both.sent)),
        down=_whole(both.down.sum(where=both.received)),
    )


def unknown(sums: Any, hosts: Any) -> Any:
    """Give what was asked for and is not known yet."""
    return sums.anti_join(hosts, ["kind", "asked"]).select("kind", "asked").distinct()


def named(sums: Any, hosts: Any, people: Any, subjects: Any) -> Any:
    """Give sums with the subjects of what was asked for, and the names of users that are encoded."""
    found = sums.inner_join(hosts, ["kind", "asked"]).inner_join(subjects, "subject")
    return found.left_join(people, "user")


def seen(named: Any, number: int) -> Any:
    """Give the sums of tools, as the engine's table `seen` has them."""
    import ibis

    tools = named.filter(named.tool_id.notnull()).mutate(who=ibis.coalesce(named.who, named.user))
    summed = tools.group_by("tool_id", "slug", "tenant", "day", "who").agg(
        events=tools.events.sum(),
        blocked=tools.blocked.sum(),
        bytes_up=_whole(tools.up.sum()),
        bytes_down=_whole(tools.down.sum()),
    )
    day = (ibis.date(1970, 1, 1) + summed.day.as_interval("D")).cast("date")
    return summed.mutate(log=ibis.literal(number, "int64"), user=summed.who, day=day).drop("who")


def strays(named: Any, number: int) -> Any:
    """Give the sums of what belongs to no tool, as the engine's table `strays` has them."""
    import ibis

    others = named.filter(named.stray.notnull()).mutate(who=ibis.coalesce(named.who, named.user))
    summed = others.group_by("stray", "name", "who").agg(events=others.events.sum())
    return summed.select("name", "events", log=ibis.literal(number, "int64"), kind=summed.stray, user=summed.who)


def _whole(sums: Any) -> Any:
    """Give sums as far as the engine's numbers hold them."""
    import ibis

    return ibis.ifelse(sums > MOST, ibis.literal(MOST).cast(sums.type()), sums).cast("int64")
