"""Adoptions as pages show them: a receipt, what somebody told us, and the log of who uses what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from catalog import people
from catalog.adoption import clock, listing
from catalog.check import Question, check
from catalog.errors import ByotError, NotFound
from catalog.models.register import Adoption, Person
from catalog.models.tool import Plan, Tool
from catalog.moment import Moment
from catalog.rubric import stored_at
from web import sentences
from web.auth import Actor
from web.words import NOT_SENSITIVE

GONE = ("withdrawn", "ended", "disputed")


@dataclass(frozen=True)
class Names:
    """The names behind slugs: of tools, and of their plans."""

    tools: Mapping[str, str]
    plans: Mapping[tuple[str, str], str]
    people: Mapping[str, str] = field(default_factory=dict)

    def tool(self, slug: str) -> str:
        """Give a tool's name."""
        return self.tools.get(slug, slug)

    def person(self, document: Mapping[str, Any]) -> str:
        """Give the name of whose an adoption is; what a log calls them where nobody is known by that."""
        return self.people.get(document["person"]) or str(document["by"])

    def plan(self, tool: str, slug: str | None) -> str:
        """Give a plan's name; empty where none was said."""
        return self.plans.get((tool, slug), slug) if slug else ""

    def plans_by_slug(self, tool: str) -> dict[str, str]:
        """Give the names of all plans of a tool by their slugs."""
        return {slug: name for (its, slug), name in self.plans.items() if its == tool}

    def plans_of(self, tool: str, slugs: Iterable[str]) -> list[str]:
        """Give the names of some plans of a tool."""
        return [self.plan(tool, slug) for slug in slugs]


@dataclass(frozen=True)
class Receipt:
    """One adoption: its document, the answer in a sentence, what happens next, and what one may do with it."""

    document: Mapping[str, Any]
    tool: str
    who: str
    plan: str
    head: str
    next: str
    level: str
    mine: bool
    gone: bool
    undo: str | None


def names(session: Session, slugs: set[str], persons: Iterable[str | None] = ()) -> Names:
    """Look up the names of some tools and of their plans, and of some people."""
    tools: dict[str, str] = {}
    plans: dict[tuple[str, str], str] = {}
    for slug, name in session.exec(select(Tool.slug, Tool.name).where(col(Tool.slug).in_(slugs))):
        tools[slug] = name
    rows = session.exec(
        select(Tool.slug, Plan.slug, Plan.name)
        .join(Plan, col(Plan.tool_id) == col(Tool.id))
        .where(col(Tool.slug).in_(slugs), col(Plan.retracted_at).is_(None))
    )
    for tool, slug, name in rows:
        plans[tool, slug] = name
    slugs_of_people = set(persons) - {None}
    named = select(Person.slug, Person.name).where(col(Person.slug).in_(slugs_of_people))
    return Names(tools, plans, dict(session.exec(named).all()) if slugs_of_people else {})


def mine_or_reviewed(session: Session, reference: str, actor: Actor) -> Adoption:
    """Give an adoption that is one's own or that one reviews; else it is not there, whatever it is."""
    missing = NotFound("Nothing lives here.", "Try the box above.")
    try:
        adoption = listing.get(session, reference)
    except NotFound:
        raise missing from None
    if actor.may("reviewer") or _is_of(session, adoption, actor):
        return adoption
    raise missing


def receipt(session: Session, adoption: Adoption, actor: Actor, at: datetime) -> Receipt:
    """Tell one adoption."""
    document = listing.document(session, adoption)
    named = names(session, {document["tool"]}, [document["person"]])
    verdict = document["verdict"]
    plan = named.plan(document["tool"], verdict["plan"] if verdict else document["plan"])
    mine = _is_of(session, adoption, actor)
    gone = document["state"] in GONE
    return Receipt(
        document=document,
        tool=named.tool(document["tool"]),
        who=named.person(document),
        plan=named.plan(document["tool"], document["plan"]),
        head=sentences.head(verdict, plan or None) if verdict else "",
        next="" if gone or not verdict else _next(session, document, actor.person, at),
        level=_level(session, document, at) if document["review_by"] and not gone else "",
        mine=mine,
        gone=gone,
        undo=("restore" if gone else "withdraw" if adoption.kind == "declared" else None) if mine else None,
    )


def flat(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give an adoption as one row of a sheet: its kinds of source, and its verdict in one word."""
    kinds = list(dict.fromkeys(each["kind"] for each in document["evidence"]))
    verdict = document["verdict"]["verdict"] if document["verdict"] else None
    return {**document, "source": kinds, "verdict": verdict}


def _is_of(session: Session, adoption: Adoption, actor: Actor) -> bool:
    person = people.find(session, actor.person)
    return person is not None and adoption.person_id == person.id


def _level(session: Session, document: Mapping[str, Any], at: datetime) -> str:
    clocks = stored_at(session, Moment(at, at)).clocks
    return sentences.service_level(clock.may_begin(document["verdict"]), clocks)


def _next(session: Session, document: Mapping[str, Any], person: str, at: datetime) -> str:
    """Say what happens now, who does it, and until when."""
    verdict = document["verdict"]
    due = date.fromisoformat(document["review_by"]) if document["review_by"] else None
    if verdict["verdict"] in ("allowed", "conditions"):
        return sentences.carry_on(due)
    notes = None
    if set(verdict["data"]) - set(NOT_SENSITIVE):
        try:
            question = Question(document["tool"], document["plan"], verdict["industry"], account=document["account"],
                                person=person)  # fmt: skip
            notes = check(session, question, at).verdict.word
        except ByotError:
            notes = None
    return sentences.please_wait(verdict, due, notes)
