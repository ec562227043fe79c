"""The amnesty has a page with its count; reviewers begin and end it; the form says until when."""

from datetime import UTC, datetime, timedelta

from tests.web.asking import client_of
from tests.web.test_declare import said_in
from web.words import day

LAST = datetime.now(UTC).date() + timedelta(days=4)


def test_a_campaign_is_begun_counted_and_ended(served: str) -> None:
    with client_of(served, "anna") as anna, client_of(served, "bo") as bo:
        assert "No campaign runs now." in said_in(anna.get("/campaign"))
        assert anna.post("/campaign", data={"until": LAST.isoformat()}).status_code == 403
        assert bo.post("/campaign", data={"until": "soon"}).status_code == 422
        assert bo.post("/campaign", data={"until": "2020-01-01"}).status_code == 422
        assert bo.post("/campaign", data={"until": LAST.isoformat()}).status_code == 303
        assert bo.post("/campaign", data={"until": LAST.isoformat()}).status_code == 409
        for tool in ("slack", "trello"):
            anna.post("/adoptions", data={"tool": tool, "data": "internal"})
        said = said_in(anna.get("/campaign"))
        assert f"Tell us by {day(LAST)} what you picked up." in said
        assert "One person has named two tools so far." in said
        assert f"Until {day(LAST)} we ask everybody" in said_in(anna.get("/adoptions/new"))
        for path in ("/", "/me"):
            assert f"Tell us what you picked up , until {day(LAST)}." in said_in(anna.get(path))
        assert bo.post("/campaign/end").status_code == 303
        assert "No campaign runs now." in said_in(anna.get("/campaign"))
        assert ": one person, two tools" in said_in(anna.get("/campaign"))
        assert "what you picked up" not in said_in(anna.get("/"))
        assert bo.post("/campaign/end").status_code == 404
