"""Pages broken at random, as captures, bad templates and editors break them."""

from random import Random

_PIECES = (
    *(
        b"<table><tr><td>",
        b"</div></div></table>",
        b"<ul><li>",
        b"<!--",
        b"-->",
        b"<script>",
        b"</script>",
        b"<p",
        b"&#x110000;",
    ),
    *(
        b"| a | b |\n|---|---|\n",
        b"```\n",
        b"---\n",
        b"](",
        b"**",
        b"{{ x }}",
        b"{% if %}",
        b"\x00",
        b"\xff\xfe",
        b"\xe2\x82",
        b"\xf0\x9f",
    ),
    *(
        b"$9,99/mo ",
        b"99.99999% SLA ",
        b"SOC 2 Type ",
        b"72 hours ",
        b"Free ",
        b"not ",
        b"? ",
        b"\n\n# ",
        b"\r\n",
        b"\t" * 40,
    ),
)


def mutated(body: bytes, random: Random) -> bytes:
    """Give the page after one to six random breakages."""
    for _ in range(random.randint(1, 6)):
        body = random.choice(_BREAKAGES)(body, random)
    return body[: 2 * 1024 * 1024]


def _span(body: bytes, random: Random, longest: int) -> tuple[int, int]:
    start = random.randrange(len(body) + 1)
    return start, min(len(body), start + random.randint(1, longest))


def _cut(body: bytes, random: Random) -> bytes:
    start, end = _span(body, random, 2000)
    return body[:start] + body[end:]


def _end(body: bytes, random: Random) -> bytes:
    return body[: random.randrange(len(body) + 1)]


def _repeat(body: bytes, random: Random) -> bytes:
    start, end = _span(body, random, 400)
    return body[:start] + body[start:end] * random.choice((2, 20, 300)) + body[end:]


def _insert(body: bytes, random: Random) -> bytes:
    start, _ = _span(body, random, 1)
    return body[:start] + random.choice(_PIECES) * random.choice((1, 1, 3, 600)) + body[start:]


def _turn(body: bytes, random: Random) -> bytes:
    letters = bytearray(body)
    for _ in range(random.randint(1, 40) if letters else 0):
        letters[random.randrange(len(letters))] = random.randrange(256)
    return bytes(letters)


def _move(body: bytes, random: Random) -> bytes:
    start, end = _span(body, random, 3000)
    rest = body[:start] + body[end:]
    place = random.randrange(len(rest) + 1)
    return rest[:place] + body[start:end] + rest[place:]


def _join(body: bytes, random: Random) -> bytes:
    return body.replace(random.choice((b"\n", b" ", b"</", b">", b"\n\n")), b"", random.randint(1, 500))


_BREAKAGES = (_cut, _end, _repeat, _insert, _turn, _move, _join)
