"""Requests, guides, budget and norms as people meet them."""

from tests.web.asking import client_of
from tests.web.test_declare import said_in


def test_who_asks_sees_their_place_and_the_planner_moves_it(served: str) -> None:
    with client_of(served, "anna") as client:
        assert "No one waits." in said_in(client.get("/requests"))
        asked = {"title": "The phones are dead", "urgency": "high", "reach": "40"}
        assert client.post("/requests", data=asked | {"reach": "many"}).status_code == 422
        assert client.post("/requests", data=asked).status_code == 303
        assert "No requests are ahead of it." in said_in(client.get("/requests"))
        page = client.get("/requests").text
    reference = page.split('for="why-')[1].split('"')[0] if 'for="why-' in page else ""
    assert reference == ""
    with client_of(served, "bo") as client:
        assert "The phones are dead" not in client.get("/requests").text
    with client_of(served, "cy") as client:
        reference = client.get("/requests").text.split('for="why-')[1].split('"')[0]
        assert client.post(f"/requests/{reference}", data={"state": "later", "why": ""}).status_code == 422
        assert client.post(f"/requests/{reference}", data={"state": "later", "why": "Parts come."}).status_code == 303
    with client_of(served, "anna") as client:
        assert "It moved: Parts come." in said_in(client.get("/requests"))


def test_a_guide_is_written_read_and_said_to_help(served: str) -> None:
    with client_of(served, "cy") as client:
        told = {"title": "Share a board", "tool": "trello", "steps": "Open it.\nPress Share.", "saved": "15"}
        assert client.post("/guides", data=told | {"saved": "x"}).status_code == 422
        assert client.post("/guides", data=told).status_code == 303
    with client_of(served, "anna") as client:
        page = client.get("/guides?tool=trello").text
        reference = page.split('href="/guides/')[1].split('"')[0]
        assert "Press Share." in said_in(client.get(f"/guides/{reference}"))
        assert client.post(f"/guides/{reference}", data={"helped": "true"}).status_code == 303
        assert "Read by one, helped one." in said_in(client.get(f"/guides/{reference}"))
        assert client.post("/guides", data=told).status_code == 403
        assert "No guide yet for zoom." in said_in(client.get("/guides?tool=zoom"))


def test_a_claim_is_asked_and_answered(served: str) -> None:
    with client_of(served, "anna") as client:
        assert "250 USD" in said_in(client.get("/budget"))
        assert client.post("/budget", data={"item": "a chair", "amount": "300"}).status_code == 422
        assert client.post("/budget", data={"item": "a headset", "amount": "49.90"}).status_code == 303
        assert "200.10 USD" in said_in(client.get("/budget"))
    with client_of(served, "cy") as client:
        reference = client.get("/budget").text.split('action="/budget/')[1].split('"')[0]
        assert client.post(f"/budget/{reference}", data={"state": "declined"}).status_code == 422
        assert client.post(f"/budget/{reference}", data={"state": "approved"}).status_code == 303
    with client_of(served, "bo") as client:
        assert client.post(f"/budget/{reference}/spent").status_code == 404
    with client_of(served, "anna") as client:
        assert "yes, buy it" in said_in(client.get("/budget"))
        assert client.post(f"/budget/{reference}/spent").status_code == 303
        assert client.post(f"/budget/{reference}/spent").status_code == 409
        assert "a headset, 49.90 USD: bought" in said_in(client.get("/budget"))
    with client_of(served, "cy") as client:
        assert "49.90 USD spent" in said_in(client.get("/budget"))


def test_a_team_writes_how_it_works_and_others_read_it(served: str) -> None:
    with client_of(served, "anna") as client:
        client.post("/adoptions", data={"tool": "trello", "data": "internal", "team": "Front desk"})
        said = said_in(client.get("/teams/front-desk/norms"))
        assert "Nobody has written this yet." in said
        assert "Trello" in said
    with client_of(served, "cy") as client:
        assert client.post("/teams/front-desk/norms", data={"hours": "8 to 16"}).status_code == 303
    with client_of(served, "bo") as client:
        assert "8 to 16" in said_in(client.get("/teams/front-desk/norms"))
        assert client.post("/teams/front-desk/norms", data={"hours": "never"}).status_code == 403
        assert client.get("/teams/nowhere/norms").status_code in (404, 422)
