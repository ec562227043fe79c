"""Our fetcher beside Scrapy on a site of 2,000 pages, one process each, same facts, no robots.txt and no delays.

`python bench/crawl.py SCRAPY_PYTHON` with the Python of an environment in which Scrapy is installed.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from crawl_site import PAGES
from selectolax.lexbor import LexborHTMLParser

from scrapers.fetch import Fetcher, Limits
from scrapers.gate import Gate

HERE = Path(__file__).parent
AT_ONCE = 16
ROUNDS = 5
WORTH = 1.5


async def ours(site: str) -> dict[str, Any]:
    """Fetch every page that the first one leads to, and take its title, price and links."""
    facts: dict[str, list[str]] = {}
    seen, waiting = {f"{site}/plans/0"}, asyncio.Queue[str]()
    waiting.put_nowait(f"{site}/plans/0")
    limits = Limits(pause=0.0, at_once=AT_ONCE)
    began = time.perf_counter()

    async def work(fetcher: Fetcher) -> None:
        while True:
            answer = await fetcher.get(await waiting.get())
            tree = LexborHTMLParser(answer.body)
            number = answer.address.path.rpartition("/")[2]
            facts[number] = [node.text() for name in ("title", "p.price") if (node := tree.css_first(name))]
            for node in tree.css("a[href]"):
                url = answer.address.join(node.attributes["href"] or "").url
                if url not in seen:
                    seen.add(url)
                    waiting.put_nowait(url)
            waiting.task_done()

    async with Fetcher(Gate([site.removeprefix("http://")]), limits, contact="mailto:bench@localhost") as fetcher:
        workers = [asyncio.create_task(work(fetcher)) for _ in range(AT_ONCE)]
        await waiting.join()
        for worker in workers:
            worker.cancel()
    return {"seconds": time.perf_counter() - began, "facts": facts}


def run(*command: str) -> dict[str, Any]:
    """Run one crawl in a process of its own."""
    ended = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parent)
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told


def main(scrapy: str) -> None:
    site = subprocess.Popen([sys.executable, str(HERE / "crawl_site.py")], stdout=subprocess.PIPE, text=True)
    assert site.stdout is not None
    url = f"http://127.0.0.1:{site.stdout.readline().strip()}"
    commands = {
        "byot": [sys.executable, __file__, "--one", url],
        "Scrapy": [scrapy, str(HERE / "crawl_scrapy.py"), url, str(AT_ONCE)],
    }
    rates: dict[str, list[float]] = {name: [] for name in commands}
    facts: dict[str, Any] = {}
    try:
        for _ in range(ROUNDS):
            for name, command in commands.items():
                told = run(*command)
                assert len(told["facts"]) == PAGES, f"{name} found {len(told['facts'])} pages"
                assert facts.setdefault("first", told["facts"]) == told["facts"], "they found other facts"
                rates[name].append(PAGES / told["seconds"])
    finally:
        site.kill()
        site.wait()
    for name, each in rates.items():
        sys.stdout.write(f"{name}: {statistics.median(each):.0f} pages per second (median of {ROUNDS})\n")
    ratio = statistics.median(rates["byot"]) / statistics.median(rates["Scrapy"])
    sys.stdout.write(f"ratio: {ratio:.2f} (at least {WORTH})\n")
    sys.exit(ratio < WORTH)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(asyncio.run(ours(sys.argv[2]))) + "\n")
    elif sys.argv[1:]:
        main(sys.argv[1])
    else:
        sys.exit(__doc__)
