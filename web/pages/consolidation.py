"""Consolidation: where do we pay twice, what would replace it, and who moves when? For planners."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from catalog.consolidation.explain import not_cleared
from catalog.consolidation.exports.writing import FORMATS
from catalog.consolidation.sweep import still_uncleared
from catalog.consolidation.together import lost, together
from catalog.models.tool import Category
from web import drawing
from web.adoptions import names
from web.dependencies import PlannerDep, SessionDep, SiteDep
from web.planned import SCENARIOS, Planned, RulesDep, scenario_of
from web.render import page
from web.ruling import ruling, tools_of
from web.sheet import csv_file

router = APIRouter()
COLUMNS = ("category", "tool", "plan", "people", "cost_year", "currency", "solution", "solution_plan", "seats")
SHOWN = 40
Text = Annotated[str, Query(max_length=100)]


@router.get("/consolidation")
def show(
    request: Request,
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    asked: RulesDep,
    scenario: Text = "optimum",
    as_of: Text = "",
    capability: Text = "",
) -> Response:
    """Show a scenario: what is in use, what would replace it and what that costs."""
    there, _, document = scenario_of(site, session, scenario, as_of, asked, priced=False)
    shown = {one["tool"] for one in [*there.upgrades, *there.cliffs]} | tools_of(request)
    told = together(session, there.market, capability) if capability else None
    shown |= {row["tool"] for row in told["tools"]} if told else set()
    named = names(session, slugs_of(document) | shown)
    category_names = categories_of(session)
    solution = next((one["solution"] for one in document["categories"] if one["category"] == capability), None)
    return page(
        request,
        "consolidation.html",
        it=document,
        categories=[one for one in document["categories"] if capability in ("", one["category"])],
        capability=capability,
        as_of=as_of,
        named=named,
        category_names=category_names,
        scenarios=SCENARIOS,
        files=FORMATS,
        ruling=ruling(request, named, category_names),
        cleared=_cleared(there, document),
        solutions=len({(one["solution"]["slug"]) for one in document["categories"] if one["solution"]}),
        together=told,
        lost=lost(told, solution["slug"]) if told and solution else {},
        overlap=drawing.overlap(document, named.tool, category_names),
        flows=drawing.sankey(document, named.tool),
        register=there.register,
        upgrades=there.upgrades[:SHOWN],
        cliffs=[one for one in there.cliffs if one["bites_on"]][:SHOWN],
    )


@router.get("/consolidation.csv")
def sheet(
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    asked: RulesDep,
    scenario: Text = "optimum",
    as_of: Text = "",
    capability: Text = "",
) -> Response:
    """Give the rows behind the sums."""
    _, _, document = scenario_of(site, session, scenario, as_of, asked, priced=False)
    return csv_file("consolidation", COLUMNS, _rows(document, capability))


def _cleared(there: Planned, document: Mapping[str, Any]) -> int:
    """How many people more are cleared for their work than today, once for each kind of it."""
    today = sum(int(one["people"]) for name in there.market.uses for one in not_cleared(there.market, name))
    return today - still_uncleared(there.market, document)


def _rows(document: Mapping[str, Any], capability: str) -> Iterator[dict[str, Any]]:
    for category in document["categories"]:
        if capability not in ("", category["category"]):
            continue
        solution = category["solution"] or {}
        for tool in category["tools"]:
            yield {
                "category": category["category"],
                "tool": tool["slug"],
                "plan": tool["plan"],
                "people": tool["people"],
                "cost_year": tool["cost_year"]["amount"],
                "currency": tool["cost_year"]["currency"],
                "solution": solution.get("slug"),
                "solution_plan": solution.get("plan"),
                "seats": solution.get("seats"),
            }


def slugs_of(document: Mapping[str, Any]) -> set[str]:
    """Give the tools that a scenario's document names."""
    found = {tool["slug"] for category in document["categories"] for tool in category["tools"]}
    for category in document["categories"]:
        for solution in [category["solution"], *category["further"], category["relaxation"]]:
            if solution:
                found.add(solution["slug"])
                found |= {solution["runner_up"]["slug"]} if solution.get("runner_up") else set()
    for rule in document["scenario"]["prices_of_constraints"]:
        found |= {one["slug"] for one in rule["lacks"]}
    return found | {move[end] for wave in document["waves"] for move in wave["moves"] for end in ("from", "to")}


def categories_of(session: Session) -> dict[str, str]:
    """Give the names of the categories by slug."""
    found = {
        category.slug: category.name
        for category in session.exec(select(Category).where(col(Category.retracted_at).is_(None)))
    }
    return {**found, "uncategorised": "Not looked at yet", "": "Not looked at yet"}
