"""What a program read on a page, in words: one line for each thing that the page states."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalog.check.known import PRICES
from catalog.models.evidence import Fact, Snapshot, Source
from catalog.models.tool import Plan, Tool
from catalog.moment import Moment, now
from catalog.rubric import Rubric, stored_at
from scrapers.crawl import Step
from scrapers.site import MARK
from web import words
from web.timeline import value_text

STATES = {
    "fetched": "read",
    "unchanged": "read, the same as last time",
    "blocked": "the site does not want it read",
    "gone": "not there",
    "failed": "could not be read",
}


NAMES = {"dpa": "DPA", "sla": "SLA", "subprocessors": "sub-processors", "other": "page"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a page states, and the words on the page that say it."""

    text: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """One page as it was read: its address, what kind it is, how reading it ended, what it states; `why` it failed."""

    url: str
    kind: str
    state: str
    lines: tuple[Line, ...] = ()
    snapshot: int | None = None
    why: str | None = None


def seen(session: Session, step: Step) -> Seen:
    """Give a step of a crawl as people read it."""
    url = step.url.partition(MARK)[0]
    kind = "from outside" if step.found == "observed" else NAMES.get(step.kind, step.kind.replace("_", " "))
    if step.recorded is None:
        return Seen(url, kind, STATES[step.state], why=step.why)
    kept = select(Snapshot).join(Source).join(Tool)
    kept = kept.where(Tool.slug == step.recorded.tool, Source.url == step.recorded.url)
    snapshot = session.exec(kept.order_by(col(Snapshot.fetched_at).desc()).limit(1)).first()
    number = snapshot.id if snapshot else None
    how = f"{STATES[step.state]}, in a browser" if step.recorded.rendered else STATES[step.state]
    return Seen(url, kind, how, _lines(session, number) if number else (), number, step.why)


def _lines(session: Session, snapshot: int) -> tuple[Line, ...]:
    """Give what stands in a snapshot, in the page's order; what is said twice once."""
    rubric = stored_at(session, Moment(now(), now()))
    facts = select(Fact).where(Fact.snapshot_id == snapshot, col(Fact.retracted_at).is_(None))
    rows = session.exec(facts.order_by(col(Fact.quote_start), col(Fact.id))).all()
    tools = {row.tool_id for row in rows}
    plans = dict(session.exec(select(Plan.slug, Plan.name).where(col(Plan.tool_id).in_(tools))).all())
    told = [Line(said(row, rubric, plans), row.quote) for row in rows]
    return tuple({line.text: line for line in reversed(told)}.values())[::-1]


def said(fact: Fact, rubric: Rubric, plans: Mapping[str, str], was: Fact | None = None) -> str:
    """Say what a fact states, on which plan, and what was stated before."""
    criteria = rubric.criterion_of(fact.fact, fact.value)
    title = criteria[-1].title if criteria else fact.fact.replace("_", " ")
    kind = criteria[-1].type if criteria else "answer"
    which = "" if fact.status is None or (criteria and criteria[-1].reads) else f", {str(fact.value).replace('_', ' ')}"
    plan = f" ({plans.get(fact.plan, fact.plan)})" if fact.plan else ""
    before = f", was {_value(was, kind)}" if was is not None else ""
    return f"{title}{which}: {_value(fact, kind)}{before}{plan}"


def _value(fact: Fact, kind: str) -> str:
    if fact.fact in PRICES:
        return value_text(fact.fact, fact.value)
    return words.answer_word(fact.value if fact.status is None else fact.status, kind)
