"""The register as it stood at the end of a past moment, told again from the trail.

What the trail says of an adoption is all that is known of then: what logs showed beside it, and the day a proposal
began, it does not keep. Who was erased since, or is past the keeping of the logs, is so in the past too.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from catalog.adoption import joining
from catalog.adoption.listing import left_behind
from catalog.adoption.presence import left_days
from catalog.adoption.retention import PURGED
from catalog.audit import EPOCH
from catalog.dataset.tenants import TOLD
from catalog.models.register import Adoption, Person, Team
from catalog.models.review import Event
from catalog.moment import written

ACTIVE = ("proposed", "declared", "confirmed", "disputed")
FIELDS = ("plan", "account", "data", "purpose", "since", "until", "state")
ERASED = "erased"
FOLDED = "folded"
AMENDED: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    PURGED: lambda content: {"state": "ended"},
    TOLD: lambda content: {"account": "personal" if content["account"] == "personal" else "company"},
}


def adoptions_at(session: Session, moment: datetime) -> list[dict[str, Any]]:
    """Give the adoptions in use at a moment as documents, the newest first."""
    last = (moment - EPOCH) // timedelta(microseconds=1)
    teams = dict(session.exec(select(Team.id, Team.slug)).all())
    told: dict[str, dict[str, Any]] = {}
    rows = select(Event).where(Event.at <= last).order_by(col(Event.id))
    for event in session.exec(rows.execution_options(yield_per=1000)):
        _follow(told, event, json.loads(event.content), teams)
    gone = _erased(session)
    linked = _linked(session)
    persons = _persons(session)
    for reference, one in told.items():
        one["person"] = persons.get(reference)
        if reference in gone:
            one["by"], one["person"], one["purpose"], one["team"] = ERASED, None, None, None
            one["evidence"] = [{**source, "by": ERASED} for source in one["evidence"]]
    for reference, day in _left(session).items():
        if reference in told:
            one = told[reference]
            one["left_behind"] = left_behind(one["state"], None, one["evidence"], day, moment.date())
    shown = [one for reference, one in told.items() if one["state"] in ACTIVE and not _counted(told, one, linked)]
    return list(reversed(shown))


def _counted(told: dict[str, dict[str, Any]], one: dict[str, Any], linked: Mapping[str, str]) -> bool:
    """Say whether a use counts in another of the same tool already."""
    main = told.get(linked.get(one["id"], ""))
    return main is not None and main["tool"] == one["tool"]


def _follow(told: dict[str, dict[str, Any]], event: Event, content: dict[str, Any], teams: dict[Any, str]) -> None:
    """Bring the adoptions up to an event."""
    if event.subject.startswith("adoption:"):
        reference = event.subject.partition(":")[2]
        one = told.setdefault(reference, _blank(reference, "declared", event))
        one |= {name: content[name] for name in ("tool", "by", *FIELDS) if name in content}
        one["team"] = teams.get(content.get("team"), one["team"])
        if content.get("verdict"):
            one["verdict"] = {"verdict": content["verdict"]}
    elif event.what == "adoptions proposed":
        tool = event.subject.partition(":")[2]
        for reference, who, _tenant in content.get("proposed", ()):
            account = "personal" if reference in content.get("personal", ()) else "company"
            told[reference] = {**_blank(reference, "proposed", event), "tool": tool, "by": who, "account": account}
    elif event.what in ("proposals corrected", "import undone"):
        _forget(told, [*content.get("taken back", ()), *content.get("gone", ())])
    elif event.what in (joining.MERGED, joining.UNDONE):
        _join(told, content, back=event.what == joining.UNDONE)
    elif event.what in AMENDED:
        for reference in content["adoptions"]:
            if reference in told:
                told[reference] |= AMENDED[event.what](content)


def _join(told: dict[str, dict[str, Any]], content: dict[str, Any], *, back: bool) -> None:
    """Move adoptions from a tool to the one that it was merged into, or back; what was folded counts in the other."""
    for reference in content.get("adoptions", ()):
        if reference in told:
            told[reference]["tool"] = content["gone" if back else "kept"]
    for reference, data in content.get("data", {}).items():
        if reference in told:
            told[reference]["data"] = data
    for reference, state in content.get("folded", {}).items():
        if reference in told:
            told[reference]["state"] = state if back else FOLDED


def _forget(told: dict[str, dict[str, Any]], gone: Iterable[Any]) -> None:
    for one in gone:
        told.pop(one[0] if isinstance(one, list) else one, None)


def _blank(reference: str, state: str, event: Event) -> dict[str, Any]:
    at = written(EPOCH + timedelta(microseconds=event.at))
    kind = "declared" if state == "declared" else "detected"
    source = {"kind": kind, "by": event.who, "at": at, "origin": None, "first": None, "last": None, "events": 0}
    return {
        "id": reference, "tool": None, "plan": None, "by": event.who, "person": None, "account": "company",
        "data": [],
        "purpose": None, "team": None, "since": None, "until": None, "state": state, "evidence": [source],
        "verdict": None, "review_by": None, "left_behind": None,
    }  # fmt: skip


def _erased(session: Session) -> set[str]:
    rows = session.exec(select(Event.content).where(col(Event.what).in_(("erasure done", PURGED)))).all()
    return {reference for content in rows for reference in json.loads(content).get("adoptions", ())}


def _persons(session: Session) -> dict[str, str]:
    """Give whose adoptions are by what is known today: by their reference, the person's slug."""
    rows = select(Adoption.reference, Person.slug).join(Person, col(Adoption.person_id) == col(Person.id))
    return dict(session.exec(rows).all())


def _left(session: Session) -> dict[str, date]:
    """Give the day on which the person of an adoption left, by its reference."""
    days = left_days(session)
    rows = session.exec(select(Adoption.reference, Adoption.person_id).where(col(Adoption.person_id).in_(days))).all()
    return {reference: days[person] for reference, person in rows}


def _linked(session: Session) -> dict[str, str]:
    """Give what logs showed of a declared use, so that nothing counts twice: by its reference, the other's."""
    names = dict(session.exec(select(Adoption.id, Adoption.reference)).all())
    rows = session.exec(select(Adoption.reference, Adoption.linked_id).where(col(Adoption.linked_id).is_not(None)))
    return {reference: names[other] for reference, other in rows if other in names}
