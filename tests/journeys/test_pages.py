"""Every page as each role: in both themes, wide and narrow, with JavaScript and without, and through axe."""

import re
from typing import Any

import pytest

from tests.journeys.visiting import BY_LOOK, NARROW, WIDE, Theme, axe, look, sideways, visit
from tests.web.asking import PEOPLE, client_of
from tests.web.test_rights import RIGHTS, routes

SHOWN = {
    "/": ["/"],
    "/acting": ["/acting"],
    "/adoptions": ["/adoptions", "/adoptions?tool=nothing"],
    "/adoptions/new": ["/adoptions/new?tool=slack&data=phi"],
    "/adoptions/{reference}": ["/adoptions/{adoption}", "/adoptions/{stopped}"],
    "/adoptions/{reference}/edit": ["/adoptions/{adoption}/edit"],
    "/campaign": ["/campaign"],
    "/check": [
        "/check?q=slack&plan=free&industry=medical&data=phi",
        "/check?q=zoom&industry=medical&data=phi&as_of=2020-04-15",
        "/check?q=trelo",
        "/check?q=slack&plan=platinum",
    ],
    "/compare": ["/compare", "/compare?tool=slack&tool=zoom&tool=zulip&industry=medical", "/compare?tool=slack&tool=a"],
    "/consolidation": ["/consolidation", "/consolidation?scenario=keep", "/consolidation?capability=tasks&pin=asana"],
    "/consolidation/report": ["/consolidation/report"],
    "/consolidation.{ending}": [],  # files; tests/web/test_planning.py reads them
    "/contracts": ["/contracts"],
    "/contracts.ics": [],
    "/criteria": ["/criteria", "/criteria?q=IAM-14", "/criteria?q=nothing+of+ours"],
    "/criteria/{name}": ["/criteria/hipaa_baa", "/criteria/uptime_sla_percent", "/criteria/cardholder_place"],
    "/erasures": ["/erasures"],
    "/exports": ["/exports"],
    "/exports/{name}": [],  # files; tests/web/test_exports.py reads each
    "/imports": ["/imports"],
    "/industries": ["/industries"],
    "/industries/{name}": ["/industries/medical", "/industries/legal?as_of=2011-04-15"],
    "/keys": ["/keys"],
    "/lookups/{reference}": [],  # tests/journeys/test_lookup.py makes one
    "/lookups/{reference}/steps": [],
    "/me": ["/me"],
    "/merges": ["/merges", "/merges?kept=slack&gone=zoom"],
    "/origins": ["/origins"],
    "/people": ["/people", "/people?q=nobody+at+all"],
    "/budget": ["/budget"],
    "/guides": ["/guides"],
    "/guides/{reference}": [],  # tests/web/test_help_pages.py writes one
    "/requests": ["/requests"],
    "/teams/{name}/norms": ["/teams/front-desk/norms"],
    "/moving": ["/moving"],
    "/preferences": ["/preferences"],
    "/progress": ["/progress"],
    "/reviews": ["/reviews", "/reviews?industry=legal"],
    "/reviews/bulk": ["/reviews/bulk?act=snooze&case={case}", "/reviews/bulk?act=sanctioned&every=true"],
    "/reviews/{reference}": ["/reviews/{case}"],
    "/decisions": ["/decisions", "/decisions?state=ended"],
    "/documents/{reference}/file": [],  # a file of its own kind; tests/web/test_desk.py reads one
    "/reviews/{reference}/letter": ["/reviews/{case}/letter?to=people"],
    "/reviews/{reference}/addresses.txt": [],  # lines of text; tests/web/test_desk.py reads them
    "/reviews/{reference}/decide": ["/reviews/{case}/decide?status=restricted"],
    "/scenarios": ["/scenarios", "/scenarios?most=2", "/scenarios?pin=zoom,webex"],
    "/snapshots/{number}": [],  # tests/web/test_snapshot.py makes one
    "/snapshots/{number}/changes": [],
    "/styleguide": ["/styleguide?theme=light", "/styleguide?theme=dark"],
    "/suggest": ["/suggest?q=sla"],
    "/switch": ["/switch?from=trello&to=asana"],
    "/tools": ["/tools", "/tools?category=nothing"],
    "/tools/{name}": ["/tools/slack?industry=medical", "/tools/zoom?as_of=2020-04-15"],
    "/tools/{name}/wrong": ["/tools/slack/wrong?criterion=hipaa_baa"],
    "/trail": ["/trail", "/trail?since=soon"],
    "/tenants": ["/tenants"],
    "/trends": ["/trends"],
    "/waves": ["/waves"],
    "/unknown": ["/unknown?q=zulip&industry=medical&data=phi", "/unknown?q=slack&plan=free&industry=medical&data=phi"],
}
ERRORS = [
    "/nowhere",
    "/adoptions/a-0000000000",
    "/tools/nothing",
    "/check?q=a%00b",
    "/snapshots/999",
    "/unknown?q=trelo",
]
OF_EACH = ("/", "/me")  # a page of everybody's is visited by one of them, these by each
LOOKS: list[tuple[tuple[int, int], Theme]] = [(WIDE, "light"), (NARROW, "dark")]


def test_every_page_is_visited() -> None:
    pages = {name.split(" ")[1] for name in routes() if name.startswith("GET ")}
    files = (".csv", ".json", "s.{ending}")  # tests/web/test_exports.py reads those of several forms
    assert {path for path in pages if not path.startswith("/api/") and not path.endswith(files)} == set(SHOWN)


@pytest.fixture
def names(served_once: str) -> dict[str, str]:
    """Everybody's own adoptions, and a case, by the names that paths use."""
    found = {}
    for person in PEOPLE:
        with client_of(served_once, person) as client:
            for what, tool in (("adoption", "slack"), ("stopped", "trello")):
                said = {"tool": tool, "data": "phi" if tool == "slack" else "internal", "team": "Front desk"}
                saved = client.post("/adoptions", data=said).headers["location"]
                found[f"{person} {what}"] = saved.split("/")[2].split("?")[0]
            client.post(f"/adoptions/{found[f'{person} stopped']}/stop")
    with client_of(served_once, "bo") as client:
        case = re.search(r"/reviews/(r-\w+)", client.get("/reviews").text)
        assert case
        client.post(f"/reviews/{case[1]}/decide", data={"status": "prohibited", "reason": "Teams.", "expires": ""})
    return {**found, "case": case[1]}


def paths_of(person: str, names: dict[str, str]) -> list[str]:
    own = {what: names[f"{person} {what}"] for what in ("adoption", "stopped")}
    allowed = [path for path in SHOWN if person in RIGHTS[f"GET {path}"]]
    allowed = [path for path in allowed if path in OF_EACH or person == RIGHTS[f"GET {path}"][0]]
    refused = [path for path in SHOWN if person not in RIGHTS[f"GET {path}"]]
    shown = [path.format(**own, case=names["case"]) for template in allowed for path in SHOWN[template]]
    return [*shown, *ERRORS, *(SHOWN[path][0].format(**own, case=names["case"]) for path in refused[:1])]


@pytest.mark.parametrize("half", [0, 1], ids=["one half", "other half"])
@pytest.mark.parametrize("person", PEOPLE)
def test_each_page_is_sound_in_both_looks_and_says_the_same_without_javascript(
    browser: Any, served_once: str, names: dict[str, str], person: str, half: int
) -> None:
    found: dict[str, object] = {}
    with visit(browser, served_once, person) as with_it, visit(browser, served_once, person, script=False) as without:
        one, other = with_it.open("/"), without.open("/")
        for path in paths_of(person, names)[half::2]:
            look(with_it.turn(one, path), *LOOKS[0])
            without.turn(other, path)
            texts = [tab.locator("main").inner_text() for tab in (one, other)]
            if texts[0] != texts[1]:
                found[f"{path}, without JavaScript"] = texts
            with axe(one) as ask:
                for rules, (size, theme) in zip(((), BY_LOOK), LOOKS, strict=True):
                    look(one, size, theme)
                    if faults := ask(*rules):
                        found[f"{path} {size} {theme}, axe"] = faults
                    if over := sideways(one):
                        found[f"{path} {size} {theme}, sideways"] = over
        if with_it.complaints:
            found[f"{person}, console"] = with_it.complaints
    assert found == {}
