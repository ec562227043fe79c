"""Exports into the register: every entry is recorded or shown, twice is once, a wrong file leaves nothing."""

import json
from pathlib import Path
from random import Random
from types import ModuleType
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlmodel import func, select

from catalog import plugins
from catalog.adoption import importers
from catalog.adoption.entries import Answer, Content, Unusable
from catalog.adoption.importers import survey
from catalog.adoption.importing import Importer, formats, import_file
from catalog.errors import BadData, ByotError, Conflicting, NotFound, UnknownPlugin
from catalog.models.register import Adoption, Batch, Origin
from catalog.models.review import Event
from catalog.store import Store
from tests.campaigns import Campaign, fuzzed
from tests.catalog.exports import SAMPLES, held, importer_of, samples, stem
from tests.running import Run, byot

IMPORTERS: list[Importer] = [cast(Importer, module) for module in plugins.each(importers)]
ROWS = 12
PROVEN: Importer = survey  # mypy holds a module to the protocol


def events(store: Store) -> int:
    with store.session() as session:
        return session.exec(select(func.count()).select_from(Event)).one()


def rows(store: Store, table: type[Batch] | type[Origin] | type[Adoption]) -> int:
    with store.session() as session:
        return session.exec(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize("sample", samples(), ids=lambda file: file.name)
def test_imports_what_the_sample_says_and_twice_is_once(filled_store: Store, sample: Path) -> None:
    expected = json.loads((SAMPLES / f"{stem(sample)}.json").read_text())
    told = import_file(filled_store, importer_of(sample), sample)
    assert (told["entries"], told["records"]) == (expected["entries"], expected["entries"] - len(expected["rejected"]))
    assert [one["line"] for one in told["unusable"]] == expected["rejected"]
    assert told["rejected"] == len(expected["rejected"])
    assert [one["name"] for one in told["unmatched"]] == expected["unmatched"]
    with filled_store.session() as session:
        assert held(session) == {name: expected[name] for name in ("sightings", "grants", "declared")}
    before = events(filled_store)
    again = import_file(filled_store, importer_of(sample), sample)
    assert (again["batch"], again["records"], again["rejected"]) == (told["batch"], told["records"], told["rejected"])
    assert again["read_before"] is not None
    assert again["new"] == {"sightings": 0, "proposals": 0}
    assert (events(filled_store), rows(filled_store, Batch)) == (before, 1)


def test_every_format_has_a_title() -> None:
    told = formats()
    assert [one["format"] for one in told] == plugins.names(importers)
    assert len({one["title"] for one in told}) == len(IMPORTERS) >= 18


@pytest.mark.parametrize(
    "content",
    [b"", b"tool,by\n", b"a,b\n1,2\n", b"\xff\xfe\0t", b'tool,by\n"open', b"tool,by\n" + b"x" * 200_000, b"PK\x03\x04"],
)
def test_a_file_of_another_kind_leaves_nothing(filled_store: Store, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(content)
    with pytest.raises(BadData) as told:
        import_file(filled_store, "survey", file)
    assert "\n" not in told.value.one_line()
    assert (events(filled_store), rows(filled_store, Origin), rows(filled_store, Batch)) == (0, 0, 0)


def test_a_missing_file_and_an_unknown_format_are_named(filled_store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        import_file(filled_store, "survey", tmp_path / "nothing.csv")
    with pytest.raises(UnknownPlugin, match="survey"):
        import_file(filled_store, "surveys", tmp_path / "nothing.csv")


def test_a_content_belongs_to_the_format_that_it_was_imported_as(filled_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "cards.csv"
    file.write_text("Date,Merchant,Email\n2026-11-01,Trello.com,anna@example.com\n")
    import_file(filled_store, "ramp", file)
    with pytest.raises(Conflicting, match="ramp"):
        import_file(filled_store, "brex", file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_separators_are_told_apart(encoding: str, delimiter: str) -> None:
    lines = [("Tool", "By", "Purpose"), ("Trello", "Jörg Müller", "Übersicht – “Plan”")]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    (answer,) = survey.read(Content("survey.csv", text.encode(encoding)))
    assert isinstance(answer, Answer)
    assert (answer.line, answer.declaration.by, answer.declaration.purpose) == (2, *lines[1][1:])


def test_a_formula_is_a_text(filled_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "survey.csv"
    file.write_text('tool,by,purpose\nTrello,Anna,"=HYPERLINK(""http://example.com"")"\nZoom,\'@Kim,\'=1+1\n')
    read = [one.declaration for one in survey.read(Content("survey", file.read_bytes())) if isinstance(one, Answer)]
    assert [(one.by, one.purpose) for one in read] == [("Anna", '=HYPERLINK("http://example.com")'), ("@Kim", "=1+1")]


def test_a_workbook_is_a_table_too(filled_store: Store, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["Survey of autumn"], [], ["Tool", "By", "Since", "Data"], ["Trello", "Anna", "2026-02-01", "internal"],
                ["Slack", None, None, None]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "survey.xlsx")
    told = import_file(filled_store, "survey", tmp_path / "survey.xlsx")
    assert (told["entries"], told["declared"], [one["line"] for one in told["unusable"]]) == (2, 1, [5])


@pytest.mark.parametrize("name", plugins.names(importers))
@fuzzed("changed exports of every importer", 15, 1_500)
@given(data=st.data())
def test_no_change_of_a_sample_breaks_its_importer(name: str, data: st.DataObject) -> None:
    module = cast(Importer, plugins.load(importers, name))
    body = bytearray(next(file for file in samples() if importer_of(file) == name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(body) - 1))
        piece = data.draw(
            st.sampled_from([b"", b"\0", b"\xff", b'"', b"[", b"{", b"}", b"1e999", b"\n", b"null", b"\\ud800"])
        )
        body[place : place + data.draw(st.integers(0, 20))] = piece
    _read_all(module, bytes(body))


@pytest.mark.parametrize("name", plugins.names(importers))
@fuzzed("bytes for every importer", 15, 1_500)
@given(body=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode(errors="replace"))))
def test_no_bytes_break_an_importer(name: str, body: bytes) -> None:
    _read_all(cast(Importer, plugins.load(importers, name)), body)


def _read_all(module: Importer, body: bytes) -> None:
    refused: ByotError | None = None
    try:
        for one in module.read(Content("export", body)):
            assert one.line > 0
            assert not isinstance(one, Unusable) or one.why
    except BadData as error:
        refused = error
    assert refused is None or "\n" not in refused.one_line()


@pytest.mark.parametrize(
    "module", [one for one in IMPORTERS if "JSON" in one.TITLE], ids=lambda module: module.__name__
)
def test_deep_nesting_huge_numbers_and_odd_types_are_refused_or_read(module: ModuleType) -> None:
    read = cast(Importer, module)
    for body in (b"[" * 100_000, b'{"value": ' * 50_000, b"[" + b"9" * 5_000 + b"]", b'[{"published": NaN}]',
                 b'{"items": [1, null, "x", {"id": [], "events": {}, "actor": 7, "properties": []}]}'):  # fmt: skip
        _read_all(read, body)


def test_what_the_store_cannot_hold_is_cleaned(filled_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "log.json"
    event = {"eventType": "user.authentication.sso", "published": 1_790_000_000_000, "outcome": {"result": "SUCCESS"},
             "actor": {"alternateId": "\ud800anna\0@example.com" + "x" * 5_000},
             "target": [{"type": "AppInstance", "displayName": name} for name in ("Slack", "\ud800")]}  # fmt: skip
    file.write_text(json.dumps([event, {**event, "published": 1e300}, {**event, "published": "2999-01-01T00:00:00Z"}]))
    told = import_file(filled_store, "okta-log", file)
    assert (told["records"], told["rejected"], told["new"]["proposals"]) == (1, 2, 1)


def test_a_broken_entry_costs_only_itself(tmp_path: Path) -> None:
    body = (SAMPLES / "okta_log.export.json").read_text()
    module = cast(Importer, plugins.load(importers, "okta_log"))
    whole = list(module.read(Content("log", body.encode())))
    broken = list(
        module.read(Content("log", body.replace('"eventType": "user.session.start"', '"eventType": user').encode()))
    )
    assert [type(one) for one in broken] == [Unusable if place == 2 else type(one) for place, one in enumerate(whole)]
    cut = list(module.read(Content("log", body[: len(body) // 2].encode())))
    assert [isinstance(one, Unusable) for one in cut] == [*(len(cut) - 1) * [False], True]


def test_rows_before_and_after_a_stray_quote_are_read() -> None:
    text = 'tool,by\nTrello,Anna\nZoom,"Kim\n' + "Slack,Lee\n" * 300
    read = list(survey.read(Content("survey.csv", text.encode())))
    assert [one.line for one in read if isinstance(one, Unusable)] == [3]
    assert sum(isinstance(one, Answer) for one in read) == 301


@pytest.mark.soak("killed imports")
def test_a_killed_import_leaves_nothing_half_and_is_completed_by_the_next(
    filled_database: str, tmp_path: Path, campaign: Campaign
) -> None:
    chance, prints = Random(7), tmp_path / "printed"
    environment = {"BYOT_DATABASE_URL": filled_database}

    def begun(number: int) -> Run:
        file = tmp_path / f"{number}.csv"
        file.write_text("tool,by\n" + "\n".join(f"Tool {number:02}{row:02},Person {row}" for row in range(ROWS)))
        return Run(byot, "import", "survey", str(file), environment=environment, prints=prints)

    with Store(filled_database) as store:
        first = begun(99)
        length, imported = first.lasts(60), 1
        first.ends()
        for number in campaign.runs(4, 50):
            run, wait = begun(number), chance.uniform(0.05, 1) * length
            took = run.lasts(wait)
            length = length if took == wait else took
            campaign.tell(killed=int(run.kill()))
            held = rows(store, Batch)
            assert imported <= held <= imported + 1
            assert rows(store, Adoption) == ROWS * held
            imported = held
        begun(98).ends()
        assert (rows(store, Batch), rows(store, Adoption)) == (imported + 1, ROWS * (imported + 1))
        begun(campaign.done - 1).ends()
        assert rows(store, Adoption) == ROWS * rows(store, Batch)
        campaign.tell(whole=imported - 1)
    assert campaign.figures["killed"] >= 1


@given(cells=st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=5), max_size=8))
def test_no_row_breaks_a_survey(cells: list[list[str]]) -> None:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells)
    text = "tool,by,plan,since,data\n" + "\n".join(quoted)
    _read_all(survey, text.encode(errors="replace"))
