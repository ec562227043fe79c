"""Whose account a tenant is: the company's by the policy, people's own by it and by data/, else not known."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from catalog import people
from catalog.adoption import register, whose
from catalog.adoption.discovering import discover
from catalog.adoption.register import Declaration
from catalog.dataset.reading import Dataset
from catalog.dataset.tenants import record_tenants
from catalog.dataset.versions import newest_release
from catalog.errors import BadData, Conflicting, NotAllowed
from catalog.exporters._past import adoptions_at
from catalog.models.register import Adoption, Tenant
from catalog.models.review import Event
from catalog.models.tool import Tool
from catalog.moment import Moment, now
from catalog.store import Store
from tests.catalog.entries import entry

OURS = "policy: a\ntenants: {company: [ourfirm.slack.com], personal: [mine.slack.com]}\n"


def record(store: Store, folder: Path, said: str) -> None:
    """Record the tenants of a policy, and of a data folder that has no tools."""
    file = folder / "policy.yaml"
    file.write_text(said, encoding="utf-8")

    def work(session: Session) -> None:
        dataset = Dataset(folder)
        dataset.rubric = newest_release(session, Moment(now(), now()))
        record_tenants(session, dataset, {}, file)

    store.transact(work)


def proposed(store: Store, folder: Path, *lines: str) -> list[tuple[Any, ...]]:
    """Give what a log proposes: tool, tenant, account, and whether it is linked to what was declared."""
    log = folder / "access.log"
    log.write_text("".join(lines), encoding="utf-8")
    discover(store, [log])
    with store.session() as session:
        rows = session.exec(
            select(Tool.slug, Adoption).join(Tool, col(Tool.id) == Adoption.tool_id).where(Adoption.kind == "detected")
        ).all()
    return sorted((slug, one.tenant, one.account, one.linked_id is not None) for slug, one in rows)


def test_data_says_which_hosts_serve_people_s_own_accounts(filled_store: Store, tmp_path: Path) -> None:
    told = proposed(
        filled_store, tmp_path, entry("onedrive.live.com"), entry("api.onedrive.com"), entry("docs.google.com", "kim")
    )
    assert [one[:3] for one in told if one[0] == "onedrive"] == [
        ("onedrive", "", "company"), ("onedrive", "onedrive.live.com", "personal"),
    ]  # fmt: skip
    assert [one[1:3] for one in told if one[0] != "onedrive"] == [("", "company")]
    with filled_store.session() as session:
        past = {one["account"] for one in adoptions_at(session, now()) if one["tool"] == "onedrive"}
    assert past == {"company", "personal"}


def test_a_host_that_shows_the_account_is_linked_to_the_like_alone(filled_store: Store, tmp_path: Path) -> None:
    record(filled_store, tmp_path, OURS)

    def declare(session: Session) -> None:
        people.settle(session)
        register.declare(session, Declaration("slack", "anna", account="personal"))

    filled_store.transact(declare)
    told = proposed(
        filled_store, tmp_path,
        *(entry(host, "anna") for host in ("a.ourfirm.slack.com", "mine.slack.com", "other.slack.com")),
    )  # fmt: skip
    assert told == [
        ("slack", "mine.slack.com", "personal", True),
        ("slack", "other.slack.com", "company", True),
        ("slack", "ourfirm.slack.com", "company", False),
    ]
    again = proposed(filled_store, tmp_path, entry("mine.slack.com", "anna"), entry("slack.com", "anna"))
    assert again == told


def test_the_policy_s_tenants_come_and_go_with_it_and_the_trail_tells(filled_store: Store, tmp_path: Path) -> None:
    for said in (OURS, OURS, "policy: b\n"):
        record(filled_store, tmp_path, said)
        with filled_store.session() as session:
            kinds = dict(session.exec(select(Tenant.name, Tenant.kind)).all())
            told = session.exec(select(Event.what).where(Event.what == "tenants recorded")).all()
        assert kinds == ({"ourfirm.slack.com": "company", "mine.slack.com": "personal"} if said == OURS else {})
    assert len(told) == 2


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("policy: a\ntenants: {company: [ourfirm.example]}\n", "no known tool"),
        ("policy: a\ntenants: {company: [a.slack.com], personal: [a.slack.com]}\n", "under company and under personal"),
    ],
    ids=["no-tool", "both"],
)
def test_tenants_that_cannot_be_are_refused(filled_store: Store, tmp_path: Path, said: str, told: str) -> None:
    with pytest.raises(BadData, match=told) as caught:
        record(filled_store, tmp_path, said)
    assert "policy.yaml" in str(caught.value.where)


def test_a_reviewer_says_that_a_tenant_is_people_s_own_and_what_is_there_follows(
    filled_store: Store, tmp_path: Path
) -> None:
    def declare(session: Session) -> None:
        people.settle(session)
        register.declare(session, Declaration("slack", "anna", account="company"))

    def say(account: str, by: str = "bo", policy: Path | None = None) -> dict[str, Any]:
        return filled_store.transact(lambda session: whose.say(session, "club.slack.com", account, by, policy))

    def held() -> list[tuple[Any, ...]]:
        with filled_store.session() as session:
            rows = session.exec(select(Adoption).where(Adoption.kind == "detected").order_by(col(Adoption.who))).all()
            return [(one.who, one.account, one.linked_id is not None, one.verdict_id) for one in rows]

    filled_store.transact(declare)
    proposed(filled_store, tmp_path, entry("club.slack.com", "anna"), entry("club.slack.com", "kim"))
    before = held()
    assert [one[:3] for one in before] == [("anna", "company", True), ("kim", "company", False)]
    assert say("personal")["changed"] == 2
    after = held()
    assert [one[:3] for one in after] == [("anna", "personal", False), ("kim", "personal", False)]
    assert {one[3] for one in after}.isdisjoint({one[3] for one in before}), "they are judged anew"
    record(filled_store, tmp_path, "policy: a\n")
    with filled_store.session() as session:
        [shown] = whose.seen(session, None)
        assert (shown["people"], shown["account"]) == (2, "personal"), "the word outlives a load of data/"
        assert {one["account"] for one in adoptions_at(session, now()) if one["by"] == "kim"} == {"personal"}
    with pytest.raises(Conflicting, match="already"):
        say("personal")
    with pytest.raises(NotAllowed):
        say("company", "anna")
    (tmp_path / "policy.yaml").write_text("policy: a\ntenants: {personal: [club.slack.com]}\n")
    with pytest.raises(Conflicting, match="policy says"):
        say("company", policy=tmp_path / "policy.yaml")
    say("company")
    assert [one[:3] for one in held()] == [("anna", "company", True), ("kim", "company", False)]
    say("unknown")
    with filled_store.session() as session:
        assert session.exec(select(Tenant).where(Tenant.name == "club.slack.com")).all() == []
