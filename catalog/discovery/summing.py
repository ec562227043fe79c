"""Expressions of Ibis that sum up what was split: one for a block of lines, two for all that a log shows."""

from typing import Any, Final

DAY: Final = 86_400
MOST: Final = 2**63 - 1
NOBODY: Final = -1
"""The subject of a host that nobody registered."""


def part(read: Any, hosts: Any) -> Any:
    """Give what a block shows, summed up by subject (by what was asked for, where its subject is not known), user, day.

    A user whose name is encoded stands there as written, with the client.
    """
    import ibis

    used = read.accepted & (read.action < 2)
    user = read.user.fill_null("-")
    nobody = (user == "-") | (user == read.client) | ((user.length() == 7) & (user.lower() == "unknown"))
    encoded = user.contains("%")
    rows = read.select(
        accepted=read.accepted,
        blocked=(read.action == 1) & used,
        day=ibis.cases((used, (read.seconds / DAY).floor().cast("int32"))),
        kind=ibis.cases((used, read.kind)),
        asked=ibis.cases((used, read.asked)),
        user=ibis.cases((used & nobody & ~encoded, read.client.nullif("-").fill_null("")), (used, user)),
        client=ibis.cases((used & encoded, read.client.nullif("-").fill_null(""))),
        up=ibis.cases((used, read.up)),
        down=ibis.cases((used, read.down)),
        seconds=ibis.cases((read.accepted, read.seconds)),
    )
    found = rows.left_join(hosts, ["kind", "asked"])
    unknown = found.subject.isnull()
    found = found.select(
        *("accepted", "blocked", "day", "user", "client", "up", "down", "seconds", "subject"),
        kind=ibis.cases((unknown, found.kind)),
        asked=ibis.cases((unknown, found.asked)),
    )
    return found.group_by("accepted", "subject", "kind", "asked", "user", "client", "day").agg(
        events=found.count(),
        blocked=found.count(where=found.blocked),
        up=found.up.sum(),
        down=found.down.sum(),
        first=found.seconds.min(),
        last=found.seconds.max(),
    )


def known(part: Any, hosts: Any) -> Any:
    """Give what a block shows of subjects, now that all of them are known."""
    import ibis

    found = part.filter(part.user.notnull()).left_join(hosts, ["kind", "asked"])
    subject = ibis.coalesce(found.subject, found.subject_right)
    found = found.select("user", "client", "day", "events", "blocked", "up", "down", subject=subject)
    return found.filter(found.subject != NOBODY)


def line(lines: Any, separator: str, columns: int) -> Any:
    """Give lines as they were before they were split."""
    import ibis

    whole = lines.c0.fill_null("")
    for place in range(1, columns):
        whole = whole + (ibis.literal(separator) + lines[f"c{place}"]).fill_null("")
    return lines.select(line=whole)


def totals(part: Any) -> Any:
    """Give how many lines a block has, how many were accepted, and their first and last moment."""
    return part.agg(
        total=part.events.sum().fill_null(0),
        accepted=part.events.sum(where=part.accepted).fill_null(0),
        first=part.first.min(),
        last=part.last.max(),
    )


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
