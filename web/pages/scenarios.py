"""Scenarios: which set of company solutions, at what price, and what each rule costs? For planners."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from catalog.consolidation.sweep import still_uncleared
from catalog.errors import ByotError
from web import drawing
from web.adoptions import names
from web.dependencies import PlannerDep, SessionDep, SiteDep
from web.pages.consolidation import categories_of, slugs_of
from web.planned import SCENARIOS, RulesDep, Text, scenario_of
from web.render import page
from web.words import cost

router = APIRouter()
FIELDS = {
    "most": "Tools a kind of work may have",
    "pin": "Must be there",
    "forbid": "Must not be there",
    "only": "Choose only from",
}


@router.get("/scenarios")
def show(
    request: Request,
    session: SessionDep,
    actor: PlannerDep,
    site: SiteDep,
    asked: RulesDep,
    most: Text = "",
    pin: Text = "",
    forbid: Text = "",
    only: Text = "",
    as_of: Text = "",
) -> Response:
    """Show keep all, best of each and the cheapest set side by side, and the curve of cost against risk."""
    said = {"most": most, "pin": pin, "forbid": forbid, "only": only, "as_of": as_of}
    try:
        there, rules, _ = scenario_of(site, session, "optimum", as_of, asked)
        documents = {name: there.drawn(name, rules).document for name in ("keep", "best", "optimum")}
    except ByotError as error:
        problems = {"limits": _in_fields(error)}
        return page(
            request,
            "scenarios.html",
            status=422,
            said=said,
            fields=FIELDS,
            problems=problems,
            documents={},
            names=SCENARIOS,
        )
    points, kinds = there.curve(rules), categories_of(session)
    left = {name: still_uncleared(there.market, document) for name, document in documents.items()}
    return page(
        request,
        "scenarios.html",
        said=said,
        fields=FIELDS,
        problems={},
        documents=documents,
        names=SCENARIOS,
        left=left,
        named=names(session, slugs_of(documents["best"]) | slugs_of(documents["optimum"])),
        category_names=kinds,
        curve=drawing.curve(points, lambda point: cost(point.document(there.market.currency)["cost"]), kinds),
        points=points,
    )


def _in_fields(error: ByotError) -> str:
    """Give a refusal in the words of this page, which has fields where the command has options."""
    text = error.one_line()
    for name, field in FIELDS.items():
        text = text.replace(f"--{name}: ", f"{field}: ").replace(f"--{name} ", "")
    return text
