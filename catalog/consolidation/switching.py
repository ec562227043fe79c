"""The switch sheet of a pair of tools: how to get out, how to get in, what is lost, and how deletion is proven."""

from typing import Any

from sqlmodel import Session

from catalog import moment as moments
from catalog.check.facts import facts_of, known_tool, tool_at
from catalog.check.known import Known

OUT = ("data_export", "data_ownership")
AWAY = ("data_ownership", "retention_control", "gdpr_dpa", "subprocessor_list")
Document = dict[str, Any]


def sheet(session: Session, begin: str, end: str) -> Document:
    """Give the sheet for going from one tool to another. Raises `UnknownTool` where one is not known."""
    at = moments.now()
    old, new = (tool_at(session, known_tool(session, query), at=at) for query in (begin, end))
    told = {name: _told(session, it) for name, it in (("old", old), ("new", new))}
    lost = sorted(set(old.tool.capabilities) - set(new.tool.capabilities))
    return {
        "from": {"slug": old.tool.slug, "name": old.tool.name},
        "to": {"slug": new.tool.slug, "name": new.tool.name},
        "out": [one for one in told["old"] if one["fact"] in OUT],
        "in": [one for one in told["new"] if one["fact"] == "data_export"],
        "away": [one for one in told["old"] if one["fact"] in AWAY],
        "lost": lost,
        "kept": sorted(set(old.tool.capabilities) & set(new.tool.capabilities)),
        "effort": "little" if not lost else "some" if len(lost) < 3 else "much",
        "unknown": [name for name in OUT if not any(one["fact"] == name for one in told["old"])],
    }


def _told(session: Session, it: Known) -> list[Document]:
    """The facts that a switch rests on, one for each address and word; plans by their names."""
    names = {plan.slug: plan.name for plan in it.ladder}
    found: dict[tuple[Any, ...], Document] = {}
    for one in facts_of(session, it.tool.slug)["facts"]:
        if one["fact"] in {*OUT, *AWAY} and one["state"] in ("current", "stale"):
            named = {**one, "plan": names.get(one["plan"], one["plan"])}
            found.setdefault((one["fact"], str(one["value"]), one["evidence"]["url"]), named)
    return list(found.values())
