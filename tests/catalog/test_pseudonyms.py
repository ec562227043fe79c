"""Pseudonyms: the same under the same key whatever a person is called, no name beside them, led back for a reason."""

import hashlib
import hmac
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from catalog import exporters, people, pseudonyms
from catalog.adoption import merging, register
from catalog.adoption.register import Declaration
from catalog.errors import BadSetting, BadUse, NotAllowed, NotFound
from catalog.models.register import Adoption, Origin, Sighting
from catalog.models.review import Event
from catalog.models.tool import Tool
from catalog.settings import Settings, read
from catalog.store import Store

KEY, OTHER = b"a key that only tests use", b"another key of the tests"
MAIL, LOGIN = "anna.berg@firm.example", "FIRM\\aberg"
AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def desk(filled_store: Store) -> Store:
    """A store where Anna declared a tool, and a log shows her under a mail address, and somebody whom nobody knows."""

    def work(session: Session) -> None:
        people.settle(session)
        merging.name(session, "anna", [MAIL, LOGIN], "bo")
        register.declare(session, Declaration("slack", "anna", data=("internal",), purpose="Talks with Anna's team"))
        slack = session.exec(select(Tool.id).where(Tool.slug == "slack")).one() or 0
        log = Origin(sha256="0" * 64, file="proxy.log", format="squid", records=2, rejected=0, read_at=AT)
        session.add(log)
        session.flush()
        declared = session.exec(select(Adoption)).one()
        for who, linked in ((MAIL, declared.id), ("x7", None)):
            session.add(Sighting(origin_id=log.id or 0, tool_id=slack, user=who, day=AT.date(), events=1, blocked=0))
            session.add(
                Adoption(
                    reference=f"a-{len(who)}", kind="detected", state="proposed", tool_id=slack, who=who,
                    linked_id=linked, recorded_at=AT, changed_at=AT,
                )
            )  # fmt: skip

    filled_store.transact(work)
    return filled_store


def exported(store: Store, name: str, key: bytes | None = KEY, as_of: str | None = None) -> str:
    out = io.BytesIO()
    with store.session() as session:
        exporters.export(session, name, out, key=key, as_of=as_of)
    return out.getvalue().decode("utf-8-sig")


def test_a_pseudonym_is_the_keyed_hash_of_a_name() -> None:
    wanted = hmac.new(KEY, b"anna berg", hashlib.sha256).hexdigest()[:20]
    assert pseudonyms.pseudonym(KEY, " Anna  BERG ") == f"p-{wanted}"
    assert pseudonyms.pseudonym(OTHER, "anna berg") != f"p-{wanted}"


def test_the_register_and_the_trail_name_nobody_under_pseudonyms(desk: Store) -> None:
    anna, stranger = (pseudonyms.pseudonym(KEY, name) for name in ("anna", "x7"))
    told = json.loads(exported(desk, "json"))["adoptions"]
    assert {one["by"] for one in told} == {anna, stranger}
    mine = next(one for one in told if one["by"] == anna)
    assert [source.get("user", source.get("by")) for source in mine["evidence"]] == [anna, anna]
    today = datetime.now(UTC).isoformat()
    for text in (
        *(exported(desk, name) for name in ("csv", "json", "ocsf", "cef")),
        exported(desk, "csv", as_of=today),
    ):
        assert anna in text
        assert not [name for name in ("anna", "Anna", "aberg", 'x7"', ",x7,") if name in text]
    assert "proxy.log" not in exported(desk, "csv")
    assert "proxy.log" in exported(desk, "csv", key=None)
    assert "Anna's team" in exported(desk, "json", key=None)
    assert exported(desk, "csv", OTHER) != exported(desk, "csv") == exported(desk, "csv")


def test_the_pack_is_refused_and_a_block_list_is_as_it_was(desk: Store) -> None:
    with pytest.raises(BadUse, match="those name people"):
        exported(desk, "evidence")
    assert exported(desk, "squid") == exported(desk, "squid", key=None)


def test_a_reviewer_is_told_who_it_is_for_a_reason_that_the_trail_keeps(desk: Store) -> None:
    anna, stranger = (pseudonyms.pseudonym(KEY, name) for name in ("anna", "x7"))

    def ask(wanted: str, reason: str = "Data were sent out", by: str = "bo", key: bytes = KEY) -> dict[str, object]:
        return desk.transact(lambda session: pseudonyms.reveal(session, key, wanted, reason, by))

    told = ask(anna.upper())
    assert (told["person"], told["name"], told["names"]) == ("anna", "Anna", ["Anna", "anna"])
    assert ask(pseudonyms.pseudonym(KEY, MAIL))["person"] == "anna"  # as an export of before she was known had it
    assert (ask(stranger)["person"], ask(stranger)["name"]) == (None, "x7")
    with pytest.raises(NotAllowed):
        ask(anna, by="anna")
    with pytest.raises(BadUse, match="needs a reason"):
        ask(anna, reason=" ")
    with pytest.raises(NotFound, match="BYOT_PSEUDONYM_KEY"):
        ask(anna, key=OTHER)
    with desk.session() as session:
        rows = session.exec(select(Event).where(Event.what == "pseudonym revealed").order_by(col(Event.id))).all()
    assert len(rows) == 4
    assert (rows[0].who, rows[0].subject) == ("bo", f"pseudonym:{anna}")
    assert json.loads(rows[0].content) == {"reason": "Data were sent out"}


@pytest.mark.parametrize("said", ["", "short", "/nowhere/key"], ids=["none", "short", "no-file"])
def test_a_key_that_cannot_serve_names_the_mend_and_never_itself(said: str) -> None:
    with pytest.raises(BadSetting, match="openssl rand") as caught:
        pseudonyms.key_of(read({"BYOT_PSEUDONYM_KEY": said}))
    assert caught.value.where == "BYOT_PSEUDONYM_KEY"
    assert not said or said not in str(caught.value)


def test_the_key_is_read_from_its_file_and_shown_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(KEY + b"\n")
    assert pseudonyms.key_of(Settings(pseudonym_key=str(file))) == pseudonyms.key_of(
        Settings(pseudonym_key=KEY.decode())
    )
    assert KEY.decode() not in repr(Settings(pseudonym_key=KEY.decode()))
