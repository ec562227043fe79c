"""The gate in a network of its own: the canary behind forbidden addresses sees nothing, controls are visited."""

import json
from pathlib import Path

import pytest

from tests.scrapers import namespace
from tests.scrapers.test_address import BYPASSES

pytestmark = pytest.mark.skipif(not namespace.permitted(), reason="this machine permits no network namespace")

NAMES = ["inner", "metadata", "intranet", "mixed", "ula", "tunnel", "translated"]
HOSTILE = [*BYPASSES, *(f"http://{name}.example/" for name in NAMES),
           *(f"http://[{ip}]/" if ":" in ip else f"http://{ip}/" for ip in namespace.FORBIDDEN)]  # fmt: skip
CONTROLS = {
    "http://good.example/pricing": "93.184.216.34",
    "http://GOOD.example./pricing": "93.184.216.34",
    "http://bücher.example/": "93.184.216.34",
    "http://93.184.216.34/": "93.184.216.34",
    "http://six.example/": "2606:4700::1111",
    "http://[2606:4700::1111]/": "2606:4700::1111",
    namespace.through_redirect("http://six.example/"): "2606:4700::1111",
}
SCRIPT = """
import asyncio, json, sys
from catalog.errors import AddressRefused, FetchFailed
from scrapers.fetch import Fetcher, Limits
from scrapers.gate import Gate
from tests.scrapers.namespace import Canary

async def visit(urls):
    ended = {}
    async with Fetcher(Gate(), Limits(pause=0.0, attempts=1, seconds=5.0), contact="mailto:it@acme.example") as fetcher:
        for url in urls:
            try:
                ended[url] = str((await fetcher.get(url)).status)
            except FetchFailed as failed:
                ended[url] = type(failed).__name__
    return ended

canary = Canary()
print(json.dumps({"ended": asyncio.run(visit(json.loads(sys.argv[1]))), "visited": canary.addresses()}))
"""


def visited(urls: list[str], folder: Path) -> tuple[dict[str, str], list[str]]:
    document = namespace.told(namespace.run(SCRIPT, json.dumps(urls), folder=folder))
    return dict(document["ended"]), list(document["visited"])  # type: ignore[arg-type]


def test_controls_are_visited_where_they_live(tmp_path: Path) -> None:
    for url, address in CONTROLS.items():
        ended, addresses = visited([url], tmp_path)
        assert ended == {url: "200"}
        assert address in addresses


def test_no_bypass_reaches_anything(tmp_path: Path) -> None:
    hostile = [url for url in HOSTILE if "#" not in url]
    ended, addresses = visited(hostile, tmp_path)
    assert {url: how for url, how in ended.items() if how != "AddressRefused"} == {}
    assert addresses == []


def test_no_redirect_leads_to_anything_but_the_public(tmp_path: Path) -> None:
    hostile = [namespace.through_redirect(url) for url in HOSTILE if "#" not in url and not url.startswith("127")]
    ended, addresses = visited(hostile, tmp_path)
    assert [url for url, how in ended.items() if how == "200"] == []
    assert addresses == ["93.184.216.34"]


def test_the_canary_sings_for_who_is_not_guarded(tmp_path: Path) -> None:
    script = """
import json, urllib.request
from tests.scrapers.namespace import FORBIDDEN, Canary
canary = Canary()
for ip in FORBIDDEN:
    urllib.request.urlopen(f"http://[{ip}]/" if ":" in ip else f"http://{ip}/", timeout=5)
print(json.dumps({"visited": canary.addresses()}))
"""
    assert set(namespace.told(namespace.run(script, folder=tmp_path))["visited"]) == set(namespace.FORBIDDEN)


def test_a_name_that_answers_differently_each_time_gains_nothing(tmp_path: Path) -> None:
    script = """
import asyncio, json
from ipaddress import ip_address
from catalog.errors import AddressRefused
from scrapers.fetch import Fetcher, Limits
from scrapers.gate import Gate
from tests.scrapers.namespace import Canary

asked = []

async def flip(host):
    asked.append(host)
    return [ip_address("93.184.216.34" if len(asked) % 3 else "169.254.169.254")]

async def visit():
    ended = []
    for turn in range(10):
        async with Fetcher(Gate(resolver=flip), Limits(pause=0.0, attempts=1), contact="mailto:a@b.example") as fetcher:
            try:
                ended.append(str((await fetcher.get(f"http://flip.example/{turn}")).status))
            except AddressRefused:
                ended.append("refused")
    return ended

canary = Canary()
print(json.dumps({"ended": asyncio.run(visit()), "visited": canary.addresses()}))
"""
    document = namespace.told(namespace.run(script, folder=tmp_path))
    assert set(document["ended"]) == {"200", "refused"}
    assert document["visited"] == ["93.184.216.34"]
