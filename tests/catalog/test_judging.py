"""What many people say to use is judged once, and never by what holds for others."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from catalog import people
from catalog.adoption import register
from catalog.adoption.importing import import_file
from catalog.models.register import Adoption, Department
from catalog.models.review import Decision
from catalog.models.tool import Tool
from catalog.store import Store

HEADER = "tool,by,data\n"


def imported(store: Store, file: Path, rows: str) -> dict[str, dict[str, Any]]:
    """Give the adoptions that a survey brings, by person."""
    file.write_text(HEADER + rows)
    import_file(store, "survey", file)
    with store.session() as session:
        return {one["by"]: one for one in register.listing(session)}


def place(store: Store, **industries: str) -> None:
    """Put people into departments of their own."""

    def work(session: Session) -> None:
        for who, industry in industries.items():
            department = Department(slug=f"of-{who}", name=who, industry=industry)
            session.add(department)
            session.flush()
            people.person_for(session, who).department_id = department.id

    store.transact(work)


def test_the_same_answer_of_people_of_other_industries_is_judged_apart(filled_store: Store, tmp_path: Path) -> None:
    place(filled_store, anna="medical", bo="general")
    told = imported(filled_store, tmp_path / "a.csv", "slack,anna,phi\nslack,bo,phi\nslack,kim,phi\nslack,anna,phi\n")
    assert {who: one["verdict"]["industry"] for who, one in told.items()} == {
        "anna": "medical", "bo": "general", "kim": "general",
    }  # fmt: skip


def test_what_is_ruled_for_one_person_holds_for_that_one_alone(filled_store: Store, tmp_path: Path) -> None:
    def rule(session: Session) -> None:
        tool, day = session.exec(select(Tool).where(Tool.slug == "slack")).one(), datetime(2026, 1, 1, tzinfo=UTC)
        session.add(Decision(reference="d-1", series="d-1", tool_id=tool.id or 0, status="prohibited",
                             scope={"person": "bo"}, reason="not for Bo", decided_by="cy", valid_from=day,
                             recorded_at=day))  # fmt: skip

    filled_store.transact(rule)
    told = imported(filled_store, tmp_path / "a.csv", "slack,anna,\nslack,bo,\nslack,kim,\n")
    assert [told[who]["verdict"]["basis"] == "decision" for who in ("anna", "bo", "kim")] == [False, True, False]


def test_a_tool_of_a_refused_answer_is_recorded_by_the_next_one(filled_store: Store, tmp_path: Path) -> None:
    told = imported(filled_store, tmp_path / "a.csv", "Brandnew,anna,nonsense\nBrandnew,bo,\nBrandnew,kim,\n")
    assert {who: one["tool"] for who, one in told.items()} == {"bo": "brandnew", "kim": "brandnew"}
    with filled_store.session() as session:
        tool = session.exec(select(Tool.id).where(Tool.slug == "brandnew")).one()
        assert set(session.exec(select(Adoption.tool_id).order_by(col(Adoption.id)))) == {tool}
