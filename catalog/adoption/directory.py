"""The organisation's directory, as a table: each person with the names that logs know them by, department and team.

Columns, in any order and case: a name (`displayname`, `name`, or first and last name), a login (`login`, `username`,
`samaccountname`), mail addresses (`mail`, `email`, `userprincipalname`), and if there: `department`, `team`.

Who has left: by a day (`leavingdate`, `terminationdate`, Entra's `employeeLeaveDateTime`), by a status that says so, or
by an account that is not enabled. A status of nobody who has left says nothing: who is back is said by hand.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from catalog import audit, people
from catalog import moment as moments
from catalog.adoption import leaving, linking
from catalog.adoption.entries import Unusable, load
from catalog.adoption.tables import Row, rows
from catalog.errors import ByotError
from catalog.models.register import Identity, Person
from catalog.store import Store

NAMES = ("displayname", "fullname", "name")
LOGINS = ("login", "username", "samaccountname", "userid", "uid")
MAILS = ("mail", "email", "emailaddress", "workemail", "userprincipalname", "primaryemail")
LEAVING = (
    "leavingdate", "leavedate", "lefton", "terminationdate", "employeeleavedatetime", "lastday", "lastworkingday",
    "employmentenddate",
)  # fmt: skip
STATUSES = ("status", "employmentstatus", "employeestatus", "userstatus", "accountstatus")
GONE = ("inactive", "terminated", "left", "leaver", "former", "deactivated", "deprovisioned", "disabled", "resigned")
ENABLED = ("accountenabled", "enabled", "active", "isactive")
NO = ("false", "no", "0")
ROLE = "reviewer"
SHOWN = 100


def load_people(store: Store, path: Path, by: str, called: str | None = None) -> dict[str, Any]:
    """Record the people of a directory with their names; give how many, and the rows that say nobody.

    A row that names a person who is known, by any of the names, adds to that person. One whose names are two people's
    is told: merge them first. `called` is the name by which the file is told, where that is not its path.
    Raises `NotFound`, `BadData`, or `NotAllowed` unless `by` is a reviewer.
    """
    content = load(path)
    content = replace(content, file=called) if called else content
    read = list(rows(content, (*LOGINS, *MAILS)))

    def work(session: Session) -> dict[str, Any]:
        audit.take_turn(session)
        people.with_role(session, by, ROLE)
        unusable: list[Unusable] = []
        recorded: list[Person] = []
        leavers = 0
        for row in read:
            if isinstance(row, Unusable):
                unusable.append(row)
                continue
            try:
                with session.begin_nested():
                    person = _record(session, row)
                    leavers += _leave(session, person, row, by)
                recorded.append(person)
            except (ByotError, ValueError) as error:
                why = error.message if isinstance(error, ByotError) else str(error)
                unusable.append(Unusable(row.line, why))
        linking.link_each(session, linking.claim(session, recorded))
        told = {"file": content.file, "entries": len(read), "people": len(recorded), "rejected": len(unusable),
                "left": leavers}  # fmt: skip
        audit.append(
            session, who=by.strip(), what="directory read", subject=f"directory:{content.sha256}", content=told
        )
        return {**told, "unusable": [{"line": one.line, "why": one.why} for one in unusable[:SHOWN]]}

    return store.transact(work)


def _record(session: Session, row: Row) -> Person:
    names = [name for name in (*(row.get(one) for one in LOGINS), *(row.get(one) for one in MAILS)) if name]
    shown = row.get(*NAMES) or " ".join(
        part for part in (row.get("firstname", "givenname"), row.get("lastname", "surname")) if part
    )
    aliases = dict.fromkeys(alias for name in [*names, shown] if name and (alias := people.alias_of(name)))
    if not names or not aliases:
        raise ValueError("has no login and no mail address")
    found = people.Directory(session, names)
    known = {person.id: person for name in names if (person := found.find(name)) is not None}
    if len(known) > 1:
        raise ValueError("its names are two people's: " + ", ".join(sorted(one.slug for one in known.values())))
    person = next(iter(known.values()), None) or _new(session, names[0], shown)
    for alias in aliases:
        held = session.exec(
            select(Identity).where(Identity.kind == alias.kind, Identity.issuer == alias.issuer)
            .where(Identity.value == alias.value)
        ).first() or Identity(**alias._asdict())  # fmt: skip
        if held.person_id in (None, person.id):  # two people may share a name as it is written, never a login
            held.person_id = person.id
            session.add(held)
    if shown and people.slug_of(person.name) == person.slug:
        person.name = people.clean(shown)
    if department := row.get("department", "dept", "division"):
        person.department_id = people.department_for(session, department).id
    if team := row.get("team", "group"):
        person.team_id = people.team_for(session, team).id
    session.add(person)
    session.flush()
    return person


def _leave(session: Session, person: Person, row: Row, by: str) -> bool:
    """Record that somebody leaves where the row says so; a day corrects what is known, a status alone does not."""
    day, today = _leaving_day(row), moments.now().date()
    if day is None and (person.left_on is not None or not _gone(row)):
        return False
    if (day or today) == person.left_on:
        return False
    leaving.record(session, person, day or today, by, today)
    return True


def _leaving_day(row: Row) -> date | None:
    """Give the day of leaving, which may lie ahead; raise `ValueError` for what is none."""
    said = row.get(*LEAVING)
    try:
        return date.fromisoformat(said[:10]) if said else None
    except ValueError:
        found = row.at(*LEAVING)
        return found.date() if found else None


def _gone(row: Row) -> bool:
    return row.get(*STATUSES).lower() in GONE or row.get(*ENABLED).lower() in NO


def _new(session: Session, login: str, shown: str) -> Person:
    """Record a person under the slug of the login; the name is what people read."""
    wanted = people.slug_of(people.clean(login).rpartition("\\")[2])
    taken = session.exec(select(Person).where(Person.slug == wanted)).first()
    if taken is not None:
        raise ValueError(f"somebody else is {wanted} here already: merge them, or name them: byot people name {wanted}")
    person = Person(slug=wanted, name=people.clean(shown or login), roles=["employee"])
    session.add(person)
    session.flush()
    return person
