"""A registry's entries become facts of known tools: once, together, and beside what the vendor says."""

import json
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from sqlmodel import col, func, select

from catalog.check.facts import facts_of
from catalog.errors import BadUse, StoreProblem
from catalog.models.crawling import HostTurn
from catalog.models.evidence import Fact, Run, Snapshot, Source
from catalog.models.tool import Domain, Tool, ToolName, Vendor
from catalog.moment import now, start_of
from catalog.settings import settings
from catalog.snapshots import Snapshots
from catalog.store import Store
from scrapers.listing import Entry, Listing, Statement
from scrapers.matching import Matcher
from scrapers.pricing import as_yaml, pricing_of
from scrapers.registry import join, overview, record, registry
from scrapers.stored import extract_again
from tests import running
from tests.campaigns import Campaign
from tests.house.code import ROOT
from tests.running import byot
from tests.vendor import VendorSite
from web.cli import run

SAMPLES = ROOT / "tests" / "samples" / "registries"
FEDRAMP = SAMPLES / "fedramp.data.json"


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "snapshots")


def copy_of(name: str, file: str, as_of: str | None = None) -> Listing:
    read = registry(name).read((SAMPLES / file).read_bytes())
    return join([read], date.fromisoformat(as_of) if as_of else None)


def facts(store: Store, tool: str, name: str) -> list[Fact]:
    with store.session() as session:
        owned = select(Fact).join(Tool).where(Tool.slug == tool, Fact.extractor == f"registry.{name}")
        return list(session.exec(owned.order_by(col(Fact.observed_at), col(Fact.id))))


def counted(store: Store) -> list[int]:
    with store.session() as session:
        tables = (Fact, Snapshot, Source, Run)
        return [session.exec(select(func.count()).select_from(table)).one() for table in tables]


def test_an_entry_becomes_a_fact_with_its_evidence(filled_store: Store, snapshots: Snapshots) -> None:
    told = record(filled_store, snapshots, "fedramp", copy_of("fedramp", "fedramp.data.json"))
    assert (told.entries, told.matched, told.tools) == (6, 4, 3)
    assert told.unmatched == ["Kettlewright Ledger", "Kettlewright Vault"]
    (fact,) = facts(filled_store, "zoom", "fedramp")
    assert (fact.fact, fact.value, fact.status, fact.applies) == ("certification", "fedramp", "yes", "tool")
    assert fact.strength == "attestation"
    assert fact.url == "https://marketplace.fedramp.gov/products/FR0000000001"
    assert fact.observed_at == start_of(date(2026, 10, 30))
    assert fact.valid_from == start_of(date(2019, 4, 30))
    with filled_store.session() as session:
        assert session.get_one(Run, fact.run_id).kind == "registry"
        assert session.get_one(Source, fact.source_id).kind == "registry"
        entry = snapshots.read(session.get_one(Snapshot, fact.snapshot_id).sha256)
    assert json.loads(entry)["impact_level"] == "Moderate"


def test_the_same_copy_read_again_records_nothing(filled_store: Store, snapshots: Snapshots) -> None:
    for name, file, day in (
        ("fedramp", "fedramp.data.json", None), ("pricing2yaml", "pricing2yaml.yml", None),
        ("sso_prices", "sso_prices--list.yaml", None), ("free_for_dev", "free_for_dev.md", "2026-11-01"),
        ("open_terms_archive", "open_terms_archive.declaration.json", None),
    ):  # fmt: skip
        first = record(filled_store, snapshots, name, copy_of(name, file, day))
        before = counted(filled_store)
        again = record(filled_store, snapshots, name, copy_of(name, file, day))
        assert first.matched >= 1
        assert (first.new >= 1) == (name != "open_terms_archive")
        assert (again.new, again.pages, again.unsupported) == (0, 0, 0)
        assert counted(filled_store) == before


def test_where_editions_differ_the_one_that_is_cleared_counts(filled_store: Store, snapshots: Snapshots) -> None:
    record(filled_store, snapshots, "fedramp", copy_of("fedramp", "fedramp.data.json"))
    assert [fact.status for fact in facts(filled_store, "datadog", "fedramp")] == ["yes"]
    record(
        filled_store, snapshots, "have_i_been_pwned", copy_of("have_i_been_pwned", "have_i_been_pwned.breaches.json")
    )
    assert [fact.value for fact in facts(filled_store, "trello", "have_i_been_pwned")] == [2024]


def test_what_a_newer_copy_no_longer_lists_is_unsupported_and_not_erased(
    filled_store: Store, snapshots: Snapshots
) -> None:
    record(filled_store, snapshots, "fedramp", copy_of("fedramp", "fedramp.data.json"))
    content = json.loads(FEDRAMP.read_bytes())
    content["meta"]["last_change"] = "2026-11-20T00:00:00.000Z"
    content["data"]["Products"] = content["data"]["Products"][1:]
    newer = registry("fedramp").read(json.dumps(content).encode())
    told = record(filled_store, snapshots, "fedramp", join([newer], None))
    assert told.unsupported == 1
    (gone,) = facts(filled_store, "zoom", "fedramp")
    assert gone.unsupported_at is not None
    assert gone.retracted_at is None
    assert [fact.observed_at.date() for fact in facts(filled_store, "asana", "fedramp")] == [
        date(2026, 10, 30), date(2026, 11, 20),
    ]  # fmt: skip
    older = record(filled_store, snapshots, "fedramp", copy_of("fedramp", "fedramp.data.json"))
    assert (older.new, older.unsupported) == (0, 0)


def test_a_copy_of_a_part_leaves_the_rest_as_it_is(filled_store: Store, snapshots: Snapshots) -> None:
    record(filled_store, snapshots, "sso_prices", copy_of("sso_prices", "sso_prices--list.yaml"))
    told = record(filled_store, snapshots, "sso_prices", copy_of("sso_prices", "sso_prices.yaml"))
    assert told.unsupported == 0


def test_where_registry_and_vendor_disagree_both_are_shown(filled_store: Store, snapshots: Snapshots) -> None:
    seen = start_of(date(2026, 11, 1))

    def write(session: Any) -> None:
        tool = session.exec(select(Tool).where(Tool.slug == "asana")).one()
        for fact in session.exec(select(Fact).where(Fact.tool_id == tool.id, Fact.fact == "certification")):
            session.delete(fact)
        source = Source(tool_id=tool.id, url="https://asana.com/of-a-test", kind="trust_center")
        crawl = Run(kind="crawl", version="1", started_at=now())
        session.add_all([source, crawl])
        session.flush()
        assert source.id is not None
        assert crawl.id is not None
        session.add(Fact(key="of a test", tool_id=tool.id, fact="certification", value="fedramp", status="yes",
                         valid_from=seen, recorded_at=now(), source_id=source.id, run_id=crawl.id, url=source.url,
                         observed_at=seen, strength="vendor_page", says="Asana is authorized."))  # fmt: skip

    filled_store.transact(write)
    record(filled_store, snapshots, "fedramp", copy_of("fedramp", "fedramp.data.json"))
    with filled_store.session() as session:
        rows = facts_of(session, "asana", fact="certification")["facts"]
    told = {(row["status"], row["evidence"]["strength"]): row["state"] for row in rows if row["value"] == "fedramp"}
    assert set(told) == {("yes", "vendor_page"), ("in_progress", "attestation")}
    assert told[("in_progress", "attestation")] == "current"


def test_two_registries_that_disagree_are_a_conflict(filled_store: Store, snapshots: Snapshots) -> None:
    for name, year in (("have_i_been_pwned", 2024), ("tosdr", 2021)):
        said = Statement("last_breach", year, "A breach.")
        entry = Entry("Trello", f"https://{name}.example/trello", f"{year}", (said,), of="site", hosts=("trello.com",))
        record(filled_store, snapshots, name, Listing((entry,), date(2026, 11, 1), whole=False))
    with filled_store.session() as session:
        rows = facts_of(session, "trello", fact="last_breach")["facts"]
    assert {(row["value"], row["state"]) for row in rows} >= {(2024, "conflict"), (2021, "conflict")}


def test_a_plan_that_is_not_known_is_counted_and_not_invented(filled_store: Store, snapshots: Snapshots) -> None:
    told = record(filled_store, snapshots, "pricing2yaml", copy_of("pricing2yaml", "pricing2yaml.yml"))
    assert told.plans_unknown == 2  # CHANNELS: its two features
    plans = {fact.plan for fact in facts(filled_store, "slack", "pricing2yaml")}
    assert plans == {"free", "pro", "business-plus", "enterprise-grid"}


def test_the_documents_that_an_archive_watches_become_sources(filled_store: Store, snapshots: Snapshots) -> None:
    told = record(
        filled_store,
        snapshots,
        "open_terms_archive",
        copy_of("open_terms_archive", "open_terms_archive.declaration.json"),
    )
    assert told.pages >= 3
    with filled_store.session() as session:
        kinds = select(Source.kind).join(Tool).where(Tool.slug == "zoom", Source.url == "https://zoom.us/docs/dpa-b")
        assert session.exec(kinds).one() == "dpa"


def test_an_entry_is_no_page_and_is_not_extracted_again(filled_store: Store, snapshots: Snapshots) -> None:
    record(filled_store, snapshots, "pricing2yaml", copy_of("pricing2yaml", "pricing2yaml.yml"))
    assert list(extract_again(filled_store, snapshots, ["slack"])) == []
    assert all(fact.retracted_at is None for fact in facts(filled_store, "slack", "pricing2yaml"))


def test_nothing_is_recorded_where_the_snapshots_cannot_be_kept(filled_store: Store, tmp_path: Path) -> None:
    before = counted(filled_store)
    (tmp_path / "no-folder").write_text("a file")
    with pytest.raises(StoreProblem):
        record(filled_store, Snapshots(tmp_path / "no-folder"), "fedramp", copy_of("fedramp", "fedramp.data.json"))
    assert counted(filled_store) == before


def test_a_copy_without_a_day_needs_one_and_a_later_day_is_refused() -> None:
    undated = registry("free_for_dev").read((SAMPLES / "free_for_dev.md").read_bytes())
    with pytest.raises(BadUse, match="which day") as refused:
        join([undated], None)
    assert "--as-of" in refused.value.mend
    with pytest.raises(BadUse, match="future"):
        join([undated], date(2999, 1, 1))


def test_the_overview_says_source_age_and_count(filled_store: Store, snapshots: Snapshots) -> None:
    record(filled_store, snapshots, "fedramp", copy_of("fedramp", "fedramp.data.json"))
    record(filled_store, snapshots, "fedramp", copy_of("fedramp", "fedramp--short.list.json"))
    with filled_store.session() as session:
        rows = {row["registry"]: row for row in overview(session)}
    assert len(rows) >= 11
    row = rows["fedramp"]
    assert (row["as_of"], row["entries"], row["matched"]) == ("2026-11-02", 2, 1)
    assert row["age_days"] == (now().date() - date(2026, 11, 2)).days
    assert row["source"].startswith("https://")
    assert row["facts"] == 4
    assert (rows["tosdr"]["as_of"], rows["tosdr"]["age_days"], rows["tosdr"]["facts"]) == (None, None, 0)


@pytest.mark.parametrize(
    ("name", "maker", "of", "hosts", "found"),
    [
        ("Larkdesk", None, "tool", (), ["larkdesk"]),
        ("Larkdesk for Government", "Larkdesk, Inc.", "tool", (), ["larkdesk"]),
        ("Larkdesk (US Federal)", None, "tool", (), ["larkdesk"]),
        ("Larkdesk Anything At All", "Larkdesk, Inc.", "tool", (), ["larkdesk"]),
        ("Larkdeskish", "Larkdesk, Inc.", "tool", (), []),
        ("Larkdesk Copy", "Somebody Else", "tool", (), []),
        ("Old Lark", None, "tool", (), ["larkdesk"]),
        ("Moss Notes Enterprise Platform", "Larkdesk Holding", "tool", (), ["moss-notes"]),
        ("Moss Notes Surgery", "Larkdesk Holding", "tool", (), []),
        ("Larkdesk Holding, Inc.", None, "vendor", (), ["larkdesk", "moss-notes"]),
        ("Larkdesk Clinic", None, "vendor", (), []),
        ("Anything", None, "site", ("www.larkdesk.example",), ["larkdesk"]),
        ("Larkdesk", None, "site", ("forum.larkdesk.example",), []),
        ("Larkdesk", None, "site", (), []),
        ("LARKDESK HOLDING, INC", None, "company", (), ["larkdesk", "moss-notes"]),
        ("LARKDESK PARENT", None, "company", (), ["larkdesk", "moss-notes"]),
        ("LARKDESK HOLDING LLC", None, "company", (), []),
        ("LARKDESK", None, "company", (), []),
        ("MOSS NOTES", None, "company", (), []),
    ],
)
def test_an_entry_is_about_a_tool_only_where_that_is_sure(
    store: Store, name: str, maker: str | None, of: Any, hosts: tuple[str, ...], found: list[str]
) -> None:
    def fill(session: Any) -> None:
        vendor = Vendor(slug="larkdesk", name="Larkdesk Holding, Inc. (Larkdesk Parent)")
        session.add(vendor)
        session.flush()
        for slug, called in (("larkdesk", "Larkdesk"), ("moss-notes", "Moss Notes")):
            tool = Tool(slug=slug, name=called, vendor_id=vendor.id)
            session.add(tool)
            session.flush()
            assert tool.id is not None
            session.add(Domain(tool_id=tool.id, host=f"{slug}.example", recorded_at=now()))
        larkdesk = session.exec(select(Tool).where(Tool.slug == "larkdesk")).one()
        session.add(ToolName(tool_id=larkdesk.id, name="Old Lark", kind="former_name", recorded_at=now()))

    store.transact(fill)
    with store.session() as session:
        matched = Matcher(session).tools(Entry(name, "https://r.example/1", "x", maker=maker, of=of, hosts=hosts))
    assert matched == found


def test_a_listed_company_is_known_by_an_alias_too(store: Store) -> None:
    def fill(session: Any) -> None:
        vendor = Vendor(slug="larkdesk", name="Larkdesk Holding, Inc.")
        session.add(vendor)
        session.flush()
        session.add(Tool(slug="larkdesk", name="Larkdesk", vendor_id=vendor.id))

    store.transact(fill)
    listed = Entry("LARK TRADING", "https://r.example/1", "x", of="company", also=("Larkdesk Holding Inc.",))
    with store.session() as session:
        assert Matcher(session).tools(listed) == ["larkdesk"]


def test_what_is_exported_says_the_same_when_it_is_read_again(filled_store: Store) -> None:
    with filled_store.session() as session:
        pricing = pricing_of(session, "slack")
    read = registry("pricing2yaml").read(as_yaml(pricing).encode())
    (entry,) = read.entries
    assert entry.name == "Slack"
    prices = {said.plan: said.value for said in entry.statements if said.fact == "plan_price"}
    for plan, told in pricing["plans"].items():
        if isinstance(told["price"], float):
            assert prices[plan]["amount"] == told["price"]
    assert {said.plan for said in entry.statements if said.fact == "free_plan"} == {"FREE"}


def test_a_tool_without_prices_has_no_pricing(store: Store) -> None:
    def fill(session: Any) -> None:
        session.add(Tool(slug="bare", name="Bare"))

    store.transact(fill)
    with store.session() as session, pytest.raises(BadUse):
        pricing_of(session, "bare")


def test_the_commands_read_list_and_export(
    filled_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BYOT_DATABASE_URL", filled_database)
    monkeypatch.setenv("BYOT_SNAPSHOTS", str(tmp_path / "snapshots"))
    assert run(["registry", "read", "fedramp", str(FEDRAMP)]) == 0
    assert "2 entries matched no tool" in capsys.readouterr().out
    assert run(["registry", "read", "fedramp", str(FEDRAMP), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unmatched"] == 2
    assert run(["registry", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["registries"]
    assert {row["registry"]: row["entries"] for row in rows}["fedramp"] == 6
    assert run(["registry", "list"]) == 0
    assert "never read" in capsys.readouterr().out
    assert run(["registry", "export", "slack"]) == 0
    assert yaml.safe_load(capsys.readouterr().out)["saasName"] == "Slack"


def test_of_several_files_those_that_are_no_copies_are_told_and_left_out(
    filled_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BYOT_DATABASE_URL", filled_database)
    monkeypatch.setenv("BYOT_SNAPSHOTS", str(tmp_path / "snapshots"))
    undated = tmp_path / "undated.yml"
    undated.write_text("saasName: Zoom\nplans: {PRO: {price: 7, unit: user/month}}\n")
    files = [str(SAMPLES / "pricing2yaml.yml"), str(undated)]
    assert run(["registry", "read", "pricing2yaml", *files, "--json"]) == 2
    told = capsys.readouterr()
    assert json.loads(told.out)["new"] >= 10
    assert "undated.yml" in told.err
    assert len(told.err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [["read", "nonsense", "x"], ["read", "fedramp", "not-there.json"], ["read", "tosdr"], ["read", "fedramp", "{here}"],
     ["read", "fedramp", "http://127.0.0.1/data.json"], ["read", "free_for_dev", "{here}", "--as-of", "soon"],
     ["export", "no such tool"]],
)  # fmt: skip
def test_bad_use_is_one_line_and_exit_code_two(
    arguments: list[str], filled_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setenv("BYOT_DATABASE_URL", filled_database)
    here = tmp_path / "copy"
    here.write_text("nothing of this kind")
    assert run(["registry", *(argument.format(here=here) for argument in arguments)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1


def test_a_registry_is_fetched_through_the_gate(
    filled_database: str, vendor_site: VendorSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    url = vendor_site.put("/README.md", (SAMPLES / "free_for_dev.md").read_bytes(), "text/plain; charset=utf-8")
    monkeypatch.setenv("BYOT_DATABASE_URL", filled_database)
    monkeypatch.setenv("BYOT_SNAPSHOTS", str(tmp_path / "snapshots"))
    assert run(["registry", "read", "free_for_dev", url]) == 2
    assert vendor_site.paths() == []
    monkeypatch.setenv("BYOT_FETCH_ALLOW", vendor_site.address)
    settings.cache_clear()
    capsys.readouterr()
    assert run(["registry", "read", "free_for_dev", url, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["as_of"], told["entries"], told["matched"]) == (now().date().isoformat(), 3, 2)
    with closing(Store(filled_database)) as store, store.session() as session:
        (turn,) = session.exec(select(HostTurn)).all()
    assert (turn.host, turn.next_at > 0, turn.under_way) == ("127.0.0.1", True, []), "at the pace that all runs share"


@pytest.mark.soak("killed reads of a registry")
def test_a_read_that_is_killed_midway_leaves_all_or_nothing(
    filled_database: str, tmp_path: Path, campaign: Campaign
) -> None:
    rows = json.loads(FEDRAMP.read_bytes())
    zoom = rows["data"]["Products"][0]
    rows["data"]["Products"] = [{**zoom, "id": f"FR{number}"} for number in range(400)]
    copy = tmp_path / "fedramp.json"
    copy.write_text(json.dumps(rows))
    there = {"BYOT_DATABASE_URL": filled_database, "BYOT_SNAPSHOTS": str(tmp_path / "snapshots")}

    def begun() -> running.Run:
        read = ("registry", "read", "fedramp", str(copy), "--json")
        return running.Run(byot, *read, environment=there, prints=tmp_path / "printed")

    store, chance, length = Store(filled_database), Random(7), 1.0
    for _ in campaign.runs(3, 50):
        run, wait = begun(), chance.uniform(0.05, 1) * length
        took = run.lasts(wait)
        length = length if took == wait else took
        campaign.tell(killed=int(run.kill()))
        assert len(facts(store, "zoom", "fedramp")) in (0, 400)
    assert campaign.figures["killed"] >= 1
    before = len(facts(store, "zoom", "fedramp"))
    assert json.loads(begun().ends())["facts"] == 400
    assert len(facts(store, "zoom", "fedramp")) == 400
    campaign.tell(found_whole=int(before == 400))
    store.close()
