"""What goes out: each format read again by another program than the one that wrote it."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta
from importlib.metadata import version
from typing import Any

import dns.zone
import pytest
from openpyxl import load_workbook
from pyarrow import parquet
from sqlmodel import Session, select

from catalog import exporters, people, plugins, review
from catalog.adoption import erasing, leaving, register
from catalog.adoption.register import Declaration
from catalog.discovery.formats import cef
from catalog.errors import BadUse, UnknownPlugin
from catalog.exporters import ocsf
from catalog.exporters._blocked import Blocked
from catalog.models.review import Event
from catalog.models.tool import Domain, Tool
from catalog.moment import now
from catalog.moment import written as written_moment
from catalog.review import Draft
from catalog.store import Store

NEXT_MONTH = now().date() + timedelta(days=30)
HOSTS = ("app.slack.com", "trello.com", "trellocdn.com")
BAD = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def desk(filled_store: Store) -> Store:
    """A store with an adoption whose purpose is a formula, and prohibitions: for everything, and for some data."""

    def work(session: Session) -> None:
        people.settle(session)
        said = {"purpose": BAD, "team": "Sales", "since": now().date()}
        register.declare(session, Declaration("slack", "anna", plan="free", data=("phi", "pii"), **said))  # type: ignore[arg-type]
        trello = session.exec(select(Tool).where(Tool.slug == "trello")).one()
        session.add(Domain(tool_id=trello.id or 0, host="*.Trello.com", kind="tenant", recorded_at=now()))
        session.add(Domain(tool_id=trello.id or 0, host="slack.com", kind="web", recorded_at=now()))
        session.flush()
        review.decide(session, Draft("trello", "prohibited", "No.", NEXT_MONTH, "bo"))
        for host in ("desk.trello.com", "app.slack.com", "bad host.example"):
            session.add(Domain(tool_id=trello.id or 0, host=host, kind="web", recorded_at=now()))
        session.flush()
        review.decide(session, Draft("zoom", "prohibited", "No.", NEXT_MONTH, "bo", {"data": ["phi"]}))

    filled_store.transact(work)
    return filled_store


def written(store: Store, name: str, of: str = exporters.REGISTER) -> bytes:
    out = io.BytesIO()
    with store.session() as session:
        exporters.export(session, name, out, of=of)
    return out.getvalue()


def test_each_format_says_what_it_is_and_what_is_none_is_named() -> None:
    told = exporters.formats()
    assert [one["name"].replace("-", "_") for one in told] != []
    assert {one["kind"] for one in told} == set(exporters.KINDS)
    assert sorted(one["name"].replace("-", "_") for one in told) == plugins.names(exporters)
    with pytest.raises(UnknownPlugin, match="parquet"):
        exporters.load("word")


def test_the_register_comes_back_from_each_sheet_and_no_cell_is_a_formula(desk: Store) -> None:
    text = next(csv.DictReader(io.StringIO(written(desk, "csv").decode("utf-8-sig"))))
    assert (text["tool"], text["data"], text["purpose"]) == ("slack", "phi, pii", f"'{BAD}")
    sheet = load_workbook(io.BytesIO(written(desk, "xlsx"))).active
    assert sheet is not None
    heads = [cell.value for cell in sheet[1]]
    cells = dict(zip(heads, sheet[2], strict=True))
    assert (cells["purpose"].value, cells["purpose"].data_type, cells["purpose"].quotePrefix) == (BAD, "s", True)
    assert not cells["tool"].quotePrefix
    assert cells["since"].value.date() == now().date()
    row = parquet.read_table(io.BytesIO(written(desk, "parquet"))).to_pylist()[0]
    assert (row["data"], row["since"], row["purpose"], row["events"]) == (["phi", "pii"], now().date(), BAD, None)
    document = json.loads(written(desk, "json"))["adoptions"][0]
    assert (document["purpose"], document["verdict"]["verdict"]) == (BAD, row["verdict"])


def test_every_sheet_of_the_register_says_what_was_left_behind(desk: Store) -> None:
    desk.transact(lambda session: leaving.left(session, "anna", "bo"))
    today = now().date()
    text = next(csv.DictReader(io.StringIO(written(desk, "csv").decode("utf-8-sig"))))
    assert (text["left_behind_since"], text["left_behind_used_until"]) == (today.isoformat(), "")
    assert parquet.read_table(io.BytesIO(written(desk, "parquet"))).to_pylist()[0]["left_behind_since"] == today
    sheet = load_workbook(io.BytesIO(written(desk, "xlsx"))).active
    assert sheet is not None
    cells = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    assert cells["left_behind_since"].date() == today


def test_the_register_goes_out_in_its_order_piece_by_piece(desk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = ["zoom", "trello", "asana", "miro"]
    with desk.write() as session:
        for tool in tools:
            register.declare(session, Declaration(tool, "anna", data=("internal",)))
    monkeypatch.setattr("catalog.adoption.listing.ASKED_AT_ONCE", 2)
    text = csv.DictReader(io.StringIO(written(desk, "csv").decode("utf-8-sig")))
    told = json.loads(written(desk, "json"))["adoptions"]
    assert [row["tool"] for row in text] == [one["tool"] for one in told] == [*reversed(tools), "slack"]


def test_queue_decisions_trends_and_origins_come_in_every_form(desk: Store) -> None:
    for of in exporters.GATHERED:
        text = list(csv.DictReader(io.StringIO(written(desk, "csv", of).decode("utf-8-sig"))))
        typed = parquet.read_table(io.BytesIO(written(desk, "parquet", of))).to_pylist()
        book = load_workbook(io.BytesIO(written(desk, "xlsx", of)))
        first = book[book.sheetnames[0]]
        assert len(text) == len(typed) == first.max_row - 1, of
        if of == "trends-logs":
            continue  # none was read
        assert [cell.value for cell in first[1]] == list(typed[0]) == list(text[0])
        assert json.loads(written(desk, "json", of))
    assert book.sheetnames == ["Tools", "Logs", "Log against log"]
    case = parquet.read_table(io.BytesIO(written(desk, "parquet", "queue"))).to_pylist()[0]
    assert (type(case["people"]), type(case["data"])) == (int, list)
    ruled = parquet.read_table(io.BytesIO(written(desk, "parquet", "decisions"))).to_pylist()
    assert {one["in_force"] for one in ruled} == {True}
    with pytest.raises(BadUse, match="no sheet"):
        written(desk, "csv", "wishes")


def test_the_register_of_a_past_day_is_told_from_the_trail(desk: Store) -> None:
    with desk.session() as session:
        used = register.listing(session, by="anna")[0]["id"]
    then = now()
    desk.transact(lambda session: register.stop(session, used, "anna"))
    desk.transact(lambda session: register.declare(session, Declaration("trello", "cy", data=("internal",))))

    def told(as_of: str | None) -> list[dict[str, str]]:
        out = io.BytesIO()
        with desk.session() as session:
            exporters.export(session, "csv", out, as_of=as_of)
        return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"))))

    fields = ("tool", "plan", "by", "data", "team", "state")
    rows = [tuple(row[name] for name in fields) for row in told(written_moment(then))]
    assert rows == [("slack", "free", "anna", "phi, pii", "sales", "declared")]
    assert [row["tool"] for row in told(now().date().isoformat())] == ["trello"]
    assert told("2026-01-01") == []
    wish = desk.transact(lambda session: erasing.ask(session, "anna"))
    desk.transact(lambda session: erasing.answer(session, wish["id"], "bo", erase=True))
    assert [(row["by"], row["purpose"]) for row in told(written_moment(then))] == [("erased", "")]
    with pytest.raises(BadUse):
        told_of(desk)


def test_the_decisions_of_a_past_day_are_those_made_by_then_each_as_it_held(desk: Store) -> None:
    then = now()
    desk.transact(
        lambda session: review.decide(session, Draft("trello", "tolerated", "Until Teams.", NEXT_MONTH, "bo"))
    )

    def told(as_of: str | None) -> list[tuple[str, str]]:
        out = io.BytesIO()
        with desk.session() as session:
            exporters.export(session, "json", out, as_of=as_of, of="decisions")
        rows = json.loads(out.getvalue())["decisions"]
        return sorted((row["tool"], row["status"]) for row in rows if row["in_force"])

    assert told(written_moment(then)) == [("trello", "prohibited"), ("zoom", "prohibited")]
    assert told(None) == [("trello", "tolerated"), ("zoom", "prohibited")]
    assert told("2026-01-01") == []
    made = now()
    desk.transact(lambda session: review.undo(session, "trello", "bo"))
    assert (told(written_moment(made))[0], told(None)[0]) == (("trello", "tolerated"), ("trello", "prohibited"))


def told_of(store: Store) -> None:
    with store.session() as session:
        exporters.export(session, "squid", io.BytesIO(), as_of="2026-01-01")


def test_block_lists_hold_what_is_prohibited_for_everything_and_say_what_they_leave_out(desk: Store) -> None:
    squid = written(desk, "squid").decode().splitlines()
    assert [line for line in squid if not line.startswith("#")] == [f".{host}" for host in HOSTS]
    assert any("Zoom" in line and "some uses only" in line for line in squid)
    assert any("slack.com" in line and "Slack" in line for line in squid)
    assert any("bad host.example" in line and line.startswith("#") for line in squid)
    with desk.session() as session:
        left = exporters.export(session, "panos-edl", io.BytesIO())
    assert any("bad host.example" in why for why in left), "what the form cannot carry is said beside it"
    assert written(desk, "panos-edl").decode() == "".join(f"{host}/\n*.{host}/\n" for host in HOSTS)
    assert written(desk, "zscaler").decode() == "".join(f".{host}\n" for host in HOSTS)
    assert written(desk, "fortigate").decode() == "".join(f"{host}\n*.{host}\n" for host in HOSTS)
    whole = [line for line in written(desk, "hosts").decode().splitlines() if not line.startswith("#")]
    known = [*HOSTS, *(f"www.{host}" for host in HOSTS), "api.trello.com", "desk.trello.com"]
    assert whole == [f"0.0.0.0 {name}" for name in sorted(known)]
    zone = dns.zone.from_text(written(desk, "dns-rpz").decode(), origin="rpz.example.", check_origin=False)
    names = {str(name): rdata.to_text() for name, _, rdata in zone.iterate_rdatas("CNAME")}
    assert names == {name: "." for host in HOSTS for name in (host, f"*.{host}")}
    assert len(zone.find_rdataset("@", "NS")) == 1
    assert 0 <= now().timestamp() - zone.find_rdataset("@", "SOA")[0].serial < 60


def test_a_line_break_in_a_name_adds_no_entry() -> None:
    told = Blocked(("a.example",), ("A\r\n.b.example",), ("C\n0.0.0.0 d.example, too",), ("a.example",), now())
    for name, entries in (("squid", 1), ("hosts", 2), ("dns-rpz", 5)):
        out = io.BytesIO()
        exporters.load(name).write(told, out)
        lines = out.getvalue().decode().splitlines()
        assert len([line for line in lines if not line.startswith(("#", ";"))]) == entries


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", " =", "\t=", "\r", "\n+", "\0", "\N{FULLWIDTH EQUALS SIGN}"])
def test_what_a_spreadsheet_takes_for_a_formula_becomes_text(opening: str) -> None:
    assert str(exporters.cell(f"{opening}1+1")).startswith("'")


def test_a_cell_that_begins_within_a_value_becomes_text_and_other_text_stays() -> None:
    assert exporters.cell("a;=1+1;b; -2\n@c") == "a;'=1+1;b;' -2\n'@c"
    for text in ("a=b; c-d", "anna@example.com", "one, -two", "x\ny", ""):
        assert exporters.cell(text) == text


def test_the_trail_goes_out_whole_and_in_order(desk: Store) -> None:
    with desk.session() as session:
        events = session.exec(select(Event).order_by(Event.id)).all()  # type: ignore[arg-type]
    told = [json.loads(line) for line in written(desk, "ocsf").splitlines()]
    assert [one["metadata"]["uid"] for one in told] == [event.sha256 for event in events]
    assert {(one["class_uid"], one["type_uid"] // 100, one["category_uid"]) for one in told} == {(3004, 3004, 3)}
    assert [one["time"] for one in told] == [event.at // 1000 for event in events]
    for one in told:
        follows_the_class(one)
    lines = written(desk, "cef").splitlines()
    assert {line.split(b"|")[3].decode() for line in lines} == {version("byot")}
    records = [cef.read(line[line.index(b"CEF:") :]) for line in lines]
    assert [record.user for record in records if record] == [event.who for event in events]
    assert [record.time for record in records if record and record.time] != []


REQUIRED = ("activity_id", "category_uid", "class_uid", "entity", "metadata", "severity_id", "time", "type_uid")
KNOWN = {
    *REQUIRED, "activity_name", "actor", "category_name", "class_name", "message", "severity", "status", "status_id",
    "timezone_offset", "type_name",
}  # fmt: skip


def follows_the_class(event: dict[str, Any]) -> None:
    """Hold an event against the class Entity Management as OCSF 1.4.0 has it, in our words."""
    assert set(REQUIRED) <= set(event) <= KNOWN
    assert event["metadata"]["version"] == "1.4.0"
    assert event["activity_name"] == {1: "Create", 2: "Read", 3: "Update", 4: "Delete"}[event["activity_id"]]
    assert event["type_uid"] == event["class_uid"] * 100 + event["activity_id"]
    assert event["type_name"] == f"{event['class_name']}: {event['activity_name']}"
    assert (event["class_name"], event["category_name"]) == ("Entity Management", "Identity & Access Management")
    assert (event["severity_id"], event["severity"]) == (1, "Informational")
    assert (event["status_id"], event["status"]) == (1, "Success")
    assert abs(event["time"] / 1000 - now().timestamp()) < 3600
    entity, metadata = event["entity"], event["metadata"]
    assert entity["type_id"] == 99
    assert entity["type"]
    assert entity["name"]
    assert isinstance(entity["data"], dict)
    assert set(metadata) == {"version", "product", "uid", "sequence", "log_name"}
    assert metadata["product"] == {"name": "byot", "vendor_name": "byot", "version": version("byot")}
    assert event["actor"]["user"]["name"]


@pytest.mark.parametrize(
    ("what", "activity"),
    [("adoption declared", 1), ("review opened", 1), ("decided", 1), ("log read", 2), ("looked up", 2),
     ("review reopened", 3), ("condition open again", 3), ("plan extended", 3), ("proposal declined", 3),
     ("solution ended", 4), ("act undone", 4), ("document taken back", 4), ("erasure done", 4)],
)  # fmt: skip
def test_what_was_done_is_told_by_its_number(what: str, activity: int) -> None:
    assert ocsf.activity_of(what) == activity


def test_the_evidence_pack_is_checked_without_the_program(desk: Store) -> None:
    packed = zipfile.ZipFile(io.BytesIO(written(desk, "evidence")))
    files = {name: packed.read(name) for name in packed.namelist()}
    manifest = json.loads(files.pop("manifest.json"))["files"]
    assert manifest == {name: hashlib.sha256(body).hexdigest() for name, body in files.items()}
    previous = "0" * 64
    for line in files["trail.jsonl"].splitlines():
        event = json.loads(line)
        assert event["previous"] == previous
        fields: list[Any] = [event[name] for name in ("previous", "at", "who", "what", "subject", "content")]
        text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256(text.encode()).hexdigest()
        assert event["sha256"] == previous
    assert json.loads(files["head.json"])["sha256"] == previous
    facts = [json.loads(line) for line in files["facts.jsonl"].splitlines()]
    assert {one["tool"] for one in facts} == {"slack"}
    assert all(one["url"] and (one["quote"] or one["says"]) for one in facts)
    with desk.session() as session:
        assert json.loads(files["adoptions.json"]) == {"adoptions": register.listing(session)}
    (row,) = csv.DictReader(files["register.csv"].decode("utf-8-sig").splitlines())
    assert (row["tool"], row["by"], row["source"]) == ("slack", "anna", "declared")
    counts = json.loads(files["denominators.json"])
    assert counts["adoptions"] == [{"kind": "declared", "state": "declared", "count": 1}]
    assert [one["status"] for one in json.loads(files["decisions.json"])["decisions"]] == ["prohibited"] * 2
