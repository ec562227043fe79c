"""Expressions of Ibis that judge the lines of a log and sum up what they show, on whatever engine.

What they are made of is understood alike by DuckDB, Spark and ClickHouse: no pattern has a backslash, no text is cast
that may be no number, and a place beyond the end of an array decides nothing.
"""

from functools import reduce
from operator import and_
from typing import Any, Final

from catalog.discovery.engine import SUMS
from catalog.discovery.splits import Split

LINES: Final = {"block": "!int64", "number": "!int64", "line": "!string"}
"""The lines of a log where a cluster works: in the order of `block` (where it begins) and `number`."""
RESULTS: Final = {"word": "!string", "number": "!int8"}
LONGEST_LINE: Final = 1 << 20
FIGURES, MOST_FIGURES, SECONDS, DAY = "[^0-9]", 12, 10, 86_400
MOST: Final = 2**63 - 1
NOBODY: Final = -1
"""The subject of what nobody registered or is no use."""


def at_once(split: Split) -> Any:
    """Give what all lines of a log show, in one look at each: tables `lines` and `results` to one table of sums.

    What is usual and accepted is summed up by what was asked for, user and day, without these where it shows no use;
    `first` and `last` are times as written. All else are lines to be read one by one: `block`, `number`, and in
    hexadecimal figures the `text`. A second branch would let Spark read the log again.
    """
    import ibis

    lines, results = (ibis.table(columns, name=name) for name, columns in (("lines", LINES), ("results", RESULTS)))
    read = judged(split.columns(_cut(lines, split), results), "block", "text", "usual", "when", "up", "down")
    odd, used = ~(read.usual & read.accepted & read.named), read.usual & read.used & read.named
    read = read.select(
        block=ibis.cases((odd, read.block)),
        number=ibis.cases((odd, read.number)),
        text=ibis.cases((odd, ibis.udf.scalar.builtin(_hex, name="hex")(read.text))),
        kind=ibis.cases((used, read.kind)),
        asked=ibis.cases((used, read.asked)),
        user=ibis.cases((used, read.user)),
        day=ibis.cases((used, (read.when.substr(0, SECONDS).cast("int64") // DAY).cast("int32"))),
        blocked=ibis.cases((used, read.blocked.cast("int8"))),
        when=ibis.cases((~odd, read.when)),
        up=ibis.cases((used, read.up)),
        down=ibis.cases((used, read.down)),
    )
    summed = read.group_by("block", "number", "text", "kind", "asked", "user", "day").agg(
        events=read.count(),
        blocked=read.blocked.cast("int64").sum(),
        up=_whole(read.up.cast("decimal(38,2)").sum()),
        down=_whole(read.down.cast("decimal(38,2)").sum()),
        first=read.when.min(),
        last=read.when.max(),
    )
    return summed.order_by("block", "number")


def _cut(lines: Any, split: Split) -> Any:
    """Give lines with whether they are written as usual, the time as written, and the numbers that they count."""
    import ibis

    shape = split.shape
    line = ibis.ifelse(lines.line.endswith("\r"), lines.line.substr(0, lines.line.length() - 1), lines.line)
    parts = line.split(shape.separator.decode())
    parts = parts.filter(lambda part: part != "") if shape.runs else parts
    time, point = parts[0], SECONDS + 1
    counts = {name: parts[column] for name, column in shape.numbers.items()}
    usual = (
        ~line.re_search("[^\t -~]" if shape.separator == b"\t" else "[^ -~]"),
        line.length() <= LONGEST_LINE,
        parts.length() == shape.separators + 1,
        line.startswith(time) & (time.length() == point + shape.fraction) & (time.substr(SECONDS, 1) == "."),
        ~(time.substr(0, SECONDS) + time.substr(point, shape.fraction)).re_search(FIGURES),
        *(
            (count == "-") | ((count != "") & (count.length() <= MOST_FIGURES) & ~count.re_search(FIGURES))
            for count in counts.values()
        ),
    )
    numbers = {name: counts.get(name, ibis.null("string")) for name in ("up", "down")}
    cut = lines.select(
        *("block", "number"),
        line=line,
        text=lines.line,
        when=time,
        usual=reduce(and_, usual).fill_null(False),
        **numbers,
    )
    sums = {name: ibis.cases((cut.usual & (cut[name] != "-"), cut[name])).cast("int64") for name in numbers}
    return cut.mutate(**sums)


def _hex(text: str) -> str:
    """What engines offer under this name."""
    raise NotImplementedError


def judged(read: Any, *others: str) -> Any:
    """Give what each line says: whether it is accepted and shows use, what was asked for, and by whom; and others.

    `accepted` and `used` are about what was done, `named` about who did it. A user whose name is encoded stands there
    as written, with the client after a blank.
    """
    import ibis

    user = read.user.fill_null("-")
    nobody = (user == "-") | (user == read.client) | ((user.length() == 7) & (user.lower() == "unknown"))
    client = read.client.nullif("-").fill_null("")
    return read.select(
        "number",
        *others,
        "kind",
        "asked",
        accepted=read.accepted,
        used=read.accepted & (read.action < 2) & read.asked.notnull(),
        blocked=read.action == 1,
        named=read.named,
        user=ibis.cases((user.contains("%"), user + " " + client), (nobody, client), else_=user),
        sent=read.sent,
        received=read.received,
    )


def seen(sums: Any, subjects: Any, number: int) -> Any:
    """Give the sums of tools, as the engine's table `seen` has them."""
    import ibis

    summed = sums.group_by("subject", "day", "user").agg(
        events=sums.events.sum(),
        blocked=sums.blocked.sum(),
        bytes_up=_whole(sums.up.sum()),
        bytes_down=_whole(sums.down.sum()),
    )
    tools = summed.inner_join(subjects.filter(subjects.tool_id.notnull()), "subject")
    day = (ibis.date(1970, 1, 1) + tools.day.as_interval("D")).cast("date")
    dated = tools.mutate(day=day, log=ibis.literal(number, "int64"))
    return dated.select("log", "tool_id", "slug", "tenant", "user", "day", *SUMS)


def strays(sums: Any, subjects: Any, number: int) -> Any:
    """Give the sums of what belongs to no tool, as the engine's table `strays` has them."""
    import ibis

    summed = sums.group_by("subject", "user").agg(events=sums.events.sum())
    others = summed.inner_join(subjects.filter(subjects.stray.notnull()), "subject")
    return others.select("name", "user", "events", kind=others.stray, log=ibis.literal(number, "int64"))


def _whole(sums: Any) -> Any:
    """Give sums as far as the engine's numbers hold them."""
    import ibis

    return ibis.ifelse(sums > MOST, ibis.literal(MOST).cast(sums.type()), sums).cast("int64")
