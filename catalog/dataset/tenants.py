"""Hosts that show whose account is used: by the policy, by what reviewers said, and people's own by `data/`."""

import json
from collections.abc import Mapping
from pathlib import Path

from sqlmodel import Session, col, delete, select

from catalog import audit
from catalog.dataset.overlay import WHO, read_policy
from catalog.dataset.reading import Dataset
from catalog.errors import BadData
from catalog.models.register import Tenant
from catalog.models.review import Event
from catalog.models.tool import Domain, Tool
from catalog.policy import OwnTenants

Kinds = dict[tuple[int, str], str]
TOLD, UNKNOWN = "tenant told", "unknown"


def record_tenants(session: Session, dataset: Dataset, ids: Mapping[str, int], file: Path | None) -> None:
    """Make the tenants those of the data folder, those of reviewers, and those of the policy's `file`: the last wins.

    Raises `BadData` for a host of the policy that belongs to no known tool.
    """
    said = OwnTenants()
    if file is not None and dataset.rubric is not None:
        said = read_policy(file, dataset.rubric).tenants
    wanted: Kinds = {
        (ids[tool.slug], one.host): one.account for tool in dataset.tools for one in tool.domains if one.account
    }
    for (tool, host), kind in told(session).items():
        wanted.pop((tool, host), None)
        wanted |= {(tool, host): kind} if kind != UNKNOWN else {}
    tools = _tools(session) if said.company or said.personal else {}
    for kind, hosts in (("personal", said.personal), ("company", said.company)):
        wanted |= {(_tool_of(host, tools, file), host): kind for host in hosts}
    rows = session.exec(select(Tenant)).all()
    if {(row.tool_id, row.name): row.kind for row in rows} == wanted:
        return
    session.exec(delete(Tenant))
    session.add_all(Tenant(tool_id=tool, name=host, kind=kind) for (tool, host), kind in wanted.items())
    session.flush()
    if rows or file:
        content = said.model_dump(mode="json")
        audit.append(session, who=WHO, what="tenants recorded", subject="policy", content=content)


def told(session: Session) -> Kinds:
    """Give what reviewers said of hosts, by tool and host; the last word of each. The trail keeps it."""
    ids = dict(session.exec(select(Tool.slug, Tool.id)).all())
    said: Kinds = {}
    for content in session.exec(select(Event.content).where(Event.what == TOLD).order_by(col(Event.id))):
        word = json.loads(content)
        if word["tool"] in ids:
            said[ids[word["tool"]] or 0, word["host"]] = word["account"]
    return said


def _tools(session: Session) -> dict[str, int]:
    rows = session.exec(
        select(Domain.host, Domain.tool_id).where(col(Domain.retracted_at).is_(None)).order_by(col(Domain.id).desc())
    )
    return {host.removeprefix("*."): tool for host, tool in rows}


def _tool_of(host: str, tools: Mapping[str, int], file: Path | None) -> int:
    labels = host.split(".")
    for start in range(len(labels)):
        if (tool := tools.get(".".join(labels[start:]))) is not None:
            return tool
    raise BadData(
        f"tenants: {host} lies under the domain of no known tool",
        mend="name the host as logs show it, like ourfirm.slack.com, or leave it out",
        where=str(file),
    )
