"""The tools that people mean, and the verdicts on what they say to use: asked once where thousands say the same."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlmodel import Session, select

from catalog import search
from catalog.check import Question, check
from catalog.models.register import Person
from catalog.models.review import Decision
from catalog.models.tool import Plan, Tool


class Judging:
    """Finds and judges at one moment, in one transaction, in which nothing is ruled.

    A tool that was recorded in this very transaction is looked for again each time: what recorded it may be taken back.
    """

    def __init__(self, session: Session, at: datetime) -> None:
        self._session, self._at = session, at
        self._tools: dict[str, Tool] = {}
        self._verdicts: dict[tuple[Any, ...], dict[str, Any]] = {}

    def tool(self, query: str) -> Tool | None:
        """Give the tool of a name, a domain or a URL, None where nobody knows it yet."""
        known = self._tools.get(query)
        found = known or search.find(self._session, query)
        if known is None and found is not None and self._lasts(found):
            self._tools[query] = found
        return found

    def verdict(
        self, tool: Tool, person: Person, query: str, plan: str | None, data: Sequence[str], account: str
    ) -> dict[str, Any]:
        """Give the verdict's document on somebody's use of a tool, asked for by its own name or by the `query`."""
        known = self.tool(query)
        named = query.strip() if known is not None and known.id == tool.id else tool.slug
        place = person.slug if self._by_person else (person.department_id, person.team_id)
        key = (tool.id, named, plan, tuple(data), account, place)
        given = self._verdicts.get(key)
        if given is None:
            asked = Question(named, plan if self._has_plans(tool) else None, None, data, account, person=person.slug)
            given = check(self._session, asked, self._at).document()
        if self._lasts(tool):
            self._verdicts[key] = given
        return given

    def _lasts(self, tool: Tool) -> bool:
        return tool.recorded_at < self._at

    def _has_plans(self, tool: Tool) -> bool:
        return self._session.exec(select(Plan.id).where(Plan.tool_id == tool.id).limit(1)).first() is not None

    @cached_property
    def _by_person(self) -> bool:
        """Whether anything was ever ruled for one person alone."""
        return any("person" in scope for scope in self._session.exec(select(Decision.scope)))
