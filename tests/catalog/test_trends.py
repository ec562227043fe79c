"""How use grows: weeks, what is new, departments and sources, each person and tool once."""

from datetime import timedelta

from sqlmodel import Session, select

from catalog import people
from catalog.adoption import register
from catalog.adoption.register import Declaration
from catalog.adoption.trends import trends
from catalog.models.register import Adoption, Department, Origin, Person, Sighting
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.store import Store

TODAY = now().date()


def ago(days: int) -> Declaration:
    return Declaration("trello", f"user{days}", data=("internal",), since=TODAY - timedelta(days=days))


def test_uses_are_counted_by_week_department_and_source(filled_store: Store) -> None:
    def work(session: Session) -> None:
        people.settle(session)
        session.add(Department(slug="clinic", name="Clinic", industry="medical"))
        session.flush()
        clinic = session.exec(select(Department)).one()
        for days in (0, 3, 10, 100):
            register.declare(session, ago(days))
        session.exec(select(Person).where(Person.slug == "user0")).one().department_id = clinic.id
        for account in ("company", "personal"):  # one person's use of one tool counts once
            register.declare(session, Declaration("slack", "user3", account=account, since=TODAY, data=("internal",)))
        gone = register.declare(session, ago(20))
        register.stop(session, gone.reference, "user20", TODAY - timedelta(days=8))
        trello = session.exec(select(Tool).where(Tool.slug == "trello")).one()
        origin = Origin(sha256="0" * 64, file="p.log", format="squid", records=1, rejected=0, events=3, last_at=now(),
                        read_at=now())  # fmt: skip
        session.add(origin)
        session.flush()
        session.add(
            Sighting(origin_id=origin.id or 0, tool_id=trello.id or 0, user="jo", day=TODAY, events=3, blocked=0)
        )
        seen = Adoption(reference="a-seen", kind="detected", state="proposed", tool_id=trello.id or 0, who="jo",
                        since=TODAY, recorded_at=now(), changed_at=now())  # fmt: skip
        session.add(seen)
        session.flush()

    filled_store.transact(work)
    with filled_store.session() as session:
        told = trends(session, now())
    weeks = told["weeks"]
    assert [(one["uses"], one["declared"], one["new"]) for one in weeks[-3:]] == [(2, 2, 1), (2, 2, 1), (6, 5, 4)]
    assert weeks[0]["uses"] == 0
    assert told["new"] == [{"tool": "Slack", "people": 1, "since": TODAY.isoformat()}]
    assert told["departments"] == [
        {"department": "not said", "uses": 5, "people": 4},
        {"department": "Clinic", "uses": 1, "people": 1},
    ]
    assert told["sources"] == [{"source": "declared", "uses": 5}, {"source": "detected", "uses": 1}]
    assert told["logs"] == [{"format": "squid", "last": TODAY.isoformat(), "events": 3}]


def test_who_stops_and_begins_again_did_not_use_it_in_between(filled_store: Store) -> None:
    def work(session: Session) -> None:
        people.settle(session)
        first = register.declare(session, ago(60))
        register.stop(session, first.reference, "user60", TODAY - timedelta(days=50))
        again = Declaration("zoom", "user60", since=TODAY - timedelta(days=5), data=("internal",))
        register.declare(session, again)
        leaver = register.declare(session, ago(40))
        session.get_one(Person, leaver.person_id or 0).left_on = TODAY - timedelta(days=20)

    filled_store.transact(work)
    with filled_store.session() as session:
        weeks = trends(session, now())["weeks"]
    in_force = {one["until"]: one["uses"] for one in weeks}
    at = [in_force[(TODAY - timedelta(days=days)).isoformat()] for days in (56, 42, 35, 21, 14, 0)]
    assert at == [1, 0, 1, 1, 0, 1]
