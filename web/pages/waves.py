"""Waves: who moves when, and what changes for each team? For planners."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from web import drawing
from web.adoptions import names
from web.dependencies import PlannerDep, SessionDep, SiteDep
from web.pages.consolidation import categories_of, slugs_of
from web.planned import PER_WEEK, SCENARIOS, PerWeek, RulesDep, scenario_of
from web.render import page
from web.ruling import ruling, tools_of
from web.sheet import csv_file

router = APIRouter()
WAVES_A_YEAR = 26
COLUMNS = ("wave", "from", "until", "leaving", "going_to", "team", "people", "why")
Text = Annotated[str, Query(max_length=100)]


@router.get("/waves")
def show(
    request: Request,
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    asked: RulesDep,
    scenario: Text = "optimum",
    team: Text = "",
    per_week: PerWeek = PER_WEEK,
) -> Response:
    """Show the waves over time; for one team, what changes for it."""
    there, _, document = scenario_of(site, session, scenario, "", asked, per_week, priced=False)
    named = names(session, slugs_of(document) | tools_of(request))
    teams = sorted({move["team"] for wave in document["waves"] for move in wave["moves"] if move["team"]})
    return page(
        request,
        "waves.html",
        it=document,
        team=team,
        teams=[(slug, slug) for slug in teams],
        scenarios=SCENARIOS,
        waves=[_wave(wave, team) for wave in document["waves"]],
        named=named,
        ruling=ruling(request, named, categories_of(session)),
        drawn=drawing.timeline(document["waves"], there.register["due"]),
        pace=_pace(document["waves"]),
    )


@router.get("/waves.csv")
def sheet(
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    asked: RulesDep,
    scenario: Text = "optimum",
    team: Text = "",
    per_week: PerWeek = PER_WEEK,
) -> Response:
    """Give every move."""
    _, _, document = scenario_of(site, session, scenario, "", asked, per_week, priced=False)
    rows = (
        {**move, "wave": wave["wave"], "from": wave["from"], "until": wave["until"], "leaving": move["from"],
         "going_to": move["to"]}
        for wave in document["waves"] for move in wave["moves"] if team in ("", move["team"])
    )  # fmt: skip
    return csv_file("waves", COLUMNS, rows)


def _pace(waves: Sequence[Mapping[str, Any]]) -> int:
    """How many people a week would be done within a year; 0 where they are anyway."""
    if len(waves) <= WAVES_A_YEAR:
        return 0
    return ceil(sum(int(move["people"]) for wave in waves for move in wave["moves"]) / (WAVES_A_YEAR * 2))


def _wave(wave: Mapping[str, Any], team: str) -> dict[str, Any]:
    """A wave with its moves from tool to tool; for one team, its own moves with their reasons."""
    moves = [move for move in wave["moves"] if team in ("", move["team"])]
    people: Counter[tuple[str, str]] = Counter()
    groups: Counter[tuple[str, str]] = Counter()
    for move in moves:
        people[move["from"], move["to"]] += move["people"]
        groups[move["from"], move["to"]] += 1
    return {
        "wave": wave["wave"],
        "from": wave["from"],
        "until": wave["until"],
        "people": people.total(),
        "links": [(begin, end, count, groups[begin, end]) for (begin, end), count in people.most_common()],
        "moves": moves if team else [],
    }
