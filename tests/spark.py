"""Spark as the wheel brings it: within one process, or a master and two workers on the loopback, each a process.

`python -m tests.spark alone FOLDER` counts the logs of a folder by it and line by line, `cluster` on a real cluster. It
has a process of its own, for Java's goes on as long as Python's does.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pyspark

from catalog.discovery import splitting
from catalog.discovery.sources import Cluster
from catalog.errors import NotFound
from catalog.settings import Settings
from scrapers import engines
from tests.catalog.counted import counted

WORKERS = 2
SMALL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xss1m"
MEMORY = {"executor": 512, "worker": 1_000}


@contextmanager
def alone(_: Path) -> Iterator[Cluster]:
    """Give Spark in one process of Java's."""
    from scrapers.engines.spark import Spark, session

    with closing(Spark(session("local[2]"), "local[2]")) as found:
        yield found


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Give a cluster whose master and workers run meanwhile."""
    with ExitStack() as stack:
        log = folder / "master.log"
        _start(stack, log, "master.Master", "--port", "0")
        url = _told(log, "Starting Spark master at ").split()[0]
        for number in range(WORKERS):
            room = ("--cores", "1", "--memory", f"{MEMORY['worker']}m", "--work-dir", str(folder / f"{number}"))
            _start(stack, folder / f"{number}.log", "worker.Worker", *room, url)
        for number in range(WORKERS):
            _told(folder / f"{number}.log", "Successfully registered with master ")
        found = stack.enter_context(engines.connected(url, Settings()))
        assert found is not None
        yield found


def small(folder: Path) -> dict[str, str]:
    """Give an environment in which Spark's processes are small and stay on the loopback."""
    home = Path(pyspark.__file__).parent
    settings = {
        "spark.driver.extraJavaOptions": SMALL,
        "spark.driver.host": "127.0.0.1",
        "spark.executor.extraJavaOptions": SMALL,
        "spark.executor.memory": f"{MEMORY['executor']}m",
        "spark.sql.files.maxPartitionBytes": "200000",
        "spark.sql.shuffle.partitions": "2",
    }
    (folder / "spark-defaults.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    spark = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_CONF_DIR": str(folder), "SPARK_HOME": str(home)}
    return {**os.environ, **spark, "SPARK_DAEMON_JAVA_OPTS": SMALL, "SPARK_DAEMON_MEMORY": "128m"}


def _start(stack: ExitStack, log: Path, part: str, *options: str) -> None:
    here = ("--host", "127.0.0.1", "--webui-port", "0")
    program = Path(os.environ["SPARK_HOME"]) / "bin" / "spark-class"
    command = [str(program), f"org.apache.spark.deploy.{part}", *here, *options]
    with log.open("wb") as told:
        process = subprocess.Popen(command, stdout=told, stderr=told, stdin=subprocess.DEVNULL)
    stack.callback(process.wait, 60)
    stack.callback(process.terminate)


def _told(log: Path, what: str) -> str:
    """Give what follows some words in a log, once they stand there."""
    for _ in range(1_200):
        found = log.read_text(errors="replace").partition(what)[2]
        if "\n" in found:
            return found.partition("\n")[0].strip()
        time.sleep(0.1)
    raise RuntimeError(f"{log.name} does not say {what!r}: {log.read_text(errors='replace')[-2_000:]}")


def main(way: str, folder: Path) -> None:
    splitting.FEW = 0  # type: ignore[misc]
    logs = sorted(folder.glob("*.log"))
    with {"alone": alone, "cluster": cluster}[way](folder) as found:
        for path in logs:
            (log,) = found.find(str(path))
            wanted = "squid" if path.stem == "squid" else "zeek"
            there, here = counted(log, wanted), counted(path, wanted)
            assert there == here, f"{path.name}: {there} is not {here}"
        try:
            found.find(str(folder / "none"))
        except NotFound as error:
            print(len(logs), error.one_line())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
