"""A tool as its page shows it: what it is good for on which plan, its prices over time, its evidence by group."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from catalog.check.known import PRICES, Known, known
from catalog.check.question import Circumstances, Question, circumstances
from catalog.errors import NotFound
from catalog.evidence.known import rows
from catalog.models.evidence import Fact
from catalog.models.tool import Domain, Plan, Tool, Vendor
from catalog.rubric import Criterion, Rubric, stored_at
from catalog.search import find, suggest
from web import words
from web.asked import Asked
from web.history import History, history
from web.sentences import near
from web.timeline import Step, steps

SUBJECTS = {"infrastructure": "its hosting provider", "subprocessor": "a sub-processor"}


@dataclass(frozen=True)
class Group:
    """A group of criteria: what is known of each, and how many are."""

    title: str
    known: int
    asked: int
    lines: list[dict[str, Any]]


@dataclass(frozen=True)
class Dossier:
    """All that a tool's page shows."""

    tool: Tool
    vendor: str | None
    category: str | None
    domains: list[str]
    state: Mapping[str, Any] | None
    asked: Asked
    circumstances: Circumstances
    plans: Mapping[str, str]
    columns: tuple[str, ...]
    matrix: list[dict[str, Any]]
    steps: list[Step]
    history: History | None
    groups: list[Group]


def find_tool(session: Session, name: str) -> Tool:
    """Give the tool of a slug, name or domain; raise `NotFound` with near matches where there is none."""
    tool = find(session, name)
    if tool is None:
        meant = near([{"name": each.name} for each in suggest(session, name)])
        raise NotFound(f"We have no {name[:40]}", mend=meant or "Try the box above.")
    return tool


def dossier(session: Session, name: str, asked: Asked, person: str | None, at: datetime) -> Dossier:
    """Gather what a tool's page shows, for a kind of work, kinds of data and a moment."""
    tool = find_tool(session, name)
    question = Question(tool.slug, industry=asked.industry or None, data=asked.data, as_of=asked.as_of or None,
                        account=asked.account, known_at=asked.known_at or None, person=person)  # fmt: skip
    around = circumstances(session, question, at)
    rubric = stored_at(session, around.moment)
    it = known(session, [tool], rubric, around.moment)[tool.slug]
    facts = session.exec(select(Fact).where(Fact.tool_id == tool.id)).all()
    every = rows(facts, rubric, it.ladder, None, around.moment)
    told = rows(facts, rubric, it.ladder, it.plan(asked.plan), around.moment) if asked.plan else every
    columns = tuple(dict.fromkeys((*words.USUAL[around.industry], *asked.data)))
    plans = {plan.slug: plan.name for plan in it.ladder}
    named = _plan_names(session, tool)
    vendor = session.get(Vendor, tool.vendor_id) if tool.vendor_id else None
    return Dossier(
        tool=tool,
        vendor=vendor.name if vendor else None,
        category=it.category.name if it.category else None,
        domains=_domains(session, tool),
        state={"is": it.state.state, "to": it.state.successor} if it.state and it.state.state != "active" else None,
        asked=asked,
        circumstances=around,
        plans=plans,
        columns=columns,
        matrix=list(_matrix(it, around, columns, asked)),
        steps=steps(told, named),
        history=history(every, named),
        groups=_groups(told, rubric, named),
    )


def _plan_names(session: Session, tool: Tool) -> dict[str, str]:
    """Give the names of a tool's plans in rank order, those that ended too."""
    found = select(Plan).where(Plan.tool_id == tool.id, col(Plan.retracted_at).is_(None)).order_by(col(Plan.rank))
    return {plan.slug: plan.name for plan in session.exec(found)}


def _domains(session: Session, tool: Tool) -> list[str]:
    rows = session.exec(
        select(Domain.host).where(Domain.tool_id == tool.id, Domain.kind == "web", col(Domain.retracted_at).is_(None))
    )
    return list(rows)[:3]


def cost(it: Known, plan: Plan) -> str:
    """Say what a plan cost at the moment: free, a price, or that none is published."""
    price = it.price(plan)
    return "free" if plan.slug in it.free_plans else words.price(price.document() if price else None)


def _matrix(it: Known, around: Circumstances, columns: tuple[str, ...], asked: Asked) -> Iterator[dict[str, Any]]:
    """Give a row for each plan: its price, and the verdict for each kind of data."""
    for plan in it.ladder:
        yield {
            "slug": plan.slug,
            "name": plan.name,
            "price": cost(it, plan),
            "cells": [
                {
                    "data": column,
                    "verdict": it.verdict(plan, replace(around, data=(column,))).word,
                    "href": asked.address(q=it.tool.slug, plan=plan.slug, data=(column,), industry=around.industry),
                }
                for column in columns
            ],
        }


def _groups(told: Iterable[Mapping[str, Any]], rubric: Rubric, plans: Mapping[str, str]) -> list[Group]:
    """Sort the evidence by the group of its criterion; each line is one statement on one plan."""
    lines: dict[str, dict[tuple[str, str, str], dict[str, Any]]] = {}
    answered: dict[str, set[str]] = {}
    for row in told:
        criteria = rubric.criterion_of(row["fact"], row["value"]) if row["fact"] not in PRICES else []
        if not criteria:
            continue
        criterion = criteria[-1]
        _add(lines.setdefault(criterion.group, {}), row, criterion, plans)
        if row["state"] in ("current", "stale"):
            answered.setdefault(criterion.group, set()).add(criterion.criterion)
    asked: dict[str, int] = {}
    for criterion in rubric.criteria.values():
        asked[criterion.group] = asked.get(criterion.group, 0) + (criterion.criterion not in PRICES)
    return [
        Group(words.GROUPS[group], len(answered.get(group, ())), asked[group], list(lines[group].values()))
        for group in words.GROUPS
        if group in lines
    ]


def _add(
    lines: dict[tuple[str, str, str], dict[str, Any]],
    row: Mapping[str, Any],
    criterion: Criterion,
    plans: Mapping[str, str],
) -> None:
    """Add a fact to the line that says the same, or begin one: the plans side by side, each source once."""
    answer = row["status"] if row["status"] is not None else row["value"]
    text = f"{_what(row, criterion)}: {words.answer_word(answer, criterion.type)}"
    subject = SUBJECTS.get(row["subject"], "")
    live = row["state"] if row["state"] in ("superseded", "retracted", "conflict") else "live"
    line = lines.setdefault(
        (text, subject, live),
        {
            "text": text,
            "plans": [],
            "subject": subject,
            "criterion": criterion.criterion,
            "fact": row["id"],
            "evidence": [],
        },
    )
    plan = plans.get(row["plan"], row["plan"])
    if plan and plan not in line["plans"]:
        line["plans"].append(plan)
    seen = {(each["url"], each["says"], each["quote"], each["observed_at"]) for each in line["evidence"]}
    evidence = row["evidence"]
    if (evidence["url"], evidence["says"], evidence["quote"], evidence["observed_at"]) not in seen:
        line["evidence"].insert(0, evidence)
        line["evidence"].sort(key=lambda each: str(each["observed_at"]), reverse=True)


def _what(row: Mapping[str, Any], criterion: Criterion) -> str:
    """Name what a fact is about; what has several values says which."""
    several = criterion.type == "per_value"
    if several or (row["fact"] == "certification" and criterion.reads is None):
        return f"{criterion.title}, {str(row['value']).replace('_', ' ')}"
    return criterion.title
