"""Exports into the register: every row is declared or shown, twice is once, a wrong file leaves nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import func, select

from catalog.adoption import register
from catalog.adoption.importers import survey
from catalog.adoption.importing import Answer, Importer, import_file
from catalog.errors import BadData, NotFound, UnknownPlugin
from catalog.models.review import Event
from catalog.store import Store
from tests.house.code import ROOT

SAMPLES = ROOT / "tests" / "samples" / "exports"
IMPORTERS: list[Importer] = [survey]


def events(store: Store) -> int:
    with store.session() as session:
        return session.exec(select(func.count()).select_from(Event)).one()


@pytest.mark.parametrize("sample", [file for file in sorted(SAMPLES.iterdir()) if file.suffix != ".json"],
                         ids=lambda file: file.name)  # fmt: skip
def test_imports_what_the_sample_says_and_twice_is_once(filled_store: Store, sample: Path) -> None:
    expected = json.loads((SAMPLES / f"{sample.name.partition('.')[0]}.json").read_text())
    name = sample.name.partition(".")[0].partition("--")[0]
    told = import_file(filled_store, name, sample)
    assert told["declared"] == len(expected["declared"])
    assert [one["line"] for one in told["unusable"]] == expected["unusable"]
    with filled_store.session() as session:
        rows = [[one["by"], one["tool"], one["plan"], one["data"]] for one in register.listing(session)]
    assert sorted(map(str, rows)) == sorted(map(str, expected["declared"]))
    before = events(filled_store)
    assert import_file(filled_store, name, sample) == told
    assert events(filled_store) == before


@pytest.mark.parametrize(
    "content", [b"", b"tool,by\n", b"a,b\n1,2\n", b"\xff\xfe\0t", b'tool,by\n"open', b"tool,by\n" + b"x" * 200_000]
)
def test_a_file_of_another_kind_leaves_nothing(filled_store: Store, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "export.csv"
    file.write_bytes(content)
    with pytest.raises(BadData) as told:
        import_file(filled_store, "survey", file)
    assert "\n" not in told.value.one_line()
    assert events(filled_store) == 0


def test_a_missing_file_and_an_unknown_format_are_named(filled_store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        import_file(filled_store, "survey", tmp_path / "nothing.csv")
    with pytest.raises(UnknownPlugin, match="survey"):
        import_file(filled_store, "surveys", tmp_path / "nothing.csv")


@given(rows=st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=5), max_size=8))
def test_no_row_breaks_a_survey(rows: list[list[str]], tmp_path_factory: Any) -> None:
    file = tmp_path_factory.mktemp("survey") / "answers.csv"
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    file.write_text("tool,by,plan,since,data\n" + "\n".join(quoted), encoding="utf-8", errors="replace")
    for one in survey.read(file):
        assert isinstance(one, Answer) or one.why
