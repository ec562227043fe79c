"""Letters about a case: a subject, a text, and the address that opens them in one's own mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from sqlmodel import Session, col, select

from catalog.adoption.listing import ACTIVE, pieces
from catalog.adoption.presence import present
from catalog.check import Question
from catalog.check.facts import tool_at
from catalog.check.lacking import lacking
from catalog.errors import NotFound
from catalog.models.register import Adoption, Identity
from catalog.moment import now
from catalog.review import Case
from catalog.review.effects import reached
from web.adoptions import names
from web.told import message
from web.words import data_nouns, day

MOST_ADDRESSES = 50
LONGEST_LINK = 6_000


@dataclass(frozen=True)
class Letter:
    """A letter. `addresses` are all that it is for; `unreached` counts the people whose address nobody knows."""

    subject: str
    text: str
    addresses: tuple[str, ...] = ()
    unreached: int = 0

    @property
    def to(self) -> tuple[str, ...]:
        """Give the addresses that a link can hold."""
        return self.addresses[:MOST_ADDRESSES]

    @property
    def link(self) -> str:
        """Give the link that opens it in one's own mail; those written to do not see each other."""
        blind = f"bcc={quote(','.join(self.to))}&" if self.to else ""
        return f"mailto:?{blind}subject={quote(self.subject)}&body={quote(self.text)}"[:LONGEST_LINK]


def to_vendor(session: Session, it: Case, at: datetime) -> Letter:
    """Give the letter that asks the vendor for what we do not know, for the data that people put in."""
    data = tuple(it.row["data"]) or ("internal",)
    plan = it.row["plans"][0] if len(it.row["plans"]) == 1 else None
    asked = lacking(session, Question(it.tool.slug, plan, data=data), at)["letter"]
    if asked:
        return Letter(asked["subject"], asked["text"])
    text = (
        f"Hello,\n\nwe look at {it.tool.name} for our organisation. Your pages answer what we need to know so far. "
        "Please tell us when your terms, plans or certificates change.\n\nThank you and kind regards\n"
    )
    return Letter(f"About {it.tool.name}", text)


def to_people(session: Session, it: Case) -> Letter:
    """Give the letter to those who use the tool: what we ask, and that nothing is held against them."""
    theirs = select(Adoption.person_id).where(Adoption.tool_id == it.tool.id, col(Adoption.state).in_(ACTIVE))
    to = _addresses(session, session.exec(theirs.where(present(now().date())).distinct()).all())
    what = f" with {data_nouns(it.row['data'])}" if it.row["data"] else ""
    due = f" You hear from us by {day(it.row['due'])}." if it.row["due"] else ""
    text = (
        f"Hello,\n\nyou use {it.tool.name}{what}, or a log shows that you do. Thank you for finding a tool that "
        "helps.\n\nWe look at it now and have three questions:\n\n1. What do you do with it?\n"
        "2. Which plan is it, and whose account?\n3. Which data goes in?\n\n"
        f"Nothing you tell us is used against you.{due}\n\nThank you and kind regards\n"
    )
    return Letter(f"How do you use {it.tool.name}?", text, to, it.row["people"] - len(to))


def to_reached(session: Session, it: Case, at: datetime) -> Letter:
    """Give the letter that tells those whom the newest decision in force reaches what was decided, and what instead.

    A restriction is an answer to those outside its scope too: one letter, in words that are true for all of them.
    Raises `NotFound` where none is in force.
    """
    standing = {one["id"] for one in it.decisions if one["in_force"]}
    rulings = [one for one in tool_at(session, it.tool, at=at).rulings if one.reference in standing]
    if not rulings:
        raise NotFound("Nothing was decided yet.", "Decide first.")
    ruling = rulings[-1]
    inside, outside = reached(session, it.tool, ruling, at)
    to_all = ruling.status == "restricted" and bool(outside)
    who = inside | outside if to_all else inside
    to = _addresses(session, who)
    plans = names(session, {it.tool.slug}).plans_by_slug(it.tool.slug)
    told = message(ruling, it.tool.name, [one["name"] for one in it.similar], plans, outside=to_all)
    text = (
        f"Hello,\n\nyou use {it.tool.name}, or a log shows that you do. Thank you for finding a tool that helps.\n\n"
        f"{told}\n\n"
        "Nothing that you told us is used against you. If it makes your work harder, answer this letter: we look for a "
        "way.\n\nThank you and kind regards\n"
    )
    return Letter(f"What we decided about {it.tool.name}", text, to, len(who) - len(to))


def _addresses(session: Session, who: Iterable[int | str | None]) -> tuple[str, ...]:
    """Give a mail address of each of those whose number is known, as far as the directory has one."""
    known = select(Identity.person_id, Identity.value).where(col(Identity.kind).in_(("mail", "upn")))
    found: dict[int | None, str] = {}
    for some in pieces([one for one in who if isinstance(one, int)]):
        rows = session.exec(known.where(col(Identity.person_id).in_(some)).order_by(col(Identity.value).desc()))
        found.update(rows.all())
    return tuple(sorted(found.values()))
