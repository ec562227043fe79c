"""What tools put in front of each line does not hide what the line is."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.discovery.reading import Log, read
from catalog.errors import BadData

LINES = {
    "squid": "1795507200.123 241 10.20.1.14 TCP_TUNNEL/200 48213 CONNECT board.example:443 kim HIER_DIRECT/192.0.2.7 -",
    "cef": "CEF:0|Wall|NS|7|97|Site|4|src=10.20.1.14 suser=kim request=https://board.example/a act=allow",
    "forcepoint": "vendor=Forcepoint product=Security product_version=8.5 action=permitted severity=1 category=9 "
    "user=kim src_host=10.20.1.14 dst_host=board.example url=https://board.example/a",
    "json_lines": json.dumps({"client_ip": "10.20.1.14", "user": "kim", "url": "https://board.example/a", "time": 1}),
}
PREFIXES: dict[str, Callable[[str], str]] = {
    "file": lambda line: f"logs/proxy.log:{line}",
    "file and number": lambda line: f"proxy.log.1:12:{line}",
    "container": lambda line: f"gw-1  | {line}",
    "number": lambda line: f"17\t{line}",
    "tabs": lambda line: f"2026-11-24 08:00:00\tLocal7.Notice\t10.20.0.1\t{line}",
    "facility": lambda line: f"Nov 24 08:00:00 gw-1 local7.notice {line}",
    "facility first": lambda line: f"Nov 24 2026 08:00:00 local7.info gw-1 app: {line}",
    "brackets": lambda line: f"[2026-11-24T08:00:00Z] {line}",
    "time": lambda line: f"2026-11-24T08:00:00.123Z {line}",
    "seconds": lambda line: f"1795507200.5 {line}",
    "quotes": lambda line: '"' + line.replace('"', '""') + '"',
    "columns": lambda line: '"11/24/2026 08:00:00","gw-1","' + line.replace('"', '""') + '"',
}


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_line_is_read_behind_what_a_tool_put_in_front(name: str, prefix: str, tmp_path: Path) -> None:
    path, log = tmp_path / "some.txt", Log("some.txt")
    path.write_text(f"{PREFIXES[prefix](LINES[name])}\n" * 3, encoding="utf-8")
    found = [(record.user, record.client, record.host) for _, record in read(path, log)]
    assert (log.format.partition("_custom")[0], found) == (name, [("kim", "10.20.1.14", "board.example")] * 3)


def test_an_event_without_a_time_has_the_one_in_front(tmp_path: Path) -> None:
    for prefix in ("brackets", "time", "seconds"):
        path = tmp_path / "some.txt"
        path.write_text(f"{PREFIXES[prefix](LINES['cef'])}\n" * 2, encoding="utf-8")
        times = [record.time for _, record in read(path, Log(path.name))]
        assert [time and time.isoformat()[:19] for time in times] == ["2026-11-24T08:00:00"] * 2


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_is_no_log_is_none_behind_a_prefix_either(prefix: str, tmp_path: Path) -> None:
    path = tmp_path / "some.txt"
    path.write_text(f"{PREFIXES[prefix]('INFO kim logged in from 10.20.1.14')}\n" * 3, encoding="utf-8")
    with pytest.raises(BadData):
        list(read(path, Log(path.name)))
