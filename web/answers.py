"""An answer as a page shows it: the document, its sentences, and the names behind its slugs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session, col, select

from catalog.check import Answer, check
from catalog.check.unknowns import how_many
from catalog.models.evidence import Fact
from catalog.models.tool import Domain, Tool
from catalog.search import find
from scrapers.goal import site_in
from web import sentences
from web.asked import Asked
from web.words import NOT_SENSITIVE


@dataclass(frozen=True)
class Shown:
    """What the answer's page needs beside the document.

    `domain` is what can be looked up where nothing is known of the tool; `at_once` says that it was typed on our own
    page.
    """

    document: Mapping[str, Any]
    asked: Asked
    head: str
    plan: str | None
    plans: Mapping[str, str]
    way_out: str | None
    alternatives: Sequence[Mapping[str, str]]
    near: str
    compare: str
    people: int | None
    unknown: tuple[int, bool]
    domain: str | None = None
    at_once: bool = False


def answer(session: Session, asked: Asked, person: str | None, at: datetime) -> Shown:
    """Answer a question for a page. Raises what the catalog raises where it cannot be answered."""
    if asked.plan and asked.of and (tool := find(session, asked.q)) and tool.slug != asked.of:
        asked = replace(asked, plan="")
    found = check(session, asked.question(person), at=at)
    document = found.document()
    plan = found.plan.name if found.plan else None
    return Shown(
        document=document,
        asked=asked,
        head=sentences.head(document, plan, _work_notes(found)),
        plan=plan,
        plans={each.slug: each.name for each in found.known.ladder} if found.known else {},
        way_out=_way_out(found),
        alternatives=_alternatives(session, asked, document),
        near=sentences.near(document["suggestions"]),
        compare=_compare(asked, document),
        people=int(asked.people) if asked.people else None,
        unknown=how_many(found.known, found.plan, found.asked) if found.known else (0, False),
        domain=_to_look_up(session, found, asked),
    )


def _to_look_up(session: Session, found: Answer, asked: Asked) -> str | None:
    """Give the domain of a tool that nobody has read a page of; None where there is none, or where somebody has."""
    if found.known is None:
        site = site_in(asked.q)
        return site.authority if site else None
    tool = found.known.tool
    if tool.origin != "crawl" or session.exec(select(Fact.id).where(Fact.tool_id == tool.id).limit(1)).first():
        return None
    return session.exec(select(Domain.host).where(Domain.tool_id == tool.id).order_by(col(Domain.id)).limit(1)).first()


def _compare(asked: Asked, document: Mapping[str, Any]) -> str:
    """Give the address of the comparison with the first alternatives."""
    names = [
        document["tool"]["slug"] if document["tool"] else "",
        *(one["slug"] for one in document["alternatives"][:2]),
    ]
    around = {"tool": names, "industry": document["industry"], "data": document["data"]}
    return f"/compare?{urlencode(around, doseq=True)}"


def _work_notes(found: Answer) -> str | None:
    """Give the verdict for ordinary work notes, where the sentence may say it."""
    sensitive = set(found.asked.data) - set(NOT_SENSITIVE)
    if found.known is None or not sensitive or found.verdict.word not in ("ask", "denied"):
        return None
    return found.known.verdict(found.plan, replace(found.asked, data=("internal",))).word


def _way_out(found: Answer) -> str | None:
    """Say what the plan that works asks for."""
    works = found.plan_that_works
    if works is None or found.known is None:
        return None
    plan = found.known.plan(works["plan"])
    verdict = found.known.verdict(plan, found.asked)
    steps = len([to_do for to_do in verdict.to_do if to_do.done is None]) + len(verdict.conditions)
    return sentences.way_out(works["verdict"], plan.name if plan else works["plan"], steps)


def _alternatives(session: Session, asked: Asked, document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give the alternatives with their names and the address of the same question about them."""
    slugs = [each["slug"] for each in document["alternatives"]]
    names: dict[str, str] = {}
    for slug, name in session.exec(select(Tool.slug, Tool.name).where(col(Tool.slug).in_(slugs))):
        names[slug] = name
    return [
        {
            "name": names.get(each["slug"], each["slug"]),
            "why": each["why"],
            "href": asked.address(q=each["slug"], plan=each["plan"] or ""),
        }
        for each in document["alternatives"]
    ]
