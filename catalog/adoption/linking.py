"""What belongs together: names to their person, and what logs showed to what the same person declared.

Nothing counts twice: of the rows of one person and tool under one tenant, all but the main one are linked to it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from sqlalchemy import and_, func, not_, update
from sqlmodel import Session, col, or_, select

from catalog import people
from catalog.adoption import tenants
from catalog.adoption.listing import ACTIVE, pieces
from catalog.models.register import Adoption, Identity, Person


def claim(session: Session, persons: Sequence[Person]) -> set[tuple[int, int]]:
    """Give people what logs showed under their names before anybody knew them; give whom which tool was given to."""
    given: set[tuple[int, int]] = set()
    for some in pieces(persons):
        ids = {one.id for one in some}
        for names in pieces(sorted(_written(session, some))):
            nobodys = session.exec(
                select(Adoption)
                .where(Adoption.kind == "detected", col(Adoption.person_id).is_(None))
                .where(func.lower(col(Adoption.who)).in_(names))
            ).all()
            directory = people.Directory(session, {one.who for one in nobodys})
            for one in nobodys:
                found = directory.find(one.who)
                if found is not None and found.id in ids:
                    one.person_id = found.id
                    session.add(one)
                    given.add((found.id or 0, one.tool_id))
    session.flush()
    return given


def _written(session: Session, persons: Sequence[Person]) -> set[str]:
    """Give how logs may write the names of some people, in lower case: with each domain that was ever seen before it.

    Every name that a log showed stands among the identities, with its domain.
    """
    own = session.exec(select(Identity.value).where(col(Identity.person_id).in_([one.id for one in persons])))
    values = {*own, *(one.slug for one in persons)}
    seen = session.exec(
        select(Identity.issuer, Identity.value).where(col(Identity.value).in_(values), Identity.issuer != "")
    )
    return values.union(*({f"{domain}\\{name}", f"{domain}\\\\{name}"} for domain, name in seen))


def link(session: Session, persons: Iterable[int | None], tool_id: int, kinds: tenants.Shown | None = None) -> None:
    """Link what logs showed of people and a tool to what each declared, else the later rows to the first.

    Where a tenant shows whose account it is (`kinds`, asked for where they are not given), only the like is linked.
    Rows of nobody stay apart.
    """
    known = sorted({one for one in persons if one is not None})
    if not known:
        return
    kinds = tenants.shown(session, tool_id) if kinds is None else kinds
    for some in pieces(known):
        mine = select(Adoption).where(col(Adoption.person_id).in_(some), Adoption.tool_id == tool_id)
        rows = session.exec(mine.order_by(col(Adoption.person_id), col(Adoption.id))).all()
        for _, of_one in groupby(rows, attrgetter("person_id")):
            _link(list(of_one), kinds)
    session.flush()


def link_each(session: Session, given: Iterable[tuple[int, int]]) -> None:
    """Link what logs showed of some people and tools."""
    persons: dict[int, set[int]] = defaultdict(set)
    for person_id, tool_id in given:
        persons[tool_id].add(person_id)
    for tool_id in sorted(persons):
        link(session, persons[tool_id], tool_id)


def _link(rows: Sequence[Adoption], kinds: tenants.Shown) -> None:
    declared = [one for one in rows if one.kind == "declared" and one.state in ACTIVE and one.linked_id is None]
    told = {one.id for one in rows if one.kind == "declared" and one.linked_id is None}
    main: list[Adoption] = declared[::-1]
    for seen in (one for one in rows if one.kind == "detected" and one.linked_id not in told):
        to = next((one for one in main if _same(one, seen, kinds)), None)
        seen.linked_id = to.id if to is not None else None
        if to is None:
            main.append(seen)


def link_twins(session: Session, tool_id: int) -> None:
    """Link what logs showed of a tool for people whom they know by several names."""
    rows = session.exec(
        select(Adoption.person_id)
        .where(Adoption.kind == "detected", Adoption.tool_id == tool_id, col(Adoption.linked_id).is_(None))
        .where(col(Adoption.person_id).is_not(None))
        .group_by(col(Adoption.person_id))
        .having(func.count() > 1)
    ).all()
    link(session, rows, tool_id)


def unlink(session: Session, adoptions: Sequence[int | None]) -> None:
    """Let go of what is linked to some adoptions."""
    for some in pieces(adoptions):
        session.execute(update(Adoption).where(col(Adoption.linked_id).in_(some)).values(linked_id=None))


def part(session: Session, adoptions: Iterable[int | None]) -> None:
    """Let go of what logs showed of some adoptions, and of what was declared twice if only one of the two is of them.

    What one person declared of two tools that are one stays one.
    """
    some = list(adoptions)
    of_them, to_them = col(Adoption.id).in_(some), col(Adoption.linked_id).in_(some)
    apart = or_(Adoption.kind == "detected", and_(of_them, not_(to_them)), and_(to_them, not_(of_them)))
    session.execute(update(Adoption).where(or_(of_them, to_them), apart).values(linked_id=None))


def _same(one: Adoption, seen: Adoption, kinds: tenants.Shown) -> bool:
    if one.kind == "declared":
        return kinds.get(seen.tenant, one.account) == one.account
    return tenants.alike(one.tenant, seen.tenant, kinds)
