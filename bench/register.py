"""What the reviewers' pages ask of a large register, beside one bare look at all of its adoptions.

`python bench/register.py [PEOPLE]`: 20,000 people (by default), each with six tools of the catalog, two of them also
seen in a log, on ten days. The peer is SQLite itself, which reads every column of every adoption once. Times are the
processor's.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from beside import compare
from sqlalchemy import insert
from sqlmodel import Session, col, func, select, text

from catalog.adoption import merging, origins, register
from catalog.adoption.trends import trends
from catalog.dataset.opening import open_store
from catalog.models.register import Adoption, Department, Identity, Origin, Person, Sighting
from catalog.models.review import Review
from catalog.models.tool import Tool
from catalog.moment import now
from catalog.review import Draft, case, queue
from catalog.review.effects import effects
from catalog.settings import Settings
from web import log, using

PEOPLE, TOOLS_EACH, SEEN_EACH, DAYS, DEPARTMENTS, ROUNDS = 20_000, 6, 2, 10, 8, 3
AT_ONCE = 5_000
GIST = {"verdict": "ask", "basis": "posture", "plan": None, "industry": "general"}
BARE = """SELECT count(*), sum(length(reference) + length(who) + length(account) + length(data) + length(verdict)
  + length(recorded_at) + coalesce(length(plan), 0) + coalesce(length(since), 0) + coalesce(person_id, 0))
  FROM adoption"""


def fill(session: Session, people: int) -> None:
    """Record people, what they told, and what a log showed of them."""
    chance, at = Random(7), now()
    tools = list(session.exec(select(Tool.id).order_by(Tool.slug)))
    departments = [Department(slug=f"d{number}", name=f"Department {number}") for number in range(DEPARTMENTS)]
    session.add_all(departments)
    session.add_all(Review(reference=f"r-{one}", tool_id=one or 0, why="asked", opened_at=at) for one in tools)
    origin = Origin(sha256="7" * 64, file="p.log", format="squid", records=1, rejected=0, last_at=at, read_at=at)
    session.add(origin)
    session.flush()
    some = range(1_000, 1_000 + people)
    whose = [{"id": one, "slug": f"p{one}", "name": f"Person {one}", "roles": ["employee"],
              "department_id": departments[one % DEPARTMENTS].id} for one in some]  # fmt: skip
    names = [{"person_id": one, "kind": "login", "issuer": "acme", "value": f"p{one}"} for one in some]
    uses: list[dict[str, Any]] = []
    seen: list[dict[str, Any]] = []
    for one in some:
        for place, tool in enumerate(chance.sample(tools, TOOLS_EACH)):
            since = (at - timedelta(days=chance.randrange(400))).date()
            row = {"tool_id": tool, "person_id": one, "who": f"p{one}", "data": ["internal"], "since": since,
                   "verdict": GIST, "recorded_at": at, "changed_at": at}  # fmt: skip
            uses.append({**row, "reference": f"a-{len(uses)}", "kind": "declared", "state": "declared"})
            if place < SEEN_EACH:
                uses.append({**row, "reference": f"a-{len(uses)}", "kind": "detected", "state": "proposed"})
                seen += [{"origin_id": origin.id, "tool_id": tool, "seen_as_id": tool, "user": f"p{one}", "events": 3,
                          "blocked": 0, "day": (at - timedelta(days=day)).date()} for day in range(DAYS)]  # fmt: skip
    for table, rows in ((Person, whose), (Identity, names), (Adoption, uses), (Sighting, seen)):
        for start in range(0, len(rows), AT_ONCE):
            session.execute(insert(table), rows[start : start + AT_ONCE])


def asked(session: Session) -> dict[str, Callable[[], object]]:
    """Give what is asked for each page."""
    at = now()
    largest = select(Adoption.tool_id).group_by(col(Adoption.tool_id)).order_by(func.count().desc()).limit(1)
    tool = session.get_one(Tool, session.exec(largest).one())
    draft = Draft(tool.slug, "prohibited", "No.", (at + timedelta(days=30)).date(), "p1000")
    return {
        "a person's own uses": lambda: register.listing(session, by="p1005"),
        "the queue": lambda: queue(session, at=at),
        "a case": lambda: (
            case(session, tool.slug, at),
            using.using(session, tool.id or 0, at.date()),
            using.came_up(session, tool.id or 0),
        ),
        "whom a decision affects": lambda: effects(session, draft, at),
        "the log, a page": lambda: (log.page_of(session, log.Filter()), log.counts(session), log.left_behind(session)),
        "the people, a page": lambda: (merging.listing(session, most=200), merging.count(session)),
        "the trends": lambda: trends(session, at),
        "what logs see": lambda: origins.coverage(session, at, {}),
    }


def main() -> None:
    """Compare each page's questions."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    with (
        tempfile.TemporaryDirectory(prefix="byot-") as folder,
        open_store(Settings(database_url=f"sqlite:///{folder}/byot.sqlite")) as store,
    ):
        store.transact(lambda session: fill(session, people))
        with store.session() as session:
            session.connection().exec_driver_sql("ANALYZE")
            for name, ask in asked(session).items():
                compare((name, "a look at every adoption"), ask, lambda: session.execute(text(BARE)).all(), ROUNDS,
                        time.process_time)  # fmt: skip


if __name__ == "__main__":
    main()
