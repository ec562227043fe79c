"""Squid's native log, split by blanks, several of which count as one: `elapsed` is padded.

Accepted is what squid writes as it comes: known codes and hierarchies, a whole URL or a host to connect to. All else is
left to the format's reader.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from catalog.discovery import fields
from catalog.discovery.alike import Cut, Part, Shape
from catalog.discovery.formats import squid
from catalog.discovery.meanings import Meanings

SAMPLE: Final = 1000
WIDEST: Final = 40
CLIENT, WORD, SIZE, METHOD, URL, USER, HIERARCHY = 2, 3, 4, 5, 6, 7, 8
TEXTS: Final = {
    "client": CLIENT,
    "word": WORD,
    "size": SIZE,
    "method": METHOD,
    "url": URL,
    "user": USER,
    "hierarchy": HIERARCHY,
}
WEB, TUNNEL = 0, 1
OWN: Final = 3
"""The action of a result that is squid's own answer, 403: a block where it asked nobody else."""
HTTP: Final = ("http://", "https://")
NOBODY_ASKED: Final = ("HIER_NONE", "NONE")
HIERARCHIES: Final = (
    "HIER_DIRECT DIRECT HIER_ORIGINAL_DST ORIGINAL_DST PINNED HIER_PINNED FIRSTUP_PARENT FIRST_UP_PARENT "
    "DEFAULT_PARENT ROUNDROBIN_PARENT CARP ANY_OLD_PARENT"
).split()
CODES: Final = (
    "TCP_TUNNEL TCP_MISS TCP_HIT TCP_MEM_HIT TCP_IMS_HIT TCP_INM_HIT TCP_DENIED TCP_DENIED_REPLY TCP_NEGATIVE_HIT "
    "TCP_OFFLINE_HIT TCP_STALE_HIT TCP_REDIRECT TCP_SWAPFAIL_MISS TCP_CLIENT_REFRESH_MISS TCP_ASYNC_HIT "
    "TCP_REFRESH_HIT TCP_REFRESH_MISS TCP_REFRESH_MODIFIED TCP_REFRESH_UNMODIFIED TCP_REFRESH_FAIL "
    "TCP_REFRESH_FAIL_OLD TCP_REFRESH_FAIL_ERR TCP_REFRESH_IGNORED NONE NONE_NONE TAG_NONE UDP_HIT UDP_MISS"
).split()
ENDED: Final = ("", "_ABORTED", "_TIMEDOUT", "_ABORTED_ABORTED")
ACTIONS: Final = {"allowed": 0, "blocked": 1, None: 2}


OF_THEIR_OWN: Final = (401, 403, 407)
"""Statuses that decide what squid did; all others decide alike."""


def _number(code: str, status: int) -> int:
    said = code.encode()
    direct = squid.action(said, status, b"HIER_DIRECT/192.0.2.1", "http://host.example/")
    alone = squid.action(said, status, b"HIER_NONE/-", "http://host.example/")
    return ACTIONS[direct] if direct == alone else OWN


def _numbers(code: str) -> dict[str, int]:
    statuses = (0, *range(100, 104), *range(200, 209), *range(300, 309), *range(400, 452), *range(500, 512))
    numbers = dict.fromkeys(statuses, _number(code, 0)) | {one: _number(code, one) for one in OF_THEIR_OWN}
    return {f"{code}/{status:03}": number for status, number in numbers.items()}


RESULTS: Final = {word: number for code in CODES for ended in ENDED for word, number in _numbers(code + ended).items()}

MEANINGS: Final = Meanings(RESULTS)


class Squid:
    """Splits lines with some columns after the hierarchy."""

    results: Final = RESULTS

    def __init__(self, after: int) -> None:
        """Begin with the number of columns that follow the hierarchy."""
        hierarchy, user, url = (-1 - after - place for place in range(3))
        self.shape = Shape(
            separator=b" ",
            separators=HIERARCHY + after,
            runs=True,
            front=URL,
            back=after + 2,
            fraction=3,
            numbers={"down": SIZE},
            parts=(
                Part(CLIENT, CLIENT, who=True),
                Part(WORD, WORD, meanings=MEANINGS),
                Part(METHOD, url, Cut.AFTER_HOST, URL),
                Part(user, user, who=True),
                Part(hierarchy, hierarchy, Cut.AFTER_SLASH, hierarchy),
            ),
        )

    def ends(self, _: Iterable[bytes]) -> bool:
        """Say that no line changes what the others mean."""
        return False

    def columns(self, lines: Any, results: Any) -> Any:
        """Give the columns of `Split` for lines."""
        import ibis

        parts = lines.line.split(" ").filter(lambda part: part != "")
        texts = lines.mutate(**{name: parts[place] for name, place in TEXTS.items()})
        known = texts.left_join(results.rename(result="number"), "word").drop("word_right")
        code = known.hierarchy.split("/")[0]
        read = known.mutate(
            web=known.url.startswith(HTTP[0]) | known.url.startswith(HTTP[1]),
            alone=code.isin(NOBODY_ASKED),
            known=code.isin([*NOBODY_ASKED, *HIERARCHIES]),
            failed=known.url.startswith(fields.PSEUDO),
        )
        tunnel = (read.method == "CONNECT") & (read.url != "") & ~read.url.contains("://") & ~read.url.startswith("/")
        accepted = (
            read.result.notnull()
            & read.known
            & read.hierarchy.contains("/")
            & ~read.hierarchy.endswith("/")
            & ibis.cases((read.web, True), (read.failed, True), else_=tunnel)
        ).fill_null(False)
        return read.select(
            *lines.columns,
            "user",
            "client",
            sent=ibis.literal(False),
            received=read["size"] != "-",
            accepted=accepted,
            named=(read.user.length() <= fields.LONGEST_USER).fill_null(False),
            action=ibis.cases((read.failed, 2), (read.result == OWN, read.alone.cast("int8")), else_=read.result).cast(
                "int8"
            ),
            kind=ibis.ifelse(read.web, WEB, TUNNEL).cast("int8"),
            asked=ibis.ifelse(read.web, read.url.split("/")[2], read.url),
        )

    def asked(self, kind: int, text: str) -> str | None:
        """Give the host of what was asked for."""
        return squid.host("CONNECT", text) if kind == TUNNEL else fields.host_of_url(f"http://{text}")

    def person(self, user: str, client: str | None) -> str | None:
        """Give the user as the format's reader does."""
        return fields.user(user.encode(), client)


def split(head: bytes) -> Squid | None:
    """Give how a log is split that begins with some bytes, None where none of its lines is as it should be."""
    counts = Counter(len(line.split()) for line in head.split(b"\n", SAMPLE)[:SAMPLE])
    usual = max((count for count in counts if HIERARCHY < count <= WIDEST), key=counts.__getitem__, default=None)
    return None if usual is None else Squid(usual - 1 - HIERARCHY)
