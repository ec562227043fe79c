"""A log of Squid through `byot discover`'s own way, beside DuckDB's bare CSV reader, chdb and a plain loop.

Two million lines and 2,000 domains, made here: a day of 300 people, each with 60 hosts of a few thousand. Each way runs
in a process of its own, in turn; time is what the work took, without imports, and byot's child process stands ready;
processors and memory are those of both (the child's start among them, what both see counted once).
`python bench/discover.py 20000000` shows whether memory stays flat.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINES, DOMAINS, PEOPLE, HABITS, ROUNDS = 2_000_000, 2_000, 300, 60, 3
WAYS = ("byot", "bare", "table", "chdb", "loop")
NAMES = {
    "byot": "byot: read, hashed, split, checked, matched, summed up",
    "bare": "DuckDB's CSV reader, split by blanks, every column looked at",
    "table": "DuckDB's CSV reader, split by blanks into a table",
    "chdb": "chdb (ClickHouse): lines split by blanks, every column looked at",
    "loop": "a plain loop: split, longest domain, sums in a dict",
}
DAY = 1_795_507_200
DONE = ["TCP_TUNNEL/200"] * 14 + ["TCP_DENIED/403", "TCP_DENIED/407"]
GOT = ["TCP_MISS/200"] * 6 + ["TCP_MISS/304", "TCP_MEM_HIT/200", "TCP_REFRESH_UNMODIFIED/304"]


def domains() -> list[str]:
    """Give the domains of tools."""
    return [f"tool{number}.{('com', 'io', 'co.uk')[number % 3]}" for number in range(DOMAINS)]


def write(path: Path, count: int) -> None:
    """Write a log of so many lines; the same each time."""
    chance = random.Random(6)
    others = [f"site{number}.example{number % 50}.net" for number in range(DOMAINS // 2)]
    hosts = [f"{part}{domain}" for domain in [*domains(), *others] for part in ("", "www.", "app.", "api.")]
    chance.shuffle(hosts)
    popular = [1 / (place + 10) for place in range(len(hosts))]
    habits = [chance.choices(hosts, popular, k=HABITS) for _ in range(PEOPLE)]
    letters = "abcdefghijklmnopqrstuvwxyz0123456789/-_."
    paths = ["".join(chance.choices(letters, k=chance.randint(60, 240))) for _ in range(5_000)]
    with path.open("w") as file:
        for start in range(0, count, 20_000):
            lines = []
            for place in range(start, min(start + 20_000, count)):
                person = int(chance.random() ** 2 * PEOPLE)
                host, path_ = chance.choice(habits[person]), paths[place % 5_000]
                user = "-" if person == 1 else f"ACME%5Cu{person}" if person % 5 == 0 else f"user{person}"
                got = place % 5 < 2
                word, asked = chance.choice(GOT if got else DONE), f"GET http://{host}/{path_}"
                asked = asked if got else f"CONNECT {host}:443"
                second, size = DAY + place * 86_400 / count, chance.randint(100, 200_000)
                elapsed, peer = chance.randint(1, 99_999), f"HIER_DIRECT/192.0.2.{place % 250}"
                client = f"10.0.{person % 9}.{person % 250}"
                lines.append(f"{second:.3f} {elapsed:6d} {client} {word} {size} {asked} {user} {peer} text/html\n")
            file.write("".join(lines))


WORK = {
    "byot": """
from contextlib import closing
from catalog.discovery.beside import Sorter
from catalog.discovery.engine import Engine
from catalog.discovery.match import Matcher, Subjects, Suffix
from catalog.discovery.reading import Log, opened
from catalog.discovery.sightings import Counting
from catalog.discovery import splitting, summing
import ibis, duckdb, pyarrow.compute, pyarrow.dataset, numpy
subjects = Subjects(Matcher({name: Suffix(at, f"t{at}", at % 4 == 0) for at, name in enumerate(names)}), lambda _: None)
Engine().close()
sorter = Sorter()
sorter.start()
while not sorter.ready():
    time.sleep(0.01)
def work():
    global beside
    with closing(Engine(sorter)) as engine:
        log, counting = Log("x"), Counting(subjects, engine, 0)
        with opened(path, log, "squid") as begun:
            counting.log(begun)
        assert log.rejected == 0
        told = dict(line.split(":") for line in open(f"/proc/{sorter.child.pid}/status"))
        beside = (int(told["VmHWM"].split()[0]) - int(told["RssShmem"].split()[0])) // 1024
        return log.records, sum(1 for _ in counting.sightings())
""",
    "bare": """
import duckdb
def work():
    with duckdb.connect(config={"threads": 2}) as c:
        columns = {f"c{at}": "VARCHAR" for at in range(16)}
        options = "delim=' ', header=false, quote='', escape='', auto_detect=false, null_padding=true"
        looked = ", ".join(f"sum(length({name}))" for name in columns)
        read = f"read_csv('{path}', {options}, columns={columns}, strict_mode=false)"
        return c.execute(f"SELECT count(*), {looked} FROM {read}").fetchone()[0]
""",
    "table": """
import duckdb
def work():
    with duckdb.connect(config={"threads": 2}) as c:
        options = "delim=' ', header=false, all_varchar=true, null_padding=true, ignore_errors=true"
        c.execute(f"CREATE TABLE lines AS FROM read_csv('{path}', {options})")
        return c.execute("SELECT count(*) FROM lines").fetchone()[0]
""",
    "chdb": """
import chdb
def work():
    looked = ", ".join(f"sum(length(parts[{at}]))" for at in range(1, 17))
    lines = f"SELECT splitByChar(' ', line) AS parts FROM file('{path}', 'LineAsString', 'line String')"
    asked = f"SELECT count(), {looked} FROM ({lines}) SETTINGS max_threads = 2"
    return int(chdb.query(asked, "TSV").bytes().split()[0])
""",
    "loop": """
tools = {name: f"t{at}" for at, name in enumerate(names)}
def work():
    seen, lines = {}, 0
    with open(path, "rb") as file:
        for line in file:
            lines += 1
            parts = line.split()
            url = parts[6]
            host = (url.split(b"/", 3)[2] if b"://" in url else url).partition(b":")[0].decode()
            labels = host.split(".")
            for start in range(len(labels)):
                tool = tools.get(".".join(labels[start:]))
                if tool is not None:
                    break
            else:
                continue
            key = (tool, parts[7], int(float(parts[0])) // 86400)
            sums = seen.get(key)
            if sums is None:
                sums = seen[key] = [0, 0, 0]
            sums[0] += 1
            sums[1] += b"DENIED" in parts[3]
            sums[2] += int(parts[4])
    return lines, len(seen)
""",
}
AROUND = """
import json, resource, sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
path, names = Path({path!r}), json.loads({names!r})
{work}
beside, began, used = 0, time.perf_counter(), time.process_time()
found = work()
took, used = time.perf_counter() - began, time.process_time() - used
child = resource.getrusage(resource.RUSAGE_CHILDREN)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 + beside
print("\\n" + json.dumps([took, used + child.ru_utime + child.ru_stime, most, found]))
"""


def run(way: str, path: Path) -> list[float]:
    """Run one way in a process of its own; give seconds on the clock, seconds of processors, MB at most."""
    code = AROUND.format(root=str(ROOT), path=str(path), names=json.dumps(domains()), work=WORK[way])
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    seconds, used, most, found = json.loads(told.splitlines()[-1])
    print(f"  {way}: {seconds:.2f} s, {used:.2f} s of processors, {most} MB, {found}", flush=True)
    return [seconds, used, most]


def main() -> None:
    """Compare over some rounds."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with tempfile.TemporaryDirectory(prefix="byot-") as folder:
        path = Path(folder) / "access.log"
        write(path, count)
        print(f"{count:,} lines, {path.stat().st_size / 1e6:,.0f} MB")
        ways = [way for way in WAYS if way != "chdb" or find_spec("chdb")] if count <= LINES else WAYS[:1]
        taken: dict[str, list[list[float]]] = {way: [] for way in ways}
        for _ in range(ROUNDS if count <= LINES else 1):
            for way in ways:
                taken[way].append(run(way, path))
    clock, used, most = ([statistics.median(one[at] for one in taken[way]) for way in ways] for at in range(3))
    for at, way in enumerate(ways):
        print(f"{NAMES[way]}: {clock[at]:.2f} s, {used[at]:.2f} s of processors, {most[at]:.0f} MB")
        if at:
            print(f"  byot beside it: {clock[0] / clock[at]:.2f} by the clock, {used[0] / used[at]:.2f} by processors")


if __name__ == "__main__":
    main()
