"""Every route and every role, from the router itself: a route that is missing here fails."""

import httpx
import pytest
from fastapi.routing import APIRoute

from catalog import plugins
from tests.web.asking import PEOPLE, acting, client_of, get
from web import api, pages
from web.app import API

EVERYONE, REVIEWERS, PLANNERS = ("anna", "bo", "cy"), ("bo",), ("cy",)
OPEN = {
    "name": "slack",
    "reference": "a-0000000000",
    "act": "withdraw",
    "number": "1",
    "batch": "b-0000000000",
    "ending": "ics",
}
RIGHTS: dict[str, tuple[str, ...]] = {
    "GET /": EVERYONE,
    "GET /acting": EVERYONE,
    "POST /acting": EVERYONE,
    "GET /adoptions": REVIEWERS,
    "POST /disputes/{reference}": REVIEWERS,
    "POST /api/v1/disputes/{reference}": REVIEWERS,
    "GET /adoptions.{ending}": REVIEWERS,
    "POST /acts/{reference}/undo": REVIEWERS,
    "POST /adoptions": EVERYONE,
    "GET /adoptions/new": EVERYONE,
    "GET /adoptions/{reference}": EVERYONE,
    "GET /adoptions/{reference}/edit": EVERYONE,
    "POST /adoptions/{reference}/edit": EVERYONE,
    "POST /adoptions/{reference}/{act}": EVERYONE,
    "POST /me/erase/{reference}/withdraw": EVERYONE,
    "POST /comments/{number}/remove": REVIEWERS,
    "GET /campaign": EVERYONE,
    "POST /campaign": REVIEWERS,
    "POST /campaign/end": REVIEWERS,
    "GET /check": EVERYONE,
    "GET /compare": EVERYONE,
    "GET /consolidation": PLANNERS,
    "GET /consolidation.csv": PLANNERS,
    "GET /consolidation.{ending}": PLANNERS,
    "GET /consolidation/report": PLANNERS,
    "GET /contracts": PLANNERS,
    "POST /contracts": PLANNERS,
    "POST /contracts/{number}/end": PLANNERS,
    "GET /contracts.csv": PLANNERS,
    "GET /contracts.ics": PLANNERS,
    "POST /rates": PLANNERS,
    "GET /scenarios": PLANNERS,
    "GET /switch": EVERYONE,
    "GET /budget": EVERYONE,
    "POST /budget": EVERYONE,
    "POST /budget/{reference}": PLANNERS,
    "POST /budget/{reference}/spent": EVERYONE,
    "GET /guides": EVERYONE,
    "POST /guides": PLANNERS,
    "GET /guides/{reference}": EVERYONE,
    "POST /guides/{reference}": EVERYONE,
    "GET /requests": EVERYONE,
    "POST /requests": EVERYONE,
    "POST /requests/{reference}": PLANNERS,
    "GET /teams/{name}/norms": EVERYONE,
    "POST /teams/{name}/norms": EVERYONE,
    "GET /moving": EVERYONE,
    "GET /progress": PLANNERS,
    "POST /waves": PLANNERS,
    "GET /waves": PLANNERS,
    "GET /waves.csv": PLANNERS,
    "GET /criteria": EVERYONE,
    "GET /criteria/{name}": EVERYONE,
    "GET /decisions": REVIEWERS,
    "GET /decisions.{ending}": REVIEWERS,
    "POST /decisions/{reference}/undo": REVIEWERS,
    "POST /decisions/{reference}/conditions/{number}/{act}": REVIEWERS,
    "GET /documents/{reference}/file": REVIEWERS,
    "POST /documents/{reference}/remove": REVIEWERS,
    "POST /proposals/{reference}/confirm": REVIEWERS,
    "POST /proposals/{reference}/decline": REVIEWERS,
    "GET /erasures": REVIEWERS,
    "POST /erasures/{reference}": REVIEWERS,
    "GET /exports": REVIEWERS,
    "GET /exports/{name}": REVIEWERS,
    "GET /imports": REVIEWERS,
    "POST /imports": REVIEWERS,
    "POST /imports/{batch}/undo": REVIEWERS,
    "GET /industries": EVERYONE,
    "GET /industries/{name}": EVERYONE,
    "GET /keys": EVERYONE,
    "POST /lookups": EVERYONE,
    "GET /lookups/{reference}": EVERYONE,
    "GET /lookups/{reference}/steps": EVERYONE,
    "GET /me": EVERYONE,
    "GET /me.csv": EVERYONE,
    "GET /me.json": EVERYONE,
    "POST /me/erase": EVERYONE,
    "GET /origins": REVIEWERS,
    "GET /origins.{ending}": REVIEWERS,
    "GET /people": REVIEWERS,
    "POST /people/left": REVIEWERS,
    "POST /people/back": REVIEWERS,
    "POST /people/behind": REVIEWERS,
    "POST /people/merge": REVIEWERS,
    "POST /people/merges/{reference}/undo": REVIEWERS,
    "POST /people/names": REVIEWERS,
    "GET /merges": REVIEWERS,
    "POST /merges": REVIEWERS,
    "POST /merges/{reference}/undo": REVIEWERS,
    "GET /preferences": EVERYONE,
    "POST /preferences": EVERYONE,
    "GET /reviews": REVIEWERS,
    "POST /reviews": REVIEWERS,
    "GET /reviews.{ending}": REVIEWERS,
    "GET /reviews/bulk": REVIEWERS,
    "POST /reviews/bulk": REVIEWERS,
    "POST /views": REVIEWERS,
    "POST /views/{number}/remove": REVIEWERS,
    "GET /reviews/{reference}": REVIEWERS,
    "POST /reviews/{reference}/acts": REVIEWERS,
    "POST /reviews/{reference}/comments": REVIEWERS,
    "POST /reviews/{reference}/documents": REVIEWERS,
    "GET /reviews/{reference}/letter": REVIEWERS,
    "POST /reviews/{reference}/letter": REVIEWERS,
    "GET /reviews/{reference}/addresses.txt": REVIEWERS,
    "GET /reviews/{reference}/decide": REVIEWERS,
    "POST /reviews/{reference}/decide": REVIEWERS,
    "POST /reviews/{reference}/reopen": REVIEWERS,
    "GET /snapshots/{number}": EVERYONE,
    "GET /snapshots/{number}/changes": EVERYONE,
    "GET /styleguide": EVERYONE,
    "GET /suggest": EVERYONE,
    "GET /tenants": REVIEWERS,
    "POST /tenants": REVIEWERS,
    "GET /tools": EVERYONE,
    "GET /tools/{name}": EVERYONE,
    "GET /tools/{name}/wrong": EVERYONE,
    "POST /tools/{name}/wrong": EVERYONE,
    "GET /trail": REVIEWERS,
    "GET /trail.csv": REVIEWERS,
    "GET /trends": REVIEWERS,
    "GET /trends.{ending}": REVIEWERS,
    "GET /unknown": EVERYONE,
    "GET /api/v1/adoptions": EVERYONE,
    "POST /api/v1/adoptions": EVERYONE,
    "GET /api/v1/adoptions/{reference}": EVERYONE,
    "PUT /api/v1/adoptions/{reference}": EVERYONE,
    "POST /api/v1/adoptions/{reference}/{act}": EVERYONE,
    "GET /api/v1/me": EVERYONE,
    "POST /api/v1/acts": REVIEWERS,
    "POST /api/v1/acts/{reference}/undo": REVIEWERS,
    "GET /api/v1/campaigns": EVERYONE,
    "POST /api/v1/decisions/{reference}/conditions/{number}": REVIEWERS,
    "GET /api/v1/erasures": REVIEWERS,
    "POST /api/v1/erasures": EVERYONE,
    "POST /api/v1/erasures/{reference}": REVIEWERS,
    "GET /api/v1/tool-merges": REVIEWERS,
    "POST /api/v1/tool-merges": REVIEWERS,
    "POST /api/v1/tool-merges/{reference}/undo": REVIEWERS,
    "GET /api/v1/check": EVERYONE,
    "GET /api/v1/decisions": REVIEWERS,
    "POST /api/v1/decisions": REVIEWERS,
    "GET /api/v1/origins": REVIEWERS,
    "GET /api/v1/plan": PLANNERS,
    "GET /api/v1/reviews": REVIEWERS,
    "GET /api/v1/proposals": REVIEWERS,
    "POST /api/v1/proposals/{reference}/confirm": REVIEWERS,
    "POST /api/v1/proposals/{reference}/decline": REVIEWERS,
    "POST /api/v1/reviews/recheck": REVIEWERS,
    "POST /api/v1/reviews/{reference}/comments": REVIEWERS,
    "GET /api/v1/trends": REVIEWERS,
    "GET /api/v1/reviews/{reference}": REVIEWERS,
    "GET /api/v1/sightings": REVIEWERS,
    "GET /api/v1/tools": EVERYONE,
    "GET /api/v1/tools/{name}": EVERYONE,
    "GET /api/v1/tools/{name}/facts": EVERYONE,
    "GET /api/v1/unknown": EVERYONE,
}


def routes() -> set[str]:
    """Every route of every page and resource, as `GET /path`."""
    return {
        f"{method} {prefix}{route.path}"
        for folder, prefix in ((pages, ""), (api, API))
        for plugin in plugins.each(folder)
        for route in plugin.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


def test_every_route_has_its_rights_written_down() -> None:
    assert routes() == set(RIGHTS)


def test_the_api_describes_itself_without_the_pages(served_once: str) -> None:
    described = get(f"{served_once}/api/v1/openapi.json").json()["paths"]
    found = {f"{method.upper()} {path}" for path, methods in described.items() for method in methods}
    assert found == {name for name in RIGHTS if "/api/v1/" in name}


def test_the_routes_are_those_that_answer(served_once: str) -> None:
    with client_of(served_once, "anna") as client:
        for name in RIGHTS:
            method, path = name.split(" ")
            assert client.request(method, path.format(**OPEN)).status_code != 405, name


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_comes_in_who_may_not_and_everybody_who_may(served_once: str, person: str) -> None:
    wrong = {}
    with client_of(served_once, person) as client:
        for name, allowed in RIGHTS.items():
            method, path = name.split(" ")
            client.cookies = httpx.Cookies(acting(person))
            answer = client.request(method, path.format(**OPEN))
            refused = answer.status_code == 403
            if refused == (person in allowed):
                wrong[name] = answer.status_code
            if refused and "/api/" not in path:
                assert "Ask " in answer.text
    assert wrong == {}


def test_anothers_adoption_and_one_that_is_not_there_answer_alike(served_once: str) -> None:
    with client_of(served_once, "anna") as anna, client_of(served_once, "bo") as bo, client_of(served_once, "cy") as cy:
        made = anna.post("/adoptions", data={"tool": "slack", "data": "internal"})
        own = made.headers["location"].split("?")[0]
        assert (anna.get(own).status_code, bo.get(own).status_code) == (200, 200)
        theirs, nobodys = cy.get(own), cy.get("/adoptions/a-0000000000")
        assert (theirs.status_code, theirs.text) == (404, nobodys.text)
        for act in ("withdraw", "stop", "dispute", "restore", "edit"):
            for other in (bo, cy):
                assert other.post(f"{own}/{act}", data={"tool": "slack", "data": "phi"}).status_code == 404
        assert cy.get("/api/v1" + own).status_code == 404
