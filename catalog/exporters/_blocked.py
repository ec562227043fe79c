"""What is prohibited, as hosts that a gateway can block; and what it cannot, with the reason. No surprises.

Only a prohibition that covers everything is one for a gateway: one for some data or some people is not. A host that
another tool lives under is left out: blocking it would take that one away too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from catalog.models.columns import begun_by, known_by, unended_by
from catalog.models.review import Decision
from catalog.models.tool import Domain, Tool

HOST = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}")


@dataclass(frozen=True, slots=True)
class Blocked:
    """The hosts to block, each with all that ends in it; sorted, none under another. `left` says what is not in it.

    `names` are the hosts and those known under them, for what blocks whole names only.
    """

    hosts: tuple[str, ...]
    tools: tuple[str, ...]
    left: tuple[str, ...]
    names: tuple[str, ...]
    at: datetime

    def comments(self, mark: str) -> Iterable[str]:
        """Give what it is, as comment lines; a line break in a name cannot end one."""
        said = [f"Prohibited tools by byot, {self.at:%Y-%m-%d %H:%M} UTC: {', '.join(self.tools) or 'none'}"]
        said += [f"Not in this list: {why}" for why in self.left]
        yield from (f"{mark} {' '.join(line.split())}" for line in said)


def blocked(session: Session, at: datetime) -> Blocked:
    """Give what is prohibited now."""
    held = (*known_by(Decision, at), begun_by(Decision, at), unended_by(Decision, at))
    rows = session.exec(
        select(Decision, Tool).join(Tool, col(Decision.tool_id) == col(Tool.id))
        .where(Decision.status == "prohibited", *held).order_by(col(Tool.slug))
    ).all()  # fmt: skip
    whole = {tool.id: tool for decision, tool in rows if not decision.scope}
    left = [f"{tool.name}, prohibited for some uses only" for _, tool in rows if tool.id not in whole]
    hosts, others = _hosts(session, set(whole))
    names = []
    for host in sorted(hosts):
        guests = sorted({tool for other, tool in others if other == host or other.endswith(f".{host}")})
        if guests:
            left.append(f"{host}, under which {', '.join(guests)} lives too")
        elif not HOST.fullmatch(host):
            left.append(f"{host}, which no gateway takes for a host")
        else:
            names.append(host)
    kept = tuple(host for host in names if not any(host.endswith(f".{wider}") for wider in names))
    tools = tuple(tool.name for tool in whole.values())
    return Blocked(kept, tools, tuple(dict.fromkeys(left)), tuple(names), at)


def _hosts(session: Session, tools: set[int | None]) -> tuple[set[str], list[tuple[str, str]]]:
    """Give the hosts of some tools, and those of all others with their names."""
    rows = session.exec(
        select(Domain.host, Domain.tool_id, Tool.name).join(Tool, col(Domain.tool_id) == col(Tool.id))
        .where(col(Domain.retracted_at).is_(None))
    ).all()  # fmt: skip
    hosts = {host.removeprefix("*.").lower() for host, tool, _ in rows if tool in tools}
    others = [(host.removeprefix("*.").lower(), name) for host, tool, name in rows if tool not in tools]
    return hosts, others
