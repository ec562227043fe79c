"""The whole way of a log: sightings and proposals in the register, once however often it is read."""

import gzip
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import Session, col, select

from catalog import audit, people
from catalog.adoption import register
from catalog.adoption.discovering import Discovery, discover
from catalog.adoption.register import Declaration
from catalog.discovery import engine, sightings
from catalog.models.register import Adoption, Identity, Origin, Sighting, StoredVerdict
from catalog.models.review import Event, Review
from catalog.models.tool import Domain, Tool
from catalog.store import Store
from tests.catalog.entries import DAY, entry

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a log of entries and give its path."""

    def written(*entries: str, name: str = "access.log") -> Path:
        path = tmp_path / name
        content = "".join(entries).encode()
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return path

    return written


def counted(store: Store) -> dict[str, int]:
    with store.session() as session:
        return {
            table.__name__: session.exec(select(func.count()).select_from(table)).one()
            for table in (Origin, Sighting, Adoption, Event)
        }


def detected(store: Store, tool: str = "slack") -> list[tuple[str, str, date | None]]:
    with store.session() as session:
        rows = session.exec(
            select(Adoption)
            .join(Tool, col(Adoption.tool_id) == col(Tool.id))
            .where(Tool.slug == tool, Adoption.kind == "detected")
            .order_by(Adoption.who, Adoption.tenant)
        ).all()
    return [(row.who, row.tenant, row.since) for row in rows]


def new(found: Discovery) -> dict[str, int]:
    told: dict[str, int] = found.document()["new"]
    return told


def test_a_log_becomes_sightings_per_tool_user_and_day(filled_store: Store, write: Write) -> None:
    log = write(
        entry("acme.slack.com"),
        entry("slack.com", size=50),
        entry("slack.com", at=DAY + 86_400),
        entry("slack.com", user="kim", result="TCP_DENIED/403"),
        entry("trello.com", user="-"),
        entry("trello.com", user="-", result="TCP_DENIED/407"),
        entry("app.newtool.io"),
        entry("www.newtool.io", user="kim"),
        entry("intranet"),
    )
    told = discover(filled_store, [log]).document()
    assert told["sightings"] == [
        {"tool": "slack", "user": "jdoe", "day": "2026-11-24", "events": 2, "blocked": 0,
         "bytes_up": None, "bytes_down": 150},
        {"tool": "slack", "user": "jdoe", "day": "2026-11-25", "events": 1, "blocked": 0,
         "bytes_up": None, "bytes_down": 100},
        {"tool": "slack", "user": "kim", "day": "2026-11-24", "events": 1, "blocked": 1,
         "bytes_up": None, "bytes_down": 100},
        {"tool": "trello", "user": "10.0.0.1", "day": "2026-11-24", "events": 1, "blocked": 0,
         "bytes_up": None, "bytes_down": 100},
    ]  # fmt: skip
    assert told["unmatched"] == [{"domain": "newtool.io", "users": 2, "events": 2}]
    assert told["new"] == {"sightings": 4, "proposals": 2}


def test_what_was_only_blocked_proposes_nothing(filled_store: Store, write: Write) -> None:
    found = discover(filled_store, [write(entry("slack.com", result="TCP_DENIED/403"))])
    assert new(found) == {"sightings": 1, "proposals": 0}


def test_the_same_content_counts_once_under_any_name_and_packed(filled_store: Store, write: Write) -> None:
    entries = [entry("slack.com", user=f"user{number}") for number in range(20)]
    first = discover(filled_store, [write(*entries)])
    assert new(first) == {"sightings": 20, "proposals": 20}
    before = counted(filled_store)
    again = discover(filled_store, [write(*entries), write(*entries, name="b.log"), write(*entries, name="c.log.gz")])
    assert new(again) == {"sightings": 0, "proposals": 0}
    assert counted(filled_store) == before
    assert again.document()["sightings"] == first.document()["sightings"]
    assert [file["read_before"] is not None for file in again.files] == [True, True, True]


def test_the_same_content_twice_in_one_go_counts_once(filled_store: Store, write: Write) -> None:
    log = entry("slack.com")
    found = discover(filled_store, [write(log), write(log, name="copy.log.gz")])
    assert new(found) == {"sightings": 1, "proposals": 1}
    assert [one["events"] for one in found.document()["sightings"]] == [1]


def test_a_dry_run_says_what_would_be_new_and_records_nothing(filled_store: Store, write: Write) -> None:
    before = counted(filled_store)
    found = discover(filled_store, [write(entry("slack.com"))], dry_run=True)
    assert new(found) == {"sightings": 1, "proposals": 1}
    assert counted(filled_store) == before
    assert new(discover(filled_store, [write(entry("slack.com"))])) == {"sightings": 1, "proposals": 1}


def test_the_good_files_are_kept_beside_bad_ones(filled_store: Store, write: Write, tmp_path: Path) -> None:
    files = [tmp_path / "missing.log", write(entry("slack.com")), write("\0\1\2" * 99, name="x.bin"), write(name="0")]
    found = discover(filled_store, files)
    assert [Path(file["file"]).name for file in found.files] == ["access.log"]
    assert [Path(problem.where or "").name for problem in found.problems] == ["missing.log", "x.bin", "0"]
    assert counted(filled_store)["Origin"] == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_proposals_are_the_same_in_whatever_order_logs_come(
    filled_store: Store, write: Write, order: tuple[int, int]
) -> None:
    logs = [
        write(entry("slack.com", at=DAY - 86_400), entry("slack.com", user="kim"), name="a.log"),
        write(entry("acme.slack.com"), entry("other.slack.com", at=DAY + 86_400), name="b.log"),
    ]
    for number in order:
        discover(filled_store, [logs[number]])
    found = detected(filled_store)
    assert [(who, tenant) for who, tenant, _ in found] == [
        ("jdoe", "acme.slack.com"), ("jdoe", "other.slack.com"), ("kim", ""),
    ]  # fmt: skip
    assert min(since for who, _, since in found if who == "jdoe" and since) == date(2026, 11, 23)


def test_what_is_seen_is_linked_to_what_the_person_declared_and_kept_apart(filled_store: Store, write: Write) -> None:
    with filled_store.write() as session:
        register.declare(session, Declaration("slack", "jdoe"))
    discover(filled_store, [write(entry("slack.com", user="ACME%5CJDOE"), entry("slack.com", user="kim"))])
    with filled_store.write() as session:
        register.declare(session, Declaration("slack", "kim"))
        told = register.listing(session, tool="slack")
        kinds = session.exec(select(Adoption.kind).order_by(Adoption.kind)).all()
    assert kinds == ["declared", "declared", "detected", "detected"]
    assert {one["by"]: [part["kind"] for part in one["evidence"]] for one in told} == {
        "jdoe": ["declared", "detected"],
        "kim": ["declared", "detected"],
    }


def test_a_name_that_nobody_is_known_by_becomes_an_identity_without_a_person(filled_store: Store, write: Write) -> None:
    discover(filled_store, [write(entry("slack.com", user="ACME\\ghost"), entry("slack.com", user="-"))])
    with filled_store.session() as session:
        found = session.exec(select(Identity.kind, Identity.issuer, Identity.value, Identity.person_id)).all()
        assert people.find(session, "ghost") is None
    assert found == [("login", "acme", "ghost", None)]


def test_a_case_opens_for_a_tool_whose_use_is_not_plainly_allowed(filled_store: Store, write: Write) -> None:
    with filled_store.write() as session:
        register.declare(session, Declaration("https://app.newtool.io/login", "kim"))
    discover(filled_store, [write(entry("app.newtool.io"), entry("slack.com"))])
    with filled_store.session() as session:
        cases = session.exec(
            select(Tool.slug).join(Review, col(Review.tool_id) == col(Tool.id)).order_by(Tool.slug)
        ).all()
    assert list(cases) == ["newtool-io"]


def test_logs_read_at_once_by_several_make_no_double_and_no_fork(filled_store: Store, write: Write) -> None:
    same = [entry("slack.com", user=f"user{number}") for number in range(30)]
    logs = [write(*same, name=f"{number}.log") for number in range(3)]
    logs += [write(*same, entry("zoom.us"), name=f"more{number}.log") for number in range(3)]
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda log: discover(filled_store, [log]), logs))
    assert [one.problems for one in found] == [[]] * 6
    assert len(detected(filled_store)) == 30
    assert counted(filled_store)["Origin"] == 2
    with filled_store.session() as session:
        assert audit.verify(session).problems == []


def test_many_keys_are_summed_up_on_disk(filled_store: Store, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [entry("slack.com", user=f"u{n % 50}") + entry(f"a.site{n % 40}.com", user=f"u{n}") for n in range(400)]
    whole = discover(filled_store, [write(*entries)], dry_run=True).document()
    monkeypatch.setattr(sightings, "PIECE", 7)
    pieces = discover(filled_store, [write(*entries)], dry_run=True).document()
    assert pieces == whole
    assert len(whole["sightings"]) == 50
    assert [one["users"] for one in whole["unmatched"]] == [10] * 40


def test_bytes_beyond_32_bits_are_kept(filled_store: Store, write: Write) -> None:
    discover(filled_store, [write(entry("slack.com", size=6_000_000_000), entry("slack.com", size=1))])
    with filled_store.session() as session:
        assert session.exec(select(Sighting.bytes_down, Sighting.bytes_up)).all() == [(6_000_000_001, None)]


def test_sizes_that_no_number_holds_break_nothing(filled_store: Store, write: Write) -> None:
    entries = [entry("slack.com", size=10**18 - 1) for _ in range(30)]
    assert discover(filled_store, [write(*entries)]).problems == []
    with filled_store.session() as session:
        assert session.exec(select(Sighting.bytes_down)).all() == [engine.MOST]


def test_who_came_by_once_is_proposed_when_logs_together_show_enough(
    filled_store: Store, write: Write, tmp_path: Path
) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("policy: a\nproposals: {events: 3, days: 2}\n")
    first = discover(filled_store, [write(entry("slack.com"), entry("slack.com"), entry("slack.com"))], policy)
    assert new(first) == {"sightings": 1, "proposals": 0}
    assert detected(filled_store) == []
    second = discover(filled_store, [write(entry("slack.com", at=DAY + 86_400), name="next.log")], policy)
    assert new(second) == {"sightings": 1, "proposals": 1}
    assert [(who, since) for who, _, since in detected(filled_store)] == [("jdoe", TODAY)]


# A log that has grown since it was read


def uses(store: Store) -> list[tuple[str, str, date | None, int]]:
    """Every sighting of the store: tool, user, day, events."""
    with store.session() as session:
        rows = session.exec(
            select(Tool.slug, Sighting)
            .join(Tool, col(Sighting.tool_id) == col(Tool.id))
            .order_by(Tool.slug, Sighting.user, col(Sighting.day), col(Sighting.id))
        ).all()
    return [(slug, seen.user, seen.day, seen.events) for slug, seen in rows]


def told(store: Store) -> list[str]:
    """What the trail tells, event by event; the chain is whole."""
    with store.session() as session:
        assert audit.verify(session).problems == []
        return list(session.exec(select(Event.what).order_by(col(Event.id))))


TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
MONDAY = [entry("slack.com"), entry("slack.com"), entry("slack.com", user="kim"), entry("a.newtool.io", user="kim")]
TUESDAY = [
    entry("slack.com", at=DAY + 86_400),
    entry("slack.com", user="kim", at=DAY + 3),
    entry("zoom.us", user="lee"),
]
BOTH = [
    ("slack", "jdoe", TODAY, 2),
    ("slack", "jdoe", TOMORROW, 1),
    ("slack", "kim", TODAY, 2),
    ("zoom", "lee", TODAY, 1),
]


@pytest.mark.parametrize("name", ["access.log", "kept.log.gz"])
def test_a_log_that_grew_counts_its_new_lines_only(filled_store: Store, write: Write, name: str) -> None:
    assert new(discover(filled_store, [write(*MONDAY)])) == {"sightings": 2, "proposals": 2}
    grown = discover(filled_store, [write(*MONDAY, *TUESDAY, name=name)])
    assert new(grown) == {"sightings": 2, "proposals": 1}
    assert (grown.files[0]["read_before"], grown.files[0]["grown_since"] is None) == (None, False)
    assert uses(filled_store) == BOTH
    assert [(who, since) for who, _, since in detected(filled_store)] == [("jdoe", TODAY), ("kim", TODAY)]
    assert told(filled_store)[-3:] == ["log read", "log grown", "adoptions proposed"]


def test_a_log_that_grows_every_day_is_counted_once(filled_store: Store, write: Write) -> None:
    lines: list[str] = []
    for day in range(4):
        lines += [entry("slack.com", at=DAY + 86_400 * day), entry("zoom.us", user=f"user{day}")]
        for _ in range(2):
            found = discover(filled_store, [write(*lines)])
        assert new(found) == {"sightings": 0, "proposals": 0}
    assert [events for *_, events in uses(filled_store)] == [1] * 8
    assert counted(filled_store)["Adoption"] == 5
    with filled_store.session() as session:
        held = session.exec(select(Sighting.origin_id).distinct()).all()
        into = session.exec(select(Origin.grown_into_id).order_by(col(Origin.id))).all()
        ids = session.exec(select(Origin.id).order_by(col(Origin.id))).all()
    assert list(held) == [ids[-1]]
    assert list(into) == [*ids[1:], None]


def test_what_was_read_before_it_grew_counts_nothing_afterwards(filled_store: Store, write: Write) -> None:
    discover(filled_store, [write(*MONDAY)])
    discover(filled_store, [write(*MONDAY, *TUESDAY)])
    before = counted(filled_store)
    logs = [write(*MONDAY, name="old.log.gz"), write(*MONDAY, *TUESDAY), write(*MONDAY, name="older.log")]
    for order in (logs, logs[::-1]):
        again = discover(filled_store, order)
        assert new(again) == {"sightings": 0, "proposals": 0}
        assert [one["events"] for one in again.uses] == [2, 1, 2, 1]
        assert again.strays == [{"domain": "newtool.io", "users": 1, "events": 1}]
    assert counted(filled_store) == before


def test_a_line_half_written_belongs_to_the_grown_log_only(filled_store: Store, write: Write) -> None:
    """Wherever the earlier reading ended within its last line, the log comes out as if it had been read once."""
    last = entry("zoom.us", user="jdoe-smith")
    for cut in range(1, len(last), 6):
        first = entry("slack.com", user="jdoe", at=DAY + cut)
        assert new(discover(filled_store, [write(first, last[:cut])]))["sightings"] >= 1
        assert discover(filled_store, [write(first, last)]).files[0]["records"] == 2
    count = len(range(1, len(last), 6))
    assert uses(filled_store) == [("slack", "jdoe", TODAY, 1)] * count + [("zoom", "jdoe-smith", TODAY, 1)] * count
    assert detected(filled_store, "slack") == [("jdoe", "", TODAY)]
    assert detected(filled_store, "zoom") == [("jdoe-smith", "", TODAY)]


def test_a_log_that_was_rotated_is_two(filled_store: Store, write: Write) -> None:
    discover(filled_store, [write(*MONDAY)])
    rotated, fresh = write(*MONDAY, TUESDAY[0], name="access.log.1"), write(*TUESDAY[1:])
    found = discover(filled_store, [fresh, rotated])
    assert new(found) == {"sightings": 3, "proposals": 1}
    assert [file["grown_since"] is None for file in found.files] == [True, False]
    assert sum(events for *_, events in uses(filled_store)) == sum(events for *_, events in BOTH)
    assert new(discover(filled_store, [write(*MONDAY, TUESDAY[0], name="access.log.2.gz")]))["sightings"] == 0


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_log_and_what_it_grew_into_in_one_go_count_once(filled_store: Store, write: Write, dry_run: bool) -> None:
    before = counted(filled_store)
    logs = [write(*MONDAY, name="monday.log"), write(*MONDAY, *TUESDAY)]
    found = discover(filled_store, logs, dry_run=dry_run)
    assert new(found) == {"sightings": 4, "proposals": 3}
    assert [(one["tool"], one["user"], date.fromisoformat(one["day"]), one["events"]) for one in found.uses] == BOTH
    assert found.strays == [{"domain": "newtool.io", "users": 1, "events": 1}]
    assert (counted(filled_store) == before) is dry_run


def test_a_dry_run_on_a_log_that_grew_records_nothing(filled_store: Store, write: Write) -> None:
    discover(filled_store, [write(*MONDAY)])
    before = counted(filled_store), uses(filled_store)
    assert new(discover(filled_store, [write(*MONDAY, *TUESDAY)], dry_run=True)) == {"sightings": 2, "proposals": 1}
    assert (counted(filled_store), uses(filled_store)) == before


def test_a_fault_while_a_log_takes_its_place_leaves_the_earlier_one(
    filled_store: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    discover(filled_store, [write(*MONDAY)])
    before = counted(filled_store), uses(filled_store)

    def broken(*_: object) -> None:
        raise RuntimeError("the power is gone")

    grown = write(*MONDAY, *TUESDAY)
    with monkeypatch.context() as patch:
        patch.setattr("catalog.adoption.correcting.correct", broken)
        with pytest.raises(RuntimeError):
            discover(filled_store, [grown])
    assert (counted(filled_store), uses(filled_store)) == before
    assert new(discover(filled_store, [grown])) == {"sightings": 2, "proposals": 1}


def test_what_somebody_recorded_meanwhile_is_found_to_have_grown(
    filled_store: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earlier log is recorded by another process after this one has begun to read."""
    monday, grown = write(*MONDAY, name="monday.log"), write(*MONDAY, *TUESDAY)
    begin, compared = sightings.contents, []

    def meanwhile(session: Session) -> dict[int, set[str]]:
        found = begin(session)
        compared.append(found)
        if len(compared) == 1:
            session.close()
            discover(filled_store, [monday])
        return found

    monkeypatch.setattr(sightings, "contents", meanwhile)
    assert new(discover(filled_store, [grown])) == {"sightings": 2, "proposals": 1}
    assert uses(filled_store) == BOTH


def test_logs_that_grow_from_each_other_read_at_once_count_once(filled_store: Store, write: Write) -> None:
    lines = [entry("slack.com", user=f"user{number}") for number in range(6)]
    logs = [write(*lines[: number + 1], name=f"{number}.log") for number in range(6)]
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda log: discover(filled_store, [log]), logs))
    assert [one.problems for one in found] == [[]] * 6
    discover(filled_store, [write(*lines, entry("zoom.us"))])
    assert uses(filled_store) == [("slack", f"user{number}", TODAY, 1) for number in range(6)] + [
        ("zoom", "jdoe", TODAY, 1)
    ]
    assert told(filled_store)


def test_what_no_log_shows_any_more_is_taken_back_unless_somebody_answered(filled_store: Store, write: Write) -> None:
    """A domain turned out to be another tool's: the grown log says so for its old lines too."""
    discover(filled_store, [write(*MONDAY, entry("slack.com", user="lee"))])
    discover(filled_store, [write(entry("slack.com", user="lee", at=DAY + 86_400), name="other.log")])
    with filled_store.write() as session:
        register.declare(session, Declaration("trello", "kim"))
        kims = session.exec(select(Adoption).where(Adoption.kind == "detected", Adoption.who == "kim")).one()
        register.dispute(session, kims.reference, "kim")
        slack, zoom = (session.exec(select(Tool).where(Tool.slug == slug)).one() for slug in ("slack", "zoom"))
        for domain in session.exec(select(Domain).where(Domain.tool_id == slack.id)):
            domain.tool_id = zoom.id or 0
            session.add(domain)
    discover(filled_store, [write(*MONDAY, entry("slack.com", user="lee"), *TUESDAY)])
    assert detected(filled_store, "slack") == [("kim", "", TODAY), ("lee", "", TOMORROW)]
    assert [who for who, *_ in detected(filled_store, "zoom")] == ["jdoe", "kim", "lee"]
    assert "proposals corrected" in told(filled_store)


def test_users_of_strays_are_counted_once_over_several_logs(filled_store: Store, write: Write) -> None:
    logs = [write(*(entry("newtool.io", user=user) for user in users), name=f"{users}.log") for users in ("abc", "bcd")]
    assert discover(filled_store, logs).strays == [{"domain": "newtool.io", "users": 4, "events": 6}]


def test_what_logs_show_shares_one_verdict_and_is_told_whole(filled_store: Store, write: Write) -> None:
    discover(filled_store, [write(*(entry("slack.com", user=f"user{number}") for number in range(30)))])
    with filled_store.session() as session:
        kept = session.exec(select(Adoption.verdict, Adoption.verdict_id)).all()
        whole = session.exec(select(StoredVerdict)).one()
        shown = register.listing(session, tool="slack")
    assert {number for _, number in kept} == {whole.id}
    assert {tuple(sorted(gist or ())) for gist, _ in kept} == {("basis", "industry", "plan", "verdict")}
    assert [one["verdict"] for one in shown] == [whole.document] * 30
    assert whole.document["reasons"]


def test_the_trail_tells_what_a_log_brought(filled_store: Store, write: Write) -> None:
    discover(filled_store, [write(entry("slack.com"))])
    with filled_store.session() as session:
        told = session.exec(select(Event.what).order_by(Event.id)).all()  # type: ignore[arg-type]
        assert audit.verify(session).problems == []
    assert list(told)[-2:] == ["log read", "adoptions proposed"]


def test_what_was_disputed_stays_disputed_when_seen_again(filled_store: Store, write: Write) -> None:
    with filled_store.write() as session:
        register.declare(session, Declaration("trello", "jdoe"))
    discover(filled_store, [write(entry("slack.com"))])

    def dispute(session: Session) -> None:
        seen = session.exec(select(Adoption).where(Adoption.kind == "detected")).one()
        register.dispute(session, seen.reference, "jdoe")

    filled_store.transact(dispute)
    found = discover(filled_store, [write(entry("slack.com"), entry("zoom.us"), name="b.log")])
    assert new(found)["proposals"] == 1
    with filled_store.session() as session:
        states: Any = session.exec(select(Adoption.state).where(Adoption.kind == "detected")).all()
    assert sorted(states) == ["disputed", "proposed"]
