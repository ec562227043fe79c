"""The trail on its page: whole or not, filtered, exported; a changed row shows."""

from sqlalchemy import text

from catalog.store import Store
from tests.web.asking import client_of
from tests.web.test_declare import said_in


def test_the_trail_says_whether_it_is_whole_and_finds_events(served: str, filled_store: Store) -> None:
    with client_of(served, "anna") as anna, client_of(served, "bo") as bo:
        assert "Nothing has happened yet." in bo.get("/trail").text or "Whole to event" in bo.get("/trail").text
        anna.post("/adoptions", data={"tool": "slack", "data": "phi"})
        whole = said_in(bo.get("/trail"))
        assert "Whole to event" in whole
        assert "Adoption declared" in whole
        assert "Adoption declared" not in said_in(bo.get("/trail?tool=slack"))
        assert "The case was opened" in said_in(bo.get("/trail?tool=Slack&who=ANNA"))
        assert "Nothing matches." in bo.get("/trail?since=2999-01-01").text
        assert bo.get("/trail?since=soon").status_code == 422
        assert bo.get("/trail.csv?what=review+opened").text.count("\r\n") == 2
        with filled_store.write() as session:
            session.execute(text("UPDATE event SET who = 'nobody' WHERE what = 'review opened'"))
        assert "was changed after it was written" in bo.get("/trail").text
        assert anna.get("/trail").status_code == 403
