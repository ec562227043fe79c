"""What people read of a decision that reaches them: kindly, with the reason, until when, and what to use instead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlmodel import Session, col, select

from catalog import people
from catalog.adoption.listing import documents
from catalog.adoption.presence import IN_USE
from catalog.check import Question, check
from catalog.errors import ByotError
from catalog.models.register import Adoption
from catalog.models.review import Decision
from catalog.review.effects import Reached
from catalog.verdict.case import Ruling
from web import sentences
from web.adoptions import names
from web.words import INDUSTRIES, data_nouns, day, first_up, listed, many

MOST_INSTEAD = 3
IN_ACCOUNTS = {"company": "in a company account", "personal": "in an account of one's own"}
NEWS = timedelta(days=14)
"""For so long a decision is news on the first page."""
MOST_NEWS = 5
OURS = ("company solution", "approved by us")
MESSAGES = {
    "sanctioned": "{tool} is approved by us{what}, until {until}. {reason}",
    "tolerated": "You can keep using {tool}{what} until {until}. We look at it again by then. {reason}",
    "restricted": "{tool} is fine{what}, until {until}. {else_} {reason}",
    "prohibited": "Please do not use {tool}{what} any more. {instead} {reason}",
}
ELSE = "For anything else, please use something else."
OUTSIDE = "{tool} is fine only{what}, until {until}. {else_} {instead} {reason}"
"""What a restriction says to those outside its scope, whose answer it is too."""


@dataclass(frozen=True)
class Answer:
    """What holds for a use today: the verdict's word and its sentences.

    Where a decision says so: its first day, who made it, what people read, and the tools of ours to use instead.
    """

    word: str
    head: str
    decided_on: date | None = None
    decided_by: str = ""
    text: str = ""
    instead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class News:
    """A use of one's own that security has answered lately."""

    adoption: str
    tool: str
    answer: Answer


def message(
    ruling: Ruling,
    tool: str,
    ours: Iterable[str] = (),
    plans: Mapping[str, str] | None = None,
    *,
    outside: bool = False,
) -> str:
    """Give what people read who are reached by a decision, or by a restriction from `outside` its scope.

    `ours` are tools of ours that they may use instead, `plans` the names of the tool's plans by their slugs.
    """
    found = listed(list(ours)[:MOST_INSTEAD], "or")
    instead = f"Use {found} instead: we have it. We help you move." if found else "We help you move."
    what = _scope(ruling.scope, plans or {}, outside=outside)
    told = (OUTSIDE if outside else MESSAGES[ruling.status]).format(
        tool=tool, what=f" {what}" if what else "", until=day(_last_day(ruling)), else_=ELSE if what else "",
        reason=_sentence(ruling.reason), instead=instead,
    )  # fmt: skip
    first = "; ".join(one.strip().rstrip(".") for one in ruling.conditions)
    conditions = f"{'Where it is fine, first' if outside else 'First'}: {first}." if first else ""
    return " ".join([*told.split(), *conditions.split()])


def preview(
    ruling: Ruling, tool: str, who: Reached, ours: Sequence[str] = (), plans: Mapping[str, str] | None = None
) -> list[tuple[str, str]]:
    """Say who would read what: those in the scope, and those outside it where a restriction is their answer too."""
    inside, outside = (first_up(many(len(some), "person", "people")) for some in who)
    first = message(ruling, tool, ours, plans)
    if not who.outside:
        return [(f"{inside} would read this.", first)]
    if ruling.status != "restricted":
        return [(f"{inside} would read this; {outside[:1].lower()}{outside[1:]} outside the scope would not.", first)]
    elsewhere = message(ruling, tool, ours, plans, outside=True)
    return [(f"{inside} would read this.", first), (f"{outside} outside the scope would read this.", elsewhere)]


def answer_now(session: Session, document: Mapping[str, Any], person: str, at: datetime) -> Answer | None:
    """Answer for a use of one's own as if it were asked today; None where the question cannot be put any more."""
    then = document["verdict"] or {}
    try:
        question = Question(document["tool"], document["plan"], then.get("industry"), document["data"],
                            document["account"], person=person)  # fmt: skip
        found = check(session, question, at)
    except ByotError:
        return None
    told, ruling = found.document(), found.verdict.ruling
    head = sentences.head(told, found.plan.name if found.plan is not None else None)
    if ruling is None or told["basis"] != "decision" or told["tool"] is None:
        return Answer(told["verdict"], head)
    slugs = [one["slug"] for one in told["alternatives"] if one["why"] in OURS]
    tool = told["tool"]["slug"]
    named = names(session, {*slugs, tool})
    instead = tuple((slug, named.tool(slug)) for slug in slugs)
    outside = ruling.status == "restricted" and told["verdict"] == "denied"
    text = message(ruling, named.tool(tool), [name for _, name in instead], named.plans_by_slug(tool), outside=outside)
    since = ruling.valid_from.date() if ruling.valid_from else None
    return Answer(told["verdict"], head, since, ruling.decided_by, text, instead)


def news(session: Session, who: str, at: datetime) -> list[News]:
    """Give the first few uses of a person that a decision of the last two weeks answers."""
    person = people.find(session, who)
    if person is None:
        return []
    first = at - NEWS
    decided = select(Decision.tool_id).where(col(Decision.valid_from) > first, col(Decision.retracted_at).is_(None))
    mine = select(Adoption).where(Adoption.person_id == person.id, col(Adoption.state).in_(IN_USE))
    rows = session.exec(mine.where(col(Adoption.tool_id).in_(decided), col(Adoption.linked_id).is_(None))).all()
    told = documents(session, rows, at.date())
    named = names(session, {one["tool"] for one in told})
    answered = ((one, answer_now(session, one, who, at)) for one in told)
    found = (
        News(one["id"], named.tool(one["tool"]), now)
        for one, now in answered
        if now is not None and now.decided_on is not None and now.decided_on >= first.date()
    )
    return list(islice(found, MOST_NEWS))


def _scope(scope: Mapping[str, Any], plans: Mapping[str, str], *, outside: bool) -> str:
    """Say for what a decision is; for whom only to those outside, and of persons no names."""
    said = [f"for {data_nouns(scope['data'])}"] if scope.get("data") else []
    if plan := scope.get("plan"):
        said.append(f"on the plan {plans.get(plan, plan)}")
    if account := scope.get("account"):
        said.append(IN_ACCOUNTS[account])
    if industry := scope.get("industry"):
        said.append(f"in {INDUSTRIES[industry].lower()} work")
    if outside:
        said += [f"for the {group} {scope[group]}" for group in ("department", "team") if scope.get(group)]
        said += ["for some of us"] if scope.get("person") else []
    return " ".join(said)


def _sentence(reason: str) -> str:
    said = reason.strip()
    return said if not said or said.endswith((".", "!", "?")) else f"{said}."


def _last_day(ruling: Ruling) -> date:
    return (ruling.valid_to - timedelta(microseconds=1)).date() if ruling.valid_to else date.max
