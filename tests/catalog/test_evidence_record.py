"""Recording: a finding becomes a fact once, for the plan that its page names, and only with its quote."""

import pytest
from sqlmodel import select

from catalog.errors import BadData
from catalog.evidence.record import Reading, plan_slug, record, slug_of
from catalog.models.evidence import Run, Snapshot, Source
from catalog.models.tool import Plan, PlanName, Tool
from catalog.moment import now
from catalog.store import Store
from scrapers.finding import Finding


@pytest.fixture
def slack(store: Store) -> Store:
    with store.write() as session:
        tool = Tool(slug="slack", name="Slack")
        session.add(tool)
        session.flush()
        assert tool.id is not None
        plan = Plan(tool_id=tool.id, slug="business-plus", name="Business+", rank=1, recorded_at=now())
        session.add_all([plan, Plan(tool_id=tool.id, slug="business", name="Business", rank=0, recorded_at=now())])
        session.flush()
        assert plan.id is not None
        session.add_all(
            [
                PlanName(plan_id=plan.id, name="Plus", recorded_at=now()),
                Source(tool_id=tool.id, url="https://slack.com/x"),
            ]
        )
    return store


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Business", "business"), ("Business+", "business-plus"), ("business plus", "business-plus"),
     ("BUSINESS", "business"), ("Plus", "business-plus"), ("Galaxy", "galaxy"), ("Team+", "team-plus")],
)  # fmt: skip
def test_a_plan_is_found_by_the_name_on_the_page(slack: Store, name: str, slug: str) -> None:
    with slack.session() as session:
        assert plan_slug(session, session.exec(select(Tool)).one(), name) == slug


def test_a_name_becomes_a_slug() -> None:
    assert [slug_of(name) for name in ("Enterprise Grid", "Pro+", " A  b ", "***", "Équipe")] == [
        "enterprise-grid", "pro-plus", "a-b", "unnamed", "équipe",
    ]  # fmt: skip


def test_no_quote_no_fact(slack: Store) -> None:
    text = "Slack holds a SOC 2 Type II report."
    with slack.write() as session:
        tool, source = session.exec(select(Tool)).one(), session.exec(select(Source)).first()
        run = Run(kind="crawl", version="1", started_at=now())
        assert source is not None
        assert source.id is not None
        snapshot = Snapshot(source_id=source.id, url="https://slack.com/x", sha256="0" * 64, media_type="text/html",
                            size=1, status=200, fetched_at=now())  # fmt: skip
        session.add_all([run, snapshot])
        session.flush()
        reading = Reading(tool, source, snapshot, run, text, "byot", "1")
        true = Finding("certification", "soc2_type2", text, 0, len(text))
        first = record(session, true, reading)
        assert record(session, true, reading).id == first.id
        for quote, start in ((text, 1), ("Slack holds nothing.", 0), ("", 0)):
            with pytest.raises(BadData, match="not in the snapshot"):
                record(session, Finding("certification", "soc3", quote, start, start + len(quote)), reading)
