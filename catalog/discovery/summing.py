"""Expressions of Ibis that sum up what was split: one for a block of lines, two for all that a log shows."""

from typing import Any, Final

DAY: Final = 86_400
MOST: Final = 2**63 - 1
NOBODY: Final = -1
LEFT: Final = -2
"""Subjects that are none: of what nobody registered or is no use, and of lines that were not accepted."""


def part(read: Any, hosts: Any) -> Any:
    """Give what a block shows, summed up by subject (by what was asked for, where its subject is not known), user, day.

    A user whose name is encoded stands there as written, with the client after a blank.
    """
    import ibis

    used = read.accepted & (read.action < 2)
    user = read.user.fill_null("-")
    nobody = (user == "-") | (user == read.client) | ((user.length() == 7) & (user.lower() == "unknown"))
    client = read.client.nullif("-").fill_null("")
    who = ibis.cases((user.contains("%"), user + " " + client), (nobody, client), else_=user)
    rows = read.select(
        used=used,
        accepted=read.accepted,
        blocked=(read.action == 1).cast("int8"),
        day=(read.seconds / DAY).floor().cast("int32"),
        kind=read.kind,
        asked=read.asked,
        user=who,
        up=read.up if "up" in read.columns else ibis.null("int64"),
        down=read.down,
        seconds=read.seconds,
    )
    found = rows.left_join(hosts, ["kind", "asked"])
    subject = ibis.cases((~found.accepted, LEFT), (~found.used | found.asked.isnull(), NOBODY), else_=found.subject)
    asked = ibis.cases((found.used & found.subject.isnull(), found.kind.cast("string") + found.asked))
    found = found.select("blocked", "day", "user", "up", "down", "seconds", subject=subject, asked=asked)
    sums = {"up": found.up.sum()} if "up" in read.columns else {}
    return found.group_by("subject", "asked", "user", "day").agg(
        events=found.count(),
        blocked=found.blocked.sum(),
        down=found.down.sum(),
        first=found.seconds.min(),
        last=found.seconds.max(),
        **sums,
    )


def unknown(part: Any) -> Any:
    """Give what was asked for in a block and is not known."""
    return part.filter(part.subject.isnull()).select("asked").distinct()


def known(part: Any, hosts: Any) -> Any:
    """Give what a block shows of subjects, now that all of them are known."""
    import ibis

    rows = part.filter(part.subject.isnull() | (part.subject >= 0))
    hosts = hosts.select(found=hosts.subject, asked=hosts.kind.cast("string") + hosts.asked)
    found = rows.left_join(hosts, "asked")
    found = found.mutate(subject=ibis.coalesce(found.subject, found.found))
    found = found.filter(found.subject >= 0)
    sums = [_whole(found[name]).name(name) for name in ("up", "down") if name in part.columns]
    return found.select("subject", "user", "day", "events", "blocked", *sums)


def folded(sums: Any) -> Any:
    """Give the sums of blocks, each subject, user and day once."""
    return sums.group_by("subject", "user", "day").agg(
        events=_whole(sums.events.sum()),
        blocked=_whole(sums.blocked.sum()),
        up=_whole(sums.up.sum()),
        down=_whole(sums.down.sum()),
    )


def line(lines: Any, separator: str, columns: int) -> Any:
    """Give lines as they were before they were split."""
    import ibis

    whole = lines.c0.fill_null("")
    for place in range(1, columns):
        whole = whole + (ibis.literal(separator) + lines[f"c{place}"]).fill_null("")
    return lines.select(line=whole)


def totals(part: Any) -> Any:
    """Give how many lines a block has, how many were accepted, and their first and last moment."""
    split = part.subject.isnull() | (part.subject != LEFT)
    return part.agg(
        total=part.events.sum().fill_null(0),
        accepted=part.events.sum(where=split).fill_null(0),
        first=part.first.min(where=split),
        last=part.last.max(where=split),
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
