"""A relay's file: lines of several products, each read as in a file of its own."""

from itertools import zip_longest
from pathlib import Path

import pytest

from catalog.discovery import several
from catalog.discovery.layouts import carrier
from catalog.discovery.reading import Log, read
from catalog.discovery.record import Record
from catalog.errors import BadData
from tests.house.code import ROOT

SAMPLES = ROOT / "tests" / "samples" / "logs"
RELAYED = "<134>Nov 24 08:00:00 relay1 "
MIXES = {
    "events": ("paloalto_cef", "cef", "leef", "watchguard"),
    "firewalls": ("fortigate", "sophos", "watchguard", "cef", "leef"),
    "firewalls and gateways": ("fortigate", "sophos", "paloalto_cef", "cisco_wsa", "skyhigh"),
    "firewalls and proxies": ("skyhigh", "fortigate", "leef", "bluecoat"),
}
SENT = (
    "CEF:0|Palo Alto Networks|PAN-OS|11.0|end|TRAFFIC|1|rt=Nov 24 2026 08:00:01 GMT src=10.1.1.5 in=40 out=90 act=allow"
)
OTHER = "CEF:0|Acme|Gate|1.0|9|web|3|rt=1795507200000 src=10.1.1.6 suser=li request=https://{}.example/ in=90 out=40"


def told(lines: list[str], folder: Path) -> tuple[Log, list[Record]]:
    file = folder / "a.log"
    file.write_text("\n".join(lines))
    log = Log(file.name)
    return log, [record for _, record in read(file, log)]


def alone(name: str, before: str, folder: Path) -> list[tuple[str, Record]]:
    """Give lines of a sample that are records of its format by themselves, behind what stands before them."""
    single = []
    for line in (SAMPLES / f"{name}.log").read_text(encoding="utf-8", errors="replace").splitlines():
        text = before + carrier.split(line.encode())[1].decode() if before else line
        try:
            log, records = told([text], folder)
        except BadData:
            continue
        if log.format == name and len(records) == 1:
            single.append((text, records[0]))
    return single


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("before", ["", RELAYED], ids=["bare", "relayed"])
def test_lines_of_several_products_say_what_they_say_alone(mix: str, before: str, tmp_path: Path) -> None:
    of_each = [alone(name, before, tmp_path) for name in MIXES[mix]]
    assert all(of_each)
    lines = [pair for row in zip_longest(*of_each) for pair in row if pair]
    log, found = told([line for line, _ in lines], tmp_path)
    assert not log.rejections
    assert found == [record for _, record in lines]


@pytest.mark.parametrize("most", [0, 6])
def test_events_are_read_by_their_own_product_however_many_there_are(most: int, tmp_path: Path) -> None:
    log, found = told([SENT] * (most + 1) + [OTHER.format(name) for name in ("a", "b")], tmp_path)
    assert not log.rejections
    assert [(one.bytes_up, one.bytes_down) for one in found] == [(40, 90)] * (most + 1) + [(40, 90)] * 2
    assert [one.host for one in found[-2:]] == ["a.example", "b.example"]


def test_what_is_broken_stays_rejected(tmp_path: Path) -> None:
    whole = [OTHER.format(number) for number in range(9)]
    log, found = told([*whole, "user=kim host=x.example time=8", "CEF:0|Acme|Gate", "{broken", "Nov 24 x"], tmp_path)
    assert (len(found), log.rejected, log.format) == (9, 4, "cef")


def test_few_lines_of_a_kind_are_asked_for() -> None:
    asked: list[bytes] = []

    def ask(line: bytes) -> None:
        asked.append(line)

    known = several.Known(ask)
    assert not any(known.reader(b"user=%d" % number) for number in range(99))
    assert len(asked) == several.TRIED
    assert not any(known.reader(b"%b=1" % bytes([97 + number // 26, 97 + number % 26])) for number in range(600))
    assert len(asked) == several.TRIED + several.KINDS - 1
