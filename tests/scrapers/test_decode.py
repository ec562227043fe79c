"""Decoding: everything a server may send, nothing that it sends to harm."""

import gzip
import os
import random
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard

from catalog.errors import FetchFailed
from scrapers.decode import Decoder, decode

RAW_DEFLATE = -zlib.MAX_WBITS


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=RAW_DEFLATE)
    return packer.compress(body) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
}
PAGE = "".join(f"<p>Plan {n} costs {n * 7 % 31} dollars.</p>" for n in range(20_000)).encode()


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 65_536, 65_537, len(PAGE)])
def test_every_coding_gives_the_page_back_whatever_its_size(coding: str, size: int) -> None:
    body = PAGE[:size]
    assert decode(PACKERS[coding](body), coding) == body


@pytest.mark.parametrize("coding", PACKERS)
@pytest.mark.parametrize("step", [1, 7, 4096])
def test_it_does_not_matter_how_the_bytes_arrive(coding: str, step: int) -> None:
    body = PAGE[:30_000] + os.urandom(3000)
    packed = PACKERS[coding](body)
    decoder = Decoder(coding)
    pieces = [p for start in range(0, len(packed), step) for p in decoder.feed(packed[start : start + step])]
    decoder.finish()
    assert b"".join(pieces) == body


@pytest.mark.parametrize("coding", PACKERS)
def test_what_does_not_compress_comes_through(coding: str) -> None:
    body = random.Random(7).randbytes(3_000_000)
    assert decode(PACKERS[coding](body), coding) == body


def test_deflate_without_its_header_is_read_as_browsers_do() -> None:
    assert decode(_raw_deflate(PAGE), "deflate") == PAGE


def test_nested_codings_are_undone_in_order() -> None:
    packed = zstandard.compress(brotli.compress(gzip.compress(PAGE)))
    assert decode(packed, "gzip, br, zstd") == PAGE


def test_gzip_of_several_members_and_zstd_of_several_frames_are_read_whole() -> None:
    assert decode(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip") == b"one two"
    assert decode(zstandard.compress(b"one ") + zstandard.compress(b"two"), "zstd") == b"one two"


def test_padding_behind_the_end_is_overlooked() -> None:
    assert decode(gzip.compress(PAGE) + b"\0\0\0", "gzip") == PAGE


@pytest.mark.parametrize("codings", ["", "identity", " Identity "])
def test_a_plain_body_stays_as_it_is(codings: str) -> None:
    assert decode(PAGE, codings) == PAGE


@pytest.mark.parametrize("coding", PACKERS)
def test_a_body_that_breaks_off_may_be_asked_for_again(coding: str) -> None:
    with pytest.raises(FetchFailed, match="broke off") as failed:
        decode(PACKERS[coding](PAGE)[:-20], coding)
    assert failed.value.transient


@pytest.mark.parametrize("coding", PACKERS)
def test_a_damaged_body_is_refused(coding: str) -> None:
    with pytest.raises(FetchFailed):
        decode(b"\x07this was never compressed" * 40, coding)


def test_unknown_and_too_many_codings_are_refused() -> None:
    with pytest.raises(FetchFailed, match="not known here"):
        decode(PAGE, "compress")
    with pytest.raises(FetchFailed, match="5 times over"):
        decode(PAGE, "gzip,gzip,gzip,gzip,gzip")


def test_the_limit_holds_to_the_byte() -> None:
    body = random.Random(1).randbytes(100_000)
    assert decode(gzip.compress(body), "gzip", limit=100_000) == body
    with pytest.raises(FetchFailed, match="larger than"):
        decode(gzip.compress(body + b"!"), "gzip", limit=100_000)
    with pytest.raises(FetchFailed, match="larger than"):
        decode(body + b"!", "", limit=100_000)


def test_a_page_that_compresses_well_is_no_bomb() -> None:
    body = b"<td>Included</td><td>Not included</td>\n" * 40_000
    assert len(body) / len(gzip.compress(body)) > 100
    assert decode(gzip.compress(body), "gzip") == body


def _member(gigabytes: float) -> bytes:
    """Ten gigabytes are many members of 64 MB, each packed once."""
    return gzip.compress(bytes(64 << 20)) * int(gigabytes * 16)


BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip": lambda: _member(10),
    "deflate": lambda: zlib.compress(bytes(256 << 20)),
    "br": lambda: brotli.compress(bytes(256 << 20), quality=1),
    "zstd": lambda: zstandard.compress(bytes(64 << 20)) * 160,
    "gzip, gzip": lambda: gzip.compress(_member(10)),
    "gzip, br, zstd": lambda: zstandard.compress(brotli.compress(_member(1), quality=1)),
}
CHILD = """
import sys
from pathlib import Path
from catalog.errors import FetchFailed
from scrapers.decode import decode

bomb = Path(sys.argv[1]).read_bytes()
status = Path("/proc/self/status").read_text
kilobytes = lambda name: int(status().split(name + ":")[1].split()[0])
Path("/proc/self/clear_refs").write_text("5")
before = kilobytes("VmRSS")
try:
    decode(bomb, sys.argv[2])
except FetchFailed as error:
    print(kilobytes("VmHWM") - before, error.message)
else:
    print(999_999_999, "it went off")
"""


@pytest.mark.parametrize("codings", BOMBS)
def test_a_bomb_costs_less_than_ten_megabytes(codings: str, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb"
    bomb.write_bytes(BOMBS[codings]())
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, str(bomb), codings], capture_output=True, text=True, check=True, timeout=60
    )
    cost, message = ran.stdout.split(" ", 1)
    assert "grows more than" in message
    assert int(cost) < 10_000, f"{cost} KB"
