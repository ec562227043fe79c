"""The people and tools that are meant, and the verdicts on what is said: asked once where thousands say the same."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlmodel import Session, select

from catalog import people, search
from catalog.adoption import tenants
from catalog.check import Question, check
from catalog.models.register import Adoption, Person, StoredVerdict
from catalog.models.review import Decision
from catalog.models.tool import Plan, Tool
from catalog.moment import Moment
from catalog.rubric import Clocks, stored_at

GIST = ("verdict", "basis", "plan", "industry")


def give(session: Session, adoption: Adoption, given: StoredVerdict) -> None:
    """Give a use its verdict: the gist, by which uses are counted, and where the whole document is kept."""
    keep(session, given)
    adoption.verdict, adoption.verdict_id = gist(given), given.id


def keep(session: Session, given: StoredVerdict) -> None:
    """Keep the document of a verdict, once for all uses that share it."""
    if given not in session:
        given.id = None  # it may have one from a savepoint that was rolled back
        session.add(given)
        session.flush()


def gist(given: StoredVerdict) -> dict[str, Any]:
    """Give what an adoption itself keeps of a verdict."""
    return {name: given.document[name] for name in GIST}


class Judging:
    """Finds and judges at one moment, in one transaction, in which nothing is ruled.

    A tool that was recorded in this very transaction is looked for again each time: what recorded it may be taken back.
    """

    def __init__(self, session: Session, at: datetime) -> None:
        self._session, self._at = session, at
        self._people: dict[str, Person] = {}
        self._tools: dict[str, Tool] = {}
        self._kinds: dict[int | None, tenants.Shown] = {}
        self._verdicts: dict[tuple[Any, ...], StoredVerdict] = {}

    def person(self, who: str) -> Person:
        """Give the person of a name, recorded on first use."""
        known = self._people.get(who)
        if known is None or known not in self._session:  # a savepoint may have taken it back
            known = self._people[who] = people.person_for(self._session, who)
        return known

    def kinds(self, tool: Tool) -> tenants.Shown:
        """Give whose account a tenant of a tool shows."""
        if tool.id not in self._kinds:
            self._kinds[tool.id] = tenants.shown(self._session, tool.id)
        return self._kinds[tool.id]

    @cached_property
    def clocks(self) -> Clocks:
        """The days within which security answers."""
        return stored_at(self._session, Moment(self._at, self._at)).clocks

    def tool(self, query: str) -> Tool | None:
        """Give the tool of a name, a domain or a URL, None where nobody knows it yet."""
        known = self._tools.get(query)
        found = known or search.find(self._session, query)
        if known is None and found is not None and self._lasts(found):
            self._tools[query] = found
        return found

    def verdict(
        self, tool: Tool, person: Person | None, query: str, plan: str | None, data: Sequence[str], account: str
    ) -> StoredVerdict:
        """Give the verdict on a use of a tool, asked for by its own name or the `query`; nothing keeps it.

        Nobody may know the person.
        """
        known = self.tool(query)
        named = query.strip() if known is not None and known.id == tool.id else tool.slug
        key = (tool.id, named, plan, tuple(data), account, person and self._place(person))
        given = self._verdicts.get(key)
        if given is None:
            who = person.slug if person else None
            asked = Question(named, plan if self._has_plans(tool) else None, None, data, account, person=who)
            given = StoredVerdict(document=check(self._session, asked, self._at).document())
        if self._lasts(tool):
            self._verdicts[key] = given
        return given

    def _place(self, person: Person) -> Hashable:
        return person.slug if self._by_person else (person.department_id, person.team_id)

    def _lasts(self, tool: Tool) -> bool:
        return tool.recorded_at < self._at

    def _has_plans(self, tool: Tool) -> bool:
        return self._session.exec(select(Plan.id).where(Plan.tool_id == tool.id).limit(1)).first() is not None

    @cached_property
    def _by_person(self) -> bool:
        """Whether anything was ever ruled for one person alone."""
        return any("person" in scope for scope in self._session.exec(select(Decision.scope)))
