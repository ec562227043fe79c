"""All that consolidation knows at a moment: uses and needs by category, offers, and how each offer serves whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlmodel import Session, select

from catalog.check.known import Known, known
from catalog.check.question import Circumstances
from catalog.consolidation.offers import Offer, contracts_of, offers_of
from catalog.consolidation.overlap import Need, Use, by_category, needs, uses
from catalog.models.columns import known_by
from catalog.models.tool import Category, Tool
from catalog.moment import Moment
from catalog.rubric import Rubric, stored_at
from catalog.verdict.case import STRICTNESS, Asker, Verdict

WORKING = ("allowed", "conditions")
DECIDING = ("gate_failed", "known_bad", "gate_unknown", "decision", "lowers")
UNPLACED = "uncategorised"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A need that an offer does not meet, with the verdict's word and the reason that decided it."""

    need: Need
    word: str
    why: str


@dataclass(frozen=True, slots=True)
class Fit:
    """How an offer serves a category: whom, whom not and why, and how many uses would move to another tool.

    `words` holds, by industry, the strictest verdict on those whom it serves.
    """

    offer: Offer
    category: str
    served: frozenset[str]
    left_out: tuple[LeftOut, ...]
    words: Mapping[str, str]
    moved: int

    @property
    def unserved(self) -> int:
        """Give how many people it leaves out."""
        return sum(len(one.need.people) for one in self.left_out)

    @property
    def strictness(self) -> int:
        """Give how strict its verdicts are, all together: fewer conditions are better."""
        return sum(STRICTNESS[word] for word in self.words.values())


@dataclass
class Market:
    """Uses by category, the tools by number, the categories by slug, and what follows from them."""

    rubric: Rubric
    moment: Moment
    currency: str
    tools: Mapping[int, Known]
    categories: Mapping[str, Category]
    uses: Mapping[str, Sequence[Use]]
    _verdicts: dict[tuple[object, ...], Verdict] = field(default_factory=dict)
    _fits: dict[tuple[str, frozenset[str]], list[Fit]] = field(default_factory=dict)

    @cached_property
    def by_slug(self) -> dict[str, Known]:
        """Give the tools by slug."""
        return {it.tool.slug: it for it in self.tools.values()}

    @cached_property
    def needs(self) -> dict[str, list[Need]]:
        """Give what each category's people need."""
        return {category: needs(some) for category, some in self.uses.items()}

    @cached_property
    def offers(self) -> dict[str, list[Offer]]:
        """Give what could serve each category in use."""
        found: dict[str, list[Offer]] = {category: [] for category in self.uses}
        for it in self.by_slug.values():
            for category, some in found.items():
                if self._serves(it, category):
                    some.extend(offers_of(it, self.currency))
        return found

    def noun(self, category: str) -> str:
        """Give a category's work in plain words, such as `chat`."""
        return self.categories[category].noun if category in self.categories else category

    def _serves(self, it: Known, category: str) -> bool:
        """Whether a tool does a category's work: its own, or one whose main capability (the first) it has too."""
        if category_of(it) == category:
            return True
        said = self.categories[category].capabilities if category in self.categories else []
        return bool(said) and said[0]["slug"] in it.tool.capabilities

    def verdict(self, tool: str, plan: str | None, account: str, need: Need) -> Verdict:
        """Give the verdict on a tool and plan for a need (for all its data together)."""
        it = self.by_slug[tool]
        department = need.department if it.rulings else None
        key = (tool, plan, account, need.industry, need.data, need.posture, department)
        if key not in self._verdicts:
            asker = Asker(department=department)
            asked = Circumstances(need.industry, need.data, account, it.moment, asker, need.posture)
            chosen = next((step for step in it.ladder if step.slug == plan), it.default_plan)
            self._verdicts[key] = it.verdict(chosen, asked)
        return self._verdicts[key]

    def fits(self, category: str, ignoring: frozenset[str] = frozenset()) -> list[Fit]:
        """Give how each offer serves a category; the rules of the industries in `ignoring` count as met."""
        key = (category, ignoring)
        if key not in self._fits:
            self._fits[key] = [self._fit(offer, category, ignoring) for offer in self.offers[category]]
        return self._fits[key]

    def _fit(self, offer: Offer, category: str, ignoring: frozenset[str]) -> Fit:
        served: set[str] = set()
        left_out: list[LeftOut] = []
        words: dict[str, str] = {}
        for need in self.needs[category]:
            verdict = self.verdict(offer.tool, offer.plan, "company", need)
            if verdict.word in WORKING or need.industry in ignoring:
                served |= need.people
                words[need.industry] = strictest(verdict.word, words.get(need.industry, "allowed"))
            else:
                left_out.append(LeftOut(need, verdict.word, obstacle(verdict)))
        moving = [use for use in self.uses[category] if use.person in served]
        moved = sum(self.tools[use.tool_id].tool.slug != offer.tool for use in moving)
        return Fit(offer, category, frozenset(served), tuple(left_out), words, moved)


def market(session: Session, moment: Moment, currency: str = "USD") -> Market:
    """Gather what is known at a moment; prices in another currency count as unknown."""
    rubric = stored_at(session, moment)
    tools = {it.tool.id or 0: it for it in known(session, session.exec(select(Tool)).all(), rubric, moment).values()}
    placed = {tool_id: category_of(it) for tool_id, it in tools.items()}
    grouped = by_category(uses(session, moment), placed)
    for tool_id, it in tools.items():
        if contracts_of(it):
            grouped.setdefault(placed[tool_id], [])
    there = select(Category).where(*known_by(Category, moment.known_at))
    categories = {category.slug: category for category in session.exec(there)}
    return Market(rubric, moment, currency, tools, categories, dict(sorted(grouped.items())))


def category_of(it: Known) -> str:
    """Give the one category in which a tool stands."""
    return it.category.slug if it.category else UNPLACED


def strictest(*words: str) -> str:
    """Give the strictest of some verdicts' words."""
    return max(words, key=STRICTNESS.__getitem__)


def obstacle(verdict: Verdict) -> str:
    """Give the reason that decided a verdict, in its own words."""
    ranked = [reason for effect in DECIDING for reason in verdict.reasons if reason.effect == effect]
    return ranked[0].text if ranked else f"The answer is {verdict.word}."
