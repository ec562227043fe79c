"""What is prohibited, as hosts that a gateway can block; and what it cannot, with the reason. No surprises.

Only a prohibition that covers everything is one for a gateway: one for some data or some people is not. A host that
another tool lives under is left out: blocking it would take that one away too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from catalog.models.columns import begun_by, known_by, unended_by
from catalog.models.review import Decision
from catalog.models.tool import Domain, Tool


@dataclass(frozen=True, slots=True)
class Blocked:
    """The hosts to block, each with all that ends in it; sorted, none under another. `left` says what is not in it."""

    hosts: tuple[str, ...]
    tools: tuple[str, ...]
    left: tuple[str, ...]
    at: datetime

    def comments(self, mark: str) -> Iterable[str]:
        """Give what it is, as comment lines."""
        yield f"{mark} Prohibited tools by byot, {self.at:%Y-%m-%d %H:%M} UTC: {', '.join(self.tools) or 'none'}"
        yield from (f"{mark} Not in this list: {why}" for why in self.left)


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
    kept = []
    for host in sorted(hosts):
        guests = sorted({tool for other, tool in others if other == host or other.endswith(f".{host}")})
        if guests:
            left.append(f"{host}, under which {', '.join(guests)} lives too")
        elif not any(host.endswith(f".{wider}") for wider in hosts):
            kept.append(host)
    return Blocked(tuple(kept), tuple(tool.name for tool in whole.values()), tuple(dict.fromkeys(left)), at)


def _hosts(session: Session, tools: set[int | None]) -> tuple[set[str], list[tuple[str, str]]]:
    """Give the hosts of some tools, and those of all others with their names."""
    rows = session.exec(
        select(Domain.host, Domain.tool_id, Tool.name).join(Tool, col(Domain.tool_id) == col(Tool.id))
        .where(col(Domain.retracted_at).is_(None))
    ).all()  # fmt: skip
    hosts = {host.removeprefix("*.").lower() for host, tool, _ in rows if tool in tools}
    others = [(host.removeprefix("*.").lower(), name) for host, tool, name in rows if tool not in tools]
    return hosts, others
