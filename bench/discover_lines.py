"""Logs that nothing splits soundly, through `byot discover`'s own way, beside a plain loop that parses each by hand.

Two hundred thousand lines of each format, made here: ten thousand kinds of who asked for what, the busiest far more
often than others. Each way runs in a process of its own, in turn; the time is the processor's, the best of two, without
imports. `python bench/discover_lines.py 50000 cef bind` takes fewer lines, and some formats alone.
"""

import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from discover import domains

ROOT: Final = Path(__file__).resolve().parent.parent
LINES, KIND, PEOPLE, HOURS = 200_000, 20, 300, 10
DAY: Final = datetime(2026, 11, 24, 6, tzinfo=UTC)


class Event(NamedTuple):
    """What a line tells."""

    time: datetime
    user: str
    client: str
    host: str
    is_blocked: bool
    path: str
    port: int
    up: int
    down: int


def fortigate(event: Event) -> str:
    return (
        f'date={event.time:%Y-%m-%d} time={event.time:%H:%M:%S} devname="FW-1" devid="FG1" '
        f'eventtime={event.time.timestamp():.0f}000000000 tz="+0000" logid="0317013312" type="utm" subtype="webfilter" '
        f'level="notice" vd="root" policyid=12 sessionid={event.port * 7} user="{event.user}" srcip={event.client} '
        f'srcport={event.port} srcintf="internal" dstip=192.0.2.7 dstport=443 dstintf="wan1" proto=6 service="HTTPS" '
        f'hostname="{event.host}" profile="default" action="{"blocked" if event.is_blocked else "passthrough"}" '
        f'url="https://{event.host}/{event.path}" sentbyte={event.up} rcvdbyte={event.down} direction="outgoing" '
        f'msg="URL belongs to an allowed category" method="domain" cat=52 catdesc="Information Technology"'
    )


def sophos(event: Event) -> str:
    return (
        f'device="SFW" date={event.time:%Y-%m-%d} time={event.time:%H:%M:%S} timezone="GMT" device_name="XG" '
        'log_type="Content Filtering" log_component="HTTP" '
        f'log_subtype="{"Denied" if event.is_blocked else "Allowed"}" '
        f'priority=Information fw_rule_id=1 user_name="{event.user}" user_gp="Staff" category="Any" '
        f'url="https://{event.host}/{event.path}" contenttype="text/html" httpresponsecode="" src_ip={event.client} '
        f'dst_ip=192.0.2.7 protocol="TCP" src_port={event.port} dst_port=443 sent_bytes={event.up} '
        f"recv_bytes={event.down} domain={event.host}"
    )


def cef(event: Event) -> str:
    return (
        f"CEF:0|Acme|Proxy|1.0|100|Web request|3|rt={event.time.timestamp():.0f}000 src={event.client} "
        f"spt={event.port} suser={event.user} dst=192.0.2.7 dpt=443 request=https://{event.host}/{event.path}?a=b "
        f"act={'Denied' if event.is_blocked else 'Allowed'} in={event.down} out={event.up} requestMethod=GET "
        "cs1Label=Policy cs1=Standard web policy requestClientApplication=Mozilla/5.0 (X11) msg=done by policy"
    )


def syslog(event: Event) -> str:
    return f"<134>{event.time:%b %d %H:%M:%S} gw {cef(event)}"


def leef(event: Event) -> str:
    return "\t".join(
        (
            f"LEEF:1.0|Acme|Proxy|1.0|web|devTime={event.time.timestamp():.0f}000",
            f"src={event.client}\tsrcPort={event.port}\tusrName={event.user}\tdst=192.0.2.7",
            f"url=https://{event.host}/{event.path}\tsrcBytes={event.up}\tdstBytes={event.down}",
            f"action={'blocked' if event.is_blocked else 'permitted'}\tpolicy=Standard web policy",
        )
    )


def bind(event: Event) -> str:
    return (
        f"{event.time:%d-%b-%Y %H:%M:%S}.250 queries: info: client @0x7f{event.port:010x} {event.client}#{event.port} "
        f"({event.host}): query: {event.host} IN A +E(0)K (10.0.0.53)"
    )


def zeek_json(event: Event) -> str:
    row = {"ts": event.time.timestamp() + 0.25, "uid": f"C{event.port:x}", "id.orig_h": event.client,
           "id.orig_p": event.port, "id.resp_h": "192.0.2.7", "id.resp_p": 80, "trans_depth": 1, "method": "GET",
           "host": event.host, "uri": f"/{event.path}", "user_agent": "Mozilla/5.0 (X11)", "status_code": 200,
           "request_body_len": event.up, "response_body_len": event.down, "tags": []}  # fmt: skip
    return json.dumps(row, separators=(",", ":"))


def json_lines(event: Event) -> str:
    row = {"time": event.time.isoformat(), "remote_addr": event.client, "remote_user": event.user,
           "request": f"GET http://{event.host}/{event.path} HTTP/1.1", "status": "403" if event.is_blocked else "200",
           "body_bytes_sent": str(event.down), "request_length": str(event.up), "http_user_agent": "Mozilla/5.0 (X11)",
           "request_time": "0.012"}  # fmt: skip
    return json.dumps(row)


QUOTED: Final = r"""row = {key: one or other for key, one, other in re.findall(rb'(\w+)=(?:"([^"]*)"|(\S*))', line)}"""
EVENT: Final = r"row = dict(re.findall(rb'(\w+)=(.*?)(?= \w+=|$)', line.split(b'|', 7)[7].rstrip()))"
OF_EVENT: Final = (
    "host, user, day, down = row[b'request'].split(b'/', 3)[2].decode(), row[b'suser'], "
    "int(row[b'rt'][:10]) // 86400, int(row[b'in'])"
)
FORMATS: Final[dict[str, tuple[str, Callable[[Event], str], str, str]]] = {
    "fortigate": (
        *("fortigate", fortigate, QUOTED),
        (
            "host, user, day, down = row[b'hostname'].decode(), row[b'user'], int(row[b'eventtime'][:10]) // 86400, "
            "int(row[b'rcvdbyte'])"
        ),
    ),
    "sophos": (
        *("sophos", sophos, QUOTED),
        "host, user, day, down = row[b'domain'].decode(), row[b'user_name'], row[b'date'], int(row[b'recv_bytes'])",
    ),
    "cef": ("cef", cef, EVENT, OF_EVENT),
    "cef behind syslog": ("cef", syslog, EVENT, OF_EVENT),
    "leef": (
        *("leef", leef),
        r"row = dict(pair.partition(b'=')[::2] for pair in line.rstrip().split(b'|', 5)[5].split(b'\t'))",
        (
            "host, user, day, down = row[b'url'].split(b'/', 3)[2].decode(), row[b'usrName'], "
            "int(row[b'devTime'][:10]) // 86400, int(row[b'dstBytes'])"
        ),
    ),
    "bind": (
        *("bind", bind, "row = line.split(); at = row.index(b'query:')"),
        "host, user, day, down = row[at + 1].decode(), row[at - 2].partition(b'#')[0], row[0], 0",
    ),
    "zeek_json": (
        *("zeek_json", zeek_json, "row = json.loads(line)"),
        "host, user, day, down = row['host'], row['id.orig_h'], int(row['ts']) // 86400, row['response_body_len']",
    ),
    "json_lines": (
        *("json_lines", json_lines, "row = json.loads(line)"),
        (
            "host, user, day, down = row['request'].split('/', 3)[2], row['remote_user'], row['time'][:10], "
            "int(row['body_bytes_sent'])"
        ),
    ),
}
LOOP: Final = """
import json, re
tools = {{name: f"t{{at}}" for at, name in enumerate(names)}}
def work():
    seen, lines = {{}}, 0
    with open(path, "rb") as file:
        for line in file:
            lines += 1
            {cut}
            {told}
            labels = host.split(".")
            for start in range(len(labels)):
                tool = tools.get(".".join(labels[start:]))
                if tool is not None:
                    break
            else:
                continue
            sums = seen.get((tool, user, day))
            if sums is None:
                sums = seen[tool, user, day] = [0, 0]
            sums[0] += 1
            sums[1] += down
    return lines, len(seen)
"""
BYOT: Final = """
from contextlib import closing
from catalog.discovery.engine import Engine
from catalog.discovery.match import Matcher, Subjects, Suffix
from catalog.discovery.reading import Log, opened
from catalog.discovery.sightings import Counting
suffixes = {{name: Suffix(at, f"t{{at}}", at % 4 == 0) for at, name in enumerate(names)}}
subjects = Subjects(Matcher(suffixes), lambda _: None)
Engine().close()
def work():
    with closing(Engine()) as engine:
        log, counting = Log("x"), Counting(subjects, engine, 0)
        with opened(path, log, {wanted!r}) as begun:
            counting.log(begun)
        return log.records, sum(1 for _ in counting.sightings())
"""
AROUND: Final = """
import sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
path, names = Path({path!r}), {names!r}
{work}
taken = []
for _ in range(2):
    began = time.process_time()
    found = work()
    taken.append(time.process_time() - began)
print(min(taken), found)
"""


def write(path: Path, count: int, line: Callable[[Event], str]) -> None:
    """Write a log of so many lines; the same each time."""
    chance = random.Random(6)
    hosts = [f"{part}{domain}" for domain in domains() for part in ("", "www.", "app.")]
    kinds = [
        (f"user{person}", f"10.0.{person % 9}.{person % 250}", chance.choice(hosts), chance.random() < 0.05)
        for person in (chance.randint(1, PEOPLE) for _ in range(count // KIND))
    ]
    with path.open("w") as file:
        for place in range(count):
            kind = kinds[int(chance.random() ** 2 * len(kinds))]
            path_ = "".join(chance.choices("abcdefgh/", k=30))
            counts = chance.randint(1024, 65_535), chance.randint(0, 9_999), chance.randint(0, 99_999)
            file.write(line(Event(DAY + timedelta(hours=HOURS * place / count), *kind, path_, *counts)) + "\n")


def run(path: Path, work: str) -> tuple[float, str]:
    """Run one way in a process of its own; give seconds of the processor, and what it found."""
    code = AROUND.format(root=str(ROOT), path=str(path), names=domains(), work=work)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    seconds, _, found = told.strip().splitlines()[-1].partition(" ")
    return float(seconds), found


def main() -> None:
    """Compare for each format."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    for name in sys.argv[2:] or FORMATS:
        wanted, line, cut, told = FORMATS[name]
        with tempfile.TemporaryDirectory(prefix="byot-") as folder:
            path = Path(folder) / "a.log"
            write(path, count, line)
            loop, seen = run(path, LOOP.format(cut=cut, told=told))
            byot, found = run(path, BYOT.format(wanted=wanted))
        each = f"{byot / count * 1e6:.1f} µs a line, the loop {loop / count * 1e6:.1f}: {byot / loop:.2f} times"
        print(f"{name}: {each} ({found}, {seen})", flush=True)


if __name__ == "__main__":
    main()
