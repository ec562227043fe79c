"""Hosts that show whose account is used: the company's own tenants by the policy, people's own by it and by `data/`."""

from collections.abc import Mapping
from pathlib import Path

from sqlmodel import Session, col, delete, select

from catalog import audit
from catalog.dataset.overlay import WHO, read_policy
from catalog.dataset.reading import Dataset
from catalog.errors import BadData
from catalog.models.register import Tenant
from catalog.models.tool import Domain
from catalog.policy import OwnTenants

Kinds = dict[tuple[int, str], str]


def record_tenants(session: Session, dataset: Dataset, ids: Mapping[str, int], file: Path | None) -> None:
    """Make the tenants that are known exactly those of the data folder and of the policy's `file`; the policy wins.

    Raises `BadData` for a host of the policy that belongs to no known tool.
    """
    said = OwnTenants()
    if file is not None and dataset.rubric is not None:
        said = read_policy(file, dataset.rubric).tenants
    wanted: Kinds = {
        (ids[tool.slug], one.host): one.account for tool in dataset.tools for one in tool.domains if one.account
    }
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
