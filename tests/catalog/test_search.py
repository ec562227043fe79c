"""A name, alias, domain or URL to the tool it means."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import search
from catalog.errors import BadUse
from catalog.models.tool import Domain, Tool, ToolName
from catalog.moment import now
from catalog.store import Store


@pytest.fixture
def tools(store: Store) -> Store:
    """Acme with a shared host's tenant, Zoé with an accent, and one whose name begins like it."""
    with store.write() as session:
        acme, zoe, zoom = Tool(slug="acme", name="Acme"), Tool(slug="zoe", name="Zoé"), Tool(slug="zoom", name="Zoom")
        session.add_all([acme, zoe, zoom])
        session.flush()
        assert acme.id
        assert zoe.id
        for tool, host in ((acme, "acme.example"), (zoe, "*.shared.example"), (acme, "deep.shared.example")):
            session.add(Domain(tool_id=tool.id or 0, host=host, recorded_at=now()))
        session.add(Domain(tool_id=zoe.id, host="gone.example", recorded_at=now(), retracted_at=now()))
        session.add(ToolName(tool_id=acme.id, name="Acme Chat 365", recorded_at=now()))
    return store


def found(store: Store, query: str) -> str | None:
    with store.session() as session:
        tool = search.find(session, query)
        return tool.slug if tool else None


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("acme", "acme"),
        ("ACME", "acme"),
        (" Acme  ", "acme"),
        ("acme chat 365", "acme"),
        ("Acme-Chat365", "acme"),
        ("zoe", "zoe"),
        ("Zoé", "zoe"),
        ("acme.example", "acme"),
        ("ACME.example.", "acme"),
        ("https://www.acme.example/a/b?c=d#e", "acme"),
        ("acme.example:8443/x", "acme"),
        ("https://user@acme.example/", "acme"),
        ("team.shared.example", "zoe"),
        ("deep.shared.example", "acme"),
        ("notacme.example", None),
        ("acme.example.evil.example", None),
        ("gone.example", None),
        ("example", None),
    ],
)
def test_what_a_query_means(tools: Store, query: str, slug: str | None) -> None:
    assert found(tools, query) == slug


def test_suggestions_begin_alike_or_look_alike(tools: Store) -> None:
    with tools.session() as session:
        assert [one.slug for one in search.suggest(session, "zo")] == ["zoe", "zoom"]
        assert "acme" in [one.slug for one in search.suggest(session, "acmee")]
        assert search.suggest(session, "entirely different") == []


@given(st.text(max_size=60))
def test_any_text_is_clean_or_bad_use(text: str) -> None:
    with suppress(BadUse):
        assert search.clean(text)
        search.host_of(text.strip())
