"""Which format a log is of, by its first bytes, and how it is then read."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from inspect import signature
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from catalog import plugins
from catalog.discovery import formats, several
from catalog.discovery.familiar import Usual
from catalog.discovery.layouts import carrier, columns, database, envelope, objects, prefixes, remade, rows, tables
from catalog.discovery.record import Entry, Lines, LogFormat, Read, Record, Unreadable
from catalog.errors import BadData

AUTO: Final = "auto"
HEAD: Final = 1 << 16
SURE_ENOUGH: Final = 0.5
EVENTS: Final = ("cef", "leef")
MARKED: Final = (*EVENTS, "json_lines")
"""General formats whose lines tell by themselves that they are of it."""
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
Visits = Callable[[Path], Iterator[tuple[int, Record]]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The way to read a log: its format's name, what puts its lines together, what reads the entries.

    `visits` is there instead where the file has no lines; `bare` says that nothing is read but what the format writes,
    `carried` that it is read behind carriers, `mixed` that lines of products' own formats stand in it. `apart` makes
    entries of the objects of an array that is one long line.
    """

    name: str
    entries: Callable[[Lines], Iterator[Entry]]
    read: Read
    visits: Visits | None = None
    bare: bool = False
    carried: bool = False
    mixed: bool = False
    apart: Callable[[Iterator[Entry]], Iterator[Entry]] | None = None


def choose(head: bytes, where: str, wanted: str = AUTO) -> Chosen:
    """Give the way to read a log that begins with some bytes, in the format named or the one that fits best.

    Raises `BadData` where none fits, `UnknownPlugin` for a name that is none.
    """
    if wanted != AUTO and wanted.endswith((".yaml", ".yml")):
        from catalog.discovery import custom

        own = custom.load(Path(wanted))
        return Chosen(own.name, own.entries, own.start())
    whole = head if database.names(head) else _whole_lines(head.removeprefix(BYTE_ORDER_MARK))
    if wanted != AUTO:
        named = load(wanted)
        best = max(_texts(whole), key=lambda text: (named.recognises(text.head), -text.depth, not text.carried))
        return _chosen(wanted, named, best)
    name, text = recognise(whole, where)
    chosen = _chosen(name, load(name), text, alone=False)
    return chosen if text.strip is None else _behind(text.strip, chosen)


class Text(NamedTuple):
    """A head as it may be read: how many envelopes were taken off its entries, then whether carriers were.

    `in_table` says that its lines stand in a column of a table, `columns` that they are objects which are taken apart
    into columns; `remake` writes each of its objects another way, `strip` takes off what a tool put in front of each.
    """

    head: bytes
    depth: int = 0
    carried: bool = False
    in_table: bool = False
    columns: bool = False
    remake: remade.Remake | None = None
    strip: prefixes.Strip | None = None

    @property
    def apart(self) -> bool:
        """Whether only products' own formats know such objects."""
        return self.columns or self.remake is not None


def _texts(head: bytes) -> Iterator[Text]:
    """Give the lines that a table carries, then a head as it is, then without what may be around its entries."""
    is_database = bool(database.names(head))
    lines = None if is_database else tables.opened(head)
    if lines is not None:
        yield from _with_bare(Text(lines, in_table=True))
    for depth, inner in enumerate(chain([head], () if is_database else envelope.layers(head))):
        yield from _remade(Text(inner, depth), remade.SURE)
        yield from _with_bare(Text(inner, depth))
        yield from _remade(Text(inner, depth), remade.LIKELY)
    taken = None if is_database else columns.opened(head)
    if taken is not None:
        yield Text(taken, columns=True)
        yield from _remade(Text(taken, columns=True), remade.LIKELY)


def _remade(text: Text, ways: tuple[remade.Remake, ...]) -> Iterator[Text]:
    """Give a text of objects, each written another way."""
    for head, way in remade.heads(text.head, ways):
        yield text._replace(head=head, remake=way)


def _with_bare(text: Text) -> Iterator[Text]:
    """Give a text, then the one without the carriers in front of its lines, where it has some."""
    yield text
    bare = carrier.stripped(text.head)
    if bare is not None:
        yield text._replace(head=bare, carried=True)


def recognise(head: bytes, where: str) -> tuple[str, Text]:
    """Give the format of a head, and the text of it that is so: the plainest one."""
    is_database = database.names(head)
    if not is_database and (head.startswith(UTF_16) or 4 * head.count(b"\0") > len(head)):
        what = "the text is in UTF-16, or the file is binary, no database known"
        raise BadData(what, mend="save it as UTF-8", where=where)
    found = _found(head, is_database)
    general = found is not None and found[0] in every(general=True)
    if found is not None and not general:
        return found
    for strip, bare in () if is_database else prefixes.strips(head):
        behind = _found(bare)
        if behind is not None and not (general and behind[0] in every(general=True)):
            return behind[0], behind[1]._replace(strip=strip)
    if found is not None:
        return found
    what = "the file is binary, no database known" if b"\0" in head else "no known log format fits the first lines"
    raise BadData(what, mend=f"name the format with --format: {', '.join(plugins.names(formats))}", where=where)


def _found(head: bytes, is_database: bool = False) -> tuple[str, Text] | None:
    """Give the format of a head, products' own before general ones, and the text of it that is so."""
    texts = list(_texts(head))
    for general in (False, True):
        known = {name: one for name, one in every(general).items() if not is_database or hasattr(one, "visits")}
        found = _best([text for text in texts if not (general and text.apart)], known)
        if found is not None:
            return found
    return None if is_database else _most([text for text in texts if not text.apart])


def _best(texts: list[Text], known: Mapping[str, LogFormat]) -> tuple[str, Text] | None:
    """Give the one of some formats that fits a text most surely, and the text; None where none fits enough."""
    best: tuple[float, str, Text] = (0.0, "", texts[0])
    for text in texts:
        sure, name = max(((one.recognises(text.head), name) for name, one in known.items()), default=(0.0, ""))
        best = (sure, name, text) if sure > best[0] else best
    return best[1:] if best[0] >= SURE_ENOUGH else None


def _most(texts: list[Text]) -> tuple[str, Text] | None:
    """Give the format that most lines of a text are of, where most of them are of some, though many are of others."""
    for text in texts:
        lines = [] if text.carried else several.sample(text.head)
        found = Counter(one for line in lines if (one := _of_line(line, (*_products(), *MARKED))) is not None)
        if len(lines) > 1 and found.total() > SURE_ENOUGH * len(lines):
            (name, carried), _ = found.most_common(1)[0]
            return name, text._replace(carried=carried)
    return None


@cache
def _products() -> tuple[str, ...]:
    return tuple(every(general=False))


def _of_line(line: bytes, names: Iterable[str]) -> tuple[str, bool] | None:
    found = _recognised(line, names)
    return (found[0], found[1].carried) if found is not None and not found[1].depth else None


def _recognised(line: bytes, names: Iterable[str]) -> tuple[str, Text] | None:
    """Give the format among some that a line is of, products' own ones first, and the text of it that is so."""
    texts, chosen = list(_texts(line)), set(names)
    for general in (False, True):
        found = _best(texts, {name: one for name, one in every(general).items() if name in chosen})
        if found is not None:
            return found
    return None


def _reader(line: bytes, names: Iterable[str]) -> Read | None:
    """Give what reads a line that is of one of some formats, None where it is of none."""
    found = _recognised(line, names)
    if found is None:
        return None
    chosen = _chosen(found[0], load(found[0]), found[1])

    def read(entry: bytes) -> Record | None:
        inside = list(chosen.entries(iter([(1, entry)])))
        if len(inside) != 1:
            raise Unreadable("several entries, or none, in a line")
        return chosen.read(inside[0].text)

    return read


def every(general: bool) -> dict[str, LogFormat]:
    """Give the formats by name: those of products, or those that many products write."""
    known = {name: load(name) for name in plugins.names(formats)}
    return {name: one for name, one in known.items() if getattr(one, "GENERAL", False) is general}


def load(name: str) -> LogFormat:
    """Give a format; raise `UnknownPlugin` for a name that is none."""
    return cast(LogFormat, plugins.load(formats, name))


def reader(named: LogFormat) -> Read:
    """Give what reads the entries of one log: the format's own, or a new one that remembers what it has read."""
    start: Callable[[], Read] | None = getattr(named, "start", None)
    return start() if start is not None else cast(Any, named).read


def usual_of(chosen: Chosen, head: bytes) -> Usual | None:
    """Give how the usual lines of a log are written that begins with some bytes, None where its format knows none."""
    if not (chosen.bare or chosen.carried) or chosen.mixed:
        return None
    told: Callable[..., Usual | None] | None = getattr(load(chosen.name), "usual", None)
    if told is None or (chosen.carried and "carried" not in signature(told).parameters):
        return None
    usual = told(head, carried=True) if chosen.carried else told(head)
    each = chosen.entries in (by_line, objects.entries)
    return usual if usual is not None and (each or usual.entries) else None


def _chosen(name: str, named: LogFormat, text: Text, *, alone: bool = True) -> Chosen:
    """Give the way to read a text in a format; `alone` where lines of other formats are not looked for."""
    read, entries = reader(named), getattr(named, "entries", by_line)
    visits, mixed = getattr(named, "visits", None), False
    passed = carrier.Passed.over(b"" if text.carried or visits else text.head)
    bare = not (text.depth or text.carried or (passed.timed and passed.zoned))
    read = carrier.through(read) if text.carried else passed.through(read)
    if not (alone or visits):
        own = partial(_reader, names={*_products(), *EVENTS} - {name})
        mixed = getattr(named, "GENERAL", False) and several.Known(own).any(text.head)
        others = partial(_reader, names={*_products(), *_marked(entries, text)} - {name})
        read = several.Several(read, others, own if mixed else None).read
    if text.remake is not None:
        read, entries = remade.through(read, text.remake), objects.entries
    if text.columns:
        return Chosen(name, rows.entries, columns.through(read))
    if text.in_table:
        inside = envelope.Opening(tables.taking(), entries, read, rows.entries)
        return Chosen(name, inside.entries, inside.read)
    if text.depth:
        opening = envelope.Opening(envelope.taken_off(text.depth), entries, read)
        return Chosen(name, opening.entries, opening.read, visits, apart=opening.apart)
    apart = iter if entries is objects.entries else None
    bare = bare and text.remake is None
    return Chosen(name, entries, read, visits, bare, text.carried, mixed, apart)


def _behind(strip: prefixes.Strip, chosen: Chosen) -> Chosen:
    """Give the way to read lines with a prefix, by the way to read those without."""

    def entries(lines: Lines) -> Iterator[Entry]:
        return chosen.entries((number, prefixes.kept(strip, line)) for number, line in lines)

    return replace(chosen, entries=entries, bare=False, carried=False, apart=None)


def _marked(entries: Callable[[Lines], Iterator[Entry]], text: Text) -> tuple[str, ...]:
    """Objects that a format of objects cannot read, or that are around what is read, tell of something else."""
    return EVENTS if entries is objects.entries or text.depth else MARKED


def by_line(lines: Lines) -> Iterator[Entry]:
    """Give each line as an entry."""
    for number, line in lines:
        yield Entry(number, 1, line)


def _whole_lines(head: bytes) -> bytes:
    """Leave out the last line where the head cuts it."""
    if len(head) < HEAD:
        return head
    cut = head.rfind(b"\n", 0, HEAD)
    return head[:cut] if cut > 0 else head[:HEAD]
