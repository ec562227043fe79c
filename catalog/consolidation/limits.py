"""What a planner rules before anything is compared: how many tools in a category, which ones, which not."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, select

from catalog.check.facts import known_tool, tool_at
from catalog.consolidation.offers import Offer
from catalog.errors import BadUse
from catalog.models.tool import Category
from catalog.moment import Moment

MOST = 4
MOST_CHOICES = 200
NUMBER = re.compile(r"(?:([a-z0-9-]+)=)?([1-9])")


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """A tool that a planner names, on one plan or (None) on any."""

    tool: str
    plan: str | None = None

    def covers(self, offer: Offer) -> bool:
        """Say whether it names an offer."""
        return self.tool == offer.tool and self.plan in (None, offer.plan)

    def __str__(self) -> str:
        return self.tool if self.plan is None else f"{self.tool}:{self.plan}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a planner rules: tools that must be there, must not, or are the only ones; at most `most` in a category."""

    most: int = 1
    most_in: Mapping[str, int] = field(default_factory=dict)
    pinned: frozenset[Choice] = frozenset()
    forbidden: frozenset[Choice] = frozenset()
    only: frozenset[Choice] = frozenset()

    def number(self, category: str) -> int:
        """Give how many tools a category may have."""
        return self.most_in.get(category, self.most)

    def document(self) -> dict[str, Any]:
        """Give them as a document."""
        return {
            "most": self.most,
            "most_in": dict(sorted(self.most_in.items())),
            "pin": [str(choice) for choice in sorted(self.pinned, key=str)],
            "forbid": [str(choice) for choice in sorted(self.forbidden, key=str)],
            "only": [str(choice) for choice in sorted(self.only, key=str)],
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """Limits as somebody writes them: `2` or `meetings=2`, and tools as `zoom` or `zoom:business`."""

    most: Iterable[str] = ()
    pin: Iterable[str] = ()
    forbid: Iterable[str] = ()
    only: Iterable[str] = ()


def read(session: Session, asked: Asked, moment: Moment) -> Limits:
    """Give the limits that were asked for, tools and plans by any of their names.

    Raises `BadUse`, `UnknownTool` or `UnknownPlan` where something in them is not known.
    """
    most, most_in = 1, {}
    for text in asked.most:
        found = NUMBER.fullmatch(text.strip().lower())
        if found is None or int(found[2]) > MOST:
            mend = f"write it like 2 or meetings=2, up to {MOST}"
            raise BadUse(f"{text[:40]!r} is no number of tools", mend=mend, where="--most")
        if found[1] is None:
            most = int(found[2])
        else:
            _require_category(session, found[1])
            most_in[found[1]] = int(found[2])
    pinned, forbidden, only = (_choices(session, some, moment) for some in (asked.pin, asked.forbid, asked.only))
    return Limits(most, most_in, pinned, forbidden, only)


def _require_category(session: Session, slug: str) -> None:
    known = sorted(set(session.exec(select(Category.slug))))
    if slug not in known:
        raise BadUse(f"{slug[:40]!r} is no category", mend=f"choose one of: {', '.join(known)}", where="--most")


def _choices(session: Session, texts: Iterable[str], moment: Moment) -> frozenset[Choice]:
    some = [text.strip() for text in texts if text.strip()]
    if len(some) > MOST_CHOICES:
        raise BadUse(f"{len(some)} tools are too many", mend=f"name {MOST_CHOICES} at the most")
    return frozenset(_choice(session, text, moment) for text in some)


def _choice(session: Session, text: str, moment: Moment) -> Choice:
    name, _, plan = text.partition(":")
    tool = known_tool(session, name)
    if not plan:
        return Choice(tool.slug)
    step = tool_at(session, tool, at=moment.known_at).plan(plan)
    return Choice(tool.slug, step.slug if step else None)
