"""All that consolidation knows at a moment: uses and needs by category, offers, and how each offer serves whom."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlmodel import Session, select

from catalog import search
from catalog.check.known import Known, known, states
from catalog.check.question import Circumstances
from catalog.consolidation.money import Rates
from catalog.consolidation.offers import Offer, contracts_of, offers_of
from catalog.consolidation.overlap import Need, Use, by_category, needs, uses
from catalog.consolidation.rates import rates_at
from catalog.models.columns import known_by
from catalog.models.company import CompanySolution
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
class Met:
    """A need that an offer meets, with the verdict's word, and how many uses would move to it from other tools."""

    need: Need
    word: str
    moved: int


@dataclass(frozen=True, eq=False)
class Fit:
    """How an offer serves a category: whom, whom not and why, and how many uses would move to another tool."""

    offer: Offer
    category: str
    met: tuple[Met, ...]
    left_out: tuple[LeftOut, ...]

    @cached_property
    def served(self) -> frozenset[str]:
        """Give the people whom it serves."""
        return frozenset().union(*(one.need.people for one in self.met))

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Give, by industry, the strictest verdict on those whom it serves."""
        found: dict[str, str] = {}
        for one in self.met:
            found[one.need.industry] = strictest(one.word, found.get(one.need.industry, "allowed"))
        return found

    @cached_property
    def moved(self) -> int:
        """Give how many uses would move to another tool."""
        return sum(one.moved for one in self.met)

    @cached_property
    def unserved(self) -> int:
        """Give how many people it leaves out."""
        return sum(len(one.need.people) for one in self.left_out)

    @property
    def strictness(self) -> int:
        """Give how strict its verdicts are, all together: fewer conditions are better."""
        return sum(STRICTNESS[word] for word in self.words.values())

    def only(self, needs: Collection[Need]) -> "Fit":
        """Give how it serves some needs alone; the others are nobody's concern then."""
        if all(one.need in needs for one in self.met):
            return self
        return Fit(self.offer, self.category, tuple(one for one in self.met if one.need in needs), self.left_out)

    def only_of(self, needs: Collection[int]) -> "Fit":
        """Give how it serves some needs alone, by their identity: as `only`, much quicker where there are many."""
        some = tuple(one for one in self.met if id(one.need) in needs)
        return self if len(some) == len(self.met) else Fit(self.offer, self.category, some, self.left_out)


@dataclass(repr=False)
class Market:
    """Uses by category, the tools by number, the categories by slug, and what follows from them."""

    rubric: Rubric
    moment: Moment
    rates: Rates
    tools: Mapping[int, Known]
    categories: Mapping[str, Category]
    uses: Mapping[str, Sequence[Use]]
    _verdicts: dict[tuple[object, ...], Verdict] = field(default_factory=dict)
    _fits: dict[tuple[str, frozenset[str]], list[Fit]] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<market of {len(self.tools)} tools, {sum(map(len, self.uses.values()))} uses>"

    @property
    def currency(self) -> str:
        """Give the currency in which all is counted."""
        return self.rates.currency

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
                if self.serves(it, category):
                    some.extend(offers_of(it, self.rates))
        return found

    def noun(self, category: str) -> str:
        """Give a category's work in plain words, such as `chat`."""
        return self.categories[category].noun if category in self.categories else category

    @cached_property
    def shared(self) -> frozenset[Offer]:
        """Give the offers that could serve several categories."""
        counted = Counter(offer for some in self.offers.values() for offer in some)
        return frozenset(offer for offer, count in counted.items() if count > 1)

    def place(self, tool: str) -> str | None:
        """Give the category of a tool's own work, None where nobody knows the tool."""
        it = self.by_slug.get(tool)
        return category_of(it) if it else None

    def serves(self, it: Known, category: str) -> bool:
        """Say whether a tool does a category's work: its own, or one whose main capability (the first) it has too."""
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
            chosen = next((step for step in it.ladder if step.slug == plan), None)
            self._verdicts[key] = it.verdict(it.default_plan if chosen is None else chosen, asked)
        return self._verdicts[key]

    def today(self, use: Use, plan: str | None) -> Verdict:
        """Give the verdict on a use as it is, on the plan that it counts for."""
        return self.verdict(self.tools[use.tool_id].tool.slug, plan, use.account, use.alone)

    def fits(self, category: str, ignoring: frozenset[str] = frozenset()) -> list[Fit]:
        """Give how each offer serves a category; the rules of the industries in `ignoring` count as met."""
        key = (category, ignoring)
        if key not in self._fits:
            if ignoring:
                self._fits[key] = [self._without(fit, ignoring) for fit in self.fits(category)]
            else:
                self._fits[key] = [self._fit(offer, category) for offer in self.offers[category]]
        return self._fits[key]

    def _fit(self, offer: Offer, category: str) -> Fit:
        met: list[Met] = []
        left_out: list[LeftOut] = []
        for need in self.needs[category]:
            verdict = self.verdict(offer.tool, offer.plan, "company", need)
            if verdict.word in WORKING:
                met.append(self._met(offer, category, need, verdict.word))
            else:
                left_out.append(LeftOut(need, verdict.word, obstacle(verdict)))
        return Fit(offer, category, tuple(met), tuple(left_out))

    def _met(self, offer: Offer, category: str, need: Need, word: str) -> Met:
        tools = self._in_use[category, need]
        return Met(need, word, tools.total() - tools[offer.tool])

    def _without(self, fit: Fit, ignoring: frozenset[str]) -> Fit:
        """Give a fit as it is without the rules of some industries: it meets what it left out in them."""
        freed = [one for one in fit.left_out if one.need.industry in ignoring]
        if not freed:
            return fit
        more = tuple(self._met(fit.offer, fit.category, one.need, one.word) for one in freed)
        return Fit(fit.offer, fit.category, fit.met + more, tuple(one for one in fit.left_out if one not in freed))

    @cached_property
    def _in_use(self) -> dict[tuple[str, Need], Counter[str]]:
        """How many of those who share a need use which tool."""
        found: dict[tuple[str, Need], Counter[str]] = {}
        for category, some in self.uses.items():
            need_of = {person: need for need in self.needs[category] for person in need.people}
            for need in self.needs[category]:
                found[category, need] = Counter()
            for use in some:
                found[category, need_of[use.person]][self.tools[use.tool_id].tool.slug] += 1
        return found


def market(session: Session, moment: Moment) -> Market:
    """Gather what is known at a moment, in the policy's currency; prices in one without a rate count as unknown."""
    rubric, used = stored_at(session, moment), uses(session, moment)
    there = select(Category).where(*known_by(Category, moment.known_at))
    categories = {category.slug: category for category in session.exec(there)}
    concerned = _concerned(session, moment, {use.tool_id for use in used}, categories)
    tools = {it.tool.id or 0: it for it in known(session, concerned, rubric, moment).values()}
    placed = {tool_id: category_of(it) for tool_id, it in tools.items()}
    grouped = by_category(used, placed)
    for tool_id, it in tools.items():
        if contracts_of(it):
            grouped.setdefault(placed[tool_id], [])
    rates = rates_at(session, moment, rubric.desk.currency)
    return Market(rubric, moment, rates, tools, categories, dict(sorted(grouped.items())))


def _concerned(session: Session, moment: Moment, used: set[int], categories: Mapping[str, Category]) -> Sequence[Tool]:
    """Give the tools that are used or paid for, and all that could do the work of one of them."""
    standing = session.exec(select(Tool).where(search.apart(moment.known_at))).all()
    its = states(session, moment)
    place = {number: state.category if state.category in categories else None for number, state in its.items()}
    ours = used | set(session.exec(select(CompanySolution.tool_id)))
    work = {place.get(number) for number in ours}
    main = {said[0]["slug"] for one in work if one and (said := categories[one].capabilities)}

    def serves(tool: Tool, number: int) -> bool:
        able = {*tool.capabilities, *(its[number].capabilities if number in its else ())}
        return number in ours or place.get(number) in work or not main.isdisjoint(able)

    return [tool for tool in standing if serves(tool, tool.id or 0)]


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
