"""`byot crawl`: one document, its steps beside it, one line for bad use, and nothing forbidden visited."""

import json
import os
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.running import ended
from tests.scrapers import namespace
from tests.scrapers.test_gate import CONTROLS, HOSTILE
from tests.vendor import VendorSite
from web.cli import run

SITES = Path(__file__).parents[1] / "samples" / "sites"


@pytest.fixture
def kettle(vendor_site: VendorSite) -> VendorSite:
    vendor_site.serve(SITES / "kettle")
    return vendor_site


def byot(*arguments: str, **environment: str) -> "CompletedProcess[str]":
    return ended(*arguments, environment={**os.environ, **environment}, folder=namespace.ROOT)


def test_the_command_prints_one_document_and_tells_its_steps_beside_it(kettle: VendorSite, tmp_path: Path) -> None:
    there = {"BYOT_DATABASE_URL": f"sqlite:///{tmp_path / 'a.sqlite'}", "BYOT_SNAPSHOTS": str(tmp_path / "snap"),
             "BYOT_FETCH_ALLOW": kettle.address, "BYOT_FETCH_PAUSE": "0"}  # fmt: skip
    ran = byot("crawl", kettle.url("/"), "--json", **there)
    assert ran.returncode == 0, ran.stderr
    (document,) = json.loads(ran.stdout)["crawls"]
    assert document["new"] >= 12
    assert {"fetched", "gone"} == {page["state"] for page in document["pages"]}
    assert kettle.url("/pricing/") in ran.stderr
    again = json.loads(byot("crawl", document["tool"], "--json", **there).stdout)["crawls"][0]
    assert (again["tool"], again["new"]) == (document["tool"], 0)
    stored = json.loads(byot("crawl", "--stored", "--json", **there).stdout)["snapshots"]
    assert sum(one["new"] for one in stored) == 0
    assert sum(one["facts"] for one in stored) >= 12


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with `data/` in it, that none of these tests writes to."""
    return f"sqlite:///{tmp_path_factory.mktemp('catalog') / 'byot.sqlite'}"


@pytest.mark.parametrize(
    "arguments",
    [["http://127.0.0.1/"], ["http://169.254.169.254/latest/"], ["file:///etc/passwd"], ["slakk"], [], ["x", "--all"],
     ["https://me:secret@acme.com/"], ["http://0x7f.1/"], ["--stored", "slakk"], ["a b.c/"], ["..."],
     ["slack", "--requests", "0"]],
)  # fmt: skip
def test_bad_use_is_one_line_and_exit_code_two(
    arguments: list[str], catalog: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BYOT_DATABASE_URL", catalog)
    assert run(["crawl", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert "secret" not in told.err


@pytest.mark.skipif(not namespace.permitted(), reason="this machine permits no network namespace")
def test_no_bypass_reaches_anything_through_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = """
import contextlib, io, json, os, sys
from tests.scrapers.namespace import Canary
from web.cli import run

canary, ended = Canary(), {}
for url in json.loads(sys.argv[1]):
    told = io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
        ended[url] = [run(["crawl", "--requests", "3", "--", url]), told.getvalue()]
print(json.dumps({"ended": ended, "visited": canary.addresses()}))
"""
    monkeypatch.setenv("BYOT_DATABASE_URL", f"sqlite:///{tmp_path / 'a.sqlite'}")
    monkeypatch.setenv("BYOT_SNAPSHOTS", str(tmp_path / "snap"))
    monkeypatch.setenv("BYOT_FETCH_PAUSE", "0")
    hostile = [url for url in HOSTILE if "#" not in url and "\x00" not in url]
    document: dict[str, Any] = dict(namespace.told(namespace.run(script, json.dumps(hostile), folder=tmp_path)))
    told_off = ("is not visited: ", "is no tool known here")
    refused = [url for url, (code, told) in document["ended"].items() if code == 2 and any(w in told for w in told_off)]
    assert [url for url in hostile if url not in refused] == []
    assert document["visited"] == []
    controls = [url for url in CONTROLS if "/to/" not in url]
    document = dict(namespace.told(namespace.run(script, json.dumps(controls), folder=tmp_path)))
    assert {url: told for url, (code, told) in document["ended"].items() if code != 0} == {}
    assert set(document["visited"]) == set(namespace.PUBLIC)
